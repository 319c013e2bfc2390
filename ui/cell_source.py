"""The strip under a table: source and bureau of the chosen cell, or of its whole column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
)

from jxdesk.domain.catalogue import Field
from jxdesk.domain.figure_notes import takes_note
from ui.context import Context
from ui.picture import Picture
from ui.rows import Index
from ui.sources import KEYS, NoteForm, SourcePart, words_of
from ui.table_model import FIELD, UID

_PICK = "选中一个数字格，可以写明它的来源和责任部门。"


class CellSource(SourcePart):
    """Under a table: what is noted of the chosen cell; its note is the whole column's unless told else."""

    def __init__(self, context: Context, table: QTableView, fields: tuple[Field, ...]) -> None:
        """``fields`` are the columns of ``table``, whose indexes answer ``FIELD`` and ``UID``."""
        super().__init__()
        self._table, self._desk, self._look = table, context.desk, context.look
        self._field: Field | None = None
        self._row = ""
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change = QPushButton()
        self.change.setObjectName("link")
        # Tab goes from cell to cell in a table; the keys begin to write too.
        self.change.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.change.clicked.connect(lambda _: self.write())
        self.only = QCheckBox("只用于这一格（不勾选时用于整列）")
        self.only.hide()
        self.form = NoteForm(context.desk)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.only)
        line.addWidget(self.change)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self.form)
        self.form.installEventFilter(self)
        self.form.closed.connect(table.setFocus)
        self.only.clicked.connect(self._open)
        table.selectionModel().currentChanged.connect(lambda now, _: self.aim(now))
        table.model().modelReset.connect(self.show_picture)
        context.look.changed.connect(self._restyle)
        self._restyle()
        # Showing it here would open a window: it stands in none yet.
        if not any(map(takes_note, fields)):
            self.hide()

    def show_picture(self) -> None:
        """Show what is noted now of the cell that is chosen now."""
        self.aim(self._table.currentIndex())

    def aim(self, index: Index) -> None:
        """Speak of the cell at ``index`` from now on."""
        field = index.data(FIELD) if index.isValid() else None
        chosen = field if isinstance(field, Field) and takes_note(field) else None
        row = str(index.data(UID)) if chosen is not None else ""
        if (chosen, row) != (self._field, self._row):
            self._field, self._row = chosen, row
            self.form.hide()
        self._show_note(self._desk.picture)

    def _show_note(self, picture: Picture) -> None:
        field = self._field
        note = picture.notes.of(field.id, self._row) if field else None
        whole = "（整列）" if note and not note.row else ""
        known = f"{words_of(note)}{whole}" if note else "还没有来源"
        self.said.setText(f"{field.short}　{known}" if field else _PICK)
        self.said.setToolTip(self.said.text())
        self.change.setText(f"修改来源（{KEYS}）" if note else f"添加来源（{KEYS}）")
        self.change.setVisible(field is not None and not picture.read_only and not self.form.isVisible())

    def write(self) -> None:
        if self._field is not None and not self._desk.picture.read_only:
            self.only.setChecked(self._desk.picture.notes.own(self._field.id, self._row) is not None)
            self._open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box that says how far a note reaches stands there as long as the lines do."""
        if watched is self.form and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            opened = event.type() is QEvent.Type.Show
            self.only.setVisible(opened)
            self.change.setVisible(not opened and self._field is not None)
        return False

    def _open(self) -> None:
        if self._field is not None:
            self.form.open(self._field, self._row if self.only.isChecked() else "", self._field.short)

    def _restyle(self) -> None:
        for part in (self.said, self.change, self.form.said):
            part.setFont(self._look.font(0.92))
