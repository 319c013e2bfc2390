"""A program that purges one file and stops dead at a given step: ``STEP PATH SHA256``.

Says one word when it has got there, then waits to be killed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jxdesk.store import purging
from jxdesk.store.connection import Database
from jxdesk.store.files import FileStore
from jxdesk.store.session import Session
from jxdesk.store.workspace import open_workspace
from tests.store.workspaces import clock

# Each step: whose method it is, its name, and at which call of it to stop (before it does anything).
STEPS: dict[str, tuple[Any, str, int]] = {
    "before-anything": (Session, "write", 1),
    "before-the-first-backup": (purging, "_rewrite", 1),
    "before-the-second-backup": (purging, "_rewrite", 2),
    "in-a-backup": (Database, "compact", 1),
    "before-the-bytes": (FileStore, "discard", 1),
    "before-the-rewriting": (Database, "compact", 3),
    "after-the-rewriting": (Database, "empty_log", 4),
}


def _stop_at(owner: Any, name: str, call: int) -> None:
    made: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            sys.stdout.write("reached\n")
            sys.stdout.flush()
            sys.stdin.read()
        return made(*arguments, **named)

    setattr(owner, name, counted)


def main(step: str, path: Path, sha256: str) -> None:
    with open_workspace(path, clock=clock) as workspace:
        _stop_at(*STEPS[step])
        workspace.purge([sha256])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
