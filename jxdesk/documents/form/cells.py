"""Cells that several parts of the form share: indicator tables and 总体情况."""

from __future__ import annotations

from collections.abc import Iterable

from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Cell, CellRole, FormGrid


def indicator_grid(
    form: Form, head: tuple[str, str], fields: Iterable[str], widths: tuple[float, ...], split: int
) -> FormGrid:
    """指标项 and 数量: each figure beside its label, with the template's remark under it.

    ``head`` are the keys of the two headings. Of the columns ``widths`` the label takes the
    first ``split``, the figure the others.
    """
    right = len(widths) - split

    def row(label: str, shown: str, role: CellRole) -> tuple[Cell, ...]:
        return (Cell(label, CellRole.LABEL, col_span=split), Cell(shown, role, col_span=right))

    rows = (
        row(form.label(field), stacked(form.value(field), form.note(field)), CellRole.VALUE)
        for field in fields
    )
    return FormGrid(widths, (row(form.text(head[0]), form.text(head[1]), CellRole.LABEL), *rows))


def overview_grid(form: Form, field: str, *, joined: bool) -> FormGrid:
    """总体情况: one cell over the whole width, its label with the template's remark first."""
    label = form.label(field) + form.note(field)
    cell = Cell(stacked(label, prose(form.value(field))), CellRole.PROSE, align=Align.LEFT)
    return FormGrid((1.0,), ((cell,),), joined=joined)
