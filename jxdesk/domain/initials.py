"""The first letters of a text's Pinyin, so that 规上 can be looked for as ``gs``.

GB/T 2312 orders its first level, the 3,755 most used characters, by Pinyin: where a character
stands there says with which letter it begins. A character has one place; of those that are read in two
ways the other letter stands below, and so do letters of rarer characters that names of firms like.
"""

from __future__ import annotations

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
# The code of the first character that begins with each of these letters; behind the last there are others.
_CODES = (
    "B0A1 B0C5 B2C1 B4EE B6EA B7A2 B8C1 B9FE BBF7 BFA6 C0AC C2E8 "
    "C4C3 C5B6 C5BE C6DA C8BB C8F6 CBFA CDDA CEF4 D1B9 D4D1"
)
_BEGIN = tuple(int(code, 16) for code in _CODES.split())
_END = 0xD7FA
_ALSO = dict(
    zip(
        "行长重会调单校降传参属系车省乐曾藏朝弹折壳石什给合解区万盛",
        "hzcktsjxzszjjxyczztsqdzjgxomc",
        strict=True,
    )
)
_RARER = dict(zip("鄱婺锂鑫晟睿泓淼昊钰炜琪玮浔弋晖宸", "pwlxsrhmhywqwxyhc", strict=True))
_MOST_DOUBTFUL = 3


class _Firsts(dict[int, str]):
    """The letter that each character is mostly read with, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


_FIRSTS = _Firsts()


def initials(text: str) -> tuple[str, ...]:
    """The ways to write ``text`` in first letters, each as long as it: ``银行A`` → ``yxA``, ``yhA``.

    What has no Pinyin stays. Of texts with many characters that are read in two ways only the first
    eight ways are given.
    """
    first = text.translate(_FIRSTS)
    doubtful = [place for place, char in enumerate(text) if char in _ALSO]
    ways = [first]
    for place in doubtful[:_MOST_DOUBTFUL]:
        ways += [f"{way[:place]}{_ALSO[text[place]]}{way[place + 1 :]}" for way in ways]
    return tuple(ways)


def _letter(char: str) -> str:
    if char in _RARER:
        return _RARER[char]
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return char
    return _LETTERS[bisect_right(_BEGIN, code) - 1] if _BEGIN[0] <= code < _END else char
