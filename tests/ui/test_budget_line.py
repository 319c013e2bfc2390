"""The line below the evidence that says how full the disc will be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jxdesk.app import disc_budget
from jxdesk.app.disc_budget import Budget
from ui.main_window import MainWindow
from ui.pages.evidence.block import EvidenceBlock


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> EvidenceBlock:
    window.parts.choose("evidence")
    block = window.page.blocks[0]
    assert isinstance(block, EvidenceBlock)
    qtbot.waitUntil(lambda: block.holdings.budget is not None, timeout=10_000)
    return block


def bigger(budget: Budget, size: int) -> Budget:
    """The budget with so many bytes of evidence."""
    return replace(budget, shares=(replace(budget.shares[0], size=size), *budget.shares[1:]))


def test_how_full_the_disc_will_be_stands_below_the_list(page: EvidenceBlock, qtbot: QtBot) -> None:
    line = page.budget
    qtbot.waitUntil(line.isVisible)
    assert "放得下" in line.quiet.text()
    assert line.kinds.currentText() == disc_budget.chosen_kind().name
    assert (line.quiet.isVisible(), line.warning.isVisible(), line.detail.isVisible()) == (True, False, False)
    QTest.mouseClick(line.unfold, Qt.MouseButton.LeftButton)
    assert line.detail.isVisible()
    assert page.holdings.budget is not None
    assert all(share.name in line.detail.text() for share in page.holdings.budget.shares)


def test_evidence_that_does_not_fit_is_warned_of_until_a_larger_disc_is_chosen(
    page: EvidenceBlock, qtbot: QtBot
) -> None:
    line = page.budget
    assert page.holdings.budget is not None
    line.show_budget(bigger(page.holdings.budget, 6_000_000_000))
    assert (line.quiet.isVisible(), line.warning.isVisible()) == (False, True)
    assert "放不下" in line.warning.said.text()
    line.kinds.setFocus()
    QTest.keyClick(line.kinds, Qt.Key.Key_Down)
    assert line.kinds.currentText().startswith("DVD-R DL")
    assert (line.quiet.isVisible(), line.warning.isVisible()) == (True, False)
    qtbot.waitUntil(lambda: disc_budget.chosen_kind().id == "dvd-dl")


def test_what_was_chosen_stays_when_the_page_is_read_anew(page: EvidenceBlock, qtbot: QtBot) -> None:
    line = page.budget
    line.kinds.setFocus()
    QTest.keyClick(line.kinds, Qt.Key.Key_Up)
    first = page.holdings
    page.context.desk.edit(lambda session: session.set_text("basic.employees", "3300"), lambda _: None)
    qtbot.waitUntil(lambda: page.holdings is not first, timeout=10_000)
    assert line.kinds.currentText().startswith("CD-R")


def test_a_larger_application_makes_a_larger_disc(page: EvidenceBlock, qtbot: QtBot) -> None:
    before = page.holdings.budget
    page.context.desk.edit(
        lambda session: session.set_text("basic.introduction", "产业起步较早。" * 60), lambda _: None
    )
    qtbot.waitUntil(lambda: page.holdings.budget != before, timeout=10_000)
    assert before is not None
    assert page.holdings.budget is not None
    assert page.holdings.budget.size > before.size
    assert page.budget.detail.text().count("（估计）") == 4
