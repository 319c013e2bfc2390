"""The rescue dialog, by clicks and keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jxdesk.package.parity import making
from tests.package import damage, kit
from tests.ui import audit
from ui.jobs import Job, Step
from ui.program import Program
from ui.received import ReceivedDialog
from ui.rescue_dialog import RescueDialog

LONG = 40_000


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package; not to be written to."""
    return damage.make_large(tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def halves(sealed: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies, each with what the other lost."""
    one, other = (Path(shutil.copytree(sealed, tmp_path / name / damage.NAME)) for name in ("一", "二"))
    (one / kit.PROOF).unlink()
    damage.overwrite(other / damage.LARGE, damage.BLOCK, bytes(damage.BLOCK))
    return one, other


@pytest.fixture
def dialog(program: Program, qtbot: QtBot, tmp_path: Path) -> Iterator[RescueDialog]:
    made = RescueDialog(program.look)
    qtbot.addWidget(made)
    made.store_in(tmp_path / "救出")
    made.show()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    """A dialog that is closed lets its worker go."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ReceivedDialog | RescueDialog):
            widget.close()


def click(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rescues() -> list[RescueDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, RescueDialog) and w.isVisible()]


def answer(asking: Any, path: Path, qtbot: QtBot) -> None:
    """Choose ``path`` in the file dialog that is open over ``asking``."""
    qtbot.waitUntil(lambda: bool(asking.findChildren(QFileDialog)))
    (asked,) = asking.findChildren(QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    qtbot.waitUntil(lambda: not asking.findChildren(QFileDialog))


def test_two_halves_are_chosen_and_make_a_whole(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path], tmp_path: Path, sealed: Path
) -> None:
    assert not dialog.begin.isEnabled()
    for half in (*halves, halves[0]):
        click(dialog.add_folder)
        answer(dialog, half, qtbot)
    assert dialog.copies == list(halves)
    click(dialog.begin)
    assert not dialog.begin.isEnabled()
    assert not dialog.add_folder.isEnabled()
    qtbot.waitUntil(lambda: bool(dialog.outcome.packages), timeout=LONG)
    assert dialog.sentence.startswith("救出来了")
    assert damage.contents(tmp_path / "救出" / damage.NAME) == damage.contents(sealed)
    assert dialog.open_folder.isVisible()
    assert dialog.begin.isEnabled()


def test_what_is_lost_is_listed_and_what_to_do_is_said(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path]
) -> None:
    dialog.add(halves[1])
    click(dialog.begin)
    qtbot.waitUntil(lambda: bool(dialog.outcome.packages), timeout=LONG)
    assert dialog.sentence.startswith("没有救全")
    (view,) = dialog.outcome.findChildren(QPlainTextEdit)
    assert "第 32768–65535 字节" in view.toPlainText()
    said = "\n".join(label.text() for label in dialog.outcome.findChildren(QLabel))
    assert "再抢救一次" in said
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in dialog.outcome.findChildren(QLabel)
        if label.text()
    )


def test_a_copy_is_taken_off_the_list_with_the_keys(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path]
) -> None:
    for half in halves:
        dialog.add(half)
    assert not dialog.drop.isEnabled()
    dialog.list.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down):
        QTest.keyClick(dialog.list, key)
    QTest.keyClick(dialog.drop, Qt.Key.Key_Space)
    assert dialog.copies == [halves[0]]


def test_what_cannot_be_done_is_said_in_its_place(dialog: RescueDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    dialog.add(tmp_path / "空的")
    click(dialog.begin)
    qtbot.waitUntil(lambda: "没有申报包" in dialog.sentence, timeout=LONG)
    assert not dialog.pane.isVisible()
    assert dialog.begin.isEnabled()
    click(dialog.choose)
    answer(dialog, tmp_path / "别处", qtbot)
    assert str(tmp_path / "别处") in dialog.where.text()


def test_stopping_leaves_nothing(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path], tmp_path: Path
) -> None:
    stopped: list[str] = []

    def stop(_: Job[Any], step: Step) -> None:
        stopped.append(step.label)
        dialog.busy.stop()

    dialog._worker.stepped.connect(stop)
    dialog.add(halves[0])
    click(dialog.begin)
    qtbot.waitUntil(lambda: "已停止" in dialog.sentence, timeout=LONG)
    assert stopped
    assert not (tmp_path / "救出").exists()


def test_recovery_data_beside_the_copy_is_found(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path], sealed: Path
) -> None:
    making.make(sealed, halves[1].with_name(making.folder_name(damage.NAME)), lambda label, done, total: None)
    dialog.add(halves[1])
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.outcome.packages), timeout=LONG)
    assert dialog.sentence.startswith("救出来了")
    assert "由恢复数据（par2）算出：1 块" in dialog.outcome.packages[0].details.text()


def test_it_has_names_and_room_and_every_part_is_come_to(
    dialog: RescueDialog, qtbot: QtBot, halves: tuple[Path, Path], program: Program
) -> None:
    def faults() -> list[str]:
        found = audit.nameless(dialog), audit.unreached(dialog), audit.too_low(dialog), audit.cut_off(dialog)
        return [fault for part in found for fault in part]

    assert faults() == []
    dialog.add(halves[1])
    click(dialog.begin)
    qtbot.waitUntil(lambda: bool(dialog.outcome.packages), timeout=LONG)
    assert faults() == []
    program.look.use(scale=2.0)
    try:
        qtbot.waitUntil(lambda: audit.cut_off(dialog) == [])
    finally:
        program.look.use(scale=1.0)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_it_is_reached_from_the_start_page(program: Program, qtbot: QtBot) -> None:
    program.start(None)
    start = program.start_page
    click(start.received)
    menu = next(menu for menu in start.findChildren(QMenu) if menu.isVisible())
    for _ in range(3):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(rescues()))
    assert rescues()[0].copies == []


def test_it_is_reached_from_a_verdict_that_is_no(
    program: Program, qtbot: QtBot, sealed: Path, halves: tuple[Path, Path], tmp_path: Path
) -> None:
    cut = tmp_path / "断.iso"
    cut.write_bytes(bytes(40 * damage.SECTOR))
    for path, offered in ((sealed, False), (halves[0], True), (cut, True)):
        received = ReceivedDialog(program.look)
        qtbot.addWidget(received)
        received.show()
        received.verify(path)
        qtbot.waitUntil(lambda one=received: not one._worker.busy, timeout=LONG)  # type: ignore[misc]
        assert received.rescue.isVisible() is offered
        if offered:
            click(received.rescue)
            qtbot.waitUntil(lambda: bool(rescues()))
            (opened,) = rescues()
            assert opened.copies == [path]
            opened.close()
            qtbot.waitUntil(lambda: not rescues())
        received.close()
