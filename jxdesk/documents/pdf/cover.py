"""The cover: title in the upper third, labels on ruled lines below the middle, date at the foot."""

from __future__ import annotations

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import Cover, CoverRow
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.setting import LineOp, Page, SetText, set_text

_TITLE_AT = 0.13
_DATE_FROM_FOOT = 1.5
_ROW_GAP = 12.0
_LABEL_WIDTH = 152.0
_SIDE = 8.0
_RULE_DROP = 4.0


def draw_cover(cover: Cover, page: Page, fonts: FontSet) -> None:
    """Draw ``cover`` on ``page``: one page, whatever the lengths (long values take more lines)."""
    sheet = page.sheet
    y = sheet.y + _TITLE_AT * sheet.text_height
    for line in cover.title:
        text = set_text(fonts, line, geometry.COVER_TITLE, sheet.text_width)
        page.draw(text, sheet.x, y)
        y += text.height
    date_y = sheet.y + sheet.text_height - _DATE_FROM_FOOT * geometry.COVER_DATE.leading
    _draw_rows(cover, page, fonts, date_y)
    page.draw(set_text(fonts, cover.date, geometry.COVER_DATE, sheet.text_width), sheet.x, date_y)


def _draw_rows(cover: Cover, page: Page, fonts: FontSet, foot: float) -> None:
    """The label rows, standing on a common foot so that long values grow upwards."""
    sheet = page.sheet
    width = sheet.text_width - 2 * _SIDE - _LABEL_WIDTH
    rows = [_row(row, width, fonts) for row in cover.rows]
    height = sum(value.height + _ROW_GAP for _, value in rows)
    y = foot - 2.5 * geometry.COVER_DATE.leading - height
    for label, value in rows:
        page.draw(label, sheet.x + _SIDE, y)
        x = sheet.x + _SIDE + _LABEL_WIDTH
        page.draw(value, x, y)
        for number in range(len(value.lines)):
            rule = y + (number + 1) * value.style.leading - _RULE_DROP
            page.ops.append(LineOp(x, rule, x + width, rule))
        y += value.height + _ROW_GAP


def _row(row: CoverRow, width: float, fonts: FontSet) -> tuple[SetText, SetText]:
    label = set_text(fonts, row.label, geometry.COVER_LABEL, _LABEL_WIDTH)
    return label, set_text(fonts, row.value, geometry.COVER_VALUE, width)
