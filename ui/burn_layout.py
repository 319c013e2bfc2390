"""How the dialog for burning is laid out, and what it says of image and medium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jxdesk.base.unseen import shown

if TYPE_CHECKING:
    from jxdesk.app.burn_facts import BurnImage, DriveState
    from ui.burn_dialog import BurnDialog

_SAID = (
    "选好映像，放入空白光盘，一张接一张地刻。每张刻完，程序都把光盘重新读一遍，逐字节与映像比对，"
    "不听光驱自己怎么说；核对好的才算数。"
)


def image_words(path: Path | None, image: BurnImage | None, copies: int) -> str:
    """Which image, and onto which discs it goes."""
    from jxdesk.app import burning
    from jxdesk.app.burn_words import plan_words

    if path is None:
        return "还没有选择。请选择用“制作光盘映像”做成的 .iso 文件。"
    plan = f"\n{plan_words(burning.plan(image.size, copies))}" if image is not None else ""
    return f"{shown(str(path))}{plan}"


def medium_said(state: DriveState, image: BurnImage | None) -> tuple[str, str]:
    """The shape and the sentence for what lies in a drive; why it will not do, where it will not."""
    from jxdesk.app import burning
    from jxdesk.app.burn_words import medium_words

    if state.medium is None:
        return "warning", f"{medium_words(state)}。"
    # Whether what is on it may go is asked beside it.
    size = image.size if image is not None else 0
    refused = burning.refusal(size, state.drive, state.medium, overwrite=True)
    if refused is not None:
        return "warning", f"{refused.message}{refused.remedy}"
    return "good", f"{medium_words(state)}。"


def lay_out(dialog: BurnDialog) -> None:
    """Put the parts of the dialog where they belong."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    dialog.copies.setMinimumSize(72, dialog.drives.sizeHint().height())
    copies = QWidget()
    line = QHBoxLayout(copies)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(dialog.copies)
    line.addWidget(words("张，内容完全相同", "muted", wrap=False))
    line.addStretch(1)
    rows = (
        ("映像(&I)", dialog.choose, (dialog.which, dialog.choose)),
        ("光驱(&D)", dialog.drives, (dialog.drives, dialog.again)),
        ("", None, (dialog.medium, None)),
        ("", None, (dialog.overwrite, None)),
        ("刻几张(&N)", dialog.copies, (copies, None)),
    )
    for row, (name, buddy, (part, button)) in enumerate(rows):
        if buddy is not None:
            label = QLabel(name)
            label.setBuddy(buddy)
            buddy.setAccessibleName(name.partition("(")[0])
            is_line = isinstance(buddy, QComboBox | QSpinBox)
            where = Qt.AlignmentFlag.AlignVCenter if is_line else Qt.AlignmentFlag.AlignTop
            grid.addWidget(label, row, 0, where)
        grid.addWidget(part, row, 1)
        if button is not None:
            grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignTop)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(22, 18, 22, 16)
    layout.setSpacing(12)
    layout.addWidget(words(_SAID, "muted"))
    layout.addLayout(grid)
    deed = QHBoxLayout()
    deed.setSpacing(10)
    deed.addWidget(dialog.begin)
    deed.addWidget(dialog.busy)
    deed.addStretch(1)
    layout.addLayout(deed)
    layout.addWidget(dialog.said)
    layout.addWidget(_pane(dialog.burned), 1)
    foot = QHBoxLayout()
    foot.addStretch(1)
    foot.addWidget(dialog.leave)
    layout.addLayout(foot)


def _pane(content: QWidget) -> QScrollArea:
    pane = QScrollArea()
    pane.setAccessibleName("刻过的光盘")
    pane.setWidgetResizable(True)
    pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    held = QWidget()
    held.setObjectName("page")
    within = QVBoxLayout(held)
    within.setContentsMargins(0, 0, 0, 0)
    within.addWidget(content)
    within.addStretch(1)
    pane.setWidget(held)
    return pane


def words(text: str, name: str = "", *, wrap: bool = True) -> QLabel:
    """A text as it is."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label
