"""Burn discs: which image, which drive and what lies in it, how many, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)

from jxdesk.base.errors import UserError
from ui import burn_layout
from ui.burned_list import BurnedList
from ui.busy import BusyStrip
from ui.check import Check
from ui.dialogs import fitting
from ui.discs import Discs
from ui.jobs import Job, Worker
from ui.received import ask_for
from ui.said_line import SaidLine
from ui.theme import Look

if TYPE_CHECKING:
    from jxdesk.app.burn_facts import BurnedDisc, BurnImage, DriveState, Order
    from jxdesk.app.burn_log import LogLine

MOST_COPIES = 50
_SIZE = 860, 600
_NO_DRIVE = (
    "本机没有光驱。外接一台刻录机后点“重新查看”；"
    "或者把映像文件拷到有刻录机的电脑上刻，刻好拿回来核验，一样算数。"
)
_ONLY_READERS = "本机的光驱只能读，不能刻录。外接一台刻录机后点“重新查看”，或者把映像拿到别的电脑上刻。"
_WARNING = "正在刻录。中途停止、关闭或断电，一次性光盘就作废了，请不要碰光驱。"
_CHECKING = "正在把光盘重新读一遍，逐字节与映像比对，请不要取出。"
_ALL_DONE = "全部刻好了，每张都逐字节读回核对过。写上编号，贴好标签，连同盖章的交接单一起交出。"
_STOP_ASKED = "正在刻录，现在停下，这张光盘多半就作废了。要停下吗？"


class BurnDialog(QDialog):
    """Stays beside the window. Closing it while a disc is written asks first."""

    def __init__(
        self,
        look: Look,
        parent: QWidget | None = None,
        *,
        image: Path | None = None,
        copies: int = 1,
        discs: Discs | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("刻录光盘")
        self.setSizeGripEnabled(True)
        self.resize(fitting(_SIZE, look, parent.window()) if parent else QSize(*_SIZE))
        self._discs = discs or Discs()
        self._image: BurnImage | None = None
        self._states: tuple[DriveState, ...] = ()
        self._trouble = ""
        self._number = 1
        self._is_unread = False
        self._job: Job[Any] | None = None
        self._writing: Order | None = None
        self._worker = Worker(self)
        self._worker.ended.connect(self._ended)
        self.busy = BusyStrip()
        self.busy.listen(self._worker)
        self.path = image
        self.which = burn_layout.words("")
        self.choose = QPushButton("选择映像文件…")
        self.drives = QComboBox()
        self.again = QPushButton("重新查看")
        self.medium = SaidLine(look)
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setValue(min(max(copies, 1), MOST_COPIES))
        self.overwrite = Check(look, "光盘上原有的内容可以全部覆盖")
        self.begin = QPushButton()
        self.begin.setObjectName("primary")
        self.said = SaidLine(look)
        self.burned = BurnedList(look)
        self.leave = QPushButton("关闭")
        self.leave.setAutoDefault(False)
        burn_layout.lay_out(self)
        self._connect()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._image is None and self._job is None:
            self.look_again()
            if self.path is not None:
                self.use_image(self.path)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._worker.leave()

    def reject(self) -> None:
        """What the button, Escape and the window's frame do: close, but never in the middle of a disc."""
        if self._writing is None:
            super().reject()
        else:
            self._ask_to_stop()

    def use_image(self, path: Path) -> None:
        """Verify the image at ``path`` and take it."""

        def done(image: BurnImage) -> None:
            self._image = image
            self._say("", "")

        def refused(error: UserError) -> None:
            self._say("error", f"{error.message}{error.remedy}")

        self.path, self._image = path, None
        self._number, self._is_unread = 1, False
        self._submit(lambda progress: self._discs.examine(path, progress), done, refused, "正在核验映像")

    def look_again(self) -> None:
        """Look which drives there are and what lies in them."""

        def refused(error: UserError) -> None:
            self._trouble = f"{error.message}{error.remedy}"
            self._show_drives(())

        self._trouble = ""
        self._submit(self._discs.look, self._show_drives, refused, "正在查看光驱")

    def start(self) -> None:
        """Burn the next disc, or read back the one that could not be."""
        from jxdesk.app.burn_facts import Order

        image, state = self._image, self._state
        if image is None or state is None or self._job is not None:
            return
        order = Order(image, state.drive, self.copies.value(), self.overwrite.isChecked())
        number, is_unread = self._number, self._is_unread
        work = self._discs.check if is_unread else self._discs.burn
        self._writing = None if is_unread else order
        self._say("hint", _CHECKING if is_unread else _WARNING)
        title = f"正在核对第 {number} 张" if is_unread else f"正在刻第 {number} 张"
        self._submit(lambda progress: work(order, number, progress), self._burned, self._not_burned, title)

    @property
    def sentence(self) -> str:
        """What the dialog says now."""
        return self.said.said.text()

    def _burned(self, disc: BurnedDisc) -> None:
        from jxdesk.app.burn_facts import Outcome

        self._is_unread = False
        self.burned.add(disc)
        if disc.outcome is not Outcome.GOOD:
            self._say("error", f"第 {disc.number} 张不能用，请取出来做上记号。{self._next_disc}")
        elif disc.number >= self.copies.value():
            self._number = disc.number + 1
            self._say("good", _ALL_DONE)
        else:
            self._number = disc.number + 1
            self._say("hint", f"请取出第 {disc.number} 张，写上编号。{self._next_disc}")
        self._show_drives(self._states)

    def _not_burned(self, error: UserError) -> None:
        self._is_unread = error.code == "burn.unread"
        self._say("error", f"{error.message}{error.remedy}")
        self._refresh()
        if not self._is_unread:
            self._look_quietly()

    def _ended(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        self._job, stopped = None, self._writing if job.cancelled else None
        self._writing = None
        if stopped is not None:
            self._submit(self._discs.log, self._say_what_became, lambda _: None, "")
        elif job.cancelled:
            self._say("hint", "已停止。")
        self._refresh()

    def _say_what_became(self, lines: tuple[LogLine, ...]) -> None:
        """What the log says of the disc whose writing was stopped."""
        words = lines[-1].words if lines else "已停止。"
        self.burned.add_line("error", f"第 {self._number} 张：{words}")
        self._say("hint", f"已停止。要接着刻：{self._next_disc}")
        self._look_quietly()

    def _look_quietly(self) -> None:
        self._submit(self._discs.look, self._show_drives, lambda _: None, "")

    def _submit(self, work: Any, done: Any, refused: Any, title: str) -> None:
        def settle(answer: Any) -> None:
            done(answer)
            self._refresh()

        def fail(error: UserError) -> None:
            refused(error)
            self._refresh()

        self._job = self._worker.submit(work, settle, fail, title=title)
        self._refresh()

    @property
    def _state(self) -> DriveState | None:
        place = self.drives.currentIndex()
        return self._states[place] if 0 <= place < len(self._states) else None

    @property
    def _deed(self) -> str:
        return "再核对一次" if self._is_unread else f"刻第 {self._number} 张"

    @property
    def _next_disc(self) -> str:
        return f"放入一张空白光盘，关上托盘，再点“{self._deed}”。"

    def _show_drives(self, states: tuple[DriveState, ...]) -> None:
        before = self._state.drive.id if self._state is not None else ""
        writers = [place for place, state in enumerate(states) if state.drive.can_write]
        self._states = states
        self.drives.blockSignals(True)
        self.drives.clear()
        for state in states:
            self.drives.addItem(f"{state.drive.id}　{state.drive.name}")
        same = [place for place, state in enumerate(states) if state.drive.id == before]
        self.drives.setCurrentIndex((same or writers or [0])[0] if states else -1)
        self.drives.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        idle = self._job is None
        state = self._state
        self.which.setText(burn_layout.image_words(self.path, self._image, self.copies.value()))
        self._say_medium(state)
        for part in (self.choose, self.again):
            part.setEnabled(idle)
        self.copies.setEnabled(idle and self._number == 1)
        self.drives.setEnabled(idle and len(self._states) > 1)
        is_left = self._number <= self.copies.value()
        self.begin.setText(self._deed if is_left else "全部刻好了")
        self.begin.setEnabled(idle and is_left and self._image is not None and state is not None)
        self.begin.setDefault(self.begin.isEnabled())

    def _say_medium(self, state: DriveState | None) -> None:
        from jxdesk.disc.burner import MediumState

        medium = state.medium if state is not None else None
        self.overwrite.setVisible(medium is not None and medium.state is MediumState.REWRITABLE)
        if state is None:
            self.medium.say("warning", self._trouble or (_NO_DRIVE if self._job is None else ""))
        elif not any(each.drive.can_write for each in self._states):
            self.medium.say("warning", _ONLY_READERS)
        else:
            self.medium.say(*burn_layout.medium_said(state, self._image))

    def _say(self, shape: str, sentence: str) -> None:
        self.said.say(shape, sentence)

    def _ask_to_stop(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.windowTitle(), _STOP_ASKED, parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stop = box.addButton("停下并关闭", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("接着刻", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        stop.clicked.connect(self.hide)
        box.open()

    def _connect(self) -> None:
        self.choose.clicked.connect(lambda: ask_for(self, self.use_image, image=True))
        self.again.clicked.connect(self.look_again)
        self.drives.currentIndexChanged.connect(lambda _: self._refresh())
        self.copies.valueChanged.connect(lambda _: self._refresh())
        self.begin.clicked.connect(self.start)
        self.leave.clicked.connect(self.close)


def show_burn(look: Look, parent: QWidget, image: Path | None, copies: int) -> BurnDialog:
    """Open the dialog beside ``parent``. It goes when it is closed."""
    dialog = BurnDialog(look, parent, image=image, copies=copies)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
