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

# An error explains whatever its correction settles too. A warning may stand with a reason, so it
# explains only what is the same doubt once more: a unit slip the sums, growth, ranks and sizes that
# the same value then spoils; a negative figure likewise; a stand-in the text that says nothing yet;
# a figure that lists, proofs or other figures contradict, that a text has it otherwise too (B20).
# A rule about one field or one case says more than the general one that would fire there too.
EXPLAINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "B01": ("K02",),
        "B04": ("B16",),
        "B08": ("B14", "B20", "S09", "S11"),
        "B09": ("B20",),
        "B14": ("S11",),
        "B16": ("B03", "B13", "B18", "K02"),
        "B17": ("E04",),
        "S03": ("S06",),
        "B20": ("I03",),
        "S04": ("B20",),
        "S05": ("S08", "C11", "E03"),
        "S07": ("S03", "S04", "S05", "S08", "S11", "C08", "C09", "C11", "E03", "E06", "T02", "T03", "B20"),
        "S09": ("S04", "S05", "S08", "C09", "C11", "E03", "B20"),
        "C01": ("B20",),
        "C02": ("B20",),
        "C03": ("B20",),
        "C05": ("E01", "E02"),
        "C06": ("C12",),
        "C07": ("B02",),
        "C09": ("C11", "E03"),
        "I01": ("B01", "B20"),
        "I06": ("B20", "I03", "I05"),
        "I07": ("I04",),
        "P01": ("B20", "P04"),
        "P03": ("B20", "P04"),
        "P04": ("B20",),
        "T01": ("T06",),
        "T02": ("B20", "T05"),
        "T03": ("B20",),
        "T04": ("B01",),
        "F01": ("F02", "F03", "B20"),
        "F03": ("B20", "F02"),
        "F05": ("F06", "F07"),
        "J03": ("B19",),
        "J05": ("F03",),
    }
)


_Spot = tuple[str, str]


def without_followers(
    findings: Iterable[Finding], explains: Mapping[str, tuple[str, ...]] = EXPLAINS
) -> tuple[Finding, ...]:
    """The findings that stand by themselves, their order kept.

    Which ones stand does not depend on their order, and the answer given in again comes out as
    it is. ``explains`` tells for a rule which others its findings explain; raises
    ``graphlib.CycleError`` where rules explain each other in a circle.
    """
    given = tuple(findings)
    present = defaultdict(list)
    for finding in given:
        present[finding.rule].append(finding)
    explained: dict[str, set[_Spot]] = defaultdict(set)
    fallen: set[int] = set()
    causes_first = reversed(tuple(TopologicalSorter(explains).static_order()))
    for rule in causes_first:
        followers = [follower for follower in explains.get(rule, ()) if follower in present]
        if not explained[rule] and not followers:
            continue
        for finding in present.get(rule, ()):
            spots = _spots(finding)
            hit = spots & explained[rule]
            if hit:
                fallen.add(id(finding))
            for follower in followers:
                explained[follower] |= hit or spots
    return tuple(f for f in given if id(f) not in fallen) if fallen else given


def _spots(finding: Finding) -> set[_Spot]:
    """Where a finding stands: its rows, or its fields where there is no row."""
    places = (finding.place, *finding.also)
    return {("row", p.row) if p.row else ("field", p.field) for p in places}
