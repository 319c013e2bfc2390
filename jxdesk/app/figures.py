"""Source and responsible bureau of each figure: internal notes for sign-off, which never travel."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, Field, records
from jxdesk.domain.figure_notes import FigureNotes, takes_note
from jxdesk.domain.finding import Place
from jxdesk.domain.limits import MAX_LINE, is_clean_text
from jxdesk.domain.work import FigureNote


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A figure nobody has given a source for; of a list all cells of a column are one such thing.

    ``count`` is how many figures that are, ``place`` the first of them.
    """

    place: Place
    label: str
    count: int


def write_note(session: Session, field_id: str, row: str, source: str, bureau: str) -> FigureNote:
    """Keep where a figure comes from and which bureau answers for it; both empty takes the note away.

    ``row`` is the uid of a list's row, ``""`` for its whole column and for fields that stand once.
    Raises ``UserError``: ``note.field`` (no figure of the form), ``note.text`` (not one clean line),
    ``field.*``, ``store.read-only``, ``disk.full``.
    """
    field = session.catalogue.field(field_id)
    if not takes_note(field):
        raise UserError("note.field", f"“{field.short}”不是数据，不用写来源。", "请给数字写来源和责任部门。")
    if row or not records()[field.spec.record].many:
        session.value(field_id, row)
    note = FigureNote(field.id, row, _line("来源", source), _line("责任部门", bureau))
    session.workspace.set_figure_note(note)
    return note


def unsourced(application: Application, catalogue: Catalogue, notes: FigureNotes) -> tuple[Unsourced, ...]:
    """The figures that are filled in and have no source, in the order of the form."""
    found: list[Unsourced] = []
    for part in catalogue.notice.form.parts:
        for record in part.records:
            for field in filter(takes_note, catalogue.of_record(record)):
                lacking = _lacking(application, field, notes)
                if lacking:
                    found.append(Unsourced(Place(part.id, field.id, lacking[0]), field.short, len(lacking)))
    return tuple(found)


def _lacking(application: Application, field: Field, notes: FigureNotes) -> list[str]:
    """The rows (``""`` for a record that stands once) with a figure in ``field`` and no source for it."""
    held = getattr(application, field.spec.record)
    rows = held if records()[field.spec.record].many else (held,)
    filled = [getattr(row, "uid", "") for row in rows if isinstance(field.spec.of(row), int | Decimal)]
    return [uid for uid in filled if not ((note := notes.of(field.id, uid)) and note.source)]


def _line(what: str, typed: str) -> str:
    """One clean line. Raises ``UserError``."""
    text = unicodedata.normalize("NFC", typed).strip()
    if len(text) > MAX_LINE or not is_clean_text(text, lines=False):
        raise UserError(
            "note.text",
            f"{what}写得太长，或含有换行、看不见的字符。",
            f"请写成不超过 {MAX_LINE} 个字的一行。",
        )
    return text
