"""The list of the attached files: a table like the others, whose first column shows the file itself."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget

from jxdesk.domain.application import Evidence
from jxdesk.notice import Notice
from ui import icons
from ui.pages.block import Card
from ui.pages.evidence.holdings import NOTHING, Holdings
from ui.pages.evidence.thumbs import Thumbs
from ui.pages.evidence.words import kind_word, marks_of, measures, shows_pages
from ui.pages.lists import ListBlock
from ui.picture import Picture
from ui.references import words_each
from ui.rows import Index
from ui.table_model import FIELD, UID, RecordTableModel
from ui.table_view import CellDelegate
from ui.theme import Look

_THUMB_WIDTH, _GAP = 46, 8
_LINES = 3
_SIGN = 14
_BAR = 18
_MOST_PAINTED = 200
_BEGIN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class EvidenceModel(RecordTableModel):
    """Digest and size are shown with the name, not as columns of their own."""

    hidden = ("sha256", "size")
    holdings: Holdings = NOTHING

    def show_holdings(self, holdings: Holdings) -> None:
        """Take over what is known of the files."""
        self.holdings = holdings
        if self.rows:
            column = self.column_of("evidence.name")
            roles = [Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole]
            self.dataChanged.emit(self.index(0, column), self.index(len(self.rows) - 1, column), roles)

    def row(self, uid: str) -> Evidence | None:
        """The row with this uid."""
        number = self.row_of(uid)
        found: Evidence | None = self.rows[number] if number >= 0 else None
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        said = super().data(index, role)
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return said
        if not index.isValid() or index.column() != self.column_of("evidence.name"):
            return said
        row = self.rows[index.row()]
        marks = "；".join(mark.words for mark in marks_of(row, self.holdings, self.picture.notice))
        words = "，".join((row.name, measures(row, self.holdings), marks))
        return words if role == Qt.ItemDataRole.AccessibleTextRole else "\n".join(filter(None, (words, said)))


class EvidenceDelegate(CellDelegate):
    """Paints the file with its picture and marks, and what it proves as chips."""

    def __init__(self, look: Look, notice: Notice, model: EvidenceModel, parent: QWidget) -> None:
        super().__init__(look, notice, parent)
        self._paint_look = look
        self._model = model
        self.thumbs = Thumbs(self)
        self._painted: dict[tuple[str, int, int, float], QPixmap] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        field, row = index.data(FIELD), self._model.row(index.data(UID))
        if row is None or field.id not in ("evidence.name", "evidence.proves"):
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text, plain.icon = "", QIcon()  # type: ignore[attr-defined]
        plain.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration  # type: ignore[attr-defined]
        widget = plain.widget  # type: ignore[attr-defined]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect).adjusted(_GAP, 6, -_GAP, -6)  # type: ignore[attr-defined]
        if field.id == "evidence.name":
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            self._paint_file(painter, room, row, text)
        else:
            self._paint_chips(painter, room, words_each(row.proves, self._model.picture))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        super().updateEditorGeometry(editor, option, index)
        if index.data(FIELD).id == "evidence.name":
            cell = QRect(option.rect)  # type: ignore[attr-defined]
            wide = _GAP + round(_THUMB_WIDTH * self._paint_look.scale)
            editor.setGeometry(cell.adjusted(wide, 0, 0, -cell.height() // 2))

    def _paint_file(self, painter: QPainter, room: QRectF, row: Evidence, name: str) -> None:
        look = self._paint_look
        wide = round(_THUMB_WIDTH * look.scale)
        self._paint_thumb(painter, QRectF(room.left(), room.top(), wide, room.height()), row)
        words = room.adjusted(wide + _GAP, 0, 0, 0)
        high = words.height() / _LINES
        lines = [QRectF(words.left(), words.top() + n * high, words.width(), high) for n in range(_LINES)]
        self._words(painter, lines[0], name, "text", middle=True)
        self._words(painter, lines[1], measures(row, self._model.holdings), "muted")
        marks = marks_of(row, self._model.holdings, self._model.picture.notice)
        sign = round(_SIGN * look.scale)
        colour = "good" if marks[0].shape == "done" else "hint" if marks[0].shape == "eye" else marks[0].shape
        place = QRectF(lines[2].left(), lines[2].center().y() - sign / 2, sign, sign)
        icons.paint(painter, marks[0].shape, place, look.colour(colour))
        said = "，".join(mark.words for mark in marks)
        self._words(painter, lines[2].adjusted(sign + 5, 0, 0, 0), said, colour)

    def _paint_thumb(self, painter: QPainter, place: QRectF, row: Evidence) -> None:
        look, holdings = self._paint_look, self._model.holdings
        path = holdings.places.get(row.sha256)
        picture = None
        if path is not None and shows_pages(row, holdings):
            picture = self.thumbs.of(row.sha256, path)
        if picture is not None and not picture.isNull():
            small = self._small(row.sha256, picture, place.size().toSize(), painter)
            paper = QRectF(QPointF(0, 0), small.deviceIndependentSize())
            paper.moveCenter(place.center())
            painter.drawPixmap(paper.topLeft(), small)
            painter.setPen(QPen(look.colour("line_strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(paper)
            return
        paper = QRectF(0, 0, place.height() * 0.74, place.height())
        paper.moveCenter(place.center())
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(paper, 4, 4)
        painter.setFont(look.font(0.78, bold=True))
        painter.setPen(look.colour("muted"))
        painter.drawText(paper, int(Qt.AlignmentFlag.AlignCenter), kind_word(row))

    def _small(self, sha256: str, picture: QImage, room: QSize, painter: QPainter) -> QPixmap:
        """A picture as it is painted; making it small costs too much to be done each time."""
        ratio = painter.device().devicePixelRatioF()
        key = sha256, room.width(), room.height(), ratio
        found = self._painted.get(key)
        if found is None:
            if len(self._painted) >= _MOST_PAINTED:
                self._painted.clear()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            found = QPixmap.fromImage(picture.scaled(room * ratio, keep, smooth))
            found.setDevicePixelRatio(ratio)
            self._painted[key] = found
        return found

    def _paint_chips(self, painter: QPainter, room: QRectF, words: tuple[str, ...]) -> None:
        look = self._paint_look
        if not words:
            self._words(
                painter, QRectF(room.left(), room.top(), room.width(), room.height()), "还没有说明", "muted"
            )
            return
        high = room.height() / _LINES
        shown = words if len(words) <= _LINES else (*words[: _LINES - 1], f"等 {len(words)} 项")
        for number, word in enumerate(shown):
            line = QRectF(room.left(), room.top() + number * high, room.width(), high - 2)
            text = painter.fontMetrics().horizontalAdvance(word) + 14
            chip = QRectF(line.left(), line.top(), min(text, line.width()), line.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(chip, 4, 4)
            self._words(painter, chip.adjusted(7, 0, -7, 0), word, "text")

    def _words(
        self, painter: QPainter, room: QRectF, text: str, colour: str, *, middle: bool = False
    ) -> None:
        painter.setFont(self._paint_look.font())
        painter.setPen(self._paint_look.colour(colour))
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, mode, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class EvidenceTable(ListBlock):
    """``moved`` carries the uid of the file under the cursor; ``link_wanted`` asks what files prove."""

    moved = Signal(str)
    link_wanted = Signal()
    can_add = False
    first = ("name", "proves", "dated", "items")
    widths: ClassVar[dict[str, int]] = {"evidence.name": 236, "evidence.proves": 140, "evidence.dated": 104}
    model_type = EvidenceModel
    model: EvidenceModel

    def build(self) -> None:
        super().build()
        self.findChildren(Card)[0].grid.setContentsMargins(10, 12, 10, 10)
        self.delegate = EvidenceDelegate(
            self.context.look, self.context.desk.picture.notice, self.model, self.table
        )
        self.delegate.thumbs.arrived.connect(self.table.viewport().update)
        self.table.setItemDelegate(self.delegate)
        self.table.setAccessibleName("佐证材料清单")
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.table.doubleClicked.connect(self._ask_links)
        self.table.installEventFilter(self)
        self.order.modelReset.connect(lambda: self._moved(self.table.currentIndex()))
        self.context.look.changed.connect(self._heighten)
        self._heighten()

    @property
    def current_uid(self) -> str:
        """The file at which the cursor stands."""
        index = self.table.currentIndex()
        return str(index.data(UID)) if index.isValid() else ""

    @property
    def field_ids(self) -> tuple[str, ...]:
        return (*super().field_ids, *(f"{self.record}.{name}" for name in EvidenceModel.hidden))

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        # Rows that went away take the cursor along without a word where none is left.
        self._moved(self.table.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """What width is left over goes to the names: they are long."""
        column = self.model.column_of("evidence.name")
        header = self.table.horizontalHeader()
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != column)
        least = round(self.widths["evidence.name"] * self.context.look.scale)
        left_over = self.table.width() - self.table.verticalHeader().width() - others - _BAR
        self.table.setColumnWidth(column, max(least, left_over))

    def _moved(self, index: QModelIndex, _: object = None) -> None:
        self.moved.emit(str(index.data(UID)) if index.isValid() else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and F2 on what a file proves ask for it, as they begin to edit other cells."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.key() in _BEGIN and self._ask_links(self.table.currentIndex())
        return super().eventFilter(watched, event)

    def _ask_links(self, index: QModelIndex) -> bool:
        wanted = index.isValid() and index.data(FIELD).id == "evidence.proves"
        if wanted:
            self.link_wanted.emit()
        return wanted

    def _remove(self) -> None:
        uids = self.chosen_uids
        if not uids or not self.remove.isEnabled():
            return
        told = f"已从清单去掉 {len(uids)} 份，文件还留着；按 Ctrl+Z 可以撤销。"
        desk = self.context.desk
        desk.edit(lambda s: s.delete_rows(self.record, uids), lambda _: desk.told.emit(told))

    def _selection_changed(self) -> None:
        super()._selection_changed()
        count = len(self.chosen_uids)
        self.remove.setText(f"从清单去掉 {count} 份" if count > 1 else "从清单去掉")

    def _heighten(self) -> None:
        line = self.table.fontMetrics().lineSpacing()
        self.table.verticalHeader().setDefaultSectionSize(_LINES * (line + 4) + 12)
        self._fit()
        self._spread()

    def _fit(self) -> None:
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(header + 3 * self.table.verticalHeader().defaultSectionSize())
