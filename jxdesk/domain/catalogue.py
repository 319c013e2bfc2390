"""The catalogue: every field of the form once, walked from the records' dataclasses.

Database columns, JSON, Excel columns, editors and labels are all made from it. Bound to a
notice (:class:`Catalogue`) a field also knows its label, limit and clause.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from jxdesk.base.errors import UserError
from jxdesk.domain import application as model
from jxdesk.domain.values import FieldMark, Kind, mark_of
from jxdesk.notice import FieldText, Notice
from jxdesk.notice.faults import malformed


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as the code knows it.

    ``id`` is ``record.attribute``, e.g. ``basic.employees``: the stable id used by packs, rules,
    places and the command line.
    """

    record: str
    name: str
    mark: FieldMark
    id: str = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"{self.record}.{self.name}")

    @property
    def kind(self) -> Kind:
        """What the field holds."""
        return self.mark.kind


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """A record of the form: ``many`` is a list of rows with a ``uid``, else it stands once."""

    name: str
    cls: type[Any]
    many: bool
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec:
        """The field with this attribute name."""
        return next(spec for spec in self.fields if spec.name == name)


_SINGLE: Mapping[str, type[Any]] = MappingProxyType(
    {
        "cover": model.Cover,
        "pledge": model.Pledge,
        "basic": model.Basic,
        "scale": model.Scale,
        "chain": model.Chain,
        "innovation": model.Innovation,
        "services": model.Services,
        "organisation": model.Organisation,
        "targets": model.Targets,
        "funds": model.Funds,
    }
)
_LISTS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "members": model.Member,
        "enterprises": model.Enterprise,
        "platforms": model.Platform,
        "indicators": model.Indicator,
        "projects": model.Project,
        "evidence": model.Evidence,
    }
)


@cache
def records() -> Mapping[str, RecordSpec]:
    """All records by name, single ones first, in the order of the form."""
    found = {name: _record(name, cls, many=False) for name, cls in _SINGLE.items()}
    found |= {name: _record(name, cls, many=True) for name, cls in _LISTS.items()}
    return MappingProxyType(found)


def specs() -> Iterator[FieldSpec]:
    """Every field of every record."""
    for record in records().values():
        yield from record.fields


def _record(name: str, cls: type[Any], *, many: bool) -> RecordSpec:
    marked = ((item, mark_of(item.metadata)) for item in dataclasses.fields(cls))
    fields = tuple(FieldSpec(name, item.name, mark) for item, mark in marked if mark is not None)
    return RecordSpec(name, cls, many, fields)


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what the notice says of it."""

    spec: FieldSpec
    text: FieldText

    @property
    def id(self) -> str:
        """``record.attribute``."""
        return self.spec.id

    @property
    def kind(self) -> Kind:
        """What the field holds."""
        return self.spec.kind

    @property
    def label(self) -> str:
        """The label of the official form, to the letter."""
        return self.text.label

    @property
    def short(self) -> str:
        """A short label for narrow columns and messages."""
        return self.text.short or self.text.label


class Catalogue:
    """The catalogue bound to a notice. A field the pack says nothing of is refused at loading."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._fields = {spec.id: Field(spec, _text(notice, spec)) for spec in specs()}
        self._of_record = {
            name: tuple(self._fields[spec.id] for spec in record.fields) for name, record in records().items()
        }
        self._required = {
            name: tuple(field for field in fields if field.text.required)
            for name, fields in self._of_record.items()
        }
        if unknown := sorted(set(notice.fields) - set(self._fields)):
            raise malformed("fields.toml", unknown[0], "程序里没有这个字段")
        for part in notice.form.parts:
            if strange := sorted(set(part.records) - set(records())):
                raise malformed("form.toml", f"parts.{part.id}", f"程序里没有“{strange[0]}”这张表")
        shown = {record for part in notice.form.parts for record in part.records}
        if missing := sorted(set(records()) - shown):
            raise malformed("form.toml", "parts", f"“{missing[0]}”这张表不在任何一部分里")

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def field(self, field_id: str) -> Field:
        """The field with this id. Raises ``UserError`` ``field.unknown``."""
        found = self._fields.get(field_id)
        if found is None:
            raise UserError(
                "field.unknown",
                f"没有名为“{field_id}”的字段。",
                "请用“jxdesk show 工作区 --fields”查看可用的字段名。",
            )
        return found

    def of_record(self, record: str) -> tuple[Field, ...]:
        """The fields of one record in the order of the form."""
        return self._of_record[record]

    def required(self, record: str) -> tuple[Field, ...]:
        """The fields of one record that the notice asks for, in the order of the form."""
        return self._required[record]


def _text(notice: Notice, spec: FieldSpec) -> FieldText:
    text = notice.fields.get(spec.id)
    if text is None:
        raise malformed("fields.toml", spec.id, "缺少这个字段的标签")
    vocabulary = spec.mark.vocabulary
    if vocabulary and vocabulary not in notice.vocabularies:
        raise malformed("vocabularies.toml", vocabulary, "缺少这个词表")
    return text
