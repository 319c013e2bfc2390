"""The lists of the form as tables: applicants, enterprises, projects."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QWidget

from jxdesk.domain.finding import Place
from ui.cell_source import CellSource
from ui.field_row import Remark
from ui.list_files import ListFiles
from ui.pages.block import Block, Card
from ui.picture import Picture
from ui.pinned_column import PinnedColumn
from ui.table_bar import TableBar
from ui.table_columns import ColumnHeads
from ui.table_edit import TableEdit
from ui.table_find import next_hit
from ui.table_model import UID, RecordTableModel, may_edit
from ui.table_order import TableOrder
from ui.table_view import CellDelegate, RecordTable


class ListBlock(Block):
    """A table with its buttons. Subclasses say what the list is and how high it stands.

    ``stretched`` is the column that takes the width left over, if one does; ``pinned`` is the id of
    the field that stays in sight when the others are scrolled sideways.
    """

    title = ""
    said = ""
    can_add = True
    most_rows = 0
    stretched = -1
    pinned = ""
    first: tuple[str, ...] = ()
    widths: ClassVar[dict[str, int]] = {}
    model_type: ClassVar[type[RecordTableModel]] = RecordTableModel

    def may_remove(self, row: int) -> bool:
        """Whether a row is the county's to take out."""
        return True

    def build(self) -> None:
        desk, look = self.context.desk, self.context.look
        self.model = self.model_type(self.context, self.record, self.first, self)
        self.order = TableOrder(self.model, self)
        self.table = RecordTable(look)
        self.table.setModel(self.order)
        self.table.setItemDelegate(CellDelegate(look, desk.picture.notice, self.table))
        self.table.setAccessibleName(self.title or desk.picture.notice.part_of(self.record).nav)
        self.table.fit_columns(self.model.fields, self.widths)
        if self.stretched >= 0:
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(self.stretched, QHeaderView.ResizeMode.Stretch)
        self.heads = ColumnHeads(self.table, self.order)
        self.over: PinnedColumn | None = None
        if self.pinned:
            delegate = CellDelegate(look, desk.picture.notice, self.table)
            self.over = self.table.pin(self.model.column_of(self.pinned), delegate)
            ColumnHeads(self.over, self.order)
        self.bar = TableBar(self.context, self.order, self.said, self.most_rows)
        self.add, self.remove, self.count = self.bar.add, self.bar.remove, self.bar.count
        self.add.setVisible(self.can_add)
        self.edit = TableEdit(self.context, self.table, self.order, grows=self.can_add)
        self.files = ListFiles(self.context, self.record, self.title or self._nav, self)
        for button in (self.edit.button, self.files.button):
            self.bar.put(button)
        self.source = CellSource(self.context, self.table, self.model.fields)
        self.remark = Remark(self.context)
        card = Card(self.context, self.title)
        for part in (self.bar, self.table, self.source, self.remark):
            card.add(part, wide=True)
        card.grid.setVerticalSpacing(10)
        card.stretch(self.table)
        self.layout_.addWidget(card, 1)
        self._connect()
        self.show_picture(desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.model.show_picture(picture)
        self.add.setEnabled(not picture.locked)
        self.files.show_picture(picture)
        self._selection_changed()
        self.source.show_picture()
        self._fit()

    def reveal(self, place: Place) -> tuple[QWidget, QRect] | None:
        if not place.field.startswith(f"{self.record}."):
            return None
        index = self.show_row(place.row, place.field)
        self.table.setFocus()
        if not index.isValid():
            return self.table, self.table.rect()
        return self.table.viewport(), self.table.visualRect(index).adjusted(4, 3, -4, -3)

    def show_row(self, uid: str, field: str = "") -> QModelIndex:
        """Put the cursor into a cell of a row, also of one that was left out; its index in the table.

        The index is invalid when there is no such row.
        """
        self.order.let_through(uid)
        index = self.order.index(self.order.place_of(uid), self.model.column_of(field))
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.table.selectionModel().setCurrentIndex(index, flag)
            self.table.scrollTo(index)
        return index

    @property
    def field_ids(self) -> tuple[str, ...]:
        return tuple(field.id for field in self.model.fields)

    @property
    def refused(self) -> tuple[str, ...]:
        return self.model.refused_names

    def give_up(self) -> None:
        self.model.give_up()

    @property
    def chosen_uids(self) -> tuple[str, ...]:
        """The rows in which cells are selected, from the top down as they are shown."""
        ranges = self.table.selectionModel().selection().toList()
        places = {row for chosen in ranges for row in range(chosen.top(), chosen.bottom() + 1)}
        return tuple(self.order.uid_at(place) for place in sorted(places))

    @property
    def _nav(self) -> str:
        """What the list is called where its card has no title."""
        return self.context.desk.picture.notice.part_of(self.record).nav

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.edit.remove_wanted.connect(self._remove)
        self.edit.inserted.connect(self._begin)
        remove = QShortcut(QKeySequence("Ctrl+Delete"), self.table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._remove)
        self.model.refused.connect(lambda sentence: self.remark.say("error", sentence))
        self.model.dataChanged.connect(self._clear_remark)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self.order.modelAboutToBeReset.connect(self._remember)
        self.order.modelReset.connect(self._go_back)
        self.order.told.connect(self._say_empty)
        for keys, slot in (
            ("Ctrl+Shift+F", self.bar.begin_to_find),
            ("F3", lambda: self.step(1)),
            ("Shift+F3", lambda: self.step(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self.bar.finder.step.connect(self.step)
        self.bar.finder.left.connect(self._to_table)
        self.context.look.changed.connect(self._fit)

    def step(self, by: int) -> None:
        """Go to the next cell (1), or the one before (−1), with a word that is looked for."""
        index = next_hit(self.order, self.table.currentIndex(), by)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def _to_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.order.index(0, 0))

    def _say_empty(self) -> None:
        self.table.empty_word = "没有符合条件的行" if self.order.wanted else ""

    def _remember(self) -> None:
        self.table.take_in()
        current = self.table.currentIndex()
        self._held = (current.data(UID), current.column()) if current.isValid() else ("", 0)

    def _go_back(self) -> None:
        """Other rows are shown now: the cursor stays in its row, if that is still there."""
        uid, column = self._held
        index = self.order.index(self.order.place_of(uid), column)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self._selection_changed()

    def _add(self) -> None:
        self.context.desk.add_row(self.record, self._begin)

    def _begin(self, uid: str) -> None:
        """Begin to type into a row that was put in just now, unless one is elsewhere by now."""
        if self.table.editing or not self.table.isVisible():
            return
        first = next(field.id for field in self.model.fields if may_edit(field))
        index = self.show_row(uid, first)
        self.table.setFocus()
        # The row may have been taken back by now.
        self.table.begin(index)

    def _remove(self) -> None:
        uids = self.chosen_uids
        if uids and self.remove.isEnabled():
            self.context.desk.delete_rows(self.record, uids)

    def _selection_changed(self) -> None:
        chosen = self.chosen_uids
        rows = len(chosen)
        removable = all(self.may_remove(self.model.row_of(uid)) for uid in chosen)
        self.remove.setEnabled(rows > 0 and removable and not self.context.desk.picture.locked)
        self.remove.setText(f"删除所选 {rows} 行" if rows > 1 else "删除所选")

    def _clear_remark(self) -> None:
        if not self.model.refused_names:
            self.remark.say("", "")

    def _fit(self) -> None:
        """A short list is as high as its rows; a long one fills the page."""
        line = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        if self.most_rows:
            shown = min(max(len(self.model.rows), 1), self.most_rows)
            self.table.setFixedHeight(header + shown * line + (20 if self.stretched < 0 else 4))
        else:
            self.table.setMinimumHeight(header + 5 * line)


class MembersList(ListBlock):
    """The applicants; more than one makes the application joint."""

    title = "申报单位"
    said = "联合申报时每个单位一行。"
    most_rows = 6
    widths: ClassVar[dict[str, int]] = {
        "members.name": 160,
        "members.uscc": 172,
        "members.kind": 134,
        "members.division": 118,
        "members.lead": 76,
    }


class RegisterList(ListBlock):
    """The enterprise register, from which every other list of enterprises is a view."""

    said = "其他各处的名单和排名都由这里得出。"
    pinned = "enterprises.name"
    widths: ClassVar[dict[str, int]] = {
        "enterprises.name": 270,
        "enterprises.uscc": 184,
        "enterprises.place": 190,
    }


class ProjectsList(ListBlock):
    """附2."""

    said = "总投资和省级资金的单位都是万元。"
    pinned = "projects.name"
    widths: ClassVar[dict[str, int]] = {
        "projects.category": 210,
        "projects.name": 250,
        "projects.code": 210,
        "projects.unit": 230,
        "projects.scale": 220,
        "projects.supervision_unit": 200,
        "projects.direction": 230,
        "projects.funding_use": 200,
    }
