"""Numbers of persons: identity numbers, bank cards, mobiles.

What has a check digit must have it right. What has none, or a weak one, is weighed by how it is
grouped and by the word before it: an order number behind “订单号” is no card though Luhn holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive import context
from jxdesk.domain.sensitive.context import FAR, Label, nearest
from jxdesk.domain.sensitive.digits import Chain, Window, chains
from jxdesk.domain.sensitive.fold import UNSEEN
from jxdesk.domain.sensitive.hit import Hit
from jxdesk.domain.sensitive.vocabulary import numbers

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CARD_LENGTHS = (19, 18, 17, 16, 15)
_MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9][0-9]{9})")
_MOBILE_LENGTHS = (11, 13, 15, 12)
_MOBILE_SIZES = {(11,), (3, 4, 4), (4, 3, 4), (3, 8), (7, 4), (5, 6), (6, 5), (3, 3, 5), (4, 4, 3)}
_PREFIX_SIZES = {2, 3, 4}
_SHOWN_FIRST, _SHOWN_LAST = 3, 4


def find_numbers(text: str) -> Iterator[Hit]:
    """Every number hit, in order, without overlaps."""
    for chain in chains(text):
        group, ended = 0, False
        while group < len(chain.spans):
            found = _at(chain, group, follows=ended)
            ended = found is not None
            if found is None:
                group += 1
                continue
            hit, last = found
            yield hit
            group = last + 1


def _at(chain: Chain, group: int, *, follows: bool) -> tuple[Hit, int] | None:
    """What begins with this group; ``follows``: the group before it belongs to a number found."""
    return (
        _identity(chain, group)
        or _card(chain, group)
        or _mobile(chain, group, follows=follows)
        or _old_identity(chain, group)
    )


# --- identity numbers -----------------------------------------------------------------------


def identity_check(first17: str) -> str:
    """The check character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def _identity(chain: Chain, group: int) -> tuple[Hit, int] | None:
    begin = chain.starts[group]
    head = chain.digits[begin : begin + 2]
    if head not in numbers().provinces and head[:1] != numbers().foreign:
        return None
    window, end = chain.window(group, 18), 0
    if window is None:
        window = chain.window(group, 17)
        if window is None or window.after is not None:
            return None
        end = _x_behind(chain.text, window.end)
        if not end:
            return None
        whole = window.digits + "X"
    else:
        end, whole = window.end, window.digits
    if not _is_birth_date(whole[6:14]) or identity_check(whole[:17]) != whole[17]:
        return None
    if not _stands_free(chain.text, window.start, end, Label.IDENTITY, numbers().glued.identity):
        return None
    label, adjacent = nearest(chain.text, window.start)
    if head not in numbers().provinces and label is not Label.IDENTITY:
        return None
    if (label is Label.ORGANISATION and adjacent) or sum("\n" in gap for gap in window.gaps) > 1:
        return None
    return _hit(SensitiveKind.IDENTITY, chain, window.start, end, whole), window.last


def _x_behind(text: str, end: int) -> int:
    """Where the check character X behind 17 digits ends, 0 if there is none."""
    place = end
    while place < end + 3 and text[place : place + 1] in (" ", "-", "\n", "\r", UNSEEN):
        place += 1
    found = text[place : place + 1]
    return place + 1 if found and found in numbers().check_x else 0


def _old_identity(chain: Chain, group: int) -> tuple[Hit, int] | None:
    """Fifteen digits of the time before 1999: no check digit, so a word must say what it is."""
    window = chain.window(group, 15)
    if window is None or window.digits[:2] not in numbers().provinces:
        return None
    if not _is_birth_date("19" + window.digits[6:12]) or window.broken:
        return None
    if not _stands_free(chain.text, window.start, window.end, Label.IDENTITY, numbers().glued.identity):
        return None
    label, _ = nearest(chain.text, window.start)
    if label is Label.NONE:
        label, _ = nearest(chain.text, window.start, FAR)
    if label is not Label.IDENTITY:
        return None
    return _hit(SensitiveKind.IDENTITY, chain, window.start, window.end, window.digits), window.last


def _is_birth_date(yyyymmdd: str) -> bool:
    first, last = numbers().birth_years
    year, month, day = int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:])
    if not first <= year <= last:
        return False
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


# --- bank cards -----------------------------------------------------------------------------


def luhn(digits: str) -> bool:
    """The digits with their last as check digit (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


@cache
def _issuer(head: str, length: int) -> bool | None:
    """Whether an issuer has such cards: ``True`` if they count only after a label, ``None`` for none."""
    found = [
        card.labelled
        for card in numbers().card
        if length in card.lengths and card.first <= head[: len(card.first)] <= card.last
    ]
    return all(found) if found else None


def _card(chain: Chain, group: int) -> tuple[Hit, int] | None:
    begin = chain.starts[group]
    head = chain.digits[begin : begin + 6]
    for length in _CARD_LENGTHS:
        needs_label = _issuer(head, length)
        if needs_label is None:
            continue
        window = chain.window(group, length)
        if window is None or not luhn(window.digits):
            continue
        if _is_card(chain, window, needs_label=needs_label):
            return _hit(SensitiveKind.BANK_CARD, chain, window.start, window.end, window.digits), window.last
    return None


def _is_card(chain: Chain, window: Window, *, needs_label: bool) -> bool:
    text = chain.text
    if not _stands_free(text, window.start, window.end, Label.CARD, numbers().glued.card):
        return False
    if context.in_address(text, window.start):
        return False
    label, adjacent = nearest(text, window.start)
    if adjacent and label in (Label.OTHER, Label.ORGANISATION):
        return False
    if label is Label.CARD:
        return True
    if needs_label or not _card_grouping(window):
        return False
    if "-" in (window.before or "") or "-" in (window.after or ""):
        return False
    return not window.broken or not _alone_on_both_lines(text, window)


def _card_grouping(window: Window) -> bool:
    """As cards are printed: in one piece, by four with a rest, or the issuer's six apart."""
    sizes = window.sizes
    if window.broken or len(sizes) == 1:
        return len(sizes) <= 2 or all(size == 4 for size in sizes[:-1])
    return all(size == 4 for size in sizes[:-1]) or (len(sizes) == 2 and sizes[0] in (6, 8))


def _alone_on_both_lines(text: str, window: Window) -> bool:
    """Nothing but the number stands on its lines: it may as well be two rows of a column."""
    begin = text.rfind("\n", 0, window.start) + 1
    end = text.find("\n", window.end)
    rest = text[begin : window.start] + text[window.end : end if end >= 0 else len(text)]
    return not rest.strip()


# --- mobiles --------------------------------------------------------------------------------


def _mobile(chain: Chain, group: int, *, follows: bool) -> tuple[Hit, int] | None:
    begin = chain.starts[group]
    if chain.digits[begin] not in "180":
        return None
    for length in _MOBILE_LENGTHS:
        window = chain.window(group, length)
        found = _MOBILE.fullmatch(window.digits) if window else None
        if window and found and _is_mobile(chain, window, found[1], follows=follows):
            start = window.start - (chain.text[window.start - 1 : window.start] == "+")
            return _hit(SensitiveKind.MOBILE, chain, start, window.end, found[1]), window.last
    return None


def _is_mobile(chain: Chain, window: Window, eleven: str, *, follows: bool) -> bool:
    text, start = chain.text, window.start
    if not _stands_free(text, start, window.end, Label.PHONE, numbers().glued.mobile):
        return False
    label, adjacent = nearest(text, start)
    if label is Label.PHONE:
        return True
    if adjacent and label in (Label.OTHER, Label.ORGANISATION):
        return False
    if _is_amount(text, start, window.end) or context.in_address(text, start) or window.broken:
        return False
    if not _mobile_grouping(window, eleven):
        return False
    if "-" in (window.before or "") and not follows:
        return False
    if "-" in (window.after or "") and not _mobile_next(chain, window):
        return False
    spaced = len(window.sizes) > 1 and any(" " in gap for gap in window.gaps)
    crowded = (" " in (window.before or "") and not follows) or " " in (window.after or "")
    return not (spaced and crowded) or _mobile_next(chain, window)


def _mobile_grouping(window: Window, eleven: str) -> bool:
    sizes = window.sizes
    if sizes in _MOBILE_SIZES:
        return True
    extra = len(window.digits) - len(eleven)
    if sizes[0] == extra:
        return sizes[1:] in _MOBILE_SIZES
    return (sizes[0] - extra, *sizes[1:]) in _MOBILE_SIZES


def _mobile_next(chain: Chain, window: Window) -> bool:
    """Another mobile follows in the chain: a list of them."""
    if window.last + 1 >= len(chain.spans):
        return False
    begin = chain.starts[window.last + 1]
    return bool(_MOBILE.match(chain.digits, begin)) and chain.window(window.last + 1, 11) is not None


def _is_amount(text: str, start: int, end: int) -> bool:
    if text[:start].rstrip(" ")[-1:] in tuple(numbers().amounts.currency):
        return True
    return text[end : end + 12].lstrip(" ").lower().startswith(numbers().amounts.units)


# --- all of them ----------------------------------------------------------------------------


def _stands_free(text: str, start: int, end: int, wanted: Label, glued: tuple[str, ...]) -> bool:
    """Neither letters nor a fraction make it part of something else."""
    if context.is_cut(text, start, end):
        return False
    word = context.glued_word(text, start)
    if word is None or (word and word not in glued):
        return False
    return not context.ends_in_letter(text, end) or nearest(text, start)[0] is wanted


def _hit(kind: SensitiveKind, chain: Chain, start: int, end: int, number: str) -> Hit:
    return Hit(kind, chain.offset + start, chain.offset + end, masked_number(number))


def masked_number(number: str) -> str:
    """The first three and last four digits; of an old identity number only the last three.

    An identity number's birth date stands at 7–14 (of 15 digits at 7–12): none of it is shown.
    """
    last = _SHOWN_LAST if len(number) != 15 else _SHOWN_LAST - 1
    return number[:_SHOWN_FIRST] + "*" * (len(number) - _SHOWN_FIRST - last) + number[-last:]
