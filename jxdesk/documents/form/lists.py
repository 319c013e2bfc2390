"""The attached lists: all enterprises, those above scale, the evidence files."""

from __future__ import annotations

from collections.abc import Iterable

from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import Align, Density, ListColumn, ListTable, Paragraph, Section, TextRole
from jxdesk.domain.application import Enterprise
from jxdesk.domain.views import above_scale

_NUMBER_WIDTH = 2.3
_REGISTER = (
    ("name", 9.2, Align.LEFT),
    ("uscc", 9.7, Align.CENTRE),
    ("place", 5.5, Align.LEFT),
    ("industry_class", 5.8, Align.CENTRE),
    ("dominant", 2.9, Align.CENTRE),
    ("above_scale", 2.6, Align.CENTRE),
)
_ABOVE_SCALE = (
    ("name", 9.2, Align.LEFT),
    ("uscc", 9.7, Align.CENTRE),
    ("place", 5.5, Align.LEFT),
    ("industry_class", 5.8, Align.CENTRE),
    ("revenue", 4.8, Align.RIGHT),
)
_KILO = 1024


def register_lists(form: Form) -> tuple[Section, ...]:
    """The two lists that part 一 asks for (另附企业名单)."""
    return (
        _enterprises(form, "register", form.text("register_title"), form.application.enterprises, _REGISTER),
        _enterprises(
            form, "above-scale", form.text("above_scale_title"), above_scale(form.application), _ABOVE_SCALE
        ),
    )


def evidence_list(form: Form) -> tuple[Section, ...]:
    """The catalogue of the attached evidence files, in their own order."""
    columns = (
        _number(form),
        ListColumn(form.label("evidence.name"), 14, Align.LEFT),
        ListColumn(form.text("evidence_proves"), 14, Align.LEFT),
        ListColumn("大小", 4, Align.RIGHT),
    )
    rows = (
        (item.name, "；".join(map(form.reference, item.proves)), _size(item.size))
        for item in form.application.evidence
    )
    title = form.text("evidence_title")
    blocks = (Paragraph(title, TextRole.TITLE), ListTable(columns, _numbered(rows, len(columns))))
    return (Section("evidence", title, blocks),)


def _enterprises(
    form: Form,
    section: str,
    title: str,
    enterprises: tuple[Enterprise, ...],
    fields: tuple[tuple[str, float, Align], ...],
) -> Section:
    columns = (
        _number(form),
        *(ListColumn(_heading(form, name), width, align) for name, width, align in fields),
    )
    rows = (
        tuple(form.of_row("enterprises", enterprise, name) for name, _, _ in fields)
        for enterprise in enterprises
    )
    table = ListTable(columns, _numbered(rows, len(columns)), density=Density.SMALL)
    return Section(section, title, (Paragraph(title, TextRole.TITLE), table))


def _heading(form: Form, name: str) -> str:
    """Short headings for yes/no columns, the full label (with year and unit) for figures."""
    field = f"enterprises.{name}"
    return form.label(field) if name == "revenue" else form.short(field)


def _number(form: Form) -> ListColumn:
    return ListColumn(form.text("column_number"), _NUMBER_WIDTH)


def _numbered(rows: Iterable[tuple[str, ...]], columns: int) -> tuple[tuple[str, ...], ...]:
    """Rows counted from 1; an empty list shows one blank row."""
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    return numbered or (("",) * columns,)


def _size(size: object) -> str:
    """A file's size in KB or MB."""
    if not isinstance(size, int):
        return ""
    kilobytes = -(-size // _KILO)
    return f"{kilobytes} KB" if kilobytes < _KILO else f"{kilobytes / _KILO:.1f} MB"
