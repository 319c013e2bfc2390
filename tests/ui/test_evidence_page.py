"""The evidence page with real events: files dropped, refused, linked, looked at, stripped and purged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jxdesk.app import purging
from jxdesk.app.attaching import attach_good
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Evidence
from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.finding import Place
from tests import papers
from tests.files import pdfs
from ui.main_window import MainWindow
from ui.pages.evidence.block import EvidenceBlock
from ui.pages.evidence.dialogs import PurgeDialog, SeenDialog
from ui.pages.evidence.picker import LinkPicker
from ui.program import Program

IDENTITY = "36990019900307441X"
Settled = Callable[[MainWindow], None]
D = TypeVar("D", bound=QDialog)
pytestmark = pytest.mark.usefixtures("looked_at_in_turn")


@pytest.fixture
def looked_at_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened in this process, one at a time: PDFium knows no threads."""
    turn = Lock()

    def run_here(function: Any, calls: Any, *, progress: Any = None, **_: Any) -> list[Any]:
        if progress is not None:
            progress("正在查看文件", 0, len(calls))
        with turn:
            return [function(*call) for call in calls]

    monkeypatch.setattr("jxdesk.base.worker.run_each", run_here)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> EvidenceBlock:
    window.parts.choose("evidence")
    block = window.page.blocks[0]
    assert isinstance(block, EvidenceBlock)
    qtbot.waitUntil(lambda: bool(block.holdings.missing), timeout=10_000)
    return block


def rows(page: EvidenceBlock) -> tuple[Evidence, ...]:
    return page.context.desk.picture.application.evidence


def pdf(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.write_bytes(papers.pdf(text or f"proof {len(name)}{sum(name.encode())}"))
    return path


def secret(folder: Path) -> Path:
    path = folder / "会议纪要.txt"
    path.write_text("会议纪要\n机密★五年\n各单位要抓紧落实。", encoding="utf-8")
    return path


def dragged(paths: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(target: QWidget, data: QMimeData) -> QDragEnterEvent:
    left = Qt.MouseButton.LeftButton
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(target, event)
    return event


def drop(target: QWidget, paths: Sequence[Path]) -> None:
    """Drag files over a widget and let go."""
    data = dragged(paths)
    assert enter(target, data).isAccepted()
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_words(line: QLineEdit, words: str) -> None:
    """Type Chinese as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def dialog(qtbot: QtBot, page: EvidenceBlock, kind: type[D]) -> D:
    qtbot.waitUntil(lambda: bool(shown(page, kind)), timeout=10_000)
    return shown(page, kind)[0]


def shown(page: EvidenceBlock, kind: type[D]) -> list[D]:
    return [found for found in page.findChildren(kind) if found.isVisible()]


def quiet(page: EvidenceBlock, settled: Settled) -> None:
    """Everything has been answered, the page's own questions too."""
    window = page.window()
    assert isinstance(window, MainWindow)
    settled(window)


def said(page: EvidenceBlock) -> str:
    return "\n".join(mark.words for mark in page.report.marks)


def attached(page: EvidenceBlock, settled: Settled, *paths: Path) -> tuple[Evidence, ...]:
    """Files that are on the list, with nothing open over the page."""
    page.deeds.add_files(paths)
    quiet(page, settled)
    for picker in shown(page, LinkPicker):
        picker.reject()
    page.report.hide()
    page.window().activateWindow()
    QTest.qWaitForWindowActive(page.window())
    return rows(page)


def test_files_are_dropped_anywhere_and_what_they_prove_is_asked_at_once(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    data = dragged([pdf(tmp_path, "甲.pdf")])
    assert enter(page.left, data).isAccepted()
    assert page.sign.isVisible()
    assert "加入 1 项" in page.sign.words
    drop(page.left, [pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "乙.pdf")])
    assert not page.sign.isVisible()
    picker = dialog(qtbot, page, LinkPicker)
    assert [row.name for row in rows(page)] == ["甲.pdf", "乙.pdf"]
    assert "已加入 2 份：甲.pdf、乙.pdf" in said(page)
    type_words(picker.typed, "清溪传感")
    QTest.keyClick(picker.typed, Qt.Key.Key_Return)
    quiet(page, settled)
    enterprise = page.context.desk.picture.application.enterprises[0]
    assert [row.proves for row in rows(page)] == [(f"enterprises:{enterprise.uid}",)] * 2
    assert page.panel.row == rows(page)[0]


def test_a_folder_dropped_beside_the_list_gives_its_files(
    page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    pdf(folder, "甲.pdf")
    beside = page.parentWidget()
    assert beside is not None
    drop(beside, [folder])
    quiet(page, settled)
    assert [row.name for row in rows(page)] == ["甲.pdf"]


def test_adding_is_undone_and_done_again(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    attached(page, settled, pdf(tmp_path, "甲.pdf"))
    page.report.show()
    window.undo.trigger()
    settled(window)
    assert rows(page) == ()
    assert not page.report.isVisible()
    assert page.left.currentWidget() is page.empty
    window.redo.trigger()
    settled(window)
    assert [row.name for row in rows(page)] == ["甲.pdf"]
    assert page.extent.text().startswith("共 1 份")


def test_a_secret_file_leaves_nothing_and_the_others_are_taken(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    program = tmp_path / "程序.exe"
    program.write_bytes(b"MZ")
    drop(page.left, [secret(tmp_path), pdf(tmp_path, "好.pdf"), program])
    quiet(page, settled)
    assert [row.name for row in rows(page)] == ["好.pdf"]
    assert "“会议纪要.txt”的第 2 行有涉密标志“机密★五年”，没有存入" in said(page)
    assert "保密办" in said(page)
    assert "“程序.exe”这种文件不能作为佐证材料" in said(page)
    assert "已加入 1 份：好.pdf" in said(page)
    held = b"".join(place.read_bytes() for place in window.path.rglob("*") if place.is_file())
    for trace in ("会议纪要.txt", "机密★五年", "各单位要抓紧落实"):
        assert trace.encode() not in held
    assert page.holdings.unused == ()
    assert page.report.next.isVisible()
    assert page.report.focusWidget() is page.report.next
    QTest.keyClick(page.report.close_, Qt.Key.Key_Space)
    assert not page.report.isVisible()


def test_stopping_midway_leaves_nothing(
    window: MainWindow,
    page: EvidenceBlock,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {place for place in window.path.rglob("*") if place.is_file() and "files" in place.parts}

    def stopped(session: Session, files: Sequence[Path], reference: str, progress: Progress) -> object:
        def until_second(label: str, done: int, total: int) -> None:
            if label == "正在存入材料" and done == 1:
                window.busy.stop()
            progress(label, done, total)

        return attach_good(session, files, reference, until_second)

    monkeypatch.setattr("ui.pages.evidence.deeds.attach_good", stopped)
    page.deeds.add_files((pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "乙.pdf")))
    settled(window)
    assert rows(page) == ()
    assert "一份也没有加入" in said(page)
    after = {place for place in window.path.rglob("*") if place.is_file() and "files" in place.parts}
    assert after == before
    assert page.add.isEnabled()


def test_what_is_missing_takes_files_itself(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    count = len(page.missing.rows)
    assert page.show_missing.text() == f"还缺的佐证（{count}）"
    target = page.missing.rows[-1]
    drop(target, [pdf(tmp_path, "甲.pdf")])
    quiet(page, settled)
    assert rows(page)[0].proves == (target.missing.reference,)
    assert shown(page, LinkPicker) == []
    assert f"证明“{target.missing.label}”" in said(page)
    assert len(page.missing.rows) == count - 1
    assert target.missing.reference not in {row.missing.reference for row in page.missing.rows}


def test_adding_for_what_is_missing_asks_for_files(page: EvidenceBlock, tmp_path: Path) -> None:
    asked: list[object] = []
    page.missing.wanted.connect(lambda paths, missing: asked.append((paths, missing)))
    page.missing.wanted.disconnect(page.deeds.add_for)
    row = page.missing.rows[0]
    assert row.missing.label in row.add.accessibleName()
    row.add.setFocus()
    QTest.keyClick(row.add, Qt.Key.Key_Space)
    assert asked == [((), row.missing)]


def test_links_are_ticked_with_the_keyboard_and_taken_off_by_their_chips(
    window: MainWindow, page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    attached(page, settled, pdf(tmp_path, "甲.pdf"))
    QTest.keyClick(page.panel.link, Qt.Key.Key_Space)
    picker = dialog(qtbot, page, LinkPicker)
    type_words(picker.typed, "清溪")
    assert [target.where for target in picker.model.shown][:1] != []
    QTest.keyClick(picker.typed, Qt.Key.Key_Down)
    assert picker.focusWidget() is picker.list
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    QTest.keyClick(picker.list, Qt.Key.Key_Down)
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    wanted = tuple(target.reference for target in picker.model.ticks)
    assert len(wanted) == 2
    click(picker.take)
    quiet(page, settled)
    assert rows(page)[0].proves == wanted
    chips = [chip for chip in page.panel.findChildren(QPushButton, "proof") if chip.isVisible()]
    assert "去掉关联" in chips[0].accessibleName()
    QTest.keyClick(chips[0], Qt.Key.Key_Space)
    quiet(page, settled)
    assert rows(page)[0].proves == wanted[1:]
    window.undo.trigger()
    settled(window)
    assert rows(page)[0].proves == wanted


def test_a_link_is_unticked_in_the_picker(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    (row,) = attached(page, settled, pdf(tmp_path, "甲.pdf"))
    page.deeds.link((row.uid,), ("topic:safety",))
    quiet(page, settled)
    page.deeds.ask_links()
    picker = dialog(qtbot, page, LinkPicker)
    assert picker.model.ticks[0].reference == "topic:safety"
    assert picker.model.shown[0].reference == "topic:safety"
    picker.list.setFocus()
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    click(picker.take)
    quiet(page, settled)
    assert rows(page)[0].proves == ()


def test_names_are_edited_in_the_list(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    (row,) = attached(page, settled, pdf(tmp_path, "甲.pdf"))
    index = page.list.show_row(row.uid, "evidence.name")
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    editor = page.list.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "new.pdf")
    with qtbot.waitSignal(page.list.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    quiet(page, settled)
    assert rows(page)[0].name == "new.pdf"
    assert page.panel.name.text() == "new.pdf"
    assert "new.pdf，PDF · 1 页" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_screening_saw_is_listed_shown_on_its_page_and_marked_there(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    path = tmp_path / "名单.pdf"
    path.write_bytes(pdfs.pdf("说明", f"身份证号{IDENTITY}", author="王五"))
    attached(page, settled, path)
    texts = [page.panel.seen.item(number).text() for number in range(page.panel.seen.count())]
    assert texts == ["第 2 页　身份证号　369***********441X", "文件属性：作者　文件附带信息　王五"]
    assert "身份证号 1 处" in page.panel.facts.text()
    page.panel.seen.setFocus()
    page.panel.seen.setCurrentRow(1)
    page.panel.seen.setCurrentRow(0)
    qtbot.waitUntil(
        lambda: len(page.panel.pages.sheets) == 2 and bool(page.panel.pages.sheets[1].chosen), timeout=10_000
    )
    sheet = page.panel.pages.sheets[1]
    assert [box.kind for box in sheet.chosen] == [SensitiveKind.IDENTITY]
    assert IDENTITY not in sheet.accessibleDescription()
    place = sheet.place(sheet.chosen[0])
    # The frame is drawn: its corner has the colour of the mark, which paper and text have not.
    corner = sheet.grab().toImage().pixelColor(round(place.left()), round(place.top()))
    assert corner.red() > corner.green() + 60
    bar = page.panel.pages.verticalScrollBar()
    assert bar.value() > 0
    page.panel.seen.setCurrentRow(1)
    assert "不在页面上" in page.panel.where.text()
    wide = sheet.width()
    larger = next(b for b in page.panel.findChildren(QPushButton) if b.accessibleName() == "放大页面")
    QTest.keyClick(larger, Qt.Key.Key_Space)
    assert sheet.width() > wide


def test_metadata_is_taken_out_told_and_brought_back_by_undo(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(papers.docx("演示县传感产业发展方案。", author="演示丁"))
    (row,) = attached(page, settled, path)
    assert page.panel.strip.isVisible()
    assert page.panel.no_pages.isVisible()
    assert not page.panel.pages.isVisible()
    click(page.panel.strip)
    quiet(page, settled)
    assert "文件属性中的人名" in said(page)
    assert rows(page)[0].sha256 != row.sha256
    assert not page.panel.strip.isVisible()
    assert page.unused_line.isVisible()
    assert "1 个" in page.unused.text()
    window.undo.trigger()
    settled(window)
    assert rows(page)[0].sha256 == row.sha256
    assert page.panel.strip.isVisible()


def test_a_picture_is_looked_through_by_a_named_person(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    path = tmp_path / "证书.png"
    Image.new("RGB", (60, 80), (200, 200, 250)).save(path)
    (row,) = attached(page, settled, path)
    assert "要有人逐页看过" in page.panel.facts.text()
    assert "标不出位置" in page.panel.where.text()
    click(page.panel.confirm)
    asked = dialog(qtbot, page, SeenDialog)
    assert not asked.take.isEnabled()
    QTest.keyClicks(asked.who, "Zhang San")
    QTest.keyClick(asked.note, Qt.Key.Key_Return)
    quiet(page, settled)
    assert page.holdings.confirmed[row.sha256].who == "Zhang San"
    assert "Zhang San看过" in page.panel.facts.text()
    assert not page.panel.confirm.isVisible()
    click(page.panel.withdraw)
    quiet(page, settled)
    assert page.holdings.confirmed == {}


def test_removing_is_undone_and_purging_is_not(
    window: MainWindow, page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    first, second = attached(page, settled, pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "乙.pdf"))
    page.list.show_row(first.uid)
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    quiet(page, settled)
    assert [row.name for row in rows(page)] == ["乙.pdf"]
    assert "还留着" in window.statusBar().currentMessage()
    window.undo.trigger()
    settled(window)
    assert len(rows(page)) == 2
    page.list.table.selectAll()
    page.panel.menu.aboutToShow.emit()
    assert page.panel.purge.text() == "彻底清除所选 2 份…"
    page.choose((second.uid,))
    page.panel.purge.trigger()
    asked = dialog(qtbot, page, PurgeDialog)
    assert not asked.take.isEnabled()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    page.panel.purge.trigger()
    asked = dialog(qtbot, page, PurgeDialog)
    QTest.keyClick(asked.sure, Qt.Key.Key_Space)
    click(asked.take)
    quiet(page, settled)
    assert [row.name for row in rows(page)] == ["甲.pdf"]
    assert not window.undo.isEnabled()
    assert "已彻底清除" in said(page)
    held = {place.name for place in window.path.rglob("*") if place.is_file()}
    assert second.sha256 not in held
    assert first.sha256 in held


def test_files_no_longer_used_are_purged(
    window: MainWindow, page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    attached(page, settled, pdf(tmp_path, "甲.pdf"))
    window.undo.trigger()
    settled(window)
    assert page.unused_line.isVisible()
    click(page.clear)
    asked = dialog(qtbot, page, PurgeDialog)
    asked.sure.setChecked(True)
    click(asked.take)
    quiet(page, settled)
    assert not page.unused_line.isVisible()
    assert page.holdings.unused == ()


def test_a_purge_that_was_stopped_is_told_and_finished(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = attached(page, settled, pdf(tmp_path, "甲.pdf"))
    found: list[purging.Purgeable] = []
    window.desk.ask(lambda session, _: purging.purgeable(session), found.extend)
    settled(window)
    real = purging.purge

    def interrupted(session: Session, files: Sequence[purging.Purgeable], progress: Progress) -> None:
        def stop(label: str, done: int, total: int) -> None:
            raise Cancelled

        real(session, files, stop)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(purging, "purge", interrupted)
        page.deeds.purge([file for file in found if row.uid in file.rows])
        settled(window)
    assert rows(page) == ()
    assert page.pending.isVisible()
    assert "继续清除" in said(page)
    click(page.finish)
    settled(window)
    assert not page.pending.isVisible()
    assert row.sha256 not in {place.name for place in window.path.rglob("*")}


def test_a_finding_opens_the_page_at_its_file(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    attached(page, settled, pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "乙.pdf"))
    window.parts.choose("basic")
    window.open_place(Place("evidence", "evidence.proves", rows(page)[1].uid))
    assert page.panel.row == rows(page)[1]
    assert page.right.currentWidget() is page.panel
    assert page.list.table.hasFocus()


def test_a_frozen_county_is_only_looked_at(
    window: MainWindow, page: EvidenceBlock, tmp_path: Path, settled: Settled
) -> None:
    (row,) = attached(page, settled, pdf(tmp_path, "甲.pdf"))
    page.deeds.link((row.uid,), ("topic:safety",))
    window.desk.act(lambda s, _: s.workspace.freeze(s.data_digest, ""), lambda _: None, title="")
    settled(window)
    before = rows(page)
    assert not page.add.isEnabled()
    assert not enter(page.left, dragged([tmp_path / "甲.pdf"])).isAccepted()
    assert not enter(page.missing.rows[0], dragged([tmp_path / "甲.pdf"])).isAccepted()
    assert not any(chip.isEnabled() for chip in page.panel.findChildren(QPushButton, "proof"))
    assert not page.panel.link.isEnabled()
    assert not page.panel.more.isEnabled()
    assert page.panel.open.isEnabled()
    page.deeds.add_files((tmp_path / "甲.pdf",))
    page.deeds.remove()
    settled(window)
    assert rows(page) == before


def test_a_copy_is_opened_with_the_program_of_the_machine(
    window: MainWindow,
    page: EvidenceBlock,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []

    def take(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr("ui.pages.evidence.deeds.open_with_system", take)
    attached(page, settled, pdf(tmp_path, "甲.pdf"))
    click(page.panel.open)
    settled(window)
    (copy,) = opened
    assert copy.name == "甲.pdf"
    assert copy.read_bytes() == (tmp_path / "甲.pdf").read_bytes()
    assert window.path not in copy.parents
    page.deeds._copies.forget()
    assert not copy.exists()


def test_thumbnails_come_for_what_is_in_sight_and_are_kept(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    for number in range(9):
        pdf(tmp_path, f"{number}.pdf", f"number {number}")
    attached(page, settled, *sorted(tmp_path.glob("*.pdf")))
    thumbs = page.list.delegate.thumbs
    page.list.table.viewport().repaint()
    qtbot.waitUntil(lambda: thumbs.kept > 0, timeout=10_000)
    assert thumbs.kept < 9


def test_enter_on_what_a_file_proves_opens_the_picker_for_all_chosen(
    page: EvidenceBlock, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    first, _ = attached(page, settled, pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "乙.pdf"))
    page.list.show_row(first.uid, "evidence.proves")
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    picker = dialog(qtbot, page, LinkPicker)
    type_words(picker.typed, "安全生产")
    QTest.keyClick(picker.typed, Qt.Key.Key_Return)
    quiet(page, settled)
    assert [row.proves for row in rows(page)] == [("topic:safety",)] * 2


def test_a_county_opened_read_only_is_only_looked_at(
    program: Program, county: Path, qtbot: QtBot, tmp_path: Path, settled: Settled
) -> None:
    with Session.open(county) as session:
        attach_good(session, [pdf(tmp_path, "甲.pdf")])
        (row,) = session.application.evidence
    program._open_read_only(county)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
    window = program.windows[0]
    window.parts.choose("evidence")
    page = window.page.blocks[0]
    assert isinstance(page, EvidenceBlock)
    qtbot.waitUntil(lambda: bool(page.holdings.listed), timeout=10_000)
    page.choose((row.uid,))
    assert page.panel.pages.isVisible()
    assert page.panel.open.isEnabled()
    assert not page.add.isEnabled()
    assert not page.panel.more.isEnabled()
    assert not enter(page.left, dragged([tmp_path / "甲.pdf"])).isAccepted()
