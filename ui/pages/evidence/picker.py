"""Say what files prove: everything that can be proved in one list, searched by typing, ticked with Space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.linking import Target
from jxdesk.domain.application import Evidence
from ui.rows import Index

_WIDTH, _HEIGHT = 560, 520
_MOST_NAMED = 3
Check = Qt.CheckState


class TargetsModel(QAbstractListModel):
    """The targets whose words hold what was typed, each with its tick; partly ticked: some of the files."""

    ticked = Signal()

    def __init__(self, targets: Sequence[Target], rows: Sequence[Evidence], parent: QObject) -> None:
        super().__init__(parent)
        counts = Counter(reference for row in rows for reference in row.proves)
        self._before = {
            reference: Check.Checked if count == len(rows) else Check.PartiallyChecked
            for reference, count in counts.items()
        }
        self._ticks = dict(self._before)
        linked = [target for target in targets if counts[target.reference]]
        # What is linked already stands first, to be found and taken off.
        self._every = (*linked, *(target for target in targets if not counts[target.reference]))
        self._words = [f"{t.label} {t.where} {t.value} {t.kind.word}".casefold() for t in self._every]
        self.shown: list[Target] = list(self._every)

    @property
    def added(self) -> tuple[str, ...]:
        """The references that were ticked."""
        return tuple(
            reference
            for reference, tick in self._ticks.items()
            if tick is Check.Checked and self._before.get(reference) is not Check.Checked
        )

    @property
    def removed(self) -> tuple[str, ...]:
        """The references whose tick was taken away."""
        return tuple(ref for ref in self._before if self._ticks.get(ref) is Check.Unchecked)

    @property
    def ticks(self) -> tuple[Target, ...]:
        """The targets that are ticked now."""
        return tuple(t for t in self._every if self._ticks.get(t.reference) is Check.Checked)

    def search(self, typed: str) -> None:
        """Show only targets that hold every typed word."""
        wanted = typed.casefold().split()
        self.beginResetModel()
        self.shown = [
            target
            for target, words in zip(self._every, self._words, strict=True)
            if all(word in words for word in wanted)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        target = self.shown[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._ticks.get(target.reference, Check.Unchecked)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return "　".join(part for part in (target.label, target.value, f"— {target.where}") if part)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self._ticks[self.shown[index.row()].reference] = Check(value)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True


class LinkPicker(QDialog):
    """``chosen`` carries (references to add, references to remove)."""

    chosen = Signal(object, object)

    def __init__(
        self, targets: Sequence[Target], rows: Sequence[Evidence], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("关联到…")
        names = "、".join(f"“{row.name}”" for row in rows[:_MOST_NAMED])
        more = f" 等 {len(rows)} 份材料" if len(rows) > _MOST_NAMED else ""
        asked = QLabel(f"{names}{more}证明什么？可以选几项。")
        asked.setTextFormat(Qt.TextFormat.PlainText)
        asked.setWordWrap(True)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("输入数据、企业、项目或事项名称中的几个字")
        self.typed.setAccessibleName("查找要关联的数据、企业或事项")
        self.typed.setClearButtonEnabled(True)
        self.typed.installEventFilter(self)
        self.model = TargetsModel(targets, rows, self)
        self.list = QListView()
        self.list.setObjectName("pick")
        self.list.setAccessibleName("可以关联的数据、企业和事项")
        self.list.setUniformItemSizes(True)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setModel(self.model)
        self.list.installEventFilter(self)
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.take = QPushButton("确定")
        self.take.setObjectName("primary")
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.buttons.addButton("以后再说", QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for part in (asked, self.typed, self.list, self.said, self.buttons):
            layout.addWidget(part)
        self.typed.textChanged.connect(self._search)
        self.model.ticked.connect(self._say)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        self.resize(_WIDTH, _HEIGHT)
        self._search("")
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line of typing, Down leads to the list; letters typed on the list go to the line."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if watched is self.typed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self.list.setFocus()
                return True
            at_top = self.list.currentIndex().row() <= 0
            if watched is self.list and event.key() == Qt.Key.Key_Up and at_top:
                self.typed.setFocus()
                return True
            if watched is self.list and event.text().strip() and event.text().isprintable():
                self.typed.setFocus()
                self.typed.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _search(self, typed: str) -> None:
        self.model.search(typed)
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._say()

    def _say(self) -> None:
        names = [target.label for target in self.model.ticks]
        more = f" 等 {len(names)} 项" if len(names) > _MOST_NAMED else ""
        chosen = f"已选：{'、'.join(names[:_MOST_NAMED])}{more}" if names else "按空格键或点方框选定。"
        self.said.setText(chosen if self.model.shown else "没有名称里有这些字的项。")

    def _take(self) -> None:
        added, removed = self.model.added, self.model.removed
        if not added and not removed and not self.model.ticks and len(self.model.shown) == 1:
            # Typed until only one was left, then Enter: that one is meant.
            added = (self.model.shown[0].reference,)
        if added or removed:
            self.chosen.emit(added, removed)
        self.accept()
