"""附1, 江西省数字产业集群目标任务书."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.documents.form.cells import added_columns, added_grids
from jxdesk.documents.form.format import Form, prose
from jxdesk.documents.form.funds import fund_plan
from jxdesk.documents.outline import (
    Align,
    Block,
    Density,
    Heading,
    ListColumn,
    ListTable,
    Paragraph,
    Section,
    TextRole,
)
from jxdesk.domain.application import Indicator

_NARRATIVES = ("significance", "guidance", "tasks", "fund_use", "safeguards")
_YEARS = ("first", "second", "third")


def annex1(form: Form) -> tuple[Section, ...]:
    """Title, the template's lead, five written parts; the indicators stand in the second one."""
    blocks: list[Block] = [
        Paragraph(form.text("annex1_mark"), TextRole.ANNEX),
        Paragraph(form.text("annex1_title"), TextRole.TITLE),
        Paragraph(form.text("annex1_lead")),
    ]
    for name in _NARRATIVES:
        for field in form.shown((f"targets.{name}",)):
            blocks += _narrative(form, field)
        if name == "guidance":
            blocks.append(_indicators(form))
        elif name == "fund_use":
            blocks += fund_plan(form)
    blocks += added_grids(form, "targets", joined=False)
    return (Section("targets", form.part_title("targets"), tuple(blocks)),)


def _narrative(form: Form, field: str) -> Iterator[Block]:
    """The template's heading and the text under it; before it is written, the template's remark."""
    yield Heading(form.label(field), level=2)
    if text := prose(form.value_or_note(field)):
        yield Paragraph(text)


def _indicators(form: Form) -> ListTable:
    """The given indicators in the notice's order, always all of them; added rows after them."""
    columns = (
        ListColumn(form.text("annex1_number"), 1.2),
        ListColumn(form.text("annex1_name"), 5.9, Align.LEFT),
        *(ListColumn(form.label(field), 2.3) for field in _years(form)),
        *added_columns(form, "indicators", 2.3),
    )
    by_given = {row.given: row for row in form.application.indicators if row.given}
    rows = [
        (target.label, *_figures(form, by_given.get(target.id))) for target in form.notice.form.indicators
    ]
    rows += [
        (form.indicator_name(row), *_figures(form, row))
        for row in form.application.indicators
        if form.notice.target(row.given) is None
    ]
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    return ListTable(columns, numbered, density=Density.FORM)


def _figures(form: Form, row: Indicator | None) -> tuple[str, ...]:
    fields = (*_years(form), *(field.id for field in form.added("indicators")))
    return tuple(form.of_row("indicators", row, field.partition(".")[2]) if row else "" for field in fields)


def _years(form: Form) -> tuple[str, ...]:
    """The figures of the target years that the notice asks for."""
    return form.shown(f"indicators.{year}" for year in _YEARS)
