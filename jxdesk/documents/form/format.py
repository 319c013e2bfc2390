"""How values and labels come onto the form: one place for every builder."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from jxdesk.domain.application import Application, Enterprise, Indicator
from jxdesk.domain.catalogue import Catalogue, Field, records
from jxdesk.domain.extras import held
from jxdesk.domain.show import show, show_date
from jxdesk.domain.values import Value
from jxdesk.notice import Notice

_SPACES = " \t\u3000"


class Form:
    """An application with the notice it is made for, asked for labels and written values."""

    def __init__(self, application: Application, notice: Notice) -> None:
        self.application = application
        self.notice = notice
        self.catalogue = Catalogue(notice)

    @property
    def title(self) -> str:
        """The document's title, e.g. for the PDF's metadata."""
        return f"{self.notice.text('cover_title')}{self.notice.text('cover_subtitle')}"

    def text(self, key: str) -> str:
        """A fixed text of the template."""
        return self.notice.text(key)

    def part_title(self, part: str) -> str:
        """The official title of a part of the form."""
        return next(each.title for each in self.notice.form.parts if each.id == part)

    def label(self, field_id: str) -> str:
        """A field's official label, to the letter."""
        return self.catalogue.field(field_id).label

    def heading(self, field_id: str) -> str:
        """A field's label with its unit, for places that hold the bare figure."""
        return self.catalogue.field(field_id).heading

    def short(self, field_id: str) -> str:
        """A field's short label, for narrow columns of our own lists."""
        return self.catalogue.field(field_id).short

    def note(self, field_id: str) -> str:
        """The template's own remark beside a field."""
        return self.catalogue.field(field_id).text.note

    def value(self, field_id: str) -> str:
        """A field of a record that stands once, as printed: ``""`` empty, ``—`` not applicable."""
        return self.marked(self._written(field_id), field_id)

    def value_or_note(self, field_id: str) -> str:
        """Like :meth:`value`; in an empty cell stands the template's own remark, as it does there."""
        return self.value(field_id) or self.note(field_id)

    def amount(self, field_id: str) -> str:
        """Like :meth:`value`, with the field's unit behind a number (for labels that name none)."""
        shown = self._written(field_id)
        unit = self.catalogue.field(field_id).spec.mark.unit if shown not in ("", "—") else ""
        return self.marked(shown + unit, field_id)

    def cell(self, field_id: str, value: Value) -> str:
        """``value`` of a list's field, as printed."""
        return show(self.catalogue.field(field_id), value, self.notice)

    def of_row(self, record: str, row: Any, name: str) -> str:
        """One field of a list row, as printed."""
        field_id = f"{record}.{name}"
        return self.marked(self.cell(field_id, held(row, name)), field_id, row)

    def marked(self, shown: str, field_id: str, row: Any = None) -> str:  # noqa: ARG002 - a draft uses them
        """``shown`` as it stands on the page; a draft puts the number of the figure's note behind it."""
        return shown

    def shown(self, field_ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the fields that the notice does not hide."""
        return tuple(filter(self.catalogue.shows, field_ids))

    def added(self, record: str) -> tuple[Field, ...]:
        """The fields that the notice itself adds to a record."""
        return self.catalogue.added(record)

    def indicator_name(self, row: Indicator) -> str:
        """An indicator's name: the notice's for a given row, else the county's with its unit."""
        if row.given:
            return self.notice.term_label("indicators", row.given)
        return f"{row.name}（{row.unit}）" if row.unit else row.name

    def reference(self, reference: str) -> str:
        """What a file proves, in words: a row's name, a figure's label, or a topic of the notice."""
        return self._references.get(reference, "已删除的条目")

    @cached_property
    def _references(self) -> dict[str, str]:
        names = {field.id: field.short for field in self.catalogue}
        for record in records().values():
            if record.many:
                rows = getattr(self.application, record.name)
                names |= {f"{record.name}:{row.uid}": self.row_name(row) for row in rows}
        topics = self.notice.vocabularies.get("evidence_topics", ())
        return names | {f"topic:{topic.id}": topic.label for topic in topics}

    def row_name(self, row: Any) -> str:
        """What a row of a list is called."""
        name: str = self.indicator_name(row) if isinstance(row, Indicator) else row.name
        return name or "（未填名称）"

    def _written(self, field_id: str) -> str:
        record, _, name = field_id.partition(".")
        return self.cell(field_id, held(getattr(self.application, record), name))


def prose(text: str) -> str:
    """Running text without blank lines and typed indents: the page indents by itself."""
    lines = (line.strip(_SPACES) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def product_names(enterprise: Enterprise) -> str:
    """An enterprise's products without their shares."""
    return "；".join(product.name for product in enterprise.products)


def stacked(*lines: str) -> str:
    """The lines that are not empty, one below the other in a cell."""
    return "\n".join(line for line in lines if line)


def date_or(iso: str, blank: str) -> str:
    """A date in words, or the template's blank to be filled in by hand."""
    return show_date(iso) if iso else blank
