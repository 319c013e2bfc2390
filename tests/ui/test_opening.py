"""Opening what can't be opened, the start page, recent workspaces, bugs, the probe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.paths import user_data
from jxdesk.base.progress import silent
from ui import opening, recent
from ui.crash import CrashHook
from ui.crash_dialog import CrashDialog
from ui.main_window import MainWindow
from ui.new_dialog import NewDialog
from ui.probe import probe
from ui.program import Program
from ui.recent_list import MISSING
from ui.stages import Standing, stages

OpenWindow = Callable[[Path], MainWindow]
Settled = Callable[[MainWindow], None]


def message(program: Program, qtbot: QtBot) -> QMessageBox:
    """The message that is open over the start page."""
    qtbot.waitUntil(lambda: bool(program.start_page.findChildren(QMessageBox)), timeout=10_000)
    return program.start_page.findChildren(QMessageBox)[0]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def test_a_window_needs_no_check_and_says_that_it_is_under_way(county: Path) -> None:
    opened = opening.opening(county)(silent)
    opened.session.close()
    picture = opened.picture
    assert picture.report.pending
    assert picture.report.bottom_line == "正在检查……"
    assert "检查" not in picture.standing
    assert not any(part.complete for part in picture.parts)
    reached = {stage.title: stage.standing for stage in stages(picture)}
    assert reached["检查"] is not Standing.DONE


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_found_follows(
    program: Program, county: Path, qtbot: QtBot, settled: Settled, read_only: bool
) -> None:
    program._begin(opening.opening(county, read_only=read_only), "正在打开", program.refused.emit)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
    window = program.windows[0]
    settled(window)
    assert not window.picture.report.pending
    assert window.picture.report.blocking
    assert window.findings.bottom_line.text() == window.picture.report.bottom_line
    assert window.head.results.text() == f"检查结果 {len(window.picture.report.judged)}"
    assert "处要处理" in recent.load()[0].standing


def test_a_locked_workspace_names_its_holder_and_can_be_looked_at(
    program: Program, county: Path, qtbot: QtBot
) -> None:
    with Session.open(county) as holder:
        program.open(county)
        box = message(program, qtbot)
        assert "不能同时修改" in box.text()
        assert "电脑" in box.text()
        assert {button.text() for button in box.buttons()} == {"只读打开", "取消"}
        press(box, "只读打开")
        qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
        window = program.windows[0]
        assert window.picture.read_only
        assert window.head.read_only.isVisible()
        window.parts.choose("basic")
        lines = [line for line in window.page.findChildren(QLineEdit) if line.isVisible()]
        assert lines
        assert all(line.isReadOnly() for line in lines)
        assert not window.undo.isEnabled()
        assert holder.set_text("basic.contact_title", "科长")


def test_a_locked_workspace_can_be_left_alone(program: Program, county: Path, qtbot: QtBot) -> None:
    program.start(None)
    with Session.open(county):
        program.open(county)
        box = message(program, qtbot)
        press(box, "取消")
        qtbot.waitUntil(lambda: not program.start_page.findChildren(QMessageBox))
    assert not program.windows
    assert program.start_page.isVisible()
    assert program.start_page.new.isEnabled()


@pytest.mark.parametrize("defect", ["missing", "empty_folder", "no_database", "cut_database", "wrong_notice"])
def test_an_unreadable_workspace_is_one_sentence_with_a_remedy(
    program: Program, county: Path, qtbot: QtBot, defect: str
) -> None:
    if defect == "missing":
        shutil.rmtree(county)
    elif defect == "empty_folder":
        shutil.rmtree(county)
        county.mkdir()
    elif defect == "no_database":
        (county / "workspace.db").write_bytes(b"not a database at all" * 100)
    elif defect == "cut_database":
        data = (county / "workspace.db").read_bytes()
        (county / "workspace.db").write_bytes(data[: len(data) // 2])
    else:
        (county / "notice" / "pack.toml").write_text("= broken", encoding="utf-8")
    program.start(None)
    program.open(county)
    box = message(program, qtbot)
    assert box.text()
    assert box.informativeText()
    press(box, "知道了")
    qtbot.waitUntil(lambda: not program.start_page.findChildren(QMessageBox))
    assert not program.windows
    assert program.start_page.open.isEnabled()


def test_the_same_workspace_is_not_opened_twice(
    program: Program, open_window: OpenWindow, county: Path
) -> None:
    window = open_window(county)
    program.open(county)
    assert program.windows == [window]


def test_recent_workspaces_say_where_they_stand(
    program: Program, open_window: OpenWindow, county: Path, qtbot: QtBot
) -> None:
    window = open_window(county)
    assert not program.start_page.isVisible()
    window.back_to_start()
    qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
    assert program.start_page.isVisible()
    item = recent.load()[0]
    assert item.title == "清溪县智能传感器数字产业集群"
    assert "已填" in item.standing
    model = program.start_page.model
    assert model.items == (item,)
    # Enter on the list opens it again.
    program.start_page.recents.setFocus()
    QTest.keyClick(program.start_page.recents, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)


def test_a_recent_workspace_that_is_gone_is_marked_and_can_be_dropped(program: Program, qtbot: QtBot) -> None:
    recent.remember(recent.Recent("/nowhere/甲.jxdesk", "甲", "已填 1 / 2 项", "2025-10-01 08:00"))
    program.start_page.reload()
    program.start(None)
    model = program.start_page.model
    qtbot.waitUntil(lambda: model.index(0).data(MISSING) is True)
    program.start_page.recents.setFocus()
    QTest.keyClick(program.start_page.recents, Qt.Key.Key_Delete)
    assert model.items == ()
    assert recent.load() == ()


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '[{"path": 1}]', '[{"path": "p", "title": 5}]', "[" * 90_000]
)
def test_a_spoilt_list_of_recent_workspaces_is_empty(text: str) -> None:
    user_data().mkdir(parents=True, exist_ok=True)
    (user_data() / "recent.json").write_text(text, encoding="utf-8")
    assert recent.load() == ()
    recent.remember(recent.Recent("/a", "甲", "已填", "2025-10-01 08:00"))
    assert [item.title for item in recent.load()] == ["甲"]


def test_recent_workspaces_are_bounded_and_newest_first() -> None:
    for number in range(20):
        recent.remember(recent.Recent(f"/{number}", f"县{number}", "", ""))
    recent.remember(recent.Recent("/15", "县十五", "", ""))
    assert [item.path for item in recent.load()][:3] == ["/15", "/19", "/18"]
    assert len(recent.load()) == recent.MOST


def test_a_new_workspace(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.start(None)
    QTest.mouseClick(program.start_page.new, Qt.MouseButton.LeftButton)
    dialog = program.start_page.findChildren(NewDialog)[0]
    assert not dialog.make.isEnabled()
    dialog.place.setText(str(tmp_path))
    dialog.name.setText("新县:申报")
    assert dialog.path == tmp_path / "新县_申报.jxdesk"
    dialog.make.click()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
    window = program.windows[0]
    assert window.path == tmp_path / "新县_申报.jxdesk"
    assert not window.picture.application.demo
    assert window.picture.parts[0].filled == 0


def test_a_new_workspace_does_not_touch_one_that_is_there(
    program: Program, qtbot: QtBot, county: Path
) -> None:
    before = (county / "workspace.db").read_bytes()
    program.start(None)
    program.make(county, "jx-2025")
    assert "已经存在" in message(program, qtbot).text()
    assert (county / "workspace.db").read_bytes() == before


def test_training_opens_the_fictional_county(program: Program, qtbot: QtBot, settled: Settled) -> None:
    program.start(None)
    QTest.mouseClick(program.start_page.demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=20_000)
    window = program.windows[0]
    assert window.picture.application.demo
    assert window.head.demo.isVisible()
    for part in window.picture.parts:
        window.parts.choose(part.id)
    settled(window)


def test_a_bug_opens_a_report_that_can_be_kept(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    hook = CrashHook(program)
    hook.install()
    try:
        raise ZeroDivisionError("nobody thought of this")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    dialog = hook.dialog
    assert isinstance(dialog, CrashDialog)
    assert list((user_data() / "logs").glob("crash-*.txt"))
    buttons = dialog.findChildren(QDialogButtonBox)[0].buttons()
    by_name = {button.text(): button for button in buttons}
    by_name["复制报告"].click()
    assert "nobody thought of this" in QGuiApplication.clipboard().text()
    target = tmp_path / "报告.txt"
    dialog.save(target)
    assert "ZeroDivisionError" in target.read_text(encoding="utf-8")
    by_name["继续使用"].click()
    qtbot.waitUntil(lambda: hook.dialog is None)


def test_the_probe_opens_the_window_and_closes_it(county: Path, qtbot: QtBot) -> None:
    probe(county)
    assert recent.load() == ()
    with Session.open(county) as session:
        assert session.application.basic.cluster_name


def test_the_probe_says_what_is_wrong(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(UserError) as caught:
        probe(tmp_path / "nothing.jxdesk")
    assert caught.value.code == "store.missing"


def test_what_is_asked_after_closing_is_dropped(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    answers: list[object] = []
    window.desk.close()
    window.desk.ask(lambda session, _: session.application, answers.append)
    window.desk.edit(lambda session: session.add_row("enterprises"), answers.append)
    qtbot.waitUntil(lambda: not program.windows, timeout=10_000)
    qtbot.waitUntil(lambda: not window.desk.worker.busy, timeout=10_000)
    assert answers == []
