"""The lists of the form as tables: applicants, enterprises, projects, evidence."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QWidget

from jxdesk.domain.finding import Place
from ui import icons
from ui.field_row import Remark
from ui.pages.block import Block, Card
from ui.picture import Picture
from ui.table_model import RecordTableModel, may_edit
from ui.table_view import CellDelegate, RecordTable


class ListBlock(Block):
    """A table with its buttons. Subclasses say what the list is and how high it stands.

    ``stretched`` is the column that takes the width left over, if one does.
    """

    title = ""
    said = ""
    can_add = True
    most_rows = 0
    stretched = -1
    first: tuple[str, ...] = ()
    widths: ClassVar[dict[str, int]] = {}
    model_type: ClassVar[type[RecordTableModel]] = RecordTableModel

    def may_remove(self, row: int) -> bool:
        """Whether a row is the county's to take out."""
        return True

    def build(self) -> None:
        desk, look = self.context.desk, self.context.look
        self.model = self.model_type(self.context, self.record, self.first, self)
        self.table = RecordTable(look)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(look, desk.picture.notice, self.table))
        self.table.setAccessibleName(self.title)
        self.table.fit_columns(self.model.fields, self.widths)
        if self.stretched >= 0:
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(self.stretched, QHeaderView.ResizeMode.Stretch)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.add = QPushButton("新增一行")
        self.remove = QPushButton("删除所选")
        self.remark = Remark(self.context)
        card = Card(self.context, self.title)
        card.add(self._bar(), wide=True)
        card.add(self.table, wide=True)
        card.add(self.remark, wide=True)
        card.grid.setVerticalSpacing(10)
        card.stretch(self.table)
        self.layout_.addWidget(card, 1)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        remove = QShortcut(QKeySequence("Ctrl+Delete"), self.table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._remove)
        self.model.refused.connect(lambda sentence: self.remark.say("error", sentence))
        self.model.dataChanged.connect(self._clear_remark)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_picture(desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.model.show_picture(picture)
        self.count.setText(f"{len(self.model.rows)} 行" if self.model.rows else "还没有内容")
        self.add.setEnabled(not picture.locked)
        self._selection_changed()
        self._fit()

    def reveal(self, place: Place) -> tuple[QWidget, QRect] | None:
        if not place.field.startswith(f"{self.record}."):
            return None
        row = self.model.row_of(place.row)
        if row < 0:
            self.table.setFocus()
            return self.table, self.table.rect()
        index = self.model.index(row, self.model.column_of(place.field))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.table.selectionModel().setCurrentIndex(index, flag)
        self.table.scrollTo(index)
        self.table.setFocus()
        return self.table.viewport(), self.table.visualRect(index).adjusted(4, 3, -4, -3)

    @property
    def field_ids(self) -> tuple[str, ...]:
        return tuple(field.id for field in self.model.fields)

    @property
    def refused(self) -> tuple[str, ...]:
        return self.model.refused_names

    def give_up(self) -> None:
        self.model.give_up()

    def _bar(self) -> QWidget:
        bar = QWidget()
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if self.can_add:
            layout.addWidget(self.add)
        layout.addWidget(self.remove)
        layout.addWidget(self.count)
        said = QLabel(self.said)
        said.setObjectName("muted")
        said.setWordWrap(True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(said, 1)
        return bar

    def _add(self) -> None:
        def done(uid: str) -> None:
            row = self.model.row_of(uid)
            column = next(i for i, field in enumerate(self.model.fields) if may_edit(field))
            index = self.model.index(row, column)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus()
            # The row may have been taken back by now.
            self.table.begin(index)

        self.context.desk.add_row(self.record, done)

    def _remove(self) -> None:
        uids = tuple(self.model.rows[row].uid for row in self._chosen_rows())
        if uids and self.remove.isEnabled():
            self.context.desk.delete_rows(self.record, uids)

    def _chosen_rows(self) -> list[int]:
        return sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})

    def _selection_changed(self) -> None:
        chosen = self._chosen_rows()
        rows = len(chosen)
        self.remove.setEnabled(
            rows > 0 and all(map(self.may_remove, chosen)) and not self.context.desk.picture.locked
        )
        self.remove.setText(f"删除所选 {rows} 行" if rows > 1 else "删除所选")

    def _clear_remark(self) -> None:
        if not self.model.refused_names:
            self.remark.say("", "")

    def _restyle(self) -> None:
        look = self.context.look
        self.add.setIcon(icons.icon("add", look.colour("text"), 15))
        self.remove.setIcon(icons.icon("remove", look.colour("text"), 15))
        self._fit()

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
    widths: ClassVar[dict[str, int]] = {
        "enterprises.name": 270,
        "enterprises.uscc": 184,
        "enterprises.place": 190,
    }


class ProjectsList(ListBlock):
    """附2."""

    said = "总投资和省级资金的单位都是万元。"
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


class EvidenceList(ListBlock):
    """The attached files. They come from the command line as yet, so rows can't be added by typing."""

    said = "在窗口中加入文件由后续版本提供。"
    can_add = False
    first = ("name", "proves", "items", "dated", "size")
    widths: ClassVar[dict[str, int]] = {"evidence.name": 240, "evidence.proves": 180}
