"""Tables within a part: the service platforms of 五 and the indicators of 附1."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt

from jxdesk.domain.catalogue import Field
from ui.pages.lists import ListBlock
from ui.rows import Index
from ui.table_model import RecordTableModel

# What the notice itself says in a row that it gives.
_GIVEN = {"indicators.name": "label", "indicators.unit": "unit"}


class PlatformsList(ListBlock):
    """The public service platforms of part 五."""

    title = "公共服务平台"
    said = "每个平台一行。"
    most_rows = 10
    stretched = 0
    widths: ClassVar[dict[str, int]] = {
        "platforms.level": 118,
        "platforms.builder": 156,
        "platforms.service": 168,
    }


class IndicatorsModel(RecordTableModel):
    """Rows that the notice gives show its name and unit, which can't be typed over."""

    # Which indicator of the notice a row is, its name says.
    hidden = ("given",)

    def is_given(self, row: int) -> bool:
        """Whether the notice gives this row."""
        return bool(self.rows[row].given)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags & ~Qt.ItemFlag.ItemIsEditable if self._said(index) is not None else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        said = self._said(index)
        if said is not None:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
                return said
            if role == Qt.ItemDataRole.ForegroundRole:
                return self.look.colour("muted")
            if role == Qt.ItemDataRole.ToolTipRole:
                return super().data(index, role) or f"{said}：通知所列，不能改名或删除。"
        return super().data(index, role)

    def shown_text(self, row: Any, field: Field) -> str:
        said = self._said_of(row, field)
        return super().shown_text(row, field) if said is None else said

    def _said(self, index: Index) -> str | None:
        """The notice's own words for a cell; ``None`` where the county writes."""
        if not index.isValid() or not (index.row() < len(self.rows) and index.column() < len(self.fields)):
            return None
        return self._said_of(self.rows[index.row()], self.fields[index.column()])

    def _said_of(self, row: Any, field: Field) -> str | None:
        word = _GIVEN.get(field.id)
        target = self.picture.notice.target(row.given) if word else None
        return None if word is None or target is None else str(getattr(target, word))


class IndicatorsList(ListBlock):
    """附1's indicator table: the given rows first, then what the county adds."""

    title = "指标"
    said = "灰色的名称和单位由通知给定；可以在下面增加自己的指标。"
    most_rows = 14
    stretched = 0
    model_type = IndicatorsModel
    widths: ClassVar[dict[str, int]] = {
        "indicators.unit": 84,
        "indicators.first": 108,
        "indicators.second": 108,
        "indicators.third": 108,
    }

    @property
    def field_ids(self) -> tuple[str, ...]:
        return (*super().field_ids, *(f"{self.record}.{name}" for name in IndicatorsModel.hidden))

    def may_remove(self, row: int) -> bool:
        return not (isinstance(self.model, IndicatorsModel) and self.model.is_given(row))
