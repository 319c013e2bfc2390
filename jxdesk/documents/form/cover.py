"""The cover (template, first page)."""

from __future__ import annotations

from jxdesk.documents.form.format import Form, date_or
from jxdesk.documents.outline import Cover, CoverRow, Section


def cover(form: Form) -> tuple[Section, ...]:
    """Title, the four labelled lines, year and month."""
    own = (CoverRow(f"{field.label}：", form.value(field.id)) for field in form.added("cover"))
    rows = (
        CoverRow(form.text("cover_cluster"), form.value("basic.cluster_name")),
        CoverRow(form.text("cover_applicant"), form.application.applicant_name),
        CoverRow(form.text("cover_contact"), form.value("basic.contact_name")),
        CoverRow(form.text("cover_phone"), form.value("basic.contact_phone")),
        *own,
    )
    month = date_or(form.application.cover.month, form.text("cover_month_blank"))
    block = Cover((form.text("cover_title"), form.text("cover_subtitle")), rows, month)
    return (Section("cover", "封面", (block,)),)
