"""Ask what a new workspace is called, where it lies, and which notice it answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.naming import file_name
from jxdesk.notice import installed, load_installed
from ui.dialogs import place_line, primary
from ui.editors import Choice
from ui.theme import Look

SUFFIX = ".jxdesk"


class NewDialog(QDialog):
    """``chosen`` carries the folder to make (``Path``) and the id of the notice."""

    chosen = Signal(object, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建申报")
        self.setMinimumWidth(520)
        self.name = QLineEdit()
        self.name.setPlaceholderText("例如：某某县数字产业集群")
        self.place = QLineEdit(_documents())
        self.notice = Choice(look)
        for notice_id in installed():
            head = load_installed(notice_id).head
            self.notice.addItem(f"{head.document_number}  {head.title}", notice_id)
        self._preview = QLabel()
        self._preview.setObjectName("muted")
        self._preview.setWordWrap(True)
        self._buttons = self._make_buttons()
        self._lay_out()
        self.name.textChanged.connect(self._refresh)
        self.place.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def path(self) -> Path:
        """The folder that will be made."""
        stem = self.name.text().strip().removesuffix(SUFFIX)
        return Path(self.place.text().strip()) / f"{file_name(stem)}{SUFFIX}"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Qt gives a dialog two thirds of the screen at most, which large type can need more than.
        room = self.screen().availableSize()
        self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(room))

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.make = primary(buttons, "新建")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _lay_out(self) -> None:
        place = place_line(self.place, "选择存放位置", self._browse)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(12)
        form.addRow("名称(&N)", self.name)
        form.addRow("存放位置(&P)", place)
        form.addRow("申报通知(&T)", self.notice)
        label = form.labelForField(place)
        if isinstance(label, QLabel):
            label.setBuddy(self.place)
        self.place.setAccessibleName("存放位置")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self._preview)
        layout.addWidget(self._buttons)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "选择存放位置", self.place.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()

    def _refresh(self) -> None:
        ready = bool(self.name.text().strip() and self.place.text().strip())
        self.make.setEnabled(ready)
        self._preview.setText(
            f"将新建文件夹：{self.path}" if ready else "填写名称后，程序会在存放位置新建一个工作区文件夹。"
        )

    def _accept(self) -> None:
        self.chosen.emit(self.path, self.notice.currentData())
        self.accept()


def _documents() -> str:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(place or Path.home()))
