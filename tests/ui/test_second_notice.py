"""A made-up notice in the window: its words, the place for what it adds, and nothing that it hides."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.domain.extras import held
from jxdesk.domain.finding import Place
from tests import second_pack
from tests.ui.conftest import WHEN, OpenWindow
from ui.main_window import MainWindow
from ui.pages.added import AddedForm
from ui.pages.block import Card, FormBlock
from ui.pages.lists import ListBlock

Settled = Callable[[MainWindow], None]


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path) -> MainWindow:
    """The window on the sound application of the second notice."""
    path = tmp_path / "示例.jxdesk"
    with Session.create(path, second_pack.pack(), application_id="c0ffee", clock=lambda: WHEN) as session:
        app = dataclasses.replace(second_pack.application(), id="c0ffee", evidence=())
        session.workspace.replace_application(app, "装入")
    return open_window(path)


def added(window: MainWindow, part: str) -> AddedForm:
    """The extension place of a part's page."""
    window.parts.choose(part)
    found = window.page.blocks[-1]
    assert isinstance(found, AddedForm)
    return found


def test_every_field_is_on_exactly_one_page_and_hidden_ones_on_none(window: MainWindow) -> None:
    for part in window.picture.parts:
        window.parts.choose(part.id)
    shown = Counter(field for page in window.pages for block in page.blocks for field in block.field_ids)
    assert shown == Counter(field.id for field in window.picture.catalogue)
    assert "services.x.computing" in shown
    assert "basic.contact_title" not in shown


def test_the_extension_place_stands_only_where_something_is_added(window: MainWindow) -> None:
    pages = {}
    for part in window.picture.parts:
        window.parts.choose(part.id)
        pages[part.id] = [type(block) for block in window.page.blocks].count(AddedForm)
    assert {name for name, count in pages.items() if count} == {"basic", "innovation", "services", "funds"}
    assert set(pages.values()) <= {0, 1}


def test_an_added_figure_is_edited_saved_and_undone(window: MainWindow, settled: Settled) -> None:
    form = added(window, "services")
    row = form.rows["services.x.computing"]
    assert row.editor.text() == "10.50"
    assert row.label.text() == "公用算力"
    assert "单位PFLOPS" in row.editor.target.accessibleName()
    line = row.editor.target
    assert isinstance(line, QLineEdit)
    line.setText("12.0")
    line.editingFinished.emit()
    settled(window)
    assert held(window.picture.application.services, "x.computing") == Decimal("12.0")
    window.undo.trigger()
    settled(window)
    assert row.editor.text() == "10.50"


def test_refused_text_stays_with_the_sentence(window: MainWindow, settled: Settled) -> None:
    row = added(window, "innovation").rows["innovation.x.standards"]
    line = row.editor.target
    assert isinstance(line, QLineEdit)
    line.setText("好几部")
    line.editingFinished.emit()
    settled(window)
    assert row.refused_text == "好几部"
    assert "牵头制定标准" in row.remark.said.text()
    assert window.page.refused == ("牵头制定标准",)


def test_an_added_text_is_counted_against_its_own_limit(window: MainWindow, settled: Settled) -> None:
    row = added(window, "services").rows["services.x.shuttle"]
    edit = row.editor.target
    assert isinstance(edit, QPlainTextEdit)
    edit.setPlainText("字" * 61)
    assert any(label.text() == "61 / 60 字，多了 1 字" for label in row.editor.findChildren(QLabel))
    row.commit()
    settled(window)
    assert "多了 1 字" in row.remark.said.text()


def test_a_finding_leads_to_the_added_field(window: MainWindow) -> None:
    window.parts.choose("cover")
    window.open_place(Place("basic", "basic.x.park_size"))
    row = added(window, "basic").rows["basic.x.park_size"]
    assert row.editor.target.hasFocus()
    assert row.editor.text() == "大型园区"


def test_added_columns_stand_where_the_notice_has_them_and_are_edited(
    window: MainWindow, settled: Settled
) -> None:
    window.parts.choose("register")
    (block,) = window.page.blocks
    assert isinstance(block, ListBlock)
    model = block.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal)
        for column in range(model.columnCount(QModelIndex()))
    ]
    assert headings[:4] == ["机构代码", "单位全称", "入表数据资产（万元）", "账目已审"]
    assert "荣衔" not in headings
    index = model.index(0, 2)
    assert index.data() == "0.5"
    assert model.setData(index, "0.75")
    settled(window)
    assert str(held(window.picture.application.enterprises[0], "x.data_assets")) == "0.75"
    assert index.data() == "0.75"
    window.undo.trigger()
    settled(window)
    assert index.data() == "0.5"


def test_a_card_of_which_all_is_hidden_is_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    class Bare(FormBlock):
        def build(self) -> None:
            self.put(self.card("联系"), "contact_title")
            self.put(self.card("概要"), "introduction")

    block = Bare(window.page.context, "basic")
    qtbot.addWidget(block)
    bare, other = block.findChildren(Card)
    assert (bare.isHidden(), other.isHidden()) == (True, False)
    assert block.field_ids == ("basic.introduction",)
