"""What is known of the attached files: each opened and screened once, and again by a newer prober."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.facts import FileFacts
from jxdesk.files import PROBER


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many files were looked at, and the names of those that are gone or were changed by others."""

    looked: int
    missing: tuple[str, ...]


def known(session: Session) -> Mapping[str, FileFacts]:
    """What is known of files, by SHA-256 (hex)."""
    kept = session.workspace.file_facts(PROBER)
    return {**kept, **session.seen_here} if session.seen_here else kept


def lacking(session: Session) -> tuple[str, ...]:
    """The SHA-256 (hex) of the attached files that were not looked at yet, in the order of the list."""
    files = known(session)
    attached = dict.fromkeys(row.sha256 for row in session.application.evidence if row.sha256)
    return tuple(sha256 for sha256 in attached if sha256 not in files)


def refresh(session: Session, progress: Progress = silent) -> Refreshed:
    """Look at every attached file that was not looked at yet, in processes of their own.

    Safe off the window's thread. What was seen is kept, in memory only where the workspace is read-only.
    Files that are not there, or not what was stored, are left out and named. Raises ``UserError``
    (``disk.full``, …) and what ``progress`` (files done, of all) raises; then nothing is kept.
    """
    wanted = lacking(session)
    if not wanted:
        return Refreshed(0, ())
    from jxdesk.files.probe import probe_many

    places = {sha256: place for sha256 in wanted if (place := _place(session, sha256)) is not None}
    facts = probe_many([(place, "") for place in places.values()], progress) if places else []
    good = [each for sha256, each in zip(places, facts, strict=True) if each.sha256 == sha256]
    keep(session, good)
    seen = {each.sha256 for each in good}
    names = {row.sha256: row.name for row in reversed(session.application.evidence)}
    return Refreshed(len(good), tuple(names[sha256] for sha256 in wanted if sha256 not in seen))


def keep(session: Session, facts: list[FileFacts]) -> None:
    """Keep what was seen in files, judged by their content alone."""
    if session.workspace.read_only:
        session.seen_here |= {each.sha256: each for each in facts}
    elif facts:
        session.workspace.keep_facts(facts, PROBER)


def _place(session: Session, sha256: str) -> Path | None:
    try:
        return session.workspace.file(sha256)
    except UserError:
        return None
