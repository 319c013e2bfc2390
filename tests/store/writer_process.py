"""A program that works on a workspace until it is killed: ``MODE PATH``.

Says one word when it has reached the point at which it is to be killed, then waits.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from jxdesk.store.workspace import Workspace, open_workspace
from tests.store.workspaces import clock, many_enterprises, named


def _wait(_: Connection | None = None) -> None:
    sys.stdout.write("reached\n")
    sys.stdout.flush()
    sys.stdin.read()


def _after_saving(workspace: Workspace) -> None:
    workspace.replace_application(many_enterprises(workspace.application(), 100), "导入企业")
    workspace.apply(named("甲"))
    _wait()


def _before_commit(workspace: Workspace) -> None:
    workspace.apply(named("甲"))
    event.listen(Engine, "commit", _wait)
    workspace.replace_application(many_enterprises(workspace.application(), 500), "导入企业")


def main(mode: str, path: Path) -> None:
    with open_workspace(path, clock=clock) as workspace:
        {"after-saving": _after_saving, "before-commit": _before_commit}[mode](workspace)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
