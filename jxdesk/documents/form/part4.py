"""四、集群技术创新水平."""

from __future__ import annotations

from jxdesk.documents.form.cells import added_grids, indicator_grid
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Heading, Section

_WIDTHS = (7.0, 4.0)
_FIGURES = (
    "innovation.awards_and_rights",
    "innovation.patents",
    "innovation.national_platforms",
    "innovation.provincial_platforms",
    "innovation.national_awards",
    "innovation.provincial_awards",
)


def part4(form: Form) -> tuple[Section, ...]:
    """Six indicators with the template's remarks."""
    title = form.part_title("innovation")
    head = ("innovation_indicator", "innovation_quantity")
    grid = indicator_grid(form, head, _FIGURES, _WIDTHS, 1)
    return (Section("innovation", title, (Heading(title), grid, *added_grids(form, "innovation", _WIDTHS))),)
