"""What the evidence page shows beyond the form's data, read in one go on the desk's worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jxdesk.app import disc_budget, facts, purging
from jxdesk.app.attaching import Missing, missing
from jxdesk.app.disc_budget import Budget
from jxdesk.app.purging import Purgeable
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.facts import FileFacts
from jxdesk.store.entries import Confirmation


@dataclass(frozen=True, slots=True)
class Holdings:
    """By SHA-256: what is known of the files, where their bytes lie, who has looked through them.

    ``listed`` are the files that were on the list when this was read; of later ones nothing is said here.
    ``missing`` is what has no proof yet, ``unused`` the files that no list names any more, ``budget`` what a
    disc will have to hold (``None`` before anything was read).
    """

    listed: frozenset[str]
    facts: Mapping[str, FileFacts]
    places: Mapping[str, Path]
    confirmed: Mapping[str, Confirmation]
    missing: tuple[Missing, ...]
    unused: tuple[Purgeable, ...]
    purge_pending: bool
    budget: Budget | None = None


NOTHING = Holdings(frozenset(), {}, {}, {}, (), (), purge_pending=False)


def look(session: Session, _: Progress) -> Holdings:
    """The holdings as they are. Raises ``UserError`` where the folder of the files can't be read."""
    return Holdings(
        listed=frozenset(row.sha256 for row in session.application.evidence),
        facts=facts.known(session),
        places={
            row.sha256: place for row in session.application.evidence for place in _place(session, row.sha256)
        },
        confirmed={made.sha256: made for made in session.workspace.confirmations()},
        missing=missing(session),
        unused=purging.unused(session),
        purge_pending=session.workspace.purge_pending,
        budget=disc_budget.budget(session),
    )


def _place(session: Session, sha256: str) -> tuple[Path, ...]:
    try:
        return (session.workspace.file(sha256),) if sha256 else ()
    except UserError:
        return ()
