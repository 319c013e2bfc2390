"""The dialogs of reviewers and of those who burn and hand out: named, reached by Tab, nothing cut off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from jxdesk.app import receiving
from jxdesk.base.progress import silent
from jxdesk.disc.burner import MediumState
from jxdesk.package.seal import Sealed
from jxdesk.review.library import Library
from jxdesk.signing.trust import TrustEntry
from tests.burner_double import Disc, DoubleBurner
from tests.review import versions
from tests.ui import audit
from ui import own_library
from ui.burn_dialog import BurnDialog
from ui.burn_record import BurnRecord
from ui.discs import Discs
from ui.handout_here import HandoutHere
from ui.library_dialog import LibraryDialog
from ui.main_window import MainWindow
from ui.received import ReceivedDialog
from ui.register_dialog import RegisterDialog
from ui.revoke_dialog import RevokeDialog
from ui.theme import Look
from ui.trust_dialog import TrustDialog

LONG = 40_000
DAY = dt.date(2026, 10, 1)
ENTRY = TrustEntry(
    "11360001MB0000000X", "清溪县人民政府", "ab" * 32, "盖章的交接单", DAY, DAY.replace(year=2035)
)
SCALES = pytest.mark.parametrize("scale", [1.0, 2.0])
Settled = Callable[[MainWindow], None]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A package; not to be written to."""
    return versions.make(tmp_path_factory.mktemp("sealed") / "演示县-第1版", 1)


@pytest.fixture
def large(look: Look, scale: float, window: MainWindow) -> Iterator[MainWindow]:
    """The window on the smallest screen that there is, with text of this size."""
    look.use(scale=scale)
    window.resize(1366, 768)
    yield window
    look.use(scale=1.0)


def faults(dialog: QDialog, qtbot: QtBot) -> list[str]:
    """What is wrong with a dialog that is open; it is closed after that."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5_000)
    for _ in range(6):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    assert (dialog.width() <= 1366, dialog.height() <= 768) == (True, True)
    wrong = [
        *(f"no name: {one}" for one in audit.nameless(dialog)),
        *(f"Tab does not come there: {one}" for one in audit.unreached(dialog)),
        *(f"low: {one}" for one in audit.too_low(dialog)),
        *(f"cut off: {one}" for one in audit.cut_off(dialog)),
    ]
    dialog.close()
    return wrong


@SCALES
def test_burning(large: MainWindow, look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", "DVD-RW", MediumState.REWRITABLE, can_rewrite=True)
    dialog = BurnDialog(look, large, copies=2, discs=Discs(lambda: DoubleBurner(disc)))
    dialog.show()
    qtbot.waitUntil(lambda: dialog.overwrite.isVisible() and dialog.again.isEnabled(), timeout=LONG)
    assert faults(dialog, qtbot) == []
    qtbot.waitUntil(lambda: not dialog._worker.busy)


@SCALES
def test_what_was_burned(large: MainWindow, look: Look, qtbot: QtBot) -> None:
    dialog = BurnRecord(look, large)
    dialog.open()
    assert faults(dialog, qtbot) == []


@SCALES
def test_a_package_is_looked_at_and_registered(
    large: MainWindow, look: Look, qtbot: QtBot, sealed: Sealed
) -> None:
    dialog = ReceivedDialog(look, large)
    dialog.show()
    dialog.verify(sealed.path)
    qtbot.waitUntil(lambda: bool(dialog.verdict.packages) and not dialog.busy.isVisible(), timeout=LONG)
    register = dialog.register(dialog.verdict.packages[0])
    assert isinstance(register, RegisterDialog)
    assert faults(register, qtbot) == []
    assert faults(dialog, qtbot) == []


@SCALES
def test_the_register_of_certificates(large: MainWindow, look: Look, qtbot: QtBot) -> None:
    dialog = TrustDialog(look, large)
    dialog.open()
    assert faults(dialog, qtbot) == []
    revoke = RevokeDialog(look, ENTRY, DAY, large)
    revoke.open()
    assert faults(revoke, qtbot) == []


@SCALES
def test_the_library(large: MainWindow, look: Look, qtbot: QtBot, sealed: Sealed, tmp_path: Path) -> None:
    folder = tmp_path / "收件库"
    own_library.keep(folder)
    receiving.receive([sealed.path], Library.make(folder), None, lambda: dt.datetime.now(dt.UTC), silent)
    dialog = LibraryDialog(look, large)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 1, timeout=LONG)
    dialog.table.selectRow(0)
    assert faults(dialog, qtbot) == []


@SCALES
def test_handing_out(large: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    here = HandoutHere(large)
    here.open()
    qtbot.waitUntil(lambda: here.dialog is not None, timeout=LONG)
    assert here.dialog is not None
    assert faults(here.dialog, qtbot) == []
    settled(large)
