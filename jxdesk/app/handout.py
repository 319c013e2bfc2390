"""Workbooks handed out to bureaus and enterprises: what is asked of whom, pre-filled with what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jxdesk.app.form_words import row_name
from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.app.single_changes import is_computed
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.figure_notes import FigureNotes
from jxdesk.domain.limits import MAX_LINE, is_clean_text
from jxdesk.exchange.handout import Request
from jxdesk.exchange.kinds import lists_of
from jxdesk.exchange.template import write_template
from jxdesk.exchange.written import sheet_title
from jxdesk.notice import Notice

_MOST_FILES = 500
_LABEL = "正在生成表格"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be handed out, as a person chose it.

    ``kind`` is one of ``jxdesk.exchange.kinds.KINDS``, ``columns`` are field ids, ``rows`` uids (``None``:
    all, and new ones may be added). ``each``: one workbook for every row, ``to`` whom its name says.
    """

    kind: str
    to: str
    columns: frozenset[str]
    rows: frozenset[str] | None = None
    each: bool = False


def askable(catalogue: Catalogue, kind: str) -> tuple[Field, ...]:
    """The fields of the lists of ``kind`` that somebody can be asked to fill in."""
    return tuple(
        field
        for each in lists_of(kind)
        for field in catalogue.of_record(each.record)
        if not is_computed(field)
    )


def bureaus(session: Session) -> tuple[str, ...]:
    """The bureaus that answer for figures, as far as sources have been written."""
    return FigureNotes(session.workspace.figure_notes()).bureaus


def columns_of(session: Session, kind: str, bureau: str) -> frozenset[str]:
    """The columns of ``kind`` for which a bureau answers, for all rows or for some."""
    ids = {note.field for note in session.workspace.figure_notes() if note.bureau == bureau}
    return frozenset(field.id for field in askable(session.catalogue, kind) if field.id in ids)


def hand_out(session: Session, asking: Asking, out: Path, progress: Progress = silent) -> tuple[Path, ...]:
    """Write the workbook to ``out``, or with ``each`` one for every row into the folder ``out``.

    Raises ``UserError``: ``handout.to``, ``handout.columns``, ``handout.rows``, ``exchange.kind``,
    ``path.*``, ``disk.full``.
    """
    return write_handouts(asking, out, session.notice, session.application, session.clock(), progress)


def write_handouts(
    asking: Asking,
    out: Path,
    notice: Notice,
    application: Application,
    when: datetime,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """As :func:`hand_out` without the workspace, for a process of its own: it takes its time."""
    catalogue = Catalogue(notice)
    _must_be_sound(asking, catalogue, application)
    if not asking.each:
        request = Request(asking.to.strip(), when, asking.columns, asking.rows)
        progress(_LABEL, 0, 1)
        write_template(asking.kind, out, catalogue, application, request)
        return (out,)
    rows = list(_rows(asking, application))
    names = [row_name(catalogue, row.name, getattr(row, "given", "")) for row in rows]
    made = []
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        progress(_LABEL, number, len(rows))
        request = Request(name[:MAX_LINE], when, asking.columns, frozenset({row.uid}))
        title = sheet_title(lists_of(asking.kind)[0], catalogue)
        again = f"（{names[:number].count(name) + 1}）" if name in names[:number] else ""
        path = out / file_name(f"{title}-{name}{again}.xlsx")
        write_template(asking.kind, path, catalogue, application, request)
        made.append(path)
    return tuple(made)


def _must_be_sound(asking: Asking, catalogue: Catalogue, application: Application) -> None:
    to = asking.to.strip()
    if not asking.each and (not to or len(to) > MAX_LINE or not is_clean_text(to, lines=False)):
        raise UserError("handout.to", "没有写明发给谁。", "请写部门或企业的名称。")
    allowed = {field.id for field in askable(catalogue, asking.kind)}
    if not asking.columns or asking.columns - allowed:
        strange = sorted(asking.columns - allowed)
        what = f"这张表里没有可以填写的“{strange[0][:60]}”列。" if strange else "没有选要填写的列。"
        raise UserError("handout.columns", what, "请至少选一列。")
    if asking.each and len(lists_of(asking.kind)) > 1:
        raise UserError("handout.rows", "几张表不能逐行分开发。", "请一张表一张表地发。")
    found = sum(1 for _ in _rows(asking, application))
    if asking.rows is not None and found != len(asking.rows):
        raise UserError("handout.rows", "选的行里有的已经不在表里。", "请刷新后重新选择。")
    if (asking.rows is not None or asking.each) and not found:
        raise UserError("handout.rows", "没有选要发出的行。", "请至少选一行。")
    if asking.each and found > _MOST_FILES:
        raise UserError("handout.rows", f"一次最多生成 {_MOST_FILES} 个文件。", "请分几次选择。")


def _rows(asking: Asking, application: Application) -> Iterator[Any]:
    for each in lists_of(asking.kind):
        rows: Iterable[Any] = getattr(application, each.record)
        yield from (row for row in rows if asking.rows is None or row.uid in asking.rows)
