"""Read scan files: every page looked at in processes that may be killed, two at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from jxdesk.base import worker
from jxdesk.base.progress import Progress
from jxdesk.domain.scan import ScanPage
from jxdesk.scan.kinds import Kind, kind_of, unreadable

T = TypeVar("T")

LABEL = "正在识别扫描页"
OPENING = "正在打开扫描件"
CHILDREN = 2
_SECONDS = 60.0
_MEMORY_MB = 1_024


@dataclass(frozen=True, slots=True)
class Source:
    """A scan file on the disk: ``name`` as the user knows it, the SHA-256 (hex) of its bytes."""

    path: Path
    name: str
    sha256: str


def read(
    sources: Sequence[Source], progress: Progress, seen: Callable[[ScanPage], None] = lambda _: None
) -> tuple[tuple[ScanPage, ...], ...]:
    """What is seen of every page of each file.

    ``seen`` is told of each page as soon as it has been looked at, in whatever order. Raises
    ``UserError`` ``scan.*`` for the first file that is not of a known kind, is encrypted, damaged, too
    large or takes its parser down, and what ``progress`` (pages done, of pages) raises.
    """
    kinds = [kind_of(source.path) for source in sources]
    starts = [(source, kind) for source, kind in zip(sources, kinds, strict=True)]
    opening = _Told(OPENING, 0, len(starts), progress)
    firsts = _run(look_first, starts, opening, lambda answer: seen(answer[1]))
    rest = [
        (source, kind, page)
        for (source, kind), (count, _) in zip(starts, firsts, strict=True)
        for page in range(2, count + 1)
    ]
    looking = _Told(LABEL, len(starts), len(starts) + len(rest), progress)
    others = iter(_run(look_at, rest, looking, seen))
    return tuple((first, *(next(others) for _ in range(count - 1))) for count, first in firsts)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told while it lasts: ``before`` of ``total`` pages were looked at already."""

    label: str
    before: int
    total: int
    progress: Progress


def _run(
    function: Callable[..., T], calls: Sequence[tuple[Any, ...]], told: _Told, seen: Callable[[T], None]
) -> list[T]:
    """The answers to all calls."""
    answers = worker.run_each(
        function,
        calls,
        timeouts_s=[_SECONDS] * len(calls),
        memory_mb=_MEMORY_MB,
        children=CHILDREN,
        label=told.label,
        progress=lambda label, done, _: told.progress(label, told.before + done, told.total),
        answered=seen,
    )
    return [_must_be_there(answer, *call) for call, answer in zip(calls, answers, strict=True)]


def _must_be_there(answer: T | None, source: Source, _: Kind, page: int = 0) -> T:
    if answer is None:
        raise unreadable(source.name, page)
    return answer


def look_first(source: Source, kind: Kind) -> tuple[int, ScanPage]:
    """How many pages a file has, and what is seen of the first. Runs in a process of its own."""
    from jxdesk.scan.pictures import opened

    with opened(source.path, kind, source.name) as (count, _):
        return count, look_at(source, kind, 1)


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
