"""Say by hand which page it is, of a scan page whose code cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ui.editors import Choice
from ui.theme import Look

CODE_HELP = "印在纸的右上角、二维码的左边，10 个字符，横线可以不写。"
EYE_HELP = "请与打印版的这一页逐字对照。姓名和理由会写进申报包，评审看得到。"


class MendForm(QWidget):
    """``typed`` carries the code as typed; ``by_eye`` the printed page's number, a name and a reason;
    ``changed`` comes when another printed page is spoken of."""

    typed = Signal(str)
    by_eye = Signal(int, str, str)
    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.with_code = QRadioButton("纸上印有校验码：输入它")
        self.without_code = QRadioButton("纸上没有校验码：由人目视确认")
        self.with_code.setChecked(True)
        self.code = QLineEdit()
        self.code.setPlaceholderText("ABCDE-FGHIJ")
        self.code.setMaxLength(60)
        self.code.setAccessibleName("纸上印的校验码")
        self.page = Choice(look)
        self.page.setAccessibleName("这是打印版的第几页")
        self.who, self.why = QLineEdit(), QLineEdit()
        self.why.setPlaceholderText("例如：领导改过文字，用改后的 DOCX 打印盖章")
        self.refusal = QLabel()
        self.refusal.setObjectName("error")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.confirm = QPushButton("确认")
        self.confirm.setObjectName("primary")
        self._code_part, self._eye_part = self._code_fields(), self._eye_fields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.with_code, self._code_part, self.without_code, self._eye_part, self.refusal):
            column.addWidget(part)
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self.with_code.toggled.connect(self._choose)
        self.page.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.confirm.clicked.connect(self._say)
        for line in (self.code, self.who, self.why):
            line.returnPressed.connect(self._say)
            line.textEdited.connect(lambda _: self.refuse(""))
        self._choose(code=True)

    @property
    def number(self) -> int:
        """The printed page that it is to be by eye; 0 while a code is asked for."""
        return int(self.page.currentData() or 0) if self.without_code.isChecked() else 0

    def begin(self, missing: Sequence[int], others: Sequence[int]) -> None:
        """Start anew for another scan page; ``missing`` and ``others`` are pages it may be."""
        self.code.clear()
        self.refuse("")
        self.offer(missing, others)

    def offer(self, missing: Sequence[int], others: Sequence[int]) -> None:
        """Let one of these pages be chosen, the missing ones first; the choice stays if it can."""
        chosen = self.page.currentData()
        self.page.clear()
        for number in missing:
            self.page.addItem(f"第 {number} 页（缺）", number)
        for number in others:
            self.page.addItem(f"第 {number} 页", number)
        self.page.setCurrentIndex(max(self.page.findData(chosen), 0))

    def refuse(self, sentence: str) -> None:
        """Say why what was typed was not taken; ``""`` takes that away."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def _code_fields(self) -> QWidget:
        help_ = QLabel(CODE_HELP)
        help_.setObjectName("muted")
        help_.setWordWrap(True)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(26, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.code)
        column.addWidget(help_)
        return part

    def _eye_fields(self) -> QWidget:
        help_ = QLabel(EYE_HELP)
        help_.setObjectName("muted")
        help_.setWordWrap(True)
        part = QWidget()
        form = QFormLayout(part)
        form.setContentsMargins(26, 0, 0, 4)
        form.setVerticalSpacing(6)
        for words, field in (("这是打印版的", self.page), ("姓名", self.who), ("为什么没有校验码", self.why)):
            label = QLabel(words)
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow(help_)
        self.who.setAccessibleName("姓名")
        self.why.setAccessibleName("为什么没有校验码")
        return part

    def _choose(self, code: bool) -> None:
        self._code_part.setVisible(code)
        self._eye_part.setVisible(not code)
        self.confirm.setText("按校验码对上" if code else "目视确认")
        self.refuse("")
        self.changed.emit()

    def _say(self) -> None:
        if self.with_code.isChecked():
            self.typed.emit(self.code.text())
        else:
            self.by_eye.emit(self.number, self.who.text(), self.why.text())
