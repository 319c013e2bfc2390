"""Cells that several parts of the form share: indicator tables and 总体情况."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Cell, CellRole, FormGrid, ListColumn
from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind

_ADDED_WIDTHS = (5.2, 6.9)


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
        for field in form.shown(fields)
    )
    return FormGrid(widths, (row(form.text(head[0]), form.text(head[1]), CellRole.LABEL), *rows))


def overview_grids(form: Form, field: str, *, joined: bool) -> tuple[FormGrid, ...]:
    """总体情况: one cell over the whole width, its label with the template's remark first."""
    return tuple(FormGrid((1.0,), ((_told(form, each),),), joined=joined) for each in form.shown((field,)))


def added_grids(
    form: Form, record: str, widths: tuple[float, float] = _ADDED_WIDTHS, *, joined: bool = True
) -> tuple[FormGrid, ...]:
    """What the notice itself adds to a record: label beside value, long texts over the whole width.

    ``widths`` are those of label and value, so that they go on with the table above (``joined``).
    """
    rows = tuple(
        (_told(form, field.id, col_span=2),)
        if field.kind is Kind.LONG_TEXT
        else (
            Cell(field.label, CellRole.LABEL),
            Cell(stacked(_with_unit(form, field), field.text.note)),
        )
        for field in form.added(record)
    )
    return (FormGrid(widths, rows, joined=joined),) if rows else ()


def added_columns(form: Form, record: str, width: float) -> tuple[ListColumn, ...]:
    """Columns for what the notice itself adds to a list, each of ``width``; figures with their unit."""
    return tuple(ListColumn(field.heading, width) for field in form.added(record))


def added_cells(form: Form, record: str, row: Any) -> tuple[str, ...]:
    """What a row holds in the columns of :func:`added_columns`."""
    return tuple(form.of_row(record, row, field.spec.name) for field in form.added(record))


def _with_unit(form: Form, field: Field) -> str:
    return form.value(field.id) if field.spec.mark.unit in field.label else form.amount(field.id)


def _told(form: Form, field: str, col_span: int = 1) -> Cell:
    label = form.label(field) + form.note(field)
    text = stacked(label, prose(form.value(field)))
    return Cell(text, CellRole.PROSE, col_span=col_span, align=Align.LEFT)
