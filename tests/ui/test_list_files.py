"""Lists from spreadsheets in the window: looked at first, then all or nothing, as one step; and back out."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.exchange import books
from ui.import_dialog import ImportDialog
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock

Settled = Callable[[MainWindow], None]
HEADS = ("企业名称", "2024年营业收入（亿元）", "备注栏")


@pytest.fixture
def register(window: MainWindow) -> ListBlock:
    window.parts.choose("register")
    block = window.page.blocks[0]
    assert isinstance(block, ListBlock)
    return block


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    path.write_bytes(books.xlsx([HEADS, *rows]))
    return path


def checked(block: ListBlock, path: Path, window: MainWindow, settled: Settled) -> ImportDialog:
    block.files.check(path)
    settled(window)
    assert block.files.dialog is not None
    return block.files.dialog


def names(window: MainWindow) -> list[str]:
    return [row.name for row in window.picture.application.enterprises]


def test_an_import_is_looked_at_then_made_and_undone_in_one_step(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("清溪芯片有限公司", 9.5, "x"), ("清溪新材有限公司", 1.2, "y"))
    dialog = checked(register, path, window, settled)
    assert dialog.said.text() == "试导入通过：新增 1 行、修改 1 行。还没有改动任何内容。"
    assert "备注栏" in dialog.besides.text()
    assert dialog.model.index(0, 3).data() == "营业收入：8.1 → 9.5"
    assert dialog.detail.toPlainText() == "营业收入：8.1 → 9.5"
    assert not dialog.save.isVisible()
    assert len(names(window)) == 3
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert register.files.dialog is None
    assert names(window)[3] == "清溪新材有限公司"
    assert window.picture.application.enterprises[1].revenue == Decimal("9.5")
    assert window.statusBar().currentMessage().startswith("已导入：新增 1 行、修改 1 行。")
    window.undo.trigger()
    settled(window)
    assert len(names(window)) == 3
    assert window.picture.application.enterprises[1].revenue == Decimal("8.1")


def test_refused_rows_come_first_and_are_given_back(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("甲公司", 1, ""), ("乙公司", "很多", ""), ("丙公司", 2, ""))
    dialog = checked(register, path, window, settled)
    assert dialog.said.text().startswith("没有导入：新增 2 行、不能导入 1 行。")
    assert [dialog.model.index(0, column).data() for column in range(3)] == ["第 3 行", "乙公司", "不能导入"]
    assert "不是数字" in dialog.detail.toPlainText()
    assert not dialog.go.isEnabled()
    assert dialog.save.isVisible()
    out = tmp_path / "退回.xlsx"
    register.files.save_rejects(path, out)
    settled(window)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "乙公司" in texts
    assert any("不是数字" in text for text in texts)
    assert "甲公司" not in texts
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert register.files.dialog is None
    assert len(names(window)) == 3


def test_a_file_changed_after_it_was_looked_at_is_looked_at_again(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("甲公司", 1, ""))
    dialog = checked(register, path, window, settled)
    workbook(path, ("甲公司", 1, ""), ("乙公司", 2, ""))
    os.utime(path, ns=(1, 1))
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(names(window)) == 3
    again = register.files.dialog
    assert again is not None
    assert again.said.text().startswith("文件刚才又改过，请再看一遍。试导入通过：新增 2 行。")
    QTest.mouseClick(again.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert names(window)[3:] == ["甲公司", "乙公司"]


def test_a_file_that_is_no_spreadsheet_is_refused_in_a_sentence(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(b"not a workbook")
    with qtbot.waitSignal(window.desk.refused) as caught:
        register.files.check(path)
    assert caught.args is not None
    assert caught.args[0].code == "exchange.unreadable"
    settled(window)
    assert register.files.dialog is None


def test_what_is_exported_comes_back_as_the_same(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    out = tmp_path / "企业名单.xlsx"
    register.files.export(out)
    settled(window)
    assert register.files.kept == out
    dialog = checked(register, out, window, settled)
    assert dialog.said.text() == "试导入通过：相同 3 行。还没有改动任何内容。"
    assert not dialog.go.isEnabled()
    assert dialog.detail.toPlainText() == "与现有内容相同，不改动。"
    dialog.reject()


def test_the_file_dialogs_ask_for_spreadsheets(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("甲公司", 1, ""))
    register.files.bring.trigger()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert "*.xlsx" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    settled(window)
    assert register.files.dialog is not None
    register.files.dialog.reject()


def test_every_list_has_its_place_and_a_locked_one_takes_nothing(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    assert register.files.kind == "enterprises"
    kinds = []
    for part in window.picture.parts:
        window.parts.choose(part.id)
        kinds += [block.files.kind for block in window.page.findChildren(ListBlock)]
    assert set(kinds) == {"members", "enterprises", "platforms", "targets", "projects", "evidence"}
    assert register.files.bring.isEnabled()
    window.desk.edit(lambda session: session.workspace.freeze(session.data_digest, ""), lambda _: None)
    settled(window)
    assert not register.files.bring.isEnabled()
    assert register.files.hand_out.isEnabled()
