"""What is asked before a file counts as looked through, and before files are gone for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.purging import Purgeable
from jxdesk.app.screening import MAX_NAME
from jxdesk.domain.limits import MAX_LINE
from ui.pages.evidence.words import size_words

_WIDTH = 500
_NAMED = 8


class _Fitting(QDialog):
    """As high as its words need: a window does not see to that by itself where lines are wrapped."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


class SeenDialog(_Fitting):
    """Who has looked through a file. ``given`` carries (name, remark)."""

    given = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("看过，可以附上")
        said = _words(
            f"“{name}”里有程序认不出的文字（扫描件或照片），要由人逐页看过：没有涉密标志，也没有不该附上的个人信息。"
            "姓名和时间会记下来。"
        )
        self.who = _line("看过的人的姓名", MAX_NAME)
        self.note = _line("说明（可以不填，例如看到了什么、怎样处理的）", MAX_LINE)
        buttons = QDialogButtonBox()
        self.take = QPushButton("看过，可以附上")
        self.take.setObjectName("primary")
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.take.setEnabled(False)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(said)
        for line in (self.who, self.note):
            label = QLabel(line.accessibleName())
            label.setBuddy(line)
            layout.addWidget(label)
            layout.addWidget(line)
        layout.addSpacing(6)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)
        self.who.textChanged.connect(lambda text: self.take.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)

    def _take(self) -> None:
        self.given.emit(self.who.text(), self.note.text())
        self.accept()


class PurgeDialog(_Fitting):
    """Says what is reached and what is not; the button works only after a tick, then ``confirmed`` comes."""

    confirmed = Signal()

    def __init__(self, files: Sequence[Purgeable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("彻底清除")
        whole = size_words(sum(file.size for file in files))
        names = "\n".join(f"　· {file.label}" for file in files[:_NAMED])
        more = f"\n　…… 共 {len(files)} 个文件" if len(files) > _NAMED else ""
        head = _words(f"要彻底清除 {len(files)} 个文件（{whole}）：\n{names}{more}")
        reached = _words(
            "会清除：清单里的这些行、工作区里的文件、检查和看过的记录、各份备份里的内容。"
            "撤销记录也一并清空，之前的修改都不能再撤销；清除以后不能恢复。"
        )
        beyond = _words(
            "清除不到：您自己的原件、已经生成的申报文件和申报包、复制到别处的工作区，以及固态硬盘可能留下的痕迹。"
            "涉密的，请按保密办（保密工作机构）的要求处理。"
        )
        beyond.setObjectName("muted")
        self.sure = QCheckBox("我知道清除以后不能恢复")
        buttons = QDialogButtonBox()
        self.take = buttons.addButton("彻底清除", QDialogButtonBox.ButtonRole.DestructiveRole)
        self.take.setEnabled(False)
        self.take.setAutoDefault(False)
        self.cancel = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (head, reached, beyond, self.sure, buttons):
            layout.addWidget(part)
        self.setMinimumWidth(_WIDTH)
        self.sure.toggled.connect(self.take.setEnabled)
        self.take.clicked.connect(self._take)
        buttons.rejected.connect(self.reject)

    def _take(self) -> None:
        self.confirmed.emit()
        self.accept()


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _line(name: str, longest: int) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setMaxLength(longest)
    return line
