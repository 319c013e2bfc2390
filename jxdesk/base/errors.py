"""The two kinds of failure.

A :class:`UserError` is what the user did or the machine lacks: it is shown as one calm
sentence with its remedy. Everything else is a bug and gets the crash report.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXIT_GOOD = 0
EXIT_NO = 1
EXIT_UNUSABLE = 2
EXIT_UNKNOWN_SIGNER = 3
EXIT_STOPPED = 130


class UserError(Exception):
    """Something the user can mend.

    ``code`` is a stable dotted id for tests and logs (``"store.locked"``), ``message`` and
    ``remedy`` are whole sentences in Simplified Chinese, ``exit_code`` is what the command
    line ends with (1 the answer is no, 2 wrong use or unreadable input).
    """

    def __init__(self, code: str, message: str, remedy: str, *, exit_code: int = EXIT_UNUSABLE) -> None:
        super().__init__(f"{message}{remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.message, self.remedy, self.exit_code)


def _rebuild(code: str, message: str, remedy: str, exit_code: int) -> UserError:
    return UserError(code, message, remedy, exit_code=exit_code)


class Cancelled(Exception):
    """The user stopped a piece of long work; nothing half-made is left behind."""


_NO_SPACE = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


# What is written beside its place is called ``.<name>.<8 hex>.part`` (see atomic.py).
_STAGED = re.compile(r"\.(?:(?P<name>.+)\.)?[0-9a-f]{8}\.part")


def final_path(path: Path | str) -> Path:
    """``path`` as the user knows it: staged names become the names they will have."""
    parts = []
    for part in Path(path).parts:
        staged = _STAGED.fullmatch(part)
        if staged is None or staged["name"]:
            parts.append(staged["name"] if staged else part)
    return Path(*parts)


def is_disk_full(error: OSError) -> bool:
    """Whether the disk, and nothing about the file, is the reason."""
    return error.errno in _NO_SPACE or error.errno == errno.EFBIG


def from_os_error(error: OSError, path: Path | str) -> UserError:
    """Turn an :class:`OSError` about ``path`` into the sentence a clerk can act on."""
    where = f"“{final_path(path)}”"
    if error.errno in _NO_SPACE:
        return UserError(
            "disk.full",
            f"磁盘空间已满，{where}没有写成。",
            "请清理磁盘或换一个位置后重试；原有内容没有改动。",
        )
    if error.errno == errno.EFBIG:
        return UserError(
            "disk.file-too-big",
            f"{where}太大，这个磁盘放不下这么大的单个文件。",
            "FAT32 格式的 U 盘只能放 4 GB 以下的文件，请换用 NTFS 或 exFAT 格式的磁盘。",
        )
    if error.errno == errno.ENAMETOOLONG:
        return UserError(
            "path.too-long", f"{where}的名称或路径太长。", "请缩短名称，或换一个层次较浅的文件夹。"
        )
    if isinstance(error, FileNotFoundError):
        return UserError("path.missing", f"找不到{where}。", "请检查路径是否写对。")
    if isinstance(error, FileExistsError):
        return UserError("path.exists", f"{where}已经存在。", "请换一个名称或位置。")
    if isinstance(error, NotADirectoryError | IsADirectoryError):
        return UserError("path.kind", f"{where}不是所要的文件或文件夹。", "请检查路径。")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(
            "path.denied",
            f"没有权限读写{where}。",
            "请关闭正在使用它的程序，或换一个有权限的位置。",
        )
    return UserError(
        "path.io",
        f"读写{where}时出错（系统错误 {error.errno or '不明'}）。",
        "请检查磁盘、U盘或光盘是否完好后重试。",
    )


@contextmanager
def os_errors(path: Path | str) -> Iterator[None]:
    """Run file work on ``path``; an :class:`OSError` in it leaves as a :class:`UserError`."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, error.filename or path) from error
