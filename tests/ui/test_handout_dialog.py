"""A list is handed out from the window: to whom, which columns, which rows; and comes back with clashes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jxdesk.app.figures import write_note
from jxdesk.app.handout import Asking
from jxdesk.app.session import Session
from jxdesk.exchange.workbook import ORIGINAL_SHEET
from ui.handout_dialog import HandoutDialog
from ui.handout_here import HandoutHere
from ui.main_window import MainWindow


@pytest.fixture
def here(county: Path, window: MainWindow) -> HandoutHere:
    return HandoutHere(window)


def opened(here: HandoutHere, qtbot: QtBot) -> HandoutDialog:
    here.open()
    qtbot.waitUntil(lambda: here.dialog is not None and here.dialog.isVisible(), timeout=10_000)
    assert here.dialog is not None
    return here.dialog


def check(widget: Any, text: str) -> None:
    (item,) = widget.findItems(text, Qt.MatchFlag.MatchExactly)
    item.setCheckState(Qt.CheckState.Checked)


def test_nothing_is_written_before_columns_and_receiver_are_chosen(here: HandoutHere, qtbot: QtBot) -> None:
    dialog = opened(here, qtbot)
    dialog.kind.setCurrentText("企业名单")
    assert not dialog.go.isEnabled()
    check(dialog.columns, dialog.offer.columns[2][1])
    assert not dialog.go.isEnabled()
    dialog.to.setFocus()
    line = dialog.to.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "tjj")
    assert dialog.go.isEnabled()
    assert dialog.asking == Asking("enterprises", "tjj", frozenset({dialog.offer.columns[2][0]}))
    dialog.only_some.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.search.setText("芯片")
    hidden = [dialog.rows.item(number).isHidden() for number in range(dialog.rows.count())]
    assert hidden == [True, False, True]
    check(dialog.rows, "清溪芯片有限公司")
    assert dialog.go.isEnabled()
    assert dialog.asking.rows == frozenset({dialog.offer.rows[1][0]})
    assert "发出 1 行，请填 1 列" in dialog.said.text()


def test_a_bureau_brings_its_columns_along(county: Path, window: MainWindow, qtbot: QtBot) -> None:
    def step(session: Session) -> None:
        write_note(session, "enterprises.revenue", "", "年报", "统计局")

    done: list[object] = []
    window.desk.edit(step, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    window.parts.choose(window.picture.notice.part_of("enterprises").id)
    dialog = opened(HandoutHere(window), qtbot)
    assert dialog.kind.currentText() == "企业名单"
    dialog.to.setCurrentText("统计局")
    assert dialog.asking.columns == {"enterprises.revenue"}
    assert dialog.go.isEnabled()


def test_the_workbook_is_written_by_another_process_and_the_dialog_closes(
    here: HandoutHere, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(here, qtbot)
    out = tmp_path / "发出.xlsx"
    here.write(Asking("enterprises", "统计局", frozenset({"enterprises.revenue"})), out)
    qtbot.waitUntil(lambda: bool(here.kept), timeout=30_000)
    assert here.dialog is None
    book = openpyxl.load_workbook(out)
    assert book.worksheets[0].max_row == 4
    assert book[ORIGINAL_SHEET].sheet_state == "veryHidden"
