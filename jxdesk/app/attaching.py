"""Evidence in: files checked, kept once by content, and linked to what they prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import Change, ChangeSet, InsertRow, SetValue
from jxdesk.domain.views import largest
from jxdesk.exchange.references import TOPIC, TOPICS, References
from jxdesk.notice.faults import malformed
from jxdesk.store.entries import StoredFile

KINDS = "evidence_kinds"
"""The vocabulary of file kinds that may be attached: its ids are endings without the dot."""

JOINT = "joint"
"""Group of evidence topics that only joint applicants need."""

MAX_BYTES = 500 * 1024 * 1024
_HEAD = 1024
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "ofd": (b"PK\x03\x04",),
}


@dataclass(frozen=True, slots=True)
class Attached:
    """Names of what was added, of what was there and got a link more, and of what was complete."""

    reference: str
    added: tuple[str, ...]
    linked: tuple[str, ...]
    unchanged: tuple[str, ...]


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

    ``reference``: a field id, ``record:uid``, ``record[number]``, ``topic:id`` or its word.
    A file whose content is attached already only gets the link. Raises ``UserError``:
    ``reference.*``, ``attach.*`` (kind, empty, size, content), ``path.*``, ``disk.full``.
    """
    place = References(session.application, session.catalogue).find(reference)
    if place.startswith("evidence"):
        raise UserError(
            "attach.itself", "佐证材料不能证明佐证材料自己。", "请写明它证明哪项数据、哪家企业或哪类事项。"
        )
    for path in files:
        _check(session, path)
    pending = _Pending(session, place)
    for number, path in enumerate(files):
        progress("正在存入材料", number, len(files))
        pending.take(path, session.workspace.add_file(path, progress))
    if pending.changes:
        session.workspace.apply(ChangeSet(f"附上 {len(files)} 份材料", tuple(pending.changes)))
    return Attached(place, tuple(pending.added), tuple(pending.linked), tuple(pending.unchanged))


@dataclass(slots=True)
class _Pending:
    """The changes that attaching makes, gathered before any is made."""

    session: Session
    place: str
    changes: list[Change] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(self, path: Path, stored: StoredFile) -> None:
        """Gather what one file changes."""
        name = file_name(path.name)
        held = next((e for e in self.session.application.evidence if e.sha256 == stored.sha256), None)
        if stored.sha256 in self._seen or (held is not None and self.place in held.proves):
            self.unchanged.append(name)
        elif held is not None:
            proves = (*held.proves, self.place)
            self.changes.append(SetValue("evidence", held.uid, "proves", held.proves, proves))
            self.linked.append(held.name)
        else:
            self.changes.append(self._new_row(name, stored))
            self.added.append(name)
        self._seen.add(stored.sha256)

    def _new_row(self, name: str, stored: StoredFile) -> InsertRow:
        position = len(self.session.application.evidence) + len(self.added)
        return self.session.new_row(
            "evidence",
            position,
            {"name": name, "sha256": stored.sha256, "size": stored.size, "proves": (self.place,)},
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


def _check(session: Session, path: Path) -> None:
    """Refuse what can be no proof before anything is kept."""
    ending = path.suffix.lower().removeprefix(".")
    kinds = [term.id for term in session.notice.vocabularies.get(KINDS, ())]
    if not kinds:
        raise malformed("vocabularies.toml", KINDS, "缺少这个词表")
    if ending not in kinds:
        raise UserError(
            "attach.kind",
            f"“{path.name[:80]}”这种文件不能作为佐证材料。",
            f"可以附上 {'、'.join(kinds)}；其他格式请先转成 PDF。",
        )
    with os_errors(path):
        size = path.stat().st_size
    if path.is_dir():
        raise UserError("attach.kind", f"“{path.name[:80]}”是文件夹。", "请选择其中的文件。")
    if size == 0:
        raise UserError("attach.empty", f"“{path.name[:80]}”是空文件。", "请核对原件后重新选择。")
    if size > MAX_BYTES:
        raise UserError(
            "attach.too-large",
            f"“{path.name[:80]}”超过 {MAX_BYTES // 1024 // 1024} MB。",
            "请降低扫描分辨率，或分成几个文件。",
        )
    if path.is_file():
        with os_errors(path), path.open("rb") as handle:
            head = handle.read(_HEAD)
        if not _fits(ending, head):
            raise UserError(
                "attach.content",
                f"“{path.name[:80]}”的内容与扩展名不符，可能已损坏或改过扩展名。",
                "请用对应的软件打开核对，另存后再附上。",
            )


def _fits(ending: str, head: bytes) -> bool:
    """Whether the first bytes are those of such a file; kinds that are not known here always fit."""
    if ending == "pdf":
        return b"%PDF-" in head
    if ending == "txt":
        return b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.startswith(_SIGNATURES.get(ending, (b"",)))
