"""Workbooks handed out to bureaus and enterprises: what is asked of whom, pre-filled with what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from jxdesk.exchange.kinds import ALL, SEPARATOR, lists_of
from jxdesk.exchange.template import SEVERAL, write_template
from jxdesk.exchange.written import sheet_title
from jxdesk.notice import Notice

_MOST_FILES = 500
# By this the program knows the notice's own indicators: it is no column to fill in.
_GIVEN = "indicators.given"
_LABEL = "正在生成表格"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be handed out, as a person chose it.

    ``kind`` is what :func:`jxdesk.exchange.kinds.lists_of` takes, ``columns`` are field ids, ``rows`` uids
    (``None``: all, and new ones may be added). ``each``: one workbook for every row, to whom its name says.
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
        if not is_computed(field) and field.id != _GIVEN
    )


def bureaus(session: Session) -> tuple[str, ...]:
    """The bureaus that answer for figures, as far as sources have been written."""
    return FigureNotes(session.workspace.figure_notes()).bureaus


def columns_of(session: Session, kind: str, bureau: str) -> frozenset[str]:
    """The columns of ``kind`` for which a bureau answers, for all rows or for some."""
    ids = {note.field for note in session.workspace.figure_notes() if note.bureau == bureau}
    return frozenset(field.id for field in askable(session.catalogue, kind) if field.id in ids)


def for_bureaus(session: Session, kind: str) -> tuple[Asking, ...]:
    """What each bureau is asked for: the columns of ``kind`` that it answers for, and only those lists."""
    found = ((bureau, columns_of(session, kind, bureau)) for bureau in bureaus(session))
    return tuple(Asking(kind_of_columns(columns), bureau, columns) for bureau, columns in found if columns)


def kind_of_columns(columns: Iterable[str]) -> str:
    """The kind of workbook that holds just the lists of these columns (field ids)."""
    records = {field.partition(".")[0] for field in columns}
    return SEPARATOR.join(each.name for each in lists_of(ALL) if each.record in records)


def hand_out(
    session: Session,
    askings: Sequence[Asking],
    out: Path,
    progress: Progress = silent,
    *,
    into_folder: bool = False,
) -> tuple[Path, ...]:
    """Write the workbook to ``out``; with ``into_folder`` they go there under names of their own.

    Raises ``UserError``: ``handout.to``, ``handout.columns``, ``handout.rows``, ``exchange.kind``,
    ``path.*``, ``disk.full``.
    """
    given = (askings, out, session.notice, session.application, session.clock(), into_folder)
    return write_handouts(*given, progress)


def write_handouts(
    askings: Sequence[Asking],
    out: Path,
    notice: Notice,
    application: Application,
    when: datetime,
    into_folder: bool,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """As :func:`hand_out` without the workspace, for a process of its own: it takes its time."""
    catalogue = Catalogue(notice)
    for asking in askings:
        _must_be_sound(asking, catalogue, application)
    if not askings:
        raise UserError("handout.to", "没有要发给的部门。", "请先给数据写上责任部门，或写明发给谁。")
    parts = [part for asking in askings for part in _parts(asking, catalogue, application)]
    if len(parts) > _MOST_FILES:
        raise UserError("handout.rows", f"一次最多生成 {_MOST_FILES} 个文件。", "请分几次选择。")
    many = into_folder or len(parts) > 1
    made = []
    for number, part in enumerate(parts):
        progress(_LABEL, number, len(parts))
        name = file_name(f"{title_of(part.kind, catalogue)}-{part.to}.xlsx")
        path = _free(out / name) if many else out
        request = Request(part.to.strip()[:MAX_LINE], when, part.columns, part.rows)
        write_template(part.kind, path, catalogue, application, request)
        made.append(path)
    return tuple(made)


def title_of(kind: str, catalogue: Catalogue) -> str:
    """What a workbook of ``kind`` is called."""
    lists = lists_of(kind)
    return sheet_title(lists[0], catalogue) if len(lists) == 1 else SEVERAL


def _parts(asking: Asking, catalogue: Catalogue, application: Application) -> Iterator[Asking]:
    """One for every workbook."""
    if not asking.each:
        yield asking
        return
    for row in _rows(asking, application):
        name = row_name(catalogue, row.name, getattr(row, "given", ""))
        yield Asking(asking.kind, name, asking.columns, frozenset({row.uid}))


def _free(path: Path) -> Path:
    """``path``, or one with a number behind its name: what came back filled may lie in the same folder."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return free


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


def _rows(asking: Asking, application: Application) -> Iterator[Any]:
    for each in lists_of(asking.kind):
        rows: Iterable[Any] = getattr(application, each.record)
        yield from (row for row in rows if asking.rows is None or row.uid in asking.rows)
