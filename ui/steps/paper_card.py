"""The papers that go with a sealed package: hand-over sheet, disc label, burn form."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton

from ui.context import Context
from ui.pages.block import Card
from ui.steps.button_row import button_row
from ui.words import words

_SAID = (
    "交接单印着包摘要、证书指纹和内容清单，双方盖章签字：纸和光盘互相证明。"
    "光盘标签按 120 毫米光盘的实际大小打印，第二页是可以剪下来折的纸袋。"
    "请别的电脑刻盘，用刻录委托单：写着映像的摘要、用什么光盘、一步一步怎么刻。"
)
_NEEDS_IMAGE = "刻录委托单要写上映像的摘要，先制作光盘映像才能生成。"


class Paper(Enum):
    """Which paper; its value is what it is called, and its file by default."""

    HAND_OVER = "交接单"
    LABEL = "光盘标签"
    BURN_FORM = "刻录委托单"


class PaperCard(Card):
    """A button for each paper; ``wanted`` carries the :class:`Paper` and the path it is to be written to."""

    wanted = Signal(object, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "要打印的单子和标签")
        self._of: dict[Paper, Path | None] = {}
        self.grid.setVerticalSpacing(8)
        self.buttons = {paper: QPushButton(f"{paper.value}…") for paper in Paper}
        for paper, button in self.buttons.items():
            button.clicked.connect(lambda _=False, paper=paper: self._ask(paper))
        self.needs_image = words(_NEEDS_IMAGE, "muted")
        self.add(words(_SAID, "muted"), wide=True)
        self.add(button_row(*self.buttons.values()), wide=True)
        self.add(self.needs_image, wide=True)

    def offer(self, package: Path | None, image: Path | None, *, busy: bool) -> None:
        """Offer the papers of ``package`` and of its disc ``image``, as far as they are there."""
        self._of = {paper: image if paper is Paper.BURN_FORM else package for paper in Paper}
        for paper, button in self.buttons.items():
            button.setEnabled(self._of[paper] is not None and not busy)
        self.needs_image.setVisible(package is not None and image is None)

    def _ask(self, paper: Paper) -> None:
        of = self._of.get(paper)
        if of is None:
            return
        name = of.stem if paper is Paper.BURN_FORM else of.name
        dialog = QFileDialog(self.window(), f"{paper.value}存放到哪里", str(of.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF 文件 (*.pdf)"])
        dialog.setDefaultSuffix(".pdf")
        dialog.selectFile(f"{paper.value}-{name}.pdf")
        dialog.fileSelected.connect(lambda path: self.wanted.emit(paper, Path(path)))
        dialog.open()
