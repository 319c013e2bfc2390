"""Backups: one a day by itself, and any of them brought back as a step that can be undone."""

from __future__ import annotations

from jxdesk.app.session import Session
from jxdesk.domain.changes import ChangeSet
from jxdesk.store.entries import Backup

_DAILY = "每日"


def daily(session: Session) -> Backup | None:
    """Take a backup unless one was taken on this (local) day; the new one, or ``None``.

    A workspace that can't be written, or in which nothing was changed since the newest backup,
    needs none. Raises ``UserError`` ``disk.full``, ``path.*``.
    """
    workspace = session.workspace
    if workspace.read_only or workspace.revision == 0:
        return None
    newest = next(iter(workspace.backups()), None)
    today = session.clock().astimezone().date()
    if newest is not None and (newest.when.astimezone().date() >= today or newest.when >= workspace.saved_at):
        return None
    workspace.backup(_DAILY)
    return workspace.backups()[0]


def restore(session: Session, backup: Backup) -> ChangeSet:
    """Make the application what it was in ``backup``: one change set, which undo takes back.

    What stands now is backed up first. Reasons, notes, printings and scans stay as they are.
    Raises ``UserError``: ``store.foreign-backup``, ``store.damaged``, ``store.newer``,
    ``store.frozen``, ``store.read-only``, ``disk.full``; then nothing was changed.
    """
    held = session.workspace.backed_up_application(backup)
    session.workspace.backup("恢复前")
    moment = backup.when.astimezone()
    label = f"恢复到{moment.month}月{moment.day}日{moment:%H:%M}的备份"
    return session.workspace.replace_application(held, label)
