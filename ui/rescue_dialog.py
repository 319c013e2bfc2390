"""Rescue a package from damaged discs, sticks and images: which copies, where to, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from ui.busy import BusyStrip
from ui.dialogs import fitting
from ui.jobs import Job, Worker, aside_told
from ui.places import documents_folder, open_outside
from ui.received import ask_for
from ui.rescue_result import RescueResult
from ui.theme import Look

if TYPE_CHECKING:
    from jxdesk.app.rescuing import Rescued

_SAID = (
    "光盘、U 盘或映像坏了一部分，多半还能救全。把同一份申报包的副本都选上：两份以上最好，只有一份也可以试。"
    "程序逐块挑好的拼起来，还缺的用恢复数据补上，最后整个核验。副本只读，不会改动。"
)
_ONE_DRIVE = "只有一个光驱的：先救第一张，得到“未救全”的文件夹；换上第二张，再把两样一起选上。"
_ROWS_SHOWN = 4
_SIZE = 900, 660


class RescueDialog(QDialog):
    """Stays beside the window; closing it stops what is under way, and nothing half-made is left."""

    def __init__(self, look: Look, parent: QWidget | None = None, *, copies: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle("抢救损坏的申报包")
        self.setSizeGripEnabled(True)
        self.resize(fitting(_SIZE, look, parent.window()) if parent else QSize(*_SIZE))
        self.folder = documents_folder()
        self._job: Job[Any] | None = None
        self._worker = Worker(self)
        self.busy = BusyStrip()
        self.busy.listen(self._worker)
        self._worker.ended.connect(self._ended)
        self.intro = _words(_SAID), _words(_ONE_DRIVE, "muted")
        self.list = QListWidget()
        self.list.setObjectName("seen")
        self.list.setAccessibleName("副本")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.add_folder = QPushButton("添加光盘、U 盘或文件夹…")
        self.add_image = QPushButton("添加映像文件…")
        self.drop = QPushButton("去掉所选")
        self.where = _words("")
        self.choose = QPushButton("换一个位置…")
        self.begin = QPushButton("开始抢救")
        self.begin.setObjectName("primary")
        self.begin.setDefault(True)
        self.said = _words("")
        self.outcome = RescueResult(look)
        self.open_folder = QPushButton("打开所在文件夹")
        self.leave = QPushButton("关闭")
        self.leave.setAutoDefault(False)
        self._lay_out()
        self._connect()
        for path in copies:
            self.add(path)
        self._say("")
        self._refresh()

    @property
    def copies(self) -> list[Path]:
        """The copies that are chosen."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def add(self, path: Path) -> None:
        """Add a copy: a folder, a drive or an image. One that is there already is not added again."""
        if path not in self.copies:
            item = QListWidgetItem(str(path))
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self.list.addItem(item)
        self._refresh()

    def store_in(self, folder: Path) -> None:
        """Put what is rescued into this folder."""
        self.folder = folder
        self._refresh()

    def start(self) -> None:
        """Rescue from the chosen copies."""
        copies, out = self.copies, self.folder
        if not copies or self._job is not None:
            return

        def work(progress: Progress) -> tuple[Rescued, ...]:
            from jxdesk.app import rescuing

            return aside_told(progress, rescuing.rescue, copies, out)

        def done(rescued: tuple[Rescued, ...]) -> None:
            self._say("")
            self.outcome.show_result(rescued)
            for words in self.intro:
                words.hide()
            self.pane.show()
            self.open_folder.show()
            self.pane.setFocus()

        def refused(error: UserError) -> None:
            self._say(f"{error.message}{error.remedy}", "error")

        self.outcome.show_result(())
        for part in (self.pane, self.open_folder):
            part.hide()
        self._say("正在抢救。读坏了的光盘很慢，可能要几十分钟，请不要取出。")
        self._job = self._worker.submit(work, done, refused, title="正在抢救")
        self._refresh()

    @property
    def sentence(self) -> str:
        """What the dialog says now: what came of the first package, else what there is to know."""
        return self.outcome.packages[0].sentence.text() if self.outcome.packages else self.said.text()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Also when the window over which it stands is closed; not when that is only made small.
        if not event.spontaneous():
            self._worker.leave()

    def _ended(self, job: Job[Any]) -> None:
        self._job = None
        if job.cancelled:
            self._say("已停止，没有留下半成品。")
        self._refresh()

    def _refresh(self) -> None:
        idle = self._job is None
        for part in (self.add_folder, self.add_image, self.choose, self.list):
            part.setEnabled(idle)
        self.drop.setEnabled(idle and bool(self.list.selectedItems()))
        self.begin.setEnabled(idle and bool(self.copies))
        self.where.setText(f"救出的内容存到：{self.folder}")

    def _say(self, sentence: str, name: str = "muted") -> None:
        self.said.setObjectName(name)
        self.said.style().polish(self.said)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _drop_selected(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._refresh()

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, "救出的内容存到哪个文件夹", str(self.folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.store_in(Path(path)))
        dialog.open()

    def _connect(self) -> None:
        self.add_folder.clicked.connect(lambda: ask_for(self, self.add, image=False))
        self.add_image.clicked.connect(lambda: ask_for(self, self.add, image=True))
        self.drop.clicked.connect(self._drop_selected)
        self.list.itemSelectionChanged.connect(self._refresh)
        self.choose.clicked.connect(self._ask_where)
        self.begin.clicked.connect(self.start)
        self.open_folder.clicked.connect(lambda: open_outside(self.folder))
        self.leave.clicked.connect(self.close)

    def _lay_out(self) -> None:
        label = QLabel("副本(&C)")
        label.setBuddy(self.list)
        self.list.setFixedHeight(_ROWS_SHOWN * (self.list.fontMetrics().lineSpacing() + 9))
        self.pane = QScrollArea()
        self.pane.setAccessibleName("抢救结果")
        self.pane.setWidgetResizable(True)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        held = QWidget()
        held.setObjectName("page")
        within = QVBoxLayout(held)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.outcome)
        within.addStretch(1)
        self.pane.setWidget(held)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        for words in (*self.intro, label):
            layout.addWidget(words)
        layout.addWidget(self.list)
        layout.addLayout(_row(self.add_folder, self.add_image, self.drop))
        where = QHBoxLayout()
        where.addWidget(self.where, 1)
        where.addWidget(self.choose)
        layout.addLayout(where)
        layout.addLayout(_row(self.begin, self.busy))
        layout.addWidget(self.said)
        layout.addWidget(self.pane, 1)
        # Takes what the result leaves free while there is none.
        layout.addStretch(0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.open_folder)
        foot.addWidget(self.leave)
        layout.addLayout(foot)
        for part in (self.pane, self.open_folder):
            part.hide()


def show_rescue(look: Look, parent: QWidget, copies: Sequence[Path] = ()) -> RescueDialog:
    """Open the dialog beside ``parent`` with these copies chosen. It goes when it is closed."""
    dialog = RescueDialog(look, parent, copies=copies)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def _words(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _row(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(10)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line
