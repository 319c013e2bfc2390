"""Where to begin while nothing has been filled in yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ui.context import Context
from ui.pages.block import Card
from ui.picture import Picture

# What is worth doing first, by the record that the part holds.
_FIRST = (
    ("basic", "先填集群名称和联系人，封面等处随之填好。"),
    ("enterprises", "可以从 Excel、WPS 表格导入；各处的企业名单和排名由它得出。"),
    ("evidence", "收到一份材料就加入一份，随时看还缺哪些。"),
)
_REST = "其余各部分在左边，先填哪一部分都可以。还缺什么，“检查结果”里一条条列出，点一条就转到那一处。"


class BeginCard(Card):
    """``wanted`` carries the id of the part to open. Hidden as soon as something is filled in."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "从哪里开始")
        self.links: list[QPushButton] = []
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (record, said) in enumerate(_FIRST):
            part = context.desk.picture.notice.part_of(record)
            link = QPushButton(part.nav)
            link.setObjectName("link")
            link.setToolTip(f"打开“{part.nav}”")
            link.clicked.connect(lambda _=False, part=part.id: self.wanted.emit(part))
            self.links.append(link)
            grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(_muted(said), row, 1)
        self.add(held, wide=True)
        self.add(_muted(_REST), wide=True)
        self.grid.setVerticalSpacing(8)

    def show_picture(self, picture: Picture) -> None:
        """Stay for as long as nothing that is wanted has been filled in."""
        self.setVisible(not picture.read_only and not any(part.filled for part in picture.parts))


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
