"""Opens the palette over a window, and what was chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from jxdesk.app.find_anything import Finder, Target, ToAction, ToRule, ToStage
from ui.context import Context
from ui.keyboard import take_in_and_stay
from ui.palette import Palette, actions_of

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class PaletteHere:
    """Find anything in one window; what can be found is kept from one time to the next."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._context = Context(window.desk, window.look)
        self._finder: Finder | None = None

    def open(self) -> Palette:
        """Show the palette."""
        window = self._window
        take_in_and_stay(window)
        self._finder = self._finder or Finder(window.picture.catalogue)
        self._actions = actions_of(window.menuBar())
        palette = Palette(self._context, self._finder, self._actions, window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.chosen.connect(self._go)
        palette.open()
        return palette

    def _go(self, target: Target) -> None:
        if isinstance(target, ToStage):
            self._window.stages.opened.emit(target.title)
        elif isinstance(target, ToRule):
            self._show_rule(target.id)
        elif isinstance(target, ToAction):
            self._actions[target.text].trigger()
        else:
            self._window.open_place(target)

    def _show_rule(self, rule: str) -> None:
        """A finding of the rule if there is one, else its card."""
        for judged in self._window.picture.report.judged:
            if judged.finding.rule == rule:
                self._window.show_findings(True)
                self._window.findings.show_finding(judged)
                return
        notice = self._window.picture.notice
        card = notice.rules[rule]
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(f"{rule} {card.title}")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"{card.meaning}\n\n没有发现这样的问题。")
        box.setInformativeText(f"依据：{notice.clause_name(card.clause)}\n办法：{card.remedy}")
        box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
        box.open()
