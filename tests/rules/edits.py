"""Edits of the sound application that several tests of rules begin with."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Application, Indicator
from tests.rules.breaking import FIRST, SECOND, SOUND, joint
from tests.sound import edited, enterprise, with_row


def firm(index: int, **changes: Any) -> Application:
    """The sound application with values of one enterprise replaced; index 0 is e1."""
    return with_row(SOUND, "enterprises", index, **changes)


def one_more(**values: Any) -> Application:
    """The sound application with one more enterprise, too small to be among the largest."""
    small: dict[str, Any] = {
        "revenue": Decimal("7.90"),
        "previous_revenue": None,
        "growth": None,
        "sales": Decimal("7.90"),
    }
    app = dataclasses.replace(SOUND, enterprises=(*SOUND.enterprises, enterprise(30, **(small | values))))
    return edited(app, basic={"enterprise_count": 21, "above_scale_count": 21})


def at_home(app: Application) -> Application:
    """The applicant's division is known: 信丰县 in the notice's list."""
    return with_row(app, "members", 0, name="信丰县人民政府", division="360722")


def supporting(**changes: Any) -> Application:
    """The last enterprise, not among the largest, as a supporting SME."""
    return firm(19, chain_role="supporting", **changes)


def given_to(index: int, **changes: Any) -> Application:
    """The sound application with values of one project replaced; index 0 is p1."""
    return with_row(SOUND, "projects", index, **changes)


def added_row(**values: Any) -> Application:
    """The sound application with one indicator that the county adds."""
    whole: dict[str, Any] = {"name": "数据交易额", "unit": "亿元"} | dict.fromkeys(
        ("first", "second", "third"), Decimal(1)
    )
    return dataclasses.replace(SOUND, indicators=(*SOUND.indicators, Indicator(uid="i1", **(whole | values))))


def asking(app: Application, amount: str) -> Application:
    """``app`` asking for ``amount`` 万元, all of it given to the first project, no schedule."""
    funds = {"amount": Decimal(amount), "first_year": None, "second_year": None}
    app = with_row(edited(app, funds=funds), "projects", 0, funding=Decimal(amount))
    return with_row(app, "projects", 1, funding=None)


def zone(kind: str) -> Application:
    """The applicant is a development zone of this kind."""
    return with_row(SOUND, "members", 0, kind=kind, name="演示经济开发区管理委员会")


def used_for(words: str) -> Application:
    """The sound application with these words added to （四）资金使用方向."""
    return edited(SOUND, targets={"fund_use": SOUND.targets.fund_use + words})


JOINT = joint(FIRST, SECOND)
UNFUNDED: dict[str, Any] = {"funding": None, "funding_use": "", "other_provincial": None, "direction": ""}
EARLY = "2401-369900-04-01-000001"
GOVERNMENT = {"unit": "演示县数据局", "name": "演示县数据平台"}
