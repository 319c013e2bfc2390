"""刻录记录: every disc that was burned on this computer, what became of each, and of which image."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTableView, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from ui.dialogs import chosen_by_rows, fitting
from ui.discs import Discs
from ui.jobs import Worker
from ui.plain_rows import ITEM, PlainRows
from ui.said_line import SaidLine
from ui.theme import Look
from ui.words import words

if TYPE_CHECKING:
    from jxdesk.app.burn_log import LogLine

_SIZE = 940, 560
_WIDTHS = {0: 10, 1: 12, 2: 5, 3: 6, 4: 6}
_EMPTY = "还没有在本机刻过光盘。"
_SAID = "本机每刻一张光盘都记在这里，没有刻成的也记。别的电脑上刻的不在其中。"


class LogModel(PlainRows):
    """The discs, the newest first; each a :class:`LogLine`."""

    HEADINGS = ("时间", "映像", "第几张", "光驱", "光盘", "结果")

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show these, given the oldest first."""
        from jxdesk.app.burn_words import OUTCOMES

        newest = lines[::-1]
        rows = [
            (
                f"{line.at.astimezone():%Y-%m-%d %H:%M}",
                PurePath(line.image).name,
                f"{line.number} / {line.copies}",
                line.drive,
                line.kind,
                f"{OUTCOMES[line.outcome]}：{line.words}" if line.words else OUTCOMES[line.outcome],
            )
            for line in newest
        ]
        self.show_rows(rows, newest)


class BurnRecord(QDialog):
    """The discs in a table, all that is known of the chosen one below it."""

    def __init__(self, look: Look, parent: QWidget, discs: Discs | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("刻录记录")
        self.setSizeGripEnabled(True)
        self._look = look
        self._worker = Worker(self)
        self.model = LogModel(self)
        self.table = QTableView()
        self.empty = words(_EMPTY, "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail = words("", copied=True)
        self.said = SaidLine(look)
        self._lay_out()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.finished.connect(lambda _: self._worker.leave())
        self.resize(fitting(_SIZE, look, parent.window()))
        self._worker.submit((discs or Discs()).log, self._show, self._refused)

    @property
    def chosen(self) -> LogLine | None:
        """The disc that is chosen in the table."""
        index = self.table.currentIndex()
        found: LogLine | None = index.data(ITEM) if index.isValid() else None
        return found

    def _show(self, lines: tuple[LogLine, ...]) -> None:
        self.model.show_lines(lines)
        self.empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        if lines:
            self.table.selectRow(0)
            self.table.setFocus()

    def _refused(self, error: UserError) -> None:
        self.said.say("error", f"{error.message}{error.remedy}")

    def _show_chosen(self) -> None:
        from jxdesk.app.burn_words import OUTCOMES

        line = self.chosen
        self.detail.setVisible(line is not None)
        if line is None:
            return
        drive = f"{line.drive}　{line.drive_name}".rstrip()
        told = [
            f"结果　　　{OUTCOMES[line.outcome]}。{shown(line.words)}",
            f"映像　　　{shown(line.image)}",
            f"光驱　　　{shown(drive)}",
            f"映像摘要　{show_digest(line.sha256)}",
            *(f"包摘要　　{show_digest(digest)}" for digest in line.packages),
        ]
        self.detail.setText("\n".join(told))

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        chosen_by_rows(self.table, "刻过的光盘")
        for column, letters in _WIDTHS.items():
            self.table.setColumnWidth(column, letters * self._look.pixels(14))
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(words(_SAID, "muted"))
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        for part in (self.empty, self.table, self.detail):
            part.hide()
