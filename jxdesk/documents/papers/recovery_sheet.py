"""恢复码单: the paper in the safe that opens the office's key when its password is forgotten.

Made once, with the key; nothing else holds the code. It says where to keep it, and how to tell that it is
the sheet that is still good.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.documents.fonts import FontSet, Role
from jxdesk.documents.outline import Align, Cell, CellRole, FormGrid, Paragraph, Section, TextRole
from jxdesk.documents.papers.package_facts import in_lines
from jxdesk.documents.papers.plain import CLOSE, plain_pdf
from jxdesk.documents.pdf.geometry import MM, TextStyle
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import TextOp

_TITLE = "签名密钥恢复码单"
_WIDTHS = (2.4, 9.6)
_ABOUT = (
    "忘记密钥口令时，用这个恢复码和密钥文件就能设一个新口令。恢复码只在这张纸上，程序不保存，也不能再印一次。"
    "谁同时拿到这张纸和密钥文件，谁就能以本单位的名义签名。"
)
_KEEP = (
    "1. 装入信封、封口处签名，放进本单位的保险柜，让两个以上的人知道放在哪里。\n"
    "2. 不要与密钥文件放在一起；不要拍照、复印、扫描，不要存进电脑和手机。\n"
    "3. 打印前存成 PDF 文件的，打印以后立即删除，并清空回收站。\n"
    "4. 用过一次，程序就换成新的恢复码，这一张作废。请收好新的一张，把这一张粉碎。\n"
    "5. 丢失了，或被无关的人看到：在程序里“修改口令”，选上“同时换一张恢复码单”。"
)
_HOW = (
    "怎样用：在程序的“封装”这一步，从“本单位的密钥”里选“忘记口令…”，照着上面输入。大小写不分，组间的横线可以不输。"
    "没有字母 I、L、O、U，像 1 和 0 的都是数字。每组最后一个字符用来核对，输错了程序会指出是哪一组。"
    "程序问的单号与上面的不同，就是后来换过恢复码，这一张已经作废。"
)
_ROOM = 5
"""Lines that are left for the code, which is drawn over them in large type."""
_BELOW_TITLE = 26.5 * MM
_GROUP = TextStyle(Role.HEI, 23, 30)
_NUMBER = TextStyle(Role.FANG, 9, 12)
_ROW = 16.5 * MM
_IN_ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryFacts:
    """``fingerprint`` is SHA-256 hex, ``sheet`` the sheet's number, ``made`` a day in words."""

    organisation: str
    name: str
    file: str
    fingerprint: str
    sheet: str
    made: str
    code: str


def recovery_sheet(facts: RecoveryFacts, fonts: FontSet) -> bytes:
    """The PDF of the sheet, one page. Same facts, same bytes.

    Raises ``UserError`` ``font.missing-character``.
    """
    rows = (
        ("单位", f"{facts.organisation}（{facts.name}）" if facts.organisation else facts.name),
        ("密钥文件", facts.file),
        ("证书指纹\n（SHA-256）", in_lines(facts.fingerprint)),
        ("单号", f"{facts.sheet}　　{facts.made}制"),
    )
    grid = FormGrid(
        _WIDTHS,
        tuple((Cell(label, CellRole.LABEL), Cell(text, align=Align.LEFT)) for label, text in rows),
    )
    blocks = (
        Paragraph(_TITLE, TextRole.TITLE),
        FormGrid((1.0,), ((Cell("\n" * (_ROOM - 1)),),)),
        Paragraph(_ABOUT, TextRole.NOTE),
        Paragraph("哪一把密钥", TextRole.CAPTION),
        grid,
        Paragraph("放在哪里", TextRole.CAPTION),
        Paragraph(_KEEP, TextRole.NOTE),
        Paragraph(_HOW, TextRole.NOTE),
        Paragraph("保管人签名：　　　　　　　　　　　　存放地点：", TextRole.NOTE),
    )
    return plain_pdf(
        (Section("recovery", _TITLE, blocks),),
        fonts,
        Properties(_TITLE, facts.organisation),
        sheet=CLOSE,
        extra=lambda pen, number: _draw_code(pen, facts.code) if number == 1 else None,
    )


def _draw_code(pen: Pen, code: str) -> None:
    """The groups in two rows, each with its number above it."""
    groups = code.split("-")
    step = CLOSE.text_width / _IN_ROW
    ops = []
    for number, group in enumerate(groups):
        row, column = divmod(number, _IN_ROW)
        middle = CLOSE.x + (column + 0.5) * step
        top = CLOSE.y + _BELOW_TITLE + row * _ROW
        for text, style, y in ((f"第{number + 1}组", _NUMBER, top), (group, _GROUP, top + 9 * MM)):
            ops.append(TextOp(middle - pen.width(text, style) / 2, y, text, style, 0.0))
    pen.texts(ops)
