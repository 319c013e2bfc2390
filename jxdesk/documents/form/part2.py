"""二、集群规模效益情况."""

from __future__ import annotations

from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import (
    Align,
    Cell,
    CellRole,
    Density,
    FormGrid,
    Heading,
    ListColumn,
    ListTable,
    Section,
)
from jxdesk.domain.views import largest

_WIDTHS = (4.7, 2.3, 1.8, 3.3)


def part2(form: Form) -> tuple[Section, ...]:
    """Two indicators, the largest enterprises high to low, 总体情况: one table to the eye."""
    title = form.part_title("scale")
    blocks = (Heading(title), _indicators(form), _largest(form), _overview(form))
    return (Section("scale", title, blocks),)


def _indicators(form: Form) -> FormGrid:
    head = (
        Cell(form.text("scale_indicator"), CellRole.LABEL, col_span=2),
        Cell(form.text("scale_quantity"), CellRole.LABEL, col_span=2),
    )
    rows = tuple(
        (Cell(form.label(field), CellRole.LABEL, col_span=2), Cell(form.value(field), col_span=2))
        for field in ("scale.revenue_total", "scale.growth")
    )
    return FormGrid(_WIDTHS, (head, *rows))


def _largest(form: Form) -> ListTable:
    labels = ("scale_largest", "scale_largest_revenue", "scale_largest_growth", "scale_largest_products")
    columns = tuple(
        ListColumn(form.text(label), width, align)
        for label, width, align in zip(
            labels, _WIDTHS, (Align.LEFT, Align.CENTRE, Align.CENTRE, Align.LEFT), strict=True
        )
    )
    rows = tuple(
        (
            enterprise.name,
            form.of_row("enterprises", enterprise, "revenue"),
            form.of_row("enterprises", enterprise, "growth"),
            "；".join(product.name for product in enterprise.products),
        )
        for enterprise in largest(form.application, form.notice.head.largest_shown)
    )
    return ListTable(columns, rows or (("",) * len(columns),), joined=True, density=Density.FORM)


def _overview(form: Form) -> FormGrid:
    label = form.label("scale.overview") + form.note("scale.overview")
    text = stacked(label, prose(form.value("scale.overview")))
    cell = Cell(text, CellRole.PROSE, col_span=len(_WIDTHS), align=Align.LEFT)
    return FormGrid(_WIDTHS, ((cell,),), joined=True)
