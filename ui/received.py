"""Look at a disc, stick, folder or image that came: verified with progress, the verdict shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
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

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from ui.busy import BusyStrip
from ui.jobs import Job, Worker
from ui.packages import verify_packages
from ui.theme import Look
from ui.verdict import Verdict

if TYPE_CHECKING:
    from jxdesk.app.delivery import Verified

_WHERE = "选择光盘、U 盘，或存放申报包的文件夹"
_IMAGE = "选择光盘映像文件"


class ReceivedDialog(QDialog):
    """Stays beside the window; closing it stops what is under way. Nothing that is looked at is changed.

    ``known`` gives the versions that were sealed in a workspace, by their digests: then it is said
    which of them a package is.
    """

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, known: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("核验光盘或申报包")
        self.setSizeGripEnabled(True)
        self.resize(860, 620)
        self._known = dict(known or {})
        self._worker = Worker(self)
        self.busy = BusyStrip()
        self.busy.listen(self._worker)
        self._worker.ended.connect(self._ended)
        self.where = QLabel()
        self.said = QLabel()
        for label in (self.where, self.said):
            label.setObjectName("muted")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.verdict = Verdict(look)
        self.leave = QPushButton("关闭")
        self.leave.clicked.connect(self.close)
        self._lay_out()

    def verify(self, path: Path) -> None:
        """Verify whatever packages lie at ``path``."""

        def work(progress: Progress) -> tuple[Verified, ...]:
            return verify_packages(path, progress)

        def done(verified: tuple[Verified, ...]) -> None:
            self._say("")
            self.verdict.show_result(verified, self._known)
            self.verdict.show()

        def refused(error: UserError) -> None:
            self._say(f"{error.message}{error.remedy}", "error")

        self.where.setText(str(path))
        self._say("正在逐个文件核对，大的光盘要几分钟。")
        self.verdict.hide()
        self._worker.submit(work, done, refused, title="正在核验")

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

    def _ended(self, job: Job[Any]) -> None:
        if job.cancelled:
            self._say("已停止，没有核验完。")

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
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(held)
        foot = QHBoxLayout()
        foot.addWidget(self.busy)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(self.where)
        layout.addWidget(self.said)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)


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
