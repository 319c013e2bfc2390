"""Groups P, O and K: the services of part 五, the organisation of part 六, co-operation."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.application import Platform
from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.proof import counts_of, missing_topics, proofs_of_nothing, proved, unproved_figures
from jxdesk.rules.register import plain_name
from jxdesk.rules.registry import rule


@rule("P01", Level.WARNING, reads=("services.public_platforms", "platforms.level"), params=("levels",))
def p01(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: the platforms of the counted levels in the table are as many as stated.

    A platform without its level, which B01 asks for, may be one of them.
    """
    stated = case.application.services.public_platforms
    levels = context.setting.words("levels")
    counted = [row for row in case.application.platforms if row.level in levels]
    listed, unknown = len(counted), sum(not row.level for row in case.application.platforms)
    if isinstance(stated, int) and not listed <= stated <= listed + unknown:
        yield Found(
            context.place("services.public_platforms"),
            f"“{context.short('services.public_platforms')}”填写 {stated} 个，下面的表里列了 {listed} 个。",
            (("填写", f"{stated} 个"), ("表中", f"{listed} 个")),
            tuple(context.place("platforms.level", row.uid) for row in counted)
            or (context.place("platforms.level"),),
        )


@rule("P02", Level.ERROR, reads=("services.*", "evidence.proves"), also=(Level.HINT,))
def p02(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: a count above 0 is proved where it says 另附证明材料; elsewhere a hint."""
    yield from unproved_figures(case, context, counts_of("services", context))


@rule("P03", Level.WARNING, reads=("services.listed", "enterprises.listing"))
def p03(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: the listed enterprises are as many as are so marked in the register, if there is one."""
    if not case.application.enterprises:
        return
    stated = case.application.services.listed
    marked = sum(bool(row.listing) for row in case.application.enterprises)
    if isinstance(stated, int) and stated != marked:
        yield Found(
            context.place("services.listed"),
            f"“{context.short('services.listed')}”填写 {stated} 家，企业名单里标明的有 {marked} 家。",
            (("填写", f"{stated} 家"), ("名单", f"{marked} 家")),
            (context.place("enterprises.listing"),),
        )


@rule("P04", Level.WARNING, reads=("services.*", "evidence.proves", "evidence.name"))
def p04(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: what is said to be 0 has no proof that there is some."""
    yield from proofs_of_nothing(case, context, counts_of("services", context))


@rule("P05", Level.WARNING, reads=("platforms.name",))
def p05(case: Case, context: Context) -> Iterator[Found]:
    """Template 五: no public service platform stands in the table twice."""
    seen: dict[str, Platform] = {}
    for row in case.application.platforms:
        plain = plain_name(row.name)
        first = seen.setdefault(plain, row)
        if plain and first is not row:
            yield Found(
                context.place("platforms.name", row.uid),
                f"公共服务平台“{row.name}”在表中列了两次。",
                (("名称", row.name), ("前面一行", first.name)),
                (context.place("platforms.name", first.uid),),
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
