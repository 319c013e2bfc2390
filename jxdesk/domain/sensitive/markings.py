"""Markings of secrecy and of internal use, told apart from the same words in an ordinary sentence.

A marking has a star, a term or a label, or stands alone where a cover carries it: a line of its
own, brackets, a part of a file's name. Sources: 保守国家秘密法 and 国家秘密定密管理规定 (level ★ term),
GB/T 9704 7.2.2 (both in the head of a document), 政府信息公开条例 (不予公开).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive import patterns
from jxdesk.domain.sensitive.hit import Hit
from jxdesk.domain.sensitive.lines import Line, lines

_MAX_SHOWN = 24
_LONGEST_ALONE = 60
"""A line that is nothing but a marking is not longer than this."""

_TOKEN = re.compile(r"[^ \t_\-·.,，、;；()\[\]《》<>“”\"+&#@~=]+")

_Found = tuple[SensitiveKind, int, int]


def find_markings(text: str) -> Iterator[Hit]:
    """Every marking, in order, without overlaps."""
    for line in lines(text):
        yield from _chosen(line, [*_anywhere(line.text), *_alone(line.text)])


def find_tokens(name: str) -> Iterator[Hit]:
    """Markings of a file's name: a part between signs that is a marking and nothing else."""
    for line in lines(name):
        yield from _chosen(line, [*_tokens(line.text)])


def _anywhere(text: str) -> Iterator[_Found]:
    for kind, pattern in patterns.anywhere():
        for match in pattern.finditer(text):
            yield (kind, *match.span("mark"))


def _alone(text: str) -> Iterator[_Found]:
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST_ALONE:
        return
    offset = text.index(stripped)
    for kind, pattern in patterns.alone():
        if match := pattern.fullmatch(stripped):
            start, end = match.span("mark")
            yield kind, offset + start, offset + end


def _tokens(text: str) -> Iterator[_Found]:
    for token in _TOKEN.finditer(text):
        kind = next((kind for kind, pattern in patterns.tokens() if pattern.fullmatch(token[0])), None)
        if kind:
            yield (kind, *token.span())


def _chosen(line: Line, found: list[_Found]) -> Iterator[Hit]:
    """In order; where two overlap the graver, then the longer."""
    ordered = sorted(found, key=lambda one: (one[0] is not SensitiveKind.SECRECY, one[1] - one[2]))
    taken = [False] * len(line.text)
    hits = []
    for kind, start, end in ordered:
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            hits.append(Hit(kind, *line.span(start, end), _shown(line.text[start:end])))
    yield from sorted(hits, key=lambda hit: hit.start)


def _shown(marking: str) -> str:
    text = " ".join(marking.split())
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
