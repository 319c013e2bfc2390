"""Matching scan pages with printed pages: whatever the order, each once, nothing made up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.page_code import PageMark, document_code, qr_text
from jxdesk.domain.scan import (
    QUARTER_TURNS,
    How,
    Ink,
    LeftOver,
    ScanMatch,
    ScanPage,
    SheetConfirmation,
    Stray,
    changed_pages,
    match,
)
from jxdesk.domain.work import PrintedPage, PrintRun

OURS, THEIRS = document_code("demo-1"), document_code("demo-2")
NOON = dt.datetime(2025, 9, 1, 4, tzinfo=dt.UTC)
FILE = "ab" * 32


def printed(*codes: str, section: str = "basic") -> PrintRun:
    """A printing whose pages have these codes (padded)."""
    total = len(codes)
    pages = (PrintedPage(section, n, total, n, code.ljust(10, "A")) for n, code in enumerate(codes, 1))
    return PrintRun(1, "aa" * 32, tuple(pages))


def seen(page: int, code: str = "", document: str = OURS, **facts: object) -> ScanPage:
    """A scan page on which this code was read, or none."""
    mark = qr_text(PageMark(document, 1, 9, code.ljust(10, "A"))) if code else ""
    scan = ScanPage(FILE, page, mark, 0, 150, False, Ink.NONE)
    return dataclasses.replace(scan, **facts)  # type: ignore[arg-type]


def said(page: int, code: str, how: How = How.TYPED, turn: int = 0) -> SheetConfirmation:
    who = "张三" if how is How.EYE else ""
    return SheetConfirmation(FILE, page, code.ljust(10, "A"), how, turn, who, who and "没有码", NOON)


def held(
    run: PrintRun,
    pages: list[ScanPage],
    *confirmations: SheetConfirmation,
    earlier: tuple[PrintRun, ...] = (),
) -> ScanMatch:
    return match(run, earlier, OURS, pages, confirmations)


def strays(found: ScanMatch) -> list[tuple[int, Stray]]:
    return [(left.scan.page, left.why) for left in found.left_over]


RUN = printed("B", "C", "D")


def test_pages_in_any_order_and_turn_find_their_places() -> None:
    found = held(RUN, [seen(1, "D", turn=90), seen(2, "B"), seen(3, "C", turn=180)])
    assert found.is_complete
    assert [(s.scan.page if s.scan else 0, s.how, s.turn) for s in found.sheets] == [
        (2, How.CODE, 0),
        (3, How.CODE, 180),
        (1, How.CODE, 90),
    ]
    assert found.left_over == ()


def test_every_way_of_not_belonging_has_its_name() -> None:
    before = printed("B", "X", "D")
    pages = [
        seen(1, "B"),
        seen(2, "B"),
        seen(3, "X"),
        seen(4, "Z"),
        seen(5, "C", document=THEIRS),
        seen(6),
        seen(7, blank=True),
    ]
    found = held(RUN, pages, earlier=(before,))
    assert strays(found) == [
        (2, Stray.DOUBLE),
        (3, Stray.OLDER),
        (4, Stray.OTHER_VERSION),
        (5, Stray.FOREIGN),
        (6, Stray.UNREADABLE),
        (7, Stray.BLANK),
    ]
    assert [page.number for page in found.missing] == [2, 3]
    double, older = found.left_over[:2]
    assert double == LeftOver(pages[1], Stray.DOUBLE, RUN.pages[0])
    assert older == LeftOver(pages[2], Stray.OLDER, before.pages[1], RUN.pages[1])


def test_the_latest_printing_with_the_code_says_which_page_it_was() -> None:
    old, older = printed("W", "X"), printed("X", "W")
    found = held(RUN, [seen(1, "X")], earlier=(old, older))
    assert found.left_over[0].page == old.pages[1]
    elsewhere = held(printed("B", section="scale"), [seen(1, "X")], earlier=(old,))
    assert elsewhere.left_over[0].now is None


def test_a_sealed_page_is_taken_before_an_unsealed_one_and_a_fine_before_a_coarse() -> None:
    coarse, sealed, fine = seen(1, "B", dpi=100), seen(2, "B", dpi=100, ink=Ink.RED), seen(3, "B", dpi=300)
    assert held(RUN, [coarse, sealed, fine]).sheets[0].scan == sealed
    assert held(RUN, [coarse, fine]).sheets[0].scan == fine


def test_a_typed_code_counts_for_the_present_version_only() -> None:
    found = held(RUN, [seen(1), seen(2)], said(1, "C", turn=90), said(2, "X"))
    assert (found.sheets[1].how, found.sheets[1].turn) == (How.TYPED, 90)
    assert strays(found) == [(2, Stray.UNREADABLE)]


@pytest.mark.parametrize("how", [How.TYPED, How.EYE])
def test_nobodys_word_goes_against_a_code_that_can_be_read(how: How) -> None:
    old = printed("X")
    pages = [seen(1, "X"), seen(2, "C", document=THEIRS), seen(3, "B"), seen(4)]
    words = [said(page, "B" if page > 2 else "D", how) for page in (1, 2, 3, 4)]
    found = held(RUN, pages, *words, earlier=(old,))
    assert found.sheets[0].how is How.CODE
    assert [page.number for page in found.missing] == [2, 3]
    assert strays(found) == [(1, Stray.OLDER), (2, Stray.FOREIGN), (4, Stray.DOUBLE)]


def test_a_blank_page_is_nobodys_sheet() -> None:
    found = held(RUN, [seen(1, blank=True)], said(1, "B", How.EYE))
    assert strays(found) == [(1, Stray.BLANK)]


def test_who_looked_is_known() -> None:
    found = held(RUN, [seen(1), seen(2, "C")], said(1, "B", How.EYE))
    (sheet,) = found.by_eye
    assert sheet.printed.number == 1
    assert sheet.confirmation == said(1, "B", How.EYE)


def test_only_pages_with_other_content_changed() -> None:
    assert changed_pages(RUN, printed("B", "N", "C", "D", "E").pages) == (2, 5)
    assert changed_pages(RUN, RUN.pages) == ()


_codes = st.lists(st.sampled_from("BCDEFGH"), unique=True, max_size=5)
_pages = st.lists(
    st.builds(
        lambda code, document, turn, dpi, blank, ink: (code, document, turn, dpi, blank and not code, ink),
        st.sampled_from(["", *"BCDEFGHXYZ"]),
        st.sampled_from([OURS, OURS, OURS, THEIRS]),
        st.sampled_from(QUARTER_TURNS),
        st.sampled_from([None, 100, 150, 300]),
        st.booleans(),
        st.sampled_from(Ink),
    ),
    max_size=12,
)


@given(_codes, _codes, _pages, st.data())
def test_order_does_not_matter_and_nothing_serves_twice(
    now: list[str],
    before: list[str],
    raw: list[tuple[str, str, int, int | None, bool, Ink]],
    data: st.DataObject,
) -> None:
    run, old = printed(*now), printed(*before)
    pages = [
        seen(n, code, document, turn=turn, dpi=dpi, blank=blank, ink=ink)
        for n, (code, document, turn, dpi, blank, ink) in enumerate(raw, 1)
    ]
    words = [
        said(page, data.draw(st.sampled_from("BCDXY")), data.draw(st.sampled_from([How.TYPED, How.EYE])))
        for page in data.draw(st.sets(st.integers(1, 12), max_size=4))
    ]
    found = held(run, pages, *words, earlier=(old,))
    shuffled = random.Random(len(pages)).sample(pages, len(pages))
    again = held(run, shuffled, *reversed(words), earlier=(old,))
    assert again.sheets == found.sheets
    assert set(again.left_over) == set(found.left_over)
    used = [sheet.scan for sheet in found.sheets if sheet.scan is not None]
    assert sorted(page.page for page in [*used, *(left.scan for left in found.left_over)]) == [
        page.page for page in pages
    ]
    assert tuple(sheet.printed for sheet in found.sheets) == run.pages
    for sheet in found.sheets:
        if sheet.how is How.CODE:
            assert sheet.scan is not None
            assert sheet.printed.code in sheet.scan.mark
            assert OURS in sheet.scan.mark


@given(_codes, st.randoms(use_true_random=False), st.data())
def test_a_whole_scan_is_complete_however_it_was_laid_on_the_glass(
    codes: list[str], source: random.Random, data: st.DataObject
) -> None:
    run = printed(*codes)
    order = source.sample(codes, len(codes))
    pages = [seen(n, code, turn=data.draw(st.sampled_from(QUARTER_TURNS))) for n, code in enumerate(order, 1)]
    found = held(run, pages)
    assert found.is_complete
    assert found.left_over == ()
