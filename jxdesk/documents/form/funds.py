"""The plan for the provincial money: what is asked for, and which project has how much of it.

The template has no page for it. It stands in 附1 under （四）资金使用方向, because that is
where the notice asks for the way of use and the estimated amounts (具体使用方式和金额概算):
the reader finds both together, and no sheet is added that the template does not know. A county
that has entered no plan gets the template as it is.
"""

from __future__ import annotations

from decimal import Decimal

from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import (
    Align,
    Block,
    Cell,
    CellRole,
    Density,
    FormGrid,
    ListColumn,
    ListTable,
    Paragraph,
    TextRole,
)
from jxdesk.domain.application import Project

_AMOUNTS = ("funds.amount", "funds.first_year", "funds.second_year")
_NUMBER, _PROJECT, _DIRECTION, _USE, _FUNDING = 1.2, 4.6, 3.6, 3.0, 2.4
_WIDTHS = (_NUMBER + _PROJECT + _DIRECTION, _USE + _FUNDING)


def fund_plan(form: Form) -> tuple[Block, ...]:
    """Amount, years where given, and the funded projects; nothing if nothing was entered."""
    amounts = tuple(
        (Cell(form.heading(field), CellRole.LABEL), Cell(form.value(field)))
        for field in (*form.shown(_AMOUNTS), *(field.id for field in form.added("funds")))
        if form.value(field)
    )
    projects = tuple(p for p in form.application.projects if p.funding is not None or p.funding_use)
    blocks: list[Block] = [FormGrid(_WIDTHS, amounts)] if amounts else []
    if projects:
        blocks.append(_allocations(form, projects, joined=bool(amounts)))
    return (Paragraph(form.text("funds_title"), TextRole.CAPTION), *blocks) if blocks else ()


def _allocations(form: Form, projects: tuple[Project, ...], *, joined: bool) -> ListTable:
    columns = (
        ListColumn(form.text("column_number"), _NUMBER),
        ListColumn(form.text("funds_project"), _PROJECT, Align.LEFT),
        ListColumn(form.label("projects.direction"), _DIRECTION, Align.LEFT),
        ListColumn(form.label("projects.funding_use"), _USE, Align.LEFT),
        ListColumn(form.label("projects.funding"), _FUNDING),
    )
    rows = [
        (
            str(number),
            project.name,
            *(form.of_row("projects", project, name) for name in ("direction", "funding_use", "funding")),
        )
        for number, project in enumerate(projects, start=1)
    ]
    figures = [project.funding for project in projects if isinstance(project.funding, Decimal)]
    if figures:
        total = format(sum(figures, start=Decimal(0)), "f")
        rows.append(("", form.text("funds_total"), "", "", total))
    return ListTable(columns, tuple(rows), joined=joined, density=Density.FORM)
