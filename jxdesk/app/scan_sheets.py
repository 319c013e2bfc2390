"""What there is to see of each printed page and of each scan page without a place, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from jxdesk.app.scan_report import stray_sentence
from jxdesk.app.scanning import Numbered, ScanState
from jxdesk.domain.page_code import parse_qr
from jxdesk.domain.scan import UPSIDE_DOWN, How, Ink, LeftOver, ScanPage, Sheet, Stray
from jxdesk.domain.show import show_numbers
from jxdesk.notice import Notice

_RULE = "D03"
Place = tuple[str, int]


class Care(Enum):
    """How much of a person's care something needs."""

    NEEDED = "要处理"
    WORTH = "请看一看"
    NONE = "不用处理"


class Mark(Enum):
    """What is to be said of a printed page: a word for it, and what it asks for."""

    MISSING = ("缺页", Care.NEEDED)
    MATCHED = ("已对上", Care.NONE)
    TYPED = ("按输入的校验码", Care.NONE)
    BY_EYE = ("目视确认", Care.NONE)
    NO_SEAL = ("印章未见", Care.WORTH)
    NO_COLOUR = ("看不出印章", Care.WORTH)
    COARSE = ("分辨率低", Care.WORTH)
    DRAWN = ("不是扫描图片", Care.WORTH)
    TURNED = ("倒置已转正", Care.NONE)
    DOUBLED = ("有多份", Care.NONE)
    MOVED = ("页码有移动", Care.NONE)

    @property
    def word(self) -> str:
        """The word that is shown."""
        return self.value[0]

    @property
    def care(self) -> Care:
        """What it asks for."""
        return self.value[1]


_HOW = {How.CODE: Mark.MATCHED, How.TYPED: Mark.TYPED, How.EYE: Mark.BY_EYE}
STRAYS = {
    Stray.DOUBLE: "多余的一份",
    Stray.OLDER: "旧版",
    Stray.OTHER_VERSION: "另一版",
    Stray.FOREIGN: "别的申报",
    Stray.UNREADABLE: "读不出校验码",
    Stray.BLANK: "空白",
}
"""Why a scan page has no place, in a word."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A printed page: the scan page taken for it with its number, and its marks, the first the main one.

    ``older`` is the scan page that holds an older version of a missing page.
    """

    sheet: Sheet
    scan: Numbered | None
    marks: tuple[Mark, ...]
    older: Numbered | None = None

    @property
    def number(self) -> int:
        """The page's number in the printing."""
        return self.sheet.printed.number

    @property
    def care(self) -> Care:
        """The most that one of the marks asks for."""
        cares = {mark.care for mark in self.marks}
        return next(care for care in Care if care in cares)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All there is to say of it."""
        if self.scan is None:
            return (_missing(self),)
        return (_where(self), *(_SAID[mark] for mark in self.marks if mark in _SAID))


@dataclass(frozen=True, slots=True)
class LeftView:
    """A scan page without a place, with its number; ``care`` is none where no page is missing."""

    left: LeftOver
    scan: Numbered
    care: Care

    @property
    def word(self) -> str:
        """Why it has no place, in a word."""
        return STRAYS[self.left.why]

    @property
    def sentence(self) -> str:
        """Why it has no place, and what to do."""
        return f"扫描的第 {self.scan.number} 页{stray_sentence(self.left)}"

    @property
    def can_be_mended(self) -> bool:
        """Whether a person may say which page it is."""
        return self.left.why is Stray.UNREADABLE


def place_of(page: ScanPage) -> Place:
    """What tells a scan page from all others."""
    return page.sha256, page.page


def sheet_views(now: ScanState, notice: Notice) -> tuple[SheetView, ...]:
    """Every printed page in order."""
    numbered = {place_of(each.page): each for each in now.pages}
    doubled = {left.page.number for left in _left(now, Stray.DOUBLE) if left.page is not None}
    older = {left.now.number: left for left in _left(now, Stray.OLDER) if left.now is not None}
    seals = _seals(now, notice)
    least = notice.rules[_RULE].integer("least_dpi") if _RULE in notice.rules else 0
    views = []
    for sheet in now.found.sheets:
        number = sheet.printed.number
        marks = _marks(sheet, seals.get(sheet.printed.section), least)
        marks += (Mark.DOUBLED,) if number in doubled else ()
        scan = numbered[place_of(sheet.scan)] if sheet.scan is not None else None
        before = numbered[place_of(older[number].scan)] if scan is None and number in older else None
        views.append(SheetView(sheet, scan, marks, before))
    return tuple(views)


def left_views(now: ScanState) -> tuple[LeftView, ...]:
    """Every scan page without a place, in the order of the scan; those that may still help need care."""
    numbered = {place_of(each.page): each for each in now.pages}
    idle = {Stray.BLANK, Stray.DOUBLE}
    return tuple(
        LeftView(
            left,
            numbered[place_of(left.scan)],
            Care.NONE if now.found.is_complete or left.why in idle else Care.NEEDED,
        )
        for left in now.found.left_over
    )


def standing(now: ScanState) -> str:
    """Where the scan stands, in a sentence or two for the window."""
    found, total = now.found, len(now.found.sheets)
    if now.is_stale:
        return "打印以后数据又改过：先看哪几页变了，重新生成打印版，只重印这几页并盖章。"
    if not now.pages:
        return f"打印版共 {total} 页。盖章后扫描，在这里导入扫描件，逐页核对。"
    if found.is_complete:
        eyes = f"其中 {len(found.by_eye)} 页由人目视确认。" if found.by_eye else ""
        return f"盖章扫描件齐全：{total} 页都对上了打印版。{eyes}"
    missing = show_numbers(page.number for page in found.missing)
    unread = sum(1 for _ in _left(now, Stray.UNREADABLE))
    may_be = f"有 {unread} 个扫描页读不出校验码，可能就是其中的页。" if unread else ""
    return f"还缺第 {missing} 页（共 {total} 页）。{may_be}"


def _left(now: ScanState, why: Stray) -> tuple[LeftOver, ...]:
    return tuple(left for left in now.found.left_over if left.why is why)


def _seals(now: ScanState, notice: Notice) -> Mapping[str, Mark]:
    """What is to be said of the sections that ask for a seal and show none."""
    sections = notice.rules[_RULE].words("seal_sections") if _RULE in notice.rules else ()
    found = {}
    for section in sections:
        inks = {s.scan.ink for s in now.found.sheets if s.printed.section == section and s.scan}
        if inks and Ink.RED not in inks:
            found[section] = Mark.NO_SEAL if Ink.NONE in inks else Mark.NO_COLOUR
    return found


def _marks(sheet: Sheet, seal: Mark | None, least: int) -> tuple[Mark, ...]:
    if sheet.scan is None or sheet.how is None:
        return (Mark.MISSING,)
    dpi, code = sheet.scan.dpi, parse_qr(sheet.scan.mark)
    marks = [_HOW[sheet.how]]
    marks += [seal] if seal is not None else []
    marks += [Mark.DRAWN] if dpi is None else [Mark.COARSE] if dpi < least else []
    marks += [Mark.TURNED] if sheet.turn == UPSIDE_DOWN else []
    marks += [Mark.MOVED] if code is not None and code.number != sheet.printed.number else []
    return tuple(marks)


def _missing(view: SheetView) -> str:
    if view.older is not None:
        old = f"扫描的第 {view.older.number} 页是它的旧版，不能用。"
        return f"这一页还没有扫描件：{old}请重印这一页，盖章、扫描后导入。"
    return "这一页还没有扫描件。请扫描这一页再导入；纸找不到的，重印这一页并盖章。"


def _where(view: SheetView) -> str:
    scan, made = view.scan, view.sheet.confirmation
    if scan is None:
        return ""
    dpi = f"，{scan.page.dpi} dpi" if scan.page.dpi is not None else ""
    where = f"扫描的第 {scan.number} 页（“{scan.file.name}”第 {scan.page.page} 页{dpi}）"
    if made is None:
        return f"{where}，二维码对上。"
    if made.how is How.TYPED:
        return f"{where}，按输入的校验码对上。"
    when = f"{made.made_at.astimezone():%Y-%m-%d %H:%M}"
    return f"{where}，{made.who} 于 {when} 目视确认：{made.why}"


_SAID = {
    Mark.NO_SEAL: "没有找到红色印章。漏盖的请补盖；盖了而没有认出来的，在检查结果里写明理由。",
    Mark.NO_COLOUR: "扫描没有颜色，看不出有没有红色印章。请用彩色重新扫描这一页。",
    Mark.COARSE: "扫描分辨率低，字迹和印章可能看不清。请调高分辨率，重新扫描这一页。",
    Mark.DRAWN: "不是扫描的图片，像是由电脑直接生成的。请打印、盖章后扫描。",
    Mark.TURNED: "扫描时放倒了，程序已经转正。",
    Mark.DOUBLED: "这一页扫描了不止一份，取用的是这一份。",
    Mark.MOVED: "纸上印的页码与现在的不同，内容没有变，照用。",
}
