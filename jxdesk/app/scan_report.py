"""The result of holding the stamped scan against the printing, in words and for a machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jxdesk.app.scanning import Numbered, ScanState
from jxdesk.domain.page_code import parse_qr, printed_code
from jxdesk.domain.scan import MATCH_MEANS, UPSIDE_DOWN, How, Ink, LeftOver, Sheet, Stray
from jxdesk.domain.show import show_numbers

_HOW = {How.CODE: "校验码对上", How.TYPED: "按输入的校验码对上", How.EYE: "由人目视确认"}
_INK = {Ink.RED: "有红色印章", Ink.NONE: "没有红色印章", Ink.UNKNOWN: "扫描没有颜色"}


def bottom_line(now: ScanState) -> str:
    """The result in one or two sentences."""
    found, total = now.found, len(now.found.sheets)
    stale = "打印之后数据又改过，请先重新生成打印版。" if now.is_stale else ""
    if not now.pages:
        return f"还没有导入盖章扫描件，打印版共 {total} 页。{stale}"
    if not found.is_complete:
        missing = show_numbers(page.number for page in found.missing)
        return f"盖章扫描件还不齐，缺第 {missing} 页（共 {total} 页）。{stale}"
    eyes = f"，其中 {len(found.by_eye)} 页由人目视确认" if found.by_eye else ""
    return f"盖章扫描件齐全：{total} 页都对上了打印版{eyes}。{stale}"


def lines(now: ScanState, reprint: Sequence[int] = ()) -> tuple[str, ...]:
    """The result page by page, then what is left over, the bottom line, and what it means.

    ``reprint`` are the pages that the present data would print otherwise.
    """
    kept = tuple(_sheet_line(now, sheet) for sheet in now.found.sheets)
    left = tuple(
        f"扫描第 {now.number_of(each.scan).number} 页{_of(now, each)}" for each in now.found.left_over
    )
    again = (f"现在的数据会改变第 {show_numbers(reprint)} 页，这几页要重新打印盖章。",) if reprint else ()
    return (*kept, *left, *again, bottom_line(now), MATCH_MEANS)


def stray_sentence(each: LeftOver) -> str:
    """Why a scan page has no place, and what to do about it."""
    page = each.page.number if each.page is not None else 0
    match each.why:
        case Stray.DOUBLE:
            return f"与第 {page} 页重复，没有采用。"
        case Stray.OLDER:
            now = f"，请重印现在的第 {each.now.number} 页并盖章" if each.now is not None else ""
            return f"是旧版打印的第 {page} 页{now}。"
        case Stray.OTHER_VERSION:
            return "是本申报另一版的页面，没有打印记录，可能是送审稿或在别的电脑上打印的。"
        case Stray.FOREIGN:
            return "是别的申报的页面。"
        case Stray.UNREADABLE:
            return "读不出校验码，请输入纸上印的校验码；没有印的，由人目视确认。"
    return "是空白的，没有采用。"


def to_json(now: ScanState, reprint: Sequence[int] = ()) -> dict[str, Any]:
    """The shape of ``jxdesk scan --json``; ``reprint`` as for :func:`lines`."""
    return {
        "complete": now.is_good,
        "bottom_line": bottom_line(now),
        "means": MATCH_MEANS,
        "stale": now.is_stale,
        "pages": [_sheet_json(now, sheet) for sheet in now.found.sheets],
        "missing": [page.number for page in now.found.missing],
        "reprint": list(reprint),
        "left_over": [_left_json(now, each) for each in now.found.left_over],
    }


def _of(now: ScanState, each: LeftOver) -> str:
    numbered = now.number_of(each.scan)
    return f"（“{numbered.file.name}”第 {each.scan.page} 页）{stray_sentence(each)}"


def _sheet_line(now: ScanState, sheet: Sheet) -> str:
    head = f"第 {sheet.printed.number} 页  "
    if sheet.scan is None or sheet.how is None:
        return f"{head}缺"
    numbered = now.number_of(sheet.scan)
    notes = [f"{_HOW[sheet.how]}", f"扫描第 {numbered.number} 页"]
    if sheet.how is How.EYE and sheet.confirmation is not None:
        notes[0] += f"（{sheet.confirmation.who}：{sheet.confirmation.why}）"
    notes += [f"{sheet.scan.dpi} dpi" if sheet.scan.dpi is not None else "不是扫描的图片"]
    notes += ["原来是倒着的，已转正"] if sheet.turn == UPSIDE_DOWN else []
    notes += [_INK[Ink.RED]] if sheet.scan.ink is Ink.RED else []
    mark = parse_qr(sheet.scan.mark)
    if mark is not None and mark.number != sheet.printed.number:
        notes.append(f"纸上印的页码是第 {mark.number} 页，内容没有变")
    return head + "，".join(notes)


def _sheet_json(now: ScanState, sheet: Sheet) -> dict[str, Any]:
    made = sheet.confirmation if sheet.how is How.EYE else None
    return {
        "page": sheet.printed.number,
        "section": sheet.printed.section,
        "code": printed_code(sheet.printed.code),
        "how": sheet.how.value if sheet.how is not None else "missing",
        "scan": _scan_json(now.number_of(sheet.scan)) if sheet.scan is not None else None,
        "turned": sheet.turn,
        "who": made.who if made is not None else None,
        "why": made.why if made is not None else None,
    }


def _left_json(now: ScanState, each: LeftOver) -> dict[str, Any]:
    return {
        "scan": _scan_json(now.number_of(each.scan)),
        "why": each.why.value,
        "page": each.page.number if each.page is not None else None,
        "now": each.now.number if each.now is not None else None,
        "message": stray_sentence(each),
    }


def _scan_json(numbered: Numbered) -> dict[str, Any]:
    page = numbered.page
    return {
        "number": numbered.number,
        "file": numbered.file.name,
        "page": page.page,
        "dpi": page.dpi,
        "red_seal": {Ink.RED: True, Ink.NONE: False}.get(page.ink),
    }
