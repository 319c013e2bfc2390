"""The papers that go with a sealed package: the hand-over sheet and the disc label."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.context import Context
from ui.pages.block import Card

_SAID = (
    "交接单印着包摘要、证书指纹和内容清单，双方盖章签字：纸和光盘互相证明。"
    "光盘标签按 120 毫米光盘的实际大小打印，第二页是可以剪下来折的纸袋。"
)


class Paper(Enum):
    """Which paper; its value is what it is called, and its file by default."""

    HAND_OVER = "交接单"
    LABEL = "光盘标签"


class PaperCard(Card):
    """A button for each paper; ``wanted`` carries the :class:`Paper` and the path it is to be written to."""

    wanted = Signal(object, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "盖章移交用的纸面")
        self._package: Path | None = None
        self.grid.setVerticalSpacing(8)
        said = QLabel(_SAID)
        said.setObjectName("muted")
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self.buttons = {paper: QPushButton(f"{paper.value}…") for paper in Paper}
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for paper, button in self.buttons.items():
            button.clicked.connect(lambda _=False, paper=paper: self._ask(paper))
            line.addWidget(button)
        line.addStretch(1)
        self.add(said, wide=True)
        self.add(row, wide=True)

    def offer(self, package: Path | None, *, busy: bool) -> None:
        """Offer the papers of ``package``, unless there is none or something is being made."""
        self._package = package
        for button in self.buttons.values():
            button.setEnabled(package is not None and not busy)

    def _ask(self, paper: Paper) -> None:
        if self._package is None:
            return
        dialog = QFileDialog(self.window(), f"{paper.value}存放到哪里", str(self._package.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF 文件 (*.pdf)"])
        dialog.setDefaultSuffix(".pdf")
        dialog.selectFile(f"{paper.value}-{self._package.name}.pdf")
        dialog.fileSelected.connect(lambda path: self.wanted.emit(paper, Path(path)))
        dialog.open()
