"""封装: what is still to be mended, the office's key, and the signed package that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from jxdesk.app import keys, sealing
from jxdesk.app.before_sealing import Outlook, Topic, outlook
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.show import show_digest
from jxdesk.package.seal import Sealed
from jxdesk.signing import keyfile
from jxdesk.store.entries import SealRecord
from ui import remembered
from ui.context import Context
from ui.field_row import Remark
from ui.jobs import Job
from ui.packages import verify_sealed
from ui.pages.block import Card
from ui.picture import Picture
from ui.places import documents_folder, open_outside
from ui.steps.documents import write_aside
from ui.steps.key_card import KeyCard
from ui.steps.seal_list import PointsCard, ReasonsCard
from ui.steps.step import StepPage

_STAGES = {
    Topic.ERRORS: "检查",
    Topic.REASONS: "检查",
    Topic.FROZEN: "定稿",
    Topic.PRINTED: "打印盖章",
    Topic.SCANNED: "扫描核对",
}


class SealStep(StepPage):
    """Points, reasons, key, place, result, and what was sealed so far."""

    stage = "封装"

    def build(self) -> None:
        self.outlook: Outlook | None = None
        self._stale = True
        self._job: Job[Any] | None = None
        self.points = PointsCard(self.context)
        self.reasons = ReasonsCard(self.context)
        self.key = KeyCard(self.context)
        self.folder = QLineEdit(remembered.load().folder or str(documents_folder()))
        self.folder.setAccessibleName("申报包存放到哪个文件夹")
        self.browse = QPushButton("选择…")
        self.browse.setAccessibleName("选择申报包存放的文件夹")
        self.seal = QPushButton("封装")
        self.seal.setObjectName("primary")
        self.why_not = QLabel()
        self.why_not.setObjectName("muted")
        self.why_not.setWordWrap(True)
        self.refusal = Remark(self.context)
        self.result = ResultCard(self.context)
        self.history = HistoryCard(self.context)
        for card in (self.points, self.reasons, self.key, self._place_card(), self.result, self.history):
            self.column.addWidget(card)
        self.points.wanted.connect(self._go)
        self.key.changed.connect(self._refresh)
        self.key.entered.connect(self.seal.click)
        self.folder.textEdited.connect(lambda _: self._refresh())
        self.browse.clicked.connect(self._ask_folder)
        self.seal.clicked.connect(lambda: self.seal_into(Path(self.folder.text().strip())))
        self.result.deliver.clicked.connect(lambda: self.stage_wanted.emit("交付"))
        self.context.desk.worker.ended.connect(self._ended)
        self.key.use_newest()
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        self.key.check_applicant(picture.application.applicant_name)
        self._stale = True
        if self.isVisible():
            self._look()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def seal_into(self, folder: Path) -> None:
        """Seal with the key and password that stand on the page, into ``folder``."""
        path, password = self.key.path, self.key.password.text()
        if path is None or self._why_not():
            return
        self.refusal.say("", "")
        self.key.begin()

        def work(session: Session, progress: Progress) -> Sealed:
            progress("正在核对口令", 0, 0)
            signer = keys.unlock(keyfile.read(path), password, session.clock)
            sealed = sealing.seal(
                session, signer, folder, progress, write=write_aside, read_back=verify_sealed
            )
            remembered.sealed(session.workspace.path, sealed.path)
            return sealed

        self._job = self.context.desk.act(work, self._sealed, title="正在封装", refused=self._refuse)
        self._refresh()

    def _sealed(self, sealed: Sealed) -> None:
        picture = self.context.desk.picture
        self.key.forget_password()
        self.result.show_sealed(sealed, picture.sealed_version)
        self.context.desk.told.emit(f"已封装第 {picture.sealed_version} 版，在“{sealed.path.parent}”。")
        self.result.deliver.setFocus()
        self._bring(self.result)

    def _refuse(self, error: UserError) -> None:
        if error.code in ("key.password", "key.wait"):
            self.key.refuse_password(error)
            self._bring(self.key)
            return
        self.refusal.say("error", f"{error.message}{error.remedy}")
        self._bring(self.refusal)

    def _bring(self, part: QWidget) -> None:
        """Scroll to what has something new to say, once it has its place."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part))

    def _ended(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        self._job = None
        if job.cancelled:
            self.refusal.say("hint", "已停止，没有封装，也没有留下半成品。")
        self._refresh()

    def _look(self) -> None:
        """Ask how the points stand; nothing is asked twice of the same picture."""
        if not self._stale:
            return
        self._stale = False
        self.context.desk.ask(lambda session, _: outlook(session), self._show_outlook)

    def _show_outlook(self, found: Outlook) -> None:
        self.outlook = found
        self.points.show_outlook(found)
        self.reasons.show_outlook(found)
        self.history.show_seals(found.seals)
        self._refresh()

    def _why_not(self) -> str:
        """Why nothing can be sealed right now, in words; empty when it can."""
        if self.context.desk.picture.read_only:
            return "工作区是以只读方式打开的，不能封装。"
        if self._job is not None:
            return "正在封装，进度和“停止”在窗口下方。"
        if self.outlook is None or not self.outlook.is_ready:
            return "先处理上面标着“要处理”的各项。"
        if self.key.path is None:
            return "先选择或制作本单位的密钥。"
        if not self.key.password.text():
            return "先输入密钥口令。"
        if not self.folder.text().strip():
            return "先选择存放的文件夹。"
        return ""

    def _refresh(self) -> None:
        why = self._why_not()
        self.seal.setEnabled(not why)
        self.why_not.setText(why)
        for part in (self.key, self.folder, self.browse):
            part.setEnabled(self._job is None)

    def _go(self, topic: Topic) -> None:
        if topic is Topic.FILES:
            self.part_wanted.emit(self.context.desk.picture.notice.part_of("evidence").id)
        else:
            self.stage_wanted.emit(_STAGES[topic])

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self.window(), "申报包存放到哪个文件夹", self.folder.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.fileSelected.connect(lambda _: self._refresh())
        dialog.open()

    def _place_card(self) -> Card:
        card = Card(self.context, "封装")
        card.grid.setVerticalSpacing(8)
        label = QLabel("存放到(&L)")
        label.setBuddy(self.folder)
        card.add(_row(label, self.folder, self.browse, stretch=1), wide=True)
        card.add(_row(self.seal, self.why_not, stretch=1), wide=True)
        card.add(self.refusal, wide=True)
        return card


class ResultCard(Card):
    """The package just sealed: name, digest and fingerprint in groups, and the next step."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "封装好了")
        self.path: Path | None = None
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        note = QLabel("包摘要和证书指纹印在“交付”那一步的交接单上，盖章后交给接收单位核对。")
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.deliver = QPushButton("下一步：交付")
        self.deliver.setObjectName("primary")
        self.open_folder = QPushButton("打开所在文件夹")
        self.open_folder.clicked.connect(self._open)
        self.grid.setVerticalSpacing(10)
        for part in (self.said, note, _row(self.deliver, self.open_folder)):
            self.add(part, wide=True)
        self.hide()

    def show_sealed(self, sealed: Sealed, version: int) -> None:
        """Show what was just sealed as this version of the workspace."""
        self.path = sealed.path
        self.said.setText(
            f"第 {version} 版　{sealed.path}\n"
            f"包摘要　{show_digest(sealed.digest)}\n"
            f"证书指纹　{show_digest(sealed.fingerprint)}\n"
            "封装后已经从头核验过一遍。"
        )
        self.show()

    def _open(self) -> None:
        if self.path is not None:
            open_outside(self.path.parent)


class HistoryCard(Card):
    """What was sealed from this workspace so far, newest first; hidden while there is nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "以前封装的版本")
        self._held = QWidget()
        self._lines = QGridLayout(self._held)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(18)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(2, 1)
        self._shown: tuple[SealRecord, ...] = ()
        self.add(self._held, wide=True)
        self.hide()

    def show_seals(self, seals: Sequence[SealRecord]) -> None:
        """Show these records."""
        if tuple(seals) == self._shown:
            return
        self._shown = tuple(seals)
        while self._lines.count():
            self._lines.takeAt(0).widget().deleteLater()
        for row, seal in enumerate(reversed(self._shown)):
            texts = (
                f"第 {seal.version} 版",
                f"{seal.sealed_at.astimezone():%Y-%m-%d %H:%M}",
                f"包摘要　{show_digest(seal.digest)}",
            )
            for column, text in enumerate(texts):
                label = QLabel(text)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                label.setWordWrap(column == len(texts) - 1)
                label.setToolTip(f"封装单位：{seal.organisation}\n证书指纹：{show_digest(seal.fingerprint)}")
                self._lines.addWidget(label, row, column)
        self.setVisible(bool(self._shown))


def _row(*parts: QWidget, stretch: int | None = None) -> QWidget:
    """Widgets side by side; the one at ``stretch`` takes what room there is, else nobody does."""
    held = QWidget()
    line = QHBoxLayout(held)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    for number, part in enumerate(parts):
        line.addWidget(part, 1 if number == stretch else 0)
    if stretch is None:
        line.addStretch(1)
    return held
