"""What a written reason must be so that it may stand beside a warning: something, and its own words.

The bounds and the words that say nothing are data (``resources/texts/reasons.toml``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

import msgspec

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.paths import resources
from jxdesk.domain import sensitive
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Finding
from jxdesk.domain.sensitive.hit import NUMBER_KINDS
from jxdesk.notice import RuleSetting

MAX_CHARACTERS = 2_000
"""Guards the program: a run of letters is one 字 however long it is."""

_FEWEST_DIFFERENT = 4
_SHORT_UNIT = 6
_ALIKE = 0.8


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``least`` and ``most`` 字; ``least_left`` characters beside the words that say nothing."""

    least: int
    most: int
    least_left: int
    example: str
    empty: tuple[str, ...]
    noise: tuple[str, ...]


@cache
def wording() -> Wording:
    """The bounds and words, read once. Raises ``UserError`` where they can't be read."""
    path = resources() / "texts" / "reasons.toml"
    with os_errors(path):
        return msgspec.toml.decode(path.read_bytes(), type=Wording)


def guide(card: RuleSetting | None) -> str:
    """What a good reason for a rule says, as a sentence to the clerk."""
    known = wording()
    evidence = card.evidence.rstrip("。") if card is not None else ""
    basis = f"（可以提到{evidence}）" if evidence else ""
    bounds = f"{known.least} 到 {known.most} 字"
    return f"请用 {bounds}写明为什么会这样、依据是什么{basis}，例如“{known.example}”。"


def refuse_hollow(text: str, finding: Finding, card: RuleSetting | None) -> None:
    """Raise ``UserError`` ``reason.*`` for a text that gives no reason for ``finding``."""
    known = wording()
    number = count_chars(text[:MAX_CHARACTERS])
    if number > known.most or len(text) > MAX_CHARACTERS:
        raise UserError(
            "reason.long",
            f"理由太长，最多 {known.most} 字。",
            "请只写要点，详细情况可以作为佐证材料附上。",
        )
    why = _hollow(text, number, finding, card)
    if why is not None:
        code, message = why
        raise UserError(code, message, guide(card))


def refuse_numbers(text: str) -> None:
    """Raise ``UserError`` ``reason.sensitive`` for a text to be handed in that holds a person's number."""
    hit = next((hit for hit in sensitive.find(text) if hit.kind in NUMBER_KINDS), None)
    if hit is not None:
        raise UserError(
            "reason.sensitive",
            f"给评审看的理由里有{hit.kind.word}（{hit.masked}），报送材料里不能有。",
            "请删去号码，或者把理由改为仅内部留存。",
        )


def _hollow(text: str, number: int, finding: Finding, card: RuleSetting | None) -> tuple[str, str] | None:
    """Code and sentence of what is wrong, ``None`` for a text with something in it."""
    known = wording()
    if number < known.least:
        return "reason.short", f"理由太短，只有 {number} 字，看不出原因。"
    words = _letters(text)
    han = re.sub(r"[a-z]", "", words)
    if not words:
        return "reason.marks", "理由里只有数字或符号，没有文字。"
    if _repeats(words):
        return "reason.repeated", "理由只是同样的字词反复出现，看不出原因。"
    if len(set(han)) < _FEWEST_DIFFERENT or len(_without(han, known.noise)) < known.least_left:
        return "reason.noise", "理由不像一句话，看不出原因。"
    if _copied(text, finding, card):
        return "reason.copied", "理由照抄了这条提醒自己的话，没有说明本单位的情况。"
    if len(_without(han, (*known.noise, *known.empty))) < known.least_left:
        return "reason.placeholder", "理由只有“情况属实”一类的套话，没有说明原因。"
    return None


def _letters(text: str) -> str:
    """Han characters and Latin letters alone, full-width ones and capitals made plain."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in plain if char.isalpha())


def _figures(text: str) -> str:
    """As :func:`_letters`, digits kept."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in plain if char.isalnum())


def _repeats(words: str) -> bool:
    """One or two letters throughout, or a short stretch over and over."""
    if len(set(words)) < _FEWEST_DIFFERENT:
        return True
    size = len(words)
    units = (words[:length] for length in range(1, min(_SHORT_UNIT, size // 2 + 1)))
    return any(words == (unit * size)[:size] for unit in units)


def _without(words: str, phrases: Iterable[str]) -> str:
    """``words`` with every phrase taken out, longer ones first."""
    for phrase in sorted(phrases, key=len, reverse=True):
        words = words.replace(phrase, "")
    return words


def _copied(text: str, finding: Finding, card: RuleSetting | None) -> bool:
    """Whether nothing is left beside the words of the finding and its card, or next to nothing."""
    own = _figures(text)
    known = wording()
    sentences = [finding.message, finding.remedy]
    if card is not None:
        sentences += [card.title, card.meaning, card.remedy]
    theirs = [_figures(sentence) for sentence in sentences]
    if any(own in each or _alike(own, each) for each in (*theirs, theirs[0] + theirs[1])):
        return True
    left = _letters(_without(own, [each for each in theirs if len(each) >= known.least]))
    return left != _letters(text) and len(_without(left, known.empty)) < known.least_left


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
