"""Judge the rows of a spreadsheet against a list as it stands: what each of them would do, and why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jxdesk.app.form_words import is_empty
from jxdesk.app.import_report import CellChange, CellConflict, Fault, Remark, RowVerdict, Verdict
from jxdesk.app.matching import Matches, match
from jxdesk.app.single_changes import is_computed, new_row, refuse_computed
from jxdesk.base.clock import TokenSource
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, Field, records
from jxdesk.domain.changes import Change, SetValue
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.merging import Side
from jxdesk.domain.show import edit_text, show
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.cells import ReadCell
from jxdesk.exchange.handout import Handed
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import ReadList, ReadRow, column_letters
from jxdesk.exchange.written import field_text, sheet_number

_STEP = 200
_LABEL = "正在核对"


@dataclass(frozen=True, slots=True)
class Basis:
    """What is judged against: the application as it stands; ``tokens`` gives new rows their ids.

    ``choices`` decides, by key, what changed here and in a handed-out workbook; ``otherwise`` the rest.
    ``clear`` says whether cells that came back empty are emptied where nothing was chosen for them.
    """

    application: Application
    catalogue: Catalogue
    tokens: TokenSource
    choices: Mapping[str, Side] = field(default_factory=dict)
    otherwise: Side | None = None
    clear: bool = False

    def side(self, key: str) -> Side | None:
        """Whose version stands, ``None`` while that is not decided."""
        return self.choices.get(key, self.otherwise)

    def clears(self, key: str) -> bool:
        """Whether a cell that came back empty is emptied here too."""
        return self.choices.get(key, Side.THEIRS if self.clear else Side.MINE) is Side.THEIRS


@dataclass(frozen=True, slots=True)
class Judged:
    """Every row's verdict, and the changes that those that are not refused make."""

    rows: tuple[RowVerdict, ...]
    changes: tuple[Change, ...]


class Judge:
    """Judges one list of the spreadsheet against the list as it stands."""

    def __init__(
        self, basis: Basis, read: ReadList, references: References, handed: Handed | None = None
    ) -> None:
        """``handed`` is what the workbook was when it was handed out, ``None`` for any other."""
        self._basis = basis
        self._read = read
        self._kind: ListKind = read.kind
        self._references = references
        self._present: Sequence[Any] = getattr(basis.application, read.kind.record)
        self._by_uid = {row.uid: row for row in self._present}
        self._fields = {field.spec.name: field for field in basis.catalogue.of_record(read.kind.record)}
        self._handed = handed
        self._carried = Counter(row.uid for row in read.rows)

    def judge(self, progress: Progress) -> Judged:
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
                inserts.append(new_row(self._kind.record, position, values, self._basis.tokens))
            elif verdict.verdict is Verdict.CHANGES:
                cells += changed
        progress(_LABEL, total, total)
        if len(self._present) + len(inserts) > MAX_ROWS:
            raise UserError(
                "import.too-many",
                f"导入后会超过 {MAX_ROWS} 行，没有导入。",
                "请核对文件里是否混进了别的内容。",
            )
        return Judged(tuple(verdicts), (*cells, *inserts))

    def _row(self, row: ReadRow, matches: Matches) -> tuple[RowVerdict, list[SetValue]]:
        held = self._by_uid.get(matches.uids.get(row.number, ""))
        faults = [
            Fault(row.address(cell), cell.field.id, cell.fault.message, cell.fault.remedy)
            for cell in row.cells.values()
            if cell.fault is not None and not (held is not None and self._says_nothing_new(row, cell, held))
        ]
        if held is None and not faults and row.number not in matches.doubts and self._was_handed(row):
            return self._removed_here(row)
        if doubt := matches.doubts.get(row.number):
            faults.append(Fault(f"第 {row.number} 行", "", doubt, ""))
        elif held is None:
            faults += self._new_row_faults(row)
        changes, shown, conflicts = self._changes(row, held) if held is not None else ([], [], [])
        faults += self._computed_faults(changes, row)
        cleared = self._cleared(row, held, changes, shown, conflicts) if held is not None else []
        if faults:
            verdict = Verdict.REFUSED
        elif held is None:
            verdict = Verdict.NEW
        elif conflicts:
            verdict = Verdict.CONFLICT
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
                Remark(row.address(cell), cell.field.id, cell.field.short, cell.note)
                for cell in row.cells.values()
                if cell.note
            ),
            tuple(conflicts),
            tuple(cleared),
        )
        return found, changes

    def _new_row_faults(self, row: ReadRow) -> list[Fault]:
        place = f"第 {row.number} 行"
        if self._kind.fixed:
            message = "软件里没有这份材料，不能只填名称。"
            return [Fault(place, "", message, "请先把文件加入佐证材料，再导入它的说明。")]
        if any(name in row.cells for name in self._kind.named_by):
            return []
        label = self._basis.catalogue.field(f"{self._kind.record}.{self._kind.named_by[-1]}").short
        return [Fault(place, "", f"没有填写“{label}”，认不出是哪一条。", "请补上，或删去这一行。")]

    def _changes(
        self, row: ReadRow, held: Any
    ) -> tuple[list[SetValue], list[CellChange], list[CellConflict]]:
        changes, shown, conflicts = [], [], []
        for name, cell in row.cells.items():
            if cell.fault is not None or self._says_nothing_new(row, cell, held):
                continue
            before = cell.field.spec.of(held)
            if (clash := self._clash(row, cell, held.uid, before)) is not None:
                side = self._basis.side(clash.key)
                if side is None:
                    conflicts.append(clash)
                if side is not Side.THEIRS:
                    continue
            changes.append(SetValue(self._kind.record, held.uid, name, before, cell.value))
            texts = (self._text(cell.field, before), self._text(cell.field, cell.value))
            shown.append(CellChange(row.address(cell), cell.field.id, cell.field.short, *texts))
        return changes, shown, conflicts

    # --- what was handed out -------------------------------------------------------------------

    def _uid(self, row: ReadRow) -> str:
        """The id under which a row was handed out, ``""`` for one that was not, or was copied along."""
        known = self._handed is not None and self._handed.holds(self._kind.record, row.uid)
        return row.uid if known and self._carried[row.uid] == 1 else ""

    def _was_handed(self, row: ReadRow) -> bool:
        return bool(self._uid(row))

    def _original(self, row: ReadRow, field: Field, held_uid: str = "") -> tuple[bool, Value]:
        """Whether it is known what a cell was when it was handed out, and what."""
        if self._handed is None:
            return False, None
        return self._handed.value(self._kind.record, self._uid(row) or held_uid, field)

    def _says_nothing_new(self, row: ReadRow, cell: ReadCell, held: Any) -> bool:
        """Whether a cell shows what is there, or what was handed out: nobody has changed it since."""
        if self._says_the_same(cell, cell.field.spec.of(held)):
            return True
        known, original = self._original(row, cell.field, held.uid)
        return known and self._says_the_same(cell, original)

    def _clash(self, row: ReadRow, cell: ReadCell, uid: str, mine: Value) -> CellConflict | None:
        """The conflict where ours has changed too since the workbook was handed out."""
        if self._handed is None or not self._handed.holds(self._kind.record, self._uid(row) or uid):
            return None
        known, original = self._original(row, cell.field, uid)
        if known and canonical.same_value(original, mine):
            return None
        return CellConflict(
            f"{self._kind.record}:{uid}:{cell.field.spec.name}",
            row.address(cell),
            cell.field.id,
            cell.field.short,
            self._text(cell.field, original) if known else "",
            self._text(cell.field, mine),
            self._text(cell.field, cell.value),
        )

    def _removed_here(self, row: ReadRow) -> tuple[RowVerdict, list[SetValue]]:
        """A row that was handed out and has been deleted here: back only if it was changed and is wanted."""
        changed = [
            cell
            for cell in row.cells.values()
            if not (known := self._original(row, cell.field))[0] or not self._says_the_same(cell, known[1])
        ]
        key, place = f"{self._kind.record}:{row.uid}:", f"第 {row.number} 行"
        side = self._basis.side(key) if changed else Side.MINE
        verdict = {None: Verdict.CONFLICT, Side.MINE: Verdict.SAME, Side.THEIRS: Verdict.NEW}[side]
        texts = "；".join(f"{cell.field.short}：{cell.text[:60]}" for cell in changed)
        clash = CellConflict(key, place, "", "整行", "", "（已删除）", texts)
        said = Remark(place, "", "整行", "发出以后软件里已删除，没有加回")
        found = RowVerdict(
            self._kind.record,
            self._read.sheet,
            row.number,
            self._name(row, None),
            "",
            verdict,
            remarks=(said,) if verdict is Verdict.SAME else (),
            conflicts=(clash,) if verdict is Verdict.CONFLICT else (),
        )
        return found, []

    def _cleared(
        self,
        row: ReadRow,
        held: Any,
        changes: list[SetValue],
        shown: list[CellChange],
        conflicts: list[CellConflict],
    ) -> list[CellConflict]:
        """Cells that were handed out filled and came back empty.

        Where ours is still what was handed out that is offered, and done only if it was chosen; where ours
        has changed too it is a conflict like any other. What is done or open is added to the other lists.
        """
        offered = []
        for about, address, original in self._emptied(row, held):
            spec = about.spec
            mine, key = spec.of(held), f"{spec.record}:{held.uid}:{spec.name}"
            texts = (self._text(about, original), self._text(about, mine), "")
            found = CellConflict(key, address, about.id, about.short, *texts)
            if canonical.same_value(original, mine):
                offered.append(found)
                taken = self._basis.clears(key)
            else:
                side = self._basis.side(key)
                taken = side is Side.THEIRS
                if side is None:
                    conflicts.append(found)
            if taken:
                nothing = spec.of(records()[spec.record].make({}, held.uid))
                changes.append(SetValue(spec.record, held.uid, spec.name, mine, nothing))
                shown.append(CellChange(address, about.id, about.short, found.mine, ""))
        return offered

    def _emptied(self, row: ReadRow, held: Any) -> Iterator[tuple[Field, str, Value]]:
        """The cells that came back empty: field, address, and what was handed out.

        A row keeps what it is called by, and what the program works out itself.
        """
        for name, column in self._read.headings.columns.items() if self._was_handed(row) else ():
            field = self._fields[name]
            if name in row.cells or name in self._kind.named_by or is_empty(field.spec.of(held)):
                continue
            known, original = self._original(row, field)
            if known and not is_empty(original) and not is_computed(field):
                yield field, f"{column_letters(column)}{row.number}", original

    # --- what a cell says ----------------------------------------------------------------------

    def _computed_faults(self, changes: Sequence[SetValue], row: ReadRow) -> list[Fault]:
        """What the program works out itself is in the workbook to be read, not to be changed."""
        found = []
        for change in changes:
            cell = row.cells[change.column]
            try:
                refuse_computed(cell.field)
            except UserError as error:
                found.append(Fault(row.address(cell), cell.field.id, error.message, error.remedy))
        return found

    def _says_the_same(self, cell: ReadCell, before: Value) -> bool:
        """Whether the cell shows this value already, as well as a cell can show it."""
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
        notice = self._basis.catalogue.notice
        found = {
            show(cell.field, value, notice),
            edit_text(cell.field, value, notice),
            self._text(cell.field, value),
        }
        if cell.field.kind is Kind.REFERENCES and isinstance(value, tuple):
            found.add("；".join(self._references.plain_word(str(item)) for item in value))
        return found

    def _text(self, field: Field, value: Value) -> str:
        return field_text(field, value, self._basis.catalogue, self._references)

    def _name(self, row: ReadRow, held: Any) -> str:
        cell = row.cells.get("name")
        if cell is not None:
            return cell.text[:60]
        return str(held.name)[:60] if held is not None else ""
