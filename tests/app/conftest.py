"""Workspaces with the small sound application in them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jxdesk.app.session import Session
from jxdesk.domain.facts import FileFacts
from jxdesk.files import PROBER
from tests import papers, sound
from tests.strategies import notice

NOW = dt.datetime(2025, 9, 1, 4, 0, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    """Midday of the day the sound application is judged on."""
    return NOW


def fill(session: Session) -> None:
    """Put the sound application into an empty workspace, with real files that were looked at."""
    app = sound.application(notice())
    proofs, known = [], []
    for row in app.evidence:
        stored = session.workspace.add_bytes(papers.pdf(f"proof of revenue {row.uid}"))
        proofs.append(dataclasses.replace(row, sha256=stored.sha256, size=stored.size))
        known.append(FileFacts(stored.sha256, stored.size, "pdf", pages=1))
    app = dataclasses.replace(app, id=session.application.id, evidence=tuple(proofs))
    session.workspace.replace_application(app, "装入")
    session.workspace.keep_facts(known, PROBER)


@pytest.fixture
def new_session(tmp_path: Path) -> Iterator[Callable[[str], Session]]:
    """Make sound workspaces by name; all are closed at the end."""
    made: list[Session] = []

    def make(name: str) -> Session:
        session = Session.create(tmp_path / f"{name}.jxdesk", notice(), clock=clock)
        made.append(session)
        fill(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(new_session: Callable[[str], Session]) -> Session:
    """One sound workspace."""
    return new_session("某县")
