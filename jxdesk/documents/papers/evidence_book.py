"""佐证材料汇编: all evidence in one PDF with bookmarks, beside the single files.

A catalogue, a divider before each file, its pages, and page numbers through the whole book in a strip at
the foot. What can't be put on pages has its divider only, which says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.papers.binding import Bound, bind
from jxdesk.documents.papers.book_pages import BookItem, lay_out
from jxdesk.documents.papers.book_sheets import sheets_of
from jxdesk.documents.pdf.pen import Properties

MAX_PAGES = 3_000
_SECONDS_PER_FILE, _MEMORY_MB, _CHILDREN = 90.0, 1_536, 2
_SECONDS, _SECONDS_PER_PAGE, _BINDING_MB = 60.0, 0.5, 3_072


@dataclass(frozen=True, slots=True)
class Made:
    """How many pages the book has, and which files it could only name."""

    pages: int
    apart: tuple[str, ...]


def evidence_book(
    items: Sequence[BookItem],
    out: Path,
    properties: Properties,
    aside: Path,
    progress: Progress,
    *,
    watermark: str = "",
) -> Made:
    """Write the book to ``out``, with ``aside`` for what is made on the way. Same files, same bytes.

    Each file is opened in a process of its own, and so is all that computes: this may be called from a
    thread beside a window. Raises ``UserError`` (``book.too-many-pages``, ``book.not-bound``,
    ``font.missing-character``, disk) and what ``progress`` raises.
    """
    sheets = [aside / f"{item.number}.pdf" for item in items]
    counts = _sheets(items, sheets, progress)
    pages = sum(counts) + len(items)
    if pages > MAX_PAGES:
        raise UserError(
            "book.too-many-pages",
            f"佐证材料共 {pages} 页，汇编成一份超过 {MAX_PAGES} 页。",
            "请直接使用单个文件，或精简材料后再生成汇编。",
        )
    base, seconds = aside / "base.pdf", _SECONDS + _SECONDS_PER_PAGE * pages
    laid = worker.run(
        lay_out,
        tuple(items),
        tuple(counts),
        properties,
        watermark,
        base,
        failure=_not_bound(),
        timeout_s=seconds,
        memory_mb=_MEMORY_MB,
        label="正在编目录",
        progress=progress,
    )
    parts = tuple(
        Bound(f"{item.number}　{item.name}", divider, sheet if count else None)
        for item, divider, sheet, count in zip(items, laid.dividers, sheets, counts, strict=True)
    )
    worker.run(
        bind,
        base,
        parts,
        (properties.title, properties.author),
        out,
        failure=_not_bound(),
        timeout_s=seconds,
        memory_mb=_BINDING_MB,
        label="正在装订佐证材料",
        progress=progress,
    )
    return Made(laid.pages, tuple(item.name for item, count in zip(items, counts, strict=True) if not count))


def _sheets(items: Sequence[BookItem], sheets: Sequence[Path], progress: Progress) -> list[int]:
    """The sheets of each file, written aside; how many they are."""
    counts = worker.run_each(
        sheets_of,
        [(item.path, sheet) for item, sheet in zip(items, sheets, strict=True)],
        timeouts_s=[_SECONDS_PER_FILE] * len(items),
        memory_mb=_MEMORY_MB,
        children=_CHILDREN,
        label="正在排列佐证材料",
        progress=progress,
    )
    return [count or 0 for count in counts]


def _not_bound() -> UserError:
    return UserError(
        "book.not-bound",
        "佐证材料汇编不成一份 PDF，可能太大，或有一份材料内部已损坏。",
        "请直接使用单个文件；把最大的几份重新导出后可以再试。",
    )
