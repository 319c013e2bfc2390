"""附1, 江西省数字产业集群目标任务书."""

from __future__ import annotations

from collections.abc import Iterator

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
        blocks += _narrative(form, f"targets.{name}")
        if name == "guidance":
            blocks.append(_indicators(form))
        elif name == "fund_use":
            blocks += fund_plan(form)
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
        *(ListColumn(form.label(f"indicators.{year}"), 2.3) for year in _YEARS),
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
    return tuple(form.of_row("indicators", row, year) if row else "" for year in _YEARS)
