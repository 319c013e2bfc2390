"""When a newer version of a pack calls its own fields by new names, their values move along.

The map ``renamed`` of ``pack.toml`` says old id → new id. Nothing is lost: where the new field is
filled already, the old value stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import ChangeSet, SetValue
from jxdesk.domain.extras import held
from jxdesk.notice import Notice


def renaming(application: Application, notice: Notice) -> ChangeSet:
    """The one change set that moves the values of renamed fields; without changes if there are none."""
    return ChangeSet(
        "按新版通知改名",
        tuple(
            change
            for old, new in notice.head.renamed.items()
            for change in _moved(application, old.partition(".")[0], _name(old), _name(new))
        ),
    )


def _moved(application: Application, record: str, old: str, new: str) -> Iterator[SetValue]:
    found: Any = getattr(application, record)
    rows = ((row.uid, row) for row in found) if records()[record].many else ((record, found),)
    for uid, row in rows:
        value = held(row, old)
        if value is not None and held(row, new) is None:
            yield SetValue(record, uid, old, value, None)
            yield SetValue(record, uid, new, None, value)


def _name(field_id: str) -> str:
    return field_id.partition(".")[2]
