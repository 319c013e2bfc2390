"""The recovery code of a key, shown this once: print the sheet, save it, or copy it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from jxdesk.app import keys
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import recovery_code
from jxdesk.signing.keyfile import NewKey
from ui.check import Check
from ui.context import Context
from ui.dialogs import primary
from ui.jobs import aside
from ui.key_form import said
from ui.places import documents_folder
from ui.printing import PrintOut
from ui.tall_dialog import TallDialog

_IN_ROW = 4
_LETTERS_WIDE = 40
_KEEP = (
    "打印出来装入信封，放进保险柜，不要与密钥文件放在一起，也不要拍照或存进电脑。"
    "存成 PDF 只是为了拿去打印，打印以后请删除。"
)
_NOT_YET = (
    "还没有打印、存成 PDF，也没有说已经抄好。现在关闭，这个恢复码就再也看不到了；确实不要，请再点一次“完成”。"
)


class RecoveryDialog(TallDialog):
    """Shows the code of ``new``, and ``remarks`` on the certificate above it.

    Closing it before the code is safe takes a second press.
    """

    def __init__(
        self, context: Context, new: NewKey, remarks: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("恢复码单", _LETTERS_WIDE, parent)
        self._desk, self._look, self._new = context.desk, context.look, new
        self._warned = False
        self._folder = ExitStack()
        self._print_out: PrintOut | None = None
        self.safe = False
        self.print = QPushButton("打印恢复码单…")
        self.save = QPushButton("存为 PDF…")
        self.copied = Check(context.look, "已经抄在纸上")
        self.outcome = said("")
        self.outcome.hide()
        for button in (self.print, self.save):
            button.setAutoDefault(False)
        self.print.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._ask_place)
        buttons = QDialogButtonBox()
        self.done_button = primary(buttons, "完成")
        buttons.accepted.connect(self.reject)
        # A temporary sheet for the printer goes with the dialog.
        self.destroyed.connect(lambda _=None, folder=self._folder: folder.close())
        self._lay_out(buttons, remarks)
        self.print.setFocus()

    @property
    def code(self) -> str:
        """The recovery code shown."""
        return self._new.recovery_code

    def reject(self) -> None:
        if self.safe or self.copied.isChecked() or self._warned:
            super().accept()
            return
        self._warned = True
        self._say("warning", _NOT_YET)

    def save_as(self, out: Path) -> None:
        """Write the sheet as a PDF."""
        new = self._new

        def work(session: Session, progress: Progress) -> None:
            aside(progress, "正在生成恢复码单", keys.write_sheet, new, out, session.clock())

        def done(_: None) -> None:
            self.safe = True
            self._say("good", f"恢复码单已存为“{out}”。打印以后请删除这个文件，并清空回收站。")

        self._desk.ask(work, done, title="正在生成恢复码单", refused=self._refuse)

    def print_on(self, printer: QPrinter) -> None:
        """Send the sheet to ``printer``; the file that is made for it goes with the dialog."""
        made = TemporaryDirectory(prefix="jxdesk-", ignore_cleanup_errors=True)
        pdf, new = Path(self._folder.enter_context(made)) / "sheet.pdf", self._new

        def work(session: Session, progress: Progress) -> None:
            aside(progress, "正在生成恢复码单", keys.write_sheet, new, pdf, session.clock())

        def start(_: None) -> None:
            self._print_out = PrintOut(self._desk.worker, pdf, (1,), printer, self)
            self._print_out.finished.connect(lambda _: self._printed())
            self._print_out.failed.connect(self._refuse)
            self._print_out.start()

        self._desk.ask(work, start, title="正在生成恢复码单", refused=self._refuse)

    def _printed(self) -> None:
        self._folder.close()
        self.safe = True
        self._say("good", "恢复码单已送往打印机。请看清每个字符都印出来了再关闭。")

    def _refuse(self, error: UserError) -> None:
        self._say("error", f"{error.message}{error.remedy}")

    def _say(self, name: str, sentence: str) -> None:
        self.outcome.setObjectName(name)
        self.outcome.style().polish(self.outcome)
        self.outcome.setText(sentence)
        self.outcome.show()
        self.fit()

    def _lay_out(self, buttons: QDialogButtonBox, remarks: Sequence[str]) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        for part in (self.print, self.save, self.copied):
            line.addWidget(part)
        line.addStretch(1)
        column = self.column
        for remark in remarks:
            column.addWidget(said(remark, "warning"))
        file = self._new.path.name
        column.addWidget(said(f"忘记口令时，用这个恢复码和密钥文件“{file}”设新口令。{keys.ONLY_ONCE}"))
        column.addWidget(self._groups())
        column.addWidget(said(f"单号 {self._new.info.sheet}。{_KEEP}", "muted"))
        column.addStretch(1)
        self.foot.addLayout(line)
        self.foot.addWidget(self.outcome)
        self.foot.addWidget(buttons)

    def _groups(self) -> QFrame:
        """The groups in two rows, each with its number."""
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 14, 20, 16)
        grid.setHorizontalSpacing(26)
        groups = recovery_code.groups_of(self._new.recovery_code)
        for number, group in enumerate(groups):
            row, column = divmod(number, _IN_ROW)
            above, below = QLabel(f"第 {number + 1} 组"), QLabel(group)
            above.setObjectName("muted")
            below.setFont(self._look.font(1.5, bold=True))
            below.setAccessibleName(f"第 {number + 1} 组：{'、'.join(group)}")
            grid.addWidget(above, 2 * row, column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(below, 2 * row + 1, column, Qt.AlignmentFlag.AlignHCenter)
        return card

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "恢复码单存放到哪里", str(documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilters(["PDF 文件 (*.pdf)"])
        dialog.setDefaultSuffix(".pdf")
        dialog.selectFile("恢复码单.pdf")
        dialog.fileSelected.connect(lambda name: self.save_as(Path(name)))
        dialog.open()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)
