"""The hand-written layouts of the records of the beginning: cover, pledge, parts 一 and 二."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from jxdesk.domain.application import Application
from ui.pages.block import FormBlock
from ui.pages.largest import LargestView
from ui.picture import Picture


class Derived(QWidget):
    """A line of the cover that is filled in elsewhere."""

    def __init__(self, label: str, source: str) -> None:
        super().__init__()
        name = QLabel(label)
        name.setObjectName("muted")
        self.value = QLabel()
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self.value.setWordWrap(True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._source = source
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(name)
        layout.addWidget(self.value)
        layout.addStretch(1)

    def show_text(self, text: str) -> None:
        """Show the value, or where it is filled in."""
        self.value.setText(text or f"（在“{self._source}”中填写）")


class CoverForm(FormBlock):
    """The cover: one field of its own, the rest is taken from where it is filled in."""

    def build(self) -> None:
        notice = self.context.desk.picture.notice
        basic, members = notice.part_of("basic").nav, notice.part_of("members").nav
        card = self.card("封面")
        self._derived = {
            "cluster": Derived("集群名称", basic),
            "applicant": Derived("申报单位", members),
            "contact": Derived("联系人", basic),
            "phone": Derived("联系方式", basic),
        }
        for part in self._derived.values():
            card.add(part)
        self.put(card, "month")
        self._show_derived(self.context.desk.picture.application)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        self._show_derived(picture.application)

    def _show_derived(self, application: Application) -> None:
        basic = application.basic
        self._derived["cluster"].show_text(basic.cluster_name)
        self._derived["applicant"].show_text(application.applicant_name)
        self._derived["contact"].show_text(basic.contact_name)
        self._derived["phone"].show_text(basic.contact_phone)


class PledgeForm(FormBlock):
    """The pledge, word for word, then what the applicant says to it."""

    def build(self) -> None:
        card = self.card()
        letter = QLabel(self.context.desk.picture.notice.text("pledge_text"))
        letter.setObjectName("letter")
        letter.setTextFormat(Qt.TextFormat.PlainText)
        letter.setWordWrap(True)
        letter.setAccessibleName("承诺书全文")
        card.add(letter, wide=True)
        self.put(card, "accepted", "no_accident")
        self.put(card, "date")


class BasicForm(FormBlock):
    """Part 一."""

    def build(self) -> None:
        cluster = self.card("集群概况")
        self.put(cluster, "cluster_name", "dominant_industry", wide=True)
        self.put(cluster, "employees", "enterprise_count", "above_scale_count")
        contact = self.card(self.context.desk.picture.notice.text("basic_contact"))
        self.put(contact, "contact_name", "contact_title", "contact_phone", "contact_email")
        self.put(contact, "contact_address", wide=True)
        story = self.card()
        self.put(story, "introduction", wide=True)


class ScaleForm(FormBlock):
    """Part 二; the largest enterprises are a view of the register."""

    def build(self) -> None:
        figures = self.card("总量")
        self.put(figures, "revenue_total", "growth")
        ranking = self.card(self.context.desk.picture.notice.text("scale_largest"))
        self._largest = LargestView(self.context)
        ranking.add(self._largest, wide=True)
        story = self.card()
        self.put(story, "overview", wide=True)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        self._largest.show_picture(picture)
