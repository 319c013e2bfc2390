"""Bring a spreadsheet into a list: judged row by row, then all of it or nothing, as one undo step."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from jxdesk.app.form_words import row_names
from jxdesk.app.import_report import HandedOut, ImportReport, Verdict
from jxdesk.app.judging import Basis, Judge
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.changes import Change, ChangeSet
from jxdesk.domain.merging import Side
from jxdesk.exchange.handout import Handed
from jxdesk.exchange.handout import handed as handed_out
from jxdesk.exchange.headings import NOTHING_ANSWERED, ListAnswers
from jxdesk.exchange.kinds import LISTS, lists_of
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import ReadList, read_lists
from jxdesk.exchange.workbook import Sheet, read_workbook
from jxdesk.exchange.written import sheet_title
from jxdesk.notice import Notice

if TYPE_CHECKING:
    # The process that reads a spreadsheet loads this module and needs no workspace.
    from jxdesk.app.session import Session

NO_CHOICES: Mapping[str, Side] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plan:
    """An import that was judged but not made: its report and what it would change, under ``label``.

    There are no ``changes`` where a row is refused or a conflict undecided.
    """

    report: ImportReport
    label: str
    changes: tuple[Change, ...]


def import_rows(
    session: Session,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    answers: ListAnswers = NOTHING_ANSWERED,
    choices: Mapping[str, Side] = NO_CHOICES,
    otherwise: Side | None = None,
    clear: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Judge every row of the spreadsheet at ``path`` and, if none is refused, bring all in.

    Of a workbook that was handed out only what was changed in it since is brought in; what changed here
    too is a conflict, decided by ``choices`` (by key), else as ``otherwise`` says. While one is undecided
    nothing is brought in. A cell that came back empty empties ours only by a choice of its own, or with
    ``clear``.

    ``kind`` is one of ``jxdesk.exchange.kinds.KINDS``; ``answers`` say, list by list, what headings mean that
    are not understood by themselves. A backup is taken before anything is
    changed. Refused rows are written to ``rejects`` where that is given. Raises ``UserError``
    for a file that can't be read (``exchange.*``, ``path.*``); then nothing was changed.
    """
    sheets = read_workbook(path, progress)
    basis = Basis(session.application, session.catalogue, session.tokens, choices, otherwise, clear)
    plan = make_plan(sheets, kind, basis, answers, rejects=rejects, progress=progress)
    if dry_run or plan.report.refused or plan.report.undecided:
        return dataclasses.replace(plan.report, dry_run=dry_run)
    return apply_plan(session, plan)


def make_plan(
    sheets: tuple[Sheet, ...],
    kind: str,
    basis: Basis,
    answers: ListAnswers = NOTHING_ANSWERED,
    *,
    rejects: Path | None = None,
    progress: Progress = silent,
) -> Plan:
    """Judge every row of ``sheets``; nothing is changed. Refused rows are written to ``rejects``.

    Raises ``UserError`` ``exchange.*``, ``import.*``, and for disk and rights.
    """
    references = References(basis.application, basis.catalogue)
    lists = read_lists(sheets, lists_of(kind), basis.catalogue, references, answers)
    handed = handed_out(sheets, basis.catalogue, references)
    if handed is not None and handed.application != basis.application.id:
        raise UserError(
            "import.other-handout",
            "这张表是从另一份申报发出去的，没有导入。",
            "请在发出它的那个工作区里导入；确实要用到这里的，把内容复制到这里导出的表中再导入。",
        )
    judged = [Judge(basis, read, references, handed).judge(progress) for read in lists]
    rows = tuple(row for each in judged for row in each.rows)
    refused = any(row.verdict is Verdict.REFUSED for row in rows)
    undecided = any(row.conflicts for row in rows)
    if refused and rejects is not None:
        # Writing workbooks takes a library as large as all the rest: it is loaded where one is written.
        from jxdesk.app.rejecting import write_refused

        write_refused(basis.catalogue, lists, rows, rejects)
    report = ImportReport(
        rows,
        unused=tuple((read.sheet, heading) for read in lists for heading in read.headings.unused),
        examples=sum(read.examples for read in lists),
        dry_run=True,
        applied=False,
        skipped=tuple((read.sheet, number, said) for read in lists for number, said in read.skipped),
        handed=None if handed is None else _handing(basis, kind, lists, handed),
    )
    titles = "、".join(f"“{sheet_title(read.kind, basis.catalogue)}”" for read in lists)
    changes = () if refused or undecided else tuple(change for each in judged for change in each.changes)
    return Plan(report, f"导入{titles}", changes)


def _handing(basis: Basis, kind: str, lists: Sequence[ReadList], handed: Handed) -> HandedOut:
    """To whom and when the workbook was handed out, and which rows did not come back."""
    came = {(read.kind.record, row.uid) for read in lists for row in read.rows}
    names = row_names(basis.catalogue, basis.application)
    missing = [
        names[each.record, uid]
        for each in lists_of(kind)
        for uid in handed.uids(each.record)
        if (each.record, uid) in names and (each.record, uid) not in came
    ]
    return HandedOut(handed.to, handed.when, tuple(missing))


def apply_plan(session: Session, plan: Plan) -> ImportReport:
    """Make an import that was judged against the application as it still stands, as one undo step.

    A backup is taken before. Raises ``UserError`` ``store.*``; then nothing was changed.
    """
    if plan.changes:
        session.workspace.backup("导入前")
        session.workspace.apply(ChangeSet(plan.label, plan.changes))
    return dataclasses.replace(plan.report, dry_run=False, applied=bool(plan.changes))


def kind_of(record: str) -> str:
    """The kind of spreadsheet in which the list ``record`` travels."""
    return next(name for name, kind in LISTS.items() if kind.record == record)


def make_template(session: Session, kind: str, out: Path) -> None:
    """Write a workbook of ``kind`` with what the workspace holds. Raises ``UserError``."""
    write_filled(kind, out, session.notice, session.application)


def write_blank(kind: str, out: Path, notice: Notice) -> None:
    """Write an empty workbook of ``kind``, with an example row. Raises ``UserError``."""
    from jxdesk.exchange.template import write_template

    write_template(kind, out, Catalogue(notice))


def write_filled(kind: str, out: Path, notice: Notice, application: Application) -> None:
    """As :func:`make_template` without the workspace, for a process of its own: it takes its time.

    Where ``out`` ends in ``.csv`` the list is written as CSV.
    """
    from jxdesk.exchange.csv_text import SUFFIX as CSV
    from jxdesk.exchange.csv_text import write_csv
    from jxdesk.exchange.template import write_template

    write = write_csv if out.suffix.lower() == CSV else write_template
    write(kind, out, Catalogue(notice), application)
