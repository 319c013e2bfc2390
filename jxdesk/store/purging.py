"""Purge: files gone for good, with their rows, the history, and what was noted down of them.

It has two parts. :func:`begin` is one transaction: the present data forgets the files, and what is
still to be erased elsewhere is noted down. :func:`finish` rewrites the backups, removes the bytes,
writes the database anew without its free pages, and takes the note away last; when it is cut off,
the next time of opening runs it again. What an SSD or a copy of the folder keeps is out of reach.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from jxdesk.base.atomic import staged_file
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.canonical import UID
from jxdesk.store import backups, journal
from jxdesk.store.connection import Database, Mode
from jxdesk.store.doomed import Doomed, Row, doomed_by, rows_of, with_former_copies
from jxdesk.store.files import FileStore
from jxdesk.store.freezing import must_not_be_frozen
from jxdesk.store.meta import read_meta
from jxdesk.store.opening import open_backup, understood
from jxdesk.store.reading import digest, text
from jxdesk.store.schema import (
    CHANGES,
    CONFIRMATIONS,
    EXTENSIONS,
    FIGURE_NOTES,
    FREEZES,
    META,
    PURGES,
    REASONS,
    RECORDS,
    SHEET_CONFIRMATIONS,
    metadata,
)

ERASED = "（已清除）"
_LABEL = "正在彻底清除"
_EVIDENCE = RECORDS["evidence"]
# Where a row that holds a digest is not about the file but about what was done, and stays.
_KEPT = {table.name for name, table in RECORDS.items() if name != "evidence"} | {
    table.name for table in (META, CHANGES, PURGES, FREEZES, EXTENSIONS)
}
# What people wrote beside other things, and may have called a file by its name in.
_TOLD = (CHANGES.c.label, FREEZES.c.reason, CONFIRMATIONS.c.note, SHEET_CONFIRMATIONS.c.why)


def begin(connection: Connection, digests: Collection[str], stored: frozenset[str]) -> None:
    """Let the database in ``connection`` forget the files, and note down what is still to be done.

    Former copies of the same rows go with them. Does nothing where no row, past ones included, and
    nothing of what is ``stored`` has the digests. Raises ``UserError`` ``store.frozen`` where that
    would change data that is frozen.
    """
    digests = with_former_copies(connection, digests)
    rows = rows_of(connection, digests)
    if not rows and stored.isdisjoint(digests):
        return
    present = select(_EVIDENCE.c.uid).where(_EVIDENCE.c.sha256.in_(digests))
    if connection.execute(present).first() is not None:
        must_not_be_frozen(connection)
    noted = {Row(sha256, "", "") for sha256 in digests} | set(rows)
    connection.execute(
        insert(PURGES).prefix_with("OR IGNORE"),
        [{"sha256": r.sha256, "row": r.uid, "name": r.name} for r in sorted(noted)],
    )
    _erase(connection, doomed_by(rows, digests))


def pending(connection: Connection) -> Doomed | None:
    """What a purge that was begun still has to erase, ``None`` for nothing.

    ``ValueError`` for content that no program of ours has written.
    """
    found = connection.execute(select(PURGES)).all()
    if not all(row.row == "" or UID.fullmatch(row.row) for row in found):
        raise ValueError("not a row id")
    rows = [Row(digest(row.sha256), row.row, text(row.name)) for row in found]
    return doomed_by(rows, [row.sha256 for row in rows]) if rows else None


def finish(doomed: Doomed, database: Database, files: FileStore, folder: Path, progress: Progress) -> None:
    """Erase what :func:`begin` left: in the backups in ``folder``, in ``files``, in freed pages.

    May be run again after it was cut off. Raises ``UserError``: ``store.busy`` (somebody else is
    reading the database), ``path.denied`` (somebody else has a file open), ``disk.full``.
    """
    taken = backups.snapshots(folder)
    steps = len(taken) + 2
    for number, path in enumerate(taken):
        progress(_LABEL, number, steps)
        _rewrite(path, doomed)
    progress(_LABEL, len(taken), steps)
    for sha256 in doomed.digests:
        files.discard(sha256)
    progress(_LABEL, len(taken) + 1, steps)
    database.compact()
    with database.write() as connection:
        connection.execute(delete(PURGES))
    database.empty_log()
    progress(_LABEL, steps, steps)


def _erase(connection: Connection, doomed: Doomed) -> None:
    """Take every row away that is about the files, and everything by which they could come back."""
    for table in metadata.tables.values():
        if table.name not in _KEPT:
            for sha256 in doomed.digests:
                connection.execute(delete(table).where(_holds(table, sha256)))
    gone = EXTENSIONS.c.uid.not_in(select(_EVIDENCE.c.uid))
    connection.execute(delete(EXTENSIONS).where(EXTENSIONS.c.record == _EVIDENCE.name, gone))
    _close_ranks(connection)
    _forget_notes(connection, doomed)
    journal.forget(connection, read_meta(connection).undo_head)
    for column in _TOLD:
        for (words,) in connection.execute(select(column).distinct()).all():
            if doomed.mentioned_in(words):
                changed = update(column.table).where(column == words).values({column.name: ERASED})
                connection.execute(changed)


def _holds(table: Table, sha256: str) -> ColumnElement[bool]:
    texts = (column for column in table.c if isinstance(column.type, Text))
    return or_(false(), *(func.instr(column, sha256) > 0 for column in texts))


def _close_ranks(connection: Connection) -> None:
    """Number the rows of evidence anew: positions have no gaps."""
    rows = connection.execute(select(_EVIDENCE.c.uid, _EVIDENCE.c.position).order_by(_EVIDENCE.c.position))
    for position, row in enumerate(rows.all()):
        if row.position != position:
            moved = update(_EVIDENCE).where(_EVIDENCE.c.uid == row.uid).values(position=position)
            connection.execute(moved)


def _forget_notes(connection: Connection, doomed: Doomed) -> None:
    """Reasons and figure notes that stand at the files' rows, or call one by its name."""
    for reason in connection.execute(select(REASONS)).all():
        at_row = not doomed.rows.isdisjoint(reason.key.split("|"))
        if at_row or doomed.mentioned_in(reason.text, reason.seen):
            same = (REASONS.c.key == reason.key) & (REASONS.c.seen == reason.seen)
            connection.execute(delete(REASONS).where(same))
    for note in connection.execute(select(FIGURE_NOTES)).all():
        if note.row in doomed.rows or doomed.mentioned_in(note.source, note.bureau):
            same = (FIGURE_NOTES.c.field == note.field) & (FIGURE_NOTES.c.row == note.row)
            connection.execute(delete(FIGURE_NOTES).where(same))


def _rewrite(path: Path, doomed: Doomed) -> None:
    """Take the files out of a backup. One that is not ours to change goes whole, if it holds them."""
    try:
        with staged_file(path) as beside:
            shutil.copyfile(path, beside)
            with open_backup(beside, Mode.WRITE) as database:
                _erase_backup(database, doomed)
    except UserError as error:
        if error.code not in ("store.damaged", "store.newer"):
            raise
        if backups.holds(path, [word.encode() for word in doomed.words]):
            path.unlink(missing_ok=True)


def _erase_backup(database: Database, doomed: Doomed) -> None:
    with understood(database.path), database.write() as connection:
        here = doomed_by(rows_of(connection, doomed.digests), doomed.digests)
        whole = Doomed(doomed.digests, doomed.rows | here.rows, doomed.names | here.names)
        _erase(connection, whole)
        connection.execute(delete(PURGES))
    database.compact()
