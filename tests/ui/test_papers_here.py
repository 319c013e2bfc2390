"""The papers around the form, made from the window: hand-over sheet, disc label, burn form, evidence book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from jxdesk.app import delivery
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.files.pictures import page_pictures
from tests import papers
from tests.package import kit
from ui.main_window import MainWindow
from ui.steps.deliver import DeliverStep
from ui.steps.documents import PrintStep
from ui.steps.paper_card import Paper

Settled = Callable[[MainWindow], None]


def open_step(window: MainWindow, title: str) -> object:
    step = next(step for step in window.stages.steps if step.stage.title == title)
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    return window.sheet


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "某县-第1版"
    kit.make(folder)
    return folder


@pytest.fixture
def image(package: Path) -> Path:
    """The disc image beside the package."""
    return delivery.image([package], package.with_name(f"{package.name}.iso"), silent, recovery=False).path


@pytest.mark.parametrize("paper", Paper)
def test_papers_of_a_package_are_written_and_said_so(
    paper: Paper,
    window: MainWindow,
    package: Path,
    qtbot: QtBot,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    page = open_step(window, "交付")
    assert isinstance(page, DeliverStep)
    if paper is Paper.BURN_FORM:
        request.getfixturevalue("image")
    page.use_package(package)
    button = page.papers.buttons[paper]
    qtbot.waitUntil(button.isEnabled)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog))
    assert paper.value in dialog.windowTitle()
    dialog.reject()
    out = tmp_path / "纸.pdf"
    page.write_paper(paper, out)
    qtbot.waitUntil(lambda: page.made == out, timeout=60_000)
    assert paper.value in page.outcome.said.text()
    assert page.papers.isAncestorOf(page.outcome)
    (picture,) = page_pictures(out, (1,), width=60)
    assert picture is not None


def test_a_package_that_is_not_sound_gets_no_papers(
    window: MainWindow, package: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    (package / kit.PROOF).write_bytes(b"changed")
    page = open_step(window, "交付")
    assert isinstance(page, DeliverStep)
    page.use_package(package)
    page.write_paper(Paper.HAND_OVER, tmp_path / "纸.pdf")
    qtbot.waitUntil(lambda: "不是完好的申报包" in page.outcome.said.text(), timeout=60_000)
    assert not (tmp_path / "纸.pdf").exists()


def test_the_evidence_book_is_made_beside_the_form(
    window: MainWindow, qtbot: QtBot, settled: Settled, tmp_path: Path
) -> None:
    page = open_step(window, "打印盖章")
    assert isinstance(page, PrintStep)
    assert not page.book.make.isEnabled()

    def attach(session: Session) -> None:
        stored = session.workspace.add_bytes(papers.pdf("proof"))
        session.add_row("evidence", {"name": "证明.pdf", "sha256": stored.sha256, "size": stored.size})

    window.desk.edit(attach, lambda _: None)
    qtbot.waitUntil(page.book.make.isEnabled, timeout=10_000)
    out = tmp_path / "汇编.pdf"
    page.book.make_at(out)
    qtbot.waitUntil(page.book.open.isVisible, timeout=60_000)
    assert "共 3 页" in page.book.outcome.said.text()
    assert len([picture for picture in page_pictures(out, (1, 2, 3, 4), width=40) if picture]) == 3
    page.book.make_at(out / "书.pdf")
    qtbot.waitUntil(lambda: page.book.outcome.said.objectName() == "error", timeout=60_000)
    qtbot.waitUntil(page.book.make.isEnabled, timeout=10_000)
    settled(window)
