"""Sections onto pages: each section starts a page, tables break between rows."""

from __future__ import annotations

from itertools import chain

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import (
    NO_NUMBERS,
    Block,
    Contents,
    Cover,
    FormGrid,
    Heading,
    ListTable,
    Numbers,
    Paragraph,
    Section,
    SignaturePlace,
    TextRole,
    block_texts,
    needs_gap,
)
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.contents import contents_lines
from jxdesk.documents.pdf.cover import draw_cover
from jxdesk.documents.pdf.geometry import CELL_PAD_X, LANDSCAPE, PORTRAIT, Sheet, TextStyle
from jxdesk.documents.pdf.setting import BoxOp, Mark, Page, set_text
from jxdesk.documents.pdf.tables import BoxRow, Group, SetTable, dissolve, set_grid, set_list, split_row

_HEADING_ROOM = 110.0
_TEXT_ROOM = 110.0
_TALL = 0.4
_SLACK = 1e-6


def flow_section(
    section: Section, fonts: FontSet, numbers: Numbers = NO_NUMBERS, sheet: Sheet | None = None
) -> list[Page]:
    """Set ``section`` onto its pages (at least one).

    ``numbers`` are the pages that a table of contents tells; ``sheet`` is another sheet than the form's.
    Raises ``UserError`` ``font.missing-character`` naming the character and the section.
    """
    texts = list(chain.from_iterable(block_texts(block) for block in section.blocks))
    for role in {style.role for style in _styles(section)}:
        fonts.check(role, texts, section.title)
    return _Flow(section, fonts, numbers, sheet).run()


def _styles(section: Section) -> list[TextStyle]:
    styles: list[TextStyle] = []
    for block in section.blocks:
        match block:
            case Cover():
                styles += [geometry.COVER_TITLE, geometry.COVER_LABEL, geometry.COVER_VALUE]
            case Contents():
                styles += [geometry.CONTENTS_TITLE, *geometry.CONTENTS.values()]
            case Heading():
                styles.append(geometry.HEADINGS[block.level])
            case Paragraph():
                styles.append(geometry.PARAGRAPHS[block.role])
            case FormGrid():
                styles += geometry.CELLS.values()
            case ListTable():
                styles += [geometry.LIST_HEADERS[block.density], geometry.LIST_CELLS[block.density]]
            case SignaturePlace():
                styles.append(geometry.SIGNATURE)
    return styles


class _Flow:
    """The pages of one section as they fill; ``y`` is where the next thing goes."""

    def __init__(self, section: Section, fonts: FontSet, numbers: Numbers, sheet: Sheet | None) -> None:
        self.section = section
        self.numbers = numbers
        self.fonts = fonts
        self.sheet = sheet or (LANDSCAPE if section.landscape else PORTRAIT)
        self.bottom = self.sheet.y + self.sheet.text_height
        self.pages: list[Page] = []
        self.y = 0.0
        self._new_page()

    def run(self) -> list[Page]:
        blocks = self.section.blocks
        around = zip((None, *blocks), blocks, (*blocks[1:], None), strict=False)
        for number, (above, block, below) in enumerate(around):
            if above and needs_gap(above, block) and not self._at_top:
                self.y += geometry.TABLE_GAP
            self._block(block, below)
            # Titles and headings are kept with what follows, so this is the page they stand on.
            if isinstance(block, Heading):
                self.page.marks.append(Mark(number, block.text, block.level))
            elif isinstance(block, Paragraph) and block.role is TextRole.TITLE:
                self.page.marks.append(Mark(number, block.text, 1))
        return self.pages

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        return self.bottom - self.y

    def _new_page(self) -> None:
        self.pages.append(Page(self.section.id, self.section.title, self.sheet))
        self.y = self.sheet.y

    @property
    def _at_top(self) -> bool:
        return self.y == self.sheet.y

    def _block(self, block: Block, below: Block | None) -> None:
        match block:
            case Cover():
                draw_cover(block, self.page, self.fonts)
            case Contents():
                self._contents(block)
            case Heading():
                self._text(block.text, geometry.HEADINGS[block.level], keep=_HEADING_ROOM)
            case Paragraph():
                keep = self._keep_with(below) if block.role is TextRole.CAPTION else 0.0
                self._text(block.text, geometry.PARAGRAPHS[block.role], keep=keep)
            case FormGrid() | ListTable():
                self._table(self._set(block))
            case SignaturePlace():
                self._signature(block)

    def _set(self, table: FormGrid | ListTable) -> SetTable:
        if isinstance(table, FormGrid):
            return set_grid(self.fonts, table, self.sheet.text_width)
        return set_list(self.fonts, table, self.sheet.text_width)

    def _keep_with(self, below: Block | None) -> float:
        """Points that a caption wants under it: what the table it belongs to needs to begin."""
        if not isinstance(below, FormGrid | ListTable):
            return _HEADING_ROOM
        return max(_HEADING_ROOM, self._to_begin(self._set(below)))

    def _text(self, source: str, style: TextStyle, keep: float = 0.0) -> None:
        text = set_text(self.fonts, source, style, self.sheet.text_width)
        if not self._at_top:
            self.y += style.before
        if keep and not self._at_top and self.room < text.height + style.after + keep:
            self._new_page()
        first = 0
        while first < len(text.lines):
            fitting = int((self.room + _SLACK) // style.leading)
            if fitting < 1:
                self._new_page()
                continue
            stop = min(len(text.lines), first + fitting)
            self.page.draw(text, self.sheet.x, self.y, first, stop)
            self.y += (stop - first) * style.leading
            first = stop
        self.y += style.after

    def _contents(self, block: Contents) -> None:
        self._text(block.title, geometry.CONTENTS_TITLE)
        for line in contents_lines(self.fonts, block, self.sheet.text_width, self.numbers):
            if self.room + _SLACK < line.height:
                self._new_page()
            line.draw(self.page, self.sheet.x, self.y)
            self.y += line.height

    def _table(self, table: SetTable) -> None:
        if not self._at_top and self.room < self._to_begin(table):
            self._new_page()
        self._rows(table, table.header)
        for group in table.groups:
            self._group(table, group)

    def _to_begin(self, table: SetTable) -> float:
        """Points that a table needs to begin on a page: a short one stays whole."""
        tall = _TALL * self.sheet.text_height
        if not table.joined and table.height <= tall:
            return table.height
        needed = table.header_height + self._needed(table.groups[0]) if table.groups else table.header_height
        return min(needed, tall)

    def _needed(self, group: Group) -> float:
        """Points that a table's first group needs to begin: a tall text begins with a few lines."""
        may_split = len(group.rows) == 1 and group.height > group.whole_up_to * self.sheet.text_height
        return _TEXT_ROOM if may_split else group.height

    def _group(self, table: SetTable, group: Group) -> None:
        """Put a group where the page stands, on the next page, or on several if it must."""
        whole = self.sheet.text_height - table.header_height
        fits_here = group.height <= self.room + _SLACK
        if not fits_here and group.height <= whole * (1.0 if len(group.rows) > 1 else group.whole_up_to):
            self._next_page(table)
            fits_here = True
        if fits_here:
            self._rows(table, group.rows)
        elif len(group.rows) > 1:
            for part in dissolve(group):
                self._group(table, part)
        else:
            self._split(table, group.rows[0])

    def _split(self, table: SetTable, row: BoxRow) -> None:
        """Put a tall row on as many pages as it needs."""
        rest = row
        while rest.height > self.room + _SLACK:
            parts = split_row(rest, self.room)
            if parts is None:
                self._next_page(table)
                continue
            self._rows(table, (parts[0],))
            self._next_page(table)
            rest = parts[1]
        self._rows(table, (rest,))

    def _next_page(self, table: SetTable) -> None:
        self._new_page()
        self._rows(table, table.header)

    def _rows(self, table: SetTable, rows: tuple[BoxRow, ...]) -> None:
        """Draw rows one below the other from where the page stands."""
        left = self.sheet.x
        tops = [self.y]
        for row in rows:
            tops.append(tops[-1] + row.height)
        for number, row in enumerate(rows):
            for cell in row.cells:
                x, right = left + table.edges[cell.column], left + table.edges[cell.column + cell.col_span]
                top, height = tops[number], tops[number + cell.row_span] - tops[number]
                self.page.ops.append(BoxOp(x, top, right - x, height))
                gap = cell.pad if cell.from_top else (height - cell.height) / 2 + cell.pad
                self.page.draw(cell.text, x + CELL_PAD_X, top + gap, cell.first, cell.stop)
        self.y = tops[-1]

    def _signature(self, block: SignaturePlace) -> None:
        """The place for a round seal of 42 mm over the text, the date under it."""
        style = geometry.SIGNATURE
        width = self.sheet.text_width * 0.5
        needed = 2 * geometry.SEAL_ROOM
        if self.room < needed and not self._at_top:
            self._new_page()
        x = self.sheet.x + self.sheet.text_width - width
        top = self.y + geometry.SEAL_ROOM
        self.page.draw(set_text(self.fonts, block.text, style, width), x, top)
        self.page.draw(set_text(self.fonts, block.date, style, width), x, top + 2 * style.leading)
        self.y += needed
