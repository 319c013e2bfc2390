"""Which row of a list is meant by a row of a spreadsheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.normal import normal
from jxdesk.exchange.rows import ReadRow


@dataclass(slots=True)
class Matches:
    """For each row of the spreadsheet (by its number) the uid it means; the rest are new rows.

    ``doubts`` says of rows, by number, why it is not sure which one they mean.
    """

    uids: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)


def match(kind: ListKind, rows: Sequence[ReadRow], present: Sequence[Any]) -> Matches:
    """Match by the row id that a handed-out workbook carries, then by all keys, then strongest first.

    A row id that stands on two rows was copied along and counts for neither.
    """
    found = Matches()
    by_uid = {row.uid: row for row in present}
    carried = Counter(row.uid for row in rows)
    for row in rows:
        if row.uid in by_uid and carried[row.uid] == 1:
            found.uids[row.number] = row.uid
    texts = {key: [key_text(row, key) for row in rows] for key in kind.keys}
    for keys in (kind.keys, *((key,) for key in kind.keys)):
        _match_by(keys, rows, _together(texts, keys), present, found)
    _find_doubles(rows, _together(texts, kind.keys), found)
    return found


def _together(texts: Mapping[str, list[str]], keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What each row says in all of ``keys``."""
    return zip(*(texts[key] for key in keys), strict=True)


def _match_by(
    keys: Sequence[str],
    rows: Sequence[ReadRow],
    said: Iterable[tuple[str, ...]],
    present: Sequence[Any],
    found: Matches,
) -> None:
    """Match rows that agree in all of ``keys`` with one row that is still free; ``said``: what each says."""
    taken = set(found.uids.values())
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for held in present:
        if held.uid not in taken:
            index[tuple(normal(str(getattr(held, key))) for key in keys)].append(held.uid)
    claimed: dict[str, int] = {}
    for row, texts in zip(rows, said, strict=True):
        if row.number in found.uids or row.number in found.doubts:
            continue
        uids = index.get(texts, []) if any(texts) else []
        if len(uids) > 1:
            found.doubts[row.number] = (
                f"软件里有 {len(uids)} 行与它同名或同号，认不出是哪一行。请先改得不同。"
            )
        elif uids and uids[0] in claimed:
            found.doubts[row.number] = f"与第 {claimed[uids[0]]} 行是同一条。请只留一行。"
        elif uids:
            found.uids[row.number] = uids[0]
            claimed[uids[0]] = row.number


def _find_doubles(rows: Sequence[ReadRow], said: Iterable[tuple[str, ...]], found: Matches) -> None:
    """Two new rows that nothing tells apart are refused at once; the rules judge the rest."""
    seen: dict[tuple[str, ...], int] = {}
    for row, texts in zip(rows, said, strict=True):
        if row.number in found.uids or row.number in found.doubts:
            continue
        if any(texts) and texts in seen:
            found.doubts[row.number] = f"与第 {seen[texts]} 行是同一条。请只留一行。"
        seen.setdefault(texts, row.number)


def key_text(row: ReadRow, key: str) -> str:
    """The row's own key in comparable writing, ``""`` for none."""
    cell = row.cells.get(key)
    return normal(str(cell.value)) if cell is not None and isinstance(cell.value, str) else ""
