"""The sound application, ways to break it, and what the engine then finds."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Application, Evidence, Member
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.facts import FileFacts
from jxdesk.domain.values import NotApplicable
from jxdesk.rules import Case, Engine
from tests import sound
from tests.sound import with_row
from tests.strategies import notice

# name, application, what is found of it: rule, field, row
Broken = tuple[str, Application, list[tuple[str, str, str]]]

ENGINE = Engine(Catalogue(notice()))
SOUND = sound.application(notice())


def looked_at(app: Application) -> dict[str, FileFacts]:
    """What is known of the attached files where all are good PDFs."""
    return {row.sha256: FileFacts(row.sha256, 1000, "pdf", pages=1) for row in app.evidence if row.sha256}


def findings(app: Application, **facts: Any) -> list[tuple[str, str, str]]:
    """What the rules find: rule, field and row of each. Unless ``files`` is given, all were looked at."""
    facts.setdefault("files", looked_at(app))
    case = Case(application=app, today=facts.pop("today", sound.TODAY), **facts)
    return [(f.rule, f.place.field, f.place.row) for f in ENGINE.check(case)]


def chars(count: int) -> str:
    """A text of so many 字 that speaks of what 集群简介 and 产业链总体情况 ask for."""
    topics = "主导产业、重点企业、发展优势和规划，产业链协作，共同活动。"
    return (topics + "字" * count)[:count]


def joint(*members: Member) -> Application:
    """A joint application with its agreement and confirmations in one more file."""
    proves = ("topic:joint-agreement", *(f"members:{member.uid}" for member in members))
    agreement = Evidence(uid="v9", name="联合申报协议.pdf", sha256="d" * 64, size=1000, proves=proves)
    return dataclasses.replace(SOUND, members=members, evidence=(*SOUND.evidence, agreement))


def adding_up_to(total: Decimal) -> Application:
    """The largest enterprise is made as large as to bring the sum of revenues to ``total``."""
    others = sum((e.revenue for e in SOUND.enterprises[1:] if isinstance(e.revenue, Decimal)), Decimal(0))
    unknown = NotApplicable("合并报表")
    return with_row(SOUND, "enterprises", 0, revenue=total - others, previous_revenue=None, growth=unknown)


SECOND = Member(uid="m2", name="演示市人民政府", uscc=sound.uscc(98), kind="county", lead=False)
FIRST = SOUND.members[0]


def unproved(*places: str) -> Application:
    """The sound application without files that prove these places."""
    files = tuple(
        dataclasses.replace(file, proves=tuple(p for p in file.proves if p not in places))
        for file in SOUND.evidence
    )
    return dataclasses.replace(SOUND, evidence=files)


def with_file(app: Application, *proves: str, **changes: Any) -> Application:
    """``app`` with one more file."""
    values: dict[str, Any] = {"uid": "v50", "name": "证明.pdf", "sha256": "e" * 64, "size": 1000} | changes
    return dataclasses.replace(app, evidence=(*app.evidence, Evidence(**values, proves=proves)))


def target(given: str, **years: str) -> Application:
    """The sound application with figures of one given indicator replaced."""
    index = next(i for i, row in enumerate(SOUND.indicators) if row.given == given)
    return with_row(SOUND, "indicators", index, **{name: Decimal(value) for name, value in years.items()})
