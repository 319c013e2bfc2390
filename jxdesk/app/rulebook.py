"""The rules a notice uses, with their cards, for listing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Level
from jxdesk.notice import Notice, RuleSetting
from jxdesk.rules import Engine, registry

# The groups by the first letter of their rules' ids, in the order of the form.
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "B": "封面、申报单位、基本信息和文字",
        "E": "企业名单",
        "S": "规模效益",
        "C": "产业链条",
        "I": "技术创新",
        "P": "服务体系",
        "K": "合作机制和促进组织",
        "O": "组织保障",
        "T": "目标任务书",
        "F": "资金安排",
        "J": "重点项目清单",
        "A": "佐证材料和敏感内容",
        "D": "打印件和盖章扫描件",
    }
)
_INTRODUCTION = (
    "# 检查规则一览\n\n"
    "程序按“{title}”（{number}）逐条检查，下面是全部 {count} 条。"
    "这份一览由 `jxdesk rules --markdown` 生成，不要手工修改。\n\n"
    "- **错误**：通知或模板写明、如实填报就不会违反的要求。有错误不能封装。\n"
    "- **提醒**：一般应当如此、但可能确有缘由的情况。写明理由后可以保留，"
    "理由可以只供内部留存，也可以随申报包给评审看。\n"
    "- **提示**：供参考，不影响封装。\n"
    "- 同一条规则视情况有轻有重的，级别一栏都写出来。"
    "一个原因只报一次：改正了它就会跟着消失的问题不再另报。\n"
    "- 标 **补** 的是程序补充的检查：通知没有直接要求，但表中两处会因此互相矛盾，共 {added} 条。\n"
)


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of the notice: the levels its findings may have, the heaviest first, and its card."""

    id: str
    levels: tuple[Level, ...]
    clause: str
    clause_summary: str
    setting: RuleSetting

    @property
    def level(self) -> Level:
        """The weightiest level."""
        return self.levels[0]

    def to_json(self) -> dict[str, Any]:
        """The shape of ``jxdesk rules --json``."""
        return {
            "rule": self.id,
            "level": self.level.name.lower(),
            "levels": [level.name.lower() for level in self.levels],
            "clause": self.clause,
            "added": self.setting.added,
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
            tuple(sorted({level for part in known[rule_id] for level in part.levels})),
            notice.clause_name(setting.clause),
            notice.clauses[setting.clause].summary,
            setting,
        )
        for rule_id, setting in sorted(notice.rules.items())
    )


def as_markdown(notice: Notice) -> str:
    """All rules of ``notice`` as the page ``docs/rules.md``: a table for each group of the form."""
    entries = rulebook(notice)
    added = sum(entry.setting.added for entry in entries)
    head = notice.head
    lines = [
        _INTRODUCTION.format(title=head.title, number=head.document_number, count=len(entries), added=added),
    ]
    for letter, name in GROUPS.items():
        group = [entry for entry in entries if entry.id.startswith(letter)]
        if group:
            lines.extend(_table(letter, name, group))
    return "\n".join(lines)


def _table(letter: str, name: str, group: list[RuleEntry]) -> Iterator[str]:
    yield f"## {letter} {name}\n"
    yield "| 编号 | 级别 | 条款 | 要求 | 怎样改正 |"
    yield "|---|---|---|---|---|"
    for entry in group:
        levels = "／".join(level.word for level in entry.levels)
        mark = " **补**" if entry.setting.added else ""
        wanted = f"**{_cell(entry.setting.title)}**。{_cell(entry.setting.meaning)}"
        yield f"| {entry.id}{mark} | {levels} | {entry.clause} | {wanted} | {_cell(entry.setting.remedy)} |"
    yield ""


def _cell(text: str) -> str:
    """A text that cannot end the cell it stands in."""
    return text.replace("\\", "\\\\").replace("|", "\\|")
