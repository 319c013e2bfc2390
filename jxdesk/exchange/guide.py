"""The sheet that explains how to fill a workbook in."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.exchange.handout import Request
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.rows import EXAMPLE
from jxdesk.exchange.sheets import head_cell, set_width, text_cell
from jxdesk.exchange.written import sheet_title

GUIDE_SHEET = "填写说明"
_HOW = (
    f"以“{EXAMPLE}”开头的行是示例，不会导入。",
    "数字按列名里的单位填写，只填数字；确实没有的，允许时填“—（原因）”。",
    "日期写成 2026-03 或 2026-03-15；是否栏填“是”或“否”；有下拉框的从中选择。",
    "导入时有一格不对就一行都不导入，并逐格说明原因，可以放心试。",
)
_FREE = "每一行填一条，列名不要改动；列的次序可以调换，用不到的列可以删去。"
_LOCKED = "每一行填一条；列名和列的次序已锁定，没有密码，请不要改动。"
_BLANKS = "空着的格子不改动原有内容；要清空某一项，请在软件里改。"
_BLANKS_HANDED = "原来有内容的格子清空后交回，导入时会单独列出，由发表的人决定要不要清空。"


def write_guide(
    book: Workbook, lists: Sequence[ListKind], catalogue: Catalogue, request: Request | None, *, locked: bool
) -> None:
    """Write it for ``lists``; ``locked`` says whether the headings are."""
    sheet = book.create_sheet(GUIDE_SHEET)
    for column, width in enumerate((44, 8, 80), start=1):
        set_width(sheet, column, width, text=True)
    blanks = _BLANKS if request is None else _BLANKS_HANDED
    about = _LOCKED if locked else _FREE
    for sentence in (*_asking(lists, catalogue, request), about, *_HOW, blanks):
        sheet.append([text_cell(sheet, sentence)])
    sheet.append([])
    sheet.append([head_cell(sheet, text) for text in ("表和列", "必填", "说明")])
    for kind in lists:
        for field in catalogue.of_record(kind.record):
            needed = "必填" if field.text.required else ""
            # One cell for both: two headings in a row would look like a list of their own.
            words = (f"{sheet_title(kind, catalogue)} · {field.heading}", needed, hint(field))
            sheet.append([text_cell(sheet, word) for word in words])


def _asking(lists: Sequence[ListKind], catalogue: Catalogue, request: Request | None) -> tuple[str, ...]:
    """Who is asked for what."""
    if request is None:
        return ()
    names = [
        field.short for each in lists for field in catalogue.of_record(each.record) if request.asks(field)
    ]
    return (
        f"请{request.to}填写：{'、'.join(names)}。",
        "灰色的格子只供核对，改不了；发现有误请告诉发表的人。填好后把这个文件原样发回。",
    )


def hint(field: Field) -> str:
    """What to keep in mind in a field: its unit, what it means, whether there may be none."""
    unit = f"单位：{field.spec.mark.unit}。" if field.spec.mark.unit else ""
    na = "没有这项数据的填“—（原因）”。" if field.text.may_be_na else ""
    return f"{unit}{field.text.hint + '。' if field.text.hint else ''}{na}"
