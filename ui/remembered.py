"""What the pages 封装 and 交付 remember of the last time, in the user's own folder: key files, places.

None of it is secret and none belongs to an application, so none of it lies in a workspace. What
writes waits for the disk: it is called on a worker.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.paths import user_data

MOST_KEYS = 6
MOST_PACKAGES = 40
_MAX_BYTES = 100_000
_MAX_TEXT = 1_000

_LOG = logging.getLogger(__name__)


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
    try:
        with _file().open("rb") as handle:
            return _understood(json.loads(handle.read(_MAX_BYTES)))
    except (OSError, ValueError, TypeError, RecursionError):
        return Remembered()


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
    plain = json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=1)
    try:
        write_bytes(_file(), plain.encode())
    except UserError as error:
        # A convenience: a folder that can't be written must not stop the work.
        _LOG.warning("keys and places not remembered: %s", error.code)


def _file() -> Path:
    return user_data() / "sealing.json"


def _understood(plain: Any) -> Remembered:
    """What ``plain`` says. Raises ``ValueError`` or ``TypeError`` for what can't be meant."""
    found = Remembered(**plain)
    keys, packages = tuple(found.keys), dict(found.packages)
    texts: tuple[object, ...] = (*keys, found.folder, *packages, *packages.values())
    if not all(isinstance(text, str) and len(text) <= _MAX_TEXT for text in texts):
        raise ValueError("texts")
    return Remembered(keys[:MOST_KEYS], found.folder, packages)
