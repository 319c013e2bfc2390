"""The provincial money: what is asked for, its years, and which projects of 附2 are given what."""

from __future__ import annotations

from jxdesk.app.funding import Money
from jxdesk.domain.application import Project
from jxdesk.domain.show import show
from ui.pages.block import FormBlock
from ui.pages.forms import Derived
from ui.pages.view import Column, ViewTable
from ui.picture import Picture

_SHOWN = ("name", "investment", "funding", "funding_use", "other_provincial")


class FundsForm(FormBlock):
    """The amount with its cap, two years, and a view of 附2."""

    def build(self) -> None:
        picture = self.context.desk.picture
        asked = self.card("申请金额")
        self.put(asked, "amount")
        self.cap = Derived("上限", picture.notice.part_of("members").nav)
        asked.add(self.cap)
        self.put(asked, "first_year", "second_year")
        given = self.card("安排到各项目")
        self.projects = ViewTable(self.context, "安排了省级资金的项目", _columns(picture))
        given.add(self.projects, wide=True)
        self._show_money(picture)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        self._show_money(picture)

    def _show_money(self, picture: Picture) -> None:
        money = picture.money
        self.cap.show_text(_cap_sentence(money))
        list_name = picture.notice.part_of("projects").nav
        if money.projects:
            said = (
                f"“{list_name}”中 {len(money.projects)} 个项目共安排 {money.given:f} 万元；"
                f"要改动请到“{list_name}”。"
            )
        else:
            said = f"还没有安排到项目；请到“{list_name}”中为项目填写“安排省级资金”。"
        self.projects.show_cells(tuple(_line(row, picture) for row in money.projects), said)


def _columns(picture: Picture) -> tuple[Column, ...]:
    label = {name: picture.catalogue.field(f"projects.{name}").label for name in _SHOWN}
    return (
        Column(label["name"], 0),
        Column(label["investment"], 108, figure=True),
        Column(label["funding"], 112, figure=True),
        Column(label["funding_use"], 132),
        Column(label["other_provincial"], 118),
    )


def _line(row: Project, picture: Picture) -> tuple[str, ...]:
    fields = ((name, picture.catalogue.field(f"projects.{name}")) for name in _SHOWN)
    return tuple(show(field, getattr(row, name), picture.notice) for name, field in fields)


def _cap_sentence(money: Money) -> str:
    if money.cap is None:
        return ""
    share = money.first_year_share
    rest = f"；第一年使用不超过总额的 {share:f}%" if share is not None else ""
    return f"{money.cap:f} 万元\n{money.cap_reason}{rest}。"
