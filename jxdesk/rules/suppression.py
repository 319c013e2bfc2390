"""One cause, one finding: a pure pass that drops what another finding already explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from jxdesk.domain.finding import Finding

# A unit slip explains the sums, growth, ranks and sizes that the same value then spoils; an
# amount above its cap explains that the allocations do not add up to it; a rule about one
# field or one case says more than the general one that would fire there too; a text that is
# missing names nobody.
EXPLAINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "S07": ("S03", "S04", "S05", "S08", "C08", "C09", "E03", "T02", "T03"),
        "S05": ("S08",),
        "B01": ("K02",),
        "C05": ("E01", "E02"),
        "C07": ("B02",),
        "T04": ("B01",),
        "F01": ("F02", "F03"),
        "F05": ("F06", "F07"),
        "J05": ("F03",),
    }
)


def without_followers(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stand by themselves, doubles dropped, order kept.

    A finding falls when one of the rules that explain it has a finding at the same row or
    field, the other sides (``also``) of either counted.
    """
    kept = tuple(dict.fromkeys(findings))
    explained = {
        (follower, spot)
        for finding in kept
        for follower in EXPLAINS.get(finding.rule, ())
        for spot in _spots(finding)
    }
    return tuple(f for f in kept if not any((f.rule, spot) in explained for spot in _spots(f)))


def _spots(finding: Finding) -> set[tuple[str, str]]:
    """Where a finding stands: its rows, or its fields where there is no row."""
    places = (finding.place, *finding.also)
    return {("row", p.row) if p.row else ("field", p.field) for p in places}
