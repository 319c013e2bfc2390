"""The report as A4 pages: the verdict first, then the findings part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import TICK_BOXES, FontSet, Role
from jxdesk.documents.linebreak import is_ignorable
from jxdesk.documents.pdf.geometry import A4, MM, Sheet, TextStyle
from jxdesk.documents.pdf.pen import BLACK, Ink, Pen, Properties
from jxdesk.documents.pdf.setting import BoxOp, LineOp, SetText, TextOp, baseline_in, set_text
from jxdesk.documents.report.sheet import MARKS, NOTHING_FOUND, Entry, Group, ReportSheet, inert
from jxdesk.domain.finding import Level

_TOP, _BOTTOM, _LEFT, _RIGHT = 24 * MM, 20 * MM, 20 * MM, 18 * MM
_SHEET = Sheet(A4[0], A4[1], _LEFT, _TOP, A4[0] - _LEFT - _RIGHT, A4[1] - _TOP - _BOTTOM)
_FOOT = _SHEET.y + _SHEET.text_height
_HEADER_AT, _FOOTER_AT = 14 * MM, A4[1] - 12 * MM

_TITLE = TextStyle(Role.SONG_BOLD, 20, 32)
_VERDICT = TextStyle(Role.HEI, 12, 20)
_FACT = TextStyle(Role.SONG, 10.5, 17)
_GROUP = TextStyle(Role.HEI, 12.5, 22)
_HEAD = TextStyle(Role.HEI, 10.5, 17)
_LINE = TextStyle(Role.SONG, 10, 15.5)
_SMALL = TextStyle(Role.SONG, 9, 13)

_LABEL, _FACT_LABEL = 52.0, 62.0
_GAP, _PAD = 8.0, 9.0
_WHOLE = 0.4
_FEWEST_LINES = 2
_ROOM_UNDER_HEADING = 90.0
_THIN, _THICK = 0.4, 1.0
_PALE: Ink = (0.7, 0.74, 0.78)
_GRAY: Ink = (0.33, 0.38, 0.44)
_INKS: dict[Level, Ink] = {
    Level.ERROR: (0.7, 0.15, 0.12),
    Level.WARNING: (0.52, 0.33, 0.0),
    Level.HINT: (0.17, 0.37, 0.55),
}


@dataclass(frozen=True, slots=True)
class _Strip:
    """A text ``x`` points from the left margin; ``label`` stands beside its first line."""

    text: SetText
    x: float = 0.0
    ink: Ink = BLACK
    label: SetText | None = None
    label_ink: Ink = _GRAY


@dataclass(slots=True)
class _Leaf:
    """One page as it fills: texts with their ink in reading order, lines, parts that begin on it."""

    texts: list[tuple[Ink, TextOp]] = field(default_factory=list)
    lines: dict[float, list[BoxOp | LineOp]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)

    def draw(self, text: SetText, x: float, y: float, ink: Ink, first: int, stop: int) -> None:
        """Put lines ``first`` to ``stop`` of ``text`` at (x, y) and down."""
        for number, line in enumerate(text.lines[first:stop]):
            at = y + number * text.style.leading + baseline_in(text.style)
            if line.text:
                self.texts.append((ink, TextOp(x + line.x, at, line.text, text.style, line.spacing)))


def paper(sheet: ReportSheet, fonts: FontSet, progress: Progress) -> bytes:
    """The PDF's bytes. Same sheet and fonts, same bytes.

    A character that no font has is written out as 〔U+…〕: a report comes out whatever it is about.
    """
    sheet = inert(sheet)
    setter = _Setter(fonts)
    setter.head(sheet)
    total = sum(1 for _ in sheet.entries)
    done = 0
    for group in sheet.groups:
        setter.begin(group)
        for entry in group.entries:
            progress("正在生成检查报告", done, total)
            setter.entry(entry)
            done += 1
    return _drawn(sheet, setter, fonts)


class _Setter:
    """The pages as they fill; ``_y`` is where the next thing goes."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.leaves: list[_Leaf] = [_Leaf()]
        self._part = ""
        self._y = _SHEET.y

    def text(self, source: str, style: TextStyle, width: float = _SHEET.text_width) -> SetText:
        """Set a text, missing glyphs written out."""
        return set_text(self.fonts, self._drawable(source, style.role), style, width)

    def head(self, sheet: ReportSheet) -> None:
        """Title, facts and the framed verdict."""
        self._flow([_Strip(self.text(sheet.title, _TITLE))])
        for label, fact in sheet.facts:
            width = _SHEET.text_width - _FACT_LABEL
            self._flow([_Strip(self.text(fact, _FACT, width), _FACT_LABEL, label=self.text(label, _FACT))])
        self._y += _GAP
        leaf, top, width = self.leaves[-1], self._y, _SHEET.text_width - 2 * _PAD
        self._y += _PAD
        ink = next((_INKS[level] for level in (Level.ERROR, Level.WARNING) if sheet.count(level)), BLACK)
        self._flow([_Strip(self.text(sheet.bottom_line, _VERDICT, width), _PAD, ink)])
        self._flow([_Strip(self.text(sheet.counts, _FACT, width), _PAD)])
        self._y += _PAD
        if self.leaves[-1] is leaf:
            self._line(_THICK, BoxOp(_SHEET.x, top, _SHEET.text_width, self._y - top))
        self._y += _GAP
        if not sheet.groups:
            self._flow([_Strip(self.text(NOTHING_FOUND, _FACT))])

    def begin(self, group: Group) -> None:
        """The heading of a part; the first finding follows on the same page."""
        self._part = ""
        if self._room < _GROUP.leading + _ROOM_UNDER_HEADING:
            self._turn()
        self._y += _GAP if self._y > _SHEET.y else 0.0
        self.leaves[-1].parts.append(group.title)
        self._flow([_Strip(self.text(f"{group.title}（{len(group.entries)} 处）", _GROUP))])
        self._line(_THICK, LineOp(_SHEET.x, self._y, _SHEET.x + _SHEET.text_width, self._y))
        self._y += _GAP
        self._part = group.title

    def entry(self, entry: Entry) -> None:
        """One finding, on one page if it is not too tall."""
        ink = _INKS[entry.level]
        width = _SHEET.text_width - _LABEL
        level = self.text(f"{MARKS[entry.level]} {entry.level.word}", _HEAD)
        title = self.text(f"{entry.number}. {entry.rule} {entry.title}", _HEAD, width)
        strips = [
            _Strip(title, _LABEL, label=level, label_ink=ink),
            _Strip(self.text(entry.place, _SMALL, width), _LABEL, _GRAY),
            _Strip(self.text(entry.message, _HEAD, width), _LABEL),
        ]
        for label, line in entry.lines:
            strips.append(_Strip(self.text(line, _LINE, width), _LABEL, label=self.text(label, _LINE)))
        height = sum(strip.text.height for strip in strips)
        lead = sum(strip.text.height for strip in strips[:2]) + _FEWEST_LINES * _HEAD.leading
        if self._room < (height if height <= _WHOLE * _SHEET.text_height else lead):
            self._turn()
        self._flow(strips)
        self._y += _GAP / 2
        self._line(_THIN, LineOp(_SHEET.x, self._y, _SHEET.x + _SHEET.text_width, self._y))
        self._y += _GAP

    @property
    def _room(self) -> float:
        return _FOOT - self._y

    def _turn(self) -> None:
        """Go on on a new page, which says what part it goes on with."""
        self.leaves.append(_Leaf())
        self._y = _SHEET.y
        if self._part:
            self.leaves[-1].draw(self.text(f"{self._part}（续）", _SMALL), _SHEET.x, self._y, _GRAY, 0, 1)
            self._y += _SMALL.leading + _GAP / 2

    def _flow(self, strips: list[_Strip]) -> None:
        """Put the strips one below the other, over as many pages as they need."""
        for strip in strips:
            leading, first, count = strip.text.style.leading, 0, len(strip.text.lines)
            while first < count:
                least = min(_FEWEST_LINES, count - first)
                if self._room < least * leading:
                    self._turn()
                stop = min(count, first + int(self._room // leading))
                leaf = self.leaves[-1]
                if strip.label is not None and first == 0:
                    # Both stand on one base line, whatever their sizes.
                    drop = baseline_in(strip.text.style) - baseline_in(strip.label.style)
                    leaf.draw(strip.label, _SHEET.x, self._y + drop, strip.label_ink, 0, 1)
                leaf.draw(strip.text, _SHEET.x + strip.x, self._y, strip.ink, first, stop)
                self._y += (stop - first) * leading
                first = stop

    def _line(self, thickness: float, op: BoxOp | LineOp) -> None:
        self.leaves[-1].lines.setdefault(thickness, []).append(op)

    def _drawable(self, text: str, role: Role) -> str:
        missing = [char for char in set(text) if not self._has(role, char)]
        return text.translate({ord(char): f"〔U+{ord(char):04X}〕" for char in missing}) if missing else text

    def _has(self, role: Role, char: str) -> bool:
        if char == "\n" or char in TICK_BOXES or is_ignorable(char):
            return True
        try:
            self.fonts.face(role, char)
        except UserError:
            return False
        return True


def _drawn(sheet: ReportSheet, setter: _Setter, fonts: FontSet) -> bytes:
    """Draw the pages, and on each whose report it is, when it was made, and its number."""
    pen = Pen(fonts, Properties(sheet.title, sheet.applicant))
    whose = setter.text(f"{sheet.title}　{sheet.applicant}", _SMALL, _SHEET.text_width * 0.7)
    when = setter.text(sheet.when, _SMALL)
    right = _SHEET.x + _SHEET.text_width
    rule = _HEADER_AT + _SMALL.leading + 2
    for number, leaf in enumerate(setter.leaves, 1):
        furniture = _Leaf()
        furniture.draw(whose, _SHEET.x, _HEADER_AT, _GRAY, 0, 1)
        furniture.draw(when, right - pen.width(when.lines[0].text, _SMALL), _HEADER_AT, _GRAY, 0, 1)
        page = setter.text(f"第{number}页 共{len(setter.leaves)}页", _SMALL)
        middle = _SHEET.x + (_SHEET.text_width - pen.width(page.lines[0].text, _SMALL)) / 2
        leaf.draw(page, middle, _FOOTER_AT, BLACK, 0, 1)
        leaf.lines.setdefault(_THIN, []).append(LineOp(_SHEET.x, rule, right, rule))
        pen.begin(_SHEET)
        for place, part in enumerate(leaf.parts):
            pen.bookmark(f"{number}.{place}", part)
        for thickness, lines in leaf.lines.items():
            pen.frames(lines, thickness, _PALE if thickness == _THIN else BLACK)
        for ink, texts in groupby([*furniture.texts, *leaf.texts], key=itemgetter(0)):
            pen.texts([op for _, op in texts], ink)
        pen.end()
    return pen.finish()
