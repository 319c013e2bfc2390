"""六、集群组织保障情况."""

from __future__ import annotations

from jxdesk.documents.form.cells import added_grids, overview_grids
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Heading, Section


def part6(form: Form) -> tuple[Section, ...]:
    """总体情况 alone, but for what the notice adds."""
    title = form.part_title("organisation")
    grids = overview_grids(form, "organisation.overview", joined=False)
    added = added_grids(form, "organisation", joined=bool(grids))
    return (Section("organisation", title, (Heading(title), *grids, *added)),)
