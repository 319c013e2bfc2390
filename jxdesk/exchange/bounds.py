"""How large a spreadsheet may be before anything is parsed, and how its refusals read."""

from __future__ import annotations

from jxdesk.base.errors import UserError

MAX_FILE = 32 * 1024 * 1024
MAX_INFLATED = 160 * 1024 * 1024
MAX_RATIO = 250
"""Inflated to packed size of one entry above ``RATIO_FROM`` bytes; real sheets reach about 60."""
RATIO_FROM = 4 * 1024 * 1024
MAX_ENTRIES = 3_000
MAX_SHEETS = 64
MAX_ROWS = 60_000
MAX_COLUMNS = 400
MAX_AREA = 1_500_000
MAX_MERGED = 20_000
MAX_CELL = 200_000
"""Characters that are carried from a cell; the fields' own bounds are lower and refuse it by name."""


def too_large(what: str) -> UserError:
    """The workbook is larger than any list of the form could be."""
    return UserError(
        "exchange.too-large",
        f"表格文件过大：{what}。",
        "请只保留要导入的表和内容，另存为新的 .xlsx 文件后再试。",
    )


def unreadable(why: str) -> UserError:
    """The bytes are no spreadsheet, or a damaged one."""
    return UserError(
        "exchange.unreadable",
        f"这不是完好的表格文件：{why}。",
        "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。",
    )


def encrypted() -> UserError:
    """The workbook asks for a password."""
    return UserError(
        "exchange.password", "表格文件设有打开密码，读不出来。", "请去掉密码，另存为 .xlsx 后再试。"
    )


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet whose furthest cell lies too far out (``rows`` and ``columns`` from 1)."""
    name = sheet[:40]
    if columns > MAX_COLUMNS:
        raise too_large(f"“{name}”表有内容的格子到了第 {columns} 列，最多读到第 {MAX_COLUMNS} 列")
    if rows > MAX_ROWS:
        raise too_large(f"“{name}”表有内容的格子到了第 {rows} 行，最多读到第 {MAX_ROWS} 行")
    if rows * columns > MAX_AREA:
        raise too_large(f"“{name}”表有 {rows} 行 {columns} 列")
