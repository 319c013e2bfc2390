"""Read scan files: every page looked at in processes that may be killed, two at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jxdesk.base import worker
from jxdesk.base.progress import Progress
from jxdesk.domain.scan import ScanPage
from jxdesk.scan.kinds import Kind, kind_of, unreadable

T = TypeVar("T")

LABEL = "正在识别扫描页"
CHILDREN = 2
_COUNT_SECONDS = 60.0
_PAGE_SECONDS = 30.0
_MEMORY_MB = 1_024


@dataclass(frozen=True, slots=True)
class Source:
    """A scan file on the disk: ``name`` as the user knows it, the SHA-256 (hex) of its bytes."""

    path: Path
    name: str
    sha256: str


def read(sources: Sequence[Source], progress: Progress) -> tuple[tuple[ScanPage, ...], ...]:
    """What is seen of every page of each file.

    Raises ``UserError`` ``scan.*`` for the first file that is not of a known kind, is encrypted,
    damaged, too large or takes its parser down, and what ``progress`` (pages done, of pages) raises.
    """
    kinds = [kind_of(source.path) for source in sources]
    progress(LABEL, 0, 0)
    opened = [(source.path, kind, source.name) for source, kind in zip(sources, kinds, strict=True)]
    counted = worker.run_each(
        count_pages,
        opened,
        timeouts_s=[_COUNT_SECONDS] * len(opened),
        memory_mb=_MEMORY_MB,
        children=CHILDREN,
        label=LABEL,
        progress=lambda label, _, __: progress(label, 0, 0),
    )
    counts = [_must_be_there(count, source.name) for source, count in zip(sources, counted, strict=True)]
    calls = [
        (source, kind, page)
        for source, kind, count in zip(sources, kinds, counts, strict=True)
        for page in range(1, count + 1)
    ]
    seen = worker.run_each(
        look_at,
        calls,
        timeouts_s=[_PAGE_SECONDS] * len(calls),
        memory_mb=_MEMORY_MB,
        children=CHILDREN,
        label=LABEL,
        progress=progress,
    )
    pages = iter(
        _must_be_there(found, source.name, page) for (source, _, page), found in zip(calls, seen, strict=True)
    )
    return tuple(tuple(next(pages) for _ in range(count)) for count in counts)


def _must_be_there(answer: T | None, name: str, page: int = 0) -> T:
    if answer is None:
        raise unreadable(name, page)
    return answer


def count_pages(path: Path, kind: Kind, name: str) -> int:
    """How many pages a file has. Runs in a process of its own."""
    from jxdesk.scan.pictures import opened

    with opened(path, kind, name) as (count, _):
        return count


def look_at(source: Source, kind: Kind, number: int) -> ScanPage:
    """What is seen of one page. Runs in a process of its own."""
    from jxdesk.scan.codes import FIRST_DPI, find_mark
    from jxdesk.scan.look import Sight
    from jxdesk.scan.pictures import opened

    with opened(source.path, kind, source.name) as (_, page_at):
        page = page_at(number)
        picture = page.picture(FIRST_DPI)
        sight = Sight.of(picture)
        mark = None if sight.is_blank else find_mark(page, picture)
        text, turn = mark if mark is not None else ("", page.turn)
        ink = sight.seal_ink(turn if mark is not None else None)
        return ScanPage(source.sha256, number, text, turn, page.dpi, sight.is_blank, ink)
