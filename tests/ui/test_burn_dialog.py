"""The dialog for burning, by clicks, with a burner whose discs are files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app import delivery
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.disc.burner import MediumState
from tests.burner_double import Disc, DoubleBurner
from tests.package import kit
from ui.burn_dialog import BurnDialog
from ui.discs import Discs
from ui.program import Program


@pytest.fixture(scope="module")
def iso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of a genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("image")
    kit.make(folder / "某县-第1版")
    return delivery.image([folder / "某县-第1版"], folder / "某县.iso", silent).path


@pytest.fixture
def burner(tmp_path: Path) -> DoubleBurner:
    return DoubleBurner(Disc(tmp_path / "disc-1"))


class Here:
    """Does in the worker's thread what else goes into a process; waits before it, when it is told to."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, progress: Progress, work: Callable[..., Any], *arguments: object) -> Any:
        try:
            return work(*arguments, self._gated(progress))
        except UserError:
            # Of a process that was told to stop nothing is heard any more.
            progress("", 0, 0)
            raise

    def _gated(self, progress: Progress) -> Progress:
        def told(label: str, done: int, total: int) -> None:
            while done and not self.gate.wait(0.02):
                progress(label, done, total)
            progress(label, done, total)

        return told


@pytest.fixture
def here() -> Here:
    return Here()


@pytest.fixture
def dialog(
    program: Program, qtbot: QtBot, iso: Path, burner: DoubleBurner, here: Here
) -> Iterator[BurnDialog]:
    made = BurnDialog(program.look, image=iso, copies=2, discs=Discs(lambda: burner, here))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.begin.isEnabled)
    yield made
    here.gate.set()
    qtbot.waitUntil(lambda: not made._worker.busy)
    made.close()


def click(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def burn(dialog: BurnDialog, qtbot: QtBot) -> None:
    """Burn the next disc and wait until that is done with."""
    before = dialog.sentence
    click(dialog.begin)
    qtbot.waitUntil(lambda: not dialog._worker.busy and dialog.sentence != before)


def test_two_discs_are_burned_and_read_back(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, iso: Path, tmp_path: Path
) -> None:
    assert "空白" in dialog.medium.said.text()
    assert "共 2 张" in dialog.which.text()
    assert dialog.begin.text() == "刻第 1 张"
    burn(dialog, qtbot)
    assert "第 1 张（DVD-R）：每个字节都已从光盘读回" in dialog.burned.text
    assert "取出第 1 张" in dialog.sentence
    assert burner.asked[-1] == "eject"
    burner.inside = Disc(tmp_path / "disc-2")
    assert dialog.begin.text() == "刻第 2 张"
    assert not dialog.copies.isEnabled()
    burn(dialog, qtbot)
    assert dialog.sentence.startswith("全部刻好了")
    assert not dialog.begin.isEnabled()
    assert (tmp_path / "disc-1").read_bytes() == (tmp_path / "disc-2").read_bytes() == iso.read_bytes()


def test_a_disc_that_reads_back_otherwise_is_told_and_burned_once_more(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, tmp_path: Path
) -> None:
    def flaw(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[-3000] ^= 1
        path.write_bytes(data)

    burner.inside = Disc(tmp_path / "bad", flaw=flaw)
    burn(dialog, qtbot)
    assert "与映像不一致" in dialog.burned.text
    assert "第 1 张不能用" in dialog.sentence
    burner.inside = Disc(tmp_path / "good")
    assert dialog.begin.text() == "刻第 1 张"
    burn(dialog, qtbot)
    assert "读回" in dialog.burned.lines[1].said.text()
    assert dialog.begin.text() == "刻第 2 张"


def test_a_tray_that_stays_open_is_pushed_in_and_the_disc_read_back(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner
) -> None:
    burner.opens_only = True
    burn(dialog, qtbot)
    assert "没有核对完" in dialog.sentence
    assert dialog.begin.text() == "再核对一次"
    burn(dialog, qtbot)
    assert "读回" in dialog.burned.text
    assert burner.asked.count("burn") == 1
    assert dialog.begin.text() == "刻第 2 张"


def test_what_lies_in_the_drive_is_said_before_anything_is_written(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, tmp_path: Path
) -> None:
    for disc, said in (
        (None, "没有光盘"),
        (Disc(tmp_path / "u", state=MediumState.USED), "已经写过"),
        (Disc(tmp_path / "s", capacity=1000), "放不下"),
    ):
        burner.inside = disc
        click(dialog.again)
        qtbot.waitUntil(lambda: not dialog._worker.busy)
        assert said in dialog.medium.said.text()
        burn(dialog, qtbot)
        assert said in dialog.sentence
    assert "burn" not in burner.asked
    assert dialog.burned.lines == []


def test_a_rewritable_disc_is_overwritten_only_when_that_is_ticked(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, tmp_path: Path
) -> None:
    assert dialog.overwrite.isHidden()
    burner.inside = Disc(tmp_path / "rw", "DVD-RW", MediumState.REWRITABLE, can_rewrite=True)
    click(dialog.again)
    qtbot.waitUntil(lambda: not dialog.overwrite.isHidden())
    burn(dialog, qtbot)
    assert "上面已经有内容" in dialog.sentence
    dialog.overwrite.setChecked(True)
    burn(dialog, qtbot)
    assert "读回" in dialog.burned.text


def test_stopping_says_that_the_disc_is_spoiled(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, here: Here
) -> None:
    here.gate.clear()
    click(dialog.begin)
    qtbot.waitUntil(lambda: "burn" in burner.asked)
    assert "中途停止" in dialog.sentence
    dialog.busy.stop()
    qtbot.waitUntil(lambda: len(dialog.burned.lines) == 1 and not dialog._worker.busy)
    assert "第 1 张" in dialog.burned.text
    assert "已停止" in dialog.sentence


def test_closing_while_a_disc_is_written_asks_first(
    dialog: BurnDialog, qtbot: QtBot, burner: DoubleBurner, here: Here
) -> None:
    here.gate.clear()
    click(dialog.begin)
    qtbot.waitUntil(lambda: "burn" in burner.asked)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    (box,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox))
    assert "作废" in box.text()
    click(box.defaultButton())
    assert dialog.isVisible()
    here.gate.set()
    qtbot.waitUntil(lambda: not dialog._worker.busy)
    assert "读回" in dialog.burned.text


@pytest.mark.parametrize("how", ["button", "escape", "frame"])
def test_it_closes_while_nothing_is_written(dialog: BurnDialog, how: str) -> None:
    if how == "button":
        click(dialog.leave)
    elif how == "escape":
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert not dialog.isVisible()


def test_a_machine_without_a_drive_is_told_of_the_other_way(
    program: Program, qtbot: QtBot, iso: Path, here: Here
) -> None:
    class Nothing(DoubleBurner):
        def drives(self) -> tuple[Any, ...]:
            return ()

    class Without(DoubleBurner):
        def drives(self) -> tuple[Any, ...]:
            raise UserError("burn.no-program", "没有刻录程序。", "请安装。")

    for make, said in ((Nothing, "拿回来核验"), (Without, "没有刻录程序")):
        dialog = BurnDialog(program.look, image=iso, discs=Discs(make, here))
        qtbot.addWidget(dialog)
        dialog.show()
        worker = dialog._worker
        qtbot.waitUntil(lambda worker=worker: not worker.busy)  # type: ignore[misc]
        assert said in dialog.medium.said.text()
        assert not dialog.begin.isEnabled()
        dialog.close()


def test_an_image_that_is_not_sound_is_not_burned(
    dialog: BurnDialog, qtbot: QtBot, iso: Path, tmp_path: Path
) -> None:
    bent = tmp_path / "坏.iso"
    data = bytearray(iso.read_bytes())
    data[-3000] ^= 1
    bent.write_bytes(data)
    dialog.use_image(bent)
    qtbot.waitUntil(lambda: not dialog._worker.busy)
    assert "不完好" in dialog.sentence
    assert not dialog.begin.isEnabled()
