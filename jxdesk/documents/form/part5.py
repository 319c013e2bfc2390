"""五、集群服务体系情况."""

from __future__ import annotations

from jxdesk.documents.form.cells import indicator_grid, overview_grid
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Align, Density, Heading, ListColumn, ListTable, Section

_FIGURES = ("services.employees", "services.public_platforms", "services.listed", "services.investors")
_COLUMNS = (
    ("name", 3.6, Align.LEFT),
    ("level", 1.9, Align.CENTRE),
    ("builder", 3.0, Align.LEFT),
    ("service", 3.6, Align.LEFT),
)


def part5(form: Form) -> tuple[Section, ...]:
    """Four indicators, the public service platforms, 总体情况: one table to the eye."""
    title = form.part_title("services")
    widths = tuple(width for _, width, _ in _COLUMNS)
    blocks = (
        Heading(title),
        indicator_grid(form, ("services_indicator", "services_quantity"), _FIGURES, widths, 2),
        _platforms(form),
        overview_grid(form, "services.overview", joined=True),
    )
    return (Section("services", title, blocks),)


def _platforms(form: Form) -> ListTable:
    columns = tuple(
        ListColumn(form.label(f"platforms.{name}"), width, align) for name, width, align in _COLUMNS
    )
    rows = tuple(
        tuple(form.of_row("platforms", platform, name) for name, _, _ in _COLUMNS)
        for platform in form.application.platforms
    )
    return ListTable(columns, rows or (("",) * len(columns),), joined=True, density=Density.FORM)
