"""The look: colours for light and dark, the Chinese typeface, sizes and the small style sheet.

One :class:`Look` is made per program and handed to whatever paints, so that nothing depends on a
global and a test can pin colours and font.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from jxdesk.base.paths import resources

BASE_POINTS = 10.5
# Between these the size of all text can be chosen.
SMALLEST, LARGEST = 1.0, 2.0
# What offices have, best first; the bundled font stands in where none of them is installed.
SYSTEM_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
)


class Scheme(Enum):
    """Light, dark, or what the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@cache
def palettes() -> Mapping[str, Mapping[str, str]]:
    """Colour names and values (``#rrggbb``) of ``light`` and ``dark``."""
    text = (resources() / "styles" / "colours.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


class Look(QObject):
    """The colours and sizes in use. ``changed`` is emitted after they have been applied."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        family: str | None = None,
        scheme: Scheme = Scheme.SYSTEM,
        scale: float = 1.0,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._family = family or chinese_family()
        self.scheme = scheme
        self.scale = scale
        self._colours: dict[str, QColor] = {}
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply()

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        if self.scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.scheme is Scheme.DARK

    def colour(self, name: str) -> QColor:
        """The colour called ``name`` in ``colours.toml``."""
        return self._colours[name]

    def font(self, relative: float = 1.0, *, bold: bool = False) -> QFont:
        """The program's font, ``relative`` to the size of running text."""
        font = QFont(self._family)
        font.setPointSizeF(BASE_POINTS * self.scale * relative)
        font.setBold(bold)
        return font

    def pixels(self, normal: float) -> int:
        """What measures ``normal`` pixels beside text of normal size, at the present size of text."""
        return round(normal * self.scale)

    def use(self, *, scheme: Scheme | None = None, scale: float | None = None) -> None:
        """Switch the colours or the size of all text (1.0 is normal) and apply it at once."""
        self.scheme = scheme or self.scheme
        self.scale = scale or self.scale
        self.apply()

    def apply(self) -> None:
        """Give font, palette and style sheet to the program."""
        values = palettes()["dark" if self.dark else "light"]
        self._colours = {name: QColor(value) for name, value in values.items()}
        # Dressed over, each widget is gone through many times: bare first is four times as fast.
        self._app.setStyleSheet("")
        self._app.setFont(self.font())
        self._app.setPalette(self._palette())
        sheet = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
        self._app.setStyleSheet(re.sub(r"@([a-z_]+)", lambda found: values[found[1]], sheet))
        self.changed.emit()

    def _system_changed(self) -> None:
        if self.scheme is Scheme.SYSTEM:
            self.apply()

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for target, name in (
            (role.Window, "ground"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "ground"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.ToolTipBase, "surface"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "muted"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Link, "accent"),
            (role.Mid, "line"),
            (role.Dark, "line_strong"),
        ):
            palette.setColor(target, self.colour(name))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour("muted"))
        return palette


def chinese_family() -> str:
    """A family that has Chinese glyphs: the system's if there is one, else the bundled one."""
    installed = set(QFontDatabase.families())
    for family in SYSTEM_FAMILIES:
        if family in installed:
            return family
    return bundled_family() or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def bundled_family() -> str | None:
    """Load the program's own sans font (role ``hei``); ``None`` when it can't be had."""
    table = tomllib.loads((resources() / "fonts" / "fonts.toml").read_text(encoding="utf-8"))
    for font in table["font"]:
        if font["role"] == "hei":
            number = QFontDatabase.addApplicationFont(str(resources() / "fonts" / font["file"]))
            families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
            return families[0] if families else None
    return None
