"""Fill one column of many rows with the same content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from jxdesk.app.cell_edits import is_empty, may_set
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from ui.check import Check
from ui.context import Context
from ui.dialogs import primary
from ui.editors import Choice, Editor, make_editor

_WIDTH = 460


class BulkDialog(QDialog):
    """``wanted`` carries field id, text, and whether only empty cells are to be filled."""

    wanted = Signal(str, str, bool)

    def __init__(
        self, context: Context, fields: Sequence[Field], rows: Sequence[Any], first: Field, parent: QWidget
    ) -> None:
        """``rows`` are those selected, ``first`` is the column to begin with."""
        super().__init__(parent)
        self._context = context
        self._fields = fields
        self._rows = rows
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("批量填写")
        self.setMinimumWidth(round(_WIDTH * context.look.scale))
        self.column = Choice(context.look)
        self.column.addItems([field.short for field in fields])
        self.blanks_only = Check(context.look, "只填还空着的格")
        self.said = QLabel()
        self.refusal = QLabel()
        self.refusal.setObjectName("error")
        for label in (self.said, self.refusal):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.editor: Editor
        self._lay_out()
        self.column.setCurrentIndex(next((n for n, f in enumerate(fields) if f.id == first.id), 0))
        self._choose()
        self.column.currentIndexChanged.connect(lambda _: self._choose())
        self.blanks_only.toggled.connect(lambda _: self._count())

    @property
    def field(self) -> Field:
        """The column chosen."""
        return self._fields[self.column.currentIndex()]

    def refuse(self, error: UserError) -> None:
        """Say why what was typed can't be taken."""
        self._say(f"{error.message}{error.remedy}")
        self.fill.setEnabled(True)
        self.editor.mark_refused(True)
        self.editor.target.setFocus()

    def _lay_out(self) -> None:
        column_label, self._content = QLabel("列(&C)"), QLabel("填写内容(&T)")
        column_label.setBuddy(self.column)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(6)
        self._place.addWidget(self._content)
        buttons = QDialogButtonBox()
        self.fill = primary(buttons, "填写")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(8)
        layout.addWidget(column_label)
        layout.addWidget(self.column)
        layout.addSpacing(6)
        layout.addLayout(self._place)
        layout.addWidget(self.refusal)
        layout.addWidget(self.blanks_only)
        layout.addSpacing(4)
        layout.addWidget(self.said)
        layout.addSpacing(6)
        layout.addWidget(buttons)

    def _choose(self) -> None:
        """Show the editor of the column."""
        while self._place.count() > 1:
            part = self._place.takeAt(1).widget()
            part.hide()
            part.deleteLater()
        field = self.field
        self.editor = make_editor(field, self._context.desk.picture.notice, self._context.look)
        self.editor.target.setAccessibleName(field.label)
        self._content.setBuddy(self.editor.target)
        self._place.addWidget(self.editor)
        if field.text.hint:
            hint = QLabel(field.text.hint)
            hint.setObjectName("muted")
            hint.setWordWrap(True)
            hint.setTextFormat(Qt.TextFormat.PlainText)
            self._place.addWidget(hint)
        self.editor.given_up.connect(self.reject)
        self._say("")
        self._count()
        self.editor.target.setFocus()

    def _count(self) -> None:
        field = self.field
        rows = [row for row in self._rows if may_set(field, row)]
        filled = sum(not is_empty(field, row) for row in rows)
        blanks_only = self.blanks_only.isChecked()
        number = len(rows) - filled if blanks_only else len(rows)
        fixed = len(self._rows) - len(rows)
        words = [f"所选 {len(self._rows)} 行，将填写 {number} 行。"]
        if filled:
            words.append(f"{filled} 行已有内容，{'不改动' if blanks_only else '会被替换'}。")
        if fixed:
            words.append(f"{fixed} 行由通知给定，不能改。")
        self.said.setText("".join(words))
        self.fill.setEnabled(number > 0)

    def _take(self) -> None:
        self._say("")
        self.editor.mark_refused(False)
        if not self.editor.text().strip():
            # A slip would empty a whole column.
            self._say("还没有填写内容。要清空这些格，请关上这里，用“清除内容”（Del 键）。")
            self.editor.target.setFocus()
            return
        # Asked for once; the answer closes the dialog or lets it be mended.
        self.fill.setEnabled(False)
        self.wanted.emit(self.field.id, self.editor.text(), self.blanks_only.isChecked())

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is said needs; layouts know that only when they had their turn."""
        QTimer.singleShot(0, self, self.adjustSize)
