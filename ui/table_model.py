"""A list of the form as a table: a thin model over the frozen rows of the present picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QIcon

from jxdesk.app.cell_edits import is_typed
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.finding import Finding
from jxdesk.domain.show import show
from jxdesk.domain.values import Kind
from ui import icons
from ui.context import Context
from ui.field_row import text_of
from ui.findings_model import SHAPES
from ui.picture import Picture
from ui.references import words_of
from ui.rows import Index, runs, steps
from ui.table_filter import EMPTY_WORD, is_blank

FIELD = Qt.ItemDataRole.UserRole + 1
UID = Qt.ItemDataRole.UserRole + 2
_NUMBERS = (Kind.COUNT, Kind.DECIMAL)
# More separate runs of rows than these are not told one by one.
_MOST_RUNS = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """Text typed into a cell that is not stored: under way, or refused with a sentence."""

    text: str
    refusal: str = ""


class RecordTableModel(QAbstractTableModel):
    """The rows of ``record`` by uid, the columns by catalogue but for those in ``hidden``.

    ``refused`` carries a sentence.
    """

    refused = Signal(str)
    hidden: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, context: Context, record: str, first: tuple[str, ...] = (), parent: QObject | None = None
    ) -> None:
        """``first`` names the columns to begin with; the others follow in the catalogue's order."""
        super().__init__(parent)
        self.record = record
        every = context.desk.picture.catalogue.of_record(record)
        fields = (field for field in every if field.spec.name not in self.hidden)
        order = {name: number for number, name in enumerate(first)}
        self.fields = tuple(sorted(fields, key=lambda field: order.get(field.spec.name, len(order))))
        self.rows: list[Any] = []
        self._held: object = None
        self.look = context.look
        self._desk = context.desk
        self.picture = context.desk.picture
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._numbers: dict[str, int] = {}
        self._found: dict[tuple[str, str], list[Finding]] = {}
        self._found_rows: frozenset[str] = frozenset()
        self._looked = False
        self._icons: dict[str, QIcon] = {}
        self._required = context.desk.picture.catalogue.required(record)
        self.show_picture(context.desk.picture)
        context.look.changed.connect(self._restyle)

    # --- keeping up with the workspace ----------------------------------------------------------

    def show_picture(self, picture: Picture) -> None:
        """Take over the rows and findings; views are told only what changed."""
        before, self.picture = self.picture, picture
        held, changed = getattr(picture.application, self.record), set[int]()
        if held is not self._held:
            self._held, new = held, list(held)
            if not self._follow(new):
                return
            changed = {n for n, (old, row) in enumerate(zip(self.rows, new, strict=True)) if old is not row}
            self.rows = new
        if picture.report is not before.report or not self._looked:
            changed |= self._take_findings(picture)
        self._tell(sorted(changed))

    def _follow(self, new: list[Any]) -> bool:
        """Take rows out and put rows in until there are those of ``new``; false when all was reset."""
        old_uids, new_uids = [row.uid for row in self.rows], [row.uid for row in new]
        if old_uids == new_uids:
            return True
        found = steps(old_uids, new_uids)
        if found is None or len(found[0]) + len(found[1]) > _MOST_RUNS:
            self.beginResetModel()
            self._set_rows(new)
            self._take_findings(self.picture)
            self.endResetModel()
            return False
        removed, inserted = found
        for first, last in reversed(removed):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set_rows(self.rows[:first] + self.rows[last + 1 :])
            self.endRemoveRows()
        for first, last in inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set_rows(self.rows[:first] + new[first : last + 1] + self.rows[first:])
            self.endInsertRows()
        return True

    def row_of(self, uid: str) -> int:
        """The row with this uid, −1 for none."""
        return self._numbers.get(uid, -1)

    def column_of(self, field: str) -> int:
        """The column of a field id, 0 when it is not one of these."""
        return next((i for i, f in enumerate(self.fields) if f.id == field), 0)

    def shown_text(self, row: Any, field: Field) -> str:
        """What a cell shows of what is stored."""
        value = field.spec.of(row)
        if field.kind is Kind.REFERENCES and isinstance(value, tuple):
            return words_of(tuple(str(item) for item in value), self.picture)
        return show(field, value, self.picture.notice)

    def copied_text(self, row: Any, field: Field) -> str:
        """What a cell gives when it is copied: what its editor starts from, its words where there is none."""
        draft = self._drafts.get((row.uid, field.spec.name))
        if draft:
            return draft.text
        typed = text_of(field, field.spec.of(row), self.picture.notice) if may_edit(field) else ""
        return typed or self.shown_text(row, field)

    def is_found(self, uid: str) -> bool:
        """Whether the check found anything in a row."""
        return uid in self._found_rows

    def is_lacking(self, row: Any) -> bool:
        """Whether anything that the notice asks for is not filled in a row."""
        return any(
            is_blank(field.spec.of(row)) and not self.shown_text(row, field) for field in self._required
        )

    @property
    def refused_uids(self) -> frozenset[str]:
        """The rows with a cell whose text was not taken."""
        return frozenset(uid for (uid, _), draft in self._drafts.items() if draft.refusal)

    @property
    def refused_names(self) -> tuple[str, ...]:
        """Cells whose text was not taken."""
        names = {field.spec.name: field.short for field in self.fields}
        return tuple(
            f"第 {self._numbers[uid] + 1} 行{names[name]}"
            for (uid, name), draft in self._drafts.items()
            if draft.refusal and uid in self._numbers
        )

    def settle(self, uids: Iterable[str], names: Iterable[str]) -> None:
        """Show what is stored in these cells: it came by another way than typing."""
        columns = tuple(names)
        for uid in uids if self._drafts else ():
            for name in columns:
                if self._drafts.pop((uid, name), None) is not None:
                    self._cell_changed((uid, name))

    def give_up(self) -> None:
        """Put back what is stored wherever text was not taken."""
        refused = [key for key, draft in self._drafts.items() if draft.refusal]
        for key in refused:
            del self._drafts[key]
            self._cell_changed(key)

    # --- Qt's questions -------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        unit = field.spec.mark.unit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{field.short}（{unit}）" if unit and unit not in field.short else field.short
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [field.label, field.text.hint, "必填" if field.text.required else ""]
            return "\n".join(line for line in lines if line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not index.isValid() or self.picture.locked or not may_edit(self.fields[index.column()]):
            return plain if index.isValid() else Qt.ItemFlag.NoItemFlags
        return plain | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not (index.row() < len(self.rows) and index.column() < len(self.fields)):
            return None
        row, field = self.rows[index.row()], self.fields[index.column()]
        if role == FIELD:
            return field
        if role == UID:
            return row.uid
        draft = self._drafts.get((row.uid, field.spec.name))
        value = field.spec.of(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return draft.text if draft else self.shown_text(row, field)
        if role == Qt.ItemDataRole.EditRole:
            return draft.text if draft else text_of(field, value, self.picture.notice)
        if role == Qt.ItemDataRole.AccessibleTextRole and field.kind is Kind.FLAG:
            return self.shown_text(row, field) or EMPTY_WORD
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if field.kind in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return self._marks(row.uid, field, draft, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, field, typed = self.rows[index.row()], self.fields[index.column()], str(value)
        key = (row.uid, field.spec.name)
        if typed == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        if typed == text_of(field, field.spec.of(row), self.picture.notice):
            self._drafts.pop(key, None)
            self._cell_changed(key)
            return True
        self._drafts[key] = Draft(typed)
        self._cell_changed(key)

        def done() -> None:
            if self._drafts.get(key) == Draft(typed):
                del self._drafts[key]
            self._cell_changed(key)

        def refused(error: UserError) -> None:
            self._drafts[key] = Draft(typed, f"{error.message}{error.remedy}")
            self._cell_changed(key)
            self.refused.emit(f"{error.message}{error.remedy}")

        self._desk.set_text(field.id, typed, row.uid, refused=refused, done=done)
        return True

    # --- inside ---------------------------------------------------------------------------------

    def _marks(self, uid: str, field: Field, draft: Draft | None, role: int) -> Any:
        """What a cell says beside its text: the shape of the weightiest finding, and the sentences."""
        if draft and draft.refusal:
            shape, said = "error", [draft.refusal]
        else:
            found = self._found.get((uid, field.id), [])
            shape, said = (SHAPES[found[0].level] if found else ""), [f.message for f in found]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(shape) if shape else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(said) if said else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return "；".join(said) if said else None
        if role == Qt.ItemDataRole.BackgroundRole and draft and draft.refusal:
            return self.look.colour("error_soft")
        return None

    def _icon(self, shape: str) -> QIcon:
        if shape not in self._icons:
            self._icons[shape] = icons.icon(shape, self.look.colour(shape), 14)
        return self._icons[shape]

    def _set_rows(self, rows: list[Any]) -> None:
        self.rows = rows
        self._numbers = {row.uid: number for number, row in enumerate(rows)}

    def _take_findings(self, picture: Picture) -> set[int]:
        """Take over what was found; the rows for which that is something else than before."""
        before, found = self._found, self._findings(picture)
        self._found, self._looked = found, True
        self._found_rows = frozenset(uid for uid, _ in found)
        differing = {uid for uid, _ in before.keys() ^ found.keys()}
        differing |= {key[0] for key in before.keys() & found.keys() if before[key] != found[key]}
        return {self._numbers[uid] for uid in differing if uid in self._numbers}

    def _findings(self, picture: Picture) -> dict[tuple[str, str], list[Finding]]:
        found: dict[tuple[str, str], list[Finding]] = {}
        start = f"{self.record}."
        for item in picture.report.judged:
            place = item.finding.place
            if place.row and place.field.startswith(start):
                found.setdefault((place.row, place.field), []).append(item.finding)
        for here in found.values():
            here.sort(key=lambda finding: finding.level)
        return found

    def _tell(self, rows: list[int]) -> None:
        """Say which rows changed, in as few words as can be."""
        stretches = runs(rows)
        if len(stretches) > _MOST_RUNS:
            stretches = [(rows[0], rows[-1])]
        for first, last in stretches:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))

    def _cell_changed(self, key: tuple[str, str]) -> None:
        row = self.row_of(key[0])
        if row >= 0:
            self._tell([row])

    def _restyle(self) -> None:
        self._icons.clear()
        if self.rows:
            corner = self.index(len(self.rows) - 1, len(self.fields) - 1)
            roles = [Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.BackgroundRole]
            self.dataChanged.emit(self.index(0, 0), corner, roles)


def may_edit(field: Field) -> bool:
    """Whether a cell of this column can be typed into; digests and sizes come from the file itself."""
    return is_typed(field)
