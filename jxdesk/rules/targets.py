"""Group T: the target book of 附1, its indicator table and its written parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jxdesk.domain.application import Indicator
from jxdesk.domain.catalogue import records
from jxdesk.domain.extras import held
from jxdesk.domain.finding import Level
from jxdesk.domain.values import Kind
from jxdesk.notice import Target
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import growth_fits, growth_text, is_empty
from jxdesk.rules.register import plain_name
from jxdesk.rules.registry import rule

YEARS = ("first", "second", "third")
_SINGLE = tuple(f"{record.name}.*" for record in records().values() if not record.many)
# A label may end with its unit in brackets.
_UNIT = re.compile(r"[（(][^（()）]*[)）]$")
_TEXTS = tuple(spec.id for spec in records()["targets"].fields if spec.kind is Kind.LONG_TEXT)


@rule("T01", Level.ERROR, reads=("indicators.*",))
def t01(case: Case, context: Context) -> Iterator[Found]:
    """附1: the given indicators are all there, once, and filled; added rows have name and unit.

    What is counted (flag ``whole`` of the pack) is a whole number of 0 or more.
    """
    rows = case.application.indicators
    given = [row.given for row in rows if row.given]
    missing = [t.label for t in context.notice.form.indicators if t.id not in given]
    if missing:
        yield Found(
            context.place("indicators.given"),
            f"指标表里缺少通知所列的指标：{'、'.join(missing)}。",
            (("缺少的指标", "、".join(missing)),),
        )
    seen: set[str] = set()
    for row in rows:
        if row.given and row.given in seen:
            yield Found(
                context.place("indicators.given", row.uid),
                f"指标“{_name(row, context)}”列了两次。",
            )
        seen.add(row.given)
        yield from _unfilled(row, context)


def _unfilled(row: Indicator, context: Context) -> Iterator[Found]:
    wanted = YEARS if row.given else ("name", "unit", *YEARS)
    for name in wanted:
        if is_empty(getattr(row, name)):
            yield Found(
                context.place(f"indicators.{name}", row.uid),
                f"指标“{_name(row, context)}”的“{context.short(f'indicators.{name}')}”没有填写。",
            )
    target = context.notice.target(row.given)
    if target is None or not target.whole:
        return
    for name in YEARS:
        value = getattr(row, name)
        if isinstance(value, Decimal) and (value < 0 or value != value.to_integral_value()):
            yield Found(
                context.place(f"indicators.{name}", row.uid),
                f"指标“{target.label}”的值 {value:f} 应为 0 或更大的整数。",
                ((context.short(f"indicators.{name}"), f"{value:f}"),),
            )


@rule("T02", Level.WARNING, reads=("indicators.*", "scale.revenue_total"))
def t02(case: Case, context: Context) -> Iterator[Found]:
    """附1: the growth row agrees with the revenue row, given the rounding of both.

    The first year is held against the base year's total where it follows the base year. Where two
    years running do not agree, the revenue between them is in question, and one finding says so.
    """
    revenue, growth = _of_role(case, context, "revenue"), _of_role(case, context, "growth")
    if revenue is None or growth is None:
        return
    head = context.notice.head
    follows = head.target_years[0] == head.base_year + 1
    before: object = case.application.scale.revenue_total if follows else None
    whence, told = context.place("scale.revenue_total"), False
    for name in YEARS:
        now, stated, agrees = getattr(revenue, name), getattr(growth, name), True
        if isinstance(before, Decimal) and isinstance(now, Decimal) and isinstance(stated, Decimal):
            # Of a revenue below 0 T06 speaks.
            agrees = now < 0 or growth_fits(stated, now, before)
            if not agrees and not told:
                yield Found(
                    context.place(f"indicators.{name}", growth.uid),
                    f"“{context.short(f'indicators.{name}')}”的增速填写 {stated:f}%，"
                    f"按营收目标算约为 {growth_text(now, before)}%。",
                    (("增速", f"{stated:f}%"), ("营收", f"{now:f} 亿元"), ("上一年", f"{before:f} 亿元")),
                    (context.place(f"indicators.{name}", revenue.uid), whence),
                )
        told = not agrees
        before, whence = now, context.place(f"indicators.{name}", revenue.uid)


@rule("T03", Level.WARNING, reads=("indicators.*", *_SINGLE))
def t03(case: Case, context: Context) -> Iterator[Found]:
    """附1: what does not fall (flag ``stock`` of the pack) stays at or above today and last year.

    A value that T01 or T06 refuses is not compared.
    """
    for target in context.notice.form.indicators:
        row = _given(case, target.id)
        if not target.stock or row is None:
            continue
        before, whence = _today(case, target), "现状"
        sources = tuple(context.place(field_id) for field_id in target.today)
        for name in YEARS:
            value, place = getattr(row, name), context.place(f"indicators.{name}", row.uid)
            if (
                isinstance(value, Decimal)
                and before is not None
                and _is_fair(value, target)
                and value < before
            ):
                yield Found(
                    place,
                    f"指标“{target.label}”的值 {value:f} 低于{whence} {before:f}。",
                    ((context.short(f"indicators.{name}"), f"{value:f}"), (whence, f"{before:f}")),
                    sources,
                )
            before, whence = (value if isinstance(value, Decimal) else None), "上一年"
            sources = (place,)


@rule("T04", Level.ERROR, reads=_TEXTS)
def t04(case: Case, context: Context) -> Iterator[Found]:
    """附1: its five written parts are written."""
    for field_id in _TEXTS:
        if is_empty(getattr(case.application.targets, field_id.partition(".")[2])):
            yield Found(context.place(field_id), f"“{context.short(field_id)}”还没有写。")


@rule("T05", Level.HINT, reads=("indicators.*",), params=("aim",))
def t05(case: Case, context: Context) -> Iterator[Found]:
    """附1: the growth aimed at, set beside the province's aim for clusters (background)."""
    growth, aim = _of_role(case, context, "growth"), context.setting.number("aim")
    if growth is None:
        return
    figures = [(name, getattr(growth, name)) for name in YEARS]
    low = [(name, value) for name, value in figures if isinstance(value, Decimal) and value < aim]
    if low:
        shown = tuple((context.short(f"indicators.{name}"), f"{value:f}%") for name, value in low)
        yield Found(
            context.place(f"indicators.{low[0][0]}", growth.uid),
            f"增速目标有 {len(low)} 年低于可比照的年均 {aim:f}%。",
            shown,
        )


@rule("T06", Level.WARNING, reads=("indicators.*",), params=("most_tax", "least_jobs"))
def t06(case: Case, context: Context) -> Iterator[Found]:
    """附1: tax and jobs of a size that their units explain; neither tax nor revenue below 0."""
    revenue, tax = _of_role(case, context, "revenue"), _of_role(case, context, "tax")
    jobs = _of_role(case, context, "jobs")
    most, least = context.setting.number("most_tax"), context.setting.number("least_jobs")
    for row in (revenue, tax):
        yield from _below_zero(row, context)
    for name in YEARS:
        paid, earned = getattr(tax, name, None), getattr(revenue, name, None)
        if tax and revenue and isinstance(paid, Decimal) and _is_too_much(paid, earned, most):
            yield Found(
                context.place(f"indicators.{name}", tax.uid),
                f"税收 {paid:f} 亿元超过营收 {earned:f} 亿元的 {most:f}%，请核对单位。",
                (("税收", f"{paid:f} 亿元"), ("营收", f"{earned:f} 亿元")),
                (context.place(f"indicators.{name}", revenue.uid),),
            )
        people = getattr(jobs, name, None)
        if jobs and isinstance(people, Decimal) and people < least:
            yield Found(
                context.place(f"indicators.{name}", jobs.uid),
                f"带动就业 {people:f} 人过少，可能把人填成了万人。",
                (("带动就业", f"{people:f} 人"),),
            )


def _is_fair(value: Decimal, target: Target) -> bool:
    return value >= 0 and not (target.whole and value != value.to_integral_value())


def _is_too_much(paid: Decimal, earned: object, most: Decimal) -> bool:
    return isinstance(earned, Decimal) and earned >= 0 and paid * 100 > earned * most


def _below_zero(row: Indicator | None, context: Context) -> Iterator[Found]:
    for name in YEARS:
        value = getattr(row, name, None)
        if row is not None and isinstance(value, Decimal) and value < 0:
            yield Found(
                context.place(f"indicators.{name}", row.uid),
                f"指标“{_name(row, context)}”的值 {value:f} 是负数。",
                ((context.short(f"indicators.{name}"), f"{value:f}"),),
            )


@rule("T07", Level.WARNING, reads=("indicators.given", "indicators.name"))
def t07(case: Case, context: Context) -> Iterator[Found]:
    """附1: a row that the county adds is not one of the others again."""
    given = context.notice.form.indicators
    seen = {plain_name(_UNIT.sub("", target.label)): target.label for target in given}
    for row in case.application.indicators:
        plain = plain_name(_UNIT.sub("", row.name))
        if row.given or not plain:
            continue
        if plain in seen:
            yield Found(
                context.place("indicators.name", row.uid),
                f"自加的指标“{row.name}”与“{seen[plain]}”重复。",
                (("自加的指标", row.name), ("已有的指标", seen[plain])),
            )
        seen.setdefault(plain, row.name)


def _given(case: Case, indicator_id: str) -> Indicator | None:
    return next((row for row in case.application.indicators if row.given == indicator_id), None)


def _of_role(case: Case, context: Context, role: str) -> Indicator | None:
    target = next((t for t in context.notice.form.indicators if t.role == role), None)
    return None if target is None else _given(case, target.id)


def _today(case: Case, target: Target) -> Decimal | None:
    """Today's value as the sum of the fields the pack names; ``None`` when one is no figure."""
    total = Decimal(0)
    for field_id in target.today:
        record, _, name = field_id.partition(".")
        value = held(getattr(case.application, record), name)
        if not isinstance(value, int | Decimal):
            return None
        total += value
    return total if target.today else None


def _name(row: Indicator, context: Context) -> str:
    target = context.notice.target(row.given)
    return target.label if target else row.name or "（未命名）"
