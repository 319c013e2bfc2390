"""The window on a workspace, with real keys and clicks: parts, editing, undo, findings, closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.domain.finding import Level, Place
from ui.editors import FlagEditor, LineEditor, TextEditor
from ui.field_row import FieldRow
from ui.flash import Flash
from ui.main_window import MainWindow
from ui.pages.block import FormBlock
from ui.program import Program

Settled = Callable[[MainWindow], None]
OpenWindow = Callable[[Path], MainWindow]


def row(window: MainWindow, field: str) -> FieldRow:
    """The row of a field of a single record, with its page open."""
    window.parts.choose(window.picture.notice.part_of(field.partition(".")[0]).id)
    forms = (block for block in window.page.blocks if isinstance(block, FormBlock))
    return next(block.rows[field] for block in forms if field in block.rows)


def line(window: MainWindow, field: str) -> QLineEdit:
    editor = row(window, field).editor
    assert isinstance(editor, LineEditor)
    return editor.line


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def refused(window: MainWindow) -> tuple[str, ...]:
    return window.page.refused


def type_over(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    """Click into a field, select all, type, and leave it with Tab. Chinese comes as if by paste."""
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    edit.selectAll()
    if text.isascii():
        QTest.keyClicks(edit, text)
    else:
        edit.insert(text)
    QTest.keyClick(edit, Qt.Key.Key_Tab)


def errors_at(window: MainWindow, field: str) -> list[str]:
    return [f.message for f in window.picture.findings_at(field)]


def test_the_parts_are_shown_with_their_counts(window: MainWindow) -> None:
    model = window.parts.parts
    assert [model.index(i).data() for i in range(model.rowCount())] == [
        part.nav for part in window.picture.notice.form.parts
    ]
    basic = model.parts[model.row_of("basic")]
    assert (basic.filled, basic.wanted, basic.errors) == (10, 11, 1)
    said = model.data(model.index(model.row_of("basic")), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "一、集群基本信息，已填 10 / 11，1 处错误，1 处提示"
    register = model.parts[model.row_of("register")]
    assert register.rows == 3


def test_what_is_typed_is_stored_and_its_finding_goes(
    window: MainWindow, qtbot: QtBot, settled: Settled, county: Path
) -> None:
    assert errors_at(window, "basic.contact_title") == ["“职务”没有填写。"]
    title = row(window, "basic.contact_title")
    assert title.wanted.isVisibleTo(window)
    type_over(qtbot, line(window, "basic.contact_title"), "Director")
    settled(window)
    assert window.picture.application.basic.contact_title == "Director"
    assert not errors_at(window, "basic.contact_title")
    assert not title.wanted.isVisibleTo(window)
    assert window.parts.parts.parts[2].errors == 0
    with Session.open(county, read_only=True) as other:
        assert other.application.basic.contact_title == "Director"
    assert window.head.saved.text().startswith("已保存 ")


def test_full_width_digits_are_shown_as_they_are_stored(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    edit = line(window, "basic.employees")
    type_over(qtbot, edit, "１２，３４５")
    settled(window)
    assert window.picture.application.basic.employees == 12345
    assert edit.text() == "12345"


def test_a_bad_number_stays_with_its_sentence_and_nothing_is_changed(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    edit, employees = line(window, "basic.employees"), row(window, "basic.employees")
    type_over(qtbot, edit, "3.2w")
    settled(window)
    assert window.picture.application.basic.employees == 3200
    assert edit.text() == "3.2w"
    assert "不是数字" in employees.remark.said.text()
    assert employees.remark.isVisible()
    assert window.page.refused == ("从业人员数",)
    # It survives going to another page and back, and other edits.
    window.parts.choose("scale")
    type_over(qtbot, line(window, "scale.growth"), "9.1")
    settled(window)
    window.parts.choose("basic")
    assert edit.text() == "3.2w"
    # Mended, it is taken and the sentence goes.
    type_over(qtbot, edit, "32000")
    settled(window)
    assert window.picture.application.basic.employees == 32000
    assert not refused(window)
    assert "不是数字" not in employees.remark.said.text()


def test_escape_puts_back_what_is_stored(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    edit = line(window, "basic.employees")
    type_over(qtbot, edit, "abc")
    settled(window)
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "3200"
    assert not refused(window)
    assert not row(window, "basic.employees").remark.isVisible()


def test_undo_and_redo_from_the_keyboard_within_a_field(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    edit = line(window, "basic.contact_name")
    type_over(qtbot, edit, "Li")
    settled(window)
    assert window.undo.text() == "撤销：修改联系人"
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert edit.text() == "王小明"
    assert window.statusBar().currentMessage() == "已撤销：修改联系人。"
    QTest.keyClick(focused(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert edit.text() == "Li"


def test_undo_while_typing_takes_back_the_typing_first(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    edit = line(window, "basic.contact_name")
    label = window.picture.undo_label
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    edit.end(False)
    QTest.keyClicks(edit, "xyz")
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert edit.text() == "王小明"
    assert window.picture.undo_label == label


def test_undo_opens_the_place_that_changed(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    type_over(qtbot, line(window, "basic.contact_name"), "Li")
    settled(window)
    window.parts.choose("register")
    window.undo.trigger()
    settled(window)
    assert window.page.part.id == "basic"


def test_undo_lasts_beyond_closing(
    program: Program, open_window: OpenWindow, county: Path, qtbot: QtBot, settled: Settled
) -> None:
    first = open_window(county)
    type_over(qtbot, line(first, "basic.contact_name"), "Li")
    first.close()
    qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
    second = open_window(county)
    assert line(second, "basic.contact_name").text() == "Li"
    second.undo.trigger()
    settled(second)
    assert line(second, "basic.contact_name").text() == "王小明"


def test_closing_takes_in_what_is_still_being_typed(
    window: MainWindow, program: Program, qtbot: QtBot, county: Path
) -> None:
    edit = line(window, "basic.contact_title")
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    QTest.keyClicks(edit, "Director")
    window.close()
    qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
    with Session.open(county) as session:
        assert session.application.basic.contact_title == "Director"


def test_another_window_coming_up_takes_in_what_is_being_typed(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    edit = line(window, "basic.contact_title")
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    QTest.keyClicks(edit, "director")
    QTest.keyClick(window, Qt.Key.Key_F1)
    box = QApplication.activeModalWidget()
    assert box is not None
    # While the box has the keyboard, it is put elsewhere in the window.
    window.parts.setFocus()
    box.close()
    settled(window)
    assert window.picture.application.basic.contact_title == "director"


def test_closing_asks_when_something_could_not_be_saved(
    window: MainWindow, program: Program, qtbot: QtBot, county: Path
) -> None:
    edit = line(window, "basic.employees")
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    edit.selectAll()
    QTest.keyClicks(edit, "many")
    window.close()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    assert "“从业人员数”" in box.text()
    back = next(button for button in box.buttons() if button.text() == "回去改正")
    back.click()
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    assert window.isVisible()
    assert edit.text() == "many"
    window.close()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    next(button for button in box.buttons() if button.text() == "不保存并关闭").click()
    qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
    with Session.open(county) as session:
        assert session.application.basic.employees == 3200


def test_a_long_text_counts_as_one_types_and_is_saved_in_pauses(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    editor = row(window, "basic.introduction").editor
    assert isinstance(editor, TextEditor)
    assert isinstance(editor.edit, QPlainTextEdit)
    assert editor.counter.text() == "14 / 1000 字"
    editor.edit.setFocus()
    editor.edit.appendPlainText("产业。" * 400)
    assert editor.counter.text() == "1214 / 1000 字，多了 214 字"
    qtbot.waitUntil(lambda: "产业。产业。" in window.picture.application.basic.introduction, timeout=8_000)
    settled(window)
    assert editor.edit.hasFocus()
    assert any("多了 214 字" in message for message in errors_at(window, "basic.introduction"))


def test_pausing_within_a_long_text_does_not_eat_the_space_at_its_end(
    window: MainWindow, settled: Settled
) -> None:
    editor = row(window, "basic.introduction").editor
    assert isinstance(editor, TextEditor)
    editor.edit.setFocus()
    editor.edit.appendPlainText("第二段\n")
    editor.committed.emit()
    settled(window)
    assert editor.edit.toPlainText().endswith("第二段\n")
    assert window.picture.application.basic.introduction.endswith("第二段")


def test_a_click_answers_yes_or_no(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    editor = row(window, "pledge.accepted").editor
    assert isinstance(editor, FlagEditor)
    QTest.mouseClick(editor.no, Qt.MouseButton.LeftButton, pos=QPoint(12, editor.no.height() // 2))
    settled(window)
    assert window.picture.application.pledge.accepted is False
    window.undo.trigger()
    settled(window)
    assert editor.yes.isChecked()


def test_a_click_on_a_finding_opens_its_page_and_field(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    window.parts.choose("evidence")
    found = window.findings
    wanted = next(
        i for i, item in enumerate(found.model.items) if item.finding.place.field == "basic.contact_title"
    )
    index = found.model.index(wanted)
    # The list is laid out a few rows at a time.
    qtbot.waitUntil(lambda: found.list.visualRect(index).isValid())
    found.list.scrollTo(index)
    where = found.list.visualRect(index).center()
    QTest.mouseClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.page.part.id == "basic"
    edit = line(window, "basic.contact_title")
    assert edit.hasFocus()
    assert not edit.visibleRegion().isEmpty()
    assert window.page.findChildren(Flash)
    assert found.card.isVisible()
    # Its card says the rule, and the finding goes when the field is filled.
    QTest.keyClicks(edit, "Director")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settled(window)
    fields = [item.finding.place.field for item in found.model.items]
    assert "basic.contact_title" not in fields


def test_findings_stand_one_below_the_other_at_every_width(window: MainWindow, qtbot: QtBot) -> None:
    findings = window.findings.list

    def stacked() -> bool:
        indexes = [findings.model().index(row, 0) for row in range(findings.model().rowCount())]
        rects = [findings.visualRect(index) for index in indexes]
        heights = [findings.sizeHintForIndex(index).height() for index in indexes]
        tops = [rects[0].top() + sum(heights[:row]) for row in range(len(rects))]
        return len(rects) > 3 and [rect.top() for rect in rects] == tops

    qtbot.waitUntil(stacked, timeout=5_000)
    window.resize(1900, 900)
    qtbot.waitUntil(stacked, timeout=5_000)


def test_findings_can_be_left_out_by_level(window: MainWindow, qtbot: QtBot) -> None:
    errors = window.picture.report.count(Level.ERROR)
    everything = window.findings.model.rowCount()
    button = window.findings.levels[Level.ERROR]
    assert button.text() == f"错误 {errors}"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.findings.model.rowCount() == everything - errors


def test_a_warning_is_given_its_reason(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    type_over(qtbot, line(window, "scale.growth"), "900")
    settled(window)
    found = window.findings
    wanted = next(i for i, item in enumerate(found.model.items) if item.finding.rule == "S08")
    found.list.setCurrentIndex(found.model.index(wanted))
    card = found.card
    card.reason.setText("好")
    QTest.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    settled(window)
    assert "理由太短" in card.refusal
    card.reason.setText("当年有大项目投产，统计部门已核实。")
    card.for_reviewer.setChecked(True)
    QTest.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    settled(window)
    item = next(item for item in window.picture.report.judged if item.finding.rule == "S08")
    assert item.reason is not None
    assert item.reason.for_reviewer
    assert not card.refusal


def test_the_keyboard_goes_round_the_panes_and_through_the_parts(window: MainWindow, qtbot: QtBot) -> None:
    window.parts.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.page.isAncestorOf(focused())
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.findings.list.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.parts.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.page.part.id == window.picture.parts[1].id
    QTest.keyClick(window, Qt.Key.Key_F4)
    assert not window.findings.isVisible()


def test_a_place_that_is_gone_opens_its_part(window: MainWindow) -> None:
    window.open_place(Place("register", "enterprises.name", "no-such-row"))
    assert window.page.part.id == "register"


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_nothing_is_cut_off(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    for part in window.picture.parts:
        window.parts.choose(part.id)
        QApplication.processEvents()
        assert window.page.horizontalScrollBar().maximum() == 0, part.id
    assert (window.width(), window.height()) == size
    for step in window.stages.steps:
        assert step.geometry().right() <= window.stages.width()
        assert step.width() >= step.sizeHint().width()
    for button in window.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_every_control_has_a_name(window: MainWindow) -> None:
    for part in window.picture.parts:
        window.parts.choose(part.id)
        for widget in window.page.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window)
            if takes and isinstance(widget, QLineEdit | QPlainTextEdit):
                assert widget.accessibleName(), widget
