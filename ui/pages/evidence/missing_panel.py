"""What has no proof yet: each with a button to add files for it, and a place to drop them on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jxdesk.app.attaching import Missing
from ui import icons
from ui.context import Context
from ui.pages.evidence.dropping import dropped_paths, holds_files

_HEADS = {"figure": "数据", "enterprise": "营收前列的企业", "topic": "通知要求说明的事项"}


class MissingRow(QFrame):
    """One thing without proof. ``dropped`` carries the paths, ``chosen`` asks for a file dialog."""

    dropped = Signal(object)
    chosen = Signal()

    def __init__(self, context: Context, missing: Missing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.missing = missing
        self.setObjectName("target")
        self.setAcceptDrops(True)
        name = QLabel(missing.label)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        value = QLabel(missing.value)
        value.setObjectName("muted")
        self.add = QPushButton("添加…")
        self._look = context.look
        self.restyle()
        self.add.setAccessibleName(f"为“{missing.label}”添加佐证")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 5, 6, 5)
        layout.setSpacing(8)
        layout.addWidget(name, 1)
        layout.addWidget(value)
        layout.addWidget(self.add)
        self.add.clicked.connect(self.chosen)

    def restyle(self) -> None:
        """Take over the present colours."""
        icons.put(self.add, self._look, "add", "text", 13)

    def set_locked(self, locked: bool) -> None:
        """Let nothing be added."""
        self.setAcceptDrops(not locked)
        self.add.setEnabled(not locked)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_files(event.mimeData()):
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


class MissingPanel(QWidget):
    """``wanted`` carries (paths, :class:`Missing`); no paths: ask for them."""

    wanted = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: tuple[Missing, ...] | None = None
        self.rows: tuple[MissingRow, ...] = ()
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(4)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._content)
        # In large type the sentence above needs the room more.
        scroll.setMinimumHeight(48)
        for ground in (scroll.viewport(), self._content):
            ground.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(scroll, 1)
        context.look.changed.connect(self._restyle)

    def show_missing(self, missing: Sequence[Missing], *, locked: bool) -> None:
        """Show what is missing now."""
        if tuple(missing) != self._shown:
            self._shown = tuple(missing)
            self._build()
        for row in self.rows:
            row.set_locked(locked)
        self.said.setText(
            "每一项都可以点“添加…”，也可以把文件拖到那一行上。"
            if missing
            else "填了数的各项、营收前列的企业和通知要求说明的事项，都已经有了佐证。"
        )

    def _restyle(self) -> None:
        for row in self.rows:
            row.restyle()

    def _build(self) -> None:
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows, kind = [], ""
        for missing in self._shown or ():
            if missing.kind != kind:
                kind = missing.kind
                head = QLabel(_HEADS[kind])
                head.setObjectName("muted")
                self._column.addWidget(head)
            row = MissingRow(self._context, missing)
            row.dropped.connect(lambda paths, missing=missing: self.wanted.emit(paths, missing))
            row.chosen.connect(lambda missing=missing: self.wanted.emit((), missing))
            self._column.addWidget(row)
            rows.append(row)
        self._column.addStretch(1)
        self.rows = tuple(rows)
