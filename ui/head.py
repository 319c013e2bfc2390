"""The line above everything: whose application it is, whether it is for show, and when it was saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui import icons
from ui.one_line import OneLine
from ui.picture import Picture
from ui.theme import Look


class Head(QFrame):
    """``saved`` says 已保存 and the time, or that nothing can be changed."""

    def __init__(self, look: Look, undo: QAction, redo: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._look = look
        self.title = OneLine()
        self.demo = QLabel("演示")
        self.read_only = QLabel("只读")
        self.frozen = QLabel("已定稿")
        for badge in (self.demo, self.read_only, self.frozen):
            badge.setObjectName("badge")
        self.saved = QLabel()
        self._mark = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 14, 4)
        layout.setSpacing(10)
        layout.addWidget(self.demo)
        layout.addWidget(self.read_only)
        layout.addWidget(self.frozen)
        layout.addWidget(self.title, 1)
        self._back = QToolButton(), QToolButton()
        for button, action in zip(self._back, (undo, redo), strict=True):
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(button)
        layout.addSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.saved)
        self.results = QPushButton()
        self.results.setObjectName("toggle")
        self.results.setCheckable(True)
        self.results.setToolTip("显示或收起检查结果（F4）")
        layout.addSpacing(6)
        layout.addWidget(self.results)
        self._undo, self._redo = undo, redo
        look.changed.connect(self._restyle)
        self._restyle()

    def show_picture(self, picture: Picture) -> None:
        """Show whose application it is and when it was saved, in local time."""
        self.title.setText(picture.title)
        self.title.setToolTip(f"{picture.title}\n{picture.path}")
        self.demo.setVisible(picture.application.demo)
        self.read_only.setVisible(picture.read_only)
        self.frozen.setVisible(picture.frozen is not None)
        report = picture.report
        self.results.setText("检查结果" if report.pending else f"检查结果 {len(report.judged)}")
        local = picture.saved_at.astimezone()
        self.saved.setText(f"已保存 {local:%H:%M}")
        self.saved.setToolTip(
            f"上次改动保存于 {local:%Y-%m-%d %H:%M:%S}。每次改动都立即保存，没有“保存”按钮。"
        )
        for action, word, label, keys in (
            (self._undo, "撤销", picture.undo_label, "Ctrl+Z"),
            (self._redo, "重做", picture.redo_label, "Ctrl+Y"),
        ):
            action.setEnabled(label is not None and not picture.locked)
            said = f"{word}：{label}" if label else word
            action.setText(said)
            action.setToolTip(f"{said}（{keys}）" if label else f"没有可以{word}的改动")

    def _restyle(self) -> None:
        self.title.setFont(self._look.font(1.2, bold=True))
        look = self._look
        for button, action, name in zip(self._back, (self._undo, self._redo), ("undo", "redo"), strict=True):
            action.setIcon(icons.icon(name, look.colour("text"), look.pixels(18)))
            button.setIconSize(QSize(look.pixels(18), look.pixels(18)))
        side = look.pixels(16)
        self._mark.setPixmap(icons.pixmap("saved", look.colour("good"), side, self.devicePixelRatioF()))
