"""What an import says: a verdict for each row and each cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from jxdesk.domain.masking import masked


class Verdict(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGES = "changes"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """The verdict for people."""
        return {
            "new": "新增",
            "changes": "修改",
            "same": "相同",
            "conflict": "两边都改了",
            "refused": "不能导入",
        }[self.value]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that becomes another: where on the sheet, which field, what it shows before and after.

    Numbers of persons are masked.
    """

    address: str
    field: str
    label: str
    before: str
    after: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", masked(self.before))
        object.__setattr__(self, "after", masked(self.after))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell (``field`` ``""``: the whole row) can't be taken, and what to do about it.

    Numbers of persons are masked.
    """

    address: str
    field: str
    message: str
    remedy: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", masked(self.message))


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell (``field`` ``""``: the whole row) that changed here and in the workbook since it was handed out.

    ``key`` names it among the choices; the texts say what was handed out, what stands here, what came
    back. Numbers of persons are masked.
    """

    key: str
    address: str
    field: str
    label: str
    before: str
    mine: str
    theirs: str

    def __post_init__(self) -> None:
        for name in ("before", "mine", "theirs"):
            object.__setattr__(self, name, masked(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What is known of the handing out: to whom, when (UTC), and the names of rows that did not come back."""

    to: str
    when: datetime | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A cell that was not taken as it stands: where, which field, and in words what was made of it."""

    address: str
    field: str
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row of the spreadsheet: its ``number`` on ``sheet``, what it is called, what becomes of it.

    ``uid`` is the row of the list ``record`` that it means, ``""`` for a new one. ``cleared`` are cells that
    were handed out filled and came back empty, ours being what was handed out: they stay unless it is
    chosen otherwise, and then are among ``changes``.
    """

    record: str
    sheet: str
    number: int
    name: str
    uid: str
    verdict: Verdict
    changes: tuple[CellChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    conflicts: tuple[CellConflict, ...] = ()
    cleared: tuple[CellConflict, ...] = ()

    @property
    def kept(self) -> tuple[CellConflict, ...]:
        """Of the cells that came back empty those whose content stays."""
        emptied = {change.field for change in self.changes}
        return tuple(cell for cell in self.cleared if cell.field not in emptied)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All rows in their order; ``applied`` says whether anything was changed.

    ``unused`` are headings (sheet, heading) that mean no field and were left aside; ``examples``
    counts example rows that were left out; ``skipped`` are lines that are no rows of the list: sheet,
    number, how they begin. ``handed`` is there for a workbook that was handed out.
    """

    rows: tuple[RowVerdict, ...]
    unused: tuple[tuple[str, str], ...]
    examples: int
    dry_run: bool
    applied: bool
    skipped: tuple[tuple[str, int, str], ...] = ()
    handed: HandedOut | None = None

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(1 for row in self.rows if row.verdict is verdict)

    @property
    def refused(self) -> bool:
        """Whether a row stands in the way."""
        return self.count(Verdict.REFUSED) > 0

    @property
    def undecided(self) -> tuple[CellConflict, ...]:
        """What changed on both sides and waits to be decided."""
        return tuple(conflict for row in self.rows for conflict in row.conflicts)

    @property
    def kept(self) -> int:
        """How many cells came back empty and stay as they are."""
        return sum(len(row.kept) for row in self.rows)

    @property
    def bottom_line(self) -> str:
        """What happened, or would."""
        return self._verdict + (f"有 {self.kept} 格交回时清空了，原有内容保留。" if self.kept else "")

    @property
    def _verdict(self) -> str:
        """The one sentence on top."""
        counts = "、".join(f"{v.word} {self.count(v)} 行" for v in Verdict if self.count(v))
        if self.refused:
            return f"没有导入：{counts}。改正后重新导入，原有内容没有改动。"
        if self.undecided:
            return f"没有导入：{counts}。有 {len(self.undecided)} 处发出以后两边都改了，请先决定用哪一个。"
        if self.dry_run:
            return f"试导入通过：{counts}。还没有改动任何内容。"
        return f"已导入：{counts}。" if self.applied else f"没有要改动的：{counts}。"

    def to_json(self) -> dict[str, Any]:
        """The shape of ``jxdesk import --json``."""
        return {
            "bottom_line": self.bottom_line,
            "applied": self.applied,
            "dry_run": self.dry_run,
            "counts": {verdict.value: self.count(verdict) for verdict in Verdict},
            "examples": self.examples,
            "unused_headings": [{"sheet": sheet, "heading": heading} for sheet, heading in self.unused],
            "skipped_rows": [
                {"sheet": sheet, "row": number, "text": text} for sheet, number, text in self.skipped
            ],
            "handed_out": None
            if self.handed is None
            else {
                "to": self.handed.to,
                "when": self.handed.when and self.handed.when.isoformat(timespec="seconds"),
                "missing": list(self.handed.missing),
            },
            "rows": [_row(row) for row in self.rows],
        }


def _row(row: RowVerdict) -> dict[str, Any]:
    return {
        "list": row.record,
        "sheet": row.sheet,
        "row": row.number,
        "name": row.name,
        "uid": row.uid,
        "verdict": row.verdict.value,
        "changes": [
            {"cell": c.address, "field": c.field, "before": c.before, "after": c.after} for c in row.changes
        ],
        "faults": [
            {"cell": f.address, "field": f.field, "message": f.message, "remedy": f.remedy}
            for f in row.faults
        ],
        "conflicts": [_conflict(clash) for clash in row.conflicts],
        "cleared": [_conflict(cell) | {"kept": cell in row.kept} for cell in row.cleared],
        "remarks": [{"cell": r.address, "field": r.field, "said": r.said} for r in row.remarks],
    }


def _conflict(clash: CellConflict) -> dict[str, Any]:
    return {
        "key": clash.key,
        "cell": clash.address,
        "field": clash.field,
        "before": clash.before,
        "mine": clash.mine,
        "theirs": clash.theirs,
    }
