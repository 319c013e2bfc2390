"""What the pages 封装 and 交付 remember of the last time, in the user's own folder: key files, places.

None of it is secret and none belongs to an application, so none of it lies in a workspace. What
writes, or looks for files, waits for the disk: it is called on a worker.
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
    ``packages`` names the package that was sealed or chosen last, by the workspace's path, ``images``
    the disc image that was made last, by the package's path.
    """

    keys: tuple[str, ...] = ()
    folder: str = ""
    packages: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)


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


def image(package: Path, path: Path) -> None:
    """Remember the disc image of a package."""
    known = load()
    _save(dataclasses.replace(known, images=_newest(known.images, str(package), str(path))))


def image_of(package: Path, latest: Path | None = None) -> Path | None:
    """The disc image of a package that is still there: ``latest``, else the one remembered or beside it."""
    named = load().images.get(str(package))
    known = [latest] if latest is not None else []
    known += [Path(named)] if named else []
    return next(
        (path for path in (*known, package.with_name(f"{package.name}.iso")) if _is_there(path)), None
    )


def sealed(workspace: Path, path: Path) -> None:
    """Remember the package that was just sealed, and where it was put."""
    _save(dataclasses.replace(_with_package(load(), workspace, path), folder=str(path.parent)))


def _with_package(known: Remembered, workspace: Path, path: Path) -> Remembered:
    return dataclasses.replace(known, packages=_newest(known.packages, str(workspace), str(path)))


def _newest(known: dict[str, str], key: str, value: str) -> dict[str, str]:
    others = {other: named for other, named in known.items() if other != key}
    return dict(list(others.items())[-(MOST_PACKAGES - 1) :]) | {key: value}


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _save(found: Remembered) -> None:
    own_file.keep(_FILE, dataclasses.asdict(found))


def _understood(plain: Any) -> Remembered:
    """What ``plain`` says. Raises ``ValueError`` or ``TypeError`` for what can't be meant."""
    found = Remembered(**plain)
    keys, packages, images = tuple(found.keys), dict(found.packages), dict(found.images)
    names = (*packages, *packages.values(), *images, *images.values())
    if not own_file.all_texts(*keys, found.folder, *names):
        raise ValueError("texts")
    return Remembered(keys[:MOST_KEYS], found.folder, packages, images)
