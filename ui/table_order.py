"""Which rows of a list are shown and in what order: a thin proxy between a table and its model.

As in a spreadsheet, rows are put in order and left out when the user asks for it, and stay where
they are while they are being edited: an edit never takes a row away from under the cursor. What no
longer fits is remembered (``stale``), so that the user can have the rows arranged anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QObject, Qt, Signal

from ui.rows import Index, runs
from ui.table_filter import Wanted, is_hit
from ui.table_keys import Group, Key, sort_key
from ui.table_model import RecordTableModel
from ui.table_sieve import Sieve

# More separate runs than these are not told one by one.
_MOST_RUNS = 60
# Whether a cell has one of the words in it that are looked for.
HIT = Qt.ItemDataRole.UserRole + 9


class TableOrder(QAbstractProxyModel):
    """The rows of a :class:`RecordTableModel` that are ``wanted``, in the form's order or sorted.

    Rows that come in anew are always shown, after all others when sorted, until the rows are
    arranged again. ``told`` is emitted when what is shown, or how much of it is stale, has changed.
    """

    told = Signal()

    def __init__(self, model: RecordTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.sieve = Sieve(model, self)
        self._asked = self.sieve.wanted
        self.sorted_by = -1
        self.descending = False
        self._shown: list[int] = []
        self._places: dict[int, int] = {}
        self._keys: dict[str, Key] = {}
        self._seen: set[str] = set()
        self._let_through: set[str] = set()
        self._stale: set[str] = set()
        self._resetting = False
        self.setSourceModel(model)
        self._begin_anew()
        model.rowsInserted.connect(self._inserted)
        model.rowsAboutToBeRemoved.connect(self._removing)
        model.rowsRemoved.connect(self._removed)
        model.dataChanged.connect(self._changed)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._was_reset)

    # --- what the user asks for -----------------------------------------------------------------

    @property
    def wanted(self) -> Wanted:
        """What is asked of the rows."""
        return self._asked

    @property
    def stale(self) -> int:
        """How many rows would be left out, shown or moved if the rows were arranged now."""
        return len(self._stale)

    def want(self, wanted: Wanted) -> None:
        """Show only rows that are ``wanted``; of a long list, when the texts of its rows are ready."""
        self._asked = wanted
        if wanted.words:
            self.sieve.prepare(self.arrange)
        else:
            self.arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or go back to the form's own order with −1; leaves out no row."""
        asked = column, order is Qt.SortOrder.DescendingOrder
        if asked == (self.sorted_by, self.descending):
            return
        self.sorted_by, self.descending = asked
        self._take_keys()
        self._reorder(self._in_order(self._shown))
        self._stale.clear()
        if self.wanted:
            self._look_again(self.model.rows)
        self.told.emit()

    def arrange(self) -> None:
        """Leave out what is not wanted, show what is, and sort it."""
        self.sieve.wanted = self._asked
        self._let_through.clear()
        self._take_keys()
        accepts = self.sieve.test()
        rows = self.model.rows
        self._become(self._in_order(n for n, row in enumerate(rows) if accepts(row)))
        self._stale.clear()
        self.told.emit()

    def let_through(self, uid: str) -> None:
        """Show this row although it is not wanted, at its place."""
        row = self.model.row_of(uid)
        if row < 0 or row in self._places:
            return
        self._let_through.add(uid)
        self._stale.discard(uid)
        shown = self._in_order([*self._shown, row])
        place = shown.index(row)
        self.beginInsertRows(QModelIndex(), place, place)
        self._set_shown(shown)
        self.endInsertRows()
        self.told.emit()

    def place_of(self, uid: str) -> int:
        """The row of the table in which a row of the list is shown, −1 for none."""
        return self._places.get(self.model.row_of(uid), -1)

    def uid_at(self, place: int) -> str:
        """The uid of the row shown at ``place``."""
        return str(self.model.rows[self._shown[place]].uid)

    @property
    def uids(self) -> tuple[str, ...]:
        """The rows that are shown, from the top down."""
        rows = self.model.rows
        return tuple(rows[number].uid for number in self._shown)

    # --- Qt's questions -------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.model.fields)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        return not parent.isValid() and bool(self._shown)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if parent.isValid() or not (0 <= row < len(self._shown) and 0 <= column < len(self.model.fields)):
            return QModelIndex()
        return self.createIndex(row, column)

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008 - Qt's own signature
        return QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        model = self.model
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        there = model.index(self._shown[index.row()], index.column())
        if role in (HIT, Qt.ItemDataRole.BackgroundRole) and self.sieve.wanted.words:
            hit = is_hit(str(model.data(there) or ""), self.sieve.wanted.words)
            if role == HIT:
                return hit
            return model.data(there, role) or (model.look.colour("warning_soft") if hit else None)
        return model.data(there, role)

    def mapToSource(self, index: Index) -> QModelIndex:
        if not index.isValid() or index.row() >= len(self._shown):
            return QModelIndex()
        return self.model.index(self._shown[index.row()], index.column())

    def mapFromSource(self, index: Index) -> QModelIndex:
        place = self._places.get(index.row()) if index.isValid() else None
        return QModelIndex() if place is None else self.createIndex(place, index.column())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        # Rows keep the numbers they have in the documents, however they are sorted.
        if orientation is Qt.Orientation.Vertical:
            if not 0 <= section < len(self._shown):
                return None
            section = self._shown[section]
        return self.model.headerData(section, orientation, role)

    # --- keeping up with the list ---------------------------------------------------------------

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        number = last - first + 1
        self._set_shown([row + number if row >= first else row for row in self._shown])
        rows = self.model.rows
        accepts = self.sieve.test()
        key = self._key()
        shown: list[int] = []
        for at in range(first, last + 1):
            uid = rows[at].uid
            if uid not in self._seen:
                self._seen.add(uid)
                self._let_through.add(uid)
                self._keys[uid] = Group.NEW, 0
            elif key is not None:
                self._keys[uid] = key(rows[at])
            if uid in self._let_through or accepts(rows[at]):
                shown.append(at)
        if shown:
            self._put_in(shown)
        self._look_again(rows[first : last + 1])
        self.told.emit()

    def _put_in(self, numbers: list[int]) -> None:
        """Show rows of the list: first at the end, as one run, then every row at its place."""
        wanted = self._in_order([*self._shown, *numbers])
        start = wanted.index(numbers[0])
        if wanted[start : start + len(numbers)] == numbers:
            self.beginInsertRows(QModelIndex(), start, start + len(numbers) - 1)
            self._set_shown(wanted)
            self.endInsertRows()
            return
        self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(numbers) - 1)
        self._set_shown([*self._shown, *numbers])
        self.endInsertRows()
        self._reorder(wanted)

    def _removing(self, _: QModelIndex, first: int, last: int) -> None:
        places = sorted(self._places[row] for row in range(first, last + 1) if row in self._places)
        for row in self.model.rows[first : last + 1]:
            self._stale.discard(row.uid)
        stretches = runs(places)
        if len(stretches) > _MOST_RUNS:
            self._resetting = True
            self.beginResetModel()
            gone = set(places)
            self._set_shown([row for place, row in enumerate(self._shown) if place not in gone])
            return
        for top, bottom in reversed(stretches):
            self.beginRemoveRows(QModelIndex(), top, bottom)
            self._set_shown(self._shown[:top] + self._shown[bottom + 1 :])
            self.endRemoveRows()

    def _removed(self, _: QModelIndex, first: int, last: int) -> None:
        number = last - first + 1
        self._set_shown([row - number if row > last else row for row in self._shown])
        if self._resetting:
            self._resetting = False
            self.endResetModel()
        self.told.emit()

    def _changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        rows = range(first.row(), last.row() + 1)
        places = [self._places[row] for row in rows if row in self._places]
        if places:
            # A few rows too many are painted where the changed ones lie apart.
            top, bottom = self.createIndex(min(places), first.column()), max(places)
            self.dataChanged.emit(top, self.createIndex(bottom, last.column()), roles)
        if not roles:
            self._look_again(self.model.rows[rows.start : rows.stop])
            self.told.emit()

    def _was_reset(self) -> None:
        self._let_through.update(row.uid for row in self.model.rows if row.uid not in self._seen)
        self._begin_anew()
        self.endResetModel()
        self.told.emit()

    # --- inside ---------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        rows = self.model.rows
        self._seen.update(row.uid for row in rows)
        self._stale.clear()
        self._take_keys()
        accepts = self.sieve.test()
        self._set_shown(
            self._in_order(n for n, r in enumerate(rows) if r.uid in self._let_through or accepts(r))
        )

    def _set_shown(self, shown: list[int]) -> None:
        self._shown = shown
        self._places = {row: place for place, row in enumerate(shown)}

    def _become(self, shown: list[int]) -> None:
        if shown == self._shown:
            return
        if len(shown) == len(self._shown) and set(shown) == self._places.keys():
            self._reorder(shown)
            return
        self.beginResetModel()
        self._set_shown(shown)
        self.endResetModel()

    def _reorder(self, shown: list[int]) -> None:
        """The same rows in another order: selection, cursor and open editors go with their rows."""
        if shown == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        rows = [self._shown[index.row()] for index in held]
        self._set_shown(shown)
        moved = [self.createIndex(self._places[r], i.column()) for r, i in zip(rows, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _key(self) -> Callable[[Any], Key] | None:
        if self.sorted_by < 0:
            return None
        field = self.model.fields[self.sorted_by]
        return sort_key(field, self.model.picture.notice, lambda row: self.model.shown_text(row, field))

    def _take_keys(self) -> None:
        key = self._key()
        self._keys = {} if key is None else {row.uid: key(row) for row in self.model.rows}

    def _in_order(self, numbers: Iterable[int]) -> list[int]:
        """Rows of the list in the order in which they are shown, by the keys they had when arranged."""
        numbers = sorted(numbers)
        if self.sorted_by < 0:
            return numbers
        rows = self.model.rows
        groups: dict[Group, list[int]] = {group: [] for group in Group}
        for number in numbers:
            groups[self._keys[rows[number].uid][0]].append(number)
        groups[Group.VALUES].sort(key=lambda n: self._keys[rows[n].uid][1], reverse=self.descending)
        return [number for group in Group for number in groups[group]]

    def _look_again(self, rows: Iterable[Any]) -> None:
        """Remember which of these rows do not stand as they should, and tell."""
        accepts, key = self.sieve.test(), self._key()
        shown = {self.model.rows[number].uid for number in self._shown} if self.wanted else None
        for row in rows:
            uid = row.uid
            in_sight = shown is None or uid in shown
            fits = in_sight == (uid in self._let_through or accepts(row))
            if fits and in_sight and key is not None:
                fits = self._keys[uid] == key(row)
            if fits:
                self._stale.discard(uid)
            else:
                self._stale.add(uid)
