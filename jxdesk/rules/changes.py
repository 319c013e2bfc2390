"""What differs between two cases, in the words in which rules declare what they read.

A word is a field id (``basic.employees``) or an input from outside the application
(``case.today``). Values of the application are compared by identity: records and rows are frozen
and an edit makes new ones, so what is the same object is unchanged, and of equal ones the digits
typed may still differ (25.3 is not 25.30). Inputs are compared by equality, for they are read
anew each time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.rows import touched
from jxdesk.rules.case import Case

# The digest is looked at only to hold a print run against it.
_TOGETHER: Mapping[str, str] = MappingProxyType({"data_digest": "print_run"})


@cache
def input_names() -> Mapping[str, str]:
    """Every attribute of a case but the application, and the word by which a rule declares it."""
    names = (held.name for held in dataclasses.fields(Case) if held.name != "application")
    return MappingProxyType({name: f"case.{_TOGETHER.get(name, name)}" for name in names})


def inputs_of(case: Case) -> dict[str, Any]:
    """What a case holds besides the application, as it is now, whoever changes a mapping later."""
    held = {name: getattr(case, name) for name in input_names()}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in held.items()}


def changed_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The words for the inputs that differ between two answers of :func:`inputs_of`."""
    return {word for name, word in input_names().items() if before[name] != after[name]}


def changed_fields(before: Application, after: Application) -> set[str]:
    """The ids of the fields that may differ, in some row at least; ``record.x`` for all that packs add.

    Rows that came, went or changed places count as a change of every field of their list, and of
    its ``uid``: by that a rule declares that it only asks which rows there are.
    """
    found: set[str] = set()
    for name, spec in records().items():
        old, new = getattr(before, name), getattr(after, name)
        if old is not new:
            found.update(_of_list(spec, old, new) if spec.many else _of_row(spec, old, new))
    return found


def rows_of(application: Application, record: str) -> tuple[Any, ...]:
    """The rows of a list, or the one row of a record that stands once."""
    held = getattr(application, record)
    return held if records()[record].many else (held,)


def _of_list(spec: RecordSpec, old: tuple[Any, ...], new: tuple[Any, ...]) -> set[str]:
    fields = {field.id for field in spec.fields} | {f"{spec.name}.x"}
    every = fields | {f"{spec.name}.uid"}
    start, end, new_end = touched(old, new)
    if end != new_end:
        return every
    found: set[str] = set()
    for one, other in zip(old[start:end], new[start:end], strict=True):
        if one.uid != other.uid:
            return every
        if one is not other and found != fields:
            found.update(_of_row(spec, one, other))
    return found


def _of_row(spec: RecordSpec, old: Any, new: Any) -> Iterator[str]:
    for field in spec.fields:
        if getattr(old, field.name) is not getattr(new, field.name):
            yield field.id
    if old.x is not new.x:
        yield f"{spec.name}.x"
