"""What came of adding files or of another action, in words that stay until they have been read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jxdesk.app.attaching import Attached
from ui import icons
from ui.context import Context
from ui.pages.evidence.words import Mark

_NAMED = 12
_MOST_HEIGHT = 150


class Report(QFrame):
    """Lines with shapes, a button for the next step if there is one, and one to put it away."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = context.look
        self.setObjectName("card")
        self.marks: tuple[Mark, ...] = ()
        self._then: Callable[[], None] = self.hide
        self._content = QWidget()
        self._lines = QVBoxLayout(self._content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(5)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._content)
        for ground in (self._scroll.viewport(), self._content):
            ground.setAutoFillBackground(False)
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self.close_ = QPushButton("知道了")
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button in (self.next, self.close_):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
        self.next.clicked.connect(self._go_on)
        self.close_.clicked.connect(self.hide)
        context.look.changed.connect(self._write)
        self.hide()

    def say(self, marks: Sequence[Mark], next_step: str = "", then: Callable[[], None] | None = None) -> None:
        """Show these lines; ``then`` is done by a button called ``next_step``."""
        self.marks = tuple(marks)
        self._then = then or self.hide
        self.next.setText(next_step)
        self.next.setVisible(bool(next_step))
        self.setAccessibleName("结果")
        self.setAccessibleDescription("。".join(mark.words for mark in marks))
        self._write()
        self.show()
        (self.next if next_step else self.close_).setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        self.hide()
        self._then()

    def _write(self) -> None:
        while self._lines.count():
            self._lines.takeAt(0).widget().deleteLater()
        for mark in self.marks:
            self._lines.addWidget(self._line(mark))
        self._content.adjustSize()
        wanted = self._content.heightForWidth(max(self._scroll.viewport().width(), 300))
        self._scroll.setFixedHeight(min(max(wanted, 40), round(_MOST_HEIGHT * self._look.scale)))

    def _line(self, mark: Mark) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        sign = QLabel()
        colour = self._look.colour("good" if mark.shape == "done" else mark.shape)
        sign.setPixmap(icons.pixmap(mark.shape, colour, self._look.pixels(16), self.devicePixelRatioF()))
        said = QLabel(mark.words)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(said, 1)
        return line


def lines_of(found: Attached, target: str) -> tuple[Mark, ...]:
    """What came of adding files, the refused ones first and each by itself. ``target`` is what they prove."""
    marks = [Mark("error", f"没有加入：{why.message}{why.remedy}") for why in found.left_out]
    for word, names in (
        (f"已加入 {{}} 份{f'，证明“{target}”' if target else ''}", found.added),
        (f"清单里已有 {{}} 份，补上了“{target}”", found.linked),
        ("清单里已有 {} 份，没有变化", found.unchanged),
    ):
        if names:
            marks.append(Mark("done", f"{word.format(len(names))}：{_named(names)}"))
    for seen in found.seen:
        more = f"等 {seen.count} 处" if seen.count > 1 else ""
        marks.append(
            Mark(
                "warning",
                f"“{seen.name}”里有{seen.kind.word}，在{seen.where}（{seen.masked}）{more}，请核对。",
            )
        )
    if found.by_eye:
        marks.append(Mark("hint", f"程序看不了图片里的文字，要有人逐页看过：{_named(found.by_eye)}"))
    return tuple(marks) or (Mark("hint", "没有可以加入的文件。"),)


def _named(names: tuple[str, ...]) -> str:
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 份" if len(names) > _NAMED else "")
