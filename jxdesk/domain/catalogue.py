"""The catalogue: every field of the form once, walked from the records' dataclasses.

Database columns, JSON, Excel columns, editors and labels are all made from it. Bound to a
notice (:class:`Catalogue`) a field also knows its label, limit and clause; then the fields that
the pack itself adds (``record.x.name``) stand among the others, and those it hides are gone.
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
from jxdesk.domain.extras import PREFIX, columns_of, extras, held, is_extra
from jxdesk.domain.values import FieldMark, Kind, Value, mark_of
from jxdesk.notice import FieldText, Notice
from jxdesk.notice.faults import malformed


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: ``id`` is ``record.attribute``, e.g. ``basic.employees``.

    The id is stable, used by packs, rules, places and the command line. ``name`` is the attribute,
    or ``x.name`` for a field that a notice pack adds.
    """

    record: str
    name: str
    mark: FieldMark
    id: str = dataclasses.field(init=False)
    kind: Kind = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"{self.record}.{self.name}")
        object.__setattr__(self, "kind", self.mark.kind)

    @property
    def is_extra(self) -> bool:
        """Whether the notice pack adds this field; the code knows nothing of it."""
        return is_extra(self.name)

    def of(self, row: Any) -> Value:
        """The value that a row or single record holds in this field."""
        return held(row, self.name)


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

    def values(self, row: Any) -> dict[str, Value]:
        """All that ``row`` holds, by column: the record's own fields, and the extensions that are filled."""
        return {field.name: getattr(row, field.name) for field in self.fields} | columns_of(row)

    def make(self, values: Mapping[str, Value], uid: str = "") -> Any:
        """The row (or the single record) that holds ``values``; what is left out is empty."""
        own = {name: value for name, value in values.items() if not is_extra(name)}
        added = extras(values) if len(own) < len(values) else ()
        return self.cls(**({"uid": uid} if self.many else {}), **own, x=added)

    def completed(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """``values`` as :meth:`values` gives those of the row that :meth:`make` makes of them."""
        made = {**_empty(self.name), **values}
        if len(made) == len(self.fields):
            return made
        added = extras(made)
        own = {name: value for name, value in made.items() if not is_extra(name)}
        return own | {f"{PREFIX}{name}": value for name, value in added}


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


@cache
def _empty(record: str) -> dict[str, Value]:
    """The values of a row in which nothing is filled in."""
    spec = records()[record]
    return spec.values(spec.make({}))


def specs() -> Iterator[FieldSpec]:
    """Every field of every record."""
    for record in records().values():
        yield from record.fields


def _record(name: str, cls: type[Any], *, many: bool) -> RecordSpec:
    marked = ((item, mark_of(item.metadata)) for item in dataclasses.fields(cls))
    fields = tuple(FieldSpec(name, item.name, mark) for item, mark in marked if mark is not None)
    return RecordSpec(name, cls, many, fields)


# Other parts of the form are views of these, so no notice can do without them.
_NEEDED = frozenset(
    {
        "basic.cluster_name",
        "members.name",
        "members.kind",
        "members.lead",
        "enterprises.name",
        "enterprises.dominant",
        "enterprises.chain_role",
        "enterprises.above_scale",
        "enterprises.revenue",
        "enterprises.growth",
        "enterprises.sales",
        "enterprises.products",
        "indicators.given",
        "indicators.name",
        "indicators.unit",
        "projects.name",
        "projects.investment",
        "projects.funding",
        "projects.funding_use",
        "projects.direction",
        "evidence.name",
        "evidence.sha256",
        "evidence.size",
        "evidence.proves",
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what the notice says of it, and the ``kind`` of what it holds."""

    spec: FieldSpec
    text: FieldText
    # Asked for every cell of a list: kept, not looked up.
    kind: Kind = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", self.spec.kind)

    @property
    def id(self) -> str:
        """``record.attribute``."""
        return self.spec.id

    @property
    def label(self) -> str:
        """The label of the official form, to the letter."""
        return self.text.label

    @property
    def heading(self) -> str:
        """The heading of a column: the label, and the unit of an added figure whose label names none."""
        unit = self.spec.mark.unit if self.spec.is_extra else ""
        return self.label if unit in self.label else f"{self.label}（{unit}）"

    @property
    def short(self) -> str:
        """A short label for narrow columns and messages."""
        return self.text.short or self.text.label


class Catalogue:
    """The catalogue bound to a notice. A field the pack says nothing of is refused at loading.

    Records stand in the order of the form, the fields of each in the order of the pack.
    """

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._fields = {spec.id: Field(spec, _text(notice, spec)) for spec in (*specs(), *_added(notice))}
        if unknown := sorted(set(notice.fields) - set(self._fields)):
            raise malformed("fields.toml", unknown[0], "程序里没有这个字段")
        shown: dict[str, list[Field]] = {name: [] for name in records()}
        for field_id, text in notice.fields.items():
            if text.hidden and field_id in _NEEDED:
                raise malformed("fields.toml", field_id, "其他部分要用到这个字段，不能隐藏")
            if not text.hidden:
                shown[self._fields[field_id].spec.record].append(self._fields[field_id])
        self._of_record = {name: tuple(fields) for name, fields in shown.items()}
        self._required = {
            name: tuple(field for field in fields if field.text.required)
            for name, fields in self._of_record.items()
        }
        self._added = {
            name: tuple(field for field in fields if field.spec.is_extra)
            for name, fields in self._of_record.items()
        }
        self._limited = {
            name: tuple(field for field in fields if field.text.max_chars)
            for name, fields in self._of_record.items()
        }
        _check_parts(notice)

    def __iter__(self) -> Iterator[Field]:
        return (field for fields in self._of_record.values() for field in fields)

    def field(self, field_id: str) -> Field:
        """The field with this id, hidden or not. Raises ``UserError`` ``field.unknown``."""
        found = self.find(field_id)
        if found is None:
            raise UserError(
                "field.unknown",
                f"没有名为“{field_id}”的字段。",
                "请用“jxdesk show 工作区 --fields”查看可用的字段名。",
            )
        return found

    def find(self, field_id: str) -> Field | None:
        """The field with this id, hidden or not; ``None`` when neither code nor pack has it."""
        return self._fields.get(field_id)

    def of_record(self, record: str) -> tuple[Field, ...]:
        """The fields of one record that are not hidden, in the pack's order."""
        return self._of_record[record]

    def added(self, record: str) -> tuple[Field, ...]:
        """The fields that the pack itself adds to a record and does not hide."""
        return self._added[record]

    def shows(self, field_id: str) -> bool:
        """Whether the notice has this field on its form, neither unknown nor hidden."""
        found = self.find(field_id)
        return found is not None and not found.text.hidden

    def required(self, record: str) -> tuple[Field, ...]:
        """The fields of one record that the notice asks for, in the pack's order."""
        return self._required[record]

    def limited(self, record: str) -> tuple[Field, ...]:
        """The texts of one record for which the notice sets a limit of 字, in the pack's order."""
        return self._limited[record]


def _added(notice: Notice) -> Iterator[FieldSpec]:
    """The fields that only the pack knows."""
    for field_id, text in notice.fields.items():
        record, _, name = field_id.partition(".")
        if text.kind is not None and record in records():
            yield FieldSpec(record, name, FieldMark(Kind(text.kind), text.unit, text.vocabulary))


def _check_parts(notice: Notice) -> None:
    """Every record stands in a part of the form, and the parts name no others."""
    for part in notice.form.parts:
        if strange := sorted(set(part.records) - set(records())):
            raise malformed("form.toml", f"parts.{part.id}", f"程序里没有“{strange[0]}”这张表")
    shown = {record for part in notice.form.parts for record in part.records}
    if missing := sorted(set(records()) - shown):
        raise malformed("form.toml", "parts", f"“{missing[0]}”这张表不在任何一部分里")


def _text(notice: Notice, spec: FieldSpec) -> FieldText:
    text = notice.fields.get(spec.id)
    if text is None:
        raise malformed("fields.toml", spec.id, "缺少这个字段的标签")
    vocabulary = spec.mark.vocabulary
    if vocabulary and vocabulary not in notice.vocabularies:
        raise malformed("vocabularies.toml", vocabulary, "缺少这个词表")
    return text
