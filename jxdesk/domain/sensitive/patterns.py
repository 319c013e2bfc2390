"""The patterns of markings, put together from the vocabulary.

Each captures the marking itself as ``mark``. They are tried on one line at a time; every repetition
in them is bounded, and where one stands within another it gives nothing back, so that a line takes
time in proportion to its length whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.vocabulary import Markings, markings

_GUARDED = 40
_G = "[ \t]{0,3}"
"""A gap that may stand between the letters of a marking."""

_HAN = "\u3400-\u9fff"
_BEGIN = r"(?:^|(?<=[ \t,，。;；:：!！|(\[】》）\]]))"
_FINISH = r"(?=$|[ \t,，。;；.!！|)\]（《])"
_LINK = r"[\])]?[ \t]{0,4}(?:[:=|,，]|为|是|→|-{1,2})?[ \t]{0,4}"
_STOPS = r"[ \t,，;；.。!！·•、:：]"
_TICKS = "☑√✓✔■●"
_THIS_SIGNS = "本此该以上下"
_NO_SENTENCE = rf"(?![{_HAN}/、\-]|[ ]?[/、])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """``source`` finds markings of a ``kind``; ``before``, if given, must be found shortly before one.

    A line that lacks every character of one of the sets in ``needs`` cannot hold such a marking.
    """

    kind: SensitiveKind
    source: str
    needs: tuple[frozenset[str], ...] = ()
    before: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first wanted: few lines need many of them, and all take long."""
        return _compiled(self.source)

    def may_be_in(self, chars: set[str]) -> bool:
        """Whether a line of these characters is worth searching."""
        return not any(map(chars.isdisjoint, self.needs))

    def allows(self, text: str, start: int) -> bool:
        """Whether what stands before the marking at ``start`` lets it count."""
        return self.before is None or self.before.search(text, max(0, start - _GUARDED), start) is not None


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True)
class _Pieces:
    """What several patterns are made of."""

    level: str
    term: str
    until: str
    star: str
    weak: str
    documents: str
    label: str
    label_ends: str
    nouns: str
    secrets: str
    phrase: str
    this: str
    about: str
    condition: str
    companion: str
    beside: str


@cache
def anywhere() -> tuple[Pattern, ...]:
    """What is a marking wherever it stands in a line."""
    return (*_secrecy(markings(), _pieces()), *_internal(markings(), _pieces()))


@cache
def alone() -> tuple[Pattern, ...]:
    """What is a marking when nothing is on its line but what goes with one; for ``fullmatch``."""
    words, part = markings(), _pieces()
    opened, closed = rf"(?:[\[(<《「“\"*]{{1,2}}{_G})?", rf"(?:{_G}[\])>》」”\"*]{{1,2}})?"
    copy = r"(?:(?:份号|编号|№|No[.]?)?[ :]{0,2}[0-9]{1,8}号?[ \t]{0,8})?"
    lead = f"(?:(?:注意|提示|说明|声明):|{part.companion}{_STOPS}{{1,4}})?"
    before = rf"{lead}{copy}(?:(?:特急|加急|急件)[ \t]{{0,8}})?{opened}"
    after = f"{closed}(?:{part.beside}){{0,6}}+{_STOPS}{{0,2}}"
    clause_of_contract = f"(?!.*{_any(words.contract_words)})"
    term = f"{_any(words.term_labels, _G)}{_G}(?::{_G}{part.term}|{part.until})"
    return (
        _secret(
            f"{before}(?P<mark>(?:国家)?{part.level}(?:{_G}{part.documents})?){after}", _first(words.levels)
        ),
        _secret(f"{before}(?P<mark>(?:涉密|密){part.documents}){after}", "密"),
        _secret(
            f"{clause_of_contract}.{{0,20}}(?P<mark>{term}){_FINISH}.{{0,20}}", _first(words.term_labels)
        ),
        _inner(
            f"{before}(?P<mark>(?:{_any(words.owners)})?{part.nouns}|{part.secrets}){after}",
            _first((*words.internal_nouns, *words.internal_secrets)),
        ),
        _inner(f"{opened}(?P<mark>{words.unpublished}){closed}", "公", "不"),
        _inner("(?P<mark>CONFIDENTIAL|Confidential|TOP SECRET)", "C"),
    )


@cache
def tokens() -> tuple[Pattern, ...]:
    """What is a marking as a part of a file's name; for ``fullmatch``."""
    words, part = markings(), _pieces()
    kind = f"(?:{part.documents}|版|稿|版本)?"
    tail = f"(?:{part.term})?[0-9]{{0,4}}"
    return (
        _secret(f"(?P<mark>(?:(?:国家)?{part.level}{kind}|(?:涉密|密){part.documents}|涉密){tail})"),
        _secret(f".{{0,30}}(?P<mark>{part.level}(?:版|{part.documents}{part.companion}))"),
        _inner(f"(?P<mark>(?:{_any(words.owners)})?{part.nouns}{kind}{tail}{part.companion}?)"),
        _inner(f"(?P<mark>{part.secrets}{kind}{tail}|{part.phrase}|{words.unpublished})"),
    )


@cache
def heading_cell() -> re.Pattern[str]:
    """The heading of a table's column of levels."""
    return re.compile(rf"(?:^|[,\t|;]){_G}\"?{_any(markings().level_labels, _G)}\"?{_G}(?=[,\t|;]|$)")


@cache
def cells() -> tuple[Pattern, ...]:
    """A cell below such a heading."""
    level = f"{_pieces().level}(?:{_G}{_pieces().star}{{1,2}}(?:{_G}{_pieces().term})?)?"
    return (_secret(rf"(?:^|[,\t|;]){_G}\"?(?P<mark>{level})\"?{_G}(?=[,\t|;]|$)"),)


def _secrecy(words: Markings, part: _Pieces) -> tuple[Pattern, ...]:
    level, term, star, weak = part.level, part.term, part.star, part.weak
    state = "".join(f"(?<!{word})" for word in words.other_secrets)
    level_of = f"{level}(?:{_G}{part.documents})?"
    verbs = "属于?|为|是|系|列为|定为|标为|涉及|含有?"
    secret = f"(?:{level}(?:国家秘密)?|国家秘密|国家机密|涉密)(?:{_G}{part.documents})?"
    bracketed = f"(?:{level_of}|涉密(?:{_G}{part.documents})?)"
    join = rf"[ \t]{{0,4}}[·.\-(:,，|/]?{_G}(?:保密)?(?:期限|期)?[为:]?{_G}"
    levels = _first(words.levels)
    return (
        # 秘密★5年, 秘密*5年, ★机密, 秘密 长期
        _secret(f"(?P<mark>{state}{level_of}{_G}{star}+(?:{_G}{term})?)", levels, words.stars),
        _secret(f"(?P<mark>{state}{level_of}{_G}{weak}{{1,3}}{_G}(?:{term}|$))", levels, words.weak_stars),
        _secret(f"(?P<mark>{star}{{1,3}}{_G}{level}(?:{_G}{term})?){_FINISH}", levels, words.stars),
        _secret(f"{_BEGIN}(?P<mark>{level}{join}{term}){_FINISH}", levels),
        # 密级：机密★, 密级：□公开 ☑机密
        _secret(rf"(?P<mark>{part.label}{_LINK}[\[(“\"]?{_G}{level}){_NO_SENTENCE}", levels, part.label_ends),
        _secret(rf"{part.label}.{{0,40}}?(?P<mark>[{_TICKS}][ ]?{level})", levels, _TICKS),
        # 【机密】, （秘密） at an end of the line or behind a title
        _secret(rf"(?P<mark>\[{_G}{bracketed}{_G}\])", "["),
        _secret(rf"(?:^{_G}|(?<=》))(?P<mark>\({_G}{bracketed}{_G}\))", "("),
        _secret(rf"(?P<mark>\({_G}{bracketed}{_G}\)){_G}$", "("),
        # 机密 第003号, 绝密：关于某某的方案, in the corner of a page
        _secret(
            rf"^{_G}(?P<mark>{level})[ \t]{{1,8}}(?=关于|特急|加急|急件|第|No|№|编号|份号|[0-9])",
            levels,
            " \t",
        ),
        _secret(rf"^{_G}(?P<mark>{level}):{_G}关于", levels, ":"),
        _secret(rf"^{_G}(?P<mark>{level}{part.documents})[,，。!！](?=仅限|只限|限|请|注意|阅后)", levels),
        _secret(rf"[ ]{{2,}}(?P<mark>{level})$", levels, " "),
        # 本文件属于国家秘密, 此件涉密
        _secret(rf"(?:本|此|该)(?:件|文|{_any(words.subjects)})(?P<mark>涉密)(?=[,，。;；!！ ]|$)", "涉"),
        _secret(
            f"{part.this}(?P<mark>(?:密级)?(?:{verbs})(?:国家)?{secret})(?=[,，。;；.!！ ]|$)",
            levels + "涉",
            _THIS_SIGNS,
        ),
    )


def _internal(words: Markings, part: _Pieces) -> tuple[Pattern, ...]:
    secrets = f"(?:{part.secrets}|{_any(words.headings)})"
    another = f"(?:{_any(words.other_secrets)}{part.level}|{secrets}|内{_G}部)"
    word = f"(?:内{_G}部|保{_G}密)"
    levels = f"(?:{_any(words.internal_levels, _G)}|{secrets})"
    this = f"(?:此|本|该)(?:件|文|{_any(words.subjects)})"
    bare = rf"(?:^|(?<=[ \t。:：!！|(\[】》）\]]))(?:(?:注意|声明|备注)[:：])?(?:{part.about})?"
    ends = f"(?:{_FINISH}|(?={part.phrase}))"
    after_comma = rf"(?<=[,，;；、])(?:{part.condition})?(?P<mark>{part.phrase}){ends}"
    return (
        # 内部★, 商业秘密★长期
        _inner(
            f"(?P<mark>{another}(?:{_G}{part.documents})?{_G}{part.star}+(?:{_G}{part.term})?)", words.stars
        ),
        _inner(f"(?P<mark>{another}{_G}{part.weak}{{1,3}}{_G}{part.term})", words.weak_stars),
        # 【内部】, （内部使用）, （内部） only at an end of the line or behind a title
        _inner(rf"(?P<mark>\[{_G}(?:{part.nouns}|{secrets}){_G}\])", "["),
        _inner(rf"(?P<mark>\({_G}(?!{word}{_G}\))(?:{part.nouns}|{part.secrets}){_G}\))", "("),
        _inner(rf"(?:^{_G}|》)(?P<mark>\({_G}{word}{_G}\))", "("),
        _inner(rf"(?P<mark>\({_G}{word}{_G}\)){_G}$", "("),
        # 密级：内部
        _inner(f"(?P<mark>{part.label}{_LINK}{levels}){_FINISH}", part.label_ends),
        # 不得外传, 本报告仅供内部参考, 本资料为内部资料; 此件不公开, 公开属性：不予公开
        _inner(f"{bare}(?P<mark>{part.phrase}){ends}", words.phrase_signs),
        _inner(after_comma, words.phrase_signs, ",，;；、", before=re.compile(_any(words.about_documents))),
        _inner(
            rf"{part.this}(?:属于?|为|是|系|作为)(?P<mark>{part.nouns}|{part.secrets}){_FINISH}",
            _THIS_SIGNS,
            "属为是系",
        ),
        _inner(f"(?P<mark>{this}{words.unpublished})(?![{_HAN}])", "公", "不"),
        _inner(f"{_any(words.public_labels)}{_LINK}(?P<mark>{words.unpublished}){_FINISH}", "公", "不"),
        _inner(f"(?i:(?<![a-z])(?P<mark>{_any(words.english)})(?![a-z]))", "nN"),
    )


def _secret(source: str, *needs: str) -> Pattern:
    return Pattern(SensitiveKind.SECRECY, source, tuple(map(frozenset, needs)))


def _inner(source: str, *needs: str, before: re.Pattern[str] | None = None) -> Pattern:
    return Pattern(SensitiveKind.INTERNAL, source, tuple(map(frozenset, needs)), before)


@cache
def _pieces() -> _Pieces:
    words = markings()
    number = "(?:[0-9]{1,3}|[一二三四五六七八九十百两半壹贰叁肆伍陆柒捌玖拾]{1,4})"
    until = r"至[ ]?[0-9]{4}[ ]?[年.\-/][0-9 月日.\-/]{0,8}"
    term = f"(?:{number}{_G}(?:年|个?{_G}月|天|日|周)|{until}|{_any(words.terms, _G)})"
    forbidden = f"{_any(words.prohibitions)}(?:擅自|随意|私自|对外)?{_any(words.prohibited)}"
    phrase = "(?:" + "|".join(f"(?:{one})" for one in words.internal_phrases) + ")"
    companion = f"(?:{term}|{_any(words.companions)}|{forbidden}|{phrase})"
    code = "(?:份号|编号|件号|№|No[.]?|总?第)?[ :]{0,2}[0-9]{1,8}+[ ]?(?:号|份|期)?"
    this = "(?:本|此|该|以上|上述|以下)(?:份|套)?"
    subjects, these = _any(words.subjects), _any((*words.these, *words.subjects))
    condition = "未经[^,，。;；]{0,10}?(?:批准|许可|同意|允许|授权|审核)[,，]?"
    return _Pieces(
        level=f"{_any(words.levels, _G)}(?:{_G}级)?",
        term=term,
        until=until,
        star=f"[{re.escape(words.stars)}]",
        weak=f"[{re.escape(words.weak_stars)}]",
        documents=_any(words.documents),
        label=f"(?<!降低){_any(words.level_labels, _G)}",
        label_ends="".join(word[-1] for word in words.level_labels),
        nouns=_any(words.internal_nouns, _G),
        secrets=_any(words.internal_secrets, _G),
        phrase=phrase,
        this=f"(?:{this}{these}(?:内容)?)",
        about=f"(?:(?:{this})?{subjects}(?:内容)?|{this}{these})?(?:{condition})?",
        condition=condition,
        companion=companion,
        beside=rf"(?>(?:{_STOPS}|[*★]){{0,4}}+(?:[(（]?{companion}[)）]?|{code}|[(（][^()]{{1,14}}[)）]))",
    )


def _first(words: Iterable[str]) -> str:
    """The letters with which these words begin."""
    return "".join(word[0] for word in words)


def _any(words: Iterable[str], gap: str = "") -> str:
    """One of the words, longest first; ``gap`` may stand between any two letters."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(gap.join(map(re.escape, word)) for word in ordered) + ")"
