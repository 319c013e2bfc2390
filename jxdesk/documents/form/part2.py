"""二、集群规模效益情况."""

from __future__ import annotations

from jxdesk.documents.form.cells import added_grids, indicator_grid, overview_grids
from jxdesk.documents.form.format import Form, product_names
from jxdesk.documents.outline import Align, Block, Density, Heading, ListColumn, ListTable, Section
from jxdesk.domain.views import largest

_WIDTHS = (4.7, 2.3, 1.8, 3.3)
_FIGURES = ("scale.revenue_total", "scale.growth")


def part2(form: Form) -> tuple[Section, ...]:
    """Two indicators, the largest enterprises high to low, 总体情况: one table to the eye."""
    title = form.part_title("scale")
    blocks: tuple[Block, ...] = (
        Heading(title),
        indicator_grid(form, ("scale_indicator", "scale_quantity"), _FIGURES, _WIDTHS, 2),
        _largest(form),
        *overview_grids(form, "scale.overview", joined=True),
        *added_grids(form, "scale", (sum(_WIDTHS[:2]), sum(_WIDTHS[2:]))),
    )
    return (Section("scale", title, blocks),)


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
            product_names(enterprise),
        )
        for enterprise in largest(form.application, form.notice.head.largest_shown)
    )
    return ListTable(columns, rows or (("",) * len(columns),), joined=True, density=Density.FORM)
