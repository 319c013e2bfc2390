"""How our own workbooks call their sheets and write values, for whoever writes or recognises them."""

from __future__ import annotations

from decimal import Decimal

from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.show import edit_text
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.references import References


def sheet_title(kind: ListKind, catalogue: Catalogue) -> str:
    """The name of a list's sheet."""
    return {
        "members": "申报单位",
        "enterprises": "企业名单",
        "platforms": "公共服务平台",
        "indicators": "目标指标",
        "projects": "重点项目",
        "evidence": "佐证材料",
    }.get(kind.record) or catalogue.notice.part_of(kind.record).nav[:31]


def field_text(field: Field, value: Value, catalogue: Catalogue, references: References) -> str:
    """The text of a value in a workbook: reading it again gives the same value."""
    if field.kind is Kind.REFERENCES and isinstance(value, tuple):
        return "；".join(references.word(str(item)) for item in value)
    return edit_text(field, value, catalogue.notice)


def sheet_number(value: float | Decimal) -> str:
    """A number as a spreadsheet keeps it: to 15 significant digits."""
    return f"{float(value):.15g}"
