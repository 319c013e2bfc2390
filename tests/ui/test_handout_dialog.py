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
from ui.handout_dialog import BUREAUS, ROWS, Handing, HandoutDialog
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


def tick(dialog: HandoutDialog, *keys: str) -> None:
    for key in keys:
        dialog.columns.box(key).setCheckState(0, Qt.CheckState.Checked)


def asked(dialog: HandoutDialog) -> Asking:
    (asking,) = dialog.handing.askings
    return asking


def noted(window: MainWindow, qtbot: QtBot, **bureaus: str) -> None:
    """Write which bureau answers for which column, ``__`` for the point in its id."""

    def step(session: Session) -> None:
        for field, bureau in bureaus.items():
            write_note(session, field.replace("__", "."), "", "年报", bureau)

    done: list[object] = []
    window.desk.edit(step, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)


def test_nothing_is_written_before_columns_and_receiver_are_chosen(here: HandoutHere, qtbot: QtBot) -> None:
    dialog = opened(here, qtbot)
    assert not dialog.go.isEnabled()
    tick(dialog, "enterprises.place")
    assert not dialog.go.isEnabled()
    dialog.to.setFocus()
    line = dialog.to.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "tjj")
    assert dialog.go.isEnabled()
    assert asked(dialog) == Asking("enterprises", "tjj", frozenset({"enterprises.place"}))
    dialog.only_some.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.search.setText("芯片")
    hidden = [dialog.rows.item(number).isHidden() for number in range(dialog.rows.count())]
    assert hidden == [True, False, True]
    check(dialog.rows, "清溪芯片有限公司")
    assert dialog.go.isEnabled()
    assert len(asked(dialog).rows or ()) == 1
    assert "发出 1 行，请填 1 列" in dialog.said.text()


def test_several_lists_go_out_in_one_workbook(here: HandoutHere, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(here, qtbot)
    dialog.to.setCurrentText("发改委")
    tick(dialog, "projects", "enterprises.revenue")
    assert asked(dialog).kind == "enterprises,projects"
    assert asked(dialog).rows is None
    assert not dialog.only_some.isEnabled()
    assert dialog.said.text().startswith("发出 2 张表、")
    out = tmp_path / "发出.xlsx"
    here.write(dialog.handing, out)
    qtbot.waitUntil(lambda: bool(here.kept), timeout=30_000)
    shown = [
        sheet.title for sheet in openpyxl.load_workbook(out).worksheets if sheet.sheet_state == "visible"
    ]
    assert shown == ["企业名单", "重点项目", "填写说明"]


def test_everything_is_chosen_and_dropped_at_once(here: HandoutHere, qtbot: QtBot) -> None:
    dialog = opened(here, qtbot)
    dialog.columns.tick_all(ticked=True)
    assert len(dialog.columns.chosen) == 6
    assert "发给哪个部门" in dialog.said.text()
    dialog.columns.setCurrentItem(dialog.columns.box("projects"))
    QTest.keyClick(dialog.columns, Qt.Key.Key_Space)
    assert "projects" not in asked(dialog).kind
    dialog.columns.tick_all(ticked=False)
    assert not dialog.go.isEnabled()


def test_every_enterprise_gets_a_workbook_of_its_own(here: HandoutHere, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(here, qtbot)
    dialog.how.setCurrentText(ROWS)
    tick(dialog, "enterprises.revenue", "projects.scale")
    assert "只能选一张表" in dialog.said.text()
    dialog.columns.tick(frozenset({"enterprises.revenue"}))
    assert not dialog.to.isEnabled()
    assert "共 3 个文件" in dialog.said.text()
    here.write(dialog.handing, tmp_path)
    qtbot.waitUntil(lambda: len(here.kept) == 3, timeout=30_000)
    assert (tmp_path / "企业名单-清溪芯片有限公司.xlsx").exists()


def test_a_bureau_brings_its_columns_along(county: Path, window: MainWindow, qtbot: QtBot) -> None:
    noted(window, qtbot, enterprises__revenue="统计局")
    window.parts.choose(window.picture.notice.part_of("enterprises").id)
    dialog = opened(HandoutHere(window), qtbot)
    assert dialog.columns.currentItem() is dialog.columns.box("enterprises")
    dialog.to.setCurrentText("统计局")
    assert asked(dialog).columns == {"enterprises.revenue"}
    assert dialog.go.isEnabled()


def test_all_bureaus_are_asked_in_one_go(
    county: Path, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    noted(
        window,
        qtbot,
        enterprises__revenue="统计局",
        projects__investment="发改委",
        enterprises__growth="统计局",
    )
    here = HandoutHere(window)
    dialog = opened(here, qtbot)
    dialog.how.setCurrentText(BUREAUS)
    assert [(each.to, each.kind) for each in dialog.handing.askings] == [
        ("发改委", "projects"),
        ("统计局", "enterprises"),
    ]
    assert "发给 2 个部门" in dialog.said.text()
    dialog.columns.box("projects").setCheckState(0, Qt.CheckState.Unchecked)
    assert [each.to for each in dialog.handing.askings] == ["统计局"]
    here.write(dialog.handing, tmp_path)
    qtbot.waitUntil(lambda: bool(here.kept), timeout=30_000)
    assert [path.name for path in here.kept] == ["企业名单-统计局.xlsx"]


def test_the_workbook_is_written_by_another_process_and_the_dialog_closes(
    here: HandoutHere, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(here, qtbot)
    out = tmp_path / "发出.xlsx"
    asking = Asking("enterprises", "统计局", frozenset({"enterprises.revenue"}))
    here.write(Handing((asking,), into_folder=False), out)
    qtbot.waitUntil(lambda: bool(here.kept), timeout=30_000)
    assert here.dialog is None
    book = openpyxl.load_workbook(out)
    assert book.worksheets[0].max_row == 4
    assert book[ORIGINAL_SHEET].sheet_state == "veryHidden"
