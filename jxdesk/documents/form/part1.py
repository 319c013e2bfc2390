"""一、集群基本信息."""

from __future__ import annotations

from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Cell, CellRole, FormGrid, Heading, Section

_WIDTHS = (2.5, 1.9, 2.8, 2.3, 3.6)


def part1(form: Form) -> tuple[Section, ...]:
    """The table of part 一; five columns, the contact's label spans three rows."""
    title = form.part_title("basic")
    return (Section("basic", title, (Heading(title), FormGrid(_WIDTHS, _rows(form)))),)


def _rows(form: Form) -> tuple[tuple[Cell, ...], ...]:
    return (
        (_label(form, "cluster_name"), Cell(form.value_or_note("basic.cluster_name"), col_span=4)),
        (_label(form, "dominant_industry"), _value(form, "dominant_industry", 4)),
        (_label(form, "employees"), Cell(form.amount("basic.employees"), col_span=4)),
        (
            _label(form, "enterprise_count"),
            Cell(_with_list(form, "enterprise_count"), col_span=2),
            _label(form, "above_scale_count"),
            Cell(_with_list(form, "above_scale_count")),
        ),
        (
            Cell(form.text("basic_contact"), CellRole.LABEL, row_span=3),
            _label(form, "contact_name"),
            _value(form, "contact_name"),
            _label(form, "contact_title"),
            _value(form, "contact_title"),
        ),
        (
            _label(form, "contact_phone"),
            _value(form, "contact_phone"),
            _label(form, "contact_email"),
            _value(form, "contact_email"),
        ),
        (_label(form, "contact_address"), _value(form, "contact_address", 3)),
        (
            _label(form, "introduction"),
            Cell(
                prose(form.value_or_note("basic.introduction")), CellRole.PROSE, col_span=4, align=Align.LEFT
            ),
        ),
    )


def _label(form: Form, name: str) -> Cell:
    return Cell(form.label(f"basic.{name}"), CellRole.LABEL)


def _value(form: Form, name: str, col_span: int = 1) -> Cell:
    return Cell(form.value(f"basic.{name}"), col_span=col_span)


def _with_list(form: Form, name: str) -> str:
    """A count with the template's remark that its list is attached."""
    return stacked(form.amount(f"basic.{name}"), form.note(f"basic.{name}"))
