"""Thin models of the register of certificates, and of one that is to be brought in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QObject

from jxdesk.domain.show import show_digest
from jxdesk.signing.trust import TrustEntry
from jxdesk.signing.trust_merge import Fate, Incoming
from ui.plain_rows import PlainRows

_BEGINNING = 16
# What wants a decision first.
_FATES = {
    Fate.CONFLICT: "与现有的不一致",
    Fate.ADDED: "新增",
    Fate.REVOKED: "吊销",
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
    """From which day to which, and from when on it is revoked."""
    end = f"，{entry.revoked_on} 起吊销" if entry.revoked_on else ""
    return f"{entry.valid_from} 至 {entry.valid_to}{end}"


class TrustModel(PlainRows):
    """The entries by name, each a :class:`TrustEntry`."""

    HEADINGS = ("单位", "现在", "有效日期", "证书指纹", "核对的材料")

    def show_entries(self, entries: Sequence[TrustEntry], day: dt.date) -> None:
        """Show these, as they stand on ``day``."""
        ordered = sorted(entries, key=lambda entry: (entry.name, entry.valid_from, entry.fingerprint))
        rows = [
            (
                entry.name,
                standing_of(entry, day),
                f"{entry.valid_from} 至 {entry.valid_to}",
                _beginning(entry.fingerprint),
                entry.source,
            )
            for entry in ordered
        ]
        self.show_rows(rows, ordered)


class IncomingModel(PlainRows):
    """What bringing in would do, each an :class:`Incoming`."""

    HEADINGS = ("会怎样", "单位", "有效日期", "证书指纹", "核对的材料")

    def __init__(self, items: Sequence[Incoming], parent: QObject | None = None) -> None:
        super().__init__(parent)
        order = list(_FATES)
        ordered = sorted(items, key=lambda item: (order.index(item.fate), item.theirs.name))
        rows = [
            (
                _FATES[item.fate],
                item.theirs.name,
                period_of(item.theirs),
                _beginning(item.theirs.fingerprint),
                item.theirs.source,
            )
            for item in ordered
        ]
        self.show_rows(rows, ordered)


def _beginning(fingerprint: str) -> str:
    """The first groups of a fingerprint, to tell entries apart."""
    return f"{show_digest(fingerprint[:_BEGINNING])} …"
