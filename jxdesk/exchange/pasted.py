"""A cell from a spreadsheet's clipboard: the text on its screen, understood as an imported cell is."""

from __future__ import annotations

import re

from jxdesk.domain.catalogue import Field
from jxdesk.domain.parse import parse
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.cells import cell_meaning, term_label
from jxdesk.exchange.workbook import Cell
from jxdesk.notice import Notice

_MAX_NUMBER = 32
# A serial number, digits run together; and the one month of which the zero may be gone.
_NUMBER = re.compile(r"\d+|\d{4}\.1", re.ASCII)
# What a spreadsheet shows of a long number in a cell that is no text: its last digits are gone.
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d{2,3}", re.ASCII)


def as_cell(field: Field, text: str) -> Cell:
    """The cell that showed ``text``, as far as a text can't say it: a date's number, a code cut short."""
    plain = text.strip()
    if len(plain) > _MAX_NUMBER:
        return text
    if field.kind is Kind.DATE and _NUMBER.fullmatch(plain):
        return float(plain)
    if field.kind is Kind.TEXT and _SCIENTIFIC.fullmatch(plain):
        return float(plain)
    return text


def pasted_value(field: Field, text: str, notice: Notice, unit: str = "") -> tuple[Value, str]:
    """The value that ``text`` means for ``field``, and in words what was converted (``""`` for nothing).

    ``unit`` is the one that the column's heading names where it is not the field's. Raises ``UserError``
    ``value.*`` whose sentence names the field.
    """
    meant = cell_meaning(field, as_cell(field, text), unit)
    told = term_label(field, meant.text, notice) if field.kind is Kind.CHOICE else meant.text
    return parse(field, told, notice), meant.note
