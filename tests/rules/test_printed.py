"""Group D: print run, stamped scan and what can be seen on it, up to the borders."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from jxdesk.domain.finding import Finding, Level
from jxdesk.domain.scan import How, Ink, LeftOver, ScanMatch, ScanPage, Sheet, Stray
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.rules import Case
from tests import sound
from tests.rules.breaking import ENGINE, SOUND

DIGEST = "1" * 64
PAGES = tuple(
    PrintedPage(section, page, 2 if section == "basic" else 1, number, f"{number:A<10}")
    for number, (section, page) in enumerate(
        (("cover", 1), ("pledge", 1), ("basic", 1), ("basic", 2)), start=1
    )
)
RUN = PrintRun(1, DIGEST, PAGES)


def scanned(page: int, **facts: Any) -> ScanPage:
    seen = ScanPage("ab" * 32, page, "", 0, 300, False, Ink.RED if page < 3 else Ink.NONE)
    return dataclasses.replace(seen, **facts)


def scan(*left_over: LeftOver, lacking: tuple[int, ...] = (), **facts: Any) -> ScanMatch:
    """A whole scan, but for the pages ``lacking``; ``facts`` hold for page 2."""
    sheets = [
        Sheet(page)
        if page.number in lacking
        else Sheet(page, scanned(page.number, **(facts if page.number == 2 else {})), How.CODE)
        for page in PAGES
    ]
    return ScanMatch(tuple(sheets), left_over)


def check(found: ScanMatch | None, **facts: Any) -> list[Finding]:
    """What group D finds at sealing."""
    given: dict[str, Any] = {"data_digest": DIGEST, "print_run": RUN, "sealing": True} | facts
    case = Case(application=SOUND, today=sound.TODAY, scan=found, **given)
    return [finding for finding in ENGINE.check(case) if finding.rule.startswith("D")]


def kinds(found: ScanMatch | None, **facts: Any) -> list[tuple[str, Level]]:
    return [(finding.rule, finding.level) for finding in check(found, **facts)]


def test_a_whole_stamped_scan_of_the_present_printing_is_sound() -> None:
    assert check(scan()) == []


def test_d01_wants_a_print_of_the_present_data_when_sealing() -> None:
    assert kinds(None, print_run=None, sealing=False) == []
    assert kinds(None, print_run=None) == [("D01", Level.ERROR)]
    assert kinds(None, data_digest="2" * 64, sealing=False) == [("D01", Level.ERROR)]


def test_d01_names_the_pages_to_be_printed_and_stamped_again() -> None:
    (finding,) = check(scan(), data_digest="2" * 64, changed_pages=(3, 7, 8, 9))
    assert "第 3、7–9 页要重新打印盖章" in finding.message
    assert finding.values == (("要重印的页", "3、7–9"),)
    assert "只重印这几页" in finding.remedy


def test_d01_says_when_no_page_changed() -> None:
    (finding,) = check(scan(), data_digest="2" * 64, changed_pages=())
    assert "不用重印" in finding.remedy


def test_d02_wants_a_scan_only_when_sealing() -> None:
    assert kinds(None, sealing=False) == []
    (finding,) = check(None)
    assert (finding.rule, finding.level) == ("D02", Level.ERROR)
    assert "还没有导入盖章扫描件" in finding.message


def test_d02_names_what_is_missing_as_soon_as_there_is_a_scan() -> None:
    older = LeftOver(scanned(9), Stray.OLDER, PAGES[0], PAGES[3])
    unread = LeftOver(scanned(10), Stray.UNREADABLE)
    (finding,) = check(scan(older, unread, lacking=(3, 4)), sealing=False)
    assert finding.message == (
        "盖章扫描件缺第 3、4 页。扫到的第 4 页是旧版，要重印盖章。另有 1 页读不出校验码，可能就是其中的页。"
    )
    assert finding.values == (("缺少的页", "3、4"), ("旧版的页", "4"), ("读不出的扫描页", "1"))


def test_d02_does_not_count_an_older_sheet_of_a_page_that_is_there() -> None:
    older = LeftOver(scanned(9), Stray.OLDER, PAGES[3], PAGES[3])
    assert check(scan(older)) == []
    (finding,) = check(scan(older, lacking=(3,)))
    assert finding.message == "盖章扫描件缺第 3 页。"


@pytest.mark.parametrize("how", [How.TYPED, How.EYE])
def test_a_confirmed_page_is_there(how: How) -> None:
    sheets = tuple(dataclasses.replace(sheet, how=how) for sheet in scan().sheets)
    assert check(ScanMatch(sheets, ())) == []


def test_while_the_printing_is_stale_d01_speaks_alone() -> None:
    assert kinds(scan(lacking=(1, 2)), data_digest="2" * 64) == [("D01", Level.ERROR)]
    assert kinds(None, data_digest="2" * 64) == [("D01", Level.ERROR)]


@pytest.mark.parametrize(("ink", "words"), [(Ink.NONE, "没有找到红色印章"), (Ink.UNKNOWN, "没有颜色")])
def test_d03_misses_the_seal_on_cover_and_pledge(ink: Ink, words: str) -> None:
    (finding,) = check(scan(ink=ink))
    assert (finding.rule, finding.level) == ("D03", Level.WARNING)
    assert finding.message.startswith("要盖章的第 2 页")
    assert words in finding.message


def test_d03_has_a_finding_of_its_own_for_each_section_to_be_sealed() -> None:
    bare = scan(ink=Ink.NONE)
    cover = dataclasses.replace(bare.sheets[0], scan=scanned(1, ink=Ink.NONE))
    found = check(ScanMatch((cover, *bare.sheets[1:]), ()))
    assert [finding.values[0] for finding in found] == [("要盖章的页", "1"), ("要盖章的页", "2")]


def test_d03_leaves_a_missing_page_to_d02() -> None:
    assert kinds(scan(lacking=(1,))) == [("D02", Level.ERROR)]


@pytest.mark.parametrize(("dpi", "found"), [(149, ["D03"]), (150, []), (151, [])])
def test_d03_wants_150_dpi(dpi: int, found: list[str]) -> None:
    assert [finding.rule for finding in check(scan(dpi=dpi))] == found


def test_d03_says_how_coarse_and_what_is_no_picture() -> None:
    (coarse,) = check(scan(dpi=96))
    assert "第 2 页的扫描分辨率不到 150 dpi（最低 96 dpi）" in coarse.message
    (drawn,) = check(scan(dpi=None))
    assert "不是扫描的图片" in drawn.message
    assert drawn.level is Level.WARNING


def test_d03_only_tells_of_what_was_put_right() -> None:
    blank = LeftOver(scanned(9, blank=True), Stray.BLANK)
    assert kinds(scan(blank, turn=180)) == [("D03", Level.HINT), ("D03", Level.HINT)]
    assert kinds(scan(turn=90)) == []
    assert [finding.values for finding in check(scan(blank, blank, turn=180))] == [
        (("空白页", "2"),),
        (("页", "2"),),
    ]


def test_the_honest_sentence_stands_on_the_card() -> None:
    meaning = ENGINE.catalogue.notice.rules["D02"].meaning
    assert "不说明纸上没有另外写过字" in meaning
