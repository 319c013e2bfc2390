"""Another copy is looked at, its conflicts decided by keyboard and mouse, and brought in as one step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.domain.merging import Side
from tests import papers
from ui.main_window import MainWindow
from ui.merge_dialog import MergeDialog
from ui.merge_here import MergeHere


@pytest.fixture
def copy(county: Path) -> Path:
    """A colleague's copy with two fields filled otherwise and one that nobody here has touched."""
    path = Path(shutil.copytree(county, county.parent / "王五的.jxdesk"))
    with Session.open(county) as session:
        session.set_text("basic.employees", "3300")
        session.set_text("basic.contact_name", "李四")
    with Session.open(path) as session:
        session.set_text("basic.employees", "3400")
        session.set_text("basic.contact_name", "王五")
        session.set_text("scale.growth", "8.5")
    return path


@pytest.fixture
def here(copy: Path, window: MainWindow) -> MergeHere:
    """The merging of the window that is open on ours."""
    return MergeHere(window)


def opened(here: MergeHere, path: Path, qtbot: QtBot) -> MergeDialog:
    here.look(path)
    qtbot.waitUntil(lambda: here.dialog is not None and here.dialog.isVisible(), timeout=10_000)
    assert here.dialog is not None
    return here.dialog


def value(window: MainWindow, field: str) -> object:
    record, _, name = field.partition(".")
    return getattr(getattr(window.picture.application, record), name)


def test_conflicts_are_decided_by_the_arrows_and_only_then_merged(
    here: MergeHere, copy: Path, window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(here, copy, qtbot)
    conflicts: Any = dialog.conflicts
    assert "2 处要您决定" in dialog.said.text()
    assert not dialog.go.isEnabled()
    shown = [conflicts.model.index(0, column).data() for column in range(4)]
    assert shown[0] == "还没有决定"
    assert set(shown[2:]) == {"3300", "3400"} or set(shown[2:]) == {"李四", "王五"}
    conflicts.table.setFocus()
    QTest.keyClick(conflicts.table, Qt.Key.Key_Right)
    assert conflicts.table.currentIndex().row() == 1
    assert not dialog.go.isEnabled()
    QTest.keyClick(conflicts.table, Qt.Key.Key_Left)
    assert dialog.go.isEnabled()
    sides = [conflicts.choices[clash.key] for clash in conflicts.model.clashes]
    assert sides == [Side.THEIRS, Side.MINE]
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: here.dialog is None, timeout=10_000)
    by_key = {clash.key: clash for clash in conflicts.model.clashes}
    for key, side in conflicts.choices.items():
        _, _, column = key.split(":")
        wanted = by_key[key].mine if side is Side.MINE else by_key[key].theirs
        assert str(value(window, f"basic.{column}")) == wanted
    assert str(value(window, "scale.growth")) == "8.5"
    window.undo.trigger()
    qtbot.waitUntil(lambda: str(value(window, "scale.growth")) == "8.2", timeout=10_000)
    assert (value(window, "basic.employees"), value(window, "basic.contact_name")) == (3300, "李四")


def test_both_versions_stand_side_by_side_and_the_mouse_chooses(
    here: MergeHere, copy: Path, qtbot: QtBot
) -> None:
    dialog = opened(here, copy, qtbot)
    conflicts: Any = dialog.conflicts
    clash = conflicts.model.clashes[0]
    assert conflicts.texts[Side.MINE].toPlainText() == clash.mine
    assert conflicts.texts[Side.THEIRS].toPlainText() == clash.theirs
    assert clash.theirs_by in conflicts.sides[Side.THEIRS].text()
    QTest.mouseClick(conflicts.sides[Side.MINE], Qt.MouseButton.LeftButton)
    assert conflicts.choices == {clash.key: Side.MINE}
    conflicts.table.setCurrentIndex(conflicts.model.index(0, 0))
    assert conflicts.sides[Side.MINE].isChecked()
    assert not conflicts.sides[Side.THEIRS].isChecked()
    QTest.mouseClick(conflicts.all_theirs, Qt.MouseButton.LeftButton)
    assert set(conflicts.choices.values()) == {Side.THEIRS}
    assert conflicts.sides[Side.THEIRS].isChecked()
    assert "都已决定" in conflicts.said.text()
    assert dialog.go.isEnabled()
    assert dialog.taken.model().rowCount() == 1
    assert "8.5" in dialog.taken.model().index(0, 0).data()


def test_a_copy_that_changed_meanwhile_is_shown_anew(here: MergeHere, copy: Path, qtbot: QtBot) -> None:
    dialog = opened(here, copy, qtbot)
    assert dialog.conflicts is not None
    dialog.conflicts.model.choose_all(Side.MINE)
    with Session.open(copy) as session:
        session.set_text("basic.employees", "3500")
    dialog.go.click()
    qtbot.waitUntil(lambda: here.dialog not in (None, dialog), timeout=10_000)
    assert here.dialog is not None
    assert "又有变动" in here.dialog.said.text()


def test_a_single_backup_is_chosen_and_merged_too(
    here: MergeHere, copy: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with Session.open(copy) as session:
        backup = session.workspace.backup("")
    alone = Path(shutil.copy(backup, copy.parent / "王五发来的.db"))
    here.choose_backup()
    chooser = window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    assert "*.db" in chooser.nameFilters()[0]
    chooser.fileSelected.emit(str(alone))
    chooser.reject()
    qtbot.waitUntil(lambda: here.dialog is not None and here.dialog.isVisible(), timeout=10_000)
    assert here.dialog is not None
    assert here.dialog.conflicts is not None
    assert "2 处要您决定" in here.dialog.said.text()
    here.dialog.conflicts.model.choose_all(Side.MINE)
    here.dialog.go.click()
    qtbot.waitUntil(lambda: str(value(window, "scale.growth")) == "8.5", timeout=10_000)


def test_a_file_that_can_not_be_taken_is_told(
    here: MergeHere, copy: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with Session.open(copy) as session:
        stored = session.workspace.add_bytes(papers.pdf("gone"))
        session.add_row("evidence", {"name": "缺.pdf", "sha256": stored.sha256, "size": stored.size})
        session.workspace.file(stored.sha256).unlink()
    dialog = opened(here, copy, qtbot)
    assert dialog.conflicts is not None
    dialog.conflicts.model.choose_all(Side.MINE)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=10_000)
    (box,) = window.findChildren(QMessageBox)
    assert "缺.pdf" in box.text()
    box.close()


def test_what_is_no_copy_is_refused_in_words(
    here: MergeHere,
    window: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[MainWindow], None],
) -> None:
    refused: list[Any] = []
    window.desk.refused.connect(refused.append)
    here.look(tmp_path)
    qtbot.waitUntil(lambda: bool(refused), timeout=10_000)
    settled(window)
    assert refused[0].code == "store.not-workspace"
    assert here.dialog is None
    for box in window.findChildren(QMessageBox):
        box.close()


def test_the_same_content_offers_nothing_to_merge(here: MergeHere, county: Path, qtbot: QtBot) -> None:
    same = Path(
        shutil.copytree(county, county.parent / "同.jxdesk", ignore=shutil.ignore_patterns("holder*"))
    )
    dialog = opened(here, same, qtbot)
    assert not dialog.go.isEnabled()
    assert "不用合并" in dialog.said.text()
