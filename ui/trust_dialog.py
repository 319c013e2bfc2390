"""证书名册: whose certificates were compared with paper, from when to when, and which are revoked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

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

from jxdesk.app import trusting
from jxdesk.app.trusting import Look as Seen
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from jxdesk.signing.trust import TrustEntry, TrustStore
from jxdesk.signing.trust_merge import Side
from ui import messages
from ui.dialogs import chosen_by_rows, fitting, show_rows
from ui.jobs import Worker
from ui.packages import today
from ui.places import documents_folder
from ui.plain_rows import ITEM
from ui.received import ask_for
from ui.revoke_dialog import RevokeDialog
from ui.said_line import SaidLine
from ui.theme import Look
from ui.trust_import import TrustImportDialog
from ui.trust_model import TrustModel
from ui.words import words

R = TypeVar("R")

_SIZE = 940, 560
_WIDTHS = {0: 14, 1: 11, 2: 14, 3: 13}
_WHAT_FOR = (
    "这里是与盖章的交接单核对过的签名证书，一个单位一张。核验申报包时：登记过的是“认识”，没有登记的是“初次见”，"
    "吊销了的、与登记的不是同一张的一律不可信。程序从不自己登记。"
)
_EMPTY = "还没有登记。核验一份收到的申报包，与盖章的交接单核对一致后，在核验结果里登记。"
_REMOVED = "移去以后，这张证书又成为“初次见”，要重新与单子核对。"
_REVOCATION = "它已经吊销，吊销的记录也会一起移去。"
_NAME = "证书名册.json"
_KIND = "证书名册 (*.json)"


class TrustDialog(QDialog):
    """``verify_wanted`` carries the place of packages that are to be verified, so as to register one."""

    verify_wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("证书名册")
        self.setSizeGripEnabled(True)
        self._look = look
        self._worker = Worker(self)
        self.model = TrustModel(self)
        self.table = QTableView()
        self.detail, self.empty = words("", copied=True), words(_EMPTY, "empty")
        self.said = SaidLine(look)
        self.add = QPushButton("核验申报包来登记…")
        self.revoke, self.remove = QPushButton("吊销…"), QPushButton("移去…")
        self.bring_in, self.hand_out = QPushButton("导入…"), QPushButton("导出…")
        self._lay_out()
        self.add.clicked.connect(self._ask_package)
        self.revoke.clicked.connect(self.ask_revoke)
        self.remove.clicked.connect(self.ask_remove)
        self.bring_in.clicked.connect(self._ask_file)
        self.hand_out.clicked.connect(self._ask_place)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.finished.connect(lambda _: self._worker.leave())
        self.resize(fitting(_SIZE, look, parent.window()))
        self._show(TrustStore())
        self.reload()

    @property
    def chosen(self) -> TrustEntry | None:
        """The entry that is chosen in the table."""
        index = self.table.currentIndex()
        found: TrustEntry | None = index.data(ITEM) if index.isValid() else None
        return found

    def reload(self) -> None:
        """Read the register again."""
        self._do(lambda: trusting.load(trusting.own_path()), self._show)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Meanwhile one may have been registered beside it.
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.reload()

    def ask_revoke(self) -> RevokeDialog | None:
        """Ask from which day the chosen certificate is revoked; the dialog is returned for tests."""
        entry = self.chosen
        if entry is None:
            return None
        dialog = RevokeDialog(self._look, entry, today(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.decided.connect(
            lambda day: self._change(
                lambda: trusting.revoke(trusting.own_path(), entry.fingerprint, day), "已吊销。"
            )
        )
        dialog.open()
        return dialog

    def ask_remove(self) -> None:
        """Ask whether the chosen entry is to go."""
        entry = self.chosen
        if entry is None:
            return
        more = _REVOCATION if entry.revoked_on is not None else ""
        messages.ask(
            self,
            f"要移去“{shown(entry.name)}”的这条登记吗？",
            f"{_REMOVED}{more}",
            "移去",
            lambda: self._change(
                lambda: trusting.remove(trusting.own_path(), entry.applicant, entry.fingerprint), "已移去。"
            ),
        )

    def import_from(self, path: Path) -> None:
        """Look at the register in the file ``path``, then show what bringing it in would do."""
        self._do(lambda: trusting.look(trusting.own_path(), path), self._show_import)

    def export_to(self, path: Path) -> None:
        """Write the register to ``path``."""

        def done(count: int) -> None:
            self.said.say("good", f"已导出 {count} 条：{path}")

        self._do(lambda: trusting.export(trusting.own_path(), path), done)

    # --- inside ------------------------------------------------------------------------------

    def _show_import(self, seen: Seen) -> None:
        dialog = TrustImportDialog(self._look, seen, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def take(seen: Seen, side: Side | None) -> None:
            self._change(lambda: trusting.bring_in(trusting.own_path(), seen, side), "已并入。")

        dialog.decided.connect(take)
        dialog.open()

    def _change(self, change: Callable[[], object], said: str) -> None:
        def done(_: object) -> None:
            self.said.say("good", said)
            self.reload()

        self._do(change, done, quiet=False)

    def _do(self, work: Callable[[], R], done: Callable[[R], None], *, quiet: bool = True) -> None:
        def refused(error: UserError) -> None:
            self.said.say("error", f"{error.message}{error.remedy}")

        def step(_: Progress) -> R:
            return work()

        if not quiet:
            self.said.say("", "")
        self._worker.submit(step, done, refused)

    def _show(self, store: TrustStore) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.model.show_entries(store.entries, today())
        there = bool(store.entries)
        self.empty.setVisible(not there)
        self.hand_out.setEnabled(there)
        show_rows(self.table, len(store.entries), row)
        self._show_chosen()

    def _show_chosen(self) -> None:
        entry = self.chosen
        for button in (self.revoke, self.remove):
            button.setEnabled(entry is not None)
        self.detail.setVisible(entry is not None)
        if entry is not None:
            self.detail.setText(
                f"{shown(entry.name)}（{shown(entry.applicant)}）\n"
                f"证书指纹　　{show_digest(entry.fingerprint)}\n"
                f"核对的材料　{shown(entry.source)}"
            )

    def _ask_package(self) -> None:
        ask_for(self, self.verify_wanted.emit, image=False)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "导入哪份名册", str(documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_KIND])
        dialog.fileSelected.connect(lambda path: self.import_from(Path(path)))
        dialog.open()

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "名册导出到哪里", str(documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_KIND])
        dialog.setDefaultSuffix(".json")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        chosen_by_rows(self.table, "登记过的证书")
        for column, letters in _WIDTHS.items():
            self.table.setColumnWidth(column, letters * self._look.pixels(14))
        line = QHBoxLayout()
        line.setSpacing(10)
        for button in (self.add, self.revoke, self.remove, self.bring_in, self.hand_out):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(words(_WHAT_FOR))
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        for part in (self.detail, self.said):
            layout.addWidget(part)
        layout.addLayout(line)
        layout.addWidget(buttons)
