"""Single edits as changes: a value, a new row; and what nobody may type."""

from __future__ import annotations

from typing import Any

from jxdesk.base.clock import TokenSource
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.catalogue import Field, FieldSpec, records
from jxdesk.domain.changes import InsertRow, SetValue
from jxdesk.domain.extras import is_blank
from jxdesk.domain.values import Kind, Value


def value_change(spec: FieldSpec, row: Any, uid: str, after: Value) -> SetValue | None:
    """The change that gives a field of ``row`` the value ``after``; ``None`` if it has it already.

    The writing counts: 12.50 is not 12.5, for a figure keeps the precision typed. ``uid`` is the
    row's id, the record's name for what stands once.
    """
    before = spec.of(row)
    if spec.is_extra and is_blank(after):
        after = None
    if canonical.same_value(before, after):
        return None
    return SetValue(spec.record, uid, spec.name, before, after)


def new_row(record: str, position: int, values: dict[str, Value], tokens: TokenSource) -> InsertRow:
    """The change that adds a row with ``values`` (the rest empty) and a fresh uid."""
    return InsertRow(record, tokens(), position, records()[record].completed(values))


def is_computed(field: Field) -> bool:
    """Whether the program works a field out itself."""
    return field.kind is Kind.DIGEST or field.id == "evidence.size"


def refuse_computed(field: Field) -> None:
    """Raise ``UserError`` ``field.computed`` for a field that the program works out itself."""
    if is_computed(field):
        raise UserError("field.computed", f"“{field.short}”由程序得出，不能填写。", "请改动它的来源。")
