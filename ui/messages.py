"""What the window says when something did not go: one calm sentence, the remedy, a way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from jxdesk.base.errors import UserError

PROGRAM = "试点申报工作台"


def show_error(parent: QWidget | None, error: UserError) -> QMessageBox:
    """Show what went wrong and what to do. Does not block; the box is returned for tests."""
    box = _box(parent, error.message, error.remedy, QMessageBox.Icon.Warning)
    _button(box, "知道了", QMessageBox.ButtonRole.AcceptRole, default=True)
    box.open()
    return box


def offer_read_only(parent: QWidget | None, error: UserError, read_only: Callable[[], None]) -> QMessageBox:
    """Somebody else has the workspace open: say who, and offer to look at it only."""
    box = _box(
        parent, error.message, "可以先以只读方式打开来看，等对方关闭后再修改。", QMessageBox.Icon.Information
    )
    look = _button(box, "只读打开", QMessageBox.ButtonRole.AcceptRole, default=True)
    cancel = _button(box, "取消", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    look.clicked.connect(read_only)
    box.open()
    return box


def ask_to_leave(parent: QWidget, refused: tuple[str, ...], leave: Callable[[], None]) -> QMessageBox:
    """Some fields hold text that could not be saved: go back to them, or leave without."""
    names = "、".join(f"“{name}”" for name in refused[:5])
    more = f"等 {len(refused)} 处" if len(refused) > 5 else ""
    box = _box(
        parent,
        f"{names}{more}里刚填的内容写法不对，没有保存。",
        "其他内容都已保存。可以回去改正，也可以不要这些内容直接关闭。",
        QMessageBox.Icon.Warning,
    )
    back = _button(box, "回去改正", QMessageBox.ButtonRole.RejectRole, default=True)
    box.setEscapeButton(back)
    _button(box, "不保存并关闭", QMessageBox.ButtonRole.DestructiveRole).clicked.connect(leave)
    box.open()
    return box


def ask(parent: QWidget, question: str, about: str, yes: str, then: Callable[[], None]) -> QMessageBox:
    """Ask before something that cannot simply be undone; ``then`` is called for ``yes``."""
    box = _box(parent, question, about, QMessageBox.Icon.Question)
    cancel = _button(box, "取消", QMessageBox.ButtonRole.RejectRole, default=True)
    box.setEscapeButton(cancel)
    _button(box, yes, QMessageBox.ButtonRole.DestructiveRole).clicked.connect(then)
    box.open()
    return box


def _box(parent: QWidget | None, message: str, remedy: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(PROGRAM)
    box.setIcon(icon)
    # Messages hold what people typed and file names: never to be read as markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(message)
    box.setInformativeText(remedy.strip())
    return box


def _button(
    box: QMessageBox, text: str, role: QMessageBox.ButtonRole, *, default: bool = False
) -> QPushButton:
    button = box.addButton(text, role)
    if default:
        box.setDefaultButton(button)
    return button
