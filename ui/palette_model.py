"""What was found, by groups, as a list: headings that can't be chosen, and hits with their letters marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem

from jxdesk.app.find_anything import Hit, Results
from ui.rows import Index, RowDelegate

HIT = Qt.ItemDataRole.UserRole + 1


class PaletteModel(QAbstractListModel):
    """A row is a heading (text) or a :class:`Hit`, which it gives under the role ``HIT``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[str | Hit, ...] = ()

    def show_results(self, results: tuple[Results, ...]) -> None:
        """Show what was found."""
        rows: list[str | Hit] = []
        for found in results:
            more = (
                f"（共 {found.count} 处，再多写几个字可以缩小范围）" if found.count > len(found.hits) else ""
            )
            rows += [f"{found.group.value}{more}", *found.hits]
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @property
    def hits(self) -> tuple[int, ...]:
        """The rows that can be chosen."""
        return tuple(number for number, row in enumerate(self.rows) if isinstance(row, Hit))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not isinstance(self.rows[index.row()], Hit):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if isinstance(row, str):
            return row if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == HIT:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{row.title}，{row.detail}"
        return None


class PaletteDelegate(RowDelegate):
    """A hit on two lines, what was looked for in strong, underlined letters; a heading on one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetricsF(self.look.font(0.88)).height()
        if index.data(HIT) is None:
            return QSize(200, round(small) + 16)
        return QSize(200, round(QFontMetricsF(self.look.font()).height() + small) + 16)

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        hit: Hit | None = index.data(HIT)
        small = self.look.font(0.88)
        rect = rect.adjusted(12, 0, -10, 0)
        if hit is None:
            self.words(painter, rect.adjusted(0, 4, 0, 0), index.data(), small, "muted")
            return
        line, under = QFontMetricsF(self.look.font()).height(), QFontMetricsF(small).height()
        top = QRectF(rect.left(), rect.center().y() - (line + under + 2) / 2, rect.width(), line)
        self._marked(painter, top, hit)
        below = QRectF(rect.left(), top.bottom() + 2, rect.width(), under)
        self.words(painter, below, hit.detail, small, "muted")

    def _marked(self, painter: QPainter, rect: QRectF, hit: Hit) -> None:
        font = self.look.font()
        # Strong letters are wider: room for them is kept when the end is cut.
        room = rect.width() - 2 * sum(length for _, length in hit.marks)
        text = QFontMetricsF(font).elidedText(hit.title, Qt.TextElideMode.ElideRight, room)
        strong = QTextCharFormat()
        strong.setFont(self.look.font(bold=True))
        strong.setFontUnderline(True)
        strong.setForeground(self.look.colour("accent"))
        layout = QTextLayout(text, font)
        layout.setFormats([_range(start, length, strong) for start, length in hit.marks])
        layout.beginLayout()
        layout.createLine().setLineWidth(rect.width() * 2)
        layout.endLayout()
        painter.setPen(self.look.colour("text"))
        layout.draw(painter, QPointF(rect.left(), rect.top()))


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    # The types leave these out.
    for name, value in (("start", start), ("length", length), ("format", form)):
        setattr(found, name, value)
    return found
