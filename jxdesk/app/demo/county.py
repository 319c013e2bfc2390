"""The fictional county, put together: an application whose figures agree, and its files."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from jxdesk.app.demo import names, narrative
from jxdesk.app.demo.codes import uscc
from jxdesk.app.demo.enterprises import enterprises, rate
from jxdesk.app.demo.evidence import Attached, attach
from jxdesk.app.demo.names import Namer
from jxdesk.app.demo.projects import projects
from jxdesk.app.demo.trades import ALL
from jxdesk.base.clock import TokenSource, seeded_tokens
from jxdesk.base.progress import Progress, silent
from jxdesk.documents.fonts import FontSet
from jxdesk.domain.application import (
    Application,
    Basic,
    Cover,
    Enterprise,
    Member,
    NoticeRef,
    Pledge,
    Project,
    Scale,
)
from jxdesk.domain.values import Figure
from jxdesk.domain.views import above_scale, dominant, largest
from jxdesk.notice import Notice

_SIGNED_DAYS_AHEAD = 7
_WAN_PER_YI = 10_000


@dataclass(frozen=True, slots=True)
class DemoCounty:
    """The application (``demo=True``) and its evidence files: SHA-256 (hex) → bytes."""

    application: Application
    files: dict[str, bytes]


def build(notice: Notice, seed: int, fonts: FontSet, progress: Progress = silent) -> DemoCounty:
    """Make the county for ``notice``: same seed, notice and fonts, same bytes.

    Its term ids are those of the first released pack. Raises ``UserError`` (fonts) and what
    ``progress`` raises.
    """
    tokens = seeded_tokens(seed)
    source = random.Random(f"{seed}:county")
    application_id = tokens() + tokens()
    namer = Namer(source)
    firms = enterprises(notice, source, namer, tokens)
    by_trade = {trade.word: firm for trade, firm in zip(ALL, firms, strict=True)}
    planned = projects(notice, source, namer, tokens, by_trade)
    signed = _handing_in(notice) - dt.timedelta(days=_SIGNED_DAYS_AHEAD)
    figures = _figures(notice, firms, planned)
    application = Application(
        id=application_id,
        notice=NoticeRef(notice.id, notice.version, notice.digest),
        demo=True,
        cover=Cover(month=signed.isoformat()[:7]),
        pledge=Pledge(accepted=True, no_accident=True, date=signed.isoformat()),
        basic=_basic(notice, figures, namer),
        scale=Scale(
            revenue_total=figures.revenue,
            growth=figures.growth,
            overview=narrative.overview(figures, _limit(notice, "scale.overview")),
        ),
        members=(_member(source, tokens),),
        enterprises=firms,
        projects=planned,
    )
    attached = attach(application, notice, fonts, random.Random(f"{seed}:evidence"), tokens, progress)
    return _with_evidence(application, attached)


def _with_evidence(application: Application, attached: Attached) -> DemoCounty:
    return DemoCounty(replace(application, evidence=attached.evidence), attached.files)


def _handing_in(notice: Notice) -> dt.date:
    """The first date by which the notice wants something handed in, else a month after its issue."""
    dates = [deadline.date for deadline in notice.head.deadlines]
    return min(dates, default=notice.head.issued + dt.timedelta(days=30))


def _limit(notice: Notice, field_id: str) -> int:
    text = notice.fields.get(field_id)
    return text.max_chars if text else 0


def _member(source: random.Random, tokens: TokenSource) -> Member:
    code = uscc(source, government=True)
    return Member(uid=tokens(), name=names.APPLICANT, uscc=code, kind="county", lead=True)


def _basic(notice: Notice, figures: narrative.Figures, namer: Namer) -> Basic:
    return Basic(
        cluster_name=names.CLUSTER,
        dominant_industry=names.INDUSTRY,
        employees=figures.employees,
        enterprise_count=figures.firms,
        above_scale_count=figures.above_scale,
        contact_name=namer.person(),
        contact_title="县数字经济发展中心主任",
        contact_phone=names.PHONE,
        contact_email=names.EMAIL,
        contact_address=names.ADDRESS,
        introduction=narrative.introduction(figures, _limit(notice, "basic.introduction")),
    )


def _figures(
    notice: Notice, firms: tuple[Enterprise, ...], planned: tuple[Project, ...]
) -> narrative.Figures:
    """Every total from the rows; growth compares with what the same firms had the year before."""
    head = notice.head
    register = Application(id="register", notice=NoticeRef("", "", ""), enterprises=firms)
    chosen = dominant(register)
    revenue = _total(firm.revenue for firm in chosen)
    wan = _total(project.investment for project in planned)
    return narrative.Figures(
        year=head.base_year,
        revenue=revenue,
        growth=rate(revenue, _total(firm.previous_revenue for firm in chosen)),
        shown=head.largest_shown,
        largest=_total(firm.revenue for firm in largest(register, head.largest_shown)),
        firms=len(firms),
        dominant=len(chosen),
        above_scale=len(above_scale(register)),
        employees=sum(firm.employees for firm in firms if isinstance(firm.employees, int)),
        backbone=sum(firm.chain_role == "backbone" for firm in firms),
        supporting=sum(firm.chain_role == "supporting" for firm in firms),
        projects=len(planned),
        investment=(wan / _WAN_PER_YI).quantize(Decimal("0.01")),
        last_year=head.batch_year + head.pilot_years,
        leaders=tuple(firm for firm in firms if firm.chain_role == "leader"),
    )


def _total(figures: Iterable[Figure]) -> Decimal:
    return sum((f for f in figures if isinstance(f, Decimal)), Decimal(0))
