"""Which lists travel as spreadsheets, and by what their rows are known.

A template's kind is what stands on the command line: a list, several with commas between them, or ``all``
for every list in one workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import records


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list: its ``record``, and the fields by which a row is found again, strongest first.

    A new row needs one of the fields ``named_by``; ``fixed`` lists take no new rows at all.
    """

    name: str
    record: str
    keys: tuple[str, ...]
    named_by: tuple[str, ...] = ("name",)
    fixed: bool = False


ALL, SEPARATOR = "all", ","
LISTS: Mapping[str, ListKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ListKind("members", "members", ("uscc", "name")),
            ListKind("enterprises", "enterprises", ("uscc", "name")),
            ListKind("platforms", "platforms", ("name",)),
            ListKind("targets", "indicators", ("given", "name"), ("given", "name")),
            ListKind("projects", "projects", ("code", "name")),
            ListKind("evidence", "evidence", ("sha256", "name"), fixed=True),
        )
    }
)
KINDS = (*LISTS, ALL)


def lists_of(kind: str) -> tuple[ListKind, ...]:
    """The lists of a template's kind, in the order of the form. Raises ``UserError`` ``exchange.kind``."""
    if kind in LISTS:
        return (LISTS[kind],)
    names = set(LISTS) if kind == ALL else {name.strip() for name in kind.split(SEPARATOR)}
    if unknown := sorted(names - set(LISTS)):
        raise UserError(
            "exchange.kind", f"没有“{unknown[0][:40]}”这种表。", f"可用的有：{'、'.join(KINDS)}。"
        )
    order = list(records())
    return tuple(sorted((LISTS[name] for name in names), key=lambda each: order.index(each.record)))
