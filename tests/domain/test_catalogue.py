"""Every field once: in one record, with one label, in one part of the form."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain import application as model
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records, specs
from jxdesk.domain.finding import Finding, Level, Place
from jxdesk.domain.values import FieldMark, Kind, mark_of
from jxdesk.notice import Notice
from tests import strategies


def test_records_are_those_of_the_application() -> None:
    held = {item.name: item for item in dataclasses.fields(Application)}
    assert set(records()) == set(held) - {"id", "notice", "demo"}
    empty = Application(id="a", notice=model.NoticeRef("", "", ""))
    for name, spec in records().items():
        value = getattr(empty, name)
        assert spec.many is isinstance(value, tuple)
        assert spec.many or type(value) is spec.cls
        assert spec.many == ("uid" in {item.name for item in dataclasses.fields(spec.cls)})


def test_every_attribute_but_the_uid_is_a_field() -> None:
    for spec in records().values():
        attributes = [item.name for item in dataclasses.fields(spec.cls) if item.name not in ("uid", "x")]
        assert [field.name for field in spec.fields] == attributes
        for field in spec.fields:
            assert spec.field(field.name) is field
            assert field.id == f"{spec.name}.{field.name}"


def test_ids_are_unique_and_kinds_carry_what_they_need() -> None:
    assert max(Counter(spec.id for spec in specs()).values()) == 1
    for spec in specs():
        assert bool(spec.mark.vocabulary) is (spec.kind is Kind.CHOICE)
        has_own_unit = spec.record == "indicators"  # each row has its own
        assert bool(spec.mark.unit) is (spec.kind in (Kind.COUNT, Kind.DECIMAL) and not has_own_unit)
    assert {spec.kind for spec in specs()} == set(Kind)


def test_a_plain_attribute_has_no_mark() -> None:
    uid = next(item for item in dataclasses.fields(model.Enterprise) if item.name == "uid")
    assert mark_of(uid.metadata) is None
    name = next(item for item in dataclasses.fields(model.Enterprise) if item.name == "name")
    assert mark_of(name.metadata) == FieldMark(Kind.TEXT)


def test_an_empty_row_is_empty_in_every_field() -> None:
    for spec in records().values():
        row = spec.cls(uid="a") if spec.many else spec.cls()
        assert {getattr(row, field.name) for field in spec.fields} <= {"", None, ()}


@given(st.data())
def test_values_are_completed_to_those_of_the_row_made_of_them(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(list(records().values())))
    every = spec.values(data.draw(strategies.rows(spec, strategies.notice()))) | {"x.blank": ""}
    some = {name: value for name, value in every.items() if data.draw(st.booleans())}
    made = spec.completed(some)
    assert list(made.items()) == list(spec.values(spec.make(some)).items())


def test_every_field_stands_in_exactly_one_part_and_has_a_label(pack: Notice, catalogue: Catalogue) -> None:
    parts = Counter(record for part in pack.form.parts for record in part.records)
    assert parts == Counter(records().keys())
    for field in catalogue:
        assert field.label
        assert field.short
        assert field.spec.record in pack.part_of(field.spec.record).records
        assert not field.spec.mark.vocabulary or pack.vocabularies[field.spec.mark.vocabulary]
        assert not field.text.clause or pack.clause_name(field.text.clause)


def test_only_figures_may_be_not_applicable(catalogue: Catalogue) -> None:
    for field in catalogue:
        assert not field.text.may_be_na or field.kind in (Kind.COUNT, Kind.DECIMAL), field.id


def test_labels_say_the_unit_or_the_field_has_none(catalogue: Catalogue) -> None:
    for field in catalogue:
        if field.kind is Kind.DECIMAL:
            assert field.spec.mark.unit in field.label, field.id


def test_fields_are_found_by_id(catalogue: Catalogue) -> None:
    for field in catalogue:
        assert catalogue.field(field.id) is field
    for name, spec in records().items():
        assert [field.spec for field in catalogue.of_record(name)] == list(spec.fields)
    with pytest.raises(UserError) as caught:
        catalogue.field("basic.colour")
    assert caught.value.code == "field.unknown"
    assert "basic.colour" in caught.value.message


def test_the_lead_is_the_only_one_or_the_one_that_is_marked() -> None:
    def named(*members: model.Member) -> Application:
        return Application(id="a", notice=model.NoticeRef("", "", ""), members=members)

    alone = model.Member(uid="m1", name="甲县", lead=False)
    lead = model.Member(uid="m2", name="乙区", lead=True)
    assert named().lead is None
    assert named().applicant_name == ""
    assert named(alone).lead is alone
    assert named(alone).applicant_name == "甲县"
    assert named(alone, lead).lead is lead
    assert named(alone, lead).applicant_name == "乙区、甲县"
    both = dataclasses.replace(lead, lead=None)
    assert named(alone, both).lead is None
    assert named(alone, both).applicant_name == "甲县、乙区"


def test_a_findings_key_is_its_rule_and_place() -> None:
    one = Finding("B01", Level.ERROR, "一", Place("basic", "basic.employees", "r1"), "a", "b", (("x", "1"),))
    other = dataclasses.replace(one, message="c", values=(("x", "2"),), level=Level.HINT)
    assert one.key == other.key == "B01|basic.employees|r1"
    assert one.key != dataclasses.replace(one, place=Place("basic", "basic.employees")).key
    assert [level.word for level in sorted(Level)] == ["错误", "提醒", "提示"]
