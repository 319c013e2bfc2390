"""Each rule reads what it has declared and nothing else: seen by letting it read through recorders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.scan import ScanMatch, Sheet
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.rules import Case, Rule
from jxdesk.rules.case import Context
from jxdesk.rules.changes import input_names, rows_of
from tests import sound
from tests.rules.breaking import SOUND
from tests.rules.test_registry import BROKEN, RULES
from tests.strategies import notice

CATALOGUE = Catalogue(notice())


class RecordedRow:
    """A stand-in for a record or row that notes which fields were read."""

    def __init__(self, record: str, held: Any, seen: set[str]) -> None:
        self._record, self._held, self._seen = record, held, seen

    def __getattr__(self, name: str) -> Any:
        if name != "uid":
            self._seen.add(f"{self._record}.{name}")
        return getattr(self._held, name)


class RecordedApplication:
    """A stand-in for an application; what it works out itself, it reads through the recorder too."""

    def __init__(self, app: Application, seen: set[str]) -> None:
        self._app, self._seen = app, seen

    def __getattr__(self, name: str) -> Any:
        computed = getattr(Application, name, None)
        if isinstance(computed, property):
            assert computed.fget is not None
            return computed.fget(self)
        held = getattr(self._app, name)
        if name not in records():
            return held
        if records()[name].many:
            return tuple(RecordedRow(name, row, self._seen) for row in held)
        return RecordedRow(name, held, self._seen)


class RecordedCase:
    """A stand-in for a case that notes which inputs from outside the application were read."""

    def __init__(self, case: Case, seen: set[str]) -> None:
        self._case, self._seen = case, seen

    def __getattr__(self, name: str) -> Any:
        if name == "application":
            return RecordedApplication(self._case.application, self._seen)
        self._seen.add(input_names()[name])
        return getattr(self._case, name)


def facts_of(app: Application) -> Iterator[FileFacts]:
    """Facts of every attached file, each with another problem and something found in it."""
    found = tuple(Sensitive(kind, "第 1 页", "1**8") for kind in SensitiveKind)
    for i, file in enumerate(app.evidence):
        problem = list(FileProblem)[i % len(FileProblem)]
        yield FileFacts(file.sha256, 10, "pdf", problem, 3, bool(i % 2), not i % 2, found)


def cases() -> Iterator[Case]:
    """The sound application with facts of every kind beside it, and every broken one without."""
    files = {facts.sha256: facts for facts in facts_of(SOUND)}
    seen = frozenset(list(files)[:2])
    page = PrintedPage("cover", 1, 1, 1, "ABCDEFGHIJ")
    run = PrintRun(1, "1" * 64, (page,))
    for sealing in (False, True):
        yield Case(SOUND, sound.TODAY, sealing=sealing)
        yield Case(SOUND, sound.TODAY, "0" * 64, run, sealing, files, seen)
        yield Case(SOUND, sound.TODAY + dt.timedelta(365), "1" * 64, run, sealing, files)
        yield Case(SOUND, sound.TODAY, "1" * 64, run, sealing, scan=ScanMatch((Sheet(page),), ()))
        yield Case(SOUND, sound.TODAY, "0" * 64, run, sealing, changed_pages=(1,))
    for _, app, _ in BROKEN:
        yield Case(app, sound.TODAY)


def read_by(rule: Rule, case: Case) -> set[str]:
    seen: set[str] = set()
    setting = notice().rules[rule.id]
    recorded: Any = RecordedCase(case, seen)
    if rule.case_check is not None:
        list(rule.case_check(recorded, Context(CATALOGUE, setting)))
    if rule.row_check is not None:
        for name in rule.records:
            for row in rows_of(recorded.application, name):
                list(rule.row_check(row, Context(CATALOGUE, setting, name)))
    return seen


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.id}-{r.record or 'case'}")
def test_rules_read_no_more_than_they_declare(rule: Rule) -> None:
    for case in cases():
        assert not {word for word in read_by(rule, case) if not rule.may_read(word)}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.id}-{r.record or 'case'}")
def test_rules_declare_what_there_is(rule: Rule) -> None:
    fields = {field.id for field in CATALOGUE}
    words = fields | {f"{record}.{all_}" for record in records() for all_ in ("*", "x")}
    words |= {"*", *input_names().values()}
    words |= {f"{name}.uid" for name, spec in records().items() if spec.many}
    assert set(rule.reads) <= words
    if rule.row_check is not None:
        assert not set(rule.reads) & set(input_names().values())


def test_the_whole_form_is_not_what_lies_outside_it() -> None:
    rule = Rule("Z01", RULES[0].level, ("*",), (), "")
    assert rule.may_read("basic.employees")
    assert not rule.may_read("case.today")
