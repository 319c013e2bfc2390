"""Text set into lines, and what is drawn on a page, still as data."""

from __future__ import annotations

from dataclasses import dataclass, field

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.linebreak import Line, break_lines
from jxdesk.documents.outline import Align
from jxdesk.documents.pdf.geometry import Sheet, TextStyle
from jxdesk.domain.page_code import Atom, text_atom

_ASCENT = 0.86


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: ``source[start:end]``; ``text`` is drawn at ``x`` points from the left edge.

    ``spacing`` points are added after each character.
    """

    start: int
    end: int
    text: str
    x: float
    spacing: float


@dataclass(frozen=True, slots=True)
class SetText:
    """A text set in one style; ``lines`` cover ``source`` but for the line feeds between them."""

    source: str
    style: TextStyle
    lines: tuple[SetLine, ...]

    @property
    def height(self) -> float:
        """Points that all lines take."""
        return len(self.lines) * self.style.leading

    def part(self, first: int, stop: int) -> str:
        """The stretch of the source that lines ``first`` to ``stop`` (excluded) show."""
        if first >= stop:
            return ""
        return self.source[self.lines[first].start : self.lines[stop - 1].end]


@dataclass(frozen=True, slots=True)
class TextOp:
    """Draw ``text`` with its baseline's left end at (x, y)."""

    x: float
    y: float
    text: str
    style: TextStyle
    spacing: float


@dataclass(frozen=True, slots=True)
class LineOp:
    """Draw a straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class BoxOp:
    """Draw the frame of a cell."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LeaderOp:
    """Draw a row of dots that leads the eye along a line."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True, slots=True)
class LinkOp:
    """Let a click into the box go to the page that is known as ``target``."""

    x: float
    y: float
    width: float
    height: float
    target: str


Op = TextOp | LineOp | BoxOp | LeaderOp | LinkOp


@dataclass(frozen=True, slots=True)
class Mark:
    """A title or heading that begins on a page: block number ``block`` of its section."""

    block: int
    text: str
    level: int


@dataclass(slots=True)
class Page:
    """One page of a section: what is drawn, its semantic atoms in drawing order, where headings begin."""

    section: str
    title: str
    sheet: Sheet
    ops: list[Op] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def draw(self, text: SetText, x: float, y: float, first: int = 0, stop: int | None = None) -> None:
        """Draw lines ``first`` to ``stop`` of ``text`` from (x, y) down, as one atom."""
        stop = len(text.lines) if stop is None else stop
        style = text.style
        for number, line in enumerate(text.lines[first:stop]):
            baseline = y + number * style.leading + baseline_in(style)
            if line.text:
                self.ops.append(TextOp(x + line.x, baseline, line.text, style, line.spacing))
        self.atoms.append(text_atom(text.part(first, stop)))


def target_of(section: str, block: int) -> str:
    """The name under which links know where a block begins."""
    return f"{section}.{block}"


def baseline_in(style: TextStyle) -> float:
    """How far below the top of its line a text's baseline lies."""
    return (style.leading - style.size) / 2 + _ASCENT * style.size


def set_text(
    fonts: FontSet, text: str, style: TextStyle, width: float, align: Align | None = None
) -> SetText:
    """Set ``text`` into lines of at most ``width`` points; each line feed begins a paragraph.

    Raises ``UserError`` ``font.missing-character``.
    """
    side = align or style.align
    lines: list[SetLine] = []
    offset = 0
    for paragraph in text.split("\n"):
        indent = style.indent * (style.size + style.tracking) if paragraph else 0.0
        for number, line in enumerate(_lines(fonts, paragraph, style, width, indent, side)):
            left = indent if number == 0 else 0.0
            spare = max(width - left - line.width, 0.0)
            left += {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[side]
            spacing = style.tracking + line.spacing
            lines.append(SetLine(offset + line.start, offset + line.end, line.text, left, spacing))
        offset += len(paragraph) + 1
    return SetText(text, style, tuple(lines))


def _lines(
    fonts: FontSet, text: str, style: TextStyle, width: float, indent: float, side: Align
) -> tuple[Line, ...]:
    """Lines of one paragraph; centred ones are made about equally long."""

    def advance(char: str) -> float:
        return fonts.advance(style.role, char) * style.size + style.tracking

    centred = side is Align.CENTRE and not style.justify

    def broken(measure: float) -> tuple[Line, ...]:
        return break_lines(
            text, advance, measure, indent=indent, justify=style.justify, whole_remarks=centred
        )

    lines = broken(width)
    if not centred or len(lines) == 1:
        return lines
    measure = sum(map(advance, text)) / len(lines)
    while measure < width:
        balanced = broken(measure)
        if len(balanced) == len(lines):
            return balanced
        measure += style.size / 2
    return lines
