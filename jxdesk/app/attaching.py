"""Evidence in: files checked, kept once by content, and linked to what they prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from jxdesk.app import facts, screening
from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.attachable import allowed_endings, ending
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import Change, ChangeSet, InsertRow, SetValue
from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.views import largest
from jxdesk.exchange.references import TOPIC, TOPICS, References
from jxdesk.rules.screened import needs_eyes
from jxdesk.store.entries import StoredFile

JOINT = "joint"
"""Group of evidence topics that only joint applicants need."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a file that was taken in all the same, and is now a finding of the check.

    ``count`` things of one kind, the first of them at ``where``, ``masked``.
    """

    name: str
    kind: SensitiveKind
    count: int
    where: str
    masked: str


@dataclass(frozen=True, slots=True)
class Attached:
    """Names of what was added, of what was there and got a link more, and of what was complete.

    ``seen`` is what screening saw in the files; ``by_eye`` names those that a person has to look through.
    ``rows`` are the uids of the rows that hold what was attached; ``left_out`` says why others were not.
    """

    reference: str
    added: tuple[str, ...]
    linked: tuple[str, ...]
    unchanged: tuple[str, ...]
    seen: tuple[Seen, ...] = ()
    by_eye: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    left_out: tuple[UserError, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without proof: ``kind`` is ``figure``, ``enterprise`` or ``topic``.

    ``reference`` is what a file has to be attached to, ``value`` the figure that is claimed.
    """

    kind: str
    reference: str
    label: str
    value: str = ""


def attach(session: Session, files: Sequence[Path], reference: str, progress: Progress = silent) -> Attached:
    """Attach ``files`` to what ``reference`` names, all or none, as one undo step.

    ``reference``: a field id, ``record:uid``, ``record[number]``, ``topic:id`` or its word. Every file
    is opened and screened where it lies before any is copied: of one that carries a secrecy marking
    nothing is kept. A file whose content is attached already only gets the link. Raises ``UserError``:
    ``reference.*``, ``attach.*`` (secrecy, encrypted, unreadable, kind, empty, content, …),
    ``store.other-content`` (changed meanwhile), ``store.frozen``, ``path.*``, ``disk.full``.
    """
    place = _place(session, reference)
    for path in files:
        if (why := _not_taken(session, path)) is not None:
            raise why
    screened = screening.look_at(files, progress)
    screening.refuse(session.notice, screened)
    return _take_in(session, screened, place, (), progress)


def attach_good(
    session: Session, files: Sequence[Path], reference: str = "", progress: Progress = silent
) -> Attached:
    """Attach those of ``files`` that can be taken, as one undo step; the others are left out and told.

    As :func:`attach` otherwise. ``reference`` may be ``""``: what the files prove is said later. Raises
    ``UserError``: ``reference.*``, ``store.*``, ``path.*``, ``disk.full``, ``attach.folder``.
    """
    place = _place(session, reference) if reference else ""
    left_out, good = [], []
    for path in files:
        why = _not_taken(session, path)
        if why is None:
            good.append(path)
        else:
            left_out.append(why)
    sound = []
    for each in screening.look_at(good, progress):
        why = screening.refusal(session.notice, each)
        if why is None:
            sound.append(each)
        else:
            left_out.append(why)
    return _take_in(session, sound, place, tuple(left_out), progress)


def _take_in(
    session: Session,
    screened: Sequence[screening.Screened],
    place: str,
    left_out: tuple[UserError, ...],
    progress: Progress,
) -> Attached:
    """Copy in what was looked at and found good."""
    pending = _Pending(session, place)
    with kept_or_gone(session) as fresh:
        for number, each in enumerate(screened):
            progress("正在存入材料", number, len(screened))
            if not session.workspace.holds(each.facts.sha256):
                fresh.append(each.facts.sha256)
            stored = session.workspace.add_file(each.path, progress, expected=each.facts.sha256)
            pending.take(each.path, stored)
        if pending.changes:
            session.workspace.apply(ChangeSet(f"附上 {len(screened)} 份材料", tuple(pending.changes)))
    facts.keep(session, [each.facts for each in screened])
    return Attached(
        place,
        tuple(pending.added),
        tuple(pending.linked),
        tuple(pending.unchanged),
        tuple(seen for each in screened for seen in _told(each)),
        tuple(each.name for each in screened if needs_eyes(each.facts)),
        tuple(dict.fromkeys(pending.rows.values())),
        left_out,
    )


def _place(session: Session, reference: str) -> str:
    place = References(session.application, session.catalogue).find(reference)
    if place.startswith("evidence"):
        raise UserError(
            "attach.itself", "佐证材料不能证明佐证材料自己。", "请写明它证明哪项数据、哪家企业或哪类事项。"
        )
    return place


@contextmanager
def kept_or_gone(session: Session) -> Iterator[list[str]]:
    """Whatever ends the block early, the bytes of the digests put into the list are gone again."""
    fresh: list[str] = []
    try:
        yield fresh
    except BaseException:
        for sha256 in fresh:
            session.workspace.discard(sha256)
        raise


def _told(screened: screening.Screened) -> Iterator[Seen]:
    for kind in SensitiveKind:
        if found := screened.of_kind(kind):
            yield Seen(screened.name, kind, len(found), found[0].where, found[0].masked)


@dataclass(slots=True)
class _Pending:
    """The changes that attaching makes, gathered before any is made."""

    session: Session
    place: str
    changes: list[Change] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    """The uid of the row that holds a content, by its SHA-256."""

    def take(self, path: Path, stored: StoredFile) -> None:
        """Gather what one file changes."""
        name = file_name(path.name)
        held = next((e for e in self.session.application.evidence if e.sha256 == stored.sha256), None)
        if stored.sha256 in self.rows:
            self.unchanged.append(name)
            return
        if held is None:
            row = self._new_row(name, stored)
            self.changes.append(row)
            self.added.append(name)
            self.rows[stored.sha256] = row.uid
            return
        self.rows[stored.sha256] = held.uid
        if not self.place or self.place in held.proves:
            self.unchanged.append(name)
            return
        proves = (*held.proves, self.place)
        self.changes.append(SetValue("evidence", held.uid, "proves", held.proves, proves))
        self.linked.append(held.name)

    def _new_row(self, name: str, stored: StoredFile) -> InsertRow:
        position = len(self.session.application.evidence) + len(self.added)
        proves = (self.place,) if self.place else ()
        return self.session.new_row(
            "evidence",
            position,
            {"name": name, "sha256": stored.sha256, "size": stored.size, "proves": proves},
        )


def missing(session: Session) -> tuple[Missing, ...]:
    """What is claimed or wanted and has no proof: figures, the largest enterprises, topics."""
    application, notice = session.application, session.notice
    proved = {place for file in application.evidence for place in file.proves}
    found = []
    for each in session.catalogue:
        if each.text.evidence and not records()[each.spec.record].many and each.id not in proved:
            value = each.spec.of(getattr(application, each.spec.record))
            if isinstance(value, int | Decimal) and value > 0:
                unit = each.spec.mark.unit
                found.append(Missing("figure", each.id, each.short, f"{value}{unit}"))
    for enterprise in largest(application, notice.head.largest_shown):
        reference = f"enterprises:{enterprise.uid}"
        if reference not in proved:
            shown = f"{enterprise.revenue}{session.catalogue.field('enterprises.revenue').spec.mark.unit}"
            found.append(Missing("enterprise", reference, enterprise.name, shown))
    for term in notice.vocabularies.get(TOPICS, ()):
        needed = term.group != JOINT or len(application.members) > 1
        if needed and f"{TOPIC}:{term.id}" not in proved:
            found.append(Missing("topic", f"{TOPIC}:{term.id}", term.label))
    return tuple(found)


def _not_taken(session: Session, path: Path) -> UserError | None:
    """Why a file can be no proof, where its name alone says so; it is not opened then."""
    kinds = allowed_endings(session.notice)
    if ending(path.name) in kinds:
        return None
    return UserError(
        "attach.kind",
        f"“{path.name[:80]}”这种文件不能作为佐证材料。",
        f"可以附上 {'、'.join(kinds)}；其他格式请先转成 PDF。",
    )
