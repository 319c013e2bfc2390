"""Figures that the lists already know: offered beside the field, never written by themselves.

Enter once: a count that the form asks for is counted from the register or the tables, and a
figure asked for in two units is converted. Whether it is taken is the clerk's choice; a
difference that stays is a finding of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from jxdesk.domain.application import Application, Enterprise
from jxdesk.domain.values import Value
from jxdesk.domain.views import above_scale, dominant
from jxdesk.notice import Notice, RuleSetting

_PER_WAN = Decimal(10_000)
# The rule that says which levels of the platform table are counted.
_LEVELS_RULE = "P01"


def offers(application: Application, notice: Notice) -> dict[str, Value]:
    """The values that can be offered for fields of single records, by field id.

    A list that is still empty offers nothing.
    """
    made = {field: source(application) for field, source in _SOURCES.items()}
    made["services.public_platforms"] = _public_platforms(application, notice.rules.get(_LEVELS_RULE))
    return {field: value for field, value in made.items() if value is not None}


def origin(field: str) -> str:
    """Where the value offered for ``field`` comes from, in a few words: “名单中为”."""
    return _ORIGINS[field]


def offered_sales(row: Enterprise) -> Value:
    """销售收入 (三) is offered from 营业收入 (二): two different figures, often the same."""
    return row.revenue


def _enterprises(application: Application) -> Value:
    return len(application.enterprises) or None


def _above_scale(application: Application) -> Value:
    return len(above_scale(application)) if application.enterprises else None


def _dominant_revenue(application: Application) -> Value:
    known = [row.revenue for row in dominant(application) if isinstance(row.revenue, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _listed(application: Application) -> Value:
    if not application.enterprises:
        return None
    return sum(1 for row in application.enterprises if row.listing)


def _public_platforms(application: Application, setting: RuleSetting | None) -> Value:
    if not application.platforms or setting is None:
        return None
    levels = setting.words("levels")
    return sum(1 for row in application.platforms if row.level in levels)


def _employees_in_wan(application: Application) -> Value:
    people = application.basic.employees
    return Decimal(people) / _PER_WAN if isinstance(people, int) else None


def _allocated(application: Application) -> Value:
    known = [row.funding for row in application.projects if isinstance(row.funding, Decimal)]
    return sum(known, Decimal(0)) if known else None


_SOURCES: Mapping[str, Callable[[Application], Value]] = MappingProxyType(
    {
        "basic.enterprise_count": _enterprises,
        "basic.above_scale_count": _above_scale,
        "scale.revenue_total": _dominant_revenue,
        "services.employees": _employees_in_wan,
        "services.listed": _listed,
        "funds.amount": _allocated,
    }
)
_ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        "basic.enterprise_count": "名单中为",
        "basic.above_scale_count": "名单中为",
        "scale.revenue_total": "名单中主导产业企业合计",
        "services.employees": "按第一部分换算为",
        "services.public_platforms": "下面的表中为",
        "services.listed": "名单中为",
        "funds.amount": "各项目合计",
    }
)
