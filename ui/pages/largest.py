"""The largest enterprises of part 二: a view of the register, high to low, that nobody retypes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jxdesk.domain.show import show
from jxdesk.domain.views import largest, proofs
from ui.context import Context
from ui.pages.view import Cells, Column, ViewTable
from ui.picture import Picture

_SHOWN = ("name", "revenue", "growth", "products")


class LargestView(ViewTable):
    """Name, revenue, growth, products, and how many files prove the revenue."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        picture = context.desk.picture
        text = picture.notice.text
        columns = (
            Column("企业名称", 0),
            Column(text("scale_largest_revenue"), 108, figure=True),
            Column(text("scale_largest_growth"), 90, figure=True),
            Column(text("scale_largest_products"), 156),
            Column("营收证明", 80),
        )
        super().__init__(context, "主导产业营收居前的企业", columns, parent)
        self.show_picture(picture)

    def show_picture(self, picture: Picture) -> None:
        """Rank anew."""
        register = picture.notice.part_of("enterprises").nav
        self.show_cells(
            _cells(picture),
            f"由程序从“{register}”中按营业收入排出，不用另填；要改动请到“{register}”。",
        )


def _cells(picture: Picture) -> Cells:
    rows = []
    for row in largest(picture.application, picture.notice.head.largest_shown):
        shown = tuple(
            show(picture.catalogue.field(f"enterprises.{name}"), getattr(row, name), picture.notice)
            for name in _SHOWN
        )
        number = len(proofs(picture.application, f"enterprises:{row.uid}"))
        rows.append((*shown, f"{number} 份" if number else "缺"))
    return tuple(rows)
