"""What the children of the worker tests do: answer, refuse, crash, hang, eat memory."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from jxdesk.base.errors import UserError


def add(left: int, right: int) -> int:
    return left + right


def big_answer(size: int) -> bytes:
    return b"x" * size


def refuse() -> None:
    raise UserError("test.refused", "这个文件不行。", "请换一个。")


def bug() -> None:
    raise KeyError("an honest bug")


def abort() -> None:
    os.abort()


def read_address_nought() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def hang(started: str) -> None:
    Path(started).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(3600)


def eat(size: int) -> int:
    return len(bytearray(size))


def chatter() -> str:
    os.write(2, b"noise on the way\n")
    return "done"


def describe(what: str) -> tuple[str, int]:
    """The kind of call that a crew's child is given: most are answered, some end or block it."""
    if what == "abort":
        os.abort()
    if what == "hang":
        time.sleep(3600)
    if what == "eat":
        bytearray(512 * 1024 * 1024)
    if what == "bug":
        raise KeyError("an honest bug")
    return what, os.getpid()
