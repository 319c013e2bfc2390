"""五、集群服务体系情况."""

from __future__ import annotations

from jxdesk.documents.form.cells import (
    added_cells,
    added_columns,
    added_grids,
    indicator_grid,
    overview_grids,
)
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Align, Block, Density, Heading, ListColumn, ListTable, Section

_FIGURES = ("services.employees", "services.public_platforms", "services.listed", "services.investors")
_COLUMNS = (
    ("name", 3.6, Align.LEFT),
    ("level", 1.9, Align.CENTRE),
    ("builder", 3.0, Align.LEFT),
    ("service", 3.6, Align.LEFT),
)
_ADDED_WIDTH = 2.4


def part5(form: Form) -> tuple[Section, ...]:
    """Four indicators, the public service platforms, 总体情况: one table to the eye."""
    title = form.part_title("services")
    widths = tuple(width for _, width, _ in _COLUMNS)
    blocks: tuple[Block, ...] = (
        Heading(title),
        indicator_grid(form, ("services_indicator", "services_quantity"), _FIGURES, widths, 2),
        _platforms(form),
        *overview_grids(form, "services.overview", joined=True),
        *added_grids(form, "services", (sum(widths[:2]), sum(widths[2:]))),
    )
    return (Section("services", title, blocks),)


def _platforms(form: Form) -> ListTable:
    shown = [column for column in _COLUMNS if form.catalogue.shows(f"platforms.{column[0]}")]
    columns = (
        *(ListColumn(form.label(f"platforms.{name}"), width, align) for name, width, align in shown),
        *added_columns(form, "platforms", _ADDED_WIDTH),
    )
    rows = tuple(
        (
            *(form.of_row("platforms", platform, name) for name, _, _ in shown),
            *added_cells(form, "platforms", platform),
        )
        for platform in form.application.platforms
    )
    return ListTable(columns, rows or (("",) * len(columns),), joined=True, density=Density.FORM)
