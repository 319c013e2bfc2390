"""Group J: the project list of 附2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.finding import Level
from jxdesk.rules.basic import is_empty
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import row_rule, rule

# GB/T 40058 project code; older codes start with a four-digit year.
_CODE = re.compile(r"(?:\d{2})?\d{2}(0[1-9]|1[0-2])-\d{6}-\d{2}-\d{2}-\d{6}", re.ASCII)


@rule("J01", Level.ERROR, reads=("projects.*",))
def j01(case: Case, context: Context) -> Iterator[Found]:
    """附2: there is at least one project."""
    if not case.application.projects:
        yield Found(context.place("projects.name"), "重点项目清单还是空的，至少要有一个项目。")


@row_rule("J01", Level.ERROR, "projects", reads=("projects.*",))
def j01_rows(row: Any, context: Context) -> Iterator[Found]:
    """附2: every column is filled; category 其他 says what it is."""
    for field in context.catalogue.of_record("projects"):
        if field.text.required and is_empty(getattr(row, field.spec.name)):
            yield Found(
                context.place(field.id, row.uid),
                f"项目“{row.name or '（未命名）'}”的“{field.short}”没有填写。",
            )
    if row.category == "other" and not row.category_other:
        yield Found(
            context.place("projects.category_other", row.uid),
            f"项目“{row.name or '（未命名）'}”的类别是“其他”，还没有写明是什么类别。",
        )


@row_rule("J02", Level.WARNING, "projects", reads=("projects.code", "projects.name"))
def j02(row: Any, context: Context) -> Iterator[Found]:
    """附2: the project code is well-formed (GB/T 40058); none is a hint."""
    place = context.place("projects.code", row.uid)
    if not row.code:
        yield Found(place, f"项目“{row.name}”没有填写项目代码。", level=Level.HINT)
    elif not _CODE.fullmatch(row.code):
        yield Found(place, f"项目“{row.name}”的代码“{row.code}”写法不对。", (("项目代码", row.code),))


@row_rule("J03", Level.ERROR, "projects", reads=("projects.start", "projects.finish", "projects.name"))
def j03(row: Any, context: Context) -> Iterator[Found]:
    """附2: the start is not later than the finish, compared to the precision both have."""
    shared = min(len(row.start), len(row.finish))
    if shared and row.start[:shared] > row.finish[:shared]:
        yield Found(
            context.place("projects.start", row.uid),
            f"项目“{row.name}”的开工日期 {row.start} 晚于竣工日期 {row.finish}。",
            (("拟开工日期", row.start), ("拟竣工日期", row.finish)),
            (context.place("projects.finish", row.uid),),
        )


@rule("J03", Level.WARNING, reads=("projects.code", "projects.name"))
def j03_doubles(case: Case, context: Context) -> Iterator[Found]:
    """附2: no code and no name twice; sub-projects may share a code (reason)."""
    for name in ("code", "name"):
        seen: dict[str, str] = {}
        for row in case.application.projects:
            value = getattr(row, name)
            if value and value in seen:
                yield Found(
                    context.place(f"projects.{name}", row.uid),
                    f"{context.short(f'projects.{name}')}“{value}”出现了两次。",
                    (("重复内容", value),),
                    (context.place(f"projects.{name}", seen[value]),),
                )
            seen.setdefault(value, row.uid)


@row_rule(
    "J05",
    Level.WARNING,
    "projects",
    reads=("projects.investment", "projects.name"),
    params=("smallest", "largest"),
)
def j05(row: Any, context: Context) -> Iterator[Found]:
    """附2: the investment is above 0 (error) and of a size that 万元 explains (unit slip)."""
    amount = row.investment
    if not isinstance(amount, Decimal):
        return
    place = context.place("projects.investment", row.uid)
    values = (("总投资", f"{amount} 万元"),)
    if amount <= 0:
        yield Found(place, f"项目“{row.name}”的总投资要大于 0。", values, level=Level.ERROR)
    elif not context.setting.number("smallest") <= amount <= context.setting.number("largest"):
        yield Found(place, f"项目“{row.name}”的总投资 {amount} 万元不合常理，请核对单位。", values)
