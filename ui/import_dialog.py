"""Bring in a spreadsheet step by step: what its columns mean, what it would do, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStackedWidget, QVBoxLayout, QWidget

from jxdesk.app.import_look import Looked
from ui.dialogs import fitting, primary
from ui.import_columns import ColumnsPage
from ui.import_steps import StepsLine
from ui.import_trial import TrialPage
from ui.theme import Look

_SIZE = (920, 640)
_COLUMNS, _TRIAL = 1, 2
_ROLE = QDialogButtonBox.ButtonRole


class ImportDialog(QDialog):
    """``answered`` carries what was said of the columns (by list and heading), ``import_wanted`` asks
    for the import, ``save_wanted`` for a file with the refused rows, ``file_wanted`` for another
    spreadsheet, ``forget_wanted`` to drop earlier answers, ``decide_wanted`` to choose between two versions.
    """

    answered = Signal(object)
    import_wanted = Signal()
    save_wanted = Signal()
    file_wanted = Signal()
    forget_wanted = Signal()
    decide_wanted = Signal()

    def __init__(self, look: Look, labels: Mapping[str, str], parent: QWidget) -> None:
        """``labels`` are the fields' names by id."""
        super().__init__(parent)
        self.steps = StepsLine(look)
        self.columns, self.trial = ColumnsPage(look), TrialPage(look, labels)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.columns)
        self.pages.addWidget(self.trial)
        self.waiting = QLabel("正在核对表格，请稍候…")
        self.waiting.setObjectName("muted")
        self.waiting.hide()
        self._importable = False
        buttons = self._buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.steps)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.waiting)
        layout.addWidget(buttons)
        self.columns.forget_wanted.connect(self.forget_wanted)
        self.resize(fitting(_SIZE, look, parent))

    def show_looked(self, file: str, looked: Looked, *, remembered: bool, again: bool = False) -> None:
        """Show what was found in ``file``; ``again`` says that it is not what was shown before."""
        self.setWindowTitle(f"从表格导入：{file}")
        self.columns.show_lists(looked.lists, remembered=remembered)
        if looked.plan is None:
            self._importable = False
            self.save.hide()
            self.decide.hide()
            self._show(_COLUMNS)
            self.columns.begin()
            return
        report = looked.plan.report
        said = ("文件或内容刚才又改过，请再看一遍。" if again else "") + report.bottom_line
        self._importable = bool(looked.plan.changes)
        self.trial.show_report(report, said)
        self._show(_TRIAL)

    def wait(self, *, waiting: bool) -> None:
        """Something is under way: it is not asked for twice."""
        self.waiting.setVisible(waiting)
        for button in (self.back, self.other, self.save, self.decide, self.columns.forget):
            button.setEnabled(not waiting)
        self.go.setEnabled(not waiting and (self._step == _COLUMNS or self._importable))

    def refuse(self, sentence: str) -> None:
        """What was chosen for the columns can't be."""
        self.wait(waiting=False)
        self._show(_COLUMNS)
        self.columns.say(sentence)

    def _show(self, step: int) -> None:
        self._step = step
        self.steps.show_step(step)
        self.pages.setCurrentIndex(step - 1)
        on_trial = step == _TRIAL
        self.back.setVisible(on_trial)
        self.save.setVisible(on_trial and self.trial.refused)
        self.decide.setVisible(on_trial and (self.trial.undecided or self.trial.cleared))
        self.go.setText("导入" if on_trial else "下一步")
        self.wait(waiting=False)
        self.shut.setText("取消" if self.go.isEnabled() else "关闭")
        (self.go if self.go.isEnabled() else self.shut).setDefault(True)

    def _go_on(self) -> None:
        if self._step == _TRIAL:
            self.import_wanted.emit()
            return
        answers = self.columns.answers()
        if answers is not None:
            self.answered.emit(answers)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.other = buttons.addButton("换一个文件…", _ROLE.ResetRole)
        self.back = buttons.addButton("列名对照", _ROLE.ResetRole)
        self.back.setToolTip("看各列认成了哪一项，改以前的选择")
        self.save = buttons.addButton("保存退回的行…", _ROLE.ActionRole)
        self.save.setToolTip("把不能导入的行另存成表，每格旁边写着原因，改好后再导入")
        self.decide = buttons.addButton("逐处决定…", _ROLE.ActionRole)
        self.decide.setToolTip("发出以后两边都改了的、交回时清空的，看着两边的内容选用哪一个")
        self.go = primary(buttons, "导入")
        self.shut = buttons.addButton("取消", _ROLE.RejectRole)
        for button in (self.other, self.back, self.save, self.decide):
            # Enter belongs to the main button.
            button.setAutoDefault(False)
        self.other.clicked.connect(lambda _: self.file_wanted.emit())
        self.back.clicked.connect(lambda _: self._show(_COLUMNS))
        self.save.clicked.connect(lambda _: self.save_wanted.emit())
        self.decide.clicked.connect(lambda _: self.decide_wanted.emit())
        buttons.accepted.connect(self._go_on)
        buttons.rejected.connect(self.reject)
        return buttons
