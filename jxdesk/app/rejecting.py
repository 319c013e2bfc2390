"""The refused rows of an import, written as a workbook with their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from jxdesk.app.import_report import RowVerdict, Verdict
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.rejects import ROW, Reject, write_rejects
from jxdesk.exchange.rows import ReadList


def write_refused(
    catalogue: Catalogue, lists: Sequence[ReadList], verdicts: Sequence[RowVerdict], out: Path
) -> None:
    """Write the rows of ``lists`` that ``verdicts`` refuse. Raises ``UserError`` (disk, rights)."""
    reasons: dict[tuple[str, int], Mapping[str, str]] = {
        (row.record, row.number): _reasons(row) for row in verdicts if row.verdict is Verdict.REFUSED
    }
    found: dict[str, list[Reject]] = defaultdict(list)
    for read in lists:
        record = read.kind.record
        found[record] = [
            Reject(row, reasons[record, row.number]) for row in read.rows if (record, row.number) in reasons
        ]
    write_rejects([(read, found[read.kind.record]) for read in lists], catalogue, out)


def _reasons(row: RowVerdict) -> dict[str, str]:
    texts: dict[str, str] = {}
    for fault in row.faults:
        name = fault.field.partition(".")[2] or ROW
        texts[name] = f"{texts.get(name, '')}{fault.message}{fault.remedy}"
    return texts
