"""Spreadsheets in the window: columns asked for, rows looked at, all or nothing as one step; and back out."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from jxdesk.app.handout import Asking, hand_out
from tests.exchange import books
from ui.export_here import ExportHere
from ui.import_dialog import ImportDialog
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock

Settled = Callable[[MainWindow], None]
HEADS = ("企业名称", "2024年营业收入（亿元）", "所在地")


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
    block.files.coming.check(path)
    settled(window)
    assert block.files.coming.dialog is not None
    return block.files.coming.dialog


def cell_texts(dialog: ImportDialog) -> list[list[str]]:
    cells = dialog.trial.cells
    return [[cells.index(row, column).data() for column in range(5)] for row in range(cells.rowCount())]


def names(window: MainWindow) -> list[str]:
    return [row.name for row in window.picture.application.enterprises]


def test_an_import_is_looked_at_then_made_and_undone_in_one_step(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("清溪芯片有限公司", 9.5), ("清溪新材有限公司", 1.2))
    dialog = checked(register, path, window, settled)
    assert dialog.trial.said.text() == "试导入通过：新增 1 行、修改 1 行。还没有改动任何内容。"
    assert dialog.trial.model.index(0, 3).data() == "营业收入：8.1 → 9.5"
    assert cell_texts(dialog)[0] == ["B2", "营业收入", "8.1", "9.5", ""]
    assert not dialog.save.isVisible()
    assert len(names(window)) == 3
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert register.files.coming.dialog is None
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
    assert dialog.trial.said.text().startswith("没有导入：新增 2 行、不能导入 1 行。")
    assert [dialog.trial.model.index(0, column).data() for column in range(3)] == [
        "第 3 行",
        "乙公司",
        "不能导入",
    ]
    assert cell_texts(dialog)[0][:2] == ["B3", "营业收入"]
    assert "不是数字" in cell_texts(dialog)[0][2]
    assert not dialog.go.isEnabled()
    assert dialog.save.isVisible()
    out = tmp_path / "退回.xlsx"
    register.files.coming.save_rejects(out)
    settled(window)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "乙公司" in texts
    assert any("不是数字" in text for text in texts)
    assert "甲公司" not in texts
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert register.files.coming.dialog is None
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
    again = register.files.coming.dialog
    assert again is not None
    assert again.trial.said.text().startswith("文件或内容刚才又改过，请再看一遍。试导入通过：新增 2 行。")
    QTest.mouseClick(again.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert names(window)[3:] == ["甲公司", "乙公司"]


def test_a_file_that_is_no_spreadsheet_is_refused_in_a_sentence(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(b"not a workbook")
    with qtbot.waitSignal(window.desk.refused) as caught:
        register.files.coming.check(path)
    assert caught.args is not None
    assert caught.args[0].code == "exchange.unreadable"
    settled(window)
    assert register.files.coming.dialog is None


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_exported_comes_back_as_the_same(
    suffix: str, window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    out = tmp_path / f"企业名单{suffix}"
    register.files.export(out)
    settled(window)
    assert register.files.kept == out
    dialog = checked(register, out, window, settled)
    assert dialog.trial.said.text() == "试导入通过：相同 3 行。还没有改动任何内容。"
    assert not dialog.go.isEnabled()
    assert dialog.trial.of_row.text() == "第 2 行：与现有内容相同，不改动。"
    dialog.reject()


def test_a_blank_template_and_all_lists_at_once_are_written(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    blank, every = tmp_path / "空白.xlsx", tmp_path / "全部.xlsx"
    register.files.export_blank(blank)
    settled(window)
    assert [row[0].value for row in openpyxl.load_workbook(blank).worksheets[0].iter_rows()][1:] == [
        "示例：企业名称"
    ]
    export = ExportHere(window)
    export.export(every)
    settled(window)
    assert export.kept == every
    book = openpyxl.load_workbook(every)
    assert sum(sheet.sheet_state == "visible" for sheet in book.worksheets) == 7
    dialog = checked(register, every, window, settled)
    assert dialog.trial.said.text() == "试导入通过：相同 3 行。还没有改动任何内容。"
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
    assert register.files.coming.dialog is not None
    register.files.coming.dialog.reject()


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


def odd(path: Path) -> Path:
    """Two headings that nobody could know, one of them money, below a title and above a sum."""
    heads = ("企业名称", "所在地", "去年收入", "随便写的")
    rows = [("清溪芯片有限公司", "", 95000, "x"), ("清溪新材有限公司", "", 12000, "y")]
    path.write_bytes(books.xlsx([("企业名单", "", "", ""), heads, *rows, ("合计", "", 107000, "")]))
    return path


def choose_income(dialog: ImportDialog) -> None:
    line = next(line for line in dialog.columns.lines if line.doubt.heading == "去年收入")
    line.field_choice.setCurrentText("营业收入")
    line.unit_choice.setCurrentText("万元")


def test_columns_in_doubt_are_asked_for_remembered_and_forgotten(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = odd(tmp_path / "企业.xlsx")
    dialog = checked(register, path, window, settled)
    assert dialog.pages.currentWidget() is dialog.columns
    assert "有 2 列认不准" in dialog.columns.said.text()
    assert [line.samples.text() for line in dialog.columns.lines] == ["95000、12000、107000", "x、y"]
    assert not dialog.columns.forget.isVisible()
    choose_income(dialog)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert dialog.pages.currentWidget() is dialog.trial
    assert dialog.trial.said.text().startswith("试导入通过：新增 1 行、修改 1 行。")
    assert "第 5 行（合计）" in dialog.trial.besides.text()
    assert "95000 万元 → 9.5 亿元" in cell_texts(dialog)[0][4]
    dialog.reject()
    again = checked(register, path, window, settled)
    assert again.pages.currentWidget() is again.trial, "what was answered is not asked for again"
    QTest.mouseClick(again.back, Qt.MouseButton.LeftButton)
    assert again.pages.currentWidget() is again.columns
    QTest.mouseClick(again.columns.forget, Qt.MouseButton.LeftButton)
    settled(window)
    assert "有 2 列认不准" in again.columns.said.text()
    again.reject()


def test_a_unit_that_is_open_and_a_field_chosen_twice_are_said(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    dialog = checked(register, odd(tmp_path / "企业.xlsx"), window, settled)
    first, second = dialog.columns.lines
    first.field_choice.setCurrentText("营业收入")
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "是什么单位" in dialog.columns.refusal.text()
    assert first.unit_choice.hasFocus()
    first.unit_choice.setCurrentText("元")
    second.field_choice.setCurrentText("营业收入")
    second.unit_choice.setCurrentText("元")
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "选了同一项" in dialog.columns.refusal.text()
    assert dialog.pages.currentWidget() is dialog.columns
    dialog.reject()


def test_two_columns_headed_alike_are_not_guessed_at(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = tmp_path / "企业.xlsx"
    path.write_bytes(books.xlsx([("企业名称", "所在地", "所在地"), ("甲公司", "东区", "西区")]))
    dialog = checked(register, path, window, settled)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "列名都是“所在地”" in dialog.columns.refusal.text()
    dialog.reject()


def test_rows_are_filtered_by_what_becomes_of_them(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    rows = ("甲公司", 1), ("乙公司", "很多"), ("清溪芯片有限公司", 9.5), ("丁公司", "5000万元")
    dialog = checked(register, workbook(tmp_path / "企业.xlsx", *rows), window, settled)
    filters = dialog.trial.filters
    assert list(filters) == ["全部", "不能导入", "修改", "新增", "有换算"]
    for word, shown in (
        ("新增", ["甲公司", "丁公司"]),
        ("有换算", ["丁公司"]),
        ("修改", ["清溪芯片有限公司"]),
    ):
        QTest.mouseClick(filters[word], Qt.MouseButton.LeftButton)
        assert [row.name for row in dialog.trial.model.lines] == shown
    QTest.mouseClick(filters["全部"], Qt.MouseButton.LeftButton)
    assert len(dialog.trial.model.lines) == 4
    dialog.reject()


def test_what_was_changed_in_the_window_meanwhile_is_looked_at_again(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "企业.xlsx", ("清溪芯片有限公司", 9.5))
    dialog = checked(register, path, window, settled)
    uid = window.picture.application.enterprises[1].uid
    window.desk.edit(lambda session: session.set_text("enterprises.revenue", "7", uid), lambda _: None)
    settled(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled(window)
    assert dialog.trial.said.text().startswith("文件或内容刚才又改过")
    assert cell_texts(dialog)[0][2:4] == ["7", "9.5"]
    dialog.reject()


def test_a_workbook_with_several_lists_comes_in_from_the_menu(
    window: MainWindow, settled: Settled, tmp_path: Path
) -> None:
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "文件(&F)")
    bring = next(action for action in menu.actions() if action.text() == "从表格导入…")
    bring.trigger()
    chooser = window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(workbook(tmp_path / "企业.xlsx", ("甲公司", 1))))
    chooser.reject()
    settled(window)
    dialog = window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert dialog.steps.accessibleName() == "第 3 步，共 4 步：试导入"
    assert dialog.trial.table.hasFocus()
    QTest.keyClick(dialog.trial.table, Qt.Key.Key_Return)
    settled(window)
    assert names(window)[3:] == ["甲公司"]


def test_what_both_sides_changed_since_the_handing_out_is_decided_side_by_side(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    columns = frozenset({"enterprises.revenue"})
    path, row = tmp_path / "发出.xlsx", window.picture.application.enterprises[1].uid
    asking = Asking("enterprises", "统计局", columns)
    window.desk.ask(lambda session, _: hand_out(session, [asking], path), lambda _: None)
    window.desk.edit(lambda session: session.set_text("enterprises.revenue", "8.8", row), lambda _: None)
    settled(window)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cell = next(cell for cell in sheet[3] if cell.value == 8.1)
    cell.value = 9.9
    book.save(path)
    dialog = checked(register, path, window, settled)
    assert not dialog.go.isEnabled()
    assert dialog.decide.isVisible()
    dialog.decide.click()
    deciding = register.files.coming.deciding
    assert deciding is not None
    (clash,) = deciding.conflicts.model.clashes
    assert (clash.before, clash.mine, clash.theirs) == ("8.1", "8.8", "9.9")
    assert "统计局" in clash.theirs_by
    assert not deciding.go.isEnabled()
    QTest.keyClick(deciding.conflicts.table, Qt.Key.Key_Right)
    deciding.go.click()
    settled(window)
    assert not dialog.decide.isVisible()
    assert cell_texts(dialog)[0][2:4] == ["8.8", "9.9"]
    dialog.go.click()
    settled(window)
    assert window.picture.application.enterprises[1].revenue == Decimal("9.9")


def test_what_came_back_empty_stays_unless_it_is_chosen_to_empty_it(
    window: MainWindow, register: ListBlock, settled: Settled, tmp_path: Path
) -> None:
    path = tmp_path / "发出.xlsx"
    asking = Asking("enterprises", "统计局", frozenset({"enterprises.revenue", "enterprises.growth"}))
    window.desk.ask(lambda session, _: hand_out(session, [asking], path), lambda _: None)
    settled(window)
    book = openpyxl.load_workbook(path)
    for cell in book.worksheets[0][3]:
        if cell.value in (8.1, 7):
            cell.value = None
    book.save(path)
    dialog = checked(register, path, window, settled)
    assert not dialog.go.isEnabled()
    assert "有 2 格交回时清空了，原有内容保留" in dialog.trial.said.text()
    QTest.mouseClick(dialog.trial.filters["交回时清空"], Qt.MouseButton.LeftButton)
    assert [row.name for row in dialog.trial.model.lines] == ["清溪芯片有限公司"]
    assert "交回时清空，原有内容保留" in cell_texts(dialog)[0][4]
    QTest.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    deciding = register.files.coming.deciding
    assert deciding is not None
    assert "不选就保留原有内容" in deciding.conflicts.said.text()
    assert [deciding.conflicts.model.index(row, 0).data() for row in range(2)] == ["保留", "保留"]
    assert deciding.go.isEnabled()
    QTest.keyClick(deciding.conflicts.table, Qt.Key.Key_Right)
    assert deciding.conflicts.model.index(0, 0).data() == "清空"
    deciding.go.click()
    settled(window)
    assert dialog.trial.said.text().startswith("试导入通过：修改 1 行、相同 2 行。")
    assert cell_texts(dialog)[0][2:4] == ["8.1", "（空）"]
    QTest.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    again = register.files.coming.deciding
    assert again is not None
    assert [again.conflicts.model.index(row, 0).data() for row in range(2)] == ["清空", "保留"]
    again.reject()
    dialog.go.click()
    settled(window)
    firm = window.picture.application.enterprises[1]
    assert (firm.revenue, firm.growth) == (None, Decimal(7))
    window.undo.trigger()
    settled(window)
    assert window.picture.application.enterprises[1].revenue == Decimal("8.1")
