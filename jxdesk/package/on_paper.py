"""The package digest held against the stamped hand-over sheet: paper and disc vouch for each other."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.base.errors import UserError
from jxdesk.domain import typed_digest
from jxdesk.domain.typed_digest import Comparison

WHAT = "包摘要"


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What comparing the digest typed or scanned from the sheet gave."""

    comparison: Comparison

    @property
    def agrees(self) -> bool:
        """Whether all that was typed stands so in the package digest."""
        return self.comparison.agrees

    @property
    def sentence(self) -> str:
        """The outcome in Chinese."""
        return self.comparison.sentence(WHAT)

    def to_json(self) -> dict[str, object]:
        """The outcome as plain JSON values."""
        found = self.comparison
        return {"typed": found.typed, "likeness": found.likeness.value, "groups": list(found.groups)}


def held_against(typed: str, digest: str, fingerprint: str) -> OnPaper:
    """Compare what was ``typed`` with the package ``digest``; ``fingerprint`` stands on the sheet too.

    Raises ``UserError``: those of :func:`jxdesk.domain.typed_digest.read`, and ``digest.fingerprint``
    for the wrong one of the two.
    """
    digits = typed_digest.read(typed)
    comparison = typed_digest.compare(digits, digest)
    if fingerprint and not comparison.agrees and typed_digest.compare(digits, fingerprint).agrees:
        raise UserError(
            "digest.fingerprint",
            "输入的是交接单上的证书指纹，不是包摘要。",
            "请输入交接单“包摘要”那一栏，或者扫右上角的二维码。",
        )
    return OnPaper(comparison)
