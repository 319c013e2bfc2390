"""Group C: leaders, backbone, supporting and quality enterprises of part 三."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Enterprise
from jxdesk.domain.finding import Level
from jxdesk.domain.views import largest
from jxdesk.rules.basic import too_long
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import half_unit
from jxdesk.rules.register import is_uscc, plain_name
from jxdesk.rules.registry import row_rule, rule

_ROLES = ("enterprises.chain_role",)


@rule("C01", Level.ERROR, reads=_ROLES, params=("role", "least"))
def c01(case: Case, context: Context) -> Iterator[Found]:
    """三（二）: there is a leading enterprise at least."""
    yield from _too_few(case, context)


@rule("C02", Level.ERROR, reads=_ROLES, params=("role", "least"))
def c02(case: Case, context: Context) -> Iterator[Found]:
    """Template 三: there are as many backbone enterprises as it asks for."""
    yield from _too_few(case, context)


@rule("C03", Level.ERROR, reads=_ROLES, params=("role", "least"))
def c03(case: Case, context: Context) -> Iterator[Found]:
    """Template 三: there are as many supporting SMEs as it asks for."""
    yield from _too_few(case, context)


def _too_few(case: Case, context: Context) -> Iterator[Found]:
    """Where there is no register at all, B01 says so."""
    if not case.application.enterprises:
        return
    role, least = context.setting.word("role"), context.setting.integer("least")
    count = sum(row.chain_role == role for row in case.application.enterprises)
    if count < least:
        label = context.notice.term_label("chain_roles", role)
        yield Found(
            context.place("enterprises.chain_role"),
            f"企业名单里标为{label}的有 {count} 家，至少要有 {least} 家。",
            ((label, f"{count} 家"), ("至少", f"{least} 家")),
        )


@rule("C04", Level.ERROR, reads=("enterprises.quality_type",), params=("least",))
def c04(case: Case, context: Context) -> Iterator[Found]:
    """三（二）: there are as many quality enterprises of the named types as it asks for."""
    if not case.application.enterprises:
        return
    least = context.setting.integer("least")
    types = {term.id for term in context.notice.vocabularies["quality_types"]}
    count = sum(row.quality_type in types for row in case.application.enterprises)
    if count < least:
        yield Found(
            context.place("enterprises.quality_type"),
            f"企业名单里标了优质企业类型的有 {count} 家，至少要有 {least} 家。",
            (("优质企业", f"{count} 家"), ("至少", f"{least} 家")),
        )


@rule(
    "C05",
    Level.WARNING,
    reads=("enterprises.chain_role", "enterprises.uscc", "enterprises.name"),
)
def c05(case: Case, context: Context) -> Iterator[Found]:
    """Template 三: no enterprise stands in two roles of the chain.

    A row has one role, so only an enterprise that is listed twice can have two; the rows are
    the same enterprise by their code or, where they have none, by their name.
    """
    seen: dict[str, Enterprise] = {}
    for row in case.application.enterprises:
        known = (row.uscc if is_uscc(row.uscc) else "") if row.uscc else plain_name(row.name)
        if not (row.chain_role and known):
            continue
        first = seen.setdefault(known, row)
        if first.chain_role != row.chain_role:
            one, two = (
                context.notice.term_label("chain_roles", role) for role in (first.chain_role, row.chain_role)
            )
            yield Found(
                context.place("enterprises.chain_role", row.uid),
                f"“{row.name}”既列为{one}，又列为{two}。",
                (("先列为", one), ("又列为", two)),
                (context.place("enterprises.chain_role", first.uid),),
            )


@row_rule(
    "C06",
    Level.ERROR,
    "enterprises",
    reads=("enterprises.chain_role", "enterprises.products", "enterprises.name"),
    params=("role",),
)
def c06(row: Any, context: Context) -> Iterator[Found]:
    """Template 三: a leader has a product with its national share, and shares are 0 to 100 %.

    Where there is no product at all, B01 asks for it.
    """
    if row.chain_role != context.setting.word("role") or not row.products:
        return
    place = context.place("enterprises.products", row.uid)
    shared = [product for product in row.products if product.share is not None]
    wrong = [product for product in shared if not 0 <= product.share <= 100]
    if not shared:
        yield Found(place, f"领军企业“{row.name}”还没有填写主要产品的全国市场占有率。")
    elif wrong:
        yield Found(
            place,
            f"领军企业“{row.name}”的“{wrong[0].name}”市场占有率 {wrong[0].share:f}% 不在 0 至 100% 之间。",
            tuple((product.name, f"{product.share:f}%") for product in wrong),
        )


@rule("C07", Level.ERROR, reads=("chain.overview",))
def c07(case: Case, context: Context) -> Iterator[Found]:
    """Template 三: the text on the chain keeps to its limit of 字."""
    yield from too_long("chain.overview", case.application.chain.overview, context)


@row_rule(
    "C08",
    Level.HINT,
    "enterprises",
    reads=(
        "enterprises.chain_role",
        "enterprises.industry_class",
        "enterprises.employees",
        "enterprises.revenue",
        "enterprises.name",
    ),
    params=("role", "employees", "revenue"),
)
def c08(row: Any, context: Context) -> Iterator[Found]:
    """Template 三: a supporting SME keeps to the SME limits of its class of industry.

    It is no longer an SME when it reaches both limits; one alone is not enough.
    """
    if row.chain_role != context.setting.word("role"):
        return
    people_limit = context.setting.number_of("employees", row.industry_class)
    revenue_limit = context.setting.number_of("revenue", row.industry_class)
    if people_limit is None or revenue_limit is None:
        return
    if not (isinstance(row.employees, int) and isinstance(row.revenue, Decimal)):
        return
    if row.employees >= people_limit and row.revenue >= revenue_limit:
        yield Found(
            context.place("enterprises.chain_role", row.uid),
            f"“{row.name}”列为配套中小企业，但人数和营业收入都达到了大型企业标准。",
            (
                ("从业人员", f"{row.employees} 人（标准 {people_limit:f} 人）"),
                ("营业收入", f"{row.revenue:f} 亿元（标准 {revenue_limit:f} 亿元）"),
            ),
            (
                context.place("enterprises.employees", row.uid),
                context.place("enterprises.revenue", row.uid),
            ),
        )


@row_rule(
    "C09",
    Level.WARNING,
    "enterprises",
    reads=("enterprises.sales", "enterprises.revenue", "enterprises.name"),
)
def c09(row: Any, context: Context) -> Iterator[Found]:
    """二, 三: 销售收入 is not more than 营业收入, of which it is a part (rounding allowed for)."""
    sales, revenue = row.sales, row.revenue
    if not (isinstance(sales, Decimal) and isinstance(revenue, Decimal)) or sales <= revenue:
        return
    if sales - half_unit(sales) >= revenue + half_unit(revenue):
        yield Found(
            context.place("enterprises.sales", row.uid),
            f"“{row.name}”的销售收入 {sales:f} 亿元大于营业收入 {revenue:f} 亿元。",
            (("销售收入", f"{sales:f} 亿元"), ("营业收入", f"{revenue:f} 亿元")),
            (context.place("enterprises.revenue", row.uid),),
        )


@row_rule(
    "C10",
    Level.WARNING,
    "enterprises",
    reads=("enterprises.chain_role", "enterprises.dominant", "enterprises.name"),
    params=("roles",),
)
def c10(row: Any, context: Context) -> Iterator[Found]:
    """三（二）: leaders and backbone of the cluster's chain belong to its dominant industry."""
    if row.dominant is False and row.chain_role in context.setting.words("roles"):
        role = context.notice.term_label("chain_roles", row.chain_role)
        yield Found(
            context.place("enterprises.dominant", row.uid),
            f"“{row.name}”列为{role}，却没有标为主导产业企业。",
            (("产业链角色", role), (context.short("enterprises.dominant"), "否")),
            (context.place("enterprises.chain_role", row.uid),),
        )


@rule(
    "C11",
    Level.HINT,
    reads=(
        "enterprises.chain_role",
        "enterprises.dominant",
        "enterprises.revenue",
        "enterprises.name",
    ),
    params=("role",),
)
def c11(case: Case, context: Context) -> Iterator[Found]:
    """二, 三: a leader of the dominant industry stands among the largest by revenue."""
    role, count = context.setting.word("role"), context.notice.head.largest_shown
    leaders = [row for row in case.application.enterprises if row.chain_role == role and row.dominant]
    if not leaders:
        return
    ranked = largest(case.application, count)
    shown = {row.uid for row in ranked}
    for row in leaders:
        if not isinstance(row.revenue, Decimal) or row.uid in shown:
            continue
        last = ranked[-1]
        label = context.notice.term_label("chain_roles", role)
        yield Found(
            context.place("enterprises.chain_role", row.uid),
            f"{label}“{row.name}”营业收入 {row.revenue:f} 亿元，没有排进营收前 {count} 家。",
            (
                ("营业收入", f"{row.revenue:f} 亿元"),
                (f"第 {len(ranked)} 家“{last.name}”", f"{last.revenue:f} 亿元"),
            ),
            (context.place("enterprises.revenue", row.uid),),
        )


_MOST_SHOWN = 5


@rule("C12", Level.WARNING, reads=("enterprises.products", "enterprises.name"))
def c12(case: Case, context: Context) -> Iterator[Found]:
    """Template 三: the national shares of one product add up to 100 % at most over all enterprises."""
    totals: dict[str, Decimal] = {}
    for row in case.application.enterprises:
        for product in row.products:
            name, share = product.name, product.share
            if share is not None:
                totals[name] = totals[name] + share if name in totals else share
    # Most products are one enterprise's own; only those in question are gathered with their rows.
    over = [name for name, total in totals.items() if total > 100]
    shares: dict[str, list[tuple[Enterprise, Decimal]]] = {name: [] for name in over}
    for row in case.application.enterprises if shares else ():
        for product in row.products:
            if product.share is not None and product.name in shares:
                shares[product.name].append((row, product.share))
    too_much: dict[str, list[tuple[str, list[tuple[Enterprise, Decimal]]]]] = {}
    for name, held in shares.items():
        if len(held) > 1:
            too_much.setdefault(held[0][0].uid, []).append((name, held))
    for products in too_much.values():
        yield _more_than_all(products, context)


def _more_than_all(products: list[tuple[str, list[tuple[Enterprise, Decimal]]]], context: Context) -> Found:
    """The products of which one enterprise is the first to have a share, in one finding at its place."""
    first = products[0][1][0][0]
    totals = "、".join(f"“{name}”合计 {sum(share for _, share in held):f}%" for name, held in products)
    shown = [
        (row, name, share)
        for name, held in products
        for row, share in sorted(held, key=lambda one: one[1], reverse=True)[:_MOST_SHOWN]
    ]
    others = dict.fromkeys(row.uid for row, _, _ in shown if row is not first)
    return Found(
        context.place("enterprises.products", first.uid),
        f"各企业填写的全国市场占有率，{totals}，超过 100%。",
        tuple((f"{row.name}：{name}", f"{share:f}%") for row, name, share in shown),
        tuple(context.place("enterprises.products", uid) for uid in others),
    )
