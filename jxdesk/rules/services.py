"""Groups P, O and K: the services of part 五, the organisation of part 六, co-operation."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.proof import counts_of, missing_topics, proved, unproved_figures
from jxdesk.rules.registry import rule


@rule("P01", Level.WARNING, reads=("services.public_platforms", "platforms.level"), params=("levels",))
def p01(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: the platforms of the counted levels in the table are as many as stated."""
    stated = case.application.services.public_platforms
    levels = context.setting.words("levels")
    listed = sum(row.level in levels for row in case.application.platforms)
    if isinstance(stated, int) and stated != listed:
        yield Found(
            context.place("services.public_platforms"),
            f"“{context.short('services.public_platforms')}”填写 {stated} 个，下面的表里列了 {listed} 个。",
            (("填写", f"{stated} 个"), ("表中", f"{listed} 个")),
            (context.place("platforms.level"),),
        )


@rule("P02", Level.ERROR, reads=("services.*", "evidence.proves"))
def p02(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: a count above 0 is proved where it says 另附证明材料; elsewhere a hint."""
    yield from unproved_figures(case, context, counts_of("services", context))


@rule("P03", Level.WARNING, reads=("services.listed", "enterprises.listing"))
def p03(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: the listed enterprises are as many as are so marked in the register."""
    stated = case.application.services.listed
    marked = sum(bool(row.listing) for row in case.application.enterprises)
    if isinstance(stated, int) and stated != marked:
        yield Found(
            context.place("services.listed"),
            f"“{context.short('services.listed')}”填写 {stated} 家，企业名单里标明的有 {marked} 家。",
            (("填写", f"{stated} 家"), ("名单", f"{marked} 家")),
            (context.place("enterprises.listing"),),
        )


@rule("O01", Level.WARNING, reads=("evidence.proves",), params=("topics",))
def o01(case: Case, context: Context) -> Iterator[Found]:
    """Template 六: a plan or policy at least is attached (under its topic, or under part 六)."""
    missing = missing_topics(case, context)
    if missing and "organisation.overview" not in proved(case.application):
        yield Found(
            context.place("organisation.overview"),
            f"组织保障情况还没有附{missing}。",
            (("缺少的材料", missing),),
        )


@rule("K01", Level.HINT, reads=("evidence.proves",), params=("topics",))
def k01(case: Case, context: Context) -> Iterator[Found]:
    """三（三）: stable co-operation with universities, institutes or leaders is evidenced."""
    if missing := missing_topics(case, context):
        yield Found(
            context.place("services.overview"),
            f"产学研合作还没有附{missing}。",
            (("缺少的材料", missing),),
        )


@rule(
    "K02",
    Level.HINT,
    reads=("evidence.proves", "organisation.overview", "services.overview"),
    params=("topics", "words"),
)
def k02(case: Case, context: Context) -> Iterator[Found]:
    """三（四）: a management body or association is named in part 五 or 六, and evidenced."""
    application = case.application
    texts = (application.organisation.overview, application.services.overview)
    named = any(word in text for text in texts for word in context.setting.words("words"))
    missing = missing_topics(case, context)
    if not named:
        places = "和".join(f"“{context.short(f)}”" for f in ("services.overview", "organisation.overview"))
        yield Found(
            context.place("organisation.overview"),
            f"{places}里没有写到促进组织。",
            also=(context.place("services.overview"),),
        )
    elif missing:
        yield Found(
            context.place("organisation.overview"),
            f"写到了促进组织，还没有附{missing}的材料。",
            (("缺少的材料", missing),),
        )
