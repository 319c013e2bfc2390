"""Views of the register: what the form asks for and nobody types again."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from jxdesk.domain.application import Application, Enterprise, Evidence


def dominant(application: Application) -> tuple[Enterprise, ...]:
    """The enterprises of the dominant industry, in register order."""
    return tuple(e for e in application.enterprises if e.dominant)


def largest(application: Application, count: int) -> tuple[Enterprise, ...]:
    """The ``count`` dominant-industry enterprises with the most revenue, high to low (二).

    Equal revenues keep the register's order; without a revenue figure an enterprise can't rank.
    """
    return _ranked(_Register(application.enterprises))[:count]


def above_scale(application: Application) -> tuple[Enterprise, ...]:
    """The dominant-industry enterprises above scale, in register order (一)."""
    return tuple(e for e in dominant(application) if e.above_scale)


def in_role(application: Application, role: str) -> tuple[Enterprise, ...]:
    """The enterprises with this chain role (三), in register order."""
    return tuple(e for e in application.enterprises if e.chain_role == role)


def proofs(application: Application, reference: str) -> tuple[Evidence, ...]:
    """The files said to prove ``reference`` (``enterprises:uid`` or a field id)."""
    return tuple(e for e in application.evidence if reference in e.proves)


class _Register:
    """The rows of a register, the same only as themselves: comparing them by value takes too long."""

    def __init__(self, rows: tuple[Enterprise, ...]) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Register) and other.rows is self.rows


@lru_cache(maxsize=2)
def _ranked(register: _Register) -> tuple[Enterprise, ...]:
    """Asked many times after each edit, answered once. Rows are frozen and the key holds them."""
    ranked = [e for e in register.rows if e.dominant and isinstance(e.revenue, Decimal)]
    return tuple(sorted(ranked, key=_revenue, reverse=True))


def _revenue(enterprise: Enterprise) -> Decimal:
    return enterprise.revenue if isinstance(enterprise.revenue, Decimal) else Decimal(0)
