"""六、集群组织保障情况."""

from __future__ import annotations

from jxdesk.documents.form.cells import overview_grid
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Heading, Section


def part6(form: Form) -> tuple[Section, ...]:
    """总体情况 alone."""
    title = form.part_title("organisation")
    grid = overview_grid(form, "organisation.overview", joined=False)
    return (Section("organisation", title, (Heading(title), grid)),)
