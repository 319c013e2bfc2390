"""Lines on a sheet that are no rows of its list: sums below it, remarks, who filled it in."""

from __future__ import annotations

import re

from jxdesk.exchange.normal import normal
from jxdesk.exchange.workbook import Cell

_SHOWN = 40
_SUMS = frozenset(("合计", "总计", "小计", "共计", "累计", "总和", "合计数", "平均", "平均值"))
# Alone on its line, and with a colon: a firm may well be called 说明科技.
_REMARK = re.compile(
    r"(?:备?注|说明|填表说明|填报说明|填表人|填报人|制表人?|审核人?|负责人|联系人|联系电话|填报单位|填报时间|填表日期|单位负责人|单位)"
    r"\s*[:：]"
)
_FEW = 3
# Most rows are told apart by their first character alone, and mostly it stands in the first cell.
_BEGINNINGS = frozenset("合总小共累平备注说填制审负联单")
# With the spaces that are put between the characters.
_LONGEST_SUM = 16


def beside_the_list(line: tuple[Cell, ...]) -> str:
    """How a line begins that is a sum or a remark; ``""`` for a row of the list.

    A sum is told by its first word, a remark by its first word with a colon and by having little else.
    """
    if line and isinstance(line[0], str) and line[0][:1].isalnum() and line[0][0] not in _BEGINNINGS:
        return ""
    first = next((cell.strip() for cell in line if isinstance(cell, str) and cell.strip()), "")
    if first[:1] not in _BEGINNINGS:
        return ""
    if len(first) <= _LONGEST_SUM and normal(first) in _SUMS:
        return first[:_SHOWN]
    if not _REMARK.match(first):
        return ""
    filled = [cell for cell in line if not isinstance(cell, str) or cell.strip()]
    if len(filled) <= _FEW and all(isinstance(cell, str) for cell in filled):
        return first[:_SHOWN]
    return ""
