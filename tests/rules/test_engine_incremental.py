"""Whatever was checked before, the answer is that of a fresh engine: random edits of random forms.

Beside the rules of the notice there is a probe for each field and each input, which reports what
it reads: not every change makes a real rule speak, but every one changes what a probe says.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, FieldSpec, RecordSpec, records, specs
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.finding import Finding, Level
from jxdesk.domain.values import Kind
from jxdesk.domain.work import PrintRun
from jxdesk.rules import Case, Engine, Rule, registry
from jxdesk.rules.case import Context, Found
from jxdesk.rules.changes import input_names, rows_of
from jxdesk.rules.registry import EVERY_RECORD
from tests import sound
from tests.rules.breaking import SOUND
from tests.rules.test_registry import BROKEN
from tests.strategies import applications, notice, rows, values

SAMPLES = [SOUND, *(app for _, app, _ in BROKEN)]
SINGLE = [spec for spec in records().values() if not spec.many]
LISTS = [spec for spec in records().values() if spec.many]
DIGESTS = ["0" * 64, "1" * 64]

Edit = Callable[[Case, st.DataObject], Case]


def said(*seen: object) -> str:
    """A short word for what was seen; of letters only, for long numbers are looked into."""
    digest = hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def field_probe(rule_id: str, field: FieldSpec) -> Rule:
    """A rule that says what a field holds in which row."""

    def look(case: Case, context: Context) -> Iterator[Found]:
        rows = rows_of(case.application, field.record)
        held = [(getattr(row, "uid", ""), getattr(row, field.name)) for row in rows]
        yield Found(context.place(field.id), said(held))

    return Rule(rule_id, Level.HINT, (field.id,), (), "", case_check=look)


def input_probe(rule_id: str, name: str, word: str) -> Rule:
    """A rule that says what a case holds besides the application."""

    def look(case: Case, context: Context) -> Iterator[Found]:
        yield Found(context.place("cover.month"), said(getattr(case, name)))

    return Rule(rule_id, Level.HINT, (word,), (), "", case_check=look)


def record_probe(rule_id: str, declared: str, names: tuple[str, ...]) -> Rule:
    """A rule that says what whole records hold."""

    def look(case: Case, context: Context) -> Iterator[Found]:
        held = [getattr(case.application, name) for name in names]
        yield Found(context.place("cover.month"), said(held))

    return Rule(rule_id, Level.HINT, (declared,), (), "", case_check=look)


def uid_probe(rule_id: str, spec: RecordSpec) -> Rule:
    """A rule that says which rows a list has."""

    def look(case: Case, context: Context) -> Iterator[Found]:
        held = [row.uid for row in rows_of(case.application, spec.name)]
        yield Found(context.place("cover.month"), said(held))

    return Rule(rule_id, Level.HINT, (f"{spec.name}.uid",), (), "", case_check=look)


def look_at_row(row: Any, context: Context) -> Iterator[Found]:
    first = context.catalogue.of_record(context.record)[0]
    yield Found(context.place(first.id, getattr(row, "uid", "")), said(row))


def probes() -> dict[str, tuple[Rule, ...]]:
    made = [Rule("Z0", Level.HINT, ("*",), (), EVERY_RECORD, row_check=look_at_row)]
    made += [field_probe(f"Y{i}", field) for i, field in enumerate(specs())]
    made += [input_probe(f"X{i}", name, word) for i, (name, word) in enumerate(input_names().items())]
    made += [record_probe(f"W{name}", f"{name}.*", (name,)) for name in records()]
    made += [uid_probe(f"U{spec.name}", spec) for spec in LISTS]
    made.append(record_probe("V0", "*", tuple(records())))
    return {rule.id: (rule,) for rule in made}


PROBES = probes()
RULES = {**registry(), **PROBES}
SETTINGS = {**notice().rules, **dict.fromkeys(PROBES, notice().rules["B01"])}
CATALOGUE = Catalogue(dataclasses.replace(notice(), rules=SETTINGS))


def fresh_answer(case: Case) -> tuple[Finding, ...]:
    """What an engine finds that has checked nothing before."""
    return Engine(CATALOGUE, RULES).check(case)


def within(case: Case, record: str, held: Any) -> Case:
    """The case with a record or list of its application replaced."""
    return dataclasses.replace(case, application=dataclasses.replace(case.application, **{record: held}))


def changed(row: Any, spec: RecordSpec, data: st.DataObject) -> Any:
    """The row with one field set anew: to anything, or to what it is in some row of a sample."""
    field = data.draw(st.sampled_from(spec.fields))
    known = [getattr(other, field.name) for app in SAMPLES for other in rows_of(app, spec.name)]
    value = data.draw(st.one_of(st.sampled_from(known), values(field, notice())))
    return dataclasses.replace(row, **{field.name: value})


def set_single(case: Case, data: st.DataObject) -> Case:
    spec = data.draw(st.sampled_from(SINGLE))
    return within(case, spec.name, changed(getattr(case.application, spec.name), spec, data))


def set_cell(case: Case, data: st.DataObject) -> Case:
    spec, held = _some_list(case, data)
    if not held:
        return case
    index = data.draw(st.integers(0, len(held) - 1))
    return within(case, spec.name, (*held[:index], changed(held[index], spec, data), *held[index + 1 :]))


def write_otherwise(case: Case, data: st.DataObject) -> Case:
    """A figure of the same value with one more digit, which is equal and yet another."""
    spec, held = _some_list(case, data)
    figures = [field.name for field in spec.fields if field.kind is Kind.DECIMAL]
    found = [(i, name) for i, row in enumerate(held) for name in figures if _is_figure(getattr(row, name))]
    if not found:
        return case
    index, name = data.draw(st.sampled_from(found))
    longer = dataclasses.replace(held[index], **{name: Decimal(f"{getattr(held[index], name):.3f}0")})
    return within(case, spec.name, (*held[:index], longer, *held[index + 1 :]))


def insert(case: Case, data: st.DataObject) -> Case:
    spec, held = _some_list(case, data)
    known = [row for app in SAMPLES for row in rows_of(app, spec.name)]
    row = data.draw(st.one_of(rows(spec, notice()), st.sampled_from(known)))
    if any(other.uid == row.uid for other in held):
        return case
    index = data.draw(st.integers(0, len(held)))
    return within(case, spec.name, (*held[:index], row, *held[index:]))


def delete(case: Case, data: st.DataObject) -> Case:
    spec, held = _some_list(case, data)
    gone = data.draw(st.sets(st.integers(0, max(len(held) - 1, 0)), max_size=2))
    return within(case, spec.name, tuple(row for i, row in enumerate(held) if i not in gone))


def move(case: Case, data: st.DataObject) -> Case:
    spec, held = _some_list(case, data)
    return within(case, spec.name, tuple(data.draw(st.permutations(held))))


def take_from_sample(case: Case, data: st.DataObject) -> Case:
    """A whole record or list as it stands in another form, its rows the very same objects."""
    spec, app = data.draw(st.sampled_from(list(records().values()))), data.draw(st.sampled_from(SAMPLES))
    return within(case, spec.name, getattr(app, spec.name))


def load_again(case: Case, data: st.DataObject) -> Case:
    """The same values in new rows and records."""
    held: dict[str, Any] = {
        name: tuple(dataclasses.replace(row) for row in getattr(case.application, name))
        if spec.many
        else dataclasses.replace(getattr(case.application, name))
        for name, spec in records().items()
    }
    return dataclasses.replace(case, application=dataclasses.replace(case.application, **held))


def other_form(case: Case, data: st.DataObject) -> Case:
    return dataclasses.replace(case, application=data.draw(st.sampled_from(SAMPLES)))


def other_application(case: Case, data: st.DataObject) -> Case:
    uid = data.draw(st.sampled_from(["a" * 32, "b" * 32]))
    return dataclasses.replace(case, application=dataclasses.replace(case.application, id=uid))


def set_today(case: Case, data: st.DataObject) -> Case:
    return dataclasses.replace(case, today=sound.TODAY + dt.timedelta(data.draw(st.integers(-400, 400))))


def set_print_run(case: Case, data: st.DataObject) -> Case:
    runs = st.builds(PrintRun, st.just(1), st.sampled_from(DIGESTS), st.just(()))
    digest = data.draw(st.sampled_from(DIGESTS))
    return dataclasses.replace(case, print_run=data.draw(st.none() | runs), data_digest=digest)


def set_sealing(case: Case, data: st.DataObject) -> Case:
    return dataclasses.replace(case, sealing=not case.sealing)


def set_files(case: Case, data: st.DataObject) -> Case:
    attached = {row.sha256: data.draw(facts) for row in case.application.evidence if data.draw(st.booleans())}
    return dataclasses.replace(case, files=attached)


def set_files_in_place(case: Case, data: st.DataObject) -> Case:
    """Facts put into the mapping that was handed in before."""
    assert isinstance(case.files, dict)
    case.files.update({row.sha256: data.draw(facts) for row in case.application.evidence[:2]})
    return case


def set_screened(case: Case, data: st.DataObject) -> Case:
    digests = [row.sha256 for row in case.application.evidence]
    return dataclasses.replace(case, screened_by_eye=frozenset(digests[: data.draw(st.integers(0, 2))]))


found_in_files = st.builds(
    Sensitive, st.sampled_from(list(SensitiveKind)), st.just("第 1 页"), st.just("1**8")
)
facts = st.builds(
    FileFacts,
    st.sampled_from(DIGESTS),
    st.integers(0, 10**9),
    st.sampled_from(["pdf", "docx", ""]),
    st.sampled_from(list(FileProblem)),
    st.none() | st.integers(0, 9),
    st.booleans(),
    st.booleans(),
    st.lists(found_in_files, max_size=2).map(tuple),
)
EDITS: list[Edit] = [
    set_single,
    set_cell,
    write_otherwise,
    insert,
    delete,
    move,
    take_from_sample,
    load_again,
    other_form,
    other_application,
    set_today,
    set_print_run,
    set_sealing,
    set_files,
    set_files_in_place,
    set_screened,
]
forms = st.one_of(st.sampled_from(SAMPLES), applications(notice(), max_rows=3))


@settings(max_examples=40)
@given(forms, st.lists(st.sampled_from(EDITS), min_size=1, max_size=6), st.data())
def test_edit_after_edit_the_answer_is_that_of_a_fresh_engine(
    form: Application, edits: list[Edit], data: st.DataObject
) -> None:
    engine = Engine(CATALOGUE, RULES)
    cases = [Case(form, sound.TODAY)]
    engine.check(cases[0])
    for edit in edits:
        case = edit(cases[-1], data)
        assert engine.check(case) == fresh_answer(case)
        cases.append(case)
    for case in (cases[0], data.draw(st.sampled_from(cases))):
        assert engine.check(case) == fresh_answer(case)


def test_from_any_broken_form_to_any_other_and_back() -> None:
    engine = Engine(CATALOGUE, RULES)
    fresh = {id(app): fresh_answer(Case(app, sound.TODAY)) for app in SAMPLES}
    for i, app in enumerate(SAMPLES):
        for other in (app, SAMPLES[(i * 7 + 3) % len(SAMPLES)], app):
            assert engine.check(Case(other, sound.TODAY)) == fresh[id(other)]


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.name)
def test_moving_rows_alone_is_seen(spec: RecordSpec) -> None:
    engine = Engine(CATALOGUE, RULES)
    for app in SAMPLES[:5]:
        turned = dataclasses.replace(app, **{spec.name: getattr(app, spec.name)[::-1]})
        for case in (Case(app, sound.TODAY), Case(turned, sound.TODAY)):
            assert engine.check(case) == fresh_answer(case)


def test_each_input_alone_is_seen() -> None:
    run = PrintRun(1, DIGESTS[0], ())
    known = FileFacts(SOUND.evidence[0].sha256, 1, "pdf", FileProblem.UNREADABLE)
    first = Case(SOUND, sound.TODAY, DIGESTS[0], run)
    changes: list[dict[str, Any]] = [
        {"data_digest": DIGESTS[1]},
        {"print_run": None},
        {"print_run": PrintRun(1, DIGESTS[1], ())},
        {"sealing": True},
        {"print_run": None, "sealing": True},
        {"today": sound.TODAY + dt.timedelta(400)},
        {"files": {known.sha256: known}},
        {"screened_by_eye": frozenset([known.sha256])},
    ]
    engine = Engine(CATALOGUE, RULES)
    for change in changes:
        for case in (first, dataclasses.replace(first, **change)):
            assert engine.check(case) == fresh_answer(case)


def test_facts_put_into_a_mapping_that_was_handed_in_before_are_seen() -> None:
    engine = Engine(CATALOGUE, RULES)
    files: dict[str, FileFacts] = {}
    case = Case(SOUND, sound.TODAY, files=files)
    for row in SOUND.evidence:
        assert engine.check(case) == fresh_answer(case)
        files[row.sha256] = FileFacts(row.sha256, 1, "pdf", FileProblem.UNREADABLE)
    assert engine.check(case) == fresh_answer(case)


def test_rows_at_the_addresses_of_others_that_are_gone_are_other_rows() -> None:
    only_probe = Catalogue(dataclasses.replace(notice(), rules={"Z0": SETTINGS["Z0"]}))
    engine = Engine(only_probe, PROBES)
    for people in range(9):
        firms = tuple(sound.enterprise(number, employees=people) for number in range(100))
        case = Case(dataclasses.replace(SOUND, enterprises=firms), sound.TODAY)
        assert engine.check(case) == Engine(only_probe, PROBES).check(case)


def _is_figure(value: object) -> bool:
    return isinstance(value, Decimal) and abs(value) < 10**6 and value == round(value, 3)


def _some_list(case: Case, data: st.DataObject) -> tuple[RecordSpec, tuple[Any, ...]]:
    spec = data.draw(st.sampled_from(LISTS))
    return spec, getattr(case.application, spec.name)
