"""The table of contents: a line for each entry, dots, and the page number at the right edge."""

from __future__ import annotations

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import Align, Contents, Entry, Numbers
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import TextStyle
from jxdesk.documents.pdf.setting import LeaderOp, LinkOp, Page, SetText, baseline_in, set_text, target_of

_NUMBER_WIDTH = 36.0
_CLEAR = 5.0


class ContentsLine:
    """One entry set for a line of ``width`` points, with the number of its page (0 while not known)."""

    def __init__(self, fonts: FontSet, entry: Entry, width: float, numbers: Numbers) -> None:
        self.style: TextStyle = geometry.CONTENTS[entry.level]
        self._entry = entry
        self._width = width
        self._indent = (entry.level - 1) * geometry.CONTENTS_STEP
        room = width - self._indent - _NUMBER_WIDTH - _CLEAR
        self._text = set_text(fonts, entry.text, self.style, room)
        number = numbers.get((entry.section, entry.block), 0)
        self._number = set_text(fonts, str(number), self.style, _NUMBER_WIDTH, Align.RIGHT)
        self._end = self._indent + _end_of(self._text, fonts)
        self._number_at = width - _end_of(self._number, fonts, from_right=True)

    @property
    def height(self) -> float:
        """Points that it takes."""
        return self._text.height

    def draw(self, page: Page, x: float, y: float) -> None:
        """Put it on ``page`` with its upper left corner at (x, y)."""
        page.draw(self._text, x + self._indent, y)
        last = y + self.height - self.style.leading
        page.draw(self._number, x + self._width - _NUMBER_WIDTH, last)
        line = last + baseline_in(self.style) - 0.3 * self.style.size
        page.ops.append(LeaderOp(x + self._end + _CLEAR, x + self._number_at - _CLEAR, line))
        target = target_of(self._entry.section, self._entry.block)
        page.ops.append(LinkOp(x, y, self._width, self.height, target))


def contents_lines(
    fonts: FontSet, contents: Contents, width: float, numbers: Numbers
) -> tuple[ContentsLine, ...]:
    """The entries of ``contents`` set as lines."""
    return tuple(ContentsLine(fonts, entry, width, numbers) for entry in contents.entries)


def _end_of(text: SetText, fonts: FontSet, *, from_right: bool = False) -> float:
    """Where the last line of ``text`` ends, or how wide it is."""
    line = text.lines[-1]
    style = text.style
    width = sum(fonts.advance(style.role, char) * style.size + line.spacing for char in line.text)
    return width if from_right else line.x + width
