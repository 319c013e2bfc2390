"""Every field of the catalogue is on the form, or is known not to be, and why."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from jxdesk.documents.form import build_outline
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import plain_text
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import FieldSpec, records, specs
from jxdesk.domain.values import Kind, Product
from jxdesk.notice import Notice
from tests.documents.sample import sample

# Not on the sheets, and why. All of them travel in the data and, for rows, in the XLSX lists.
NOT_ON_THE_FORM = {
    "pledge.accepted": "the stamped pledge page says it",
    "pledge.no_accident": "it is part of the pledge's own text",
    "enterprises.previous_revenue": "only to check the growth that is printed",
    "enterprises.employees": "the form asks for the cluster's total alone",
    "projects.other_provincial": "answered for the rule on double funding; 附2 has no column for it",
    "evidence.sha256": "for the package's manifest, not for a reader",
}


def other_value(field: FieldSpec, now: Any, notice: Notice) -> Any:
    """A value of the field's kind that is not ``now`` and stands nowhere else in the sample."""
    match field.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return f"标记之文字{field.name}"
        case Kind.COUNT:
            return 987_654
        case Kind.DECIMAL:
            return Decimal("98765.43210")
        case Kind.FLAG:
            return not now
        case Kind.CHOICE:
            terms = [term.id for term in notice.vocabularies[field.mark.vocabulary]]
            return next(term for term in reversed(terms) if term != now)
        case Kind.DATE:
            return "2031-07-09"
        case Kind.PRODUCTS:
            return (Product("标记之产品", Decimal("87.60")),)
        case Kind.REFERENCES:
            return ("topic:association",)
        case Kind.DIGEST:
            return "e" * 64


def changed(application: Application, field: FieldSpec, notice: Notice) -> Application:
    """``application`` with ``field`` changed, in every row of a list."""
    found = getattr(application, field.record)

    def with_other(record: Any) -> Any:
        value = other_value(field, getattr(record, field.name), notice)
        return dataclasses.replace(record, **{field.name: value})

    many = records()[field.record].many
    made: Any = tuple(map(with_other, found)) if many else with_other(found)
    return dataclasses.replace(application, **{field.record: made})


@pytest.fixture(scope="module")
def before(notice: Notice) -> str:
    return plain_text(build_outline(sample(notice, enterprises=10), notice))


@pytest.mark.parametrize("field", list(specs()), ids=lambda field: field.id)
def test_a_changed_field_shows_on_the_form(field: FieldSpec, notice: Notice, before: str) -> None:
    application = changed(sample(notice, enterprises=10), field, notice)
    after = plain_text(build_outline(application, notice))
    assert (after == before) == (field.id in NOT_ON_THE_FORM)
    if field.kind not in (Kind.FLAG, Kind.CHOICE, Kind.PRODUCTS, Kind.REFERENCES, Kind.DIGEST):
        record = getattr(application, field.record)
        row = record[0] if records()[field.record].many else record
        # A file's size is shown in KB, a given indicator has its name and unit from the notice.
        if field.id not in {*NOT_ON_THE_FORM, "evidence.size", "indicators.name", "indicators.unit"}:
            shown = Form(application, notice).of_row(field.record, row, field.name)
            assert shown in after
            assert shown not in before


def test_the_exceptions_are_fields() -> None:
    assert set(NOT_ON_THE_FORM) <= {field.id for field in specs()}
