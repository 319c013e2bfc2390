"""The attached lists: joint applicants, all enterprises, those above scale, the evidence files."""

from __future__ import annotations

from collections.abc import Iterable

from jxdesk.documents.form.cells import added_cells, added_columns
from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import (
    Align,
    Block,
    Density,
    ListColumn,
    ListTable,
    Paragraph,
    Section,
    TextRole,
)
from jxdesk.domain.application import Enterprise
from jxdesk.domain.catalogue import Field
from jxdesk.domain.views import above_scale

# The widths add up to a sheet's text width in points: a code, a date or a term stands on one line.
_NUMBER_WIDTH = 30
_MEMBERS = (
    ("name", 118, Align.LEFT),
    ("kind", 72, Align.CENTRE),
    ("division", 54, Align.CENTRE),
    ("uscc", 122, Align.CENTRE),
    ("lead", 46, Align.CENTRE),
)
# Type, chain role, listing and honours are shown so that 三（二） and 五 can be read off the list.
_REGISTER = (
    ("name", 110, Align.LEFT),
    ("uscc", 112, Align.CENTRE),
    ("place", 75, Align.LEFT),
    ("industry_class", 66, Align.CENTRE),
    ("dominant", 29, Align.CENTRE),
    ("above_scale", 29, Align.CENTRE),
    ("quality_type", 57, Align.CENTRE),
    ("chain_role", 47, Align.CENTRE),
    ("listing", 57, Align.CENTRE),
    ("honours", 77, Align.LEFT),
)
_ABOVE_SCALE = (
    ("name", 108, Align.LEFT),
    ("uscc", 110, Align.CENTRE),
    ("place", 75, Align.LEFT),
    ("industry_class", 66, Align.CENTRE),
    ("revenue", 53, Align.RIGHT),
)
_EVIDENCE = (("items", 40), ("dated", 84))
_ADDED_WIDTH = 60
_KILO = 1024
_JOINT = 2


def member_list(form: Form) -> tuple[Section, ...]:
    """The applicants of a joint application, lead first as on the cover; none for a single one."""
    members = form.application.members
    if len(members) < _JOINT:
        return ()
    lead = form.application.lead
    shown = [column for column in _MEMBERS if form.catalogue.shows(f"members.{column[0]}")]
    columns = (
        _number(form),
        *(ListColumn(form.label(f"members.{name}"), width, align) for name, width, align in shown),
        *added_columns(form, "members", _ADDED_WIDTH),
    )
    rows = (
        (*(form.of_row("members", member, n) for n, _, _ in shown), *added_cells(form, "members", member))
        for member in sorted(members, key=lambda member: member is not lead)
    )
    title = form.text("members_title")
    table = ListTable(columns, _numbered(rows, len(columns)))
    return (Section("members", title, (Paragraph(title, TextRole.TITLE), table)),)


def register_lists(form: Form) -> tuple[Section, ...]:
    """The two lists that part 一 asks for (另附企业名单)."""
    added = form.added("enterprises")
    register = _enterprises(form, form.text("register_title"), form.application.enterprises, _REGISTER, added)
    above = _enterprises(form, form.text("above_scale_title"), above_scale(form.application), _ABOVE_SCALE)
    return (
        Section("register", form.text("register_title"), register, landscape=True),
        Section("above-scale", form.text("above_scale_title"), above),
    )


def evidence_list(form: Form) -> tuple[Section, ...]:
    """The catalogue of the attached evidence files, in their own order."""
    shown = [column for column in _EVIDENCE if form.catalogue.shows(f"evidence.{column[0]}")]
    columns = (
        _number(form),
        ListColumn(form.label("evidence.name"), 118, Align.LEFT),
        ListColumn(form.text("evidence_proves"), 120, Align.LEFT),
        *(ListColumn(form.label(f"evidence.{name}"), width) for name, width in shown),
        ListColumn("大小", 50, Align.RIGHT),
        *added_columns(form, "evidence", _ADDED_WIDTH),
    )
    rows = (
        (
            item.name,
            "；".join(map(form.reference, item.proves)),
            *(form.of_row("evidence", item, name) for name, _ in shown),
            _size(item.size),
            *added_cells(form, "evidence", item),
        )
        for item in form.application.evidence
    )
    title = form.text("evidence_title")
    blocks = (Paragraph(title, TextRole.TITLE), ListTable(columns, _numbered(rows, len(columns))))
    return (Section("evidence", title, blocks),)


def _enterprises(
    form: Form,
    title: str,
    enterprises: tuple[Enterprise, ...],
    fields: tuple[tuple[str, float, Align], ...],
    added: tuple[Field, ...] = (),
) -> tuple[Block, ...]:
    shown = [column for column in fields if form.catalogue.shows(f"enterprises.{column[0]}")]
    columns = (
        _number(form),
        *(ListColumn(_heading(form, name), width, align) for name, width, align in shown),
        *(ListColumn(field.heading, _ADDED_WIDTH) for field in added),
    )
    rows = (
        (
            *(form.of_row("enterprises", enterprise, name) for name, _, _ in shown),
            *(form.of_row("enterprises", enterprise, field.spec.name) for field in added),
        )
        for enterprise in enterprises
    )
    table = ListTable(columns, _numbered(rows, len(columns)), density=Density.SMALL)
    return (Paragraph(title, TextRole.TITLE), table)


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
