"""The rules a notice uses, with their cards, for listing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Level
from jxdesk.notice import Notice, RuleSetting
from jxdesk.rules import Engine, registry


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of the notice: its weightiest level and what its card says."""

    id: str
    level: Level
    clause: str
    clause_summary: str
    setting: RuleSetting

    def to_json(self) -> dict[str, Any]:
        """The shape of ``jxdesk rules --json``."""
        return {
            "rule": self.id,
            "level": self.level.name.lower(),
            "clause": self.clause,
            "card": {
                "title": self.setting.title,
                "clause": self.clause_summary,
                "meaning": self.setting.meaning,
                "remedy": self.setting.remedy,
                "evidence": self.setting.evidence,
                "example": self.setting.example,
            },
        }


def rulebook(notice: Notice) -> tuple[RuleEntry, ...]:
    """The rules that ``notice`` lists, by id. Raises ``UserError`` for a pack that doesn't fit."""
    Engine(Catalogue(notice))
    known = registry()
    return tuple(
        RuleEntry(
            rule_id,
            min(part.level for part in known[rule_id]),
            notice.clause_name(setting.clause),
            notice.clauses[setting.clause].summary,
            setting,
        )
        for rule_id, setting in sorted(notice.rules.items())
    )
