"""The office's key in the window: brought along, another password, recovered, its code, its fingerprint."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from jxdesk.base.errors import UserError
from jxdesk.documents.papers.package_facts import groups
from jxdesk.signing import keyfile
from jxdesk.signing.keyfile import NewKey
from tests.signing import kit, p12
from tests.ui import audit
from ui.main_window import MainWindow
from ui.recovery_dialog import RecoveryDialog
from ui.steps.key_actions import KeyActions
from ui.steps.seal import SealStep
from ui.theme import Look

PASSWORD, NEW = "six apples and a horse", "three pears and a cow"
LONG = 40_000
ANOTHER = "two plums and a goose"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quick_passwords(monkeypatch)
    kit.quick_keys(monkeypatch)


@pytest.fixture
def new(tmp_path: Path) -> NewKey:
    path = tmp_path / "单位.jxkey"
    return keyfile.create(
        path, organisation="清溪县人民政府", name="张三", password=PASSWORD, clock=lambda: kit.MOMENT
    )


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, new: NewKey) -> SealStep:
    """The page 封装 with the key chosen."""
    step = next(step for step in window.stages.steps if step.stage.title == "封装")
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    found = window.sheet
    assert isinstance(found, SealStep)
    found.key.use(new.path)
    qtbot.waitUntil(lambda: found.key.info is not None, timeout=LONG)
    return found


def opens(path: Path, password: str) -> bool:
    locked = keyfile.read(path)
    try:
        locked.unlock(password)
    except UserError:
        return False
    return True


def shown(window: MainWindow, qtbot: QtBot) -> RecoveryDialog:
    """The dialog with the recovery code that has come up."""
    found: list[RecoveryDialog] = []

    def there() -> bool:
        found[:] = [each for each in window.findChildren(RecoveryDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(there, timeout=LONG)
    return found[0]


def put_away(dialog: RecoveryDialog) -> str:
    code = dialog.code
    dialog.copied.setChecked(True)
    dialog.done_button.click()
    assert not dialog.isVisible()
    return code


def test_a_certificate_is_brought_along(
    window: MainWindow, page: SealStep, qtbot: QtBot, tmp_path: Path
) -> None:
    source = tmp_path / "旧证书.pfx"
    source.write_bytes(p12.made(kit.key(), p12.certificate(kit.key(), first=2020, last=2021)))
    dialog = page.key.doings.open_import()
    dialog.go.click()
    assert "先选择证书文件" in dialog.refusal.text()
    dialog.source.setText(str(source))
    dialog.source_password.setText("another one")
    dialog.password.setText(NEW)
    dialog.again.setText(NEW)
    dialog.place.setText(str(tmp_path / "带来的"))
    dialog.go.click()
    qtbot.waitUntil(lambda: "口令不对，或者文件已损坏" in dialog.refusal.text(), timeout=LONG)
    assert dialog.source_password.hasFocus()
    dialog.source_password.setText(p12.PASSWORD)
    dialog.go.click()
    code = shown(window, qtbot)
    assert any("2021-12-31 到期" in text for text in audit_texts(code))
    put_away(code)
    qtbot.waitUntil(lambda: page.key.path == tmp_path / "带来的.jxkey", timeout=LONG)
    assert "某县人民政府" in page.key.whose.text()
    assert "不在有效期内" in page.key.remark.said.text()
    assert opens(tmp_path / "带来的.jxkey", NEW)


def audit_texts(dialog: QDialog) -> list[str]:
    return [getattr(widget, "text", str)() for widget in audit.seen(dialog)]


def test_another_password_and_if_wanted_another_sheet(
    window: MainWindow, page: SealStep, qtbot: QtBot, new: NewKey
) -> None:
    page.key.password.setText(PASSWORD)
    dialog = page.key.doings.open_password()
    assert dialog is not None
    for line, text in ((dialog.old, "not this one"), (dialog.password, NEW), (dialog.again, "another")):
        line.setText(text)
    dialog.go.click()
    assert "不一样" in dialog.refusal.text()
    dialog.again.setText(NEW)
    dialog.go.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog.refusal.text(), timeout=LONG)
    assert dialog.old.hasFocus()
    dialog.old.setText(PASSWORD)
    with qtbot.waitSignal(dialog.changed, timeout=LONG):
        dialog.go.click()
    assert (opens(new.path, NEW), opens(new.path, PASSWORD)) == (True, False)
    assert page.key.password.text() == ""
    assert not window.findChildren(RecoveryDialog)

    second = page.key.doings.open_password()
    assert second is not None
    for line, text in ((second.old, NEW), (second.password, ANOTHER), (second.again, ANOTHER)):
        line.setText(text)
    second.renew.setChecked(True)
    second.go.click()
    code = put_away(shown(window, qtbot))
    assert opens(new.path, ANOTHER)
    with pytest.raises(UserError):
        keyfile.recover(new.path, new.recovery_code, PASSWORD)
    keyfile.recover(new.path, code, PASSWORD)
    assert opens(new.path, PASSWORD)


def test_a_forgotten_password_is_replaced_by_the_code(
    window: MainWindow, page: SealStep, qtbot: QtBot, new: NewKey
) -> None:
    dialog = page.key.doings.open_recovery()
    assert dialog is not None
    assert dialog.heard.text() == "已输入 0 组，共 7 组。"
    groups = new.recovery_code.split("-")
    QTest.keyClicks(dialog.code, f"{groups[0].lower()} {groups[1]}-{groups[2][:3]}")
    assert dialog.heard.text() == "已输入 2 组，共 7 组。"
    dialog.code.clear()
    slip = ("Z" if groups[1][0] != "Z" else "Y") + groups[1][1:]
    QTest.keyClicks(dialog.code, "".join([groups[0], slip, *groups[2:]]))
    assert "第 2 组" in dialog.heard.text()
    assert dialog.heard.objectName() == "error"
    dialog.go.click()
    assert "恢复码输错了：第 2 组" in dialog.refusal.text()
    dialog.code.clear()
    QTest.keyClicks(dialog.code, "".join(groups))
    assert "没有输错" in dialog.heard.text()
    dialog.password.setText("short")
    dialog.again.setText("short")
    dialog.go.click()
    qtbot.waitUntil(lambda: "口令太短" in dialog.refusal.text(), timeout=LONG)
    dialog.password.setText(NEW)
    dialog.again.setText(NEW)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert put_away(shown(window, qtbot)) != new.recovery_code
    assert opens(new.path, NEW)
    qtbot.waitUntil(lambda: page.key.info is not None and page.key.info.sheet != new.info.sheet, timeout=LONG)


def test_the_code_is_not_lost_by_one_press(window: MainWindow, page: SealStep, new: NewKey) -> None:
    dialog = RecoveryDialog(page.context, new, (), window)
    dialog.open()
    assert all(group in audit_texts(dialog) for group in new.recovery_code.split("-"))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "再也看不到了" in dialog.outcome.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_sheet_is_saved_and_printed(
    window: MainWindow, page: SealStep, qtbot: QtBot, new: NewKey, tmp_path: Path
) -> None:
    dialog = RecoveryDialog(page.context, new, (), window)
    dialog.open()
    sheet, printed = tmp_path / "恢复码单.pdf", tmp_path / "printed.pdf"
    dialog.save_as(sheet)
    qtbot.waitUntil(lambda: dialog.safe, timeout=LONG)
    assert "请删除这个文件" in dialog.outcome.text()
    if os.name != "nt":
        assert stat.S_IMODE(sheet.stat().st_mode) & 0o077 == 0
    with pdfium.PdfDocument(sheet) as pages:
        text = pages[0].get_textpage().get_text_range()
    assert all(group in text for group in new.recovery_code.split("-"))
    dialog.save_as(sheet)
    qtbot.waitUntil(lambda: "已经存在" in dialog.outcome.text(), timeout=LONG)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    dialog.print_on(printer)
    qtbot.waitUntil(lambda: "已送往打印机" in dialog.outcome.text(), timeout=LONG)
    assert printed.stat().st_size > 10_000
    dialog.done_button.click()
    assert not dialog.isVisible()


def test_the_fingerprint_in_groups_as_a_code_and_on_the_clipboard(
    window: MainWindow, page: SealStep, new: NewKey
) -> None:
    dialog = page.key.doings.open_facts()
    assert dialog is not None
    fingerprint = new.info.fingerprint
    assert dialog.fingerprint.text().split() == groups(fingerprint).split()
    picture = dialog.code.pixmap().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (picture.width(), picture.height())
    plain = Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine())
    assert [code.text for code in zxingcpp.read_barcodes(plain)] == [fingerprint.upper()]
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == groups(fingerprint)
    words = "".join(audit_texts(dialog))
    assert "不能证明封装的就是这家单位" in words
    assert "盖章的交接单" in words
    dialog.reject()


def test_enter_means_the_main_button_also_after_tab_went_past_the_other(page: SealStep, qtbot: QtBot) -> None:
    dialog = page.key.doings.open_new()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5_000)
    for _ in range(12):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    dialog.again.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(dialog.again, "x")
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "不一样" in dialog.refusal.text()
    dialog.reject()


def test_without_a_key_nothing_is_asked_of_one(window: MainWindow, qtbot: QtBot) -> None:
    step = next(step for step in window.stages.steps if step.stage.title == "封装")
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    page = window.sheet
    assert isinstance(page, SealStep)
    doings = page.key.doings
    enabled = {action.text(): action.isEnabled() for action in doings.menu.actions() if action.text()}
    assert [enabled[name] for name in ("导入已有的证书（.p12、.pfx）…", "修改口令…", "忘记口令…")] == [
        True,
        False,
        False,
    ]
    assert [doings.open_facts(), doings.open_password(), doings.open_recovery()] == [None, None, None]


OPEN: dict[str, Callable[[KeyActions], Any]] = {
    "new": KeyActions.open_new,
    "import": KeyActions.open_import,
    "facts": KeyActions.open_facts,
    "password": KeyActions.open_password,
    "recovery": KeyActions.open_recovery,
}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_dialogs_are_named_reachable_and_fit(
    page: SealStep, look: Look, new: NewKey, qtbot: QtBot, scale: float
) -> None:
    try:
        look.use(scale=scale)
        faults: dict[str, list[str]] = {}
        for name, make in OPEN.items():
            dialog = make(page.key.doings)
            faults |= looked_at(name, dialog, qtbot)
            dialog.reject()
        code = RecoveryDialog(page.context, new, ("一句话。" * 20,), page.window())
        code.open()
        code.reject()
        faults |= looked_at("code", code, qtbot)
        code.reject()
        assert {name: found for name, found in faults.items() if found} == {}
    finally:
        look.use(scale=1.0)


def looked_at(name: str, dialog: QDialog, qtbot: QtBot) -> dict[str, list[str]]:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5_000)
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    assert (dialog.width() <= 1366, dialog.height() <= 768) == (True, True), name
    return {
        f"{name}: no name": audit.nameless(dialog),
        f"{name}: Tab does not come there": audit.unreached(dialog),
        f"{name}: low": audit.too_low(dialog),
        f"{name}: cut off": audit.cut_off(dialog),
    }
