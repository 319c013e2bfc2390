"""目录: the parts and what stands below them, before the first numbered part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jxdesk.documents.outline import Contents, Entry, Heading, Paragraph, Section, TextRole

TITLE = "目　录"


def with_contents(sections: Sequence[Section]) -> tuple[Section, ...]:
    """``sections`` with the table of contents put before the first one that has a numbered heading.

    It lists what follows it; without such a section there is none.
    """
    first = next((i for i, section in enumerate(sections) if _is_numbered(section)), len(sections))
    entries = tuple(entry for section in sections[first:] for entry in _entries(section))
    if not entries:
        return tuple(sections)
    return (*sections[:first], Section("contents", "目录", (Contents(TITLE, entries),)), *sections[first:])


def _is_numbered(section: Section) -> bool:
    return any(isinstance(block, Heading) and block.level == 1 for block in section.blocks)


def _entries(section: Section) -> Iterator[Entry]:
    """The section's own line, the mark of an annex before it, then its headings of level 2."""
    annex = ""
    for number, block in enumerate(section.blocks):
        match block:
            case Paragraph(role=TextRole.ANNEX):
                annex = f"{block.text}　"
            case Paragraph(role=TextRole.TITLE) | Heading(level=1):
                yield Entry(annex + block.text.replace("\n", ""), 1, section.id, number)
            case Heading():
                yield Entry(block.text.rstrip("。"), 2, section.id, number)
            case _:
                pass
