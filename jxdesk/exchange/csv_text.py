"""Lists as CSV: for programs that read nothing else, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.guard import guarded
from jxdesk.exchange.headings import UID_HEADING
from jxdesk.exchange.kinds import lists_of
from jxdesk.exchange.references import References
from jxdesk.exchange.written import field_text

SUFFIX = ".csv"


def write_csv(kind: str, out: Path, catalogue: Catalogue, application: Application) -> None:
    """Write one list as UTF-8 with a byte order mark, by which Excel knows it, in RFC 4180's form.

    Raises ``UserError``: ``exchange.kind``, ``exchange.csv-one`` for more than one list, and for disk
    and rights.
    """
    lists = lists_of(kind)
    if len(lists) > 1:
        raise UserError("exchange.csv-one", "CSV 文件只放得下一张表。", "请逐张导出，或存为 .xlsx 文件。")
    (each,) = lists
    fields = catalogue.of_record(each.record)
    references = References(application, catalogue)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(guarded(field.heading) for field in fields), UID_HEADING])
    for row in getattr(application, each.record):
        cells = (field_text(field, field.spec.of(row), catalogue, references) for field in fields)
        writer.writerow([*(guarded(cell) for cell in cells), guarded(row.uid)])
    write_bytes(out, text.getvalue().encode("utf-8-sig"))
