"""Group I: the six indicators of part 四 and what proves them."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.application import Evidence
from jxdesk.domain.extras import held
from jxdesk.domain.finding import Level
from jxdesk.domain.show import show_date
from jxdesk.domain.views import proofs
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import is_later
from jxdesk.rules.proof import counts_of, proofs_of_nothing, unproved_figures
from jxdesk.rules.registry import rule

_FIGURES = ("innovation.*",)


@rule("I01", Level.ERROR, reads=_FIGURES)
def i01(case: Case, context: Context) -> Iterator[Found]:
    """Template 四: indicators are whole numbers of 0 or more.

    What is typed is refused before it gets here; what comes from elsewhere may still hold “—”.
    """
    for field_id in counts_of("innovation", context):
        value = _figure(case, field_id)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            continue
        yield Found(
            context.place(field_id),
            f"“{context.short(field_id)}”应为 0 或更大的整数。",
        )


@rule("I02", Level.ERROR, reads=(*_FIGURES, "evidence.proves"), also=(Level.HINT,))
def i02(case: Case, context: Context) -> Iterator[Found]:
    """Template 四: an indicator above 0 is proved where it says 另附证明材料; elsewhere a hint."""
    yield from unproved_figures(case, context, counts_of("innovation", context))


@rule("I03", Level.HINT, reads=(*_FIGURES, "evidence.proves", "evidence.items"))
def i03(case: Case, context: Context) -> Iterator[Found]:
    """Template 四: the items that the files are said to prove add up to the indicator.

    Only where each of its files says how many, and proves this indicator alone: otherwise the
    sum is not known.
    """
    for field_id in counts_of("innovation", context):
        value = _figure(case, field_id)
        files = proofs(case.application, field_id)
        if not isinstance(value, int) or not files:
            continue
        counts = [file.items for file in files if _proves_one_figure(file)]
        items = sum(count for count in counts if isinstance(count, int))
        if len(counts) < len(files) or not all(isinstance(count, int) for count in counts):
            continue
        if items != value:
            unit = context.catalogue.field(field_id).spec.mark.unit
            yield Found(
                context.place(field_id),
                f"“{context.short(field_id)}”填写 {value} {unit}，佐证材料共证明 {items} {unit}。",
                (("填写", f"{value} {unit}"), ("佐证材料合计", f"{items} {unit}")),
                tuple(context.place("evidence.items", file.uid) for file in files),
            )


@rule("I04", Level.WARNING, reads=("evidence.*",), params=("field", "first", "last"))
def i04(case: Case, context: Context) -> Iterator[Found]:
    """Template 四: what proves the additions of three years is dated within them."""
    first, last = (context.setting.day(name).isoformat() for name in ("first", "last"))
    field_id = context.setting.word("field")
    for file in proofs(case.application, field_id):
        if is_later(first, file.dated) or is_later(file.dated, last):
            yield Found(
                context.place("evidence.dated", file.uid),
                f"“{file.name}”的取得日期 {show_date(file.dated)} 不在新增的统计时间内。",
                (
                    ("取得日期", show_date(file.dated)),
                    ("统计时间", f"{show_date(first)}至{show_date(last)}"),
                ),
                (context.place(field_id),),
            )


@rule("I05", Level.HINT, reads=("innovation.national_platforms", "innovation.provincial_platforms"))
def i05(case: Case, context: Context) -> Iterator[Found]:
    """三（三）: there is a national or a provincial innovation platform."""
    innovation = case.application.innovation
    if innovation.national_platforms == 0 and innovation.provincial_platforms == 0:
        yield Found(
            context.place("innovation.provincial_platforms"),
            "国家级和省级创新平台都填写 0 家，看不出多层次的创新平台。",
            (("国家级创新平台", "0 家"), ("省级创新平台", "0 家")),
            (context.place("innovation.national_platforms"),),
        )


@rule("I06", Level.WARNING, reads=(*_FIGURES, "evidence.proves", "evidence.name"))
def i06(case: Case, context: Context) -> Iterator[Found]:
    """Template 四: what is said to be 0 has no proof that there is some."""
    yield from proofs_of_nothing(case, context, counts_of("innovation", context))


@rule("I07", Level.WARNING, reads=("evidence.dated", "evidence.name", "case.today"))
def i07(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: what a file proves was not obtained in the future."""
    today = case.today.isoformat()
    for file in case.application.evidence:
        if is_later(file.dated, today):
            yield Found(
                context.place("evidence.dated", file.uid),
                f"“{file.name}”的取得日期 {show_date(file.dated)} 还没有到。",
                (("取得日期", show_date(file.dated)), ("今天", show_date(today))),
            )


def _figure(case: Case, field_id: str) -> object:
    return held(case.application.innovation, field_id.partition(".")[2])


def _proves_one_figure(file: Evidence) -> bool:
    return len(file.proves) == 1
