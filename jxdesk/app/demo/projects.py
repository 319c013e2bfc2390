"""The project list of 附2 for an invented county, inside the pilot years of the notice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from jxdesk.app.demo.codes import project_code
from jxdesk.app.demo.names import Namer
from jxdesk.app.demo.plans import OTHER_CATEGORY, Plan
from jxdesk.app.demo.scheme import Scheme
from jxdesk.base.clock import TokenSource
from jxdesk.domain.application import Enterprise, Project
from jxdesk.notice import Notice

_FIRST_START, _LAST_START = 6, 14
_LAST_REGISTRATION = 9
_MONTHS_LATE = 6


def projects(
    notice: Notice,
    scheme: Scheme,
    source: random.Random,
    namer: Namer,
    tokens: TokenSource,
    by_trade: Mapping[str, Enterprise],
) -> tuple[Project, ...]:
    """All rows of the list; ``by_trade`` finds the firm that carries a project."""
    region = scheme.region
    plans = scheme.plans
    serials = source.sample(range(100_000, 999_999), len(plans))
    works, planning = region.office("工业和信息化局"), region.office("发展和改革委员会")
    supervisors = {office: namer.person() for office in (planning, works)}
    codes: dict[str, str] = {}
    rows = []
    for plan, serial in zip(plans, serials, strict=True):
        office = works if plan.kind == "07-02" else planning
        start, finish = _dates(notice, scheme, source, plan)
        codes[plan.name] = _code(notice, source, plan, serial, start)
        carrier = by_trade.get(plan.carrier)
        funding = scheme.funding.get(plan.name)
        rows.append(
            Project(
                uid=tokens(),
                category=plan.category,
                category_other=OTHER_CATEGORY if plan.category == "other" else "",
                name=f"{region.marked}{plan.name}",
                code=codes[plan.part_of or plan.name],
                unit=carrier.name if carrier else region.operator,
                person=namer.person(),
                scale=plan.scale,
                content=plan.content,
                start=start,
                finish=finish,
                place=carrier.place if carrier else region.park,
                investment=Decimal(source.randrange(plan.investment[0], plan.investment[1], 50)),
                supervision_unit=office,
                supervision_person=supervisors[office],
                direction=plan.direction,
                funding=None if funding is None else Decimal(funding),
                funding_use="" if funding is None else plan.use,
                other_provincial=plan.name == scheme.paid,
            )
        )
    return tuple(rows)


def _code(notice: Notice, source: random.Random, plan: Plan, serial: int, start: str) -> str:
    """Registered in the batch year, before the application was handed in and the work began."""
    year, month = notice.head.batch_year, source.randint(1, _LAST_REGISTRATION)
    if start < _month(notice, month - 1):
        month = int(start.partition("-")[2])
    return project_code(year, month, plan.kind, serial)


def _dates(notice: Notice, scheme: Scheme, source: random.Random, plan: Plan) -> tuple[str, str]:
    """Start and finish as ``YYYY-MM``; the finish lies within the pilot years, if it isn't late."""
    end = notice.head.pilot_years * 12 + _LAST_REGISTRATION - 1
    start = source.randint(_FIRST_START, _LAST_START)
    finish = min(start + source.randint(*plan.months), end)
    if plan.name == scheme.late:
        finish = end + _MONTHS_LATE
    return _month(notice, start), _month(notice, finish)


def _month(notice: Notice, months: int) -> str:
    """``months`` after January of the batch year."""
    return f"{notice.head.batch_year + months // 12}-{months % 12 + 1:02d}"
