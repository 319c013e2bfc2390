"""Bank cards: an issuer's leading digits, a length it uses, the Luhn digit (ISO/IEC 7812-1, annex B).

One number in ten has its Luhn digit by chance, so a number that something else explains is none: an
order number behind “订单号”, an amount, a row of figures.
"""

from __future__ import annotations

from functools import lru_cache

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.context import Label, in_address, is_amount, said_before, stands_free
from jxdesk.domain.sensitive.digits import Chain, Number, Window
from jxdesk.domain.sensitive.identity import looks_like_identity
from jxdesk.domain.sensitive.vocabulary import numbers

_LONGEST_HEAD = 6


def bank_card(chain: Chain, group: int) -> Number | None:
    """The card number that begins with this group of the chain."""
    head = chain.head(group, _LONGEST_HEAD)
    for length, needs_label in _lengths(head):
        window = chain.window(group, length)
        if window and luhn(window.digits) and _is_card(chain.text, window, needs_label=needs_label):
            return Number(SensitiveKind.BANK_CARD, window.start, window.end, window.digits, window.last)
    return None


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


@lru_cache(maxsize=4096)
def _lengths(head: str) -> tuple[tuple[int, bool], ...]:
    """The lengths of cards that begin so, longest first; whether a word must say that it is one."""
    issuers = [card for card in numbers().card if card.first <= head[: len(card.first)] <= card.last]
    lengths = {length for card in issuers for length in card.lengths}
    return tuple(
        (length, all(card.labelled for card in issuers if length in card.lengths))
        for length in sorted(lengths, reverse=True)
    )


def _is_card(text: str, window: Window, *, needs_label: bool) -> bool:
    if not stands_free(text, window.start, window.end, Label.CARD, numbers().glued.card):
        return False
    if window.dotted or "." in (window.before, window.after) or in_address(text, window.start):
        return False
    said = said_before(text, window.start)
    if said.right_before(Label.OTHER, Label.ORGANISATION, Label.IDENTITY):
        return False
    if said.label is Label.CARD:
        return True
    if needs_label or is_amount(text, window.start, window.end) or looks_like_identity(window.digits):
        return False
    if not _as_printed(window) or "-" in window.before or "-" in window.after:
        return False
    return not window.breaks or not _alone_on_both_lines(text, window)


def _as_printed(window: Window) -> bool:
    """As cards are written: in one piece, by four with a rest, or the issuer's six or eight apart."""
    sizes = window.sizes
    if all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4:
        return True
    return len(sizes) == 1 or (len(sizes) == 2 and (window.breaks == 1 or sizes[0] in (6, 8)))


def _alone_on_both_lines(text: str, window: Window) -> bool:
    """Nothing but the number stands on its lines: it may as well be two rows of a column."""
    begin = text.rfind("\n", 0, window.start) + 1
    end = text.find("\n", window.end)
    rest = text[begin : window.start] + text[window.end : end if end >= 0 else len(text)]
    return not rest.strip()
