"""Places and values in the form's words: what a part, a row, a field and a value are called.

Numbers of persons are masked, as they are in findings.
"""

from __future__ import annotations

from collections.abc import Mapping

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.masking import masked
from jxdesk.domain.show import edit_text, show_date
from jxdesk.domain.values import Kind, Value

RowNames = Mapping[tuple[str, str], str]
"""What rows are called, by record and uid."""
GONE = "（已删除的行）"


def row_names(catalogue: Catalogue, application: Application) -> dict[tuple[str, str], str]:
    """What all rows of an application are called."""
    return {
        (name, row.uid): row_name(catalogue, row.name, getattr(row, "given", ""))
        for name, spec in records().items()
        if spec.many
        for row in getattr(application, name)
    }


def row_name(catalogue: Catalogue, name: Value, given: Value) -> str:
    """What a row with this name is called; ``given`` is the id of an indicator that the notice gives."""
    if given:
        return catalogue.notice.term_label("indicators", str(given))
    return str(name or "（没有名称的行）")


class FormWords:
    """The words for values, where rows are called as in ``names``."""

    def __init__(self, catalogue: Catalogue, names: RowNames) -> None:
        self._catalogue = catalogue
        self._names = names

    def row(self, record: str, uid: str) -> str:
        """What a row is called."""
        return masked(self._names.get((record, uid), GONE))

    def field(self, field_id: str) -> str:
        """What a field is called, ``""`` for one that neither code nor pack knows."""
        found = self._catalogue.find(field_id)
        return found.short if found else ""

    def value(self, field_id: str, value: Value) -> str:
        """A value in the writing of the form, ``""`` for nothing."""
        field = self._catalogue.find(field_id)
        if field is None or is_empty(value):
            return ""
        if field.kind is Kind.REFERENCES and isinstance(value, tuple):
            return masked("、".join(self._reference(str(item)) for item in value))
        if field.kind is Kind.DATE and isinstance(value, str):
            return show_date(value)
        if field.kind is Kind.DIGEST:
            return "文件内容"
        return masked(edit_text(field, value, self._catalogue.notice))

    def _reference(self, reference: str) -> str:
        """What a file proves, in words: a row's name, a topic, a field."""
        record, _, rest = reference.partition(":")
        if record == "topic":
            return self._catalogue.notice.term_label("evidence_topics", rest)
        found = self._catalogue.find(reference)
        return found.short if found else self._names.get((record, rest), GONE)


def is_empty(value: Value) -> bool:
    """Whether nothing was filled in."""
    return value is None or value in ("", ())
