"""What is said of an attached file in a few words: size, kind, and what screening saw."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jxdesk.app.screening import in_name
from jxdesk.domain.application import Evidence
from jxdesk.domain.attachable import ending, problem_of
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.notice import Notice
from jxdesk.rules.screened import needs_eyes
from ui.pages.evidence.holdings import Holdings

_MIB, _KIB = 1024 * 1024, 1024
_PAGE = re.compile(r"第 (\d+) 页")
_SHAPES = {SensitiveKind.SECRECY: "error"}
_PROBLEMS = {
    FileProblem.UNREADABLE: "打不开",
    FileProblem.ENCRYPTED: "设有密码",
    FileProblem.EMPTY: "没有内容",
    FileProblem.NO_PAGES: "一页也没有",
    FileProblem.WRONG_KIND: "内容与扩展名不符",
    FileProblem.TOO_LARGE: "太大，没有检查",
}
_SHEETS, _SLIDES = "个工作表", "张幻灯片"
_PAGE_WORDS = dict.fromkeys(("xlsx", "xlsm", "xls", "xlsb", "ods"), _SHEETS) | dict.fromkeys(
    ("pptx", "pptm", "ppt", "odp"), _SLIDES
)
SEEN_AS_PAGES = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")
"""Kinds whose pages can be shown in the window."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape (see :mod:`ui.icons`) and the words beside it."""

    shape: str
    words: str


def size_words(size: int) -> str:
    """``12.4 MB``, ``320 KB``, ``75 字节``."""
    if size >= _MIB:
        return f"{size / _MIB:.1f} MB"
    return f"{size / _KIB:.0f} KB" if size >= _KIB else f"{size} 字节"


def size_of(row: Evidence) -> int:
    """The bytes of a file, 0 where that is not known."""
    return row.size if isinstance(row.size, int) else 0


def kind_word(row: Evidence) -> str:
    """``PDF``, ``DOCX``: what its name says it is."""
    return ending(row.name).upper()[:5] or "文件"


def measures(row: Evidence, holdings: Holdings) -> str:
    """Kind, pages and size, as far as they are known."""
    known = holdings.facts.get(row.sha256)
    pages = f"{known.pages} {_PAGE_WORDS.get(known.kind, '页')}" if known is not None and known.pages else ""
    size = size_words(size_of(row)) if size_of(row) else ""
    return " · ".join(part for part in (kind_word(row), pages, size) if part)


def shows_pages(row: Evidence, holdings: Holdings) -> bool:
    """Whether its pages can be looked at in the window."""
    known = holdings.facts.get(row.sha256)
    return (known.kind if known is not None and known.kind else ending(row.name)) in SEEN_AS_PAGES


def seen_in(row: Evidence, facts: FileFacts | None) -> tuple[Sensitive, ...]:
    """What screening saw, by kind and page, the gravest kind first."""
    seen = in_name(row.name) + (facts.sensitive if facts is not None else ())
    ranks = {kind: rank for rank, kind in enumerate(SensitiveKind)}
    return tuple(sorted(seen, key=lambda one: (ranks[one.kind], page_of(one), one.where)))


def page_of(one: Sensitive) -> int:
    """The number of the page on which something was seen, 0 when it stands on none."""
    found = _PAGE.match(one.where)
    return int(found[1]) if found is not None else 0


def marks_of(row: Evidence, holdings: Holdings, notice: Notice) -> tuple[Mark, ...]:
    """What there is to know about a file, weightiest first; one mark at least."""
    if not row.sha256:
        return (Mark("error", "只有名称，没有文件"),)
    if row.sha256 not in holdings.listed:
        return (Mark("hint", "正在查看……"),)
    if row.sha256 not in holdings.places:
        return (Mark("error", "文件不在工作区里"),)
    known = holdings.facts.get(row.sha256)
    if known is None:
        return (Mark("hint", "还没有检查过"),)
    marks = []
    problem = problem_of(notice, row.name, known)
    if problem is not FileProblem.NONE:
        marks.append(Mark("error", _PROBLEMS[problem]))
    seen = seen_in(row, known)
    counts = {kind: sum(one.kind is kind for one in seen) for kind in SensitiveKind}
    marks += [
        Mark(_SHAPES.get(kind, "warning"), f"{kind.word} {count} 处")
        for kind, count in counts.items()
        if count
    ]
    if problem is FileProblem.NONE and needs_eyes(known):
        made = holdings.confirmed.get(row.sha256)
        marks.append(Mark("done", f"{made.who}看过") if made else Mark("eye", "要有人逐页看过"))
    return tuple(marks) or (Mark("done", "没有发现问题"),)
