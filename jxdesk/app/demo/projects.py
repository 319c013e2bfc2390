"""The project list of 附2 for the invented county, inside the pilot years of the notice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from jxdesk.app.demo import names
from jxdesk.app.demo.codes import project_code
from jxdesk.app.demo.names import Namer
from jxdesk.app.demo.plans import OTHER_CATEGORY, PLANS, Plan
from jxdesk.base.clock import TokenSource
from jxdesk.domain.application import Enterprise, Project
from jxdesk.notice import Notice

_FIRST_START, _LAST_START = 6, 14
_LAST_REGISTRATION = 9


def projects(
    notice: Notice,
    source: random.Random,
    namer: Namer,
    tokens: TokenSource,
    by_trade: Mapping[str, Enterprise],
) -> tuple[Project, ...]:
    """All rows of the list; ``by_trade`` finds the firm that carries a project."""
    serials = source.sample(range(100_000, 999_999), len(PLANS))
    supervisors = {office: namer.person() for office in (names.DEVELOPMENT_OFFICE, names.INDUSTRY_OFFICE)}
    rows = []
    for plan, serial in zip(PLANS, serials, strict=True):
        office = names.INDUSTRY_OFFICE if plan.kind == "07-02" else names.DEVELOPMENT_OFFICE
        start, finish = _dates(notice, source, plan)
        carrier = by_trade.get(plan.carrier)
        rows.append(
            Project(
                uid=tokens(),
                category=plan.category,
                category_other=OTHER_CATEGORY if plan.category == "other" else "",
                name=f"{names.COUNTY_MARKED}{plan.name}",
                code=_code(notice, source, plan, serial),
                unit=carrier.name if carrier else names.OPERATOR,
                person=namer.person(),
                scale=plan.scale,
                content=plan.content,
                start=start,
                finish=finish,
                place=carrier.place if carrier else names.PARK,
                investment=Decimal(source.randrange(plan.investment[0], plan.investment[1], 50)),
                supervision_unit=office,
                supervision_person=supervisors[office],
                direction=plan.direction,
            )
        )
    return tuple(rows)


def _code(notice: Notice, source: random.Random, plan: Plan, serial: int) -> str:
    """Registered in the batch year, before the application was handed in."""
    month = source.randint(1, _LAST_REGISTRATION)
    return project_code(notice.head.batch_year, month, plan.kind, serial)


def _dates(notice: Notice, source: random.Random, plan: Plan) -> tuple[str, str]:
    """Start and finish as ``YYYY-MM``; the finish lies within the pilot years."""
    end = notice.head.pilot_years * 12 + _LAST_REGISTRATION - 1
    start = source.randint(_FIRST_START, _LAST_START)
    finish = min(start + source.randint(*plan.months), end)
    return _month(notice, start), _month(notice, finish)


def _month(notice: Notice, months: int) -> str:
    """``months`` after January of the batch year."""
    return f"{notice.head.batch_year + months // 12}-{months % 12 + 1:02d}"
