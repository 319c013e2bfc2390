"""Group D: the printed documents against the present data, the stamped scan against what was printed.

What is stamped is settled only when the print run is of the present data. Until then D01 speaks
alone: what the scan lacks would change with the next printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jxdesk.domain.finding import Level, Place
from jxdesk.domain.scan import UPSIDE_DOWN, Ink, ScanMatch, Sheet, Stray
from jxdesk.domain.show import show_numbers
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import rule

_PLACE = "cover.month"


@rule("D01", Level.ERROR, reads=("case.print_run", "case.sealing", "case.changed_pages"))
def d01(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: what was printed is of the present data.

    Nothing printed yet is a fault only when it is to be sealed: before that it is simply a
    later stage.
    """
    place = context.place(_PLACE)
    if case.print_run is None:
        if case.sealing:
            yield Found(place, "还没有生成打印版，不能封装。", remedy="请先生成打印版，再封装。")
    elif case.print_run.data_digest == case.data_digest:
        return
    elif case.changed_pages is None:
        yield Found(place, "打印版生成之后数据又改过，打印版已不是现在的数据。")
    elif not case.changed_pages:
        yield Found(
            place,
            "打印版生成之后数据又改过，不过各页的内容没有变化。",
            remedy="重新生成打印版就可以；已经盖章的页不用重印。",
        )
    else:
        pages = show_numbers(case.changed_pages)
        yield Found(
            place,
            f"打印版生成之后数据又改过，第 {pages} 页要重新打印盖章。",
            (("要重印的页", pages),),
            remedy="重新生成打印版，只重印这几页并盖章，其余各页照用。",
        )


@rule("D02", Level.ERROR, reads=("case.print_run", "case.sealing", "case.scan"))
def d02(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: every printed page is there as a stamped scan, by its code or by a named person's word.

    No scan yet is a fault only when it is to be sealed.
    """
    place = context.place(_PLACE)
    if not _is_settled(case):
        return
    if case.scan is None:
        if case.sealing:
            yield Found(
                place,
                "还没有导入盖章扫描件，不能封装。",
                remedy="请把打印版盖章后扫描，导入扫描件，核对齐全后再封装。",
            )
    elif not case.scan.is_complete:
        missing = show_numbers(page.number for page in case.scan.missing)
        older = show_numbers(_older(case.scan))
        unread = sum(left.why is Stray.UNREADABLE for left in case.scan.left_over)
        message = f"盖章扫描件缺第 {missing} 页。"
        message += f"扫到的第 {older} 页是旧版，要重印盖章。" if older else ""
        message += f"另有 {unread} 页读不出校验码，可能就是其中的页。" if unread else ""
        values = (
            ("缺少的页", missing),
            ("旧版的页", older),
            ("读不出的扫描页", f"{unread}" if unread else ""),
        )
        yield Found(place, message, tuple(pair for pair in values if pair[1]))


@rule(
    "D03",
    Level.WARNING,
    reads=("case.print_run", "case.scan"),
    params=("seal_sections", "least_dpi"),
    also=(Level.HINT,),
)
def d03(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: cover and pledge bear a red seal, the scan is fine enough, no page lies the wrong way.

    Blank pages are left out and pages scanned upside down are turned: that is only told.
    """
    if case.scan is None or not _is_settled(case):
        return
    for section in context.setting.words("seal_sections"):
        yield from _without_seal(case.scan, section, context)
    yield from _too_coarse(case.scan, context)
    yield from _put_right(case.scan, context.place(_PLACE))


def _is_settled(case: Case) -> bool:
    """Whether the last printing is of the present data."""
    return case.print_run is not None and case.print_run.data_digest == case.data_digest


def _older(scan: ScanMatch) -> Iterable[int]:
    """The numbers of missing pages of which the scan holds an older version."""
    missing = set(scan.missing)
    return {left.now.number for left in scan.left_over if left.now in missing and left.now is not None}


def _without_seal(scan: ScanMatch, section: str, context: Context) -> Iterator[Found]:
    """A section of which no page bears red seal ink; pages that are missing altogether are D02's."""
    sheets = [sheet for sheet in scan.sheets if sheet.printed.section == section]
    inks = {sheet.scan.ink for sheet in sheets if sheet.scan is not None}
    if not inks or Ink.RED in inks:
        return
    pages = show_numbers(sheet.printed.number for sheet in sheets)
    what = "没有找到红色印章" if Ink.NONE in inks else "扫描没有颜色，看不出有没有红色印章"
    message = f"要盖章的第 {pages} 页{what}。"
    yield Found(context.place(_PLACE), message, (("要盖章的页", pages), ("所见", what)))


def _too_coarse(scan: ScanMatch, context: Context) -> Iterator[Found]:
    least = context.setting.integer("least_dpi")
    place = context.place(_PLACE)
    coarse = {s.printed.number: s.scan.dpi for s in scan.sheets if s.scan and s.scan.dpi is not None}
    coarse = {number: dpi for number, dpi in coarse.items() if dpi < least}
    if coarse:
        pages, lowest = show_numbers(coarse), f"{min(coarse.values())} dpi"
        yield Found(
            place,
            f"第 {pages} 页的扫描分辨率不到 {least} dpi（最低 {lowest}），字迹和印章可能看不清。",
            (("页", pages), ("最低分辨率", lowest)),
        )
    drawn = [sheet.printed.number for sheet in scan.sheets if sheet.scan and sheet.scan.dpi is None]
    if drawn:
        pages = show_numbers(drawn)
        yield Found(
            place,
            f"第 {pages} 页不是扫描的图片，像是由电脑直接生成的 PDF。",
            (("页", pages), ("所见", "不是图片")),
            remedy="请打印、盖章后扫描；确实是扫描件的，写明理由。",
        )


def _put_right(scan: ScanMatch, place: Place) -> Iterator[Found]:
    """What the program has put right by itself."""
    blank = sum(left.why is Stray.BLANK for left in scan.left_over)
    if blank:
        yield Found(
            place,
            f"扫描件里有 {blank} 页是空白的，没有采用。",
            (("空白页", str(blank)),),
            level=Level.HINT,
            remedy="双面扫描常会带出空白的背面，可以不理会；若这几页本该有内容，请重新扫描。",
        )
    turned = [sheet.printed.number for sheet in scan.sheets if _is_upside_down(sheet)]
    if turned:
        pages = show_numbers(turned)
        yield Found(
            place,
            f"第 {pages} 页扫描时放倒了，程序已经转正。",
            (("页", pages),),
            level=Level.HINT,
            remedy="不用处理。",
        )


def _is_upside_down(sheet: Sheet) -> bool:
    return sheet.scan is not None and sheet.turn == UPSIDE_DOWN
