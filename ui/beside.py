"""What stands quietly beside a field: a figure that the lists know, and the files that prove one."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from jxdesk.app.offers import origin
from jxdesk.domain.catalogue import Field
from jxdesk.domain.show import edit_text
from jxdesk.domain.values import Value
from jxdesk.domain.views import proofs
from ui.picture import Picture

_NAMED = 1


class Offer(QWidget):
    """“名单中为 36 家” with a button that takes it. ``taken`` carries the text; hidden when there is none.

    Nothing is offered that stands in the field already.
    """

    taken = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._text = ""
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.take = QPushButton("采用")
        self.take.setObjectName("link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.said)
        layout.addWidget(self.take)
        layout.addStretch(1)
        self.take.clicked.connect(lambda: self.taken.emit(self._text))
        self.hide()

    def show_picture(self, picture: Picture, value: Value) -> None:
        """Offer what the lists know, unless ``value`` is the same."""
        offered = picture.offers.get(self._field.id)
        if offered is None or picture.locked or _same(offered, value):
            self.hide()
            return
        self._text = edit_text(self._field, offered, picture.notice)
        unit = self._field.spec.mark.unit
        self.said.setText(f"{origin(self._field.id)} {self._text} {unit}".rstrip())
        self.take.setAccessibleName(f"{self._field.short}：采用 {self._text} {unit}".rstrip())
        self.show()


class ProofLine(QLabel):
    """Which of the attached files are said to prove a figure, and how many things they prove."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def show_picture(self, picture: Picture) -> None:
        """Name the files; where none is needed and there is none, say nothing."""
        files = proofs(picture.application, self._field.id)
        names = "、".join(file.name for file in files[:_NAMED])
        more = f" 等 {len(files)} 份" if len(files) > _NAMED else ""
        items = [file.items for file in files]
        whole = sum(item for item in items if isinstance(item, int))
        unit = self._field.spec.mark.unit
        told = f"，共证明 {whole} {unit}" if items and all(isinstance(i, int) for i in items) else ""
        if files:
            self.setText(f"佐证：{names}{more}{told}")
        else:
            self.setText("佐证：还没有" if self._field.text.evidence else "")
        self.setToolTip("\n".join(file.name for file in files))
        self.setVisible(bool(self.text()))


def _same(offered: Value, value: Value) -> bool:
    """Whether the field has what is offered, or that rounded to some decimals."""
    if isinstance(offered, Decimal) and isinstance(value, Decimal) and _decimals(value):
        return round(offered, _decimals(value)) == value
    if isinstance(offered, int | Decimal) and isinstance(value, int | Decimal):
        return Decimal(offered) == Decimal(value)
    return offered == value


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
