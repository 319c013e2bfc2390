"""Look at a disc, stick, folder or image that came: verified with progress, the verdict shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import trusting
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.package.verify import with_trust
from ui import own_library
from ui.busy import BusyStrip
from ui.dialogs import fitting
from ui.jobs import Job, Worker
from ui.packages import Looked, receive_package, today, verify_packages
from ui.register_dialog import RegisterDialog
from ui.theme import Look
from ui.verdict import PackageVerdict, Verdict

if TYPE_CHECKING:
    from jxdesk.app.delivery import Verified
    from jxdesk.app.receiving import Reception
    from jxdesk.signing.trust import TrustStore

_SIZE = 860, 620
_WHERE = "选择光盘、U 盘，或存放申报包的文件夹"
_IMAGE = "选择光盘映像文件"
# What a disc is refused with that cannot be read, beside all that speaks of an image that is bent.
_DAMAGED = frozenset({"path.io", "image.foreign"})


class ReceivedDialog(QDialog):
    """Stays beside the window; closing it stops what is under way. Nothing that is looked at is changed.

    ``known`` gives the versions that were sealed in a workspace, by their digests: then it is said
    which of them a package is. ``None`` where the packages come from others: then the certificate can
    be registered after a look at the stamped sheet, and the package taken into the library.
    """

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, known: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("核验光盘或申报包")
        self.setSizeGripEnabled(True)
        room = self.screen().availableGeometry().size()
        self.resize(fitting(_SIZE, look, parent.window()) if parent else room.boundedTo(QSize(*_SIZE)))
        self._known = None if known is None else dict(known)
        self._path = Path()
        self.library = Path()
        self._worker = Worker(self)
        self.busy = BusyStrip()
        self.busy.listen(self._worker)
        self._worker.ended.connect(self._ended)
        self.where = QLabel()
        self.said = QLabel()
        self.noted = QLabel()
        for label in (self.where, self.said, self.noted):
            label.setObjectName("muted")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.noted.hide()
        self._look = look
        self.verdict = Verdict(look)
        self.verdict.register_wanted.connect(self.register)
        self.verdict.receive_wanted.connect(self.receive)
        self.rescue = QPushButton("抢救…")
        self.rescue.setToolTip("用几份损坏的副本拼出一份完好的")
        self.rescue.clicked.connect(self._open_rescue)
        self.rescue.hide()
        self.leave = QPushButton("关闭")
        self.leave.clicked.connect(self.close)
        self._lay_out()

    def verify(self, path: Path) -> None:
        """Verify whatever packages lie at ``path``."""

        def work(progress: Progress) -> Looked:
            self.library = own_library.place()
            return verify_packages(path, self.library, progress)

        def done(looked: Looked) -> None:
            self._say("")
            self._note("\n".join(looked.notes))
            self.verdict.show_result(looked.verified, self._known)
            self.verdict.show()
            self.rescue.setVisible(any(one.report.faults for one in looked.verified))

        def refused(error: UserError) -> None:
            self._refused(error)
            self.rescue.setVisible(error.exit_code == EXIT_NO or error.code in _DAMAGED)

        self._path = path
        self.rescue.hide()
        self._note("")
        self.where.setText(str(path))
        self._say("正在逐个文件核对，大的光盘要几分钟。")
        self.verdict.hide()
        self._worker.submit(work, done, refused, title="正在核验")

    def register(self, package: PackageVerdict) -> RegisterDialog:
        """Ask for what stands on the stamped sheet, then show the verdict as it is with it."""
        found = [each.found for each in self.verdict.packages]

        def work(_: Progress) -> list[Verified]:
            store = trusting.load(trusting.own_path())
            return [_judged_anew(each, store) for each in found]

        def done(judged: list[Verified]) -> None:
            self._note("已登记。今后由这张证书签名的申报包都认识。")
            self.verdict.show_anew(judged, self._known)

        dialog = RegisterDialog(self._look, package.report, today(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.registered.connect(lambda _: self._worker.submit(work, done, self._refused))
        dialog.open()
        return dialog

    def receive(self, package: PackageVerdict) -> None:
        """Take a package into the library, and say so on its card."""
        found, path = package.found, self._path

        def work(progress: Progress) -> Reception:
            return receive_package(path, found.name, self.library, progress)

        def done(reception: Reception) -> None:
            self._note(f"{reception.sentence}\n{reception.folder or ''}".rstrip())
            if reception.record is not None:
                held = dataclasses.replace(found, before=reception.record, remarks=reception.remarks)
                shown = [held if each is package else each.found for each in self.verdict.packages]
                self.verdict.show_anew(shown, self._known)

        package.offered.receive.setEnabled(False)
        self._worker.submit(work, done, self._refused, title="正在收进收件库")

    @property
    def sentence(self) -> str:
        """What the dialog says now: the verdict on the first package, else why there is none."""
        shown = self.verdict.packages if self.verdict.isVisible() else ()
        return shown[0].sentence.text() if shown else self.said.text()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Also when the window over which it stands is closed; not when that is only made small.
        if not event.spontaneous():
            self._worker.leave()

    def _open_rescue(self) -> None:
        """Not over this dialog but over what is below, so that closing this one leaves it."""
        from ui.rescue_dialog import show_rescue

        show_rescue(self._look, self.parentWidget() or self, [self._path])

    def _refused(self, error: UserError) -> None:
        self._say(f"{error.message}{error.remedy}", "error")

    def _ended(self, job: Job[Any]) -> None:
        if job.cancelled:
            self._say("已停止，没有做完。")
        for package in self.verdict.packages:
            package.offered.receive.setEnabled(True)

    def _note(self, sentences: str) -> None:
        self.noted.setText(sentences)
        self.noted.setVisible(bool(sentences))

    def _say(self, sentence: str, name: str = "muted") -> None:
        self.said.setObjectName(name)
        self.said.style().polish(self.said)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        held = QWidget()
        held.setObjectName("page")
        within = QVBoxLayout(held)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.verdict)
        within.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("核验结果")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(held)
        foot = QHBoxLayout()
        foot.addWidget(self.busy)
        foot.addStretch(1)
        foot.addWidget(self.rescue)
        foot.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(self.where)
        layout.addWidget(self.said)
        layout.addWidget(self.noted)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)


def _judged_anew(verified: Verified, store: TrustStore) -> Verified:
    """A sound package with its signer judged by what the register says now."""
    if verified.report.faults:
        return verified
    day = verified.before.day if verified.before is not None else today()
    return dataclasses.replace(verified, report=with_trust(verified.report, store, day))


def ask_for(parent: QWidget, chosen: Callable[[Path], object], *, image: bool) -> QFileDialog:
    """Ask for an image file, else for a drive or folder. Does not block; ``chosen`` gets the path."""
    dialog = QFileDialog(parent, _IMAGE if image else _WHERE)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if image:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["光盘映像 (*.iso)", "所有文件 (*)"])
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog
