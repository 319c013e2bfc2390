"""Every model is put through Qt's own tester, while it is filled, edited, undone and emptied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Level
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock
from ui.recent import Recent
from ui.recent_list import RecentModel
from ui.rows import splice

Settled = Callable[[MainWindow], None]


def unexpected(error: UserError) -> None:
    raise AssertionError(error)


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)


def block(window: MainWindow, part: str) -> ListBlock:
    window.parts.choose(part)
    return next(iter(window.page.findChildren(ListBlock)))


def test_parts_and_findings_keep_their_word(window: MainWindow, settled: Settled) -> None:
    watched(window.parts.parts)
    watched(window.findings.model)
    for text in ("科长", "", "主任"):
        window.desk.set_text("basic.contact_title", text, "", refused=unexpected, done=lambda: None)
        settled(window)
    for level in Level:
        window.findings.levels[level].click()
    assert window.findings.model.rowCount() == 0
    for level in Level:
        window.findings.levels[level].click()
    window.desk.undo()
    settled(window)
    assert window.findings.model.rowCount() == len(window.picture.report.judged)


@pytest.mark.parametrize("part", ["cover", "register", "services", "targets", "projects", "evidence"])
def test_lists_keep_their_word(window: MainWindow, settled: Settled, part: str) -> None:
    lists = block(window, part)
    watched(lists.model)
    watched(lists.order)
    lists.order.sort(0, Qt.SortOrder.DescendingOrder)
    before = [row.uid for row in lists.model.rows]
    if lists.can_add:
        for _ in range(3):
            window.desk.add_row(lists.record, lambda _: None)
        settled(window)
        added = [row.uid for row in lists.model.rows]
        assert len(added) == len(before) + 3
        # The first row goes too, but for what the notice gives: that stays.
        gone = (added[-2], added[0] if part != "targets" else added[len(before)])
        window.desk.delete_rows(lists.record, gone)
        settled(window)
        assert [row.uid for row in lists.model.rows] == [uid for uid in added if uid not in gone]
        for _ in range(4):
            window.desk.undo()
        settled(window)
    assert [row.uid for row in lists.model.rows] == before
    assert sorted(lists.order.uids) == sorted(before)


def test_the_largest_follow_the_register(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("scale")
    model = window.page.blocks[0].findChildren(QAbstractItemModel)[0]
    watched(model)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "清溪传感有限公司",
        "清溪芯片有限公司",
    ]
    second = window.picture.application.enterprises[1].uid
    window.desk.set_text("enterprises.revenue", "13", second, refused=unexpected, done=lambda: None)
    settled(window)
    assert model.index(0, 0).data() == "清溪芯片有限公司"
    assert model.index(0, 4).data() == "缺"


def test_recent_workspaces_keep_their_word(qtbot: QtBot) -> None:
    model = RecentModel()
    watched(model)
    items = tuple(Recent(f"/{n}", f"县{n}", "已填", "2025-10-20 09:00") for n in range(4))
    model.show_items(items)
    model.show_missing(frozenset({"/2"}))
    said = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert "不在原来的位置" in said
    model.show_items(())
    assert model.rowCount() == 0


@given(st.lists(st.integers(0, 4), max_size=8), st.lists(st.integers(0, 4), max_size=8))
def test_splice_turns_the_old_into_the_new(old: list[int], new: list[int]) -> None:
    start, removed, inserted = splice(old, new)
    assert old[:start] + new[start : start + inserted] + old[start + removed :] == new
    assert removed <= len(old) - start
    assert inserted <= len(new) - start
