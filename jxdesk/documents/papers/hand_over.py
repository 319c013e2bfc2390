"""交接单: paper that vouches for the package, and the package for the paper.

It carries the package digest and the certificate's fingerprint, each in groups and as a QR code, and is
stamped by both sides after sealing.
"""

from __future__ import annotations

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
from jxdesk.documents.papers.package_facts import PackageFacts, in_lines, size_words
from jxdesk.documents.papers.plain import CLOSE, DEMO_MARK, plain_pdf
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM
from jxdesk.documents.pdf.marks import draw_qr
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import TextOp

_TITLE = "申报材料交接单"
_WIDTHS = (2.4, 9.6)
_BLANK = "＿＿＿"
_SIGNED = "\n\n\n经办人：\n联系电话：\n日期：　　　　年　　月　　日"
_CODE_TOP = 6 * MM
# Two codes need their quiet zones, four modules of about 0.7 mm each, between them.
_STEP = geometry.QR_SIZE + 8 * MM
_HOW = (
    "核对：核验申报包得到的包摘要和证书指纹应与本单逐组一致，右上角的二维码左边是证书指纹、右边是包摘要。"
    "自制证书只证明签名前后一致，是哪个单位由本单上的公章证明。"
)


def hand_over_sheet(facts: PackageFacts, fonts: FontSet, copies: int | None = None) -> bytes:
    """The PDF of the sheet; ``copies`` of the disc or stick, ``None`` leaves room to write them in.

    Same facts, same bytes. Raises ``UserError`` ``font.missing-character``.
    """
    rows = (
        ("集群名称", facts.cluster),
        ("申报单位", facts.applicant),
        ("申报依据", f"{facts.notice}（{facts.document_number}）"),
        ("申报包", f"{facts.folder}　第{facts.version}版　{facts.sealed}封装"),
        ("包摘要\n（SHA-256）", in_lines(facts.digest)),
        ("证书指纹\n（SHA-256）", f"{in_lines(facts.fingerprint)}\n证书所载单位：{facts.signer}"),
        ("移交份数", f"光盘或 U 盘 {copies or _BLANK} 份，纸质 {_BLANK} 份"),
    )
    grid = FormGrid(
        _WIDTHS,
        tuple((Cell(label, CellRole.LABEL), Cell(text, align=Align.LEFT)) for label, text in rows),
    )
    seals = FormGrid(
        (1.0, 1.0),
        (tuple(Cell(f"{side}（盖章）{_SIGNED}", align=Align.LEFT) for side in ("移交单位", "接收单位")),),
    )
    blocks = (
        Paragraph(_TITLE, TextRole.TITLE),
        grid,
        Paragraph("包内内容", TextRole.CAPTION),
        _contents(facts),
        Paragraph("移交与接收", TextRole.CAPTION),
        seals,
        Paragraph(_HOW, TextRole.NOTE),
    )
    return plain_pdf(
        (Section("hand-over", _TITLE, blocks),),
        fonts,
        Properties(f"{_TITLE}　{facts.cluster}", facts.applicant),
        watermark=DEMO_MARK if facts.demo else "",
        sheet=CLOSE,
        extra=lambda pen, number: _codes(pen, facts) if number == 1 else None,
    )


def _contents(facts: PackageFacts) -> ListTable:
    """Two kinds of content beside each other, so that all stands on one sheet; the sum in the last row."""
    half = (
        ListColumn("内容", 116, Align.LEFT),
        ListColumn("文件数", 46),
        ListColumn("大小", 58, Align.RIGHT),
    )
    cells = [(each.name, str(each.files), size_words(each.size)) for each in facts.contents]
    cells += [("", "", "")] * (len(cells) % 2)
    middle = len(cells) // 2
    files, size = sum(c.files for c in facts.contents), sum(c.size for c in facts.contents)
    rows = [(*left, *right) for left, right in zip(cells[:middle], cells[middle:], strict=True)]
    return ListTable((*half, *half), (*rows, ("", "", "", "合计", str(files), size_words(size))))


def _codes(pen: Pen, facts: PackageFacts) -> None:
    """Both codes in the sheet's upper right corner, each with what it is below it."""
    right = CLOSE.width - geometry.QR_FROM_RIGHT
    for place, (name, digest) in enumerate((("包摘要", facts.digest), ("证书指纹", facts.fingerprint))):
        left = right - geometry.QR_SIZE - place * _STEP
        code = segno.make(digest.upper(), error="m", mode="alphanumeric", micro=False)
        draw_qr(pen, code, left, _CODE_TOP, geometry.QR_SIZE)
        middle = left + geometry.QR_SIZE / 2
        x = middle - pen.width(name, geometry.CODE_LABEL) / 2
        y = _CODE_TOP + geometry.QR_SIZE + geometry.CODE_LABEL.leading
        pen.texts([TextOp(x, y, name, geometry.CODE_LABEL, 0.0)])
