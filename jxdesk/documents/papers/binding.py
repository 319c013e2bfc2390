"""The evidence book put together. Runs in a process of its own, which may be ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a page of a file may carry besides what it shows.
_DROPPED = (
    "/AA",
    "/Annots",
    "/ArtBox",
    "/B",
    "/BleedBox",
    "/Metadata",
    "/PieceInfo",
    "/StructParents",
    "/Tabs",
    "/Thumb",
    "/TrimBox",
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A file of the book: its bookmark, the page of its divider (from 0), its ``sheets`` if it has any."""

    title: str
    divider: int
    sheets: Path | None


def bind(base: Path, parts: tuple[Bound, ...], told: tuple[str, str], out: Path) -> None:
    """Put the sheets of ``parts`` onto the pages of ``base`` that wait for them, and write ``out``.

    ``told`` are title and author of the book.
    """
    from pypdf import PdfReader, PdfWriter

    pages: list[Any] = list(PdfReader(base).pages)
    writer = PdfWriter()
    writer.add_metadata({"/Title": told[0], "/Author": told[1], "/Creator": "jxdesk", "/Producer": "jxdesk"})
    first = parts[0].divider if parts else len(pages)
    for page in pages[:first]:
        writer.add_page(page)
    writer.add_outline_item(title="目录", page_number=0)
    for part in parts:
        writer.add_page(pages[part.divider])
        writer.add_outline_item(title=part.title, page_number=part.divider)
        if part.sheets is not None:
            for place, sheet in enumerate(PdfReader(part.sheets).pages, part.divider + 1):
                _put(writer, sheet, pages[place])
    with out.open("wb") as handle:
        writer.write(handle)


def _put(writer: Any, sheet: Any, strip: Any) -> None:
    added = writer.add_page(sheet)
    for key in _DROPPED:
        added.pop(key, None)
    added.merge_page(strip)
