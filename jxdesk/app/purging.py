"""Files gone for good: from the list, the history, the backups and the disk's file itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent

_UNNAMED = "没有列在任何地方的文件"


@dataclass(frozen=True, slots=True)
class Purgeable:
    """A file that can be purged: SHA-256 (hex), size in bytes, the names under which it is listed.

    ``rows`` are the uids of its rows of evidence, ``scan`` whether it is a stamped scan. Neither: it
    lies there for undo and backups only.
    """

    sha256: str
    size: int
    names: tuple[str, ...]
    rows: tuple[str, ...]
    scan: bool

    @property
    def label(self) -> str:
        """What to call it to the user."""
        return "、".join(self.names) or _UNNAMED


def purgeable(session: Session) -> tuple[Purgeable, ...]:
    """Every file of the workspace: listed evidence, stamped scans, then what is only left over."""
    workspace = session.workspace
    found: dict[str, Purgeable] = {}
    for row in session.application.evidence:
        if row.sha256:
            size = row.size if isinstance(row.size, int) else 0
            _add(found, Purgeable(row.sha256, size, (row.name,), (row.uid,), scan=False))
    for scan in workspace.scans():
        _add(found, Purgeable(scan.file.sha256, scan.file.size, (scan.name,), (), scan=True))
    left = (Purgeable(file.sha256, file.size, (), (), scan=False) for file in workspace.unused_files())
    return (*found.values(), *left)


def unused(session: Session) -> tuple[Purgeable, ...]:
    """The files that are left over: removed rows, and copies that were replaced."""
    return tuple(file for file in purgeable(session) if not file.rows and not file.scan)


def find(session: Session, word: str) -> Purgeable:
    """The file meant by its name, the uid of its row, or its SHA-256.

    Raises ``UserError`` ``file.unknown`` or ``file.ambiguous``.
    """
    files = purgeable(session)
    meant = [file for file in files if word == file.sha256 or word in file.rows]
    meant = meant or [file for file in files if word in file.names]
    if not meant:
        raise UserError(
            "file.unknown",
            f"工作区里没有“{word[:80]}”这份文件。",
            "请用 evidence 命令查看名称，照原样写。",
        )
    if len(meant) > 1:
        choices = "、".join(file.rows[0] if file.rows else file.sha256 for file in meant[:5])
        raise UserError(
            "file.ambiguous", f"有 {len(meant)} 份文件都叫“{word[:80]}”。", f"请改写编号：{choices}。"
        )
    return meant[0]


def purge(session: Session, files: Iterable[Purgeable], progress: Progress = silent) -> None:
    """Remove files for good: rows, bytes, facts, reasons; history and backups too. Not to be undone.

    The undo history is emptied. What was rendered, sealed or copied elsewhere is not reached, nor what
    an SSD keeps of overwritten blocks. Raises ``UserError``: ``store.frozen``, ``store.read-only``
    (nothing was changed); ``purge.unfinished`` (another program is in the way: the rest is done by
    :func:`finish` or at the next opening).
    """
    digests = [file.sha256 for file in files]
    try:
        session.workspace.purge(digests, progress)
    except UserError as error:
        if error.code in ("store.frozen", "store.read-only") or not session.workspace.purge_pending:
            raise
        raise UserError(
            "purge.unfinished",
            f"文件已从申报材料中去掉，但还没有清除干净：{error.message}",
            f"{error.remedy}之后重新打开工作区，程序会接着清除。",
        ) from error
    for sha256 in digests:
        session.seen_here.pop(sha256, None)


def finish(session: Session, progress: Progress = silent) -> bool:
    """Bring a purge to its end that could not be finished before; whether there was one."""
    pending = session.workspace.purge_pending
    if pending:
        purge(session, (), progress)
    return pending


def _add(found: dict[str, Purgeable], new: Purgeable) -> None:
    """The same bytes may be listed several times."""
    held = found.setdefault(new.sha256, new)
    if held is not new:
        found[new.sha256] = Purgeable(
            held.sha256,
            held.size,
            tuple(dict.fromkeys((*held.names, *new.names))),
            (*held.rows, *new.rows),
            scan=held.scan or new.scan,
        )
