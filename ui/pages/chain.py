"""Part 三: its three lists are views of the register by chain role; only the overview is written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jxdesk.domain.application import Enterprise
from jxdesk.domain.show import show_plain
from jxdesk.domain.values import NotApplicable
from jxdesk.domain.views import in_role
from ui.context import Context
from ui.pages.block import FormBlock
from ui.pages.view import Cells, Column, ViewTable
from ui.picture import Picture


class RoleView(ViewTable):
    """The enterprises with one chain role: sales and products, a leader's with their market shares."""

    def __init__(self, context: Context, role: str, parent: QWidget | None = None) -> None:
        picture = context.desk.picture
        text = picture.notice.text
        self._role = role
        self._with_shares = role == "leader"
        key = f"chain_{role}" if role != "leader" else "chain_leaders"
        columns = [
            Column("企业名称", 0),
            Column(text(f"{key}_sales"), 122, figure=True),
            Column(text(f"{key}_products"), 176 if self._with_shares else 268),
        ]
        if self._with_shares:
            columns.append(Column(text("chain_leaders_share"), 138, figure=True))
        self.title = text(key)
        super().__init__(context, self.title, tuple(columns), parent, numbered=False)
        self.show_picture(picture)

    def show_picture(self, picture: Picture) -> None:
        """Pick anew."""
        rows = in_role(picture.application, self._role)
        register = picture.notice.part_of("enterprises").nav
        role = picture.notice.term_label("chain_roles", self._role)
        cells = tuple(line for row in rows for line in self._lines(row))
        if rows:
            said = f"“{register}”中产业链角色为“{role}”的企业，共 {len(rows)} 家；要改动请到“{register}”。"
        else:
            said = f"“{register}”中还没有产业链角色为“{role}”的企业；请到“{register}”中选定。"
        self.show_cells(cells, said)

    def _lines(self, row: Enterprise) -> Cells:
        """A line for an enterprise, or for each of a leader's products, for each has its own share."""
        sales = "—" if isinstance(row.sales, NotApplicable) else show_plain(row.sales)
        if not self._with_shares:
            return ((row.name, sales, "；".join(product.name for product in row.products)),)
        if not row.products:
            return ((row.name, sales, "", ""),)
        return tuple(
            (
                *((row.name, sales) if number == 0 else ("", "")),
                product.name,
                show_plain(product.share),
            )
            for number, product in enumerate(row.products)
        )


class ChainForm(FormBlock):
    """Part 三."""

    def build(self) -> None:
        self._views = tuple(RoleView(self.context, role) for role in ("leader", "backbone", "supporting"))
        for view in self._views:
            self.card(view.title).add(view, wide=True)
        self.put(self.card(), "overview", wide=True)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        for view in self._views:
            view.show_picture(picture)
