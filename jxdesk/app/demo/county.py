"""A fictional county, put together: an application whose figures agree, its files and reasons."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from jxdesk.app.demo import names, targets, texts
from jxdesk.app.demo.backing import MODEL, PATENT, SOFTWARE, Backing, backing
from jxdesk.app.demo.codes import uscc
from jxdesk.app.demo.enterprises import enterprises, rate
from jxdesk.app.demo.evidence import attach
from jxdesk.app.demo.names import Namer, Region
from jxdesk.app.demo.projects import projects
from jxdesk.app.demo.reasons import Explained, explained
from jxdesk.app.demo.scheme import SCHEMES, Scheme
from jxdesk.base.clock import TokenSource, seeded_tokens
from jxdesk.base.progress import Progress, silent
from jxdesk.documents.fonts import FontSet
from jxdesk.domain.application import (
    Application,
    Basic,
    Chain,
    Cover,
    Enterprise,
    Funds,
    Innovation,
    Member,
    NoticeRef,
    Organisation,
    Pledge,
    Project,
    Scale,
    Services,
    Targets,
)
from jxdesk.domain.values import Figure
from jxdesk.domain.views import above_scale, dominant, largest
from jxdesk.notice import Notice

KINDS = tuple(SCHEMES)
_SIGNED_DAYS_AHEAD = 7
_WAN = 10_000
_HUNDREDTH = Decimal("0.01")
_AT_LEAST_PROVINCIAL = ("national", "provincial")


@dataclass(frozen=True, slots=True)
class DemoCounty:
    """The application (``demo=True``), its evidence files (SHA-256 hex → bytes), its reasons."""

    application: Application
    files: dict[str, bytes]
    reasons: tuple[Explained, ...]


def build(
    notice: Notice, seed: int, fonts: FontSet, progress: Progress = silent, *, kind: str = "single"
) -> DemoCounty:
    """Make a county for ``notice``: same seed, notice, fonts and ``kind``, same bytes.

    ``kind`` is ``single`` or ``joint`` (a smaller county with a development zone). Its term ids
    are those of the first released pack. Raises ``UserError`` (fonts) and what ``progress``
    raises.
    """
    scheme = SCHEMES[kind]
    salt = seed if kind == KINDS[0] else seed + _WAN
    tokens = seeded_tokens(salt)
    source = random.Random(f"{salt}:county")
    application_id = tokens() + tokens()
    namer = Namer(scheme.region, source)
    firms = enterprises(notice, scheme, source, namer, tokens)
    by_trade = {trade.word: firm for trade, firm in zip(scheme.trades, firms, strict=True)}
    planned = projects(notice, scheme, source, namer, tokens, by_trade)
    facts = backing(scheme, notice.head.base_year, by_trade, source, tokens)
    figures = _figures(notice, scheme, firms, planned, facts)
    signed = _handing_in(notice) - dt.timedelta(days=_SIGNED_DAYS_AHEAD)
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
            overview=texts.scale_overview(figures, _limit(notice, "scale.overview")),
        ),
        chain=Chain(overview=texts.chain_overview(figures, _limit(notice, "chain.overview"))),
        innovation=_innovation(facts),
        services=_services(notice, figures),
        organisation=Organisation(
            overview=texts.organisation_overview(figures, _limit(notice, "organisation.overview"))
        ),
        targets=_targets(notice, figures),
        funds=_funds(figures),
        members=_members(scheme.region, source, tokens),
        enterprises=firms,
        platforms=facts.platforms,
        indicators=targets.indicators(notice, figures.targets, tokens),
        projects=planned,
    )
    paper_source = random.Random(f"{salt}:evidence")
    attached = attach(application, notice, scheme, facts, fonts, paper_source, tokens, progress)
    complete = replace(application, evidence=attached.evidence)
    return DemoCounty(complete, attached.files, _reasons(scheme, by_trade, planned))


def _handing_in(notice: Notice) -> dt.date:
    """The first date by which the notice wants something handed in, else a month after its issue."""
    dates = [deadline.date for deadline in notice.head.deadlines]
    return min(dates, default=notice.head.issued + dt.timedelta(days=30))


def _limit(notice: Notice, field_id: str) -> int:
    text = notice.fields.get(field_id)
    return text.max_chars if text else 0


def _members(region: Region, source: random.Random, tokens: TokenSource) -> tuple[Member, ...]:
    code = uscc(source, government=True)
    lead = Member(uid=tokens(), name=region.applicant, uscc=code, kind="county", lead=True)
    if not region.zone:
        return (lead,)
    code = uscc(source, government=True)
    partner = Member(uid=tokens(), name=region.partner, uscc=code, kind="provincial-zone", lead=False)
    return (lead, partner)


def _basic(notice: Notice, figures: texts.Figures, namer: Namer) -> Basic:
    region = figures.region
    return Basic(
        cluster_name=region.cluster,
        dominant_industry=names.INDUSTRY,
        employees=figures.employees,
        enterprise_count=figures.firms,
        above_scale_count=figures.above_scale,
        contact_name=namer.person(),
        contact_title="县数字经济发展中心主任",
        contact_phone=names.PHONE,
        contact_email=region.email,
        contact_address=region.address,
        introduction=texts.introduction(figures, _limit(notice, "basic.introduction")),
    )


def _innovation(facts: Backing) -> Innovation:
    return Innovation(
        awards_and_rights=_rights(facts),
        patents=facts.rights(PATENT),
        national_platforms=facts.count(facts.centres, national=True),
        provincial_platforms=facts.count(facts.centres, national=False),
        national_awards=facts.count(facts.awards, national=True),
        provincial_awards=facts.count(facts.awards, national=False),
    )


def _rights(facts: Backing) -> int:
    return facts.rights(PATENT, MODEL, SOFTWARE) + len(facts.awards)


def _services(notice: Notice, figures: texts.Figures) -> Services:
    return Services(
        employees=(Decimal(figures.employees) / _WAN).quantize(_HUNDREDTH),
        public_platforms=figures.public_platforms,
        listed=figures.listed,
        investors=figures.investors,
        overview=texts.services_overview(figures, _limit(notice, "services.overview")),
    )


def _targets(notice: Notice, figures: texts.Figures) -> Targets:
    return Targets(
        significance=texts.significance(figures, _limit(notice, "targets.significance")),
        guidance=texts.guidance(figures, _limit(notice, "targets.guidance")),
        tasks=texts.tasks(figures, _limit(notice, "targets.tasks")),
        fund_use=texts.fund_use(figures, _limit(notice, "targets.fund_use")),
        safeguards=texts.safeguards(figures, _limit(notice, "targets.safeguards")),
    )


def _funds(figures: texts.Figures) -> Funds:
    first, second = figures.schedule
    return Funds(amount=first + second, first_year=first, second_year=second)


def _figures(
    notice: Notice,
    scheme: Scheme,
    firms: tuple[Enterprise, ...],
    planned: tuple[Project, ...],
    facts: Backing,
) -> texts.Figures:
    """Every total from the rows; growth compares with what the same firms had the year before."""
    head = notice.head
    register = Application(id="register", notice=NoticeRef("", "", ""), enterprises=firms)
    chosen = dominant(register)
    revenue = _total(firm.revenue for firm in chosen)
    wan = _total(project.investment for project in planned)
    asked = _total(project.funding for project in planned)
    first_year = Decimal(scheme.first_year)
    return texts.Figures(
        region=scheme.region,
        year=head.base_year,
        revenue=revenue,
        growth=rate(revenue, _total(firm.previous_revenue for firm in chosen)),
        shown=head.largest_shown,
        largest=_total(firm.revenue for firm in largest(register, head.largest_shown)),
        firms=len(firms),
        dominant=len(chosen),
        above_scale=len(above_scale(register)),
        quality=sum(bool(firm.quality_type) for firm in firms),
        employees=sum(firm.employees for firm in firms if isinstance(firm.employees, int)),
        backbone=sum(firm.chain_role == "backbone" for firm in firms),
        supporting=sum(firm.chain_role == "supporting" for firm in firms),
        projects=len(planned),
        investment=(wan / _WAN).quantize(_HUNDREDTH),
        last_year=head.target_years[-1],
        leaders=tuple(firm for firm in firms if firm.chain_role == "leader"),
        rights=_rights(facts),
        patents=facts.rights(PATENT),
        platforms=(
            facts.count(facts.centres, national=True),
            facts.count(facts.centres, national=False),
        ),
        public_platforms=sum(row.level in _AT_LEAST_PROVINCIAL for row in facts.platforms),
        listed=sum(bool(firm.listing) for firm in firms),
        investors=len(facts.investors),
        target_years=head.target_years,
        targets=targets.figures(scheme, revenue),
        money=tuple(_money(notice, scheme, project) for project in planned if project.funding is not None),
        schedule=(first_year, asked - first_year),
    )


def _money(notice: Notice, scheme: Scheme, project: Project) -> texts.Money:
    name = project.name.removeprefix(scheme.region.marked)
    amount = _total((project.funding,))
    return texts.Money(name, amount, notice.term_label("fund_uses", project.funding_use))


def _reasons(
    scheme: Scheme, by_trade: Mapping[str, Enterprise], planned: tuple[Project, ...]
) -> tuple[Explained, ...]:
    plans = {plan.name: project for plan, project in zip(scheme.plans, planned, strict=True)}
    parts = [plans[plan.name] for plan in scheme.plans if plan.part_of in plans]
    return explained(
        comparable=by_trade.get(scheme.comparable),
        surging=by_trade.get(scheme.surging),
        late=plans.get(scheme.late),
        parts=tuple(parts),
    )


def _total(figures: Iterable[Figure]) -> Decimal:
    return sum((f for f in figures if isinstance(f, Decimal)), Decimal(0))
