"""The menus of colours and of the size of text; what is in use is checked in every window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.theme import Look, Scheme

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_SCHEMES = ((Scheme.SYSTEM, "跟随系统"), (Scheme.LIGHT, "浅色"), (Scheme.DARK, "深色"))
SCALES = (1.0, 1.15, 1.35, 1.5, 1.75, 2.0)


def add_look_menus(view: QMenu, window: MainWindow) -> None:
    """Add 颜色 and 文字大小 to the menu ``view``."""
    look = window.look
    colours = view.addMenu("颜色")
    schemes = QActionGroup(window)
    by_scheme = {scheme: _choice(colours, schemes, word) for scheme, word in _SCHEMES}
    for scheme, action in by_scheme.items():
        action.triggered.connect(lambda _=False, scheme=scheme: look.use(scheme=scheme))
    sizes = view.addMenu("文字大小")
    scales = QActionGroup(window)
    by_scale = {scale: _choice(sizes, scales, f"{scale:.0%}") for scale in SCALES}
    for scale, action in by_scale.items():
        action.triggered.connect(lambda _=False, scale=scale: look.use(scale=scale))
    sizes.addSeparator()
    _step(sizes, "放大", ("Ctrl++", "Ctrl+="), lambda: grow(look, 1))
    _step(sizes, "缩小", ("Ctrl+-",), lambda: grow(look, -1))
    _step(sizes, "恢复为 100%", ("Ctrl+0",), lambda: look.use(scale=1.0))

    def check() -> None:
        by_scheme[look.scheme].setChecked(True)
        if look.scale in by_scale:
            by_scale[look.scale].setChecked(True)

    look.changed.connect(check)
    # The look outlives the window.
    window.gone.connect(lambda _: look.changed.disconnect(check))
    check()


def grow(look: Look, steps: int) -> None:
    """Go so many steps up or down the sizes of text, as far as there are any."""
    nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - look.scale))
    scale = SCALES[min(max(nearest + steps, 0), len(SCALES) - 1)]
    if scale != look.scale:
        look.use(scale=scale)


def _choice(menu: QMenu, group: QActionGroup, word: str) -> QAction:
    action = group.addAction(menu.addAction(word))
    action.setCheckable(True)
    return action


def _step(menu: QMenu, word: str, keys: tuple[str, ...], slot: Callable[[], None]) -> None:
    action = menu.addAction(word)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.triggered.connect(lambda _: slot())
