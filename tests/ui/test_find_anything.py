"""Ctrl+F finds anything, by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app.find_anything import Group, Hit
from ui.history_dialog import HistoryDialog
from ui.main_window import MainWindow
from ui.palette import Palette
from ui.palette_model import HIT

Find = Callable[[str], Palette]


@pytest.fixture
def find(window: MainWindow, qtbot: QtBot) -> Iterator[Find]:
    """Press Ctrl+F, type, wait until everything has been looked through."""

    def found(typed: str) -> Palette:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        palette = next(p for p in window.findChildren(Palette) if p.isVisible())
        qtbot.waitUntil(lambda: not window.desk.worker.busy, timeout=10_000)
        palette.line.insert(typed)
        return palette

    yield found
    for palette in window.findChildren(Palette):
        palette.close()


def hits(palette: Palette) -> list[Hit]:
    return [row for row in palette.model.rows if isinstance(row, Hit)]


def test_a_field_is_found_and_opened(window: MainWindow, find: Find) -> None:
    palette = find("主导产业规上")
    QAbstractItemModelTester(palette.model, QAbstractItemModelTester.FailureReportingMode.Fatal, palette)
    assert palette.line.hasFocus()
    assert palette.list.currentIndex().data(HIT).group is Group.FIELD
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.page.part.id == "basic"
    line = window.focusWidget()
    assert line is window.page.blocks[0].rows["basic.above_scale_count"].editor.target  # type: ignore[attr-defined]


def test_the_arrows_choose_and_pass_over_headings(window: MainWindow, find: Find) -> None:
    palette = find("清溪")
    first = palette.list.currentIndex().data(HIT)
    assert first is not None
    seen = [first]
    for _ in range(40):
        QTest.keyClick(palette.line, Qt.Key.Key_Down)
        seen.append(palette.list.currentIndex().data(HIT))
    assert None not in seen
    assert seen[-1] == hits(palette)[-1]
    assert set(seen) == set(hits(palette))
    QTest.keyClick(palette.line, Qt.Key.Key_PageUp)
    QTest.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentIndex().data(HIT) != seen[-1]


def test_a_row_of_a_list_is_found_by_first_letters(window: MainWindow, find: Find) -> None:
    palette = find("qxxp")
    hit = hits(palette)[0]
    assert hit.title == "清溪芯片有限公司"
    assert hit.marks == ((0, 4),)
    spot = palette.list.visualRect(palette.list.currentIndex()).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.page.part.id == window.picture.notice.part_of("enterprises").id


def test_what_was_just_typed_is_found(window: MainWindow, find: Find, qtbot: QtBot) -> None:
    palette = find("高速公路")
    assert not hits(palette)
    assert "没有找到" in palette.said.text()
    row = window.picture.application.enterprises[0].uid
    window.desk.set_text("enterprises.name", "高速公路公司", row, refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: bool(hits(palette)), timeout=10_000)
    assert hits(palette)[0].title == "高速公路公司"


def test_stages_and_actions(window: MainWindow, find: Find) -> None:
    QTest.keyClick(find("定稿").line, Qt.Key.Key_Return)
    assert window.key == "stage:定稿"
    palette = find("修改记录")
    assert Group.ACTION in {hit.group for hit in hits(palette)}
    while palette.list.currentIndex().data(HIT).title != "修改记录":
        QTest.keyClick(palette.line, Qt.Key.Key_Down)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(HistoryDialog)
    assert dialog.isVisible()
    dialog.close()


def test_a_rule_leads_to_its_finding_or_shows_its_card(window: MainWindow, find: Find) -> None:
    found = {judged.finding.rule for judged in window.picture.report.judged}
    present = min(found)
    absent = min(set(window.picture.notice.rules) - found)
    palette = find(present)
    while palette.list.currentIndex().data(HIT).group is not Group.RULE:
        QTest.keyClick(palette.line, Qt.Key.Key_Down)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.findings.list.currentIndex().isValid()
    palette = find(absent)
    assert palette.list.currentIndex().data(HIT).group is Group.RULE
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    (box,) = (b for b in window.findChildren(QMessageBox) if b.isVisible())
    assert window.picture.notice.rules[absent].meaning in box.text()
    box.close()


def test_escape_closes_and_gives_the_keyboard_back(window: MainWindow, find: Find) -> None:
    window.parts.setFocus()
    palette = find("")
    assert "拼音" in palette.said.text()
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.focusWidget() is window.parts
