"""Group S: revenue, growth and the largest enterprises of part 二."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.finding import Level
from jxdesk.domain.show import show_plain
from jxdesk.domain.values import NotApplicable
from jxdesk.domain.views import dominant, largest, proofs
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import growth_fits, growth_text, is_above_zero
from jxdesk.rules.registry import row_rule, rule

# 1 亿元 = 10,000 万元: what separates the two units is never a fair growth or share.
_SLIP = Decimal(1000)
_WAN = 10_000  # 万元 in one 亿元


@rule("S01", Level.ERROR, reads=("enterprises.dominant", "enterprises.revenue", "enterprises.name"))
def s01(case: Case, context: Context) -> Iterator[Found]:
    """Template 二: the largest are listed (all, if the list is shorter), so each must rank.

    Where 主导产业 is not answered yet, B01 asks for it.
    """
    shown = context.notice.head.largest_shown
    for row in dominant(case.application):
        if row.revenue is None:
            yield Found(
                context.place("enterprises.revenue", row.uid),
                f"主导产业企业“{row.name}”没有填写营业收入，排不出前 {shown} 家。",
            )
    rows = case.application.enterprises
    if rows and all(row.dominant is False for row in rows):
        yield Found(context.place("enterprises.dominant"), "企业名单里没有一家标为主导产业。")


@rule(
    "S03",
    Level.ERROR,
    reads=("enterprises.dominant", "enterprises.revenue", "enterprises.sales", "enterprises.name"),
)
def s03(case: Case, context: Context) -> Iterator[Found]:
    """Template 二: no dominant-industry enterprise with more revenue than the listed is left out.

    The program ranks, so a revenue that is a figure can't be left out, and equal revenues at
    the border are no fault. What can: an enterprise whose revenue is “—” though it has 销售收入,
    a part of its revenue, that alone is more than the last of the listed has. An empty revenue
    is S01's finding, an unanswered 主导产业 B01's.
    """
    count = context.notice.head.largest_shown
    ranked = largest(case.application, count)
    last = ranked[-1] if len(ranked) >= count else None
    for row in dominant(case.application):
        if not (isinstance(row.revenue, NotApplicable) and isinstance(row.sales, Decimal)):
            continue
        if last is not None and isinstance(last.revenue, Decimal) and row.sales <= last.revenue:
            continue
        yield Found(
            context.place("enterprises.revenue", row.uid),
            f"“{row.name}”有销售收入 {row.sales:f} 亿元，营业收入却填了“—”，没有列入前 {count} 家。",
            (("销售收入", f"{row.sales:f} 亿元"), ("营业收入", "—")),
            (
                context.place("enterprises.sales", row.uid),
                # Who came up into its place has nothing to prove once it is back.
                *([context.place("enterprises.revenue", last.uid)] if last else []),
            ),
        )


@rule(
    "S04",
    Level.WARNING,
    reads=("scale.revenue_total", "enterprises.dominant", "enterprises.revenue"),
)
def s04(case: Case, context: Context) -> Iterator[Found]:
    """二: neither the largest nor all dominant-industry enterprises add up to more than the total."""
    total = case.application.scale.revenue_total
    if not isinstance(total, Decimal):
        return
    count = context.notice.head.largest_shown
    ranked = largest(case.application, count)
    groups = ((f"前 {count} 家企业", ranked), ("全部主导产业企业", dominant(case.application)))
    for name, rows in groups:
        amounts = [row.revenue for row in rows if isinstance(row.revenue, Decimal)]
        added = sum(amounts, Decimal(0))
        if added > total:
            yield Found(
                context.place("scale.revenue_total"),
                f"{name}的营业收入合计 {added:f} 亿元，大于集群总额 {total:f} 亿元。",
                ((f"{name}合计", f"{added:f} 亿元"), ("集群总额", f"{total:f} 亿元")),
                tuple(context.place("enterprises.revenue", row.uid) for row in ranked),
            )
            return


@row_rule(
    "S05",
    Level.WARNING,
    "enterprises",
    reads=("enterprises.name", "enterprises.revenue", "enterprises.previous_revenue", "enterprises.growth"),
)
def s05(row: Any, context: Context) -> Iterator[Found]:
    """二: the growth lies in the interval that both revenues' rounding allows, with its own."""
    now, before, growth = row.revenue, row.previous_revenue, row.growth
    if not (isinstance(now, Decimal) and isinstance(before, Decimal) and isinstance(growth, Decimal)):
        return
    if growth_fits(growth, now, before):
        return
    yield Found(
        context.place("enterprises.growth", row.uid),
        f"“{row.name}”的增长率填写 {growth:f}%，按两年收入算约为 {growth_text(now, before)}%。",
        (
            ("增长率", f"{growth:f}%"),
            ("本年营业收入", f"{now:f} 亿元"),
            ("上年营业收入", f"{before:f} 亿元"),
        ),
        (
            context.place("enterprises.revenue", row.uid),
            context.place("enterprises.previous_revenue", row.uid),
        ),
    )


@rule(
    "S06",
    Level.ERROR,
    reads=("enterprises.dominant", "enterprises.revenue", "enterprises.name", "evidence.*"),
)
def s06(case: Case, context: Context) -> Iterator[Found]:
    """Template 二: each of the largest is proved by revenue evidence; one file may prove many.

    Only those that stay among the largest whatever is filled in where B01 and S01 still ask.
    """
    shown = context.notice.head.largest_shown
    open_rows = sum(
        row.dominant is None or bool(row.dominant and row.revenue is None)
        for row in case.application.enterprises
    )
    for row in largest(case.application, max(0, shown - open_rows)):
        if not proofs(case.application, f"enterprises:{row.uid}"):
            yield Found(
                context.place("enterprises.revenue", row.uid),
                f"“{row.name}”列在营收前列，还没有附营收证明。",
                (("营业收入", f"{row.revenue:f} 亿元"),),
            )


@row_rule(
    "S07",
    Level.WARNING,
    "enterprises",
    reads=(
        "enterprises.name",
        "enterprises.revenue",
        "enterprises.previous_revenue",
        "enterprises.employees",
    ),
    params=("largest_revenue", "most_per_employee"),
)
def s07_rows(row: Any, context: Context) -> Iterator[Found]:
    """二: a revenue that only makes sense if 万元 was typed for 亿元, or the reverse."""
    now, before, people = row.revenue, row.previous_revenue, row.employees
    if not isinstance(now, Decimal) or now <= 0:
        return
    values = [("营业收入", f"{now:f} 亿元")]
    slipped = now > context.setting.number("largest_revenue")
    if isinstance(before, Decimal) and before > 0:
        slipped = slipped or now > before * _SLIP or before > now * _SLIP
        values.append(("上年营业收入", f"{before:f} 亿元"))
    if isinstance(people, int) and people > 0:
        slipped = slipped or now > people * context.setting.number("most_per_employee")
        values.append(("从业人员", f"{people} 人"))
    if slipped:
        yield Found(
            context.place("enterprises.revenue", row.uid),
            f"“{row.name}”的营业收入 {now:f} 亿元不合常理，可能把万元填成了亿元（或相反）。",
            tuple(values),
        )


@rule("S07", Level.WARNING, reads=("scale.revenue_total",), params=("largest_total",))
def s07_total(case: Case, context: Context) -> Iterator[Found]:
    """二: a total that only makes sense if 万元 was typed for 亿元."""
    total = case.application.scale.revenue_total
    if isinstance(total, Decimal) and total > context.setting.number("largest_total"):
        yield Found(
            context.place("scale.revenue_total"),
            f"营业收入总额 {total:f} 亿元不合常理，可能把万元填成了亿元。",
            (("营业收入总额", f"{total:f} 亿元"),),
        )


@rule("S08", Level.WARNING, reads=("scale.growth",), params=("lowest", "highest"))
def s08_total(case: Case, context: Context) -> Iterator[Found]:
    """二: the cluster's growth lies within the usual range of the pack."""
    yield from _unusual(case.application.scale.growth, "scale.growth", "", "集群", context)


@row_rule(
    "S08",
    Level.WARNING,
    "enterprises",
    reads=("enterprises.growth", "enterprises.name"),
    params=("lowest", "highest"),
)
def s08_rows(row: Any, context: Context) -> Iterator[Found]:
    """二: an enterprise's growth lies within the usual range of the pack."""
    yield from _unusual(row.growth, "enterprises.growth", row.uid, f"“{row.name}”", context)


def _unusual(growth: object, field_id: str, row: str, whose: str, context: Context) -> Iterator[Found]:
    if not isinstance(growth, Decimal):
        return
    low, high = context.setting.number("lowest"), context.setting.number("highest")
    if not low <= growth <= high:
        yield Found(
            context.place(field_id, row),
            f"{whose}的增速 {growth:f}% 超出常见范围（{low:f}% 至 {high:f}%）。",
            (("增速", f"{growth:f}%"),),
        )


_REVENUES = (
    "scale.revenue_total",
    "services.employees",
    "enterprises.revenue",
    "enterprises.previous_revenue",
    "enterprises.sales",
)

_REVENUE_NAMES = {
    record: tuple(f.partition(".")[2] for f in _REVENUES if f.startswith(f"{record}."))
    for record in ("scale", "services", "enterprises")
}


@row_rule("S09", Level.WARNING, "*", reads=(*_REVENUES, "enterprises.name"))
def s09(row: Any, context: Context) -> Iterator[Found]:
    """二, 三, 五: revenue, sales and employees are not below 0."""
    for name in _REVENUE_NAMES[context.record]:
        value = getattr(row, name)
        if isinstance(value, Decimal) and value < 0:
            field = context.catalogue.field(f"{context.record}.{name}")
            of_list = context.record == "enterprises"
            whose = f"“{row.name}”的" if of_list else ""
            unit = field.spec.mark.unit
            yield Found(
                context.place(field.id, row.uid if of_list else ""),
                f"{whose}“{field.short}”填写 {value:f} {unit}，是负数。",
                ((field.short, f"{value:f} {unit}"),),
                clause=field.text.clause,
            )


@row_rule(
    "S10",
    Level.HINT,
    "enterprises",
    reads=("enterprises.growth", "enterprises.revenue", "enterprises.previous_revenue", "enterprises.name"),
)
def s10(row: Any, context: Context) -> Iterator[Found]:
    """二: a growth is not “—” where both revenues are there to work it out from."""
    now, before = row.revenue, row.previous_revenue
    if not (isinstance(row.growth, NotApplicable) and isinstance(now, Decimal) and is_above_zero(before)):
        return
    yield Found(
        context.place("enterprises.growth", row.uid),
        f"“{row.name}”的增长率填了“—”，但两年收入都有，可以算出约为 {growth_text(now, before)}%。",
        (
            ("增长率", show_plain(row.growth)),
            ("本年营业收入", f"{now:f} 亿元"),
            ("上年营业收入", f"{before:f} 亿元"),
        ),
        (
            context.place("enterprises.revenue", row.uid),
            context.place("enterprises.previous_revenue", row.uid),
        ),
    )


@rule(
    "S11",
    Level.WARNING,
    reads=("scale.revenue_total", "basic.employees"),
    params=("least_per_head", "most_per_head"),
)
def s11(case: Case, context: Context) -> Iterator[Found]:
    """一, 二: revenue and employees of the cluster are of sizes that go together."""
    total, people = case.application.scale.revenue_total, case.application.basic.employees
    if not (isinstance(total, Decimal) and total > 0 and isinstance(people, int) and people > 0):
        return
    per_head = total * _WAN / people
    least, most = context.setting.number("least_per_head"), context.setting.number("most_per_head")
    if not least <= per_head <= most:
        shown = f"{per_head.quantize(Decimal('0.01')):f} 万元"
        yield Found(
            context.place("scale.revenue_total"),
            f"营业收入总额 {total:f} 亿元、从业人员 {people} 人，合人均 {shown}，不合常理。",
            (("营业收入总额", f"{total:f} 亿元"), ("从业人员", f"{people} 人"), ("人均", shown)),
            (context.place("basic.employees"),),
        )
