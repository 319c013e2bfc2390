"""What the random walk types: good, bad, long and strange, in any field."""

from __future__ import annotations

import random

GOOD = (
    "12",
    "3200",
    "8.25",
    "-3.5",
    "0",
    "12.50",
    "1,234.5",
    "是",
    "否",
    "2025年10月",
    "2026-03-15",
    "2025-11",
    "清溪县人民政府",
    "清溪传感有限公司",
    "91360000MA35G00016",
    "0791-88886666",
    "office@example.cn",
    "—（当年没有统计）",
    "不适用（没有这项业务）",
    "感知芯片 1.5；温度传感器 3",
    "数据集建设项目",
)
BAD = (
    "十二家左右",
    "1e5",
    "12..5",
    "99999999999999999999999999",
    "2025-02-30",
    "13月",
    "maybe",
    "=1+1",
    "<b>粗</b>&amp;",
    "'; DROP TABLE basic; --",
    "%s%n{0}",
    "../../etc",
    "NaN",
    "-",
    "（）",
    " ",
    "",
)
STRANGE = (
    "１２．５",
    "２０２５年１０月",
    "😀🀄👩‍👩‍👧‍👦",
    "𠮷野家𪚥",
    "שלום עולם 123",
    "مرحبا ١٢٣",
    "e\u0301\u0302\u0303",
    "a\u0000b",
    "\u202e反\u202c",
    "\ufeff零宽\u200b",
    "制\t表\t符",
    "第一行\n第二行\r\n第三行",
    "段\u2028落\u2029末",
    "\ufffd\ufffe",
    "\x07\x1b[31m",
    "\ud83d",
    "㊣①⑩Ⅷ",
    "　全角空格　",
)


def text(random_: random.Random) -> str:
    """A text for any field; now and then a very long one."""
    turn = random_.random()
    if turn < 0.5:
        return random_.choice(GOOD)
    if turn < 0.65:
        return random_.choice(BAD)
    if turn < 0.8:
        return random_.choice(STRANGE)
    if turn < 0.83:
        return random_.choice(("清溪县传感器产业，", "long ", "９", "字😀")) * random_.randint(50, 800)
    return "".join(random_.choices("0123456789.-,年月县abcXYZ 企业，。", k=random_.randint(1, 9)))


def sheet(random_: random.Random) -> str:
    """Cells as a spreadsheet puts them on the clipboard."""
    columns = random_.randint(1, 5)
    rows = random_.randint(1, 4)
    cells = ([text(random_).replace("\t", " ") for _ in range(columns)] for _ in range(rows))
    return "\n".join("\t".join(row) for row in cells)
