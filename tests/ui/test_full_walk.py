"""The whole way by hand: from the start page of a new user to a disc image that was verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jxdesk.app import delivery
from jxdesk.app.demo import simulated_scan
from jxdesk.base.progress import silent
from jxdesk.documents.fonts import load_fonts
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import Kind, Value
from jxdesk.package import layout
from jxdesk.package.open import open_tree, packages_in
from tests.app.demo_counties import single
from tests.ui.typing_by_hand import Typist
from tests.ui.walk_by_hand import Hands, Key
from ui.key_dialog import KeyDialog
from ui.program import Program
from ui.received import ReceivedDialog
from ui.recovery_dialog import RecoveryDialog
from ui.steps.deliver import DeliverStep
from ui.steps.documents import PrintStep
from ui.steps.freeze import FreezeStep
from ui.steps.scan import ScanStep
from ui.steps.seal import SealStep
from ui.theme import Look

PASSWORD = "six apples and a horse"


@contextmanager
def running(app: QApplication, look: Look, qtbot: QtBot) -> Iterator[Program]:
    """The program from its start until all its windows are closed."""
    program = Program(app, look)
    program.start(None)
    qtbot.waitUntil(lambda: app.activeWindow() is program.start_page)
    try:
        yield program
    finally:
        for window in list(program.windows):
            for page in window.pages:
                page.give_up()
            window.close()
        qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
        program.start_page.close()
        program.start_page.deleteLater()
        program.deleteLater()


class Clerk(Typist):
    """Takes what was typed all the way to a verified disc image."""

    def freezes(self) -> None:
        self.opens("定稿")
        page = self.window.sheet
        assert isinstance(page, FreezeStep)
        self.hands.tab_to(page.why)
        self.hands.write("县长办公会同意")
        self.hands.key(Key.Key_Return)
        self.hands.until(lambda: self.window.picture.frozen is not None)

    def prints(self, folder: Path) -> Path:
        self.opens("打印盖章")
        page = self.window.sheet
        assert isinstance(page, PrintStep)
        self.hands.click(page.make)
        self.hands.answer(folder)
        self.hands.until(lambda: self.window.picture.printed)
        self.hands.until(lambda: page.files)
        return next(path for path in page.files if path.suffix == ".pdf")

    def brings_the_scan(self, scan: Path) -> None:
        self.opens("扫描核对")
        page = self.window.sheet
        assert isinstance(page, ScanStep)
        self.hands.drop(page.viewport(), [scan])
        self.hands.until(lambda: self.window.picture.scan is not None and self.window.picture.scan.is_good)
        self.idle()

    def seals(self, folder: Path) -> Path:
        hands = self.hands
        self.opens("封装")
        page = self.window.sheet
        assert isinstance(page, SealStep)
        hands.until(lambda: page.outlook is not None and page.outlook.is_ready)
        hands.click(page.key.make)
        dialog = hands.dialog(KeyDialog)
        for line, text in (
            (dialog.person, "张三"),
            (dialog.password, PASSWORD),
            (dialog.again, PASSWORD),
            (dialog.place, str(folder / "单位.jxkey")),
        ):
            hands.tab_to(line)
            hands.write_anew(text)
        hands.key(Key.Key_Return)
        code = hands.dialog(RecoveryDialog)
        hands.click(code.save)
        hands.answer(folder / "恢复码单.pdf")
        hands.until(lambda: code.safe)
        hands.click(code.done_button)
        hands.until(lambda: hands.keyboard is page.key.password)
        hands.write(PASSWORD)
        hands.click(page.browse)
        hands.answer(folder)
        hands.tab_to(page.seal)
        hands.key(Key.Key_Space)
        hands.until(page.result.isVisible)
        assert page.result.path is not None
        assert hands.keyboard is page.result.deliver
        hands.key(Key.Key_Space)
        return page.result.path

    def hands_over(self, image: Path) -> str:
        """Make the image and verify it; what the window says of it."""
        page = self.window.sheet
        assert isinstance(page, DeliverStep)
        self.hands.until(page.image.isEnabled)
        self.hands.click(page.image)
        self.hands.answer(image)
        self.hands.until(lambda: page.made == image)
        self.hands.click(page.check_image)
        self.hands.answer(image)
        dialog = self.hands.dialog(ReceivedDialog)
        self.hands.until(lambda: dialog.verdict.packages)
        said = dialog.sentence
        self.hands.click(dialog.leave)
        return said


def said(application: Application, catalogue: Catalogue) -> dict[tuple[str, int, str], Value]:
    """Every field's value by record, row and name; files by name, references by the number of their row."""
    places = {
        f"{record.name}:{row.uid}": f"{record.name}:{number}"
        for record in records().values()
        if record.many
        for number, row in enumerate(getattr(application, record.name))
    }
    found: dict[tuple[str, int, str], Value] = {}
    for field in catalogue:
        held = getattr(application, field.spec.record)
        rows = held if records()[field.spec.record].many else (held,)
        if field.spec.record == "evidence":
            rows = sorted(rows, key=lambda row: str(row.name))
        for number, row in enumerate(rows):
            value = field.spec.of(row)
            if field.kind is Kind.REFERENCES and isinstance(value, tuple):
                value = tuple(places.get(str(item), str(item)) for item in value)
            found[field.spec.record, number, field.spec.name] = value
    return found


def on_disc(image: Path) -> Application:
    """The application in the only package on the image."""
    tree = open_tree(image)
    try:
        ((_, package),) = packages_in(tree)
        with package.open(layout.APPLICATION) as file:
            return canonical.decode(file.read())
    finally:
        tree.close()


@pytest.mark.slow
@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_from_the_start_page_to_a_verified_disc_image(
    qapp: QApplication, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qapp.setQuitOnLastWindowClosed(False)
    for name in ("材料", "打印版", "申报包"):
        (tmp_path / name).mkdir()
    county = single()
    hands = Hands(qtbot)
    clerk = Clerk(hands, county)
    with running(qapp, look, qtbot) as program:
        assert program.start_page.model.items == ()
        clerk.begins(program, tmp_path)
        catalogue = clerk.window.picture.catalogue
        parts = [part.id for part in clerk.window.picture.notice.form.parts if part.id != "evidence"]
        half = len(parts) // 2
        for part in parts[:half]:
            clerk.fills_in(part)
        clerk.takes_back_and_does_again()
        clerk.leaves(program)
    with running(qapp, look, qtbot) as program:
        clerk.comes_back(program)
        for part in parts[half:]:
            clerk.fills_in(part)
        clerk.attaches(tmp_path / "材料")
        assert said(clerk.mine, catalogue) == said(county.application, catalogue)
        clerk.explains()
        clerk.freezes()
        pdf = clerk.prints(tmp_path / "打印版")
        scan = tmp_path / "扫描件.pdf"
        scan.write_bytes(simulated_scan(pdf.read_bytes(), load_fonts(), 1, silent))
        clerk.brings_the_scan(scan)
        package = clerk.seals(tmp_path / "申报包")
        assert package.parent == tmp_path / "申报包"
        image = tmp_path / "光盘.iso"
        assert clerk.hands_over(image).startswith("内容完好")
        clerk.leaves(program)
    (verified,) = delivery.verify_at(image, None, dt.datetime.now(dt.UTC).date(), silent)
    assert verified.report.verdict == "sound"
    assert said(on_disc(image), catalogue) == said(county.application, catalogue)
    qapp.clipboard().clear()
