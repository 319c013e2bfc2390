"""Who has a workspace open. The system's file lock decides, a small file beside it says who.

The lock of a dead process is let go by the system, so nothing stale can stand in the way.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from jxdesk.base.atomic import write_bytes
from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import open_regular_file
from jxdesk.domain.limits import FIRST_YEAR, LAST_YEAR
from jxdesk.store.tidy import tidy

LOCK_NAME = "workspace.lock"
HOLDER_NAME = "holder.json"
_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Holder:
    """Who opened a workspace, where, with which process, and since when (UTC)."""

    user: str
    host: str
    pid: int
    since: datetime


def present_holder(clock: Clock) -> Holder:
    """The present user and process."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        user = "未知用户"
    return Holder(user[:100], platform.node()[:100], os.getpid(), clock())


class WorkspaceLock:
    """The right to write to one workspace, held until :meth:`release`."""

    def __init__(self, folder: Path, holder: Holder) -> None:
        """Take the lock. Raises ``UserError`` ``store.locked`` naming who has it."""
        self._holder_file = folder / HOLDER_NAME
        self._lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)
        with os_errors(folder):
            try:
                self._lock.acquire()
            except Timeout as error:
                raise _locked(folder, read_holder(folder)) from error
            try:
                # Who has it is only said; a folder of that name must not keep anybody from working.
                if not self._holder_file.is_dir():
                    write_bytes(self._holder_file, _encode(holder))
            except BaseException:
                self._lock.release()
                raise

    def release(self) -> None:
        """Let go. Does nothing the second time."""
        if self._lock.is_locked:
            with os_errors(self._holder_file):
                try:
                    if not self._holder_file.is_dir():
                        self._holder_file.unlink(missing_ok=True)
                finally:
                    self._lock.release()


def read_holder(folder: Path) -> Holder | None:
    """What the holder's file says, ``None`` when there is none or it can't be understood."""
    try:
        with open_regular_file(folder / HOLDER_NAME) as handle:
            plain = json.loads(handle.read(_MAX_BYTES))
        since = datetime.fromisoformat(plain["since"])
        if not FIRST_YEAR < since.year < LAST_YEAR:
            return None
        user, host = tidy(str(plain["user"])[:100]), tidy(str(plain["host"])[:100])
        return Holder(user, host, int(plain["pid"]), since.astimezone(UTC))
    except (UserError, OSError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return None


def _encode(holder: Holder) -> bytes:
    plain = {
        "user": holder.user,
        "host": holder.host,
        "pid": holder.pid,
        "since": holder.since.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(plain, ensure_ascii=False).encode()


def _locked(folder: Path, holder: Holder | None) -> UserError:
    if holder is None:
        who = "已被另一个程序打开"
    else:
        since = holder.since.astimezone().strftime("%Y-%m-%d %H:%M")
        who = f"自 {since} 起由“{holder.user}”在电脑“{holder.host}”上打开（进程 {holder.pid}）"
    return UserError(
        "store.locked",
        f"工作区“{folder.name}”{who}，不能同时修改。",
        "请先在那里关闭它，或以只读方式打开。",
    )
