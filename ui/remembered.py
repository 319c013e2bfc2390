"""What the pages 封装 and 交付 remember of the last time, in the user's own folder: key files, places.

None of it is secret and none belongs to an application, so none of it lies in a workspace. What
writes waits for the disk: it is called on a worker.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jxdesk.base import own_file

MOST_KEYS = 6
MOST_PACKAGES = 40
_FILE = "sealing"


@dataclass(frozen=True, slots=True)
class Remembered:
    """``keys`` are key files, newest first; ``folder`` is where the last package was put;
    ``packages`` names the package that was sealed or chosen last, by the workspace's path.
    """

    keys: tuple[str, ...] = ()
    folder: str = ""
    packages: dict[str, str] = field(default_factory=dict)


def load() -> Remembered:
    """What is remembered. A file that can't be read or understood counts as empty."""
    return own_file.load(_FILE, _understood, Remembered())


def key(path: Path) -> None:
    """Remember a key file as the newest."""
    known = load()
    others = tuple(other for other in known.keys if other != str(path))
    _save(dataclasses.replace(known, keys=(str(path), *others)[:MOST_KEYS]))


def package(workspace: Path, path: Path) -> None:
    """Remember the package of a workspace."""
    _save(_with_package(load(), workspace, path))


def sealed(workspace: Path, path: Path) -> None:
    """Remember the package that was just sealed, and where it was put."""
    _save(dataclasses.replace(_with_package(load(), workspace, path), folder=str(path.parent)))


def _with_package(known: Remembered, workspace: Path, path: Path) -> Remembered:
    others = {key: value for key, value in known.packages.items() if key != str(workspace)}
    newest = dict(list(others.items())[-(MOST_PACKAGES - 1) :])
    return dataclasses.replace(known, packages=newest | {str(workspace): str(path)})


def _save(found: Remembered) -> None:
    own_file.keep(_FILE, dataclasses.asdict(found))


def _understood(plain: Any) -> Remembered:
    """What ``plain`` says. Raises ``ValueError`` or ``TypeError`` for what can't be meant."""
    found = Remembered(**plain)
    keys, packages = tuple(found.keys), dict(found.packages)
    if not own_file.all_texts(*keys, found.folder, *packages, *packages.values()):
        raise ValueError("texts")
    return Remembered(keys[:MOST_KEYS], found.folder, packages)
