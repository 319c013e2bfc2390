"""Put a copy of a sealed package somewhere else, and believe it only after it has been read back."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from jxdesk.app import delivery
from jxdesk.app.recovery import Recovery
from jxdesk.app.recovery import beside as recovery_beside
from jxdesk.base.atomic import scratch_folder, staged_folder
from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.base.tree import EntryKind, FolderTree
from jxdesk.base.tree_copy import copy_tree


@dataclass(frozen=True, slots=True)
class Copied:
    """The copy's folder, how many files and bytes it has, and the digest of the package (SHA-256 hex).

    ``recovery`` is the recovery data that lies beside it.
    """

    path: Path
    files: int
    size: int
    digest: str
    recovery: Recovery


def copy_to(package: Path, folder: Path, progress: Progress, *, recovery: bool = True) -> Copied:
    """Copy the sealed ``package`` (its folder) into ``folder``, under its own name.

    ``recovery``: recovery data goes beside it, where there is the program for it.

    Only a sound package is copied. Each file is handed to the disk for good (a stick may be pulled
    out any moment), then the copy is verified whole, from the medium where the system lets us, before
    it takes its name. Raises ``UserError``: ``copy.not-sound`` (exit 1), ``path.exists`` when there
    is something of that name, ``copy.changed`` (exit 1), and those of the disk; then, and when
    ``progress`` stops it, nothing is left behind.
    """
    package = package.resolve()
    target = folder / package.name
    if target.resolve().is_relative_to(package):
        raise UserError("copy.inside", "不能把申报包复制到它自己里面。", "请换一个文件夹。")
    digest = _sound(package, progress, f"“{package}”不是完好的申报包，没有复制")
    with os_errors(folder), scratch_folder(folder) as scratch:
        with staged_folder(target) as beside:
            entries = tuple(FolderTree(package).entries())
            size = copy_tree(FolderTree(package), entries, beside, progress)
            if _sound(beside, progress, "复制后核对没有通过，没有留下副本") != digest:
                raise UserError(
                    "copy.changed",
                    "复制出来的与核验过的申报包不是同一份，没有留下副本。",
                    "复制期间可能有程序改动了申报包，请重新复制。",
                    exit_code=EXIT_NO,
                )
            parity, made = recovery_beside([package], scratch, progress) if recovery else (Recovery(), [])
            for one in made:
                _must_be_free(folder / one.name)
        for one in made:
            one.rename(folder / one.name)
    files = sum(entry.kind is EntryKind.FILE for entry in entries)
    return Copied(target, files, size, digest, parity)


def _must_be_free(path: Path) -> None:
    if os.path.lexists(path):
        raise UserError("path.exists", f"“{path}”已经存在。", "请换一个位置，或先把它移走。")


def _sound(package: Path, progress: Progress, refusal: str) -> str:
    """The digest of the package at ``package``, which has to be sound."""
    today = dt.datetime.now(dt.UTC).date()
    (found, *others) = delivery.verify_at(package, None, today, progress)
    if found.name or others:
        raise UserError(
            "copy.not-one", f"“{package}”里有申报包，它自己不是。", "请选择封装后得到的文件夹本身。"
        )
    if found.report.verdict != "sound":
        raise UserError(
            "copy.not-sound",
            f"{refusal}：{found.report.bottom_line}",
            "请重新封装，或换一份完好的；复制后才不完好的，换一个 U 盘再试。",
            exit_code=EXIT_NO,
        )
    return found.report.digest
