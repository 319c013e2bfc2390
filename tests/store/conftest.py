"""Workspaces that a test opened are closed after it: from Python 3.13 on, forgetting one is a warning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jxdesk.store.workspace import Workspace


@pytest.fixture(autouse=True)
def closed_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only what was handed to the test; a database that opening left behind still shows up as a leak."""
    opened: list[Workspace] = []
    start = Workspace.__init__

    def remember(workspace: Workspace, *arguments: Any, **named: Any) -> None:
        start(workspace, *arguments, **named)
        opened.append(workspace)

    monkeypatch.setattr(Workspace, "__init__", remember)
    yield
    for workspace in opened:
        workspace.close()
