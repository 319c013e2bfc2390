"""The page of the stage 扫描核对: files dropped, pages matched, mended by hand, removed, printed again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from jxdesk.app import printing, scanning
from jxdesk.app.scan_sheets import LeftView, Mark, SheetView
from jxdesk.app.scanning import ScanState
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.domain.page_code import PageMark, document_code, printed_code, qr_text
from jxdesk.domain.scan import How, Ink, ScanPage
from ui.main_window import MainWindow
from ui.program import Program
from ui.stages import Standing, stages
from ui.steps.documents import PrintStep
from ui.steps.scan import ScanStep
from ui.steps.scan_list import SEEN, FileView, Item, ScanItems
from ui.steps.scan_tiles import ScanView

OpenWindow = Callable[[Path], MainWindow]
Settled = Callable[[MainWindow], None]
UNREAD, SCAN = "读不出.pdf", "盖章.pdf"
LACKING = 2
"""The printed page whose scan has no code that can be read."""


@pytest.fixture(scope="module")
def printed(county_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the county's workspace and its print PDF, made once."""
    folder = tmp_path_factory.mktemp("printed")
    workspace = Path(shutil.copytree(county_template, folder / county_template.name))
    with Session.open(workspace) as session:
        printing.render(session, folder / "申报文件", silent)
    return folder


@pytest.fixture
def folder(printed: Path, tmp_path: Path) -> Path:
    """A fresh copy of it."""
    return Path(shutil.copytree(printed, tmp_path / "县"))


def workspace_in(folder: Path) -> Path:
    return next(folder.glob("*.jxdesk"))


@pytest.fixture
def scanned(folder: Path) -> Path:
    """Scanned as well: all pages read but one, which is blank and lies upside down in a file of its own."""
    with Session.open(workspace_in(folder)) as session:
        stored = session.workspace.add_file(folder / "申报文件" / "申报书.pdf", silent)
        run = scanning.state(session).run
        document, total = document_code(session.application.id), len(run.pages)
        marks = {p.number: qr_text(PageMark(document, p.number, total, p.code)) for p in run.pages}
        pages = [ScanPage(stored.sha256, n, marks[n], 0, 300, False, Ink.RED) for n in marks]
        pages[LACKING - 1] = ScanPage(stored.sha256, LACKING, "", 0, 300, True, Ink.NONE)
        session.workspace.add_scan(stored, SCAN, pages)
        other = session.workspace.add_file(scan_of(folder, LACKING, turned=True), silent)
        page = ScanPage(other.sha256, 1, "", 0, 120, False, Ink.RED)
        session.workspace.add_scan(other, UNREAD, [page])
    return workspace_in(folder)


def scan_of(folder: Path, *numbers: int, turned: bool = False) -> Path:
    """A scanner's PDF of these printed pages at 120 dpi."""
    document: Any = pypdfium2.PdfDocument(folder / "申报文件" / "申报书.pdf")
    pages: list[Image.Image] = []
    for number in numbers:
        page = document[number - 1].render(scale=120 / 72).to_pil().convert("RGB")
        pages.append(page.transpose(Image.Transpose.ROTATE_180) if turned else page)
    document.close()
    path = folder / f"扫描{numbers[0]}.pdf"
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return path


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def open_scan(window: MainWindow) -> ScanStep:
    QTest.mouseClick(window.stages.steps[5], Qt.MouseButton.LeftButton)
    assert isinstance(window.sheet, ScanStep)
    return window.sheet


def state_of(window: MainWindow) -> ScanState:
    assert window.picture.scan is not None
    return window.picture.scan


def missing(window: MainWindow) -> list[int]:
    return [page.number for page in state_of(window).found.missing]


def point_at(view: ScanView, wanted: Callable[[Item], bool]) -> None:
    """Click the first item that is wanted."""
    model = view.model()
    assert isinstance(model, ScanItems)
    index = model.index(next(row for row, item in enumerate(model.items) if wanted(item)))
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def is_unread(item: Item) -> bool:
    return isinstance(item, LeftView) and item.can_be_mended


def drag(page: ScanStep, files: tuple[Path, ...]) -> tuple[QDragEnterEvent, QMimeData]:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    enter = QDragEnterEvent(
        QPoint(60, 60),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(page.viewport(), enter)
    return enter, data


def drop(page: ScanStep, *files: Path) -> None:
    enter, data = drag(page, files)
    assert enter.isAccepted()
    dropped = QDropEvent(
        QPointF(60, 60),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page.viewport(), dropped)


def test_before_printing_it_leads_to_printing(window: MainWindow) -> None:
    page = open_scan(window)
    assert page.before.isVisible()
    assert not page.bring.isVisible()
    assert not page.body.isVisible()
    assert not drag(page, (Path("scan.pdf"),))[0].isAccepted()
    click(page.go_print)
    assert isinstance(window.sheet, PrintStep)
    assert window.stages.said.text().startswith("打印盖章")


def test_dropped_pages_are_watched_matched_and_shown(
    open_window: OpenWindow, folder: Path, qtbot: QtBot, settled: Settled
) -> None:
    window = open_window(workspace_in(folder))
    window.desk.act(lambda s, _: s.workspace.freeze(s.data_digest, "同意"), lambda _: None, title="")
    settled(window)
    page = open_scan(window)
    assert page.empty.isVisible()
    total = len(state_of(window).run.pages)
    QAbstractItemModelTester(page.items, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    seen: list[str] = []
    page.items.dataChanged.connect(lambda index, _: seen.append(index.data()) if index.data(SEEN) else None)
    drop(page, scan_of(folder, 3, 1, turned=True))
    assert not page.bring.isEnabled()
    qtbot.waitUntil(lambda: len(missing(window)) == total - 2, timeout=60_000)
    settled(window)
    assert sorted(seen) == ["第 1 页，缺页", "第 3 页，缺页"]
    assert page.bring.isEnabled()
    assert page.said.text().startswith("还缺第 2、4–")
    sheets = [item for item in page.items.items if isinstance(item, SheetView)]
    assert [s.number for s in sheets if Mark.MISSING not in s.marks] == [1, 3]
    assert {Mark.COARSE, Mark.TURNED, Mark.MATCHED} <= set(sheets[2].marks)
    assert Mark.NO_COLOUR in sheets[0].marks
    first = sheets[0].scan
    assert first is not None
    place = (first.page.sha256, first.page.page)
    qtbot.waitUntil(lambda: page.thumbs.get(place, 180) is not None, timeout=30_000)
    point_at(page.view, lambda item: isinstance(item, SheetView) and item.number == 3)
    assert page.detail.page.turn == 180
    qtbot.waitUntil(lambda: page.detail.page.is_shown, timeout=30_000)
    assert "已经转正" in page.detail.said.text()


def test_what_cannot_be_read_is_refused_in_place_and_nothing_is_kept(
    open_window: OpenWindow, folder: Path, qtbot: QtBot, settled: Settled
) -> None:
    page = open_scan(open_window(workspace_in(folder)))
    empty = folder / "空.pdf"
    empty.touch()
    drop(page, scan_of(folder, 1), empty)
    qtbot.waitUntil(page.refusal.isVisible, timeout=30_000)
    assert page.refusal.text().startswith("“空.pdf”是空文件。")
    assert page.empty.isVisible()
    assert page.bring.isEnabled()


def test_reading_can_be_stopped_and_leaves_nothing(
    open_window: OpenWindow, folder: Path, qtbot: QtBot, settled: Settled
) -> None:
    window = open_window(workspace_in(folder))
    page = open_scan(window)
    page.bring_in((scan_of(folder, 1, 2, 3),))
    qtbot.waitUntil(page.strip.isVisible, timeout=10_000)
    page.strip.stop()
    settled(window)
    assert state_of(window).pages == ()
    assert page.bring.isEnabled()
    assert page.empty.isVisible()
    assert not page.strip.isVisible()


def test_a_code_is_typed_and_taken_back(open_window: OpenWindow, scanned: Path, qtbot: QtBot) -> None:
    window = open_window(scanned)
    page = open_scan(window)
    mend = page.detail.mend
    assert missing(window) == [LACKING]
    assert not mend.isVisible()
    point_at(page.view, is_unread)
    assert mend.isVisible()
    QTest.keyClicks(mend.code, "ABC")
    click(mend.confirm)
    qtbot.waitUntil(mend.refusal.isVisible, timeout=10_000)
    assert "10 个字符" in mend.refusal.text()
    mend.code.clear()
    QTest.keyClicks(mend.code, printed_code(state_of(window).run.pages[LACKING - 1].code).lower())
    assert not mend.refusal.isVisible()
    QTest.keyClick(mend.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state_of(window).is_good, timeout=10_000)
    qtbot.waitUntil(lambda: page.detail.title.text().startswith(f"第 {LACKING} 页"), timeout=10_000)
    assert "按输入的校验码" in page.detail.title.text()
    assert page.said.text().startswith("盖章扫描件齐全")
    found = {stage.title: stage.standing for stage in stages(window.picture)}
    assert found["扫描核对"] is not Standing.UNTRACKED
    click(page.detail.take_back)
    qtbot.waitUntil(lambda: missing(window) == [LACKING], timeout=10_000)
    qtbot.waitUntil(mend.isVisible, timeout=10_000)


def test_a_page_is_turned_and_confirmed_by_eye_with_name_and_reason(
    open_window: OpenWindow, scanned: Path, qtbot: QtBot
) -> None:
    window = open_window(scanned)
    page = open_scan(window)
    mend = page.detail.mend
    point_at(page.view, is_unread)
    click(page.detail.right)
    click(page.detail.right)
    mend.without_code.click()
    assert mend.page.currentText() == f"第 {LACKING} 页（缺）"
    click(mend.confirm)
    qtbot.waitUntil(mend.refusal.isVisible, timeout=10_000)
    assert "姓名" in mend.refusal.text()
    mend.who.setText("王小明")
    mend.why.setText("领导改过文字，改后的文件没有码")
    click(page.detail.beside)
    assert not page.detail.page.isVisible()
    qtbot.waitUntil(lambda: page.detail.printed.is_shown, timeout=60_000)
    click(page.detail.beside)
    assert page.detail.page.isVisible()
    assert not page.detail.printed.isVisible()
    click(mend.confirm)
    qtbot.waitUntil(lambda: state_of(window).is_good, timeout=10_000)
    (sheet,) = state_of(window).found.by_eye
    assert (sheet.how, sheet.turn, sheet.printed.number) == (How.EYE, 180, LACKING)
    qtbot.waitUntil(lambda: "王小明" in page.detail.said.text(), timeout=10_000)
    assert page.detail.page.turn == 180


def test_only_what_needs_care_and_a_file_taken_away(
    open_window: OpenWindow, scanned: Path, qtbot: QtBot
) -> None:
    window = open_window(scanned)
    page = open_scan(window)
    click(page.only_care)
    shown = [item for item in page.items.items if isinstance(item, SheetView | LeftView)]
    assert [item.number for item in shown if isinstance(item, SheetView)] == [LACKING]
    assert [item.word for item in shown if isinstance(item, LeftView)] == ["读不出校验码"]
    assert page.only_care.text() == "只看要处理的（2）"
    click(page.only_care)
    point_at(page.view, lambda item: isinstance(item, FileView) and item.file.name == UNREAD)
    click(page.detail.remove)
    (box,) = window.findChildren(QMessageBox)
    assert UNREAD in box.text()
    press(box, "去掉")
    qtbot.waitUntil(lambda: len(state_of(window).found.left_over) == 1, timeout=10_000)
    assert missing(window) == [LACKING]


def test_the_keyboard_goes_from_page_to_page_and_over_the_headings(
    open_window: OpenWindow, scanned: Path
) -> None:
    page = open_scan(open_window(scanned))
    point_at(page.view, lambda item: isinstance(item, SheetView) and item.number == 1)
    said = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End):
        QTest.keyClick(page.view, key)
        said.append(page.view.currentIndex().data())
    assert said[:3] == ["第 2 页，缺页", "第 1 页，已对上", "第 1 页，已对上"]
    assert said[3] not in said[:3]
    assert said[4].startswith(f"“{UNREAD}”")
    QTest.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.currentIndex().data() == "第 1 页，已对上"


def test_an_edit_names_the_pages_to_print_again_and_hands_them_over(
    open_window: OpenWindow, scanned: Path, qtbot: QtBot, settled: Settled
) -> None:
    window = open_window(scanned)
    page = open_scan(window)
    assert not page.reprint.isVisible()
    window.desk.set_text("scale.overview", "另有说明。", "", refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: bool(window.picture.reprint), timeout=60_000)
    settled(window)
    (number,) = window.picture.reprint or ()
    assert page.reprint.said.text() == f"要重印的页：{number}。其余盖好章的页照用。"
    assert any(f"第 {number} 页要重新打印" in j.finding.message for j in window.picture.report.judged)
    click(page.reprint.go)
    assert isinstance(window.sheet, PrintStep)
    assert window.sheet.only == (number,)
    assert window.sheet.only_said.text().startswith(f"只需先生成打印版，再打印第 {number} 页")
    assert not window.sheet.print_only.isVisible()
    window.desk.undo()
    qtbot.waitUntil(lambda: window.picture.printed is True, timeout=10_000)
    assert not page.reprint.isVisibleTo(page)


def test_read_only_it_can_be_looked_at_and_nothing_else(
    program: Program, open_window: OpenWindow, scanned: Path, qtbot: QtBot
) -> None:
    with Session.open(scanned):
        program.open(scanned)
        qtbot.waitUntil(lambda: bool(program.start_page.findChildren(QMessageBox)), timeout=10_000)
        box = program.start_page.findChildren(QMessageBox)[-1]
        press(box, "只读打开")
        page = open_scan(open_window(scanned))
        assert page.body.isVisible()
        assert not page.bring.isVisible()
        assert not drag(page, (scanned,))[0].isAccepted()
        point_at(page.view, is_unread)
        assert page.detail.page.isVisible()
        assert not page.detail.mend.isVisible()
