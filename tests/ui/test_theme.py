"""Colours can be read, both palettes are whole, a Chinese typeface is always there."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication

from jxdesk.base.paths import resources
from ui import icons, theme
from ui.theme import Look, Scheme

TEXTS = ("text", "muted", "accent", "error", "warning", "hint", "good")
GROUNDS = ("surface", "ground", "sunken", "accent_soft")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "error_soft"),
    ("warning", "warning_soft"),
]


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    given = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in given]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    values = theme.palettes()[scheme]
    assert contrast(values[text], values[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("line", ["line_strong", "focus"])
def test_frames_can_be_seen(scheme: str, line: str) -> None:
    values = theme.palettes()[scheme]
    assert min(contrast(values[line], values[ground]) for ground in ("surface", "ground")) >= 2.6


def test_both_palettes_name_the_same_colours_and_the_sheet_uses_only_those() -> None:
    light, dark = theme.palettes()["light"], theme.palettes()["dark"]
    assert light.keys() == dark.keys()
    sheet = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    assert set(re.findall(r"@([a-z_]+)", sheet)) <= light.keys()


def test_switching_colours_and_size(look: Look, qapp: QApplication) -> None:
    try:
        look.use(scheme=Scheme.DARK, scale=1.35)
        assert look.dark
        assert qapp.palette().window().color() == QColor(theme.palettes()["dark"]["ground"])
        assert qapp.font().pointSizeF() == pytest.approx(theme.BASE_POINTS * 1.35)
    finally:
        look.use(scheme=Scheme.LIGHT, scale=1.0)
    assert qapp.palette().window().color() == QColor(theme.palettes()["light"]["ground"])


def test_the_bundled_font_has_chinese(look: Look) -> None:
    metrics = QFontMetricsF(look.font())
    assert metrics.inFont("赣")
    assert metrics.inFont("〔")


def test_the_systems_font_is_taken_first(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.theme.QFontDatabase.families", lambda: ["Arial", "Microsoft YaHei"])
    assert theme.chinese_family() == "Microsoft YaHei"


def test_the_bundled_font_stands_in(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.theme.QFontDatabase.families", lambda: ["Arial"])
    assert theme.chinese_family() == theme.bundled_family()


def test_icons_differ_by_shape(qapp: QApplication) -> None:
    black = QColor("black")
    drawn = {
        name: icons.pixmap(name, black, 16, 2.0).toImage() for name in ("error", "warning", "hint", "done")
    }
    pictures = list(drawn.values())
    assert all(not image.isNull() for image in pictures)
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])
