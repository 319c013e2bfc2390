"""The table of the discs that were burned on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from jxdesk.app import burn_log
from jxdesk.app.burn_facts import BurnedDisc, BurnImage, Order, Outcome
from jxdesk.app.burn_words import OUTCOMES
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.domain.show import show_digest
from ui.burn_record import BurnRecord, LogModel
from ui.discs import Discs
from ui.main_window import MainWindow
from ui.steps.deliver import DeliverStep

WHEN = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)
ORDER = Order(
    BurnImage(Path("某县.iso"), 5_000_000, "ab" * 32, ("cd" * 32,)), Drive("E:", "某刻录机", True), 2
)
BLANK = Medium(MediumState.BLANK, kind="DVD-R", capacity=4_700_000_000)
Opened = Callable[[], BurnRecord]


def disc(number: int, outcome: Outcome, words: str, minutes: int = 0) -> BurnedDisc:
    return BurnedDisc.begun(ORDER, BLANK, number, WHEN + timedelta(minutes=minutes)).ended(outcome, words)


def row_texts(model: LogModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Opened:
    """Opens the table from its button."""

    def click() -> BurnRecord:
        window.open_stage("交付")
        page = window.sheet
        assert isinstance(page, DeliverStep)
        QTest.mouseClick(page.burning.log, Qt.MouseButton.LeftButton)
        (dialog,) = window.findChildren(BurnRecord)
        return dialog

    return click


def test_the_newest_disc_stands_first_and_tells_all_of_itself(opened: Opened, qtbot: QtBot) -> None:
    burn_log.add(disc(1, Outcome.SPOILED, "没有写完，已经作废。"))
    burn_log.add(disc(1, Outcome.GOOD, "每个字节都已读回。", minutes=9))
    dialog = opened()
    qtbot.waitUntil(dialog.table.isVisible, timeout=10_000)
    assert row_texts(dialog.model, 0)[1:] == ["某县.iso", "1 / 2", "E:", "DVD-R", "完好：每个字节都已读回。"]
    assert row_texts(dialog.model, 1)[-1] == "作废：没有写完，已经作废。"
    assert dialog.chosen is not None
    assert dialog.chosen.outcome is Outcome.GOOD
    assert show_digest("ab" * 32) in dialog.detail.text()
    assert show_digest("cd" * 32) in dialog.detail.text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert "已经作废" in dialog.detail.text()
    dialog.close()


def test_before_the_first_disc_it_says_so(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened()
    qtbot.waitUntil(dialog.empty.isVisible, timeout=10_000)
    assert not dialog.table.isVisible()
    dialog.close()


class Unreadable(Discs):
    """A log that can't be read."""

    def log(self, _progress: Progress) -> tuple[burn_log.LogLine, ...]:
        raise UserError("path.denied", "没有权限读取记录。", "请检查权限。")


def test_a_log_that_can_not_be_read_is_told(window: MainWindow, qtbot: QtBot) -> None:
    dialog = BurnRecord(window._context.look, window, Unreadable())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.said.isVisible, timeout=10_000)
    assert "没有权限读取记录" in dialog.said.said.text()


@pytest.mark.parametrize("outcomes", [tuple(Outcome), ()])
def test_the_table_is_a_sound_model_with_a_word_for_every_outcome(outcomes: Sequence[Outcome]) -> None:
    model = LogModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    line = burn_log.line_of(disc(1, Outcome.GOOD, ""))
    model.show_lines([replace(line, outcome=outcome) for outcome in outcomes])
    shown = [row_texts(model, row)[-1] for row in range(model.rowCount())]
    assert shown == [OUTCOMES[outcome] for outcome in reversed(outcomes)]
    assert len(set(shown)) == len(outcomes)


def test_names_of_strangers_are_letters(qtbot: QtBot) -> None:
    model = LogModel()
    line = burn_log.line_of(disc(1, Outcome.GOOD, "完好\u202e。"))
    model.show_lines([replace(line, drive="\u202eE:")])
    assert not any("\u202e" in text for text in row_texts(model, 0))
