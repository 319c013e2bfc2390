"""The reviewer's trust store: which certificate belongs to which applicant, by which paper.

One JSON file. Nothing is ever trusted by itself: an entry is made by a person who has
compared the fingerprint with a stamped sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.signing import strict_json

MAX_FILE = 4 * 1024 * 1024
MAX_ENTRIES = 5_000
_FORMAT = "jxdesk-trust"
_VERSION = 1
_ENTRY = ("applicant", "name", "fingerprint", "source", "from", "to", "revoked_on")
_HEX = frozenset("0123456789abcdef")
_MAX_TEXT = 4_000


class TrustState(Enum):
    """What the store says of a signer on the day the package was received."""

    KNOWN = "known"
    NEW = "new"
    OTHER = "other"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """``fingerprint`` (SHA-256, lower-case hex) speaks for ``applicant`` (USCC) in a period.

    ``source`` names the paper it was compared with. Both days of the period count.
    """

    applicant: str
    name: str
    fingerprint: str
    source: str
    valid_from: date
    valid_to: date
    revoked_on: date | None = None

    def __post_init__(self) -> None:
        if len(self.fingerprint) != 64 or not set(self.fingerprint) <= _HEX:
            raise ValueError("fingerprint is not 64 lower-case hex digits")
        if not self.applicant or self.valid_to < self.valid_from:
            raise ValueError("entry without applicant or with its period reversed")

    def revoked(self, day: date) -> bool:
        """Whether it is revoked on ``day``."""
        return self.revoked_on is not None and self.revoked_on <= day

    def holds(self, day: date) -> bool:
        """Whether it speaks for the applicant on ``day``."""
        return self.valid_from <= day <= self.valid_to and not self.revoked(day)

    def overlaps(self, other: TrustEntry) -> bool:
        """Whether there is a day on which both speak for their applicant."""
        first = max(self.valid_from, other.valid_from)
        return self.holds(first) and other.holds(first)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The entries; one for each pair of applicant and fingerprint (else ``ValueError``)."""

    entries: tuple[TrustEntry, ...] = ()

    def __post_init__(self) -> None:
        pairs = {(entry.applicant, entry.fingerprint) for entry in self.entries}
        if len(pairs) != len(self.entries):
            raise ValueError("an applicant has the same fingerprint twice")

    def judge(self, applicant: str, fingerprint: str, received_on: date) -> TrustState:
        """Judge by the day the package was *received*, never by the time it claims.

        A fingerprint that anyone reported as revoked is revoked for everyone.
        """
        if any(e.fingerprint == fingerprint and e.revoked(received_on) for e in self.entries):
            return TrustState.REVOKED
        pinned = self.pinned(applicant, received_on)
        if fingerprint in pinned:
            return TrustState.KNOWN
        return TrustState.OTHER if pinned else TrustState.NEW

    def pinned(self, applicant: str, day: date) -> tuple[str, ...]:
        """The fingerprints that speak for ``applicant`` on ``day``."""
        return tuple(e.fingerprint for e in self.entries if e.applicant == applicant and e.holds(day))

    def grounds(self, applicant: str, fingerprint: str, day: date) -> TrustEntry | None:
        """The entry that the judgement rests on: revoking, holding, or no longer holding."""
        same = [e for e in self.entries if e.fingerprint == fingerprint]
        revoked = next((e for e in same if e.revoked(day)), None)
        return revoked or next((e for e in same if e.applicant == applicant), None)

    def with_entry(self, entry: TrustEntry) -> TrustStore:
        """This store with ``entry`` in place of the one of the same applicant and fingerprint."""
        pair = (entry.applicant, entry.fingerprint)
        kept = tuple(e for e in self.entries if (e.applicant, e.fingerprint) != pair)
        return TrustStore((*kept, entry))

    def without(self, applicant: str, fingerprint: str) -> TrustStore:
        """This store without the entry of that pair."""
        pair = (applicant, fingerprint)
        return TrustStore(tuple(e for e in self.entries if (e.applicant, e.fingerprint) != pair))

    def with_revoked(self, fingerprint: str, day: date) -> TrustStore:
        """This store with every entry of ``fingerprint`` revoked from ``day`` on."""
        return TrustStore(
            tuple(
                replace(entry, revoked_on=day) if entry.fingerprint == fingerprint else entry
                for entry in self.entries
            )
        )


def write(path: Path, store: TrustStore) -> None:
    """Replace the file at ``path``. Raises ``UserError`` (disk, rights)."""
    ordered = sorted(store.entries, key=lambda entry: (entry.applicant, entry.fingerprint))
    record = {"format": _FORMAT, "version": _VERSION, "entries": [plain(e) for e in ordered]}
    write_bytes(path, strict_json.dump(record))


def read(path: Path) -> TrustStore:
    """Read a store. Raises ``UserError`` ``trust.damaged``, ``trust.newer`` and those of the disk."""
    data = strict_json.read_bounded(path, MAX_FILE)
    if data is None:
        raise _damaged(path)
    try:
        return _parse(path, strict_json.load_object(data, ("format", "version", "entries")))
    except ValueError as error:
        raise _damaged(path) from error


def _parse(path: Path, record: dict[str, object]) -> TrustStore:
    if strict_json.text(record, "format") != _FORMAT:
        raise ValueError("another format")
    if strict_json.whole(record, "version") > _VERSION:
        raise UserError(
            "trust.newer", f"证书名册“{path.name}”由更新版本的程序制作。", "请先升级本程序再使用。"
        )
    entries = record["entries"]
    if strict_json.whole(record, "version") != _VERSION or not isinstance(entries, list):
        raise ValueError("entries")
    if len(entries) > MAX_ENTRIES:
        raise ValueError("more entries than there can be")
    return TrustStore(tuple(_entry(strict_json.exact_object(item, _ENTRY)) for item in entries))


def plain(entry: TrustEntry) -> dict[str, object]:
    """The entry as plain JSON values, as it stands in the file."""
    return {
        "applicant": entry.applicant,
        "name": entry.name,
        "fingerprint": entry.fingerprint,
        "source": entry.source,
        "from": entry.valid_from.isoformat(),
        "to": entry.valid_to.isoformat(),
        "revoked_on": entry.revoked_on.isoformat() if entry.revoked_on else None,
    }


def _entry(record: dict[str, object]) -> TrustEntry:
    return TrustEntry(
        applicant=_text(record, "applicant"),
        name=_text(record, "name"),
        fingerprint=_text(record, "fingerprint"),
        source=_text(record, "source"),
        valid_from=_day(record, "from"),
        valid_to=_day(record, "to"),
        revoked_on=None if record["revoked_on"] is None else _day(record, "revoked_on"),
    )


def _text(record: dict[str, object], key: str) -> str:
    written = strict_json.text(record, key)
    if len(written) > _MAX_TEXT:
        raise ValueError(f"{key} is too long")
    return written


def _day(record: dict[str, object], key: str) -> date:
    written = strict_json.text(record, key)
    day = date.fromisoformat(written)
    if day.isoformat() != written:
        raise ValueError(f"{key} is not written as YYYY-MM-DD")
    return day


def _damaged(path: Path) -> UserError:
    return UserError(
        "trust.damaged",
        f"证书名册“{path}”已损坏，或者不是证书名册。",
        "请换用备份或别处导出的名册；都没有时，把这个文件移走，再按盖章的交接单重新登记。",
    )
