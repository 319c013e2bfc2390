"""承诺书: the fixed pledge, room for the seal, the date."""

from __future__ import annotations

from jxdesk.documents.form.cells import added_grids
from jxdesk.documents.form.format import Form, date_or
from jxdesk.documents.outline import Block, Paragraph, Section, SignaturePlace, TextRole


def pledge(form: Form) -> tuple[Section, ...]:
    """The pledge on a page of its own."""
    date = date_or(form.application.pledge.date, form.text("pledge_date_blank"))
    blocks: tuple[Block, ...] = (
        Paragraph(form.text("pledge_title"), TextRole.TITLE),
        Paragraph(form.text("pledge_text")),
        *added_grids(form, "pledge", joined=False),
        SignaturePlace(form.text("pledge_seal"), date),
    )
    return (Section("pledge", form.text("pledge_title"), blocks),)
