"""How full the disc will be: a quiet line with the kind of disc to choose and what it is made of."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jxdesk.app import disc_budget
from jxdesk.app.disc_budget import Budget, Share
from jxdesk.disc.media import KINDS, DiscKind, bytes_words
from ui.context import Context
from ui.editors import Choice
from ui.said_line import SaidLine
from ui.words import words

_LETTERS = 20
_NARROW = 620
_SAID = "标着估计的做好以后才知道，先往大里算。光盘按 1 MB 为 100 万字节算，数比文件夹里显示的略大。"


class BudgetLine(QWidget):
    """Nothing is seen before the first :meth:`show_budget`. What is chosen is kept for this user."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._desk, self._look = context.desk, context.look
        self._budget: Budget | None = None
        self._chosen: DiscKind | None = None
        self.quiet, self.warning = words("", "muted"), SaidLine(context.look)
        self.kinds = Choice(context.look)
        self.kinds.setAccessibleName("用哪种光盘")
        self.kinds.setToolTip("准备用哪种光盘，照它估计放不放得下")
        self.kinds.addItems([kind.name for kind in KINDS])
        self.kinds.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(_LETTERS)
        self.kinds.view().setMinimumWidth(self.kinds.view().sizeHintForColumn(0))
        self.unfold = QPushButton("明细")
        self.unfold.setObjectName("link")
        self.unfold.setCheckable(True)
        self.detail = words("", "muted", copied=True)
        self._lay_out()
        self.kinds.activated.connect(self._choose)
        self.unfold.toggled.connect(self._unfold)
        self._unfold(shown=False)
        self.hide()

    def show_budget(self, budget: Budget | None) -> None:
        """Show this budget, against the kind of disc that was chosen here last."""
        if budget is None:
            return
        kind = self._chosen or budget.kind
        self._budget = budget = replace(budget, kind=kind)
        self.kinds.setCurrentIndex(KINDS.index(kind))
        sentence = f"光盘{budget.beside_kind}"
        self.quiet.setText(sentence)
        self.quiet.setVisible(budget.fits)
        self.warning.say("warning" if not budget.fits else "", "" if budget.fits else sentence)
        told = "，".join(_share_words(share) for share in budget.shares)
        self.detail.setText(f"{told}。{_SAID}")
        for part in (self.quiet, self.warning):
            part.setToolTip(self.detail.text())
        self.show()

    def _choose(self, place: int) -> None:
        kind = self._chosen = KINDS[place]
        self.show_budget(self._budget)
        self._desk.ask(lambda _, __: disc_budget.choose_kind(kind), lambda _: None)

    def _unfold(self, shown: bool) -> None:
        self.detail.setVisible(shown)
        self.unfold.setText("收起" if shown else "明细")
        self.unfold.setAccessibleName("收起光盘大小的明细" if shown else "光盘大小的明细")
        if shown:
            QTimer.singleShot(0, self.detail, self._come_into_sight)

    def _come_into_sight(self) -> None:
        """It is the last on its page, and what was unfolded may lie below the window's edge."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self.detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choice stands below the sentence where there is no room beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < round(_NARROW * self._look.scale)
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self.kinds)
        choice.addWidget(self.unfold)
        choice.addStretch(1)
        self._line = QHBoxLayout()
        self._line.setSpacing(10)
        self._line.addWidget(self.quiet, 1)
        self._line.addWidget(self.warning, 1)
        self._line.addLayout(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._line)
        column.addWidget(self.detail)


def _share_words(share: Share) -> str:
    return f"{share.name} {bytes_words(share.size)}{'（估计）' if share.is_estimate else ''}"
