"""The report of a check as pure data: everything in words, nothing of any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jxdesk.base.unseen import shown
from jxdesk.domain.finding import Level
from jxdesk.domain.limits import is_forbidden

MAX_SHOWN = 4_000
"""Characters of one text that a report shows; a sentence of ours never has so many."""

MARKS = {Level.ERROR: "■", Level.WARNING: "▲", Level.HINT: "○"}
"""A shape for each level, so that it is told on a grey print too."""

STILL_OPEN = "还没有写明；写明后才能封装。"
NOTHING_FOUND = "没有发现问题。"


@dataclass(frozen=True, slots=True)
class Why:
    """A written reason as it may be shown, and the word for who reads it."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding in words. ``number`` is its place in the whole check, from 1.

    ``place`` and ``also`` (the other sides) are paths such as “企业名单 › 增长率 › 第 3 行 某某公司”;
    ``clause`` is the clause's name with its summary; ``wants_reason`` marks a warning that has none.
    """

    number: int
    level: Level
    rule: str
    title: str
    place: str
    message: str
    values: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    clause: str = ""
    remedy: str = ""
    evidence: str = ""
    reason: Why | None = None
    wants_reason: bool = False

    @property
    def seen(self) -> str:
        """The values in one line."""
        return "；".join(f"{name} {value}".strip() for name, value in self.values)

    @property
    def elsewhere(self) -> str:
        """The other sides, one a line."""
        return "\n".join(self.also)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What stands below the message, as (label, text); what is empty is left out."""
        reason = f"〔{self.reason.mark}〕{self.reason.text}" if self.reason is not None else ""
        lines = (
            ("看到", self.seen),
            ("另见", self.elsewhere),
            ("依据", self.clause),
            ("怎么改", self.remedy),
            ("可用材料", self.evidence),
            ("理由", reason or (STILL_OPEN if self.wants_reason else "")),
        )
        return tuple((label, text) for label, text in lines if text)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one part of the form."""

    title: str
    entries: tuple[Entry, ...]

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(entry.level is level for entry in self.entries)


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A whole report: ``facts`` are (label, text) lines at its head, ``groups`` in form order.

    ``applicant`` and ``when`` stand on every printed page. Whoever makes one need not clean the
    texts: the writers do (:func:`inert`).
    """

    title: str
    applicant: str
    when: str
    facts: tuple[tuple[str, str], ...]
    bottom_line: str
    groups: tuple[Group, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """All findings in their order."""
        return (entry for group in self.groups for entry in group.entries)

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(group.count(level) for group in self.groups)

    @property
    def counts(self) -> str:
        """How many of each level, in words."""
        return "，".join(f"{level.word} {self.count(level)} 处" for level in Level)


def plain_text(sheet: ReportSheet) -> str:
    """The report as plain lines: for golden files and for reading aloud."""
    lines = [f"# {sheet.title}", *(f"{label}\t{text}" for label, text in sheet.facts)]
    lines += ["", sheet.bottom_line, sheet.counts]
    for group in sheet.groups:
        lines += ["", f"## {group.title}（{len(group.entries)}）"]
        for entry in group.entries:
            lines.append(f"{MARKS[entry.level]}{entry.level.word} {entry.number}. {entry.rule} {entry.title}")
            lines += [f"\t{entry.place}", f"\t{entry.message}"]
            lines += [f"\t{label}\t{text}".replace("\n", " | ") for label, text in entry.lines]
    return "\n".join(lines) + "\n"


def inert(sheet: ReportSheet) -> ReportSheet:
    """The report with texts that can steer nothing and are bounded, whoever wrote them."""
    return replace(
        sheet,
        title=visible(sheet.title),
        applicant=visible(sheet.applicant),
        when=visible(sheet.when),
        facts=_pairs(sheet.facts),
        bottom_line=visible(sheet.bottom_line),
        groups=tuple(Group(visible(g.title), tuple(map(_inert_entry, g.entries))) for g in sheet.groups),
    )


def visible(text: str) -> str:
    """``text`` with what nobody sees, or no file may hold, written out; at most ``MAX_SHOWN`` long."""
    if len(text) > MAX_SHOWN:
        text = f"{text[:MAX_SHOWN]}……（共 {len(text)} 个字符，其余略）"
    text = shown(text, keep="\n")
    odd = [char for char in set(text) if char != "\n" and is_forbidden(char)]
    return text.translate({ord(char): f"\\u{ord(char):04x}" for char in odd}) if odd else text


def _inert_entry(entry: Entry) -> Entry:
    return replace(
        entry,
        rule=visible(entry.rule),
        title=visible(entry.title),
        place=visible(entry.place),
        message=visible(entry.message),
        values=_pairs(entry.values),
        also=tuple(map(visible, entry.also)),
        clause=visible(entry.clause),
        remedy=visible(entry.remedy),
        evidence=visible(entry.evidence),
        reason=Why(visible(entry.reason.text), visible(entry.reason.mark)) if entry.reason else None,
    )


def _pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((visible(label), visible(text)) for label, text in pairs)
