"""The page 交付 and the look at what was received, by clicks and keys."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from jxdesk.app import delivery
from jxdesk.base import tree_copy
from jxdesk.base.progress import silent
from jxdesk.package.seal import Item
from tests.package import kit
from ui import remembered
from ui.burn_dialog import BurnDialog
from ui.jobs import Job, Step
from ui.main_window import MainWindow
from ui.program import Program
from ui.received import ReceivedDialog
from ui.steps.deliver import DeliverStep
from ui.steps.paper_card import Paper
from ui.verdict import FaultsModel

LONG = 40_000


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("genuine") / "某县-第1版"
    kit.make(folder)
    return folder


@pytest.fixture
def bent(genuine: Path, tmp_path: Path) -> Path:
    """A package in which a file was changed and one was added."""
    folder = Path(shutil.copytree(genuine, tmp_path / "坏了的"))
    (folder / kit.PROOF).write_bytes(b"something else")
    (folder / "<b>多出来的<b>.txt").write_bytes(b"")
    return folder


@pytest.fixture
def image(genuine: Path, tmp_path: Path) -> Path:
    """The image of a package, beside it."""
    folder = Path(shutil.copytree(genuine, tmp_path / genuine.name))
    return delivery.image([folder], folder.with_name(f"{folder.name}.iso"), silent, recovery=False).path


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that takes a while to be copied; not to be written to."""
    folder = tmp_path_factory.mktemp("big") / "大的"
    kit.make(folder, items=(*kit.ITEMS, Item("附加/大文件.bin", bytes(64 << 20))))
    return folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "U盘").mkdir()
    return tmp_path / "U盘"


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, genuine: Path) -> DeliverStep:
    """The page with the genuine package chosen."""
    step = next(step for step in window.stages.steps if step.stage.title == "交付")
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    opened = window.sheet
    assert isinstance(opened, DeliverStep)
    opened.use_package(genuine)
    return opened


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    """A dialog that is closed lets its worker go."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ReceivedDialog):
            widget.close()


def dialogs() -> list[ReceivedDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, ReceivedDialog) and w.isVisible()]


def read(dialog: ReceivedDialog, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(dialog.verdict.packages), timeout=LONG)
    return "\n".join(label.text() for label in dialog.verdict.findChildren(QLabel) if label.text())


def test_without_a_package_the_page_says_where_one_comes_from(window: MainWindow, qtbot: QtBot) -> None:
    window.open_stage("交付")
    page = window.sheet
    assert isinstance(page, DeliverStep)
    qtbot.waitUntil(lambda: "还没有封装过" in page.which.text(), timeout=10_000)
    assert not page.image.isEnabled()
    assert not page.copy.isEnabled()
    assert page.check.isEnabled()


def test_the_package_of_last_time_is_there_again(window: MainWindow, qtbot: QtBot, genuine: Path) -> None:
    remembered.package(window.path, genuine)
    window.open_stage("交付")
    page = window.sheet
    assert isinstance(page, DeliverStep)
    assert genuine.name in page.which.text()
    assert page.image.isEnabled()


def test_the_page_says_what_the_notice_asks(page: DeliverStep) -> None:
    notice = page.context.desk.picture.notice
    clause = notice.clauses[notice.rules["D02"].clause]
    assert any(clause.summary in label.text() for label in page.findChildren(QLabel))


def test_an_image_is_made_and_read_back(page: DeliverStep, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "光盘.iso"
    page.make_image_at(out)
    assert not page.image.isEnabled()
    qtbot.waitUntil(lambda: page.made == out, timeout=LONG)
    assert page.image.isEnabled()
    assert str(out) in page.facts.text()
    (found,) = delivery.verify_at(out, None, kit.TODAY, silent)
    assert found.report.verdict == "sound"


def test_the_image_just_made_is_the_one_to_burn(
    page: DeliverStep, qtbot: QtBot, tmp_path: Path, genuine: Path
) -> None:
    form = page.papers.buttons[Paper.BURN_FORM]
    assert page.papers.buttons[Paper.LABEL].isEnabled()
    assert (form.isEnabled(), page.papers.needs_image.isVisible()) == (False, True)
    assert "还没有映像文件" in page.burning.which.text()
    page.make_image_at(tmp_path / "光盘.iso")
    qtbot.waitUntil(form.isEnabled, timeout=LONG)
    assert page.burning.which.text() == "要刻的映像：光盘.iso"
    assert not page.papers.needs_image.isVisible()
    qtbot.waitUntil(lambda: remembered.image_of(genuine) == tmp_path / "光盘.iso")
    QTest.mouseClick(page.burning.burn, Qt.MouseButton.LeftButton)
    (dialog,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, BurnDialog) and w.isVisible())
    assert dialog.path == tmp_path / "光盘.iso"
    assert dialog.copies.value() == page.context.desk.picture.notice.head.copies
    dialog.close()


def test_the_burn_form_is_of_the_image_and_as_many_discs_as_the_notice_wants(
    page: DeliverStep, qtbot: QtBot, image: Path, tmp_path: Path
) -> None:
    form = tmp_path / "委托单.pdf"
    page.write_paper(Paper.BURN_FORM, form)
    assert page.made is None
    page.use_package(image.with_suffix(""))
    qtbot.waitUntil(lambda: page.disc_image == image, timeout=10_000)
    page.write_paper(Paper.BURN_FORM, form)
    qtbot.waitUntil(lambda: page.made == form, timeout=LONG)
    with pypdfium2.PdfDocument(form) as pages:
        text = "".join(pages[0].get_textpage().get_text_range().split())
    assert "某县-第1版.iso" in text
    assert f"刻{page.context.desk.picture.notice.head.copies}张" in text


def test_an_image_that_is_gone_is_no_longer_offered(
    page: DeliverStep, window: MainWindow, qtbot: QtBot, image: Path
) -> None:
    page.use_package(image.with_suffix(""))
    qtbot.waitUntil(lambda: page.disc_image == image, timeout=10_000)
    image.unlink()
    window.open_stage("封装")
    window.open_stage("交付")
    qtbot.waitUntil(lambda: page.disc_image is None, timeout=10_000)
    assert not page.papers.buttons[Paper.BURN_FORM].isEnabled()


def test_a_package_is_copied_to_a_stick(page: DeliverStep, qtbot: QtBot, genuine: Path, stick: Path) -> None:
    page.copy_into(stick)
    qtbot.waitUntil(lambda: page.made == stick / genuine.name, timeout=LONG)
    assert "都核对过" in page.outcome.said.text()
    assert page.open_folder.isVisible()


def test_what_can_not_be_done_is_said_in_its_place(
    page: DeliverStep, qtbot: QtBot, bent: Path, stick: Path, tmp_path: Path
) -> None:
    page.use_package(bent)
    page.make_image_at(tmp_path / "光盘.iso")
    qtbot.waitUntil(lambda: "不是完好的申报包" in page.outcome.said.text(), timeout=LONG)
    assert "文件被改动" in page.outcome.said.text()
    assert not (tmp_path / "光盘.iso").exists()
    page.copy_into(stick)
    qtbot.waitUntil(lambda: "没有复制" in page.outcome.said.text(), timeout=LONG)
    assert list(stick.iterdir()) == []
    assert page.made is None


def test_stopping_a_copy_leaves_nothing(page: DeliverStep, qtbot: QtBot, stick: Path, big: Path) -> None:
    page.use_package(big)

    def stop(_: Job[Any], step: Step) -> None:
        if step.label == tree_copy.LABEL and step.done:
            page.busy.stop()

    page.worker.stepped.connect(stop)
    page.copy_into(stick)
    qtbot.waitUntil(lambda: "已停止" in page.outcome.said.text(), timeout=LONG)
    assert list(stick.iterdir()) == []
    assert page.copy.isEnabled()


def test_closing_the_window_leaves_a_whole_copy_or_none(
    window: MainWindow, program: Program, page: DeliverStep, qtbot: QtBot, stick: Path, big: Path
) -> None:
    page.use_package(big)
    page.copy_into(stick)
    qtbot.waitUntil(lambda: any(stick.iterdir()), timeout=LONG)
    window.close()
    qtbot.waitUntil(lambda: not program.windows, timeout=LONG)
    qtbot.waitUntil(lambda: not any(stick.glob(".*")), timeout=LONG)
    made = [path for path in stick.iterdir() if path.suffix != ".par2"]
    assert all(kit.judge(path).verdict == "sound" for path in made)


def test_a_sound_package_is_shown_with_what_it_claims(page: DeliverStep, qtbot: QtBot, genuine: Path) -> None:
    dialog = page.verify(genuine)
    said = read(dialog, qtbot)
    assert dialog.sentence.startswith("内容完好")
    assert "只是自称" in said
    assert "证书指纹" in said
    assert "目视确认" in said
    assert not dialog.findChildren(QTreeView)


def test_a_bent_package_is_named_fault_by_fault(page: DeliverStep, qtbot: QtBot, bent: Path) -> None:
    dialog = page.verify(bent)
    read(dialog, qtbot)
    assert dialog.sentence.startswith("不可信")
    (view,) = dialog.findChildren(QTreeView)
    model = view.model()
    rows = [
        [model.index(row, column).data() for column in range(2)]
        for row in range(model.rowCount(QModelIndex()))
    ]
    assert ["文件被改动", kit.PROOF] in rows
    # Names that others wrote are letters, never markup.
    assert any("<b>多出来的<b>.txt" in place for _, place in rows)
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in dialog.verdict.findChildren(QLabel)
        if label.text()
    )


def test_a_folder_without_packages_is_refused_in_a_sentence(
    page: DeliverStep, qtbot: QtBot, stick: Path
) -> None:
    dialog = page.verify(stick)
    qtbot.waitUntil(lambda: "没有申报包" in dialog.sentence, timeout=LONG)
    assert not dialog.verdict.isVisible()


def test_the_list_of_faults_is_a_sound_model(bent: Path) -> None:
    report = kit.judge(bent)
    model = FaultsModel(report.faults)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == len(report.faults)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_what_was_received_is_verified_from_the_start_page(
    program: Program, qtbot: QtBot, bent: Path
) -> None:
    program.start(None)
    start = program.start_page
    QTest.mouseClick(start.received, Qt.MouseButton.LeftButton)
    menu = next(menu for menu in start.findChildren(QMenu) if menu.isVisible())
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(start.findChildren(QFileDialog)))
    (asked,) = start.findChildren(QFileDialog)
    assert asked.fileMode() == QFileDialog.FileMode.Directory
    asked.fileSelected.emit(str(bent))
    asked.reject()
    qtbot.waitUntil(lambda: bool(dialogs()))
    (dialog,) = dialogs()
    read(dialog, qtbot)
    assert dialog.sentence.startswith("不可信")
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "关闭")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialogs())


def test_closing_while_verifying_is_quiet(page: DeliverStep, qtbot: QtBot, genuine: Path) -> None:
    dialog = page.verify(genuine)
    qtbot.waitUntil(dialog.busy.isVisible, timeout=LONG)
    with qtbot.waitSignal(dialog.destroyed, timeout=LONG):
        dialog.close()


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"keys": [1]}', '{"packages": 5}', '{"images": [1]}', '{"other": 1}']
)
def test_spoilt_memories_are_empty(own_home: Path, text: str) -> None:
    own_home.mkdir(exist_ok=True)
    (own_home / "sealing.json").write_text(text, encoding="utf-8")
    assert remembered.load() == remembered.Remembered()


def test_memories_are_bounded_and_newest_first(tmp_path: Path) -> None:
    for number in range(remembered.MOST_KEYS + 3):
        remembered.key(tmp_path / f"{number}.jxkey")
    remembered.key(tmp_path / "5.jxkey")
    keys = remembered.load().keys
    assert keys[0].endswith("5.jxkey")
    assert len(keys) == remembered.MOST_KEYS
    for number in range(remembered.MOST_PACKAGES + 3):
        remembered.package(tmp_path / f"{number}.jxdesk", tmp_path)
        remembered.image(tmp_path / f"{number}", tmp_path / f"{number}.iso")
    assert len(remembered.load().packages) == len(remembered.load().images) == remembered.MOST_PACKAGES


def test_a_home_that_can_not_be_written_does_not_stop_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "replace", full)
    remembered.key(tmp_path / "a.jxkey")
    assert remembered.load().keys == ()
