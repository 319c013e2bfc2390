"""The office's key: made, brought along, opened, given another password, recovered; and its recovery sheet.

Everything that asks for the key's own password counts wrong ones (:mod:`jxdesk.app.key_tries`).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jxdesk.app import key_tries
from jxdesk.base.atomic import staged_file
from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.documents.fonts import load_fonts
from jxdesk.documents.papers.recovery_sheet import RecoveryFacts, recovery_sheet
from jxdesk.domain.show import show_date
from jxdesk.signing import bring_along, keyfile, pkcs12
from jxdesk.signing.keyfile import KeyInfo, LockedKey, NewKey
from jxdesk.signing.signer import Signer

T = TypeVar("T")

PROVES = (
    "自制的证书能证明各个版本是用同一把密钥封装的、封装以后没有人改过；"
    "不能证明封装的就是这家单位，因为证书上的名称是自己填的。"
)
SHEET_ADDS = "“是哪一家”由盖章的交接单证明：上面印着这个指纹，接收单位拿它与申报包里的证书逐组核对。"
ONLY_ONCE = "恢复码只显示这一次，程序不保存。谁拿到它和密钥文件，谁就能以本单位的名义签名。"


@dataclass(frozen=True, slots=True)
class BroughtKey:
    """A key file made of one that was brought along, and what the user has to be told of it."""

    new: NewKey
    remarks: tuple[str, ...]


def unlock(locked: LockedKey, password: str, clock: Clock) -> Signer:
    """The signer of a key file. Raises ``UserError`` ``key.wait``, and as :meth:`LockedKey.unlock`."""
    return _counted(locked.info.fingerprint, lambda: locked.unlock(password), clock)


def bring(
    source: Path, source_password: str, path: Path, password: str, clock: Clock, progress: Progress = silent
) -> BroughtKey:
    """Make a key file at ``path`` of the ``.p12`` or ``.pfx`` at ``source``, with a password of its own.

    Raises ``UserError`` as :func:`pkcs12.open_file`, :func:`bring_along.choose` and :func:`keyfile.keep`.
    """
    keyfile.check_password(password)
    brought = bring_along.choose(pkcs12.open_file(source, source_password, progress), clock())
    new = keyfile.keep(path, brought.certificate_der, brought.key, password)
    return BroughtKey(new, brought.remarks)


def change_password(path: Path, old: str, new: str, clock: Clock) -> KeyInfo:
    """See :func:`keyfile.change_password`. Raises ``UserError`` ``key.wait`` too."""
    return _counted_at(path, new, lambda: keyfile.change_password(path, old, new), clock)


def renew(path: Path, old: str, new: str, clock: Clock) -> NewKey:
    """See :func:`keyfile.renew`. Raises ``UserError`` ``key.wait`` too."""
    return _counted_at(path, new, lambda: keyfile.renew(path, old, new), clock)


def recover(path: Path, code: str, new: str) -> NewKey:
    """See :func:`keyfile.recover`. Codes are not counted: nobody guesses 140 random bits."""
    made = keyfile.recover(path, code, new)
    key_tries.forget(made.info.fingerprint)
    return made


def sheet_pdf(new: NewKey, when: dt.datetime) -> bytes:
    """The recovery sheet of a key file just written; ``when`` is aware. Raises as :func:`recovery_sheet`."""
    info = new.info
    day = show_date(when.astimezone().date().isoformat())
    facts = RecoveryFacts(
        organisation=info.organisation,
        name=info.name,
        file=new.path.name,
        fingerprint=info.fingerprint,
        sheet=info.sheet,
        made=day,
        code=new.recovery_code,
    )
    return recovery_sheet(facts, load_fonts())


def write_sheet(new: NewKey, out: Path, when: dt.datetime) -> None:
    """Write the recovery sheet as a PDF that only this user may read; ``out`` must not exist yet.

    Raises ``UserError`` ``path.exists`` and as above.
    """
    pdf = sheet_pdf(new, when)
    with staged_file(out, replace=False) as beside:
        beside.touch(mode=0o600)
        beside.write_bytes(pdf)


def refuse_taken(*paths: Path) -> None:
    """Before anything is made: raises ``UserError`` ``path.exists`` for a path that is taken."""
    for path in paths:
        if os.path.lexists(path):
            raise UserError("path.exists", f"“{path}”已经存在。", "请换一个名称或位置。")


def _counted_at(path: Path, new: str, work: Callable[[], T], clock: Clock) -> T:
    # What is asked of the new password is no try of the old one.
    keyfile.check_password(new)
    return _counted(keyfile.read(path).info.fingerprint, work, clock)


def _counted(fingerprint: str, work: Callable[[], T], clock: Clock) -> T:
    number = key_tries.begin(fingerprint, clock)
    try:
        done = work()
    except UserError as error:
        if error.code != "key.password":
            key_tries.forget(fingerprint)
            raise
        raise _refused(error, number) from error
    key_tries.forget(fingerprint)
    return done


def _refused(error: UserError, number: int) -> UserError:
    if number == 1:
        return error
    wait = key_tries.wait_after(number)
    if wait:
        said = f"密钥口令第 {number} 次不对，要等 {key_tries.in_words(wait)}才能再试。"
        remedy = "再试时注意大小写和中英文输入法；忘记了的，可以用恢复码设新口令。"
        return UserError("key.password", said, remedy)
    said = f"密钥口令第 {number} 次不对。"
    if number + 1 == key_tries.FREE:
        said += f"再错一次，要等 {key_tries.in_words(key_tries.FIRST_WAIT)}才能再试。"
    return UserError("key.password", said, error.remedy)
