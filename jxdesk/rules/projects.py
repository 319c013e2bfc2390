"""Group J: the project list of 附2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Project
from jxdesk.domain.finding import Level
from jxdesk.domain.show import show_date
from jxdesk.rules.basic import missing
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import is_above_zero, is_later
from jxdesk.rules.register import plain_name
from jxdesk.rules.registry import row_rule, rule

# GB/T 40058 project code; older codes start with a four-digit year.
_CODE = re.compile(r"(\d{2})?(\d{2})(0[1-9]|1[0-2])-\d{6}-\d{2}-\d{2}-\d{6}", re.ASCII)


@rule("J01", Level.ERROR, reads=("projects.uid",))
def j01(case: Case, context: Context) -> Iterator[Found]:
    """附2: there is at least one project."""
    if not case.application.projects:
        yield Found(context.place("projects.name"), "重点项目清单还是空的，至少要有一个项目。")


@row_rule("J01", Level.ERROR, "projects", reads=("projects.*",))
def j01_rows(row: Any, context: Context) -> Iterator[Found]:
    """附2: every column is filled; category 其他 says what it is."""
    for field in context.catalogue.required("projects"):
        yield from missing(field, context, row)
    if row.category == "other" and not row.category_other:
        yield Found(
            context.place("projects.category_other", row.uid),
            f"项目“{row.name or '（未命名）'}”的类别是“其他”，还没有写明是什么类别。",
        )


@row_rule("J02", Level.WARNING, "projects", reads=("projects.code", "projects.name"), also=(Level.HINT,))
def j02(row: Any, context: Context) -> Iterator[Found]:
    """附2: the project code is well-formed (GB/T 40058); none is a hint."""
    if not row.code:
        place = context.place("projects.code", row.uid)
        yield Found(place, f"项目“{row.name}”没有填写项目代码。", level=Level.HINT)
    elif not _CODE.fullmatch(row.code):
        place = context.place("projects.code", row.uid)
        yield Found(place, f"项目“{row.name}”的代码“{row.code}”写法不对。", (("项目代码", row.code),))


@row_rule("J03", Level.ERROR, "projects", reads=("projects.start", "projects.finish", "projects.name"))
def j03(row: Any, context: Context) -> Iterator[Found]:
    """附2: the start is not later than the finish, compared to the precision both have."""
    if is_later(row.start, row.finish):
        yield Found(
            context.place("projects.start", row.uid),
            f"项目“{row.name}”的开工日期{show_date(row.start)}晚于竣工日期{show_date(row.finish)}。",
            (("拟开工日期", show_date(row.start)), ("拟竣工日期", show_date(row.finish))),
            (context.place("projects.finish", row.uid),),
        )


@rule("J03", Level.WARNING, reads=("projects.code", "projects.name"))
def j03_doubles(case: Case, context: Context) -> Iterator[Found]:
    """附2: no code and no name twice (both is one finding); sub-projects may share a code (reason)."""
    seen: dict[tuple[str, str], Project] = {}
    for row in case.application.projects:
        for name in ("code", "name"):
            value = getattr(row, name)
            first = seen.get((name, value)) if value else None
            if first is not None:
                yield Found(
                    context.place(f"projects.{name}", row.uid),
                    f"{context.short(f'projects.{name}')}“{value}”出现了两次。",
                    (("这一行", row.name), ("前面一行", first.name), ("重复内容", value)),
                    (context.place(f"projects.{name}", first.uid),),
                )
                break
        for name in ("code", "name"):
            seen.setdefault((name, getattr(row, name)), row)


@row_rule(
    "J04",
    Level.WARNING,
    "projects",
    reads=("projects.finish", "projects.name"),
    params=("pilot_end",),
)
def j04(row: Any, context: Context) -> Iterator[Found]:
    """五（一）: the project is finished within the pilot period."""
    end = context.setting.day("pilot_end").isoformat()
    if is_later(row.finish, end):
        yield Found(
            context.place("projects.finish", row.uid),
            f"项目“{row.name}”拟于{show_date(row.finish)}竣工，晚于试点期结束的{show_date(end)}。",
            (("拟竣工日期", show_date(row.finish)), ("试点期结束", show_date(end))),
        )


@row_rule(
    "J05",
    Level.WARNING,
    "projects",
    reads=("projects.investment", "projects.name"),
    params=("smallest", "largest"),
    also=(Level.ERROR,),
)
def j05(row: Any, context: Context) -> Iterator[Found]:
    """附2: the investment is above 0 (error) and of a size that 万元 explains (unit slip)."""
    amount = row.investment
    if not isinstance(amount, Decimal):
        return
    place = context.place("projects.investment", row.uid)
    values = (("总投资", f"{amount:f} 万元"),)
    if amount <= 0:
        yield Found(place, f"项目“{row.name}”的总投资要大于 0。", values, level=Level.ERROR)
    elif not context.setting.number("smallest") <= amount <= context.setting.number("largest"):
        yield Found(place, f"项目“{row.name}”的总投资 {amount:f} 万元不合常理，请核对单位。", values)


@row_rule(
    "J06",
    Level.WARNING,
    "projects",
    reads=("projects.funding", "projects.direction", "projects.name"),
)
def j06(row: Any, context: Context) -> Iterator[Found]:
    """二（二）: each project with provincial money names its support direction."""
    if is_above_zero(row.funding) and not row.direction:
        yield Found(
            context.place("projects.direction", row.uid),
            f"项目“{row.name}”安排了省级资金，还没有选支持方向。",
            (("安排省级资金", f"{row.funding:f} 万元"),),
        )


@rule("J07", Level.WARNING, reads=("projects.start", "projects.finish", "projects.name", "cover.month"))
def j07(case: Case, context: Context) -> Iterator[Found]:
    """附2: a planned finish does not lie before the application's month.

    Where the start is later than the finish, one of the two is a slip and J03 says so. Where it is
    all of several projects, the application's month is in question.
    """
    month, rows = case.application.cover.month, case.application.projects
    over = [row for row in rows if is_later(month, row.finish) and not is_later(row.start, row.finish)]
    if len(over) == len(rows) > 1:
        last = max(row.finish for row in rows)
        yield Found(
            context.place("cover.month"),
            f"封面写的是{show_date(month)}，全部 {len(rows)} 个项目都在这之前竣工。",
            (("申报年月", show_date(month)), ("最晚的拟竣工日期", show_date(last))),
            tuple(context.place("projects.finish", row.uid) for row in rows),
        )
        return
    for row in over:
        yield Found(
            context.place("projects.finish", row.uid),
            f"项目“{row.name}”拟于{show_date(row.finish)}竣工，早于申报的{show_date(month)}。",
            (("拟竣工日期", show_date(row.finish)), ("申报年月", show_date(month))),
            (context.place("cover.month"),),
        )


@row_rule(
    "J08",
    Level.HINT,
    "projects",
    reads=("projects.category", "projects.direction", "projects.name"),
    params=("directions",),
)
def j08(row: Any, context: Context) -> Iterator[Found]:
    """二（二）, 附2: category and support direction of a project speak of the same thing."""
    fitting = context.setting.word_lists("directions").get(row.category)
    if fitting is None or not row.direction or row.direction in fitting:
        return
    category = context.notice.term_label("project_categories", row.category)
    direction = context.notice.term_label("support_directions", row.direction)
    yield Found(
        context.place("projects.direction", row.uid),
        f"项目“{row.name}”的类别是“{category}”，支持方向选的是“{direction}”，两者对不上。",
        (("项目类别", category), ("支持方向", direction)),
        (context.place("projects.category", row.uid),),
    )


@row_rule(
    "J09",
    Level.WARNING,
    "projects",
    reads=(
        "projects.unit",
        "projects.supervision_unit",
        "projects.person",
        "projects.supervision_person",
        "projects.name",
    ),
    also=(Level.HINT,),
)
def j09(row: Any, context: Context) -> Iterator[Found]:
    """附2: nobody supervises himself: units differ; the same person's name is a hint."""
    pairs = (
        ("unit", "supervision_unit", "单位", None),
        ("person", "supervision_person", "人", Level.HINT),
    )
    for own, supervisor, what, level in pairs:
        name = getattr(row, own)
        if not name or plain_name(name) != plain_name(getattr(row, supervisor)):
            continue
        yield Found(
            context.place(f"projects.{supervisor}", row.uid),
            f"项目“{row.name}”由“{name}”建设，日常监管也是同一{what}。",
            (
                (context.short(f"projects.{own}"), name),
                (context.short(f"projects.{supervisor}"), getattr(row, supervisor)),
            ),
            (context.place(f"projects.{own}", row.uid),),
            level=level,
        )
        return


@row_rule("J10", Level.HINT, "projects", reads=("projects.code", "projects.start", "projects.name"))
def j10(row: Any, context: Context) -> Iterator[Found]:
    """附2: the project had its code (which begins with year and month) before it starts."""
    parts = _CODE.fullmatch(row.code)
    if parts is None:
        return
    given = f"{parts[1] or '20'}{parts[2]}-{parts[3]}"
    if is_later(given, row.start):
        yield Found(
            context.place("projects.code", row.uid),
            f"项目“{row.name}”的代码是{show_date(given)}赋的，拟开工日期{show_date(row.start)}却更早。",
            (("项目代码", row.code), ("拟开工日期", show_date(row.start))),
            (context.place("projects.start", row.uid),),
        )
