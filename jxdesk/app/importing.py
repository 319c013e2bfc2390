"""Bring a spreadsheet into a list: judged row by row, then all of it or nothing, as one undo step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jxdesk.app.import_report import CellChange, Fault, ImportReport, Remark, RowVerdict, Verdict
from jxdesk.app.matching import Matches, match
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.changes import Change, ChangeSet, SetValue
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.show import edit_text, show
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.cells import ReadCell
from jxdesk.exchange.headings import NO_ANSWERS, Answers
from jxdesk.exchange.kinds import LISTS, ListKind, lists_of
from jxdesk.exchange.references import References
from jxdesk.exchange.rejects import ROW, Reject, write_rejects
from jxdesk.exchange.rows import ReadList, ReadRow, read_lists
from jxdesk.exchange.sheets import sheet_number
from jxdesk.exchange.template import field_text, sheet_title, write_template
from jxdesk.exchange.workbook import read_workbook
from jxdesk.notice import Notice

_STEP = 200
_LABEL = "正在核对"


def import_rows(
    session: Session,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    answers: Answers = NO_ANSWERS,
    progress: Progress = silent,
) -> ImportReport:
    """Judge every row of the spreadsheet at ``path`` and, if none is refused, bring all in.

    ``kind`` is one of ``jxdesk.exchange.kinds.KINDS``; ``answers`` say what headings mean that are not
    understood by themselves. A backup is taken before anything is
    changed. Refused rows are written to ``rejects`` where that is given. Raises ``UserError``
    for a file that can't be read (``exchange.*``, ``path.*``); then nothing was changed.
    """
    sheets = read_workbook(path, progress)
    references = References(session.application, session.catalogue)
    lists = read_lists(sheets, lists_of(kind), session.catalogue, references, answers)
    judged = [_Judge(session, read, references).judge(progress) for read in lists]
    rows = tuple(row for each in judged for row in each.rows)
    refused = any(row.verdict is Verdict.REFUSED for row in rows)
    changes = tuple(change for each in judged for change in each.changes)
    applied = bool(changes) and not refused and not dry_run
    if applied:
        titles = "、".join(f"“{sheet_title(read.kind, session.catalogue)}”" for read in lists)
        session.workspace.backup("导入前")
        session.workspace.apply(ChangeSet(f"导入{titles}", changes))
    if refused and rejects is not None:
        _write_rejects(session, lists, rows, rejects)
    unused = tuple((read.sheet, heading) for read in lists for heading in read.headings.unused)
    skipped = tuple((read.sheet, number, said) for read in lists for number, said in read.skipped)
    examples = sum(read.examples for read in lists)
    return ImportReport(rows, unused, examples, dry_run, applied, skipped)


def kind_of(record: str) -> str:
    """The kind of spreadsheet in which the list ``record`` travels."""
    return next(name for name, kind in LISTS.items() if kind.record == record)


def make_template(session: Session, kind: str, out: Path) -> None:
    """Write a workbook of ``kind`` with what the workspace holds. Raises ``UserError``."""
    write_template(kind, out, session.catalogue, session.application)


def write_filled(kind: str, out: Path, notice: Notice, application: Application) -> None:
    """As :func:`make_template` without the workspace, for a process of its own: it takes its time."""
    write_template(kind, out, Catalogue(notice), application)


@dataclass(frozen=True, slots=True)
class _Judged:
    rows: tuple[RowVerdict, ...]
    changes: tuple[Change, ...]


class _Judge:
    """Judges one list of the spreadsheet against the list as it stands."""

    def __init__(self, session: Session, read: ReadList, references: References) -> None:
        self._session = session
        self._read = read
        self._kind: ListKind = read.kind
        self._references = references
        self._present: Sequence[Any] = getattr(session.application, read.kind.record)
        self._by_uid = {row.uid: row for row in self._present}

    def judge(self, progress: Progress) -> _Judged:
        """Every row's verdict, and the changes that those that are not refused make."""
        matches = match(self._kind, self._read.rows, self._present)
        verdicts: list[RowVerdict] = []
        cells: list[Change] = []
        inserts: list[Change] = []
        total = len(self._read.rows)
        for number, row in enumerate(self._read.rows):
            if number % _STEP == 0:
                progress(_LABEL, number, total)
            verdict, changed = self._row(row, matches)
            verdicts.append(verdict)
            if verdict.verdict is Verdict.NEW:
                values = {name: cell.value for name, cell in row.cells.items()}
                position = len(self._present) + len(inserts)
                inserts.append(self._session.new_row(self._kind.record, position, values))
            elif verdict.verdict is Verdict.CHANGES:
                cells += changed
        progress(_LABEL, total, total)
        if len(self._present) + len(inserts) > MAX_ROWS:
            raise UserError(
                "import.too-many",
                f"导入后会超过 {MAX_ROWS} 行，没有导入。",
                "请核对文件里是否混进了别的内容。",
            )
        return _Judged(tuple(verdicts), (*cells, *inserts))

    def _row(self, row: ReadRow, matches: Matches) -> tuple[RowVerdict, list[SetValue]]:
        held = self._by_uid.get(matches.uids.get(row.number, ""))
        faults = [
            Fault(cell.address, cell.field.id, cell.fault.message, cell.fault.remedy)
            for cell in row.cells.values()
            if cell.fault is not None and not (held is not None and self._says_the_same(cell, held))
        ]
        if doubt := matches.doubts.get(row.number):
            faults.append(Fault(f"第 {row.number} 行", "", doubt, ""))
        elif held is None:
            faults += self._new_row_faults(row)
        changes, shown = self._changes(row, held) if held is not None else ([], [])
        faults += self._computed_faults(changes, row)
        if faults:
            verdict = Verdict.REFUSED
        elif held is None:
            verdict = Verdict.NEW
        else:
            verdict = Verdict.CHANGES if changes else Verdict.SAME
        uid = held.uid if held is not None else ""
        found = RowVerdict(
            self._kind.record,
            self._read.sheet,
            row.number,
            self._name(row, held),
            uid,
            verdict,
            tuple(shown),
            tuple(faults),
            tuple(
                Remark(cell.address, cell.field.id, cell.field.short, cell.note)
                for cell in row.cells.values()
                if cell.note
            ),
        )
        return found, changes

    def _new_row_faults(self, row: ReadRow) -> list[Fault]:
        place = f"第 {row.number} 行"
        if self._kind.fixed:
            message = "软件里没有这份材料，不能只填名称。"
            return [Fault(place, "", message, "请先把文件加入佐证材料，再导入它的说明。")]
        if any(name in row.cells for name in self._kind.named_by):
            return []
        label = self._session.catalogue.field(f"{self._kind.record}.{self._kind.named_by[-1]}").short
        return [Fault(place, "", f"没有填写“{label}”，认不出是哪一条。", "请补上，或删去这一行。")]

    def _changes(self, row: ReadRow, held: Any) -> tuple[list[SetValue], list[CellChange]]:
        changes, shown = [], []
        for name, cell in row.cells.items():
            if cell.fault is not None or self._says_the_same(cell, held):
                continue
            before = cell.field.spec.of(held)
            changes.append(SetValue(self._kind.record, held.uid, name, before, cell.value))
            texts = (self._text(cell, before), self._text(cell, cell.value))
            shown.append(CellChange(cell.address, cell.field.id, cell.field.short, *texts))
        return changes, shown

    def _computed_faults(self, changes: Sequence[SetValue], row: ReadRow) -> list[Fault]:
        """What the program works out itself is in the workbook to be read, not to be changed."""
        found = []
        for change in changes:
            cell = row.cells[change.column]
            try:
                self._session.refuse_computed(cell.field.id)
            except UserError as error:
                found.append(Fault(cell.address, cell.field.id, error.message, error.remedy))
        return found

    def _says_the_same(self, cell: ReadCell, held: Any) -> bool:
        """Whether the cell shows what is there already, as well as a cell can show it."""
        before = cell.field.spec.of(held)
        if cell.number is not None and cell.fault is None and isinstance(before, int | Decimal):
            return not isinstance(before, bool) and sheet_number(before) == sheet_number(cell.number)
        if cell.fault is None and canonical.same_value(before, cell.value):
            return True
        if cell.note and isinstance(before, Decimal) and before == cell.value:
            # How many places a converted figure has says nothing of how exact it was written.
            return True
        if cell.field.kind is Kind.DATE and not isinstance(cell.raw, str):
            return cell.value == f"{before}-01"
        return bool(cell.text) and cell.text in self._writings(cell, before)

    def _writings(self, cell: ReadCell, value: Value) -> set[str]:
        """The ways in which our own workbooks write a value."""
        notice = self._session.notice
        found = {
            show(cell.field, value, notice),
            edit_text(cell.field, value, notice),
            self._text(cell, value),
        }
        if cell.field.kind is Kind.REFERENCES and isinstance(value, tuple):
            found.add("；".join(self._references.plain_word(str(item)) for item in value))
        return found

    def _text(self, cell: ReadCell, value: Value) -> str:
        return field_text(cell.field, value, self._session.catalogue, self._references)

    def _name(self, row: ReadRow, held: Any) -> str:
        cell = row.cells.get("name")
        if cell is not None:
            return cell.text[:60]
        return str(held.name)[:60] if held is not None else ""


def _write_rejects(
    session: Session, lists: Sequence[ReadList], verdicts: Sequence[RowVerdict], out: Path
) -> None:
    reasons: dict[tuple[str, int], Mapping[str, str]] = {
        (row.record, row.number): _reasons(row) for row in verdicts if row.verdict is Verdict.REFUSED
    }
    found: dict[str, list[Reject]] = defaultdict(list)
    for read in lists:
        record = read.kind.record
        found[record] = [
            Reject(row, reasons[record, row.number]) for row in read.rows if (record, row.number) in reasons
        ]
    write_rejects([(read, found[read.kind.record]) for read in lists], session.catalogue, out)


def _reasons(row: RowVerdict) -> dict[str, str]:
    texts: dict[str, str] = {}
    for fault in row.faults:
        name = fault.field.partition(".")[2] or ROW
        texts[name] = f"{texts.get(name, '')}{fault.message}{fault.remedy}"
    return texts
