"""What the check said at sealing, as one table for whoever reads the package."""

from __future__ import annotations

from jxdesk.documents.report.sheet import MARKS, NOTHING_FOUND, Entry, ReportSheet, inert
from jxdesk.documents.web.markup import text

_HEADINGS = ("所在位置", "规则", "说明", "申报单位写明的理由")


def findings_html(sheet: ReportSheet) -> str:
    """The bottom line, and a row for each finding with the reason that was written for it."""
    sheet = inert(sheet)
    line = f"<p>{text(sheet.bottom_line)}{text(sheet.counts)}。</p>\n"
    entries = tuple(sheet.entries)
    if not entries:
        return f"{line}<p>{NOTHING_FOUND}</p>\n"
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    rows = "".join(map(_row, entries))
    table = f'<table class="list">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>'
    return f'{line}<div class="wide">{table}</div>\n'


def _row(entry: Entry) -> str:
    rule = f"{MARKS[entry.level]}{entry.level.word} {entry.rule} {entry.title}"
    reason = entry.reason.text if entry.reason is not None else ""
    said = "\n".join(filter(None, (entry.message, entry.seen)))
    cells = "".join(f"<td>{text(value)}</td>" for value in (entry.place, rule, said, reason))
    return f"<tr>{cells}</tr>\n"
