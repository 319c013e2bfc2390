"""What another copy of the workspace holds, held against this one: decided first, then brought in."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListView, QVBoxLayout, QWidget

from jxdesk.app.merge_report import MergeItem, MergeReport
from ui.conflicts import Conflicts
from ui.conflicts_model import of_merge
from ui.dialogs import fitting, primary
from ui.theme import Look

_SIZE = (980, 680)
_SHOWN = 80


class MergeDialog(QDialog):
    """``merge_wanted`` carries the choices by key."""

    merge_wanted = Signal(object)

    def __init__(self, report: MergeReport, look: Look, parent: QWidget, *, again: bool = False) -> None:
        """``again``: the copy has changed since it was shown before."""
        super().__init__(parent)
        self.report = report
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"合并另一份：{report.other}")
        self.said, self.caution = QLabel(), QLabel(report.caution)
        self.said.setText(("内容刚才又有变动，请再看一遍。" if again else "") + report.bottom_line)
        self.said.setFont(look.font(1.05, bold=True))
        for label in (self.said, self.caution):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.caution.setVisible(bool(report.caution))
        self.conflicts = Conflicts(of_merge(report), look) if report.conflicts else None
        self.taken = QListView()
        self._lay_out()
        self._show_state()
        self.resize(fitting(_SIZE, look, parent))

    def wait(self) -> None:
        """Merging is under way: it is not asked for twice."""
        self.go.setEnabled(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.caution)
        if self.conflicts is not None:
            layout.addWidget(self.conflicts, 3)
            self.conflicts.changed.connect(self._show_state)
        if self.report.taken:
            label = QLabel(f"只有对方改过、会直接取来的 {len(self.report.taken)} 处(&T)")
            label.setBuddy(self.taken)
            self.taken.setModel(QStringListModel([_line(item) for item in self.report.taken], self.taken))
            self.taken.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
            self.taken.setUniformItemSizes(True)
            self.taken.setObjectName("pick")
            self.taken.setAccessibleName("会直接取来的地方")
            layout.addWidget(label)
            layout.addWidget(self.taken, 2)
        else:
            self.taken.setParent(self)
            self.taken.hide()
        if not (self.report.taken or self.report.conflicts):
            layout.addStretch(1)
        about = QLabel("合并前先存一份备份；合并以后也可以一步撤销。那一份不会被改动。")
        about.setObjectName("muted")
        about.setWordWrap(True)
        layout.addWidget(about)
        buttons = QDialogButtonBox()
        self.go = primary(buttons, "合并")
        self.shut = buttons.addButton(
            "关闭" if self.report.nothing else "取消", QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def showEvent(self, event: object) -> None:
        (self.conflicts.table if self.conflicts is not None else self.taken).setFocus()

    def _take(self) -> None:
        self.wait()
        self.merge_wanted.emit(dict(self.conflicts.choices) if self.conflicts is not None else {})

    def _show_state(self) -> None:
        decided = self.conflicts is None or self.conflicts.decided
        self.go.setEnabled(decided and not self.report.nothing)


def _line(item: MergeItem) -> str:
    before, theirs = (text.replace("\n", " ")[:_SHOWN] for text in (item.before, item.theirs))
    by = f"（{item.their_touch.who}）" if item.their_touch is not None else ""
    return f"{item.title}：{before} → {theirs}{by}"
