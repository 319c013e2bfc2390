"""Group D: the printed documents against the present data."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import rule


@rule("D01", Level.ERROR, reads=("case.print_run", "case.sealing"))
def d01(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: what was printed is of the present data.

    Nothing printed yet is a fault only when it is to be sealed: before that it is simply a
    later stage.
    """
    place = context.place("cover.month")
    if case.print_run is None:
        if case.sealing:
            yield Found(place, "还没有生成打印版，不能封装。", remedy="请先生成打印版，再封装。")
    elif case.print_run.data_digest != case.data_digest:
        yield Found(place, "打印版生成之后数据又改过，打印版已不是现在的数据。")
