"""Icons drawn with a pen on a 16 × 16 field: one weight, any colour, sharp at every scaling.

Shapes carry the meaning (octagon with a cross, triangle, circle with an i); colour only helps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache, QPolygonF

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from ui.theme import Look

FIELD = 16.0
_RATIOS = (1.0, 1.5, 2.0, 3.0)


def icon(name: str, colour: QColor, size: int = 18) -> QIcon:
    """The icon ``name`` as a :class:`QIcon` of ``size`` logical pixels."""
    found = QIcon()
    for ratio in _RATIOS:
        found.addPixmap(_pixmap(name, colour, size, ratio))
    return found


def put(button: QAbstractButton, look: Look, name: str, colour: str, size: int) -> None:
    """Give ``button`` the icon ``name``, ``size`` pixels large beside text of normal size."""
    side = look.pixels(size)
    button.setIcon(icon(name, look.colour(colour), side))
    button.setIconSize(QSize(side, side))


def pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """The icon ``name`` as a pixmap of ``size`` logical pixels for a screen of ``ratio``."""
    return _pixmap(name, colour, size, ratio)


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw the icon ``name`` into ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / FIELD, rect.height() / FIELD)
    pen = QPen(colour, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES[name](painter)
    painter.restore()


def ring(painter: QPainter, rect: QRectF, share: float, line: QColor, fill: QColor) -> None:
    """A circle of which ``share`` (0–1) is drawn strongly: how much of something is done."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setPen(QPen(line, 1.2))
    painter.drawEllipse(inner)
    pen = QPen(fill, 2.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawArc(inner, 90 * 16, -round(share * 360 * 16))
    painter.restore()


def _pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    # Tables ask for the same few marks with every cell they paint.
    key = f"{name} {colour.rgba()} {size} {ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    found = _drawn(name, colour, size, ratio)
    QPixmapCache.insert(key, found)
    return found


def _drawn(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    found = QPixmap(round(size * ratio), round(size * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return found


def _lines(*strokes: tuple[float, ...]) -> Callable[[QPainter], None]:
    """Polylines given as x, y, x, y, …"""
    polygons = [QPolygonF([QPointF(x, y) for x, y in zip(s[::2], s[1::2], strict=True)]) for s in strokes]

    def draw(painter: QPainter) -> None:
        for polygon in polygons:
            painter.drawPolyline(polygon)

    return draw


def _error(painter: QPainter) -> None:
    corners = ((5, 1.5), (11, 1.5), (14.5, 5), (14.5, 11), (11, 14.5), (5, 14.5), (1.5, 11), (1.5, 5))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    _lines((5.5, 5.5, 10.5, 10.5), (10.5, 5.5, 5.5, 10.5))(painter)


def _warning(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(8, 1.8), QPointF(14.8, 14), QPointF(1.2, 14)]))
    _lines((8, 6, 8, 9.6), (8, 11.8, 8, 11.9))(painter)


def _hint(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    _lines((8, 7.2, 8, 11.4), (8, 4.6, 8, 4.7))(painter)


def _done(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    _lines((4.8, 8.2, 7.2, 10.6, 11.4, 5.6))(painter)


def _turn(painter: QPainter) -> None:
    path = QPainterPath(QPointF(3, 6.5))
    path.lineTo(10, 6.5)
    path.arcTo(QRectF(6, 6.5, 7.5, 7), 90, -180)
    path.lineTo(5, 13.5)
    painter.drawPath(path)
    _lines((6, 3.5, 3, 6.5, 6, 9.5))(painter)


def _turn_back(painter: QPainter) -> None:
    painter.translate(FIELD, 0)
    painter.scale(-1, 1)
    _turn(painter)


def _around(painter: QPainter) -> None:
    painter.drawArc(QRectF(2.5, 3, 11, 11), 0, -300 * 16)
    _lines((9.2, 0.7, 10.8, 3.8, 7.3, 4.3))(painter)


def _around_back(painter: QPainter) -> None:
    painter.translate(FIELD, 0)
    painter.scale(-1, 1)
    _around(painter)


def _typed(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(1.5, 3.5, 13, 9), 1.5, 1.5)
    _lines((4.5, 6.5, 4.6, 6.5), (8, 6.5, 8.1, 6.5), (11.4, 6.5, 11.5, 6.5), (5, 9.8, 11, 9.8))(painter)


def _folder(painter: QPainter) -> None:
    _lines((1.5, 13, 1.5, 3.5, 6, 3.5, 7.5, 5.2, 14.5, 5.2, 14.5, 13, 1.5, 13))(painter)


def _page(painter: QPainter) -> None:
    _lines((3, 1.5, 9.5, 1.5, 13, 5, 13, 14.5, 3, 14.5, 3, 1.5), (9.5, 1.5, 9.5, 5, 13, 5))(painter)
    _lines((8, 7.5, 8, 12), (5.8, 9.8, 10.2, 9.8))(painter)


def _eye(painter: QPainter) -> None:
    path = QPainterPath(QPointF(1, 8))
    path.quadTo(8, 0.5, 15, 8)
    path.quadTo(8, 15.5, 1, 8)
    painter.drawPath(path)
    painter.drawEllipse(QRectF(5.8, 5.8, 4.4, 4.4))


def _close(painter: QPainter) -> None:
    _lines((4, 4, 12, 12), (12, 4, 4, 12))(painter)


def _glass(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2, 2, 8.6, 8.6))
    _lines((9.6, 9.6, 14, 14))(painter)


def _cap(painter: QPainter) -> None:
    _lines((1, 6, 8, 2.5, 15, 6, 8, 9.5, 1, 6), (4, 7.8, 4, 11.5, 8, 13.3, 12, 11.5, 12, 7.8))(painter)
    _lines((15, 6, 15, 10.5))(painter)


def _disc(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    painter.drawEllipse(QRectF(6, 6, 4, 4))


_SHAPES: dict[str, Callable[[QPainter], None]] = {
    "error": _error,
    "warning": _warning,
    "hint": _hint,
    "done": _done,
    "good": _done,
    "undo": _turn,
    "redo": _turn_back,
    "folder": _folder,
    "page": _page,
    "cap": _cap,
    "disc": _disc,
    "glass": _glass,
    "funnel": _lines((1.8, 2.5, 14.2, 2.5, 9.6, 8.2, 9.6, 13.2, 6.4, 11.4, 6.4, 8.2, 1.8, 2.5)),
    "eye": _eye,
    "close": _close,
    "add": _lines((8, 3, 8, 13), (3, 8, 13, 8)),
    "remove": _lines((2.5, 4, 13.5, 4), (6, 4, 6, 2, 10, 2, 10, 4), (4, 4, 4.8, 14, 11.2, 14, 12, 4)),
    "cross": _lines((3.5, 3.5, 12.5, 12.5), (12.5, 3.5, 3.5, 12.5)),
    "turn_right": _around,
    "turn_left": _around_back,
    "typed": _typed,
    "up": _lines((4, 9.8, 8, 5.8, 12, 9.8)),
    "down": _lines((4, 6.2, 8, 10.2, 12, 6.2)),
    "saved": _lines((2.5, 8.5, 6.3, 12.3, 13.5, 4.2)),
}
