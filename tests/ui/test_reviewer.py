"""What a reviewer does in the window: compare with the sheet, register, receive, keep the register."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app import receiving, trusting
from jxdesk.base import clock
from jxdesk.base.progress import silent
from jxdesk.domain.show import show_digest
from jxdesk.package.seal import Sealed
from jxdesk.review.library import Library
from jxdesk.signing import trust
from jxdesk.signing.trust import TrustEntry, TrustStore
from tests.package import kit
from tests.review import versions
from ui import own_library
from ui.day_line import DayLine
from ui.library_dialog import LibraryDialog
from ui.program import Program
from ui.received import ReceivedDialog
from ui.register_dialog import RegisterDialog
from ui.revoke_dialog import RevokeDialog
from ui.trust_dialog import TrustDialog
from ui.trust_import import TrustImportDialog
from ui.trust_model import TrustModel
from ui.verdict import PackageVerdict

LONG = 40_000
DAY = dt.date(2026, 1, 1)
ENTRY = TrustEntry("11360000MB0000000Y", "清溪县人民政府", "ab" * 32, "单子", DAY, dt.date(2999, 1, 1))


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sealed, Sealed]:
    """Two versions, one after the other; not to be written to."""
    folder = tmp_path_factory.mktemp("line")
    first = versions.make(folder / "某县-第1版", 1)
    return first, versions.make(folder / "某县-第2版", 2, first)


@pytest.fixture(autouse=True)
def library(tmp_path: Path) -> Path:
    own_library.keep(tmp_path / "收件库")
    return tmp_path / "收件库"


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ReceivedDialog | TrustDialog | LibraryDialog):
            widget.close()


@pytest.fixture
def dialog(program: Program, qtbot: QtBot) -> ReceivedDialog:
    program.start_page.show()
    made = ReceivedDialog(program.look, program.start_page)
    made.show()
    return made


def look_at(dialog: ReceivedDialog, package: Sealed, qtbot: QtBot) -> PackageVerdict:
    dialog.verify(package.path)
    qtbot.waitUntil(lambda: bool(dialog.verdict.packages) and dialog.verdict.isVisible(), timeout=LONG)
    return dialog.verdict.packages[0]


def words(card: PackageVerdict) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.text())


def test_the_digest_of_the_sheet_is_compared_while_it_is_typed(
    dialog: ReceivedDialog, qtbot: QtBot, line: tuple[Sealed, Sealed]
) -> None:
    first, second = line
    card = look_at(dialog, first, qtbot)
    field, said = card.paper.digest.line, card.paper.digest.remark.said
    before = card.sentence.text()
    assert "初次见" in words(card)
    QTest.keyClicks(field, show_digest(first.digest[:12]).upper())
    assert said.text() == "请照交接单输入全部 64 位，至少输入开头的 16 位。"
    assert card.sentence.text() == before
    QTest.keyClicks(field, first.digest[12:16])
    assert "只核对了前 16 位" in card.sentence.text()
    QTest.keyClicks(field, first.digest[16:])
    assert said.text() == "与交接单上的包摘要逐组一致。"
    # A scanner ends with Enter.
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "包摘要与交接单上的包摘要逐组一致" in card.sentence.text()
    assert card.offered.register.isVisible()
    field.setText(second.digest)
    assert card.sentence.text().startswith("没有通过")
    assert not card.offered.isVisible()
    field.setText(first.fingerprint)
    assert "证书指纹，不是包摘要" in said.text()
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert card.sentence.text() == before
    assert not card.paper.digest.remark.isVisible()


def test_a_certificate_is_registered_only_from_paper(
    dialog: ReceivedDialog, qtbot: QtBot, line: tuple[Sealed, Sealed]
) -> None:
    first, second = line
    card = look_at(dialog, first, qtbot)
    QTest.keyClicks(card.paper.digest.line, first.digest)
    QTest.mouseClick(card.offered.register, Qt.MouseButton.LeftButton)
    (asked,) = dialog.findChildren(RegisterDialog)
    # Nothing to copy from stands in it.
    assert first.fingerprint[:8] not in "".join(w.text() for w in asked.findChildren(QLabel))
    QTest.keyClicks(asked.fingerprint.line, "0" * 16)
    asked.stamped.setChecked(True)
    asked.source.setText("2025年10月20日盖章的交接单")
    assert not asked.register.isEnabled()
    assert "不是同一个" in asked.fingerprint.remark.said.text()
    asked.fingerprint.line.clear()
    QTest.keyClicks(asked.fingerprint.line, show_digest(first.fingerprint[:20]).upper())
    assert asked.register.isEnabled()
    asked.stamped.setChecked(False)
    assert not asked.register.isEnabled()
    asked.stamped.setChecked(True)
    asked.end.setText("2020-01-01")
    QTest.mouseClick(asked.register, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "止日早于起日" in asked.refusal.said.text(), timeout=LONG)
    assert trusting.load(trusting.own_path()) == TrustStore()
    asked.end.setText("2035年1月2日")
    QTest.keyClick(asked.source, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "已登记" in dialog.noted.text(), timeout=LONG)
    card = dialog.verdict.packages[0]
    assert card.sentence.text().startswith("完好：内容与封装时一致，由登记的“演示县人民政府”")
    assert "包摘要与交接单上的包摘要逐组一致" in card.sentence.text()
    assert "认识：按“2025年10月20日盖章的交接单”登记" in words(card)
    assert not card.offered.register.isVisible()
    (entry,) = trusting.load(trusting.own_path()).entries
    assert (entry.fingerprint, entry.valid_to) == (first.fingerprint, dt.date(2035, 1, 2))
    card = look_at(dialog, second, qtbot)
    qtbot.waitUntil(lambda: dialog.verdict.packages[0].report.digest == second.digest, timeout=LONG)
    assert dialog.sentence.startswith("完好")


def test_received_packages_are_kept_and_older_ones_told(
    dialog: ReceivedDialog, qtbot: QtBot, line: tuple[Sealed, Sealed], library: Path
) -> None:
    first, second = line
    card = look_at(dialog, second, qtbot)
    QTest.mouseClick(card.offered.receive, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已收下“演示县人民政府”第 2 版" in dialog.noted.text(), timeout=LONG)
    card = dialog.verdict.packages[0]
    assert "收到过这一份，在收件库里" in words(card)
    assert not card.offered.receive.isVisible()
    (record,) = Library(library).held().records.values()
    assert record.digest == second.digest
    look_at(dialog, first, qtbot)
    qtbot.waitUntil(lambda: dialog.sentence.endswith("注意：收到过更新的第 2 版。"), timeout=LONG)
    assert "这一份是较早的第 1 版" in words(dialog.verdict.packages[0])


def test_what_can_not_be_asked_is_said(
    dialog: ReceivedDialog, qtbot: QtBot, line: tuple[Sealed, Sealed], library: Path
) -> None:
    trusting.own_path().parent.mkdir(parents=True, exist_ok=True)
    trusting.own_path().write_text("{", encoding="utf-8")
    library.mkdir()
    (library / "library.json").write_text("{", encoding="utf-8")
    card = look_at(dialog, line[0], qtbot)
    assert card.report.exit_code == 3
    assert "没有和登记过的证书对照" in dialog.noted.text()
    assert "没有和以前收到的版本对照" in dialog.noted.text()


def test_registering_counts_for_every_package_on_the_disc(
    dialog: ReceivedDialog, qtbot: QtBot, line: tuple[Sealed, Sealed]
) -> None:
    dialog.verify(line[0].path.parent)
    qtbot.waitUntil(lambda: len(dialog.verdict.packages) == 2, timeout=LONG)
    asked = dialog.register(dialog.verdict.packages[1])
    asked.fingerprint.line.setText(line[0].fingerprint)
    asked.stamped.setChecked(True)
    asked.source.setText("单子")
    QTest.mouseClick(asked.register, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已登记" in dialog.noted.text(), timeout=LONG)
    assert [each.report.exit_code for each in dialog.verdict.packages] == [0, 0]


def register(qtbot: QtBot, program: Program) -> TrustDialog:
    program.start_page.show()
    QTest.mouseClick(program.start_page.trust, Qt.MouseButton.LeftButton)
    (found,) = program.start_page.findChildren(TrustDialog)
    return found


def test_the_register_revokes_and_removes(program: Program, qtbot: QtBot) -> None:
    trust.write(trusting.own_path(), TrustStore((ENTRY,)))
    dialog = register(qtbot, program)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=LONG)
    assert [dialog.model.index(0, column).data() for column in (0, 1)] == ["清溪县人民政府", "有效"]
    assert show_digest(ENTRY.fingerprint) in dialog.detail.text()
    QTest.mouseClick(dialog.revoke, Qt.MouseButton.LeftButton)
    (asked,) = dialog.findChildren(RevokeDialog)
    asked.day.setText("明天")
    QTest.mouseClick(asked.revoke, Qt.MouseButton.LeftButton)
    assert "日期写法不对" in asked.refusal.said.text()
    asked.day.setText("2026/3/5")
    QTest.mouseClick(asked.revoke, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.model.index(0, 1).data() == "2026-03-05 起吊销", timeout=LONG)
    dialog.ask_remove()
    (box,) = dialog.findChildren(QMessageBox)
    assert "吊销的记录也会一起移去" in box.informativeText()
    next(button for button in box.buttons() if button.text() == "移去").click()
    qtbot.waitUntil(dialog.empty.isVisible, timeout=LONG)
    assert trusting.load(trusting.own_path()) == TrustStore()
    assert not dialog.revoke.isEnabled()


def test_the_register_is_exchanged_after_a_look(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    trust.write(trusting.own_path(), TrustStore((ENTRY,)))
    other = dataclasses.replace(ENTRY, source="另一份单子")
    more = dataclasses.replace(ENTRY, applicant="11360000MB0000000Z", name="北山县人民政府")
    trust.write(tmp_path / "other.json", TrustStore((other, more)))
    dialog = register(qtbot, program)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=LONG)
    dialog.import_from(tmp_path / "other.json")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(TrustImportDialog)), timeout=LONG)
    (asked,) = dialog.findChildren(TrustImportDialog)
    assert [asked.model.index(row, 0).data() for row in range(2)] == ["与现有的不一致", "新增"]
    assert "另一份单子" in asked.detail.text()
    assert not asked.take.isEnabled()
    QTest.keyClick(asked.mine, Qt.Key.Key_Space)
    QTest.mouseClick(asked.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2, timeout=LONG)
    assert set(trusting.load(trusting.own_path()).entries) == {ENTRY, more}
    dialog.export_to(tmp_path / "out.json")
    qtbot.waitUntil(lambda: "已导出 2 条" in dialog.said.said.text(), timeout=LONG)
    assert set(trust.read(tmp_path / "out.json").entries) == {ENTRY, more}
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    dialog.import_from(tmp_path / "bad.json")
    qtbot.waitUntil(lambda: "已损坏" in dialog.said.said.text(), timeout=LONG)


def test_the_table_of_the_register_is_a_sound_model(qtbot: QtBot) -> None:
    model = TrustModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    late = dataclasses.replace(ENTRY, valid_to=DAY, applicant="x")
    early = dataclasses.replace(ENTRY, valid_from=dt.date(2998, 1, 1), applicant="y")
    model.show_entries((ENTRY, late, early), DAY + dt.timedelta(days=1))
    assert [model.index(row, 1).data() for row in range(3)] == ["有效", "已过期", "还没有开始"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-15", dt.date(2026, 3, 15)),
        (" ２０２６年３月１５日 ", dt.date(2026, 3, 15)),
        ("2026.3.5", dt.date(2026, 3, 5)),
        ("2026-02-30", None),
        ("明天", None),
        ("", None),
    ],
)
def test_days_are_understood_as_people_write_them(qtbot: QtBot, text: str, day: dt.date | None) -> None:
    line = DayLine(DAY, "哪天")
    qtbot.addWidget(line)
    line.setText(text)
    assert line.day == day


def test_the_library_lists_what_came_and_what_is_to_be_noted(
    program: Program, qtbot: QtBot, line: tuple[Sealed, Sealed], library: Path, tmp_path: Path
) -> None:
    program.start_page.show()
    QTest.mouseClick(program.start_page.library, Qt.MouseButton.LeftButton)
    (dialog,) = program.start_page.findChildren(LibraryDialog)
    qtbot.waitUntil(dialog.empty.isVisible, timeout=LONG)
    assert not dialog.verify.isEnabled()
    receiving.receive([each.path for each in line], Library.make(library), None, clock.now, silent)
    dialog.reload()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2, timeout=LONG)
    rows = [[dialog.model.index(row, column).data() for column in (1, 4)] for row in range(2)]
    assert rows == [["第 2 版", ""], ["第 1 版", "收到过更新的第 2 版"]]
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert "注意：收到过更新的第 2 版" in dialog.detail.text()
    places: list[Path] = []
    dialog.verify_wanted.disconnect()
    dialog.verify_wanted.connect(places.append)
    QTest.mouseClick(dialog.verify, Qt.MouseButton.LeftButton)
    assert [kit.judge(place).digest for place in places] == [line[0].digest]
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "x.txt").write_text("x", encoding="utf-8")
    dialog.use(tmp_path / "别的")
    qtbot.waitUntil(lambda: "里有别的东西" in dialog.said.said.text(), timeout=LONG)
    assert own_library.place() == library
    (tmp_path / "空的").mkdir()
    dialog.use(tmp_path / "空的")
    qtbot.waitUntil(dialog.empty.isVisible, timeout=LONG)
    assert own_library.place() == tmp_path / "空的"
