"""Thin models of the register of certificates, and of one that is to be brought in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from jxdesk.signing.trust import TrustEntry
from jxdesk.signing.trust_merge import Fate, Incoming
from ui.rows import Index

ENTRY = Qt.ItemDataRole.UserRole + 1
INCOMING = Qt.ItemDataRole.UserRole + 2
_BEGINNING = 16
_FATES = {
    Fate.ADDED: "新增",
    Fate.REVOKED: "吊销",
    Fate.CONFLICT: "与现有的不一致",
    Fate.SAME: "已有",
}


def standing_of(entry: TrustEntry, day: dt.date) -> str:
    """How an entry stands on ``day``, in words."""
    if entry.revoked_on is not None:
        return f"{entry.revoked_on} 起吊销"
    if day < entry.valid_from:
        return "还没有开始"
    return "有效" if day <= entry.valid_to else "已过期"


def period_of(entry: TrustEntry) -> str:
    """From which day to which."""
    return f"{entry.valid_from} 至 {entry.valid_to}"


def beginning(fingerprint: str) -> str:
    """The first groups of a fingerprint, to tell entries apart."""
    return f"{show_digest(fingerprint[:_BEGINNING])} …"


class _Rows(QAbstractTableModel):
    """Rows of texts, and what each is about under a role."""

    HEADINGS: tuple[str, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return shown(self._rows[index.row()][index.column()])
        return None


class TrustModel(_Rows):
    """The entries by name; the :class:`TrustEntry` under the role ``ENTRY``."""

    HEADINGS = ("单位", "现在", "有效日期", "证书指纹", "核对的材料")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[TrustEntry] = []

    def show_entries(self, entries: Sequence[TrustEntry], day: dt.date) -> None:
        """Show these, as they stand on ``day``."""
        self.beginResetModel()
        self.entries = sorted(entries, key=lambda entry: (entry.name, entry.valid_from, entry.fingerprint))
        self._rows = [
            (
                entry.name,
                standing_of(entry, day),
                period_of(entry),
                beginning(entry.fingerprint),
                entry.source,
            )
            for entry in self.entries
        ]
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ENTRY and index.isValid():
            return self.entries[index.row()]
        return super().data(index, role)


class IncomingModel(_Rows):
    """What bringing in would do, what wants a decision first; the :class:`Incoming` under ``INCOMING``."""

    HEADINGS = ("会怎样", "单位", "有效日期", "证书指纹", "核对的材料")

    def __init__(self, items: Sequence[Incoming], parent: QObject | None = None) -> None:
        super().__init__(parent)
        order = list(_FATES)
        order.sort(key=lambda fate: fate is not Fate.CONFLICT)
        self.items = sorted(items, key=lambda item: (order.index(item.fate), item.theirs.name))
        self._rows = [
            (
                _FATES[item.fate],
                item.theirs.name,
                period_of(item.theirs)
                + (f"，{item.theirs.revoked_on} 起吊销" if item.theirs.revoked_on else ""),
                beginning(item.theirs.fingerprint),
                item.theirs.source,
            )
            for item in self.items
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == INCOMING and index.isValid():
            return self.items[index.row()]
        return super().data(index, role)
