"""定稿: nothing more is changed from here on, until it is thawed with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from jxdesk.app import freezing
from jxdesk.base.errors import UserError
from ui.pages.block import Card
from ui.picture import Picture
from ui.steps.step import StepPage


class FreezeStep(StepPage):
    """One button to freeze; one with a line for the reason to thaw."""

    stage = "定稿"

    def build(self) -> None:
        card = Card(self.context, "")
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.why_label = QLabel()
        self.why = QLineEdit()
        self.why_label.setBuddy(self.why)
        self.refusal = QLabel()
        self.refusal.setObjectName("error")
        self.refusal.setWordWrap(True)
        self.freeze = QPushButton("定稿")
        self.freeze.setObjectName("primary")
        self.thaw = QPushButton("解除定稿")
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        for button in (self.freeze, self.thaw):
            line.addWidget(button)
        line.addStretch(1)
        for part in (self.state, self.why_label, self.why, self.refusal, buttons):
            card.add(part, wide=True)
        card.grid.setVerticalSpacing(10)
        self.column.addWidget(card)
        self.freeze.clicked.connect(self._freeze)
        self.thaw.clicked.connect(self._thaw)
        self.why.returnPressed.connect(lambda: self._thaw() if self.thaw.isVisible() else self._freeze())
        self.why.textEdited.connect(lambda _: self._say(""))
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        frozen = picture.frozen
        if frozen is None:
            can = "现在是只读方式，不能在这里定稿。" if picture.read_only else "数据可以修改。"
            self.state.setText(f"还没有定稿，{can}")
            self.why_label.setText("备注（可以不填，例如谁在什么会上同意）")
        else:
            note = f"备注：{frozen.reason}" if frozen.reason else ""
            self.state.setText(
                f"{frozen.who} 于 {frozen.when.astimezone():%Y-%m-%d %H:%M} 定稿。{note}\n"
                "各页只能看，不能改；仍可以为提醒写理由、添加盖章扫描件。"
            )
            self.why_label.setText("解除定稿的原因（谁要求改、改什么）")
        self.why.setAccessibleName(self.why_label.text())
        for part, shown in ((self.freeze, frozen is None), (self.thaw, frozen is not None)):
            part.setVisible(shown)
            part.setEnabled(not picture.read_only)
        self.why.setEnabled(not picture.read_only)
        self._say("")

    def _freeze(self) -> None:
        note = self.why.text()

        def done(_: object) -> None:
            self.why.clear()
            self.context.desk.told.emit("已定稿，并做了备份。")

        self.context.desk.act(
            lambda session, _: freezing.freeze(session, note), done, title="正在定稿", refused=self._refuse
        )

    def _thaw(self) -> None:
        reason = self.why.text()

        def done(_: object) -> None:
            self.why.clear()
            self.context.desk.told.emit("已解除定稿，可以修改。")

        self.context.desk.act(
            lambda session, _: freezing.thaw(session, reason),
            done,
            title="正在解除定稿",
            refused=self._refuse,
        )

    def _refuse(self, error: UserError) -> None:
        self._say(f"{error.message}{error.remedy}")
        self.why.setFocus()

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
