"""One cause, one finding: a pure pass that drops what another finding already explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from jxdesk.domain.finding import Finding

# A unit slip explains the sums, growth and sizes that the same value then spoils; a missing
# applicant explains all that is missing of it.
EXPLAINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "S07": ("S04", "S05", "S08"),
        "S05": ("S08",),
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
