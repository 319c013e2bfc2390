"""What the middle of the window shows: a page of the form, or the page of a stage."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.flash import Flash
from ui.picture import Picture

WIDEST = 1_060


class Sheet(QScrollArea):
    """A titled ground that scrolls. Subclasses add to ``column`` and keep up with the picture."""

    def __init__(self, context: Context, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        self.content.setObjectName("page")
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(22, 18, 22, 22)
        self.column.setSpacing(14)
        self._title = QLabel(title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self.head = QWidget()
        self.head_line = QHBoxLayout(self.head)
        self.head_line.setContentsMargins(0, 0, 0, 0)
        self.head_line.setSpacing(10)
        self.head_line.addWidget(self._title, 1)
        self.column.addWidget(self.head)
        self.setWidget(self.content)
        context.look.changed.connect(self._restyle_title)
        self._restyle_title()

    def show_picture(self, picture: Picture) -> None:
        """Show the present data and findings."""
        raise NotImplementedError

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of what was typed here and not taken."""
        return ()

    def give_up(self) -> None:
        """Put back what is stored wherever text was not taken."""

    def focus_first(self) -> None:
        """Put the keyboard to the first thing on the page that takes it."""
        for part in self.content.findChildren(QWidget):
            takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
            if takes and part.isVisible() and part.isEnabled():
                part.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def flash(self, widget: QWidget, rect: QRect) -> None:
        """Scroll to ``rect`` of ``widget`` and let it flash."""
        # A page that was just made has not been laid out yet; places are needed now.
        self.column.activate()
        corner = widget.mapTo(self.content, rect.topLeft())
        middle = QRect(corner, rect.size()).center()
        self.ensureVisible(middle.x(), middle.y(), rect.width() // 2 + 24, rect.height() // 2 + 60)
        Flash(self.context.look, self.content, QRect(corner, rect.size()))

    def _restyle_title(self) -> None:
        self._title.setFont(self.context.look.font(1.35, bold=True))
