"""Markings of secrecy and of internal use, told apart from the same words in an ordinary sentence.

A marking has a star, a term or a label, or stands alone where a cover carries it: a line of its
own, brackets, a part of a file's name. Sources: 保守国家秘密法 and 国家秘密定密管理规定 (level ★ term),
GB/T 9704 7.2.2 (both in the head of a document), 政府信息公开条例 (不予公开).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxdesk.base.unseen import is_unseen
from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive import patterns
from jxdesk.domain.sensitive.hit import Hit
from jxdesk.domain.sensitive.lines import Line, lines

_MAX_SHOWN = 24
_LONGEST_ALONE = 60
"""A line that is nothing but a marking is not longer than this."""

_LONGEST_TABLE = 4_000
"""How far below its heading a column of levels is believed in."""

_TOKEN = re.compile(r"[^ \t_\-·.,，、:;；()\[\]《》<>“”\"+&#@~=]+")
_BETWEEN = re.compile(r"[^\w。]{0,4}")
_ORNAMENTS = " \t-_=~·•*"

_Found = tuple[SensitiveKind, int, int]


def find_markings(text: str) -> Iterator[Hit]:
    """Every marking, in order, without overlaps."""
    table_end = 0
    for line in lines(text):
        found = [*_anywhere(line.text), *_alone(line.text)]
        if line.at[0] < table_end:
            found += _matches(patterns.cells(), line.text)
        if patterns.heading_cell().search(line.text):
            table_end = line.at[0] + _LONGEST_TABLE
        yield from _chosen(text, line, found)


def find_name_markings(name: str) -> Iterator[Hit]:
    """As :func:`find_markings`; a part between signs that is nothing but a marking counts too."""
    for line in lines(name):
        yield from _chosen(name, line, [*_anywhere(line.text), *_alone(line.text), *_tokens(line.text)])


def _anywhere(text: str) -> Iterator[_Found]:
    return _matches(patterns.anywhere(), text)


def _matches(tried: tuple[patterns.Pattern, ...], text: str) -> Iterator[_Found]:
    chars = set(text)
    for pattern in tried:
        if not pattern.may_be_in(chars):
            continue
        for match in pattern.regex.finditer(text):
            start, end = match.span("mark")
            if pattern.allows(text, start):
                yield pattern.kind, start, end


def _alone(text: str) -> Iterator[_Found]:
    stripped = text.strip(_ORNAMENTS)
    if not stripped or len(stripped) > _LONGEST_ALONE:
        return
    offset = text.index(stripped)
    chars = set(stripped)
    for pattern in patterns.alone():
        if not pattern.may_be_in(chars):
            continue
        if match := pattern.regex.fullmatch(stripped):
            start, end = match.span("mark")
            yield pattern.kind, offset + start, offset + end


def _tokens(text: str) -> Iterator[_Found]:
    for token in _TOKEN.finditer(text):
        for pattern in patterns.tokens():
            if pattern.regex.fullmatch(token[0]):
                yield (pattern.kind, *token.span())
                break


def _chosen(text: str, line: Line, found: list[_Found]) -> Iterator[Hit]:
    """In order and apart: the graver where two overlap, one where signs only lie between."""
    ordered = sorted(found, key=lambda one: (one[0] is not SensitiveKind.SECRECY, one[1] - one[2]))
    taken = [False] * len(line.text)
    apart: list[_Found] = []
    for kind, start, end in ordered:
        if start < end and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            apart.append((kind, start, end))
    for kind, start, end in _joined(line.text, sorted(apart, key=lambda one: one[1])):
        begin, behind = line.span(start, end)
        yield Hit(kind, begin, behind, _shown(text[begin:behind]))


def _joined(text: str, apart: list[_Found]) -> list[_Found]:
    """机密 and （请勿外传） beside it are one marking, the graver."""
    joined: list[_Found] = []
    for one in apart:
        if joined and _BETWEEN.fullmatch(text, joined[-1][2], one[1]):
            before = joined.pop()
            grave = SensitiveKind.SECRECY in (before[0], one[0])
            joined.append((SensitiveKind.SECRECY if grave else one[0], before[1], one[2]))
        else:
            joined.append(one)
    return joined


def _shown(marking: str) -> str:
    text = "".join(char for char in " ".join(marking.split()) if not is_unseen(char))
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
