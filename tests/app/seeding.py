"""One edit at a time on the demo county, and what is found then that was not found before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.facts import FileFacts
from jxdesk.domain.finding import Finding, Place
from jxdesk.rules import Case, Engine
from tests.app.demo_counties import single
from tests.strategies import notice

TODAY = dt.date(2025, 10, 20)
Edit = Callable[[Case], Case]


def put(place: str, value: Any) -> Edit:
    """Another value at ``record.field`` or, with ``#row``, in one cell (rows count from 0)."""
    field, _, row = place.partition("#")
    record, name = field.split(".")

    def edit(case: Case) -> Case:
        held = getattr(case.application, record)
        if not row:
            return _with(case, record, dataclasses.replace(held, **{name: value}))
        changed = dataclasses.replace(held[int(row)], **{name: value})
        return _with(case, record, (*held[: int(row)], changed, *held[int(row) + 1 :]))

    return edit


def adding(field: str, words: str) -> Edit:
    """More words at the end of a text."""
    record, name = field.split(".")

    def edit(case: Case) -> Case:
        held = getattr(case.application, record)
        return _with(case, record, dataclasses.replace(held, **{name: getattr(held, name) + words}))

    return edit


def drop(record: str, row: int) -> Edit:
    """One row of a list less."""

    def edit(case: Case) -> Case:
        held = getattr(case.application, record)
        return _with(case, record, (*held[:row], *held[row + 1 :]))

    return edit


def twice(record: str, row: int, **changes: Any) -> Edit:
    """A row once more at the end of its list, with other values where ``changes`` says so."""

    def edit(case: Case) -> Case:
        held = getattr(case.application, record)
        again = dataclasses.replace(held[row], **({"uid": "again"} | changes))
        return _with(case, record, (*held, again))

    return edit


def fact(row: int, **changes: Any) -> Edit:
    """Something else known of the file of an evidence row."""

    def edit(case: Case) -> Case:
        sha256 = case.application.evidence[row].sha256
        files = {**case.files, sha256: dataclasses.replace(case.files[sha256], **changes)}
        return dataclasses.replace(case, files=files)

    return edit


def _with(case: Case, record: str, value: Any) -> Case:
    return dataclasses.replace(case, application=dataclasses.replace(case.application, **{record: value}))


@cache
def engine() -> Engine:
    """One engine for all edits: what it keeps from one must not show in the next."""
    return Engine(Catalogue(notice()))


@cache
def county() -> Case:
    """The county as it is handed in, its files looked at and its pictures looked through."""
    application = single().application
    files = {row.sha256: _sound(row.sha256, row.size, row.name) for row in application.evidence}
    return Case(
        application=application,
        today=TODAY,
        files=files,
        screened_by_eye=frozenset(files),
    )


def _sound(sha256: str, size: object, name: str) -> FileFacts:
    assert isinstance(size, int)
    return FileFacts(sha256, size, name.rpartition(".")[2], pages=1)


@cache
def _before() -> Mapping[tuple[str, str, str], int]:
    return _counted(engine().check(county()))


def appearing(edit: Edit) -> tuple[list[str], list[str]]:
    """What the edit makes appear and disappear, as ``rule field#row``, in the order of the form."""
    case = edit(county())
    found = engine().check(case)
    after, before = _counted(found), _before()
    places = {_key(finding): _shown(finding, case.application) for finding in found}
    new = [shown for key, shown in places.items() for _ in range(after[key] - before.get(key, 0))]
    gone = [f"{rule} {field}" for (rule, field, row) in before if (rule, field, row) not in after]
    return new, gone


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.place.field, finding.place.row


def _counted(found: tuple[Finding, ...]) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    for finding in found:
        counts[_key(finding)] = counts.get(_key(finding), 0) + 1
    return counts


def _shown(finding: Finding, application: Application) -> str:
    return f"{finding.rule} {finding.place.field}{_row(finding.place, application)}"


def _row(place: Place, application: Application) -> str:
    if not place.row:
        return ""
    record = place.field.partition(".")[0]
    assert records()[record].many
    uids = [row.uid for row in getattr(application, record)]
    return f"#{uids.index(place.row)}"
