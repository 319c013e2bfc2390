"""What is said of each printed page and of each scan page without a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from jxdesk.app.scan_sheets import Care, Mark, left_views, sheet_views, standing
from jxdesk.app.scanning import Numbered, ScanState
from jxdesk.domain.page_code import PageMark, qr_text
from jxdesk.domain.scan import How, Ink, ScanPage, SheetConfirmation, match
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.store.entries import ScanFile, StoredFile
from tests.strategies import notice

WHEN = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)
FILE = "f" * 64
DOCUMENT = "AAAA"
CODES = tuple(letter * 10 for letter in "BCDE")
RUN = PrintRun(
    1,
    "0" * 64,
    tuple(PrintedPage(s, 1, 1, n, c) for n, (s, c) in enumerate(zip("cpqr", CODES, strict=True), 1)),
)
COVER = replace(RUN, pages=(replace(RUN.pages[0], section="cover"), *RUN.pages[1:]))
BEFORE = PrintRun(1, "1" * 64, (replace(RUN.pages[3], code="F" * 10),))


def page(number: int, code: str, *, place: int | None = None, **other: object) -> ScanPage:
    """A scan page in colour at 300 dpi with this code."""
    mark = qr_text(PageMark(DOCUMENT, place or number, 9, code)) if code else ""
    seen = ScanPage(FILE, number, mark, 0, 300, False, Ink.RED)
    return replace(seen, **other)  # type: ignore[arg-type]


def state(run: PrintRun, *pages: ScanPage, said: tuple[SheetConfirmation, ...] = ()) -> ScanState:
    """These scan pages held against ``run``."""
    file = ScanFile("盖章.pdf", StoredFile(FILE, 1), WHEN, pages)
    numbered = tuple(Numbered(number, file, each) for number, each in enumerate(pages, 1))
    return ScanState(run, False, numbered, match(run, [BEFORE], DOCUMENT, pages, said))


def test_every_page_has_its_marks_and_the_weightiest_says_what_care_it_needs() -> None:
    now = state(
        COVER,
        page(1, CODES[0], ink=Ink.NONE, dpi=100),
        page(2, CODES[1], turn=180, place=3),
        page(3, CODES[2], dpi=None),
        page(4, CODES[1]),
    )
    views = sheet_views(now, notice())
    marks = {view.number: set(view.marks) for view in views}
    assert marks[1] == {Mark.MATCHED, Mark.NO_SEAL, Mark.COARSE}
    assert marks[2] == {Mark.MATCHED, Mark.DOUBLED, Mark.TURNED, Mark.MOVED}
    assert marks[3] == {Mark.MATCHED, Mark.DRAWN}
    assert marks[4] == {Mark.MISSING}
    assert [view.care for view in views] == [Care.WORTH, Care.NONE, Care.WORTH, Care.NEEDED]
    assert any("漏盖的请补盖" in sentence for sentence in views[0].sentences)


def test_seal_and_fineness_are_the_notices_to_ask_for() -> None:
    plain = notice()
    silent = replace(plain, rules={id_: rule for id_, rule in plain.rules.items() if id_ != "D03"})
    now = state(COVER, page(1, CODES[0], ink=Ink.UNKNOWN, dpi=100))
    assert sheet_views(now, plain)[0].marks == (Mark.MATCHED, Mark.NO_COLOUR, Mark.COARSE)
    assert sheet_views(now, silent)[0].marks == (Mark.MATCHED,)


def test_a_missing_page_of_which_an_older_sheet_came_says_so() -> None:
    now = state(RUN, page(1, CODES[0]), page(2, "F" * 10))
    views = sheet_views(now, notice())
    assert views[3].older is not None
    assert views[3].older.number == 2
    assert "是它的旧版" in views[3].sentences[0]
    assert "旧版" not in views[2].sentences[0]
    (left,) = left_views(now)
    assert (left.word, left.care, left.can_be_mended) == ("旧版", Care.NEEDED, False)
    assert standing(now) == "还缺第 2–4 页（共 4 页）。"


def test_what_is_left_over_needs_no_care_once_all_pages_are_there() -> None:
    unread, blank = page(4, ""), page(5, "", blank=True)
    three = [page(n, code) for n, code in enumerate(CODES[:3], 1)]
    now = state(RUN, *three, unread, blank)
    assert [(view.word, view.care, view.can_be_mended) for view in left_views(now)] == [
        ("读不出校验码", Care.NEEDED, True),
        ("空白", Care.NONE, False),
    ]
    assert standing(now).endswith("有 1 个扫描页读不出校验码，可能就是其中的页。")
    full = state(RUN, *three, unread, blank, page(6, CODES[3]))
    assert {view.care for view in left_views(full)} == {Care.NONE}
    assert standing(full) == "盖章扫描件齐全：4 页都对上了打印版。"
    assert standing(replace(full, is_stale=True)).startswith("打印以后数据又改过")


def test_who_confirmed_a_page_by_eye_and_why_is_told() -> None:
    said = SheetConfirmation(FILE, 1, CODES[0], How.EYE, 90, "王小明", "改过文字", WHEN)
    now = state(RUN, page(1, ""), said=(said,))
    view = sheet_views(now, notice())[0]
    assert view.marks == (Mark.BY_EYE,)
    assert "王小明" in view.sentences[0]
    assert view.sentences[0].endswith("目视确认：改过文字")
