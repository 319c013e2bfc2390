"""Screening of texts: how much a second, and how well, beside the patterns that come to mind first.

The peer are four plain regular expressions: eighteen digits, sixteen to nineteen, eleven, and the
words of secrecy wherever they stand. They are quick and take nothing for what it is.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench_rows import Row, median
from jxdesk.domain.sensitive import Hit, SensitiveKind, find, find_in_name
from screening_set import MUST_FIND, Score, score, snippets

NAME = "screening"
ROUNDS = 5
GOAL_RECALL, GOAL_PRECISION = 98.0, 95.0
_TEXT_BYTES = 8_000_000
_PEOPLE = 5_000
_PEER = "re，朴素写法"
_PARAGRAPHS = (
    "我县坚持把数字经济作为“一号发展工程”，2024年核心产业营业收入126.35亿元，同比增长12.6%，集聚企业238家。\n",
    "其中规上企业57家，从业人员12386人，研发投入强度3.2%，税收8.63亿元。\n",
    "建成5G基站1386个、工业互联网标识解析二级节点1个，推动126家企业上云用数赋智，打造省级数字化转型标杆8个。\n",
    "项目代码2403-360102-04-01-123456，总投资3200.00万元，计划2025年11月开工、2027年10月完工。\n",
    "组建产业链链长制工作专班，建立月调度、季通报、年考核机制，协调解决用地、用能、用工等问题43个。\n",
    "完善内部控制和保密管理制度，保障数据的机密性、完整性和可用性。\n",
)
_NAIVE = (
    (SensitiveKind.IDENTITY, re.compile(r"\d{17}[\dXx]")),
    (SensitiveKind.BANK_CARD, re.compile(r"\d{16,19}")),
    (SensitiveKind.MOBILE, re.compile(r"1[3-9]\d{9}")),
    (SensitiveKind.SECRECY, re.compile("绝密|机密|秘密")),
    (SensitiveKind.INTERNAL, re.compile("内部|外传|不公开|不予公开")),
)


def run(_folder: Path) -> list[Row]:
    """Measure; no folder is needed."""
    return [*_speed(), *_quality()]


def _speed() -> Iterator[Row]:
    text = _text()
    megabytes = len(text.encode()) / 1e6
    ours, peer = _in_turns(lambda: find(text), lambda: [*_naive(text)])
    yield Row(f"筛查正文（{megabytes:.1f} MB）", ours, "s", _PEER, peer)
    yield Row("筛查速度（正文）", megabytes / ours, "MB/s")
    roster = _roster()
    ours, peer = _in_turns(lambda: find(roster), lambda: [*_naive(roster)])
    yield Row(f"筛查花名册（{_PEOPLE} 人，每行三个号码）", ours, "s", _PEER, peer)


def _quality() -> Iterator[Row]:
    rows = snippets()
    ours, whole = score(rows, find, find_in_name)
    naive, naive_whole = score(rows, _naive, _naive)
    for kind in MUST_FIND:
        yield _recall(f"召回率：{kind.word}", ours[kind], naive[kind])
        yield _precision(f"准确率：{kind.word}", ours[kind], naive[kind])
    yield _recall(f"召回率：全部（{len(rows)} 条样本）", whole, naive_whole)
    yield _precision("准确率：全部", whole, naive_whole)


def _recall(what: str, ours: Score, peer: Score) -> Row:
    share = 100 * ours.recall
    goal = f"≥ {GOAL_RECALL:.0f}"
    return Row(what, share, "%", _PEER, 100 * peer.recall, goal, share >= GOAL_RECALL)


def _precision(what: str, ours: Score, peer: Score) -> Row:
    share = 100 * ours.precision
    goal = f"≥ {GOAL_PRECISION:.0f}"
    return Row(what, share, "%", _PEER, 100 * peer.precision, goal, share >= GOAL_PRECISION)


def _in_turns(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, medians."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for task, taken in zip((ours, peer), seconds, strict=True):
            begin = time.process_time()
            task()
            taken.append(time.process_time() - begin)
    return median(seconds[0]), median(seconds[1])


def _naive(text: str) -> Iterator[Hit]:
    for kind, pattern in _NAIVE:
        for match in pattern.finditer(text):
            yield Hit(kind, *match.span(), match[0])


def _text() -> str:
    """Ordinary paragraphs, after every ten a snippet of the set."""
    parts: list[str] = []
    size, rows = 0, snippets()
    while size < _TEXT_BYTES:
        parts.append("".join(_PARAGRAPHS) * 2 + rows[len(parts) % len(rows)].text + "\n")
        size += len(parts[-1].encode())
    return "".join(parts)


def _roster() -> str:
    """Rows of a list of people: most of it is numbers to be found."""
    wanted = {SensitiveKind.IDENTITY: "", SensitiveKind.MOBILE: "", SensitiveKind.BANK_CARD: ""}
    for row in snippets("a"):
        for one in row.expected:
            piece = row.text[one.start : one.end]
            if one.kind in wanted and piece.isascii() and piece.isdigit():
                wanted[one.kind] = wanted[one.kind] or piece
    return "".join(f"{number}\t某某\t" + "\t".join(wanted.values()) + "\n" for number in range(_PEOPLE))
