"""The fixed parts of a workspace's folder, and that each of them is what it looks like.

A folder that came on a stick may hold anything under these names: a link by which this program
would clean up somewhere else, or a pipe on which it would wait for good.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.store.building import BACKUPS_NAME, DATABASE_NAME, FILES_NAME, NOTICE_NAME
from jxdesk.store.lock import LOCK_NAME

_FILES = (DATABASE_NAME, *(f"{DATABASE_NAME}-{end}" for end in ("wal", "shm", "journal")), LOCK_NAME)
_FOLDERS = (FILES_NAME, BACKUPS_NAME, NOTICE_NAME)
# What makes a second way to elsewhere on Windows; a file kept in the cloud has another tag.
_JUNCTION, _SYMLINK = 0xA0000003, 0xA000000C


def must_be_plain(folder: Path) -> None:
    """Raise ``UserError`` ``store.not-plain`` where a part is a link, a pipe or of another kind."""
    for names, is_kind in ((_FILES, stat.S_ISREG), (_FOLDERS, stat.S_ISDIR)):
        for name in names:
            facts = _facts(folder / name)
            if facts is not None and (leads_elsewhere(facts) or not is_kind(facts.st_mode)):
                raise not_plain(folder / name)


def leads_elsewhere(facts: os.stat_result) -> bool:
    """Whether what ``lstat`` says is a symbolic link or a junction."""
    tag: int = getattr(facts, "st_reparse_tag", 0)
    return stat.S_ISLNK(facts.st_mode) or tag in (_JUNCTION, _SYMLINK)


def is_regular(path: Path) -> bool:
    """Whether a plain file stands at ``path``, not behind a link."""
    facts = _facts(path)
    return facts is not None and stat.S_ISREG(facts.st_mode) and not leads_elsewhere(facts)


def not_plain(path: Path) -> UserError:
    """A part of the workspace that is not what its name says."""
    return UserError(
        "store.not-plain",
        f"工作区里的“{path}”是链接、管道，或者不是应有的文件或文件夹，没有打开。",
        "请把它指向的内容移回原处，或从备份的工作区文件夹复制一份；来历不明的工作区请不要使用。",
    )


def _facts(path: Path) -> os.stat_result | None:
    with os_errors(path):
        try:
            return path.lstat()
        except FileNotFoundError:
            return None
