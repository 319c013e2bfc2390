"""What came of a rescue, to be read: one sentence first, what came from where and what is lost below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from jxdesk.base.unseen import shown
from ui import icons
from ui.theme import Look

if TYPE_CHECKING:
    from jxdesk.app.rescuing import Lost, Rescued

_ICON = 26
_MOST_LOST = 500
_MOST_LINES_SHOWN = 7


class RescuedPackage(QFrame):
    """What came of one package."""

    def __init__(self, look: Look, rescued: Rescued, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._name = "good" if rescued.is_whole else "error"
        self._shape = QLabel()
        self._shape.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence = _text(rescued.bottom_line)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.sentence)
        column.addWidget(_text(shown(str(rescued.path)), "muted"))
        self.details = _text("\n".join(rescued.details))
        column.addWidget(self.details)
        if not rescued.is_whole:
            column.addWidget(_text(_next_step(rescued)))
        if rescued.lost:
            column.addWidget(_text(f"没有救出的内容（{len(rescued.lost)} 个文件）"))
            column.addWidget(_losses(rescued.lost))
        layout = QGridLayout(self)
        layout.setContentsMargins(20, 16, 20, 18)
        layout.setHorizontalSpacing(14)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._shape, 0, 0)
        layout.addLayout(column, 0, 1)
        look.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._look.pixels(_ICON)
        colour = self._look.colour(self._name)
        self._shape.setPixmap(icons.pixmap(self._name, colour, side, self.devicePixelRatioF()))
        self.sentence.setFont(self._look.font(1.1, bold=True))


class RescueResult(QWidget):
    """What came of every package, one below the other."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.packages: tuple[RescuedPackage, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)

    def show_result(self, rescued: Sequence[Rescued]) -> None:
        """Show what came of it; nothing for an empty sequence."""
        for old in self.packages:
            self._column.removeWidget(old)
            old.deleteLater()
        self.packages = tuple(RescuedPackage(self._look, one) for one in rescued)
        for package in self.packages:
            self._column.addWidget(package)


def _next_step(rescued: Rescued) -> str:
    return (
        f"能救的存在“{shown(rescued.path.name)}”里，不是完好的申报包，不能上报。"
        "再找一份副本（另一张光盘、U 盘、映像），把它和这个文件夹一起选上，再抢救一次；"
        "找不到的，请原单位重新封装。"
    )


def _losses(lost: Sequence[Lost]) -> QPlainTextEdit:
    lines = [one.sentence for one in lost[:_MOST_LOST]]
    if len(lost) > _MOST_LOST:
        lines.append(f"还有 {len(lost) - _MOST_LOST} 个文件，写在文件夹里的清单上。")
    view = QPlainTextEdit("\n".join(lines))
    view.setAccessibleName("没有救出的内容")
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    rows = min(len(lines), _MOST_LINES_SHOWN) + 2
    view.setFixedHeight(rows * view.fontMetrics().lineSpacing())
    return view


def _text(text: str, name: str = "") -> QLabel:
    """A label that takes what strangers wrote for nothing but letters."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
