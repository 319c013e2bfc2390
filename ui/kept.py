"""What is kept of the window for the next time, in the user's own folder: colours, size of text, places.

None of it belongs to an application, so none of it lies in a workspace. A file that can't be
understood is set aside and the window begins as it did the first time.
"""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from jxdesk.base import own_file
from ui.theme import LARGEST, SMALLEST, Look, Scheme

if TYPE_CHECKING:
    from pathlib import Path

    from ui.main_window import MainWindow

# The last pages of so many workspaces are kept; an older one opens on its first page.
MOST_PAGES = 40
_FILE = "settings"
_PANES = 3
_MOST_PIXELS = 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """``window`` is Qt's own account of the window's place (base64), ``panes`` the widths of parts,
    page and findings in pixels, ``pages`` the page that was open last by the workspace's path.
    """

    scheme: str = Scheme.SYSTEM.value
    scale: float = 1.0
    window: str = ""
    panes: tuple[int, ...] = ()
    findings: bool = True
    pages: dict[str, str] = field(default_factory=dict)


class Kept:
    """The settings of this user: read once, written when something has changed."""

    def __init__(self) -> None:
        self.settings = own_file.load(_FILE, _understood, Settings())

    def make_look(self, app: QApplication) -> Look:
        """The look that was chosen last."""
        settings = self.settings
        return Look(app, scheme=Scheme(settings.scheme), scale=settings.scale)

    def keep_look(self, look: Look) -> None:
        """Keep the colours and the size of text that are in use."""
        self._change(scheme=look.scheme.value, scale=look.scale)

    def page_of(self, workspace: Path) -> str:
        """What was open last in the window on ``workspace``, ``""`` for nothing known."""
        return self.settings.pages.get(str(workspace), "")

    def bring_back(self, window: MainWindow) -> None:
        """Give a new window the place, the widths and the page that it had."""
        settings = self.settings
        if settings.window:
            window.restoreGeometry(QByteArray(base64.b64decode(settings.window)))
        if settings.panes:
            window.panes.widths = settings.panes
        window.show_findings(settings.findings)
        window.open_key(self.page_of(window.path))

    def keep_window(self, window: MainWindow) -> None:
        """Keep the place, the widths and the page of a window that is being closed."""
        path = str(window.path)
        others = {key: page for key, page in self.settings.pages.items() if key != path}
        newest = dict(list(others.items())[-(MOST_PAGES - 1) :])
        self._change(
            window=base64.b64encode(window.saveGeometry().data()).decode("ascii"),
            panes=window.panes.widths,
            findings=window.findings_wanted,
            pages=newest | {path: window.key},
        )

    def _change(self, **what: Any) -> None:
        changed = dataclasses.replace(self.settings, **what)
        if changed == self.settings:
            return
        self.settings = changed
        own_file.keep(_FILE, dataclasses.asdict(changed))


def _understood(plain: Any) -> Settings:
    """The settings that ``plain`` says. Raises ``ValueError`` or ``TypeError`` for what can't be meant."""
    if not isinstance(plain, dict):
        raise TypeError("not a table of settings")
    given: dict[str, Any] = dataclasses.asdict(Settings()) | plain
    Scheme(given["scheme"])
    given["scale"] = float(given["scale"])
    if not SMALLEST <= given["scale"] <= LARGEST:
        raise ValueError("size of text")
    base64.b64decode(given["window"], validate=True)
    given["panes"] = tuple(given["panes"])
    whole = all(type(width) is int and 0 <= width < _MOST_PIXELS for width in given["panes"])
    if not whole or len(given["panes"]) not in (0, _PANES):
        raise ValueError("widths")
    if type(given["findings"]) is not bool or type(given["pages"]) is not dict:
        raise TypeError("findings or pages")
    if not own_file.all_texts(*given["pages"], *given["pages"].values()):
        raise ValueError("pages")
    return Settings(**given)
