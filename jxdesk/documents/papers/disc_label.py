"""光盘标签: the round label of a 120 mm disc, and a paper sleeve to cut and fold.

Disc: 120 mm, hole 15 mm; within 22 mm around the middle the drive clamps it (ECMA-267), nothing is
printed there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from jxdesk.documents.fonts import FontSet, Role
from jxdesk.documents.outline import Align
from jxdesk.documents.papers.package_facts import PackageFacts, groups, in_lines
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM, Sheet, TextStyle
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import LineOp, SetText, TextOp, baseline_in, set_text

_DISC, _HOLE, _CLAMPED = 120 * MM, 15 * MM, 24 * MM
_EDGE = 4 * MM
_GRAY = (0.45, 0.45, 0.45)
_FEW_GROUPS = 4
_BLANK = "＿＿"

_SHEET = Sheet(geometry.A4[0], geometry.A4[1], 0.0, 0.0, geometry.A4[0], geometry.A4[1])
_CENTRE_X, _CENTRE_Y = _SHEET.width / 2, 100 * MM
_SIZES = (17.0, 15.0, 13.0, 11.0, 9.5, 8.0)
_MOST_LINES = 2

# The sleeve: a panel, two flaps at its sides, the back below, a flap to close above.
_PANEL, _FLAP, _LID = 126 * MM, 16 * MM, 26 * MM
_PANEL_X, _PANEL_Y = (geometry.A4[0] - _PANEL) / 2, 12 * MM + _LID
_BACK = 122 * MM


@dataclass(frozen=True, slots=True)
class _Words:
    """A text with its middle ``y`` points below the disc's middle, at most ``lines`` long."""

    text: str
    y: float
    role: Role
    size: float
    lines: int = 1


def disc_label(
    facts: PackageFacts, fonts: FontSet, disc: int | None = None, discs: int | None = None
) -> bytes:
    """Two pages: the round label at its true size, and the sleeve with what is told in full.

    ``disc`` of ``discs`` numbers the copies; ``None`` leaves room to write it in. Same facts, same
    bytes. Raises ``UserError`` ``font.missing-character``.
    """
    pen = Pen(fonts, Properties(f"光盘标签　{facts.cluster}", facts.applicant))
    which = f"共 {discs or _BLANK} 张　第 {disc or _BLANK} 张"
    pen.begin(_SHEET)
    _round_label(pen, fonts, facts, which)
    pen.end()
    pen.begin(_SHEET)
    _sleeve(pen, fonts, facts, which)
    pen.end()
    return pen.finish()


def _round_label(pen: Pen, fonts: FontSet, facts: PackageFacts, which: str) -> None:
    canvas, middle = pen.canvas, pen.height - _CENTRE_Y
    canvas.setStrokeColorRGB(*_GRAY)
    canvas.setLineWidth(0.5)
    for diameter in (_DISC, _HOLE):
        canvas.circle(_CENTRE_X, middle, diameter / 2, stroke=1, fill=0)
    canvas.setDash(2, 2)
    canvas.circle(_CENTRE_X, middle, _CLAMPED / 2, stroke=1, fill=0)
    canvas.setDash()
    canvas.setStrokeColorRGB(0, 0, 0)
    mark = "演示　" if facts.demo else ""
    for words in (
        _Words(facts.document_number, -46 * MM, Role.FANG, 11),
        _Words(facts.cluster, -31 * MM, Role.SONG_BOLD, 17, _MOST_LINES),
        _Words(f"{mark}第{facts.version}版　{facts.sealed}", -17 * MM, Role.HEI, 11),
        _Words(facts.applicant, 19 * MM, Role.FANG, 13, _MOST_LINES),
        _Words(f"包摘要前16位\n{groups(facts.digest, _FEW_GROUPS)}", 33 * MM, Role.SONG, 10, _MOST_LINES),
        _Words(which, 46 * MM, Role.FANG, 10),
    ):
        _in_circle(pen, fonts, words)
    note = "按实际大小（100%）打印；虚线以内光驱夹持，不印字。"
    _line(pen, fonts, note, _CENTRE_Y + _DISC / 2 + 8 * MM)


def _in_circle(pen: Pen, fonts: FontSet, words: _Words) -> None:
    """Set the words as large as they fit between the edges of the disc at their height.

    What is too long even in the smallest size goes on upwards and downwards alike.
    """
    for size in (words.size, *(each for each in _SIZES if each < words.size)):
        style = TextStyle(words.role, size, size * 1.35, align=Align.CENTRE)
        reach = abs(words.y) + words.lines * style.leading / 2
        width = 2 * sqrt((_DISC / 2 - _EDGE) ** 2 - reach**2)
        text = set_text(fonts, words.text, style, width)
        if len(text.lines) <= words.lines or size == _SIZES[-1]:
            _draw(pen, text, _CENTRE_X - width / 2, _CENTRE_Y + words.y - text.height / 2)
            return


def _sleeve(pen: Pen, fonts: FontSet, facts: PackageFacts, which: str) -> None:
    left, right, top = _PANEL_X, _PANEL_X + _PANEL, _PANEL_Y
    foot, slope = top + _PANEL, 6 * MM
    cut = [
        ((left, top), (left + slope, top - _LID), (right - slope, top - _LID), (right, top)),
        ((left, top), (left - _FLAP, top + slope), (left - _FLAP, foot - slope), (left, foot)),
        ((right, top), (right + _FLAP, top + slope), (right + _FLAP, foot - slope), (right, foot)),
        ((left, foot), (left, foot + _BACK), (right, foot + _BACK), (right, foot)),
    ]
    edges = [LineOp(*a, *b) for shape in cut for a, b in pairwise(shape)]
    pen.frames(edges, 0.6, _GRAY)
    pen.canvas.setDash(3, 3)
    corners = ((left, top), (right, top), (right, foot), (left, foot), (left, top))
    pen.frames([LineOp(*a, *b) for a, b in pairwise(corners)], 0.5, _GRAY)
    pen.canvas.setDash()
    _panel(pen, fonts, facts, which)
    _line(pen, fonts, "沿实线剪，沿虚线向后折；两侧翻边粘住背面，上盖最后合上。", foot + _BACK - 10 * MM)


def _panel(pen: Pen, fonts: FontSet, facts: PackageFacts, which: str) -> None:
    width = _PANEL - 20 * MM
    x, y = _PANEL_X + 10 * MM, _PANEL_Y + 12 * MM
    mark = "（演示）" if facts.demo else ""
    head = TextStyle(Role.SONG_BOLD, 17, 25, align=Align.CENTRE)
    body = TextStyle(Role.FANG, 11.5, 18)
    small = TextStyle(Role.SONG, 9, 14)
    for text, style, after in (
        (f"{facts.cluster}{mark}", head, 8.0),
        (f"申报单位：{facts.applicant}", body, 0.0),
        (f"申报依据：{facts.notice}（{facts.document_number}）", body, 0.0),
        (f"申报包：{facts.folder}", body, 0.0),
        (f"版本：第{facts.version}版　{facts.sealed}封装", body, 0.0),
        (which, body, 8.0),
        (f"包摘要（SHA-256）\n{in_lines(facts.digest)}", small, 6.0),
        (f"证书指纹（SHA-256）\n{in_lines(facts.fingerprint)}", small, 6.0),
    ):
        block = set_text(fonts, text, style, width)
        _draw(pen, block, x, y)
        y += block.height + after


def _line(pen: Pen, fonts: FontSet, text: str, y: float) -> None:
    style = TextStyle(Role.FANG, 9, 13, align=Align.CENTRE)
    _draw(pen, set_text(fonts, text, style, _SHEET.width), 0.0, y)


def _draw(pen: Pen, text: SetText, x: float, y: float) -> None:
    ops: Sequence[TextOp] = [
        TextOp(
            x + line.x,
            y + number * text.style.leading + baseline_in(text.style),
            line.text,
            text.style,
            line.spacing,
        )
        for number, line in enumerate(text.lines)
        if line.text
    ]
    pen.texts(ops)
