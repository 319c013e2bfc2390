"""刻录委托单: for whoever burns the image on another computer, without this program.

What to burn and how, room to note who did it, and where the discs are verified: what counts is not the
burner's word but what is read back from the disc afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import (
    Align,
    Cell,
    CellRole,
    FormGrid,
    ListColumn,
    ListTable,
    Paragraph,
    Section,
    TextRole,
)
from jxdesk.documents.papers.package_facts import PackageFacts, groups, in_lines
from jxdesk.documents.papers.plain import CLOSE, DEMO_MARK, plain_pdf
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM
from jxdesk.documents.pdf.marks import draw_qr
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import TextOp

_TITLE = "光盘刻录委托单"
_WIDTHS = (2.4, 9.6)
_BLANK = "＿＿"
_CODE_TOP = 6 * MM
_FEW_GROUPS = 4
_INDENTED = "\n　　　　"
_LINES_LEFT = 4
_DATE = "年　　月　　日"
_BURNING = (
    (
        "把映像文件拷到有刻录机的电脑上，看文件大小与上面是否一致。能算摘要的再算一遍（在命令提示符里输入 "
        "certutil -hashfile 映像文件 SHA256），与上面逐组一致。不一致就不要刻，请委托单位重新给。"
    ),
    (
        "放入空白光盘。Windows：右键点映像文件，选“刻录光盘映像”（Windows 11 先点“显示更多选项”），"
        "勾选“刻录后验证光盘”，再点“刻录”。用别的刻录软件：选“刻录映像”，刻完封闭光盘。"
    ),
    (
        "不要把 .iso 当作普通文件复制到光盘里，也不要解开或加别的文件。刻完打开光盘看一看："
        "里面应是申报包的文件夹，不是一个 .iso 文件。"
    ),
    "验证没有通过、中途停下的，在盘面画叉，另换空白光盘重刻；坏的一并交回。",
)
_BACK = (
    "填好下面的记录，把光盘和本单一起送回。委托单位用申报程序逐张核验，从光盘上读回全部内容，"
    "显示“内容完好”才算刻好。送回以后，把映像文件从刻录用的电脑上删掉。"
)
_SIDES = Align.CENTRE, Align.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnFormFacts:
    """``image`` is the file's name, ``size`` in bytes, ``sha256`` of the file in hex.

    ``packages`` are those on it, one at least. ``disc`` names the smallest kind that holds it;
    ``may_be_larger``: kinds with more room are sold too.
    """

    image: str
    size: int
    sha256: str
    packages: tuple[PackageFacts, ...]
    disc: str
    may_be_larger: bool


def burn_form(facts: BurnFormFacts, fonts: FontSet, copies: int | None = None) -> bytes:
    """The PDF of the form: one page for a package on five discs or two on two; ``copies`` ``None`` leaves
    room to write it.

    Same facts, same bytes. Raises ``UserError`` ``font.missing-character``.
    """
    first = facts.packages[0]
    blocks = (
        Paragraph(_TITLE, TextRole.TITLE),
        _what(facts, copies),
        _how(facts, copies),
        _discs(copies),
        _who(),
    )
    return plain_pdf(
        (Section("burn-form", _TITLE, blocks),),
        fonts,
        Properties(f"{_TITLE}　{first.cluster}", first.applicant),
        watermark=DEMO_MARK if any(each.demo for each in facts.packages) else "",
        sheet=CLOSE,
        extra=lambda pen, number: _code(pen, facts.sha256) if number == 1 else None,
    )


def _what(facts: BurnFormFacts, copies: int | None) -> FormGrid:
    larger = "或更大的" if facts.may_be_larger else ""
    rows = (
        ("映像文件", f"{facts.image}\n{facts.size:,} 字节（约 {-(-facts.size // 1_000_000)} MB）"),
        ("映像摘要\n（SHA-256）", in_lines(facts.sha256)),
        ("里面的申报包", "\n".join(_package(each) for each in facts.packages)),
        ("用什么光盘", f"空白的 {facts.disc}{larger}，刻 {copies or _BLANK} 张"),
    )
    return FormGrid(
        _WIDTHS,
        tuple((Cell(label, CellRole.LABEL), Cell(text, align=Align.LEFT)) for label, text in rows),
    )


def _package(package: PackageFacts) -> str:
    return (
        f"{package.applicant}　{package.cluster}　第{package.version}版\n"
        f"包摘要　{_INDENTED.join(in_lines(package.digest).splitlines())}"
    )


def _how(facts: BurnFormFacts, copies: int | None) -> ListTable:
    first = facts.packages[0]
    written = (
        f"“{first.cluster}”、“第{first.version}版”、包摘要前16位 {groups(first.digest, _FEW_GROUPS)}"
        if len(facts.packages) == 1
        else f"“{facts.image}”、映像摘要前16位 {groups(facts.sha256, _FEW_GROUPS)}"
    )
    mark = f"用光盘专用笔在盘面写，或者贴委托单位给的光盘标签：{written}、“共{copies or _BLANK}张第几张”。"
    steps = (*_BURNING, mark, _BACK)
    columns = ListColumn("步骤", 7), ListColumn("怎样刻", 93, Align.LEFT)
    return ListTable(columns, tuple((str(number), step) for number, step in enumerate(steps, 1)))


def _discs(copies: int | None) -> ListTable:
    """A line for each disc; a few to be numbered by hand where it is not known how many there will be."""
    columns = (
        ListColumn("光盘", 30),
        ListColumn("品牌、种类", 60),
        ListColumn("刻录日期", 46),
        ListColumn("刻录后验证", 60),
        ListColumn("送回后核验（委托单位填）", 74),
    )
    answers = "□通过　□没有通过", "□内容完好　□不完好"
    lines = range(1, (copies or _LINES_LEFT) + 1)
    names = (f"第{number if copies else _BLANK}张" for number in lines)
    return ListTable(columns, tuple((name, "", "", *answers) for name in names))


def _who() -> FormGrid:
    rows = (
        ("刻录人（签名）", "", "委托人（签名）", ""),
        ("电脑和刻录机", "", "核验人（签名）", _DATE),
    )
    return FormGrid(
        (2.2, 3.6, 2.2, 4.0),
        tuple(
            tuple(
                Cell(text, CellRole.VALUE if place % 2 else CellRole.LABEL, align=_SIDES[place % 2])
                for place, text in enumerate(row)
            )
            for row in rows
        ),
        joined=True,
    )


def _code(pen: Pen, sha256: str) -> None:
    """The image's digest in the sheet's upper right corner."""
    name = "映像摘要"
    left = CLOSE.width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE
    code = segno.make(sha256.upper(), error="m", mode="alphanumeric", micro=False)
    draw_qr(pen, code, left, _CODE_TOP, geometry.QR_SIZE)
    x = left + (geometry.QR_SIZE - pen.width(name, geometry.CODE_LABEL)) / 2
    y = _CODE_TOP + geometry.QR_SIZE + geometry.CODE_LABEL.leading
    pen.texts([TextOp(x, y, name, geometry.CODE_LABEL, 0.0)])
