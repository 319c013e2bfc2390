"""定稿: freeze what the leaders have agreed to, and thaw it with a reason."""

from __future__ import annotations

from jxdesk.app import checking
from jxdesk.app.session import Session
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.domain.finding import Level
from jxdesk.store.entries import FreezeRecord

_LEAST_REASON = 4


def standing(session: Session) -> FreezeRecord | None:
    """The freezing that stands, ``None`` while the data may be changed."""
    records = session.workspace.freezes()
    return records[-1] if records and records[-1].frozen else None


def freeze(session: Session, note: str = "") -> FreezeRecord:
    """Freeze the application as it stands and take a backup of it.

    Warnings may still get their reasons and scans may still be added: neither changes the data.
    Raises ``UserError``: ``freeze.done`` (frozen already), ``freeze.errors`` (exit 1, findings
    that could not be mended without thawing again), ``store.read-only``, ``disk.full``.
    """
    if standing(session) is not None:
        raise UserError("freeze.done", "申报书已经定稿。", "需要修改时，请先写明原因解除定稿。")
    errors = checking.check(session).count(Level.ERROR)
    if errors:
        raise UserError(
            "freeze.errors",
            f"还有 {errors} 处错误，不能定稿。",
            "请先在“检查”中逐条改正，再定稿。",
            exit_code=EXIT_NO,
        )
    session.workspace.freeze(session.data_digest, note.strip())
    session.workspace.backup("定稿")
    return session.workspace.freezes()[-1]


def thaw(session: Session, reason: str) -> None:
    """Let the data be changed again; ``reason`` is kept with who and when.

    Raises ``UserError``: ``freeze.none`` (not frozen), ``freeze.reason`` (no reason of any
    content), ``store.read-only``.
    """
    if standing(session) is None:
        raise UserError("freeze.none", "申报书还没有定稿，可以直接修改。", "不需要解除定稿。")
    if len(reason.strip()) < _LEAST_REASON:
        raise UserError("freeze.reason", "没有写明解除定稿的原因。", "请用一句话写明谁要求改、改什么。")
    session.workspace.backup("解除定稿前")
    session.workspace.thaw(reason.strip())
