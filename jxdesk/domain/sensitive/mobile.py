"""Mobile numbers: eleven digits from 13 to 19, with or without a country code.

They have no check digit, so what stands around decides: quantities, fractions, parts of codes and
numbers behind another label are none.
"""

from __future__ import annotations

import re

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.context import Label, in_address, is_amount, said_before, stands_free
from jxdesk.domain.sensitive.digits import Chain, Number, Window
from jxdesk.domain.sensitive.vocabulary import numbers

_NUMBER = re.compile(r"(?:(?:00)?86|0)?(1[3-9][0-9]{9})")
_LONGEST = 15
_SIZES = {(11,), (3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6), (6, 5)}
_DOTTED = {(3, 4, 4), (4, 3, 4), (4, 4, 3)}


def mobile(chain: Chain, group: int, *, follows: bool) -> Number | None:
    """The mobile number that begins with this group; ``follows``: a number found ends right before."""
    found = _NUMBER.match(chain.head(group, _LONGEST))
    window = chain.window(group, found.end()) if found else None
    if not found or not window or not _is_mobile(chain, window, found[1], follows=follows):
        return None
    coded = len(window.digits) > len(found[1])
    start = window.start - (coded and chain.text[window.start - 1 : window.start] == "+")
    return Number(SensitiveKind.MOBILE, start, window.end, found[1], window.last)


def _is_mobile(chain: Chain, window: Window, eleven: str, *, follows: bool) -> bool:
    text, start = chain.text, window.start
    if not stands_free(text, start, window.end, Label.PHONE, numbers().glued.mobile):
        return False
    if window.dotted and (window.sizes not in _DOTTED or window.mixed):
        return False
    said = said_before(text, start)
    if said.right_before(Label.PHONE):
        return True
    if said.right_before(Label.OTHER, Label.ORGANISATION) or "." in (window.before, window.after):
        return False
    if is_amount(text, start, window.end) or in_address(text, start):
        return False
    if said.label is Label.PHONE:
        return True
    if window.breaks or not _as_written(window, eleven):
        return False
    return _apart(chain, window, follows=follows)


def _as_written(window: Window, eleven: str) -> bool:
    """Grouped as people group them, the country code apart or together with the first group."""
    sizes, extra = window.sizes, len(window.digits) - len(eleven)
    if sizes[0] == extra:
        return sizes[1:] in _SIZES
    return (sizes[0] - extra, *sizes[1:]) in _SIZES


def _apart(chain: Chain, window: Window, *, follows: bool) -> bool:
    """The digits beside it are no part of the same thing: a code's other parts, a row's figures."""
    listed = _mobile_next(chain, window)
    if ("-" in window.before and not follows) or ("-" in window.after and not listed):
        return False
    spaced = " " in window.text
    crowded = (" " in window.before and not follows) or " " in window.after
    return not (spaced and crowded) or listed


def _mobile_next(chain: Chain, window: Window) -> bool:
    """Another mobile follows in the chain: a list of them."""
    following = window.last + 1
    if following >= len(chain.spans) or chain.window(following, 11) is None:
        return False
    return _NUMBER.match(chain.head(following, 11)) is not None
