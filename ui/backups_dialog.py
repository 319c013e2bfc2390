"""Choose one of the backups and bring it back, as a step that can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jxdesk.store.entries import Backup


class BackupsDialog(QDialog):
    """``chosen`` carries the :class:`Backup` to bring back."""

    chosen = Signal(object)

    def __init__(self, backups: tuple[Backup, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从备份恢复")
        self.setMinimumWidth(460)
        said = QLabel(
            "恢复会把各页内容换成备份时的样子；现在的内容先另存一份备份，恢复以后也可以撤销。\n"
            "理由、打印记录和扫描件不变。"
            if backups
            else "还没有备份。程序每天第一次打开时、导入前、合并前和定稿时各存一份。"
        )
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        for backup in backups:
            moment = backup.when.astimezone()
            item = QListWidgetItem(f"{moment:%Y-%m-%d %H:%M}　{backup.reason}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, backup)
            self.list.addItem(item)
        buttons = QDialogButtonBox()
        self.restore = buttons.addButton("恢复", QDialogButtonBox.ButtonRole.AcceptRole)
        self.restore.setEnabled(bool(backups))
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (said, self.list, buttons):
            layout.addWidget(part)
        self.list.setVisible(bool(backups))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self._take())
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
