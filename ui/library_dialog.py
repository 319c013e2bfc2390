"""收件库: what was received so far, and what the versions say of one another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.received_list import Contents, Listed, contents_at
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from ui import own_library
from ui.dialogs import chosen_by_rows, fitting, show_rows
from ui.jobs import Worker
from ui.places import open_outside
from ui.plain_rows import ITEM, PlainRows
from ui.said_line import SaidLine
from ui.theme import Look
from ui.words import words

_SIZE = 960, 580
_WIDTHS = {0: 16, 1: 6, 2: 8, 3: 7}
_EMPTY = "还没有收过申报包。核验一份收到的申报包，完好的，在核验结果里点“收进收件库”。"
_SIGNERS = {"known": "认识", "new": "初次见"}


class LibraryModel(PlainRows):
    """The packages by applicant, the newest version first; each a :class:`Listed`."""

    HEADINGS = ("申报单位", "版本", "收到", "收到时证书", "留意")

    def show_items(self, items: tuple[Listed, ...]) -> None:
        """Show these."""
        rows = [
            (
                item.record.organisation,
                f"第 {item.record.version} 版",
                str(item.record.day),
                _SIGNERS.get(item.record.signer, "没有对照"),
                "；".join(remark.short for remark in item.remarks),
            )
            for item in items
        ]
        self.show_rows(rows, items)


class LibraryDialog(QDialog):
    """``verify_wanted`` carries the place of a package that is to be verified anew."""

    verify_wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("收件库")
        self.setSizeGripEnabled(True)
        self._look = look
        self._worker = Worker(self)
        self._place = Path()
        self.model = LibraryModel(self)
        self.table = QTableView()
        self.where, self.empty = words("", "muted", copied=True), words(_EMPTY, "empty")
        self.detail = words("", copied=True)
        self.said = SaidLine(look)
        self.verify, self.folder = QPushButton("重新核验这一份"), QPushButton("打开所在文件夹")
        self.move_to = QPushButton("换一个收件库…")
        self._lay_out()
        self.verify.clicked.connect(self._verify)
        self.folder.clicked.connect(self._open)
        self.move_to.clicked.connect(self._ask_place)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.finished.connect(lambda _: self._worker.leave())
        self.resize(fitting(_SIZE, look, parent.window()))
        self._show(Contents(Path()))
        self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Meanwhile one may have been received beside it.
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.reload()

    @property
    def chosen(self) -> Listed | None:
        """The package that is chosen in the table."""
        index = self.table.currentIndex()
        found: Listed | None = index.data(ITEM) if index.isValid() else None
        return found

    def reload(self) -> None:
        """Read the library again."""
        self._read(None)

    def use(self, place: Path) -> None:
        """Use the library in the folder ``place`` from now on, or make one there with the first package."""
        self._read(place)

    # --- inside ------------------------------------------------------------------------------

    def _read(self, place: Path | None) -> None:
        def work(_: Progress) -> Contents:
            found = contents_at(place or own_library.place())
            if place is not None:
                own_library.keep(place)
            return found

        def refused(error: UserError) -> None:
            self.said.say("error", f"{error.message}{error.remedy}")

        self._worker.submit(work, self._show, refused)

    def _show(self, found: Contents) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self._place = found.place
        self.where.setText(str(found.place))
        self.model.show_items(found.items)
        self.empty.setVisible(not found.items)
        lost = "、".join(shown(name) for name in found.unreadable)
        self.said.say(
            "warning" if lost else "",
            f"这些文件夹里没有能读懂的收件记录，没有列出：{lost}。" if lost else "",
        )
        show_rows(self.table, len(found.items), row)
        self._show_chosen()

    def _show_chosen(self) -> None:
        item = self.chosen
        for button in (self.verify, self.folder):
            button.setEnabled(item is not None)
        self.detail.setVisible(item is not None)
        if item is None:
            return
        record = item.record
        lines = [
            f"{shown(record.organisation)}（{shown(record.applicant)}）　{shown(record.cluster)}",
            f"包摘要　　{show_digest(record.digest)}",
            f"证书指纹　{show_digest(record.fingerprint)}",
            *(
                f"{'留意' if remark.kind.is_hint else '注意'}：{shown(remark.sentence)}"
                for remark in item.remarks
            ),
        ]
        self.detail.setText("\n".join(lines))

    def _verify(self) -> None:
        if self.chosen is not None:
            self.verify_wanted.emit(self.chosen.package)

    def _open(self) -> None:
        if self.chosen is not None:
            open_outside(self.chosen.folder)

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "选择收件库的文件夹，或一个空文件夹", str(self._place.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.use(Path(path)))
        dialog.open()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        chosen_by_rows(self.table, "收到的申报包")
        for column, letters in _WIDTHS.items():
            self.table.setColumnWidth(column, letters * self._look.pixels(14))
        line = QHBoxLayout()
        line.setSpacing(10)
        for button in (self.verify, self.folder, self.move_to):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(self.where)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.said)
        layout.addLayout(line)
        layout.addWidget(buttons)
