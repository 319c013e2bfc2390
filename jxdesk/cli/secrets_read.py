"""Passwords and recovery codes: from a file, or typed on a terminal; never from the command line."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors

MAX_FILE = 4096


def first_line(path: Path) -> str:
    """The first line of a small UTF-8 file. Raises ``UserError`` ``key.password-file`` and of the disk."""
    with os_errors(path), path.open("rb") as handle:
        data = handle.read(MAX_FILE)
    try:
        return data.decode("utf-8-sig").split("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise UserError(
            "key.password-file", f"“{path.name}”不是 UTF-8 文本。", "请用记事本另存为 UTF-8 编码。"
        ) from error


def password(
    path: Path | None, *, what: str = "口令", option: str = "--password-file", confirm: bool = False
) -> str:
    """The first line of ``path``, or what is typed; ``confirm`` has it typed twice.

    Raises ``UserError`` ``key.no-password`` without a terminal, ``key.mismatch``.
    """
    if path is not None:
        return first_line(path)
    _need_terminal(what, option)
    typed = getpass.getpass(f"{what}：")
    if confirm and getpass.getpass("再输一次：") != typed:
        raise UserError("key.mismatch", "两次输入的口令不一样。", "请重新运行这个命令。")
    return typed


def code(path: Path | None) -> str:
    """The recovery code, from a file or typed where it can be seen: it is long, and good only once."""
    if path is not None:
        return first_line(path)
    _need_terminal("恢复码", "--code-file")
    print("恢复码（7 组，每组 5 个字符）：", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _need_terminal(what: str, option: str) -> None:
    if not sys.stdin.isatty():
        raise UserError("key.no-password", f"没有给出{what}。", f"请加上 {option} 文件。")
