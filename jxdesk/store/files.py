"""The attached files: each lies once, under the SHA-256 of its bytes, and is never changed."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.atomic import staged_file
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.store.entries import StoredFile
from jxdesk.store.places import is_regular, leads_elsewhere, not_plain

CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_INCOMING = ".incoming-"
# Also what somebody was writing beside such a file's place.
_HALF_MADE = re.compile(r"\.incoming-.*|\..*\.part", re.DOTALL)


class FileStore:
    """The folder ``files/`` of a workspace: ``ab/abcdef…`` holds the bytes with that digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def clean_up(self) -> None:
        """Remove what a copy that was cut off left behind. Only for the holder of the lock.

        Raises ``UserError`` ``store.not-plain`` where a folder inside leads elsewhere: what lies
        there is nobody's of ours to remove.
        """
        with os_errors(self._folder):
            self._folder.mkdir(exist_ok=True)
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    _clean_up(entry)

    def add(self, source: Path, progress: Progress, expected: str = "") -> StoredFile:
        """Copy ``source`` in one pass. Raises ``UserError`` (missing, rights, full disk).

        Where ``expected`` is given, other bytes than those with this digest are not kept:
        ``store.other-content``.
        """
        with _open_regular(source) as handle:
            total = os.fstat(handle.fileno()).st_size
            label = f"存入{source.name}"
            return self._take_in(source, handle, expected, lambda done: progress(label, done, total))

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A path for a file that is being made, gone afterwards, or at the next opening."""
        place = self._folder / f"{_INCOMING}{secrets.token_hex(8)}"
        try:
            yield place
        finally:
            place.unlink(missing_ok=True)

    def add_bytes(self, data: bytes) -> StoredFile:
        """Keep ``data`` as a file."""
        stored = StoredFile(hashlib.sha256(data).hexdigest(), len(data))
        target = self._place(stored.sha256)
        if not _holds(target, stored):
            with staged_file(target) as beside:
                beside.write_bytes(data)
        return stored

    def path(self, sha256: str) -> Path:
        """Where the bytes with this digest lie. Raises ``UserError`` ``store.file-missing``."""
        found = self._place(sha256)
        try:
            regular = stat.S_ISREG(found.lstat().st_mode) and not leads_elsewhere(found.parent.lstat())
        except FileNotFoundError:
            regular = False
        except OSError as error:
            raise UserError(
                "path.io", f"读取“{found}”时出错。", "请检查磁盘是否完好、是否有读取权限。"
            ) from error
        if not regular:
            raise UserError(
                "store.file-missing",
                f"工作区里缺少一个附件（{sha256[:12]}…）。",
                "请从原件重新添加这个附件，或从备份的工作区文件夹把它复制回 files 文件夹。",
            )
        return found

    def stored(self) -> frozenset[str]:
        """The digests of all files that lie here, whether anything names them or not."""
        with os_errors(self._folder):
            found = (path.name for path in self._folder.glob("[0-9a-f][0-9a-f]/*") if is_regular(path))
            return frozenset(name for name in found if _DIGEST.fullmatch(name))

    def discard(self, sha256: str) -> None:
        """Remove the bytes with this digest, and with them their folder when it is left empty.

        Does nothing when they are gone already. Raises ``UserError`` (rights; a folder that leads
        elsewhere, ``store.not-plain``).
        """
        place = self._place(sha256)
        with os_errors(place):
            if not place.parent.is_dir():
                return
            if leads_elsewhere(place.parent.lstat()):
                raise not_plain(place.parent)
            place.unlink(missing_ok=True)
            if not any(place.parent.iterdir()):
                place.parent.rmdir()

    def _take_in(
        self, source: Path, handle: BinaryIO, expected: str, report: Callable[[int], None]
    ) -> StoredFile:
        with os_errors(self._folder), self.incoming() as incoming:
            stored = _copy(source, handle, incoming, report)
            if expected and stored.sha256 != expected:
                raise _other_content(source)
            target = self._place(stored.sha256)
            if not _holds(target, stored):
                with staged_file(target) as beside:
                    os.replace(incoming, beside)
        return stored

    def must_be_digest(self, sha256: str) -> None:
        """Raise ``ValueError`` for anything that names no file here."""
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r:.80}")

    def _place(self, sha256: str) -> Path:
        self.must_be_digest(sha256)
        return self._folder / sha256[:2] / sha256


def _clean_up(entry: os.DirEntry[str]) -> None:
    facts = entry.stat(follow_symlinks=False)
    if leads_elsewhere(facts):
        raise not_plain(Path(entry.path))
    if stat.S_ISREG(facts.st_mode) and _HALF_MADE.fullmatch(entry.name):
        Path(entry.path).unlink(missing_ok=True)
    elif stat.S_ISDIR(facts.st_mode):
        _remove_parts(Path(entry.path))


def _remove_parts(folder: Path) -> None:
    for left in folder.glob(".*.part"):
        if is_regular(left):
            left.unlink(missing_ok=True)


def _copy(source: Path, handle: BinaryIO, target: Path, report: Callable[[int], None]) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    report(0)
    with target.open("xb") as copy:
        while True:
            with os_errors(source):
                chunk = handle.read(CHUNK)
            if not chunk:
                return StoredFile(digest.hexdigest(), size)
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
            report(size)


def _open_regular(source: Path) -> BinaryIO:
    """Open a file without waiting on pipes and without taking a device for a document."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os_errors(source):
        if source.is_dir():
            raise IsADirectoryError(f"{source}")
        descriptor = os.open(source, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UserError("store.not-file", f"“{source}”不是普通文件，没有存入。", "请选择要附上的文件。")
    return os.fdopen(descriptor, "rb")


def _other_content(source: Path) -> UserError:
    return UserError(
        "store.other-content",
        f"“{source.name}”在检查之后又被改动，没有存入。",
        "请等正在写入它的程序结束，再重试。",
    )


def _holds(place: Path, stored: StoredFile) -> bool:
    """Whether the bytes are there already, undamaged; damaged ones are written anew."""
    if not place.is_file() or place.stat().st_size != stored.size:
        return False
    with place.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest() == stored.sha256
