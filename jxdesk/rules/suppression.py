"""One cause, one finding: a pure pass that drops what another finding already explains.

Nothing falls without a cause that is shown: a finding falls only where another one *stands* at
the same row or field and explains it, itself or through findings at that very spot (a unit slip
explains the growth, and the growth what looks unusual about it). A finding that has fallen
explains nothing anywhere else: to mend its cause may leave what lies there as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
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


_Spot = tuple[str, str]


def without_followers(
    findings: Iterable[Finding], explains: Mapping[str, tuple[str, ...]] = EXPLAINS
) -> tuple[Finding, ...]:
    """The findings that stand by themselves, doubles dropped, order kept.

    Which ones stand does not depend on their order, and the answer given in again comes out as
    it is. ``explains`` tells for a rule which others its findings explain; raises
    ``graphlib.CycleError`` where rules explain each other in a circle.
    """
    unique = tuple(dict.fromkeys(findings))
    present = defaultdict(list)
    for finding in unique:
        present[finding.rule].append(finding)
    explained: dict[str, set[_Spot]] = defaultdict(set)
    fallen: set[Finding] = set()
    causes_first = reversed(tuple(TopologicalSorter(explains).static_order()))
    for rule in causes_first:
        followers = [follower for follower in explains.get(rule, ()) if follower in present]
        if not explained[rule] and not followers:
            continue
        for finding in present.get(rule, ()):
            spots = _spots(finding)
            hit = spots & explained[rule]
            if hit:
                fallen.add(finding)
            for follower in followers:
                explained[follower] |= hit or spots
    return tuple(f for f in unique if f not in fallen) if fallen else unique


def _spots(finding: Finding) -> set[_Spot]:
    """Where a finding stands: its rows, or its fields where there is no row."""
    places = (finding.place, *finding.also)
    return {("row", p.row) if p.row else ("field", p.field) for p in places}
