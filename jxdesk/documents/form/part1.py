"""一、集群基本信息."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.documents.form.cells import added_grids
from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Cell, CellRole, FormGrid, Heading, Section

_WIDTHS = (2.5, 1.9, 2.8, 2.3, 3.6)


def part1(form: Form) -> tuple[Section, ...]:
    """The table of part 一; five columns, the contact's label spans three rows."""
    title = form.part_title("basic")
    grid = FormGrid(_WIDTHS, _rows(form))
    return (
        Section(
            "basic",
            title,
            (Heading(title), grid, *added_grids(form, "basic", (_WIDTHS[0], sum(_WIDTHS[1:])))),
        ),
    )


def _rows(form: Form) -> tuple[tuple[Cell, ...], ...]:
    counts = [
        (name, _with_list(form, name)) for name in _shown(form, "enterprise_count", "above_scale_count")
    ]
    return (
        *_lines(form, "cluster_name", "dominant_industry"),
        *((_label(form, n), Cell(form.amount(f"basic.{n}"), col_span=4)) for n in _shown(form, "employees")),
        *((_counts(form, counts),) if counts else ()),
        *_contact(form),
        *(
            (
                _label(form, name),
                Cell(
                    prose(form.value_or_note(f"basic.{name}")), CellRole.PROSE, col_span=4, align=Align.LEFT
                ),
            )
            for name in _shown(form, "introduction")
        ),
    )


def _lines(form: Form, *names: str) -> Iterator[tuple[Cell, ...]]:
    """Fields over the whole width; in an empty one stands the template's remark."""
    for name in _shown(form, *names):
        yield _label(form, name), Cell(form.value_or_note(f"basic.{name}"), col_span=4)


def _counts(form: Form, counts: list[tuple[str, str]]) -> tuple[Cell, ...]:
    """The two counts side by side; one that is alone has the whole width."""
    if len(counts) == 1:
        return _label(form, counts[0][0]), Cell(counts[0][1], col_span=4)
    (first, first_text), (second, second_text) = counts
    return _label(form, first), Cell(first_text, col_span=2), _label(form, second), Cell(second_text)


def _contact(form: Form) -> Iterator[tuple[Cell, ...]]:
    """Name beside title, phone beside e-mail, the address; the label at the left spans them all."""
    pairs = (("contact_name", "contact_title"), ("contact_phone", "contact_email"), ("contact_address",))
    lines = [shown for pair in pairs if (shown := _shown(form, *pair))]
    for number, names in enumerate(lines):
        head = (Cell(form.text("basic_contact"), CellRole.LABEL, row_span=len(lines)),) if not number else ()
        span = 3 if len(names) == 1 else 1
        cells = ((_label(form, n), Cell(form.value(f"basic.{n}"), col_span=span)) for n in names)
        yield (*head, *(cell for pair in cells for cell in pair))


def _shown(form: Form, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if form.catalogue.shows(f"basic.{name}"))


def _label(form: Form, name: str) -> Cell:
    return Cell(form.label(f"basic.{name}"), CellRole.LABEL)


def _with_list(form: Form, name: str) -> str:
    """A count with the template's remark that its list is attached."""
    return stacked(form.amount(f"basic.{name}"), form.note(f"basic.{name}"))
