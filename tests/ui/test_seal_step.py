"""The page 封装 by clicks and keys: what is still to be mended, the key, the package."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from jxdesk.app import printing
from jxdesk.app.before_sealing import Topic
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress, silent
from jxdesk.documents.bundle import Rendered
from jxdesk.domain.application import Application
from jxdesk.notice import Notice
from jxdesk.package import seal as seal_room
from jxdesk.signing import keyfile
from tests.app.conftest import clock, fill
from tests.app.stamping import stamp
from tests.strategies import notice
from ui import remembered
from ui.jobs import Job, Step
from ui.key_dialog import KeyDialog
from ui.main_window import MainWindow
from ui.received import ReceivedDialog
from ui.recovery_dialog import RecoveryDialog
from ui.steps import seal as seal_page_room
from ui.steps.deliver import DeliverStep
from ui.steps.seal import SealStep

OpenWindow = Callable[[Path], MainWindow]
Settled = Callable[[MainWindow], None]
PASSWORD = "six apples and a horse"
LONG = 40_000


@pytest.fixture(scope="module")
def ready_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a workspace that is filled, printed, stamped and scanned."""
    folder = tmp_path_factory.mktemp("ready")
    with Session.create(folder / "某县.jxdesk", notice(), clock=clock) as session:
        fill(session)
        printing.render(session, folder / "申报文件", silent)
        stamp(session, folder / "申报文件")
    return folder / "某县.jxdesk"


@pytest.fixture
def ready(ready_template: Path, tmp_path: Path, open_window: OpenWindow) -> MainWindow:
    """The window on a workspace that may be sealed."""
    return open_window(Path(shutil.copytree(ready_template, tmp_path / ready_template.name)))


@pytest.fixture
def set_at_once(ready_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents are those of the printing, without being set once more."""
    documents = ready_template.parent / "申报文件"
    with Session.open(ready_template, read_only=True) as session:
        run = session.workspace.print_run()
    assert run is not None

    def write(
        application: Application, notice: Notice, out: Path, draft: Any, progress: Progress
    ) -> Rendered:
        shutil.copytree(documents, out, dirs_exist_ok=True)
        (pdf,), (docx,) = out.glob("*.pdf"), out.glob("*.docx")
        return Rendered(pdf, docx, tuple(sorted(out.glob("*.xlsx"))), run.pages, run.layout)

    monkeypatch.setattr(seal_page_room, "write_aside", write)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key file of the office, made once."""
    path = tmp_path_factory.mktemp("key") / "单位.jxkey"
    keyfile.create(path, organisation="某县人民政府", name="张三", password=PASSWORD, clock=clock)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "packages").mkdir()
    return tmp_path / "packages"


def click(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def seal_page(window: MainWindow, qtbot: QtBot) -> SealStep:
    step = next(step for step in window.stages.steps if step.stage.title == "封装")
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    page = window.sheet
    assert isinstance(page, SealStep)
    qtbot.waitUntil(lambda: page.outlook is not None, timeout=10_000)
    assert page.points.lines[Topic.ERRORS].link.hasFocus()
    return page


def prepared(window: MainWindow, qtbot: QtBot, key: Path, out: Path) -> SealStep:
    """The page with a key, its password and a folder: one click from sealing."""
    page = seal_page(window, qtbot)
    page.key.use(key)
    qtbot.waitUntil(lambda: page.key.info is not None, timeout=10_000)
    page.folder.clear()
    QTest.keyClicks(page.folder, str(out))
    QTest.keyClicks(page.key.password, PASSWORD)
    return page


def versions(window: MainWindow, qtbot: QtBot) -> list[int]:
    found: list[list[int]] = []
    window.desk.ask(lambda session, _: [seal.version for seal in session.workspace.seals()], found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    return found[0]


def test_from_the_key_to_a_verified_disc_image(
    ready: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path
) -> None:
    page = seal_page(ready, qtbot)
    assert page.why_not.text() == "先选择或制作本单位的密钥。"
    click(page.key.make)
    dialog = ready.findChild(KeyDialog)
    assert dialog is not None
    assert dialog.organisation.text() == ready.picture.application.applicant_name
    dialog.place.clear()
    for line, text in (
        (dialog.person, "Zhang San"),
        (dialog.password, PASSWORD),
        (dialog.again, PASSWORD),
        (dialog.place, str(tmp_path / "office")),
    ):
        QTest.keyClicks(line, text)
    QTest.keyClick(dialog.place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.key.info is not None, timeout=LONG)
    code = ready.findChild(RecoveryDialog)
    assert code is not None
    code.copied.setChecked(True)
    click(code.done_button)
    assert page.key.path == tmp_path / "office.jxkey"
    assert ready.focusWidget() is page.key.password
    page.folder.clear()
    QTest.keyClicks(page.folder, str(out))
    QTest.keyClicks(page.key.password, PASSWORD)
    assert page.why_not.text() == ""
    QTest.keyClick(page.key.password, Qt.Key.Key_Return)
    qtbot.waitUntil(page.result.isVisible, timeout=LONG)
    (package,) = out.iterdir()
    assert page.result.path == package
    assert page.key.password.text() == ""
    assert ready.picture.sealed_now
    assert versions(ready, qtbot) == [1]
    qtbot.waitUntil(page.history.isVisible, timeout=10_000)

    click(page.result.deliver)
    deliver = ready.sheet
    assert isinstance(deliver, DeliverStep)
    qtbot.waitUntil(lambda: package.name in deliver.which.text(), timeout=10_000)
    image = tmp_path / "光盘.iso"
    deliver.make_image_at(image)
    qtbot.waitUntil(lambda: deliver.made == image, timeout=LONG)
    assert "读回核对" in deliver.outcome.said.text()
    verdict = deliver.verify(image)
    qtbot.waitUntil(lambda: bool(verdict.verdict.packages), timeout=LONG)
    assert verdict.sentence.startswith("内容完好")
    said = [label.text() for label in verdict.verdict.packages[0].findChildren(type(verdict.said))]
    assert any("第 1 版是同一份" in text for text in said)
    verdict.close()


def test_a_wrong_password_is_said_and_counted(ready: MainWindow, qtbot: QtBot, key: Path, out: Path) -> None:
    page = prepared(ready, qtbot, key, out)
    QTest.keyClicks(page.key.password, "x")
    click(page.seal)
    qtbot.waitUntil(lambda: "口令不对" in page.key.refusal.said.text(), timeout=LONG)
    assert page.key.password.hasFocus()
    assert page.key.password.selectedText()
    click(page.seal)
    qtbot.waitUntil(lambda: "第 2 次" in page.key.refusal.said.text(), timeout=LONG)
    assert "再错一次，要等 30 秒" in page.key.refusal.said.text()
    click(page.seal)
    qtbot.waitUntil(lambda: "第 3 次不对，要等 30 秒" in page.key.refusal.said.text(), timeout=LONG)
    # The right one has to wait as well, and is not even tried.
    page.key.password.clear()
    QTest.keyClicks(page.key.password, PASSWORD)
    click(page.seal)
    qtbot.waitUntil(lambda: "连续 3 次不对，还要等" in page.key.refusal.said.text(), timeout=LONG)
    assert list(out.iterdir()) == []
    assert versions(ready, qtbot) == []


@pytest.mark.usefixtures("set_at_once")
def test_stopping_leaves_neither_package_nor_record(
    ready: MainWindow, qtbot: QtBot, key: Path, out: Path
) -> None:
    page = prepared(ready, qtbot, key, out)

    def stop(_: Job[Any], step: Step) -> None:
        if step.label == seal_room.LABEL:
            ready.busy.stop()

    ready.desk.worker.stepped.connect(stop)
    click(page.seal)
    assert not page.seal.isEnabled()
    qtbot.waitUntil(lambda: "已停止" in page.refusal.said.text(), timeout=LONG)
    assert list(out.iterdir()) == []
    assert versions(ready, qtbot) == []
    assert not page.result.isVisible()
    assert page.seal.isEnabled()


@pytest.mark.usefixtures("set_at_once")
def test_a_full_disk_is_said_in_its_place(
    ready: MainWindow, qtbot: QtBot, key: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(seal_room, "_write_all", full)
    page = prepared(ready, qtbot, key, out)
    click(page.seal)
    qtbot.waitUntil(lambda: "磁盘空间已满" in page.refusal.said.text(), timeout=LONG)
    assert list(out.iterdir()) == []
    assert versions(ready, qtbot) == []


def test_the_points_say_what_is_to_be_mended_and_lead_there(window: MainWindow, qtbot: QtBot) -> None:
    page = seal_page(window, qtbot)
    assert page.points.lines[Topic.ERRORS].word.text() == "要处理"
    assert "处错误" in page.points.lines[Topic.ERRORS].sentence.text()
    assert page.points.lines[Topic.FROZEN].word.text() == "建议"
    assert not page.seal.isEnabled()
    assert "要处理" in page.why_not.text()
    window.show_findings(False)
    click(page.points.lines[Topic.ERRORS].link)
    assert window.findings.isVisible()
    click(page.points.lines[Topic.FILES].link)
    assert window.page.part.id == window.picture.notice.part_of("evidence").id
    seal_page(window, qtbot)
    click(page.points.lines[Topic.PRINTED].link)
    assert window.stages.said.text().startswith("打印盖章")


def test_the_points_follow_an_edit(ready: MainWindow, qtbot: QtBot) -> None:
    page = seal_page(ready, qtbot)
    assert page.points.lines[Topic.PRINTED].word.text() == "已完成"
    ready.desk.set_text("basic.employees", "6001", "basic", refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: page.points.lines[Topic.PRINTED].word.text() == "要处理", timeout=10_000)
    assert not page.seal.isEnabled()


def test_the_reasons_are_listed_on_request(ready: MainWindow, qtbot: QtBot) -> None:
    page = seal_page(ready, qtbot)
    assert "随申报包交给评审的理由 0 条" in page.reasons.count.text()
    assert not page.reasons.unfold.isVisible()
    ready.desk.set_text("scale.growth", "260", "scale", refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: any(j.finding.level.word == "提醒" for j in ready.picture.report.judged))
    warning = next(j.finding for j in ready.picture.report.judged if j.finding.level.word == "提醒")
    reason = "本年有两家大企业由外县整体迁入，上年没有可比数据。"
    ready.desk.write_reason(warning, reason, for_reviewer=True, refused=lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: "理由 1 条；" in page.reasons.count.text(), timeout=10_000)
    click(page.reasons.unfold)
    assert page.reasons.listed.isVisible()
    assert reason in page.reasons.listed.toPlainText()


@pytest.mark.parametrize(
    ("defect", "said"),
    [
        ("passwords_differ", "不一样"),
        ("password_short", "口令太短"),
        ("no_person", "密钥名称不能为空"),
        ("file_exists", "已经存在"),
    ],
)
def test_the_key_dialog_says_what_is_wrong(
    ready: MainWindow, qtbot: QtBot, key: Path, settled: Settled, tmp_path: Path, defect: str, said: str
) -> None:
    dialog = seal_page(ready, qtbot).key.doings.open_new()
    dialog.person.setText("" if defect == "no_person" else "张三")
    dialog.password.setText("short" if defect == "password_short" else PASSWORD)
    dialog.again.setText("other" if defect == "passwords_differ" else dialog.password.text())
    dialog.place.setText(str(key if defect == "file_exists" else tmp_path / "新.jxkey"))
    before = key.read_bytes()
    dialog.go.click()
    qtbot.waitUntil(lambda: said in dialog.refusal.text(), timeout=LONG)
    assert dialog.isVisible()
    assert key.read_bytes() == before
    assert not (tmp_path / "新.jxkey").exists()
    settled(ready)
    dialog.reject()


def test_a_file_that_is_no_key_is_refused_and_the_newest_key_is_offered_again(
    ready: MainWindow, qtbot: QtBot, key: Path, tmp_path: Path
) -> None:
    remembered.key(key)
    page = seal_page(ready, qtbot)
    qtbot.waitUntil(lambda: page.key.path == key, timeout=10_000)
    assert "某县人民政府" in page.key.whose.text()
    other = tmp_path / "别的.jxkey"
    other.write_bytes(b"{}")
    page.key.use(other)
    qtbot.waitUntil(lambda: "已损坏" in page.key.remark.said.text(), timeout=10_000)
    assert page.key.path is None
    assert not page.seal.isEnabled()
    assert page.key.choice.itemData(0) == str(key)


def test_a_key_of_another_office_is_remarked_on(ready: MainWindow, qtbot: QtBot, key: Path) -> None:
    page = seal_page(ready, qtbot)
    page.key.use(key)
    qtbot.waitUntil(lambda: page.key.info is not None, timeout=10_000)
    assert "请核对是否选对" in page.key.remark.said.text()


def test_read_only_nothing_is_sealed(
    ready_template: Path, tmp_path: Path, program: Any, qtbot: QtBot, key: Path, out: Path
) -> None:
    path = Path(shutil.copytree(ready_template, tmp_path / ready_template.name))
    program._open_read_only(path)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
    window = program.windows[0]
    window.resize(1366, 768)
    page = prepared(window, qtbot, key, out)
    assert not page.seal.isEnabled()
    assert "只读" in page.why_not.text()


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    """A dialog that is closed lets its worker go."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ReceivedDialog):
            widget.close()
