"""The place at the end of a page for what the notice itself asks beyond the fields known to the code."""

from __future__ import annotations

from jxdesk.domain.values import Kind
from ui.pages.block import FormBlock


class AddedForm(FormBlock):
    """The fields that the notice pack adds to a record, in its order; long texts take the whole width."""

    def build(self) -> None:
        card = self.card("本通知增加的内容")
        for field in self.context.desk.picture.catalogue.added(self.record):
            self.put(card, field.spec.name, wide=field.kind is Kind.LONG_TEXT)
