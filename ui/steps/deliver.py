"""交付: the sealed package as a disc image or on a stick, and a look at what came back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.show import show_digest
from ui import remembered
from ui.burn_dialog import BurnDialog, show_burn
from ui.busy import BusyStrip
from ui.field_row import Remark
from ui.jobs import Job, Worker
from ui.packages import copy_package, make_image, write_burn_form, write_disc_label, write_hand_over
from ui.pages.block import Card
from ui.picture import Picture
from ui.places import documents_folder, open_outside
from ui.received import ReceivedDialog, ask_for
from ui.steps.burn_card import BurnCard
from ui.steps.button_row import button_row
from ui.steps.paper_card import Paper, PaperCard
from ui.steps.step import StepPage
from ui.words import words

if TYPE_CHECKING:
    from jxdesk.app.copying import Copied
    from jxdesk.app.delivery import DiscImage
    from jxdesk.app.session import Session
    from ui.burn_record import BurnRecord

R = TypeVar("R")

_IMAGE = (
    "做成一个 .iso 映像文件，拿到任何一台有刻录机的电脑上都能刻盘。"
    "做之前先核验申报包，写完再把每个字节读回来核对。"
)
_COPY = (
    "把申报包的整个文件夹复制到 U 盘或别的文件夹。复制完逐个文件核对，核对好了才算数。"
    "映像和 U 盘里都另附约 5% 的恢复数据（par2 文件夹），光盘或 U 盘局部坏了还能修补。"
)
_CHECK = "本机刻的、别处刻好拿回来的光盘和 U 盘，先放进本机核验一遍，再交出去。只看，不改动里面的内容。"


class DeliverStep(StepPage):
    """Which package, what to make of it, what came of that, and how discs are burned."""

    stage = "交付"

    def build(self) -> None:
        self.package: Path | None = None
        self.disc_image: Path | None = None
        self.made: Path | None = None
        self._known: dict[str, int] = {}
        self._job: Job[Any] | None = None
        # Its own: the form goes on being saved while a disc image is written.
        self.worker = Worker(self)
        self.worker.ended.connect(self._ended)
        self.context.desk.closed.connect(self.worker.leave)
        self.which = words("", copied=True)
        self.choose = QPushButton("选择别的申报包…")
        self.image, self.copy = QPushButton("制作光盘映像…"), QPushButton("复制到 U 盘或文件夹…")
        self.image.setObjectName("primary")
        self.check = QPushButton("核验光盘、U 盘或文件夹…")
        self.check_image = QPushButton("核验映像文件…")
        self.busy = BusyStrip()
        self.busy.listen(self.worker)
        self.outcome = Remark(self.context)
        self.facts = words("", copied=True)
        self.open_folder = QPushButton("打开所在文件夹")
        self.burning = BurnCard(self.context)
        self.papers = PaperCard(self.context)
        self.making, self.came = self._make_card(), self._came_of_it()
        self.making.add(self.came, wide=True)
        cards = self._package_card(), self.making, self.burning, self.papers, self._check_card()
        for card in cards:
            self.column.addWidget(card)
        self.choose.clicked.connect(self._ask_package)
        self.image.clicked.connect(self._ask_image)
        self.copy.clicked.connect(self._ask_folder)
        self.check.clicked.connect(lambda: ask_for(self.window(), self.verify, image=False))
        self.check_image.clicked.connect(lambda: ask_for(self.window(), self.verify, image=True))
        self.open_folder.clicked.connect(self._open)
        self.burning.burn.clicked.connect(self.burn)
        self.burning.log.clicked.connect(self.show_log)
        self.papers.wanted.connect(self.write_paper)
        self._say("", "")
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def use_package(self, path: Path) -> None:
        """Hand over the package in this folder."""
        self.context.desk.ask(
            lambda session, _: remembered.package(session.workspace.path, path), lambda _: None
        )
        self._say("", "")
        self._show_package(path)

    def make_image_at(self, out: Path) -> None:
        """Make the disc image of the package as the file ``out``."""
        package = self.package
        if package is None or self._job is not None:
            return

        def done(made: DiscImage) -> None:
            self._say("good", "光盘映像做好了，每个字节都已读回核对。")
            facts = f"{made.path}\n{_size(made.size)}，映像文件的 SHA-256：{show_digest(made.sha256)}"
            self._show_made(made.path, f"{facts}\n{made.recovery.sentence}")
            self._keep_image(package, made.path)

        self._begin(
            self.making, lambda progress: make_image(package, out, progress), done, "正在制作光盘映像"
        )

    def copy_into(self, folder: Path) -> None:
        """Copy the package into ``folder``."""
        package = self.package
        if package is None or self._job is not None:
            return

        def done(copied: Copied) -> None:
            self._say("good", f"已复制 {copied.files} 个文件，都核对过，与申报包一致。")
            version = self._known.get(copied.digest)
            which = f"，是本工作区封装的第 {version} 版" if version else ""
            self._show_made(
                copied.path,
                f"{copied.path}\n{_size(copied.size)}{which}\n包摘要　{show_digest(copied.digest)}"
                f"\n{copied.recovery.sentence}",
            )

        self._begin(
            self.making, lambda progress: copy_package(package, folder, progress), done, "正在复制申报包"
        )

    def write_paper(self, paper: Paper, out: Path) -> None:
        """Write one of the papers that go with the package to ``out``."""
        package = self.package
        if package is None or self._job is not None:
            return
        write = self._writer(paper, package, out)
        if write is None:
            return

        def done(_: None) -> None:
            self._say("good", f"{paper.value}已生成，请打印。")
            self._show_made(out, str(out))

        self._begin(self.papers, write, done, f"正在生成{paper.value}")

    def burn(self) -> BurnDialog:
        """Open the dialog for burning with the image of the package; it is returned for tests."""
        return show_burn(self.context.look, self.window(), self.disc_image, self._copies)

    def show_log(self) -> BurnRecord:
        """Show which discs were burned on this computer; the dialog is returned for tests."""
        from ui.burn_record import BurnRecord

        dialog = BurnRecord(self.context.look, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def verify(self, path: Path) -> ReceivedDialog:
        """Verify what lies at ``path``, beside the window; the dialog is returned for tests."""
        dialog = ReceivedDialog(self.context.look, self.window(), known=self._known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.verify(path)
        return dialog

    @property
    def _copies(self) -> int:
        """How often the notice wants the material."""
        return self.context.desk.picture.notice.head.copies

    def _writer(self, paper: Paper, package: Path, out: Path) -> Callable[[Progress], None] | None:
        """What writes ``paper``; nothing for one whose image has not been made."""
        image, copies = self.disc_image, self._copies
        if paper is Paper.BURN_FORM:
            return partial(write_burn_form, image, out, copies) if image is not None else None
        return partial(write_hand_over if paper is Paper.HAND_OVER else write_disc_label, package, out)

    def _begin(
        self, card: Card, work: Callable[[Progress], R], done: Callable[[R], None], title: str
    ) -> None:
        """Do ``work``; how it goes stands on ``card``, below the button that was pressed."""

        def refused(error: UserError) -> None:
            self._say("error", f"{error.message}{error.remedy}")

        if self.came.parentWidget() is not card:
            card.add(self.came, wide=True)
        self._say("", "")
        self._job = self.worker.submit(work, done, refused, title=title)
        self._refresh()

    def _ended(self, job: Job[Any]) -> None:
        if job is self._job:
            self._job = None
            self._refresh()
            if job.cancelled:
                self._say("hint", "已停止，没有留下半成品。")

    def _look(self) -> None:
        """The package that was sealed or chosen last, its image, and which digests were sealed here."""
        found = remembered.load().packages.get(str(self.context.desk.picture.path))
        if found is not None and Path(found) != self.package:
            self._show_package(Path(found))
        else:
            self._look_around()

    def _look_around(self) -> None:
        package, latest = self.package, self.disc_image

        def done(came: tuple[dict[str, int], Path | None]) -> None:
            self._known, image = came
            # Meanwhile another one may have been chosen or made.
            if (package, latest) == (self.package, self.disc_image):
                self.disc_image = image
            self._refresh()

        def look(session: Session, _: Progress) -> tuple[dict[str, int], Path | None]:
            known = {seal.digest: seal.version for seal in session.workspace.seals()}
            return known, remembered.image_of(package, latest) if package is not None else None

        self.context.desk.ask(look, done)

    def _show_package(self, path: Path) -> None:
        self.package, self.disc_image = path, None
        self._refresh()
        self._look_around()

    def _keep_image(self, package: Path, image: Path) -> None:
        if package == self.package:
            self.disc_image = image
        self.context.desk.ask(lambda _, __: remembered.image(package, image), lambda _: None)
        self._refresh()

    def _refresh(self) -> None:
        if self.package is not None:
            self.which.setText(f"{self.package.name}\n{self.package.parent}")
        elif self._known:
            self.which.setText("请选择封装时得到的文件夹。")
        else:
            self.which.setText("这个工作区还没有封装过。先到“封装”那一步，或选择以前封装好的申报包文件夹。")
        self.choose.setText("选择申报包…" if self.package is None else "选择别的申报包…")
        for button in (self.image, self.copy):
            button.setEnabled(self.package is not None and self._job is None)
        self.choose.setEnabled(self._job is None)
        self.burning.show_image(self.disc_image)
        self.papers.offer(self.package, self.disc_image, busy=self._job is not None)

    def _say(self, shape: str, sentence: str) -> None:
        self.outcome.say(shape, sentence)
        self.made = None
        for part in (self.facts, self.open_folder):
            part.hide()

    def _show_made(self, path: Path, facts: str) -> None:
        self.made = path
        self.facts.setText(facts)
        for part in (self.facts, self.open_folder):
            part.show()
        # Below a button at the window's edge it would not be seen.
        QTimer.singleShot(0, self.came, lambda: self.ensureWidgetVisible(self.came))
        # The button that was pressed was disabled meanwhile, and the keyboard went on to another one.
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.open_folder.setFocus()
        self.context.desk.told.emit(self.outcome.said.text())

    def _open(self) -> None:
        if self.made is not None:
            open_outside(self.made.parent)

    def _ask_package(self) -> None:
        start = self.package.parent if self.package is not None else documents_folder()
        self._ask_for_folder("选择申报包的文件夹", start, self.use_package)

    def _ask_folder(self) -> None:
        self._ask_for_folder("复制到哪个文件夹或 U 盘", documents_folder(), self.copy_into)

    def _ask_for_folder(self, title: str, start: Path, chosen: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self.window(), title, str(start))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.open()

    def _ask_image(self) -> None:
        if self.package is None:
            return
        dialog = QFileDialog(self.window(), "光盘映像存放到哪里", str(self.package.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["光盘映像 (*.iso)"])
        dialog.setDefaultSuffix(".iso")
        dialog.selectFile(f"{self.package.name}.iso")
        dialog.fileSelected.connect(lambda path: self.make_image_at(Path(path)))
        dialog.open()

    def _package_card(self) -> Card:
        card = self._card("要交付的申报包")
        card.add(self.which, wide=True)
        card.add(button_row(self.choose), wide=True)
        return card

    def _make_card(self) -> Card:
        card = self._card("做成光盘映像，或复制到 U 盘")
        for part in (words(_IMAGE, "muted"), words(_COPY, "muted"), button_row(self.image, self.copy)):
            card.add(part, wide=True)
        return card

    def _came_of_it(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.busy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.outcome)
        column.addWidget(self.facts)
        column.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignLeft)
        return held

    def _check_card(self) -> Card:
        card = self._card("核验刻好的光盘")
        card.add(words(_CHECK, "muted"), wide=True)
        card.add(button_row(self.check, self.check_image), wide=True)
        return card

    def _card(self, title: str) -> Card:
        card = Card(self.context, title)
        card.grid.setVerticalSpacing(8)
        return card


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.2f} GB"
