"""The list of all rules, filled by the two decorators below.

A rule is one function named after its id. It declares what it reads, so that after an edit only
what the edit can change is checked again: field ids, ``record.*``, ``*`` for the whole form,
``record.uid`` where it only asks which rows there are (every field of a list tells that too), and
what lies outside the form by its name in the case (``case.today``, ``case.files``, …; the data's
digest comes along with ``case.print_run``).

A *row rule* reads nothing but its row and the notice, and its result is kept per frozen row. It
judges the rows of one list, or (record ``"*"``) every record of the form of which it reads a field,
those that stand once included; ``context.record`` then says of which one the row is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found

CaseCheck = Callable[[Case, Context], Iterator[Found]]
RowCheck = Callable[[Any, Context], Iterator[Found]]
EVERY_RECORD = "*"
ADDED = tuple(f"{name}.x" for name in records())
"""What to declare for reading the fields that a notice pack itself adds, whichever they are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: id, usual level, what it reads, the pack parameters it needs, its function.

    ``also`` are the other levels that its findings may have. ``record`` names the list whose rows
    a row rule judges, or is ``"*"``; ``case_check`` or ``row_check`` is set, never both.
    """

    id: str
    level: Level
    reads: tuple[str, ...]
    params: tuple[str, ...]
    record: str
    case_check: CaseCheck | None = None
    row_check: RowCheck | None = None
    also: tuple[Level, ...] = ()

    @property
    def levels(self) -> tuple[Level, ...]:
        """Every level that a finding of this rule may have, the heaviest first."""
        return tuple(sorted({self.level, *self.also}))

    @property
    def doc(self) -> str:
        """The rule's own words on what it checks and why (its docstring)."""
        return (self.case_check or self.row_check).__doc__ or ""

    @property
    def records(self) -> tuple[str, ...]:
        """The records whose rows a row rule judges, in the order of the form; none for a case rule."""
        if self.record != EVERY_RECORD:
            return (self.record,) if self.record else ()
        named = {word.partition(".")[0] for word in self.reads}
        return tuple(name for name in records() if name in named or "*" in named)

    def may_read(self, word: str) -> bool:
        """Whether the rule has declared that it reads this field (``record.attribute``) or input."""
        return not declarations({word}).isdisjoint(self.reads)


def declarations(words: Iterable[str]) -> frozenset[str]:
    """Every declaration by which a rule can have named one of these fields and inputs.

    ``basic.*`` names every field of a record and ``*`` every field of the form; an input from
    outside the application (``case.today``) is named by itself only.
    """
    named = set(words)
    touched = {word.partition(".")[0] for word in named} - {"case"}
    return frozenset(named | {f"{record}.*" for record in touched} | ({"*"} if touched else set()))


_RULES: dict[str, Rule] = {}


def rule(
    rule_id: str,
    level: Level,
    *,
    reads: tuple[str, ...],
    params: tuple[str, ...] = (),
    also: tuple[Level, ...] = (),
) -> Callable[[CaseCheck], CaseCheck]:
    """Register a rule over the whole case."""

    def register(check: CaseCheck) -> CaseCheck:
        _add(Rule(rule_id, level, reads, params, "", case_check=check, also=also), check.__name__)
        return check

    return register


def row_rule(
    rule_id: str,
    level: Level,
    record: str,
    *,
    reads: tuple[str, ...],
    params: tuple[str, ...] = (),
    also: tuple[Level, ...] = (),
) -> Callable[[RowCheck], RowCheck]:
    """Register a rule over each row of ``record`` (``"*"``: of each record, single ones included).

    It may read that row and nothing else.
    """

    def register(check: RowCheck) -> RowCheck:
        _add(Rule(rule_id, level, reads, params, record, row_check=check, also=also), check.__name__)
        return check

    return register


def registry() -> Mapping[str, tuple[Rule, ...]]:
    """All rules by id; an id may have a case part and a row part."""
    from jxdesk.rules import (  # noqa: F401
        applicant,
        attached,
        basic,
        chain,
        funds,
        innovation,
        printed,
        projects,
        register,
        scale,
        screened,
        services,
        stated,
        targets,
        texts,
    )

    grouped: dict[str, tuple[Rule, ...]] = {}
    for found in _RULES.values():
        grouped[found.id] = (*grouped.get(found.id, ()), found)
    return MappingProxyType(dict(sorted(grouped.items())))


def _add(new: Rule, name: str) -> None:
    if not name.startswith(new.id.lower()) or name in _RULES:
        raise ValueError(f"rule function {name} must be named after {new.id} and stand once")
    _RULES[name] = new
