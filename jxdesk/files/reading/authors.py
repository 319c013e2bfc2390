"""Which names in a file's properties say who wrote it, and which are only what a program leaves there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OWN_NAME = "jxdesk"
"""What this program writes as author, of the remarks on the headings of its lists too."""

_SHOWN = 3
_NOBODY = """
administrator administrators admin user users user's owner guest default author creator root system pc
computer windows microsoft office word excel powerpoint wps kingsoft apple mac lenovo dell hp asus acer
huawei thinkpad xp unknown anonymous unspecified untitled none null na un named corporation inc china the
for net java jxdesk python docx pptx openpyxl xlsxwriter apache poi libreoffice openoffice reportlab
aspose words cells slides itext phpoffice phpword phpexcel
演示 测试 示例 样例 demo test sample example
用户 管理员 系统管理员 微软用户 微软中国 微软 作者 金山 金山办公 联想 联想用户 未知 匿名 无 中国 默认 个人用户
"""
"""Words that installations, libraries and our own program write where nobody has typed a name."""

_IGNORED = frozenset(_NOBODY.split())
_MACHINE = re.compile(r"(?:desktop|laptop|pc|win|user|admin)-[0-9a-z]+")
_WORD = re.compile(r"[a-z]+|[^\W\d_a-z]+")


_OFFICE = re.compile(
    r"(?:.{2,}(?:政府|委员会|管委会|办公室|中心|公司|集团|大学|学院|学校|研究院|研究所|协会|联合会|园区|开发区|新区)"
    r"|.{3,}[局厅办部处厂])(?:\(.{1,20}\))?"
)


def is_somebody(name: str) -> bool:
    """Whether a name in the properties can be a person's.

    An office's or a firm's name says no more than the document itself does.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    words = _WORD.findall(plain)
    telling = [word for word in words if word not in _IGNORED and (len(word) > 1 or not word.isascii())]
    return bool(telling) and not _MACHINE.fullmatch(plain) and not _OFFICE.fullmatch(plain)


def people(names: Iterable[str]) -> str:
    """Those of ``names`` who are somebody, each once, as one phrase: “张三、李四等 5 人”, ``""`` if none."""
    found = list(dict.fromkeys(name.strip() for name in names if is_somebody(name)))
    shown = "、".join(found[:_SHOWN])
    return shown + (f"等 {len(found)} 人" if len(found) > _SHOWN else "")
