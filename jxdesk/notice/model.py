"""The types a notice pack is decoded into. Everything is frozen; unknown keys are refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import msgspec
from msgspec.structs import force_setattr

from jxdesk.base.errors import UserError
from jxdesk.notice.faults import malformed


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all pack types: immutable, and a misspelt key is an error, not ignored."""


class Term(Strict, frozen=True):
    """One entry of a vocabulary: the stable ``id`` is stored, the ``label`` is shown."""

    id: str
    label: str
    group: str = ""


class Clause(Strict, frozen=True):
    """A clause of the notice: its own name (``三（二）``) and our one-sentence summary."""

    name: str
    summary: str


AddedKind = Literal["text", "long-text", "count", "decimal", "flag", "choice", "date"]


class FieldText(Strict, frozen=True):
    """What the notice says of one field of the form.

    ``label`` stands on the official form to the letter; ``short`` in narrow places (defaults
    to the label); ``note`` is the template's own remark in the cell; ``max_chars`` counts 字;
    ``evidence`` says that a figure above 0 must be proved (另附证明材料); ``contact`` that somebody's
    telephone number may stand here; ``synonyms`` are other headings under which spreadsheets have it.
    A ``hidden`` field is not asked for, not shown and not printed. Of a field that the pack adds
    (``record.x.name``), and of no other, it says the ``kind``, the ``unit`` and the ``vocabulary``
    that is chosen from.
    """

    label: str
    short: str = ""
    note: str = ""
    hint: str = ""
    clause: str = ""
    required: bool = False
    may_be_na: bool = False
    max_chars: int = 0
    evidence: bool = False
    contact: bool = False
    synonyms: tuple[str, ...] = ()
    hidden: bool = False
    kind: AddedKind | None = None
    unit: str = ""
    vocabulary: str = ""


class Target(Strict, frozen=True):
    """An indicator of the target table that the notice gives.

    ``stock`` values do not fall from year to year; ``today`` are the fields whose sum is the
    indicator's present value; ``role`` is what rules know it by (``""`` for none).
    """

    id: str
    label: str
    unit: str
    stock: bool = False
    whole: bool = False
    role: str = ""
    today: tuple[str, ...] = ()


class Part(Strict, frozen=True):
    """A part of the form in template order, and the records that are filled in there."""

    id: str
    title: str
    nav: str
    clause: str
    records: tuple[str, ...]


class RuleSetting(Strict, frozen=True):
    """How the notice uses a rule: its clause, its card and its parameters.

    A rule that a pack does not list is not run. ``added``: the notice does not ask for this in so
    many words; the program looks, because two places of the form would contradict each other.
    """

    clause: str
    title: str
    meaning: str
    remedy: str
    evidence: str = ""
    example: str = ""
    added: bool = False
    params: dict[str, Any] = {}

    def __post_init__(self) -> None:
        # Rules ask for the same words row after row: they are judged once.
        held = {
            name: {key: _words_of(item) for key, item in value.items()}
            if isinstance(value, dict)
            else _words_of(value)
            for name, value in self.params.items()
        }
        force_setattr(self, "params", held)

    def integer(self, name: str) -> int:
        """A whole-number parameter. Raises ``UserError`` ``notice.malformed`` if it is none."""
        value = self.params.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._malformed(name, "应为整数")
        return value

    def number(self, name: str) -> Decimal:
        """An exact-number parameter, whole or not. Raises ``UserError`` as :meth:`integer`."""
        return self._number(name, self.params.get(name))

    def word(self, name: str) -> str:
        """A text parameter. Raises ``UserError`` as :meth:`integer`."""
        value = self.params.get(name)
        if not isinstance(value, str) or not value:
            raise self._malformed(name, "应为文字")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts. Raises ``UserError`` as :meth:`integer`."""
        return self._words(name, self.params.get(name))

    def day(self, name: str) -> dt.date:
        """A date parameter. Raises ``UserError`` as :meth:`integer`."""
        value = self.params.get(name)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self._malformed(name, "应为日期")
        return value

    def number_of(self, name: str, key: str) -> Decimal | None:
        """An entry of a table of exact numbers, ``None`` if the table hasn't got it.

        Raises ``UserError`` as :meth:`integer`.
        """
        table = self._table(name)
        return self._number(f"{name}.{key}", table[key]) if key in table else None

    def word_lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts by id. Raises ``UserError`` as :meth:`integer`."""
        return {key: self._words(f"{name}.{key}", value) for key, value in self._table(name).items()}

    def _table(self, name: str) -> dict[str, Any]:
        value = self.params.get(name)
        if not isinstance(value, dict):
            raise self._malformed(name, "应为表")
        return value

    def _number(self, name: str, value: object) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._malformed(name, "应为数字")
        return Decimal(value)

    def _words(self, name: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, tuple):
            raise self._malformed(name, "应为文字的列表")
        return value

    def _malformed(self, name: str, reason: str) -> UserError:
        return malformed("rules.toml", f"“{self.title}”的参数 {name}", reason)


def _words_of(value: Any) -> Any:
    """A list of words as a tuple; everything else as it is."""
    is_words = isinstance(value, list) and all(isinstance(word, str) and word for word in value)
    return tuple(value) if is_words else value


class Deadline(Strict, frozen=True):
    """A date of the notice by which somebody hands in to somebody."""

    id: str
    label: str
    date: dt.date
    clause: str


class Head(Strict, frozen=True):
    """``pack.toml``: which notice this is, its years and its dates.

    ``copies``: how often the material is handed in. ``renamed`` says which of the fields that the pack adds
    had which other id in earlier versions.
    """

    format: int
    id: str
    version: str
    title: str
    document_number: str
    issuers: tuple[str, ...]
    issued: dt.date
    region: str
    base_year: int
    batch_year: int
    pilot_years: int
    target_years: tuple[int, int, int]
    largest_shown: int
    deadlines: tuple[Deadline, ...]
    existing_pilots: tuple[str, ...]
    copies: int = 1
    renamed: dict[str, str] = {}


class FormText(Strict, frozen=True):
    """``form.toml``: the titles, column headings and fixed texts of the official template."""

    parts: tuple[Part, ...]
    texts: dict[str, str]
    indicators: tuple[Target, ...]


@dataclass(frozen=True)
class Notice:
    """A notice pack, decoded and checked.

    ``files`` are the pack's files as read (name → bytes): they are copied into a workspace and
    into a package. ``digest`` is the SHA-256 (hex) over their sorted names and digests.
    """

    head: Head
    form: FormText
    clauses: dict[str, Clause]
    fields: dict[str, FieldText]
    vocabularies: dict[str, tuple[Term, ...]]
    rules: dict[str, RuleSetting]
    files: dict[str, bytes]
    digest: str

    @property
    def id(self) -> str:
        """The pack's id, e.g. the folder's name under ``resources/notices``."""
        return self.head.id

    @property
    def version(self) -> str:
        """The pack's own version."""
        return self.head.version

    def text(self, key: str) -> str:
        """A fixed text of the template. Raises ``UserError`` ``notice.malformed`` without it."""
        found = self.form.texts.get(key)
        if found is None:
            raise malformed("form.toml", f"texts.{key}", "缺少这段文字")
        return found

    def clause_name(self, clause_id: str) -> str:
        """The notice's own name of a clause, ``""`` for none."""
        return self.clauses[clause_id].name if clause_id else ""

    def term(self, vocabulary: str, term_id: str) -> Term | None:
        """One term of a vocabulary, or ``None`` when the pack does not know it."""
        return next((t for t in self.vocabularies.get(vocabulary, ()) if t.id == term_id), None)

    def term_label(self, vocabulary: str, term_id: str) -> str:
        """The label of a term; an id the pack does not know is shown as it is."""
        term = self.term(vocabulary, term_id)
        return term.label if term else term_id

    def target(self, indicator_id: str) -> Target | None:
        """The given indicator with this id."""
        return next((t for t in self.form.indicators if t.id == indicator_id), None)

    def part_of(self, record: str) -> Part:
        """The part of the form in which a record is filled in."""
        return self._parts[record]

    @cached_property
    def _parts(self) -> dict[str, Part]:
        return {record: part for part in reversed(self.form.parts) for record in part.records}
