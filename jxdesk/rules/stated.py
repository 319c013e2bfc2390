"""Group B: what running texts state of the cluster, held against the fields and lists of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Level, Place
from jxdesk.domain.views import in_role
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.narrative import WORD_LISTS, WORD_TABLES, Written, figures_in, grammar
from jxdesk.rules.registry import rule
from jxdesk.rules.texts import narratives

_SINGLE = tuple(f"{record.name}.*" for record in records().values() if not record.many)


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure of the form: its value and unit, where it stands, how to call it."""

    value: Decimal | int
    unit: str
    place: Place
    label: str


@rule(
    "B20",
    Level.WARNING,
    reads=(*_SINGLE, "enterprises.chain_role", "projects.investment", "indicators.*"),
    params=(*WORD_LISTS, *WORD_TABLES, "tolerance"),
)
def b20(case: Case, context: Context) -> Iterator[Found]:
    """Template: what running texts state of the cluster is what the form says.

    One finding for each figure of the form, with every text that states it otherwise.
    """
    head = context.notice.head
    rules = grammar(context.setting, (head.base_year, *head.target_years))
    tolerance = context.setting.number("tolerance")
    held: dict[tuple[str, int], _Held | None] = {}
    differing: dict[_Held, list[tuple[str, Written]]] = {}
    for field_id, text in narratives(case, context):
        for written in figures_in(text, rules):
            key = (written.key, written.year)
            if key not in held:
                held[key] = _held(case, context, *key)
            figure = held[key]
            if figure is not None and not written.fits(figure.value, figure.unit, tolerance):
                differing.setdefault(figure, []).append((field_id, written))
    by_place: dict[Place, list[_Held]] = {}
    for figure in differing:
        by_place.setdefault(figure.place, []).append(figure)
    for place, figures in by_place.items():
        yield _contradiction(place, {figure: differing[figure] for figure in figures}, context)


def _contradiction(
    place: Place, differing: Mapping[_Held, list[tuple[str, Written]]], context: Context
) -> Found:
    parts, values, also = [], [], []
    for figure, texts in differing.items():
        shown = (
            f"{figure.value:f} {figure.unit}"
            if isinstance(figure.value, Decimal)
            else f"{figure.value} {figure.unit}"
        )
        values.append((figure.label, shown))
        for field_id, written in texts:
            label = f"{context.notice.part_of(field_id.partition('.')[0]).nav}“{context.short(field_id)}”"
            parts.append(f"{label}写的是“{written.phrase}”，{figure.label}是 {shown}")
            values.append((label, written.phrase))
            also.append(context.place(field_id))
    return Found(place, f"{'；'.join(parts)}。", tuple(values), tuple(dict.fromkeys(also)))


def _held(case: Case, context: Context, key: str, year: int) -> _Held | None:
    """What the form says under a key of the pack's tables; ``None`` where it says nothing yet."""
    head = context.notice.head
    if year != head.base_year:
        return _aimed_at(case, context, key, year)
    if key.startswith("role:"):
        role = key.removeprefix("role:")
        label = f"企业名单里标为{context.notice.term_label('chain_roles', role)}的"
        count = len(in_role(case.application, role))
        return _Held(count, "家", context.place("enterprises.chain_role"), label) if count else None
    if key == "projects":
        count = len(case.application.projects)
        return _Held(count, "个", context.place("projects.name"), "附2的项目") if count else None
    if key == "projects.investment":
        return _invested(case, context)
    field = context.catalogue.field(key)
    value = field.spec.of(getattr(case.application, field.spec.record))
    if not isinstance(value, int | Decimal):
        return None
    return _Held(value, field.spec.mark.unit, context.place(key), f"表中“{field.short}”")


def _invested(case: Case, context: Context) -> _Held | None:
    amounts = [row.investment for row in case.application.projects]
    known = [amount for amount in amounts if isinstance(amount, Decimal)]
    if not known or len(known) < len(amounts):
        return None
    total = sum(known, Decimal(0))
    return _Held(total, "万元", context.place("projects.investment"), "附2各项目总投资合计")


def _aimed_at(case: Case, context: Context, key: str, year: int) -> _Held | None:
    name = ("first", "second", "third")[context.notice.head.target_years.index(year)]
    target = context.notice.target(key)
    row = next((row for row in case.application.indicators if row.given == key), None)
    value = getattr(row, name, None)
    if target is None or row is None or not isinstance(value, Decimal):
        return None
    label = f"指标表“{target.label}”{year} 年"
    return _Held(value, target.unit, context.place(f"indicators.{name}", row.uid), label)
