"""What people hand over at once: files, and folders with files in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress, silent

MAX_FILES = 500
_MAX_DEPTH = 8
# What systems and office programs leave beside the files of people.
_LEFT_BY_PROGRAMS = ("thumbs.db", "desktop.ini")
_MARKS_OF_PROGRAMS = (".", "~$")


def files_in(paths: Sequence[Path], progress: Progress = silent) -> tuple[Path, ...]:
    """The files among ``paths`` and within their folders, each folder's by name, none twice.

    Links are not followed; hidden files and what programs leave behind are passed over in folders.
    Raises ``UserError`` ``attach.too-many`` for more than 500, ``path.*`` where a folder can't be read, and
    what ``progress`` raises.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _within(path, 0) if path.is_dir() and not path.is_symlink() else (path,):
            progress("正在查看文件夹", 0, 0)
            found[file] = None
            if len(found) > MAX_FILES:
                raise UserError(
                    "attach.too-many",
                    f"一次最多加入 {MAX_FILES} 份材料，这次超过了。",
                    "请分几次加入，或者只选需要的文件夹。",
                )
    return tuple(found)


def _within(folder: Path, depth: int) -> Iterator[Path]:
    with os_errors(folder), os.scandir(folder) as entries:
        here = sorted(entries, key=lambda entry: entry.name)
    for entry in here:
        if entry.name.startswith(_MARKS_OF_PROGRAMS) or entry.name.lower() in _LEFT_BY_PROGRAMS:
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _MAX_DEPTH:
                yield from _within(folder / entry.name, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield folder / entry.name
