"""Numbers of persons in a text: which kind each is, and none of them twice."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.sensitive.bank_card import bank_card
from jxdesk.domain.sensitive.digits import Chain, Number, chains
from jxdesk.domain.sensitive.hit import Hit, masked_number
from jxdesk.domain.sensitive.identity import identity, old_identity
from jxdesk.domain.sensitive.mobile import mobile


def find_numbers(text: str) -> Iterator[Hit]:
    """Every number, in order, without overlaps."""
    for chain in chains(text):
        for number in _in_chain(chain):
            start, end = chain.offset + number.start, chain.offset + number.end
            yield Hit(number.kind, start, end, masked_number(number.digits))


def _in_chain(chain: Chain) -> Iterator[Number]:
    group, ended = 0, -1
    while group < len(chain.spans):
        # What has a check digit goes first: it is surer.
        number = (
            identity(chain, group)
            or bank_card(chain, group)
            or mobile(chain, group, follows=ended == group)
            or old_identity(chain, group)
        )
        group += 1
        if number:
            yield number
            group = ended = number.last + 1
