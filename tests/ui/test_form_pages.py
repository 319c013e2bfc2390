"""The later pages: offers are taken with a button, views follow the lists, given indicators stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jxdesk.base.errors import UserError
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Place
from ui.editors import TextEditor
from ui.field_row import FieldRow, FigureRow
from ui.main_window import MainWindow
from ui.pages.block import FormBlock
from ui.pages.chain import RoleView
from ui.pages.funds import FundsForm
from ui.pages.tables import IndicatorsList
from ui.pages.view import Column, ViewModel

Settled = Callable[[MainWindow], None]


def field(window: MainWindow, field_id: str) -> FieldRow:
    window.parts.choose(window.picture.notice.part_of(field_id.partition(".")[0]).id)
    blocks = (block for block in window.page.blocks if isinstance(block, FormBlock))
    return next(block.rows[field_id] for block in blocks if field_id in block.rows)


def put(window: MainWindow, settled: Settled, field_id: str, text: str, row: str = "") -> None:
    def refused(error: UserError) -> None:
        raise AssertionError(error)

    window.desk.set_text(field_id, text, row, refused=refused, done=lambda: None)
    settled(window)


# --- offers ---------------------------------------------------------------------------------------


def test_nothing_is_offered_that_stands_there_already(window: MainWindow) -> None:
    row = field(window, "basic.enterprise_count")
    assert row.editor.text() == "3"
    assert not row.offer.isVisible()


def test_a_counted_figure_is_offered_and_taken_with_the_keyboard(
    window: MainWindow, settled: Settled
) -> None:
    put(window, settled, "basic.enterprise_count", "5")
    row = field(window, "basic.enterprise_count")
    assert row.offer.isVisible()
    assert row.offer.said.text() == "名单中为 3 家"
    assert "采用 3 家" in row.offer.take.accessibleName()
    row.editor.target.setFocus()
    QTest.keyClick(row.editor.target, Qt.Key.Key_Tab)
    assert row.offer.take.hasFocus()
    QTest.keyClick(row.offer.take, Qt.Key.Key_Space)
    settled(window)
    assert window.picture.application.basic.enterprise_count == 3
    assert row.editor.text() == "3"
    assert not row.offer.isVisible()
    assert row.editor.target.hasFocus()
    window.undo.trigger()
    settled(window)
    assert window.picture.application.basic.enterprise_count == 5
    assert row.offer.isVisible()


def test_an_offer_is_never_written_by_itself(window: MainWindow, settled: Settled) -> None:
    row = field(window, "services.employees")
    assert row.offer.said.text() == "按第一部分换算为 0.32 万人"
    put(window, settled, "basic.employees", "5200")
    assert row.offer.said.text() == "按第一部分换算为 0.52 万人"
    assert window.picture.application.services.employees is None
    assert row.editor.text() == ""


def test_a_rounded_figure_is_not_held_against_the_exact_one(window: MainWindow, settled: Settled) -> None:
    put(window, settled, "basic.employees", "13401")
    put(window, settled, "services.employees", "1.34")
    row = field(window, "services.employees")
    assert not row.offer.isVisible()
    put(window, settled, "services.employees", "1.35")
    assert row.offer.isVisible()


# --- 三, 四 ---------------------------------------------------------------------------------------


def test_chain_lists_are_views_of_the_register(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("chain")
    leaders, backbone, supporting = window.page.findChildren(RoleView)
    assert not leaders.table.isVisible()
    assert "还没有" in leaders.said.text()
    uid = window.picture.application.enterprises[0].uid
    put(window, settled, "enterprises.chain_role", "领军企业", uid)
    put(window, settled, "enterprises.sales", "11.8", uid)
    put(window, settled, "enterprises.products", "压力传感器（12.5%）；模组", uid)
    model = leaders.model
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert shown == [["清溪传感有限公司", "11.8", "压力传感器", "12.5"], ["", "", "模组", ""]]
    assert leaders.table.isVisible()
    assert not backbone.table.isVisible()
    assert not supporting.table.isVisible()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_figure_says_which_files_prove_it(window: MainWindow) -> None:
    row = field(window, "innovation.patents")
    assert isinstance(row, FigureRow)
    assert row.proof.text() == "佐证：还没有"
    free = field(window, "innovation.awards_and_rights")
    assert isinstance(free, FigureRow)
    assert not free.proof.isVisible()


def test_figures_stand_below_one_another(window: MainWindow) -> None:
    window.parts.choose("innovation")
    form = window.page.blocks[0]
    assert isinstance(form, FormBlock)
    edits = [row.editor.target for row in form.rows.values()]
    assert len(edits) == 6
    assert len({(edit.mapTo(form, edit.rect().topLeft()).x(), edit.width()) for edit in edits}) == 1


# --- 附1 ------------------------------------------------------------------------------------------


@pytest.fixture
def indicators(window: MainWindow) -> IndicatorsList:
    window.parts.choose("targets")
    return next(block for block in window.page.blocks if isinstance(block, IndicatorsList))


def cell(block: IndicatorsList, row: int, name: str) -> QModelIndex:
    return block.order.index(row, block.model.column_of(f"indicators.{name}"))


def test_given_indicators_keep_their_name_and_unit(window: MainWindow, indicators: IndicatorsList) -> None:
    given = window.picture.notice.form.indicators
    for row, target in enumerate(given):
        assert cell(indicators, row, "name").data() == target.label
        assert cell(indicators, row, "unit").data() == target.unit
        for name in ("name", "unit"):
            assert not indicators.model.flags(cell(indicators, row, name)) & Qt.ItemFlag.ItemIsEditable
        assert indicators.model.flags(cell(indicators, row, "first")) & Qt.ItemFlag.ItemIsEditable


def test_given_indicators_cannot_be_deleted(
    window: MainWindow, indicators: IndicatorsList, settled: Settled
) -> None:
    before = window.picture.application.indicators
    indicators.table.setFocus()
    indicators.table.setCurrentIndex(cell(indicators, 2, "first"))
    assert not indicators.remove.isEnabled()
    QTest.keyClick(indicators.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert window.picture.application.indicators == before


def test_a_row_is_added_below_named_and_deleted(
    window: MainWindow, indicators: IndicatorsList, qtbot: QtBot, settled: Settled
) -> None:
    given = len(window.picture.notice.form.indicators)
    QTest.mouseClick(indicators.add, Qt.MouseButton.LeftButton)
    settled(window)
    editor = indicators.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Data sets")
    with qtbot.waitSignal(indicators.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    added = window.picture.application.indicators[given]
    assert (added.given, added.name) == ("", "Data sets")
    indicators.table.setCurrentIndex(cell(indicators, given, "name"))
    assert indicators.remove.isEnabled()
    QTest.mouseClick(indicators.remove, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(window.picture.application.indicators) == given


def test_the_table_stands_between_the_written_parts(window: MainWindow) -> None:
    window.parts.choose("targets")
    order = [block.field_ids[0] for block in window.page.blocks]
    assert order == ["targets.significance", "indicators.name", "targets.tasks"]


def test_long_texts_count_as_they_are_typed(window: MainWindow, settled: Settled) -> None:
    row = field(window, "targets.tasks")
    assert isinstance(row.editor, TextEditor)
    row.editor.target.setFocus()
    QTest.keyClicks(row.editor.target, "abc, 12")
    assert row.editor.counter.text() == f"{count_chars('abc, 12')} 字"
    row.editor.target.clearFocus()
    settled(window)
    assert window.picture.application.targets.tasks == "abc, 12"


def test_a_text_below_the_fold_is_as_high_as_its_lines(
    window: MainWindow, settled: Settled, qtbot: QtBot
) -> None:
    put(window, settled, "targets.safeguards", "保障措施落实到位。" * 80)
    row = field(window, "targets.safeguards")
    short = field(window, "targets.significance")
    qtbot.waitUntil(lambda: row.editor.target.height() > short.editor.target.height() * 2)


def test_a_place_below_the_table_is_found(window: MainWindow) -> None:
    window.open_place(Place("targets", "targets.safeguards"))
    assert field(window, "targets.safeguards").editor.target.hasFocus()


# --- money ----------------------------------------------------------------------------------------


def test_the_cap_follows_the_applicant(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("funds")
    form = window.page.blocks[0]
    assert isinstance(form, FundsForm)
    members = window.picture.notice.part_of("members").nav
    assert members in form.cap.value.text()
    caps = window.picture.notice.rules["F01"].params["caps"]
    uid = window.picture.application.members[0].uid
    for term in window.picture.notice.vocabularies["applicant_kinds"]:
        put(window, settled, "members.kind", term.label, uid)
        expected = f"{caps[term.id]} 万元" if term.id in caps else members
        assert expected in form.cap.value.text()


def test_projects_with_money_are_a_view(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("funds")
    form = window.page.blocks[0]
    assert isinstance(form, FundsForm)
    uids: list[str] = []
    for _ in range(2):
        window.desk.add_row("projects", uids.append)
    settled(window)
    assert form.projects.model.rowCount() == 0
    put(window, settled, "projects.name", "Platform", uids[1])
    put(window, settled, "projects.funding", "120.5", uids[1])
    assert form.projects.model.rowCount() == 1
    assert form.projects.model.index(0, 0).data() == "Platform"
    assert "120.5 万元" in form.projects.said.text()
    assert form.rows["funds.amount"].offer.said.text() == "各项目合计 120.5 万元"


def test_a_view_keeps_its_word() -> None:
    model = ViewModel((Column("甲", 0), Column("乙", 80, figure=True)))
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    QAbstractItemModelTester(model, mode, model)
    model.show_cells((("a", "1"), ("b", "2")))
    assert model.index(1, 1).data() == "2"
    model.show_cells(())
    assert model.rowCount() == 0
