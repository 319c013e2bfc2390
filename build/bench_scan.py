"""Stamped scans: how many page codes are read, and how fast, beside one plain read of zxing-cpp.

The pages are those of the demo county. A page counts as read when its very code, page number and
turn were found; what the peer reads is held against the code alone. Goals: at most 3 % unread in
colour and gray wherever the seal stands, none where it is clear of the code; 60 pages at 150 dpi in
3 s on two cores. Black and white scans have no goal: a seal that turns black takes the code along.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from bench_rows import Row, median
from jxdesk.base.progress import silent
from jxdesk.domain.page_code import parse_qr
from jxdesk.domain.scan import ScanPage
from jxdesk.scan.kinds import kind_of
from jxdesk.scan.reading import Source, look_at, read
from scan_variants import Variant, variants

NAME = "scan"
EACH = 5
SEED = 2025
PAGES = 60
PAGES_DPI = 150
ROUNDS = 3
MOST_UNREAD = 3.0
MOST_SECONDS = 3.0
PEER = "zxing-cpp 一次"
_MODES = {"colour": "彩色", "gray": "灰度", "black-white": "黑白"}
_CLEAR = ("none", "clear")


@dataclass(frozen=True, slots=True)
class _Tried:
    """One variant: whether each of the two read it, and how long that took (CPU seconds)."""

    variant: Variant
    ours: bool
    peer: bool
    our_seconds: float
    peer_seconds: float


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty)."""
    document: Any = pypdfium2.PdfDocument(_printed(folder))
    tried = [_try(folder, variant) for variant in variants(document, EACH, SEED)]
    rows = [*_unread_rows(tried), *_speed_rows(tried)]
    rows.append(_whole_row(folder, document))
    return rows


def _printed(folder: Path) -> Path:
    """The print PDF of the demo county."""
    from jxdesk.app import printing
    from jxdesk.app.demo_run import new_demo_workspace
    from jxdesk.notice import installed, load_installed

    def clock() -> dt.datetime:
        return dt.datetime(2025, 9, 1, 4, tzinfo=dt.UTC)

    with new_demo_workspace(folder / "demo.jxdesk", load_installed(installed()[-1]), clock) as session:
        made = printing.render(session, folder / "documents", silent)
    return next(path for path in made.files if path.suffix == ".pdf")


def _try(folder: Path, variant: Variant) -> _Tried:
    path = folder / f"scan{variant.suffix}"
    path.write_bytes(variant.data)
    source = Source(path, path.name, hashlib.sha256(variant.data).hexdigest())
    start = time.process_time()
    seen = look_at(source, kind_of(path), 1)
    middle = time.process_time()
    with Image.open(path) as image:
        plain = zxingcpp.read_barcode(image.convert("RGB") if image.mode == "RGB" else image.convert("L"))
    end = time.process_time()
    return _Tried(
        variant,
        _is_right(seen, variant),
        plain is not None and _page(plain.text) == variant.page,
        middle - start,
        end - middle,
    )


def _is_right(seen: ScanPage, variant: Variant) -> bool:
    return (_page(seen.mark), seen.turn, seen.dpi) == (variant.page, variant.turn, variant.dpi)


def _page(text: str) -> int:
    mark = parse_qr(text)
    return mark.number if mark is not None else 0


def _unread_rows(tried: Iterable[_Tried]) -> list[Row]:
    groups: dict[tuple[str, bool], list[_Tried]] = defaultdict(list)
    for one in tried:
        groups[one.variant.mode, one.variant.seal in _CLEAR].append(one)
    rows = []
    for (mode, clear), found in groups.items():
        where = "印章不压码" if clear else "印章压边或压在码上"
        unread, peer = _unread([one.ours for one in found]), _unread([one.peer for one in found])
        most = 0.0 if clear else MOST_UNREAD
        has_goal = mode != "black-white"
        rows.append(
            Row(
                f"漏读，{_MODES[mode]}，{where}（{len(found)} 页）",
                unread,
                "%",
                PEER,
                peer,
                f"≤ {most:.0f}" if has_goal else "",
                unread <= most if has_goal else None,
            )
        )
    return rows


def _unread(read_well: list[bool]) -> float:
    return 100 * (1 - sum(read_well) / len(read_well))


def _speed_rows(tried: Iterable[_Tried]) -> list[Row]:
    groups: dict[int, list[_Tried]] = defaultdict(list)
    for one in tried:
        groups[one.variant.dpi].append(one)
    return [
        Row(
            f"每页，{dpi} dpi（处理器时间，中位数）",
            1000 * median([one.our_seconds for one in found]),
            "ms",
            PEER,
            1000 * median([one.peer_seconds for one in found]),
        )
        for dpi, found in groups.items()
    ]


def _whole_row(folder: Path, document: Any) -> Row:
    """A whole scan in one PDF, with the processes that read it started anew each time."""
    from jxdesk.scan.picture_pdf import Sheet, bind

    sheets = []
    for number in range(PAGES):
        page = document[number % len(document)]
        picture = page.render(scale=PAGES_DPI / 72).to_pil().convert("RGB")
        path = folder / "page.jpg"
        picture.save(path, "JPEG", quality=70, dpi=(PAGES_DPI, PAGES_DPI))
        sheets.append(Sheet.of_jpeg(path.read_bytes(), "RGB", picture.size, page.get_size()))
    scan = folder / "scan.pdf"
    scan.write_bytes(bind(sheets))
    source = Source(scan, scan.name, hashlib.sha256(scan.read_bytes()).hexdigest())
    ours, peers = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pages = read([source], silent)[0]
        middle = time.perf_counter()
        if not all(page.mark for page in pages):
            raise RuntimeError("a page was not read")
        _plainly(scan)
        peers.append(time.perf_counter() - middle)
        ours.append(middle - start)
    seconds = median(ours)
    what = f"{PAGES} 页，{PAGES_DPI} dpi，一份 PDF（时钟）"
    return Row(what, seconds, "s", PEER, median(peers), f"< {MOST_SECONDS:.0f}", seconds < MOST_SECONDS)


def _plainly(scan: Path) -> None:
    """What a simple program does: draw each page and read it once."""
    document: Any = pypdfium2.PdfDocument(scan)
    for page in document:
        zxingcpp.read_barcode(page.render(scale=PAGES_DPI / 72).to_pil())
