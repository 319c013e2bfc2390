"""What travels unseen in a file, taken out of the copy in the workspace; the user's own stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.app import facts
from jxdesk.app.screening import evidence_row
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.values import Value


@dataclass(frozen=True, slots=True)
class Stripped:
    """What was taken out of the file ``name``, in plain words; nothing if there was nothing.

    ``former`` is the SHA-256 (hex) of the copy as it was: it stays in the workspace, so that this can be
    undone, until it is purged.
    """

    name: str
    removed: tuple[str, ...]
    former: str


def strip_copy(session: Session, uid: str, progress: Progress = silent) -> Stripped:
    """Replace the workspace's copy of the evidence file ``uid`` by one without metadata, as one undo step.

    The new copy is opened and screened like any file. Raises ``UserError``: ``file.unknown``,
    ``strip.*`` (a kind that can't be freed of it, a damaged file), ``store.file-missing``,
    ``store.frozen``, ``store.read-only``, ``disk.full``; then nothing was changed.
    """
    from jxdesk.files.probe import probe
    from jxdesk.files.strip import strip

    row = evidence_row(session, uid)
    workspace = session.workspace
    with workspace.incoming() as target:
        removed = strip(workspace.file(row.sha256), target, progress)
        if not removed:
            return Stripped(row.name, (), row.sha256)
        known = probe(target, progress=progress)
        was_there = workspace.holds(known.sha256)
        stored = workspace.add_file(target, expected=known.sha256)
    after: dict[str, Value] = {"sha256": stored.sha256, "size": stored.size}
    changes = (session.cell_change(f"evidence.{column}", uid, value) for column, value in after.items())
    try:
        workspace.apply(ChangeSet("清除一份材料的附带信息", tuple(c for c in changes if c is not None)))
    except UserError:
        if not was_there:
            workspace.discard(stored.sha256)
        raise
    facts.keep(session, [known])
    return Stripped(row.name, removed, row.sha256)
