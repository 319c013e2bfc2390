"""The patterns of markings, put together from the vocabulary.

Each captures the marking itself as ``mark``. They are tried on one line at a time; every repetition
in them is bounded, so that a line takes time in proportion to its length whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.vocabulary import Markings, markings

Pattern = tuple[SensitiveKind, re.Pattern[str]]

_G = "[ \t]{0,3}"
"""A gap that may stand between the letters of a marking."""

_HAN = "\u3400-\u9fff"
_BEGIN = r"(?:^|(?<=[ \t,，。;；:：!！|(\[】》）\]]))"
_FINISH = r"(?=$|[ \t,，。;；.!！|)\]（《])"
_LINK = r"[ \t]{0,4}(?:[:=|,，]|为|是|→|-{1,2})?[ \t]{0,4}"
_STOPS = r"[ \t,，;；.。!！]"
_NO_SENTENCE = rf"(?![{_HAN}/、\-]|[ ]?[/、])"


@dataclass(frozen=True)
class _Pieces:
    """What several patterns are made of."""

    level: str
    term: str
    star: str
    weak: str
    documents: str
    label: str
    nouns: str
    secrets: str
    phrase: str
    about: str
    these: str
    beside: str


@cache
def anywhere() -> tuple[Pattern, ...]:
    """What is a marking wherever it stands in a line."""
    words, part = markings(), _pieces()
    return _compiled(_secrecy(words, part), _internal(words, part))


@cache
def alone() -> tuple[Pattern, ...]:
    """What is a marking when nothing is on its line but what goes with one; for ``fullmatch``."""
    words, part = markings(), _pieces()
    opened, closed = rf"(?:[\[(<《「“\"]{_G})?", rf"(?:{_G}[\])>》」”\"])?"
    copy = r"(?:(?:份号|编号|№|No[.]?)?[ :]{0,2}[0-9]{1,8}号?[ \t]{0,8})?"
    before = rf"{copy}(?:(?:特急|加急|急件)[ \t]{{0,8}})?{opened}"
    after = f"{closed}{part.beside}{{0,6}}[ .。!！]{{0,2}}"
    clause_of_contract = f"(?!.*{_any(words.contract_words)})"
    term = f"{_any(words.term_labels, _G)}{_G}:{_G}{part.term}"
    secrecy = [
        f"{before}(?P<mark>(?:国家)?{part.level}(?:{_G}{part.documents})?){after}",
        f"{before}(?P<mark>(?:涉密|密){part.documents}){after}",
        f"{clause_of_contract}.{{0,20}}(?P<mark>{term}){_FINISH}.{{0,20}}",
    ]
    internal = [
        f"{before}(?P<mark>{part.nouns}|{part.secrets}){after}",
        f"(?P<mark>{part.nouns})(?:{_STOPS}{{0,4}}{part.phrase}){{1,3}}{_STOPS}{{0,2}}",
        f"{opened}(?P<mark>{words.unpublished}){closed}",
        "(?P<mark>CONFIDENTIAL|Confidential)",
    ]
    return _compiled(secrecy, internal)


@cache
def tokens() -> tuple[Pattern, ...]:
    """What is a marking as a part of a file's name; for ``fullmatch``."""
    words, part = markings(), _pieces()
    kind = f"(?:{part.documents}|版|稿|版本)?"
    tail = f"(?:{part.term})?[0-9]{{0,4}}"
    return _compiled(
        [f"(?P<mark>(?:(?:国家)?{part.level}{kind}|(?:涉密|密){part.documents}|涉密){tail})"],
        [f"(?P<mark>(?:{part.nouns}|{part.secrets}){kind}{tail}|{part.phrase}|{words.unpublished})"],
    )


def _secrecy(words: Markings, part: _Pieces) -> list[str]:
    level, term, star, weak = part.level, part.term, part.star, part.weak
    state = "".join(f"(?<!{word})" for word in words.other_secrets)
    level_of = f"{level}(?:{_G}{part.documents})?"
    verbs = "属于?|为|是|系|列为|定为|标为|涉及|含有?"
    secret = f"(?:{level}|国家秘密|国家机密|涉密)(?:{_G}{part.documents})?"
    return [
        # 秘密★5年, ★机密, 秘密*5年, 秘密 长期
        f"(?P<mark>{state}{level_of}{_G}{star}+(?:{_G}{term})?)",
        f"(?P<mark>{state}{level_of}{_G}{weak}{{1,3}}{_G}(?:{term}|$))",
        f"(?P<mark>(?:{star}|{weak}){{1,3}}{_G}{level}(?:{_G}{term})?){_FINISH}",
        rf"{_BEGIN}(?P<mark>{level}[ \t]{{0,4}}[·.\-(:,，]?{_G}(?:期限)?:?{_G}{term}){_FINISH}",
        # 密级：机密, 密级：□公开 ☑机密
        rf"(?P<mark>{part.label}{_LINK}[\[(“\"]?{_G}{level}){_NO_SENTENCE}",
        rf"{part.label}.{{0,40}}?(?P<mark>[☑√✓✔■●][ ]?{level})",
        # 【机密】, （秘密） at an end of the line or behind a title
        rf"(?P<mark>\[{_G}(?:{level_of}|涉密(?:{_G}{part.documents})?){_G}\])",
        rf"(?:^{_G}|(?<=》))(?P<mark>\({_G}{level_of}{_G}\))",
        rf"(?P<mark>\({_G}{level_of}{_G}\)){_G}$",
        # 机密 第003号, in the corner of a page
        rf"^{_G}(?P<mark>{level})[ \t]{{1,8}}(?=关于|特急|加急|急件|第|No|№|编号|份号|[0-9])",
        rf"[ ]{{2,}}(?P<mark>{level})$",
        # 本文件属于国家秘密
        f"{part.these}(?P<mark>(?:密级)?(?:{verbs})(?:国家)?{secret})(?=[,，。;；.!！ ]|$)",
    ]


def _internal(words: Markings, part: _Pieces) -> list[str]:
    another = f"(?:{_any(words.other_secrets)}{part.level}|{part.secrets}|内{_G}部)"
    word = f"(?:内{_G}部|保{_G}密)"
    levels = f"(?:{_any(words.internal_levels, _G)}|{part.secrets})"
    this = f"(?:此|本|该)(?:件|文|{_any(words.subjects)})"
    return [
        # 内部★, 商业秘密★长期
        f"(?P<mark>{another}(?:{_G}{part.documents})?{_G}{part.star}+(?:{_G}{part.term})?)",
        f"(?P<mark>{another}{_G}{part.weak}{{1,3}}{_G}{part.term})",
        # 【内部】, （内部使用）, （内部） only at an end of the line or behind a title
        rf"(?P<mark>\[{_G}(?:{part.nouns}|{part.secrets}){_G}\])",
        rf"(?P<mark>\({_G}(?!{word}{_G}\))(?:{part.nouns}|{part.secrets}){_G}\))",
        rf"(?:^{_G}|》)(?P<mark>\({_G}{word}{_G}\))",
        rf"(?P<mark>\({_G}{word}{_G}\)){_G}$",
        # 密级：内部
        f"(?P<mark>{part.label}{_LINK}{levels}){_FINISH}",
        # 不得外传, 本报告仅供内部参考; 此件不公开, 公开属性：不予公开
        f"{_BEGIN}(?:{part.about})?(?P<mark>{part.phrase})(?:{_FINISH}|(?={part.phrase}))",
        f"(?P<mark>{this}{words.unpublished})(?![{_HAN}])",
        f"{_any(words.public_labels)}{_LINK}(?P<mark>{words.unpublished}){_FINISH}",
        f"(?i:(?<![a-z])(?P<mark>{_any(words.english)})(?![a-z]))",
    ]


@cache
def _pieces() -> _Pieces:
    words = markings()
    number = "(?:[0-9]{1,3}|[一二三四五六七八九十百两半]{1,4})"
    until = r"至[ ]?[0-9]{4}[ ]?[年.\-/][0-9 月日.\-/]{0,8}"
    term = f"(?:{number}{_G}(?:年|个?{_G}月|天|日|周)|{until}|{_any(words.terms, _G)})"
    companion = f"(?:{term}|{_any(words.companions)})"
    code = "(?:份号|编号|件号|№|No[.]?|第)?[ :]{0,2}[0-9]{1,8}[ ]?(?:号|份|期)?"
    this = "(?:本|此|该|以上|上述|以下)(?:份|套)?"
    subjects, these = _any(words.subjects), _any((*words.these, *words.subjects))
    return _Pieces(
        level=f"{_any(words.levels, _G)}(?:{_G}级)?",
        term=term,
        star=f"[{re.escape(words.stars)}]",
        weak=f"[{re.escape(words.weak_stars)}]",
        documents=_any(words.documents),
        label=f"(?<!降低){_any(words.level_labels, _G)}",
        nouns=_any(words.internal_nouns, _G),
        secrets=_any(words.internal_secrets, _G),
        phrase="(?:" + "|".join(f"(?:{one})" for one in words.internal_phrases) + ")",
        about=f"(?:(?:{this})?{subjects}(?:内容)?|{this}{these})",
        these=f"(?:{this}{these}(?:内容)?)",
        beside=rf"(?:[ \t,，;；.。!！*★]{{0,4}}(?:{code}|{companion}|[(（][^()]{{1,14}}[)）]))",
    )


def _any(words: Iterable[str], gap: str = "") -> str:
    """One of the words, longest first; ``gap`` may stand between any two letters."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(gap.join(map(re.escape, word)) for word in ordered) + ")"


def _compiled(secrecy: list[str], internal: list[str]) -> tuple[Pattern, ...]:
    return tuple(
        (kind, re.compile(source))
        for kind, sources in ((SensitiveKind.SECRECY, secrecy), (SensitiveKind.INTERNAL, internal))
        for source in sources
    )
