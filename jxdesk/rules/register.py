"""Group E: the enterprise register itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import mul
from typing import Any

from jxdesk.domain.application import Enterprise
from jxdesk.domain.finding import Level
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import is_above_zero
from jxdesk.rules.registry import row_rule, rule

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_SHAPE = re.compile(f"[{_ALPHABET}]{{18}}")


def uscc_check_character(first17: str) -> str:
    """The 18th character of a unified social credit code by GB 32100-2015 (modulus 31)."""
    total = sum(map(mul, map(_VALUES.__getitem__, first17), _WEIGHTS))
    return _ALPHABET[-total % 31]


@lru_cache(MAX_ROWS)
def is_uscc(code: str) -> bool:
    """A well-formed unified social credit code with the right check character (GB 32100)."""
    return bool(_SHAPE.fullmatch(code)) and uscc_check_character(code[:17]) == code[17]


@rule(
    "E01",
    Level.WARNING,
    reads=("enterprises.uscc", "enterprises.name", "members.uscc", "members.name"),
    also=(Level.ERROR, Level.HINT),
)
def e01(case: Case, context: Context) -> Iterator[Found]:
    """Lists: codes are valid and unique; blank ones are one hint together.

    An applicant's own code must be right: its certificate is known by it.
    """
    blank = 0
    for record in ("members", "enterprises"):
        seen: dict[str, Any] = {}
        for row in getattr(case.application, record):
            if not row.uscc:
                blank += record == "enterprises"
            elif not is_uscc(row.uscc):
                yield Found(
                    context.place(f"{record}.uscc", row.uid),
                    f"“{row.name}”的统一社会信用代码“{row.uscc}”不正确（应为18位，末位为校验码）。",
                    (("统一社会信用代码", row.uscc),),
                    level=Level.ERROR if record == "members" else None,
                )
            elif row.uscc in seen and record == "enterprises":
                yield Found(
                    context.place(f"{record}.uscc", row.uid),
                    f"“{row.name}”的统一社会信用代码与名单中的“{seen[row.uscc].name}”相同。",
                    (("这一行", row.name), ("前面一行", seen[row.uscc].name), ("统一社会信用代码", row.uscc)),
                    (context.place("enterprises.uscc", seen[row.uscc].uid),),
                )
            seen.setdefault(row.uscc, row)
    if blank:
        yield Found(
            context.place("enterprises.uscc"),
            f"名单里有 {blank} 家企业没有填写统一社会信用代码。",
            (("未填家数", str(blank)),),
            level=Level.HINT,
        )


_PUNCTUATION = re.compile(r"[^\w\ue000-\uf8ff]|_")
_WIDE = re.compile("[！-～]")


def plain_name(name: str, prefixes: tuple[str, ...] = (), suffixes: tuple[str, ...] = ()) -> str:
    """A name without width, case, brackets, spaces and these beginnings and endings.

    Applying it again changes nothing, and a name never vanishes by its beginnings and endings.
    """
    return _in_plain(prefixes, suffixes)(name)


@lru_cache(16)
def _in_plain(prefixes: tuple[str, ...], suffixes: tuple[str, ...]) -> Callable[[str], str]:
    """:func:`plain_name` with these endings; it remembers names by themselves, which is much quicker."""

    @lru_cache(MAX_ROWS)
    def plainly(name: str) -> str:
        narrow = _WIDE.sub(lambda wide: chr(ord(wide[0]) - 0xFEE0), name)
        plain = _PUNCTUATION.sub("", narrow.lower())
        while (shorter := _shortened(plain, prefixes, suffixes)) != plain:
            plain = shorter
        return plain

    return plainly


def _shortened(name: str, prefixes: tuple[str, ...], suffixes: tuple[str, ...]) -> str:
    for ending in suffixes:
        if name.endswith(ending) and name != ending:
            return name[: -len(ending)]
    for beginning in prefixes:
        if name.startswith(beginning) and name != beginning:
            return name[len(beginning) :]
    return name


@rule(
    "E02",
    Level.WARNING,
    reads=("enterprises.name", "enterprises.uscc"),
    params=("prefixes", "suffixes"),
)
def e02(case: Case, context: Context) -> Iterator[Found]:
    """Lists: no two names that are nearly the same (width, brackets, forms of 有限公司).

    Rows with the same code are one enterprise, and E01 says so.
    """
    in_plain = _in_plain(context.setting.words("prefixes"), context.setting.words("suffixes"))
    seen: dict[str, Enterprise] = {}
    for row in case.application.enterprises:
        plain = in_plain(row.name)
        first = seen.setdefault(plain, row)
        if not plain or first is row or (row.uscc and row.uscc == first.uscc):
            continue
        yield Found(
            context.place("enterprises.name", row.uid),
            f"“{row.name}”与名单中的“{first.name}”名称几乎相同，可能是同一家企业。",
            (
                ("这一行", _named(row)),
                ("前面一行", _named(first)),
            ),
            (context.place("enterprises.name", first.uid),),
        )


def _named(row: Enterprise) -> str:
    return f"{row.name}（{row.uscc}）" if row.uscc else row.name


@row_rule(
    "E03",
    Level.HINT,
    "enterprises",
    reads=(
        "enterprises.above_scale",
        "enterprises.industry_class",
        "enterprises.revenue",
        "enterprises.name",
    ),
    params=("thresholds",),
)
def e03(row: Any, context: Context) -> Iterator[Found]:
    """Lists: an enterprise above scale has the revenue that its class of industry asks for."""
    if not row.above_scale or not isinstance(row.revenue, Decimal):
        return
    threshold = context.setting.number_of("thresholds", row.industry_class)
    if threshold is not None and row.revenue < threshold:
        yield Found(
            context.place("enterprises.above_scale", row.uid),
            f"“{row.name}”标为规上，营业收入 {row.revenue:f} 亿元低于一般标准 {threshold:f} 亿元。",
            (("营业收入", f"{row.revenue:f} 亿元"), ("一般标准", f"{threshold:f} 亿元")),
            (context.place("enterprises.revenue", row.uid),),
        )


@rule(
    "E04",
    Level.HINT,
    reads=(
        "enterprises.place",
        "enterprises.name",
        "projects.place",
        "projects.name",
        "members.division",
        "members.name",
    ),
)
def e04(case: Case, context: Context) -> Iterator[Found]:
    """Lists, 附2: enterprises and projects lie within the applicants' divisions.

    Only a place that names another division of the pack's list is doubted, and only when the
    division of every applicant is known.
    """
    names = {term.id: term.label for term in context.notice.vocabularies["divisions"]}
    members = case.application.members
    if not members or not all(member.division in names for member in members):
        return
    home = frozenset(names[member.division] for member in members) | {m.name for m in members if m.name}
    named_in = _strange(home, frozenset(names.values()) - home)
    for record, what in (("enterprises", "企业"), ("projects", "项目")):
        for row in getattr(case.application, record):
            if other := named_in(row.place):
                yield Found(
                    context.place(f"{record}.place", row.uid),
                    f"{what}“{row.name}”位于{other}，不在申报单位范围内。",
                    (("地点", row.place), ("申报单位所在", "、".join(sorted(home)))),
                    tuple(context.place("members.division", member.uid) for member in members),
                    clause=context.catalogue.field(f"{record}.place").text.clause,
                )


@lru_cache(4)
def _strange(home: frozenset[str], others: frozenset[str]) -> Callable[[str], str]:
    """Which of the ``others`` a place names that names none of ``home``; ``""`` for none."""
    pattern = re.compile("|".join(map(re.escape, sorted(others))) or r"(?!)")

    @lru_cache(MAX_ROWS)
    def named_in(place: str) -> str:
        found = pattern.search(place)
        return found[0] if found and not any(name in place for name in home) else ""

    return named_in


@row_rule(
    "E05",
    Level.WARNING,
    "enterprises",
    reads=("enterprises.employees", "enterprises.revenue", "enterprises.name"),
)
def e05(row: Any, context: Context) -> Iterator[Found]:
    """Lists: an enterprise with revenue has somebody who earned it."""
    if row.employees == 0 and is_above_zero(row.revenue):
        yield Found(
            context.place("enterprises.employees", row.uid),
            f"“{row.name}”有营业收入 {row.revenue:f} 亿元，从业人员却填了 0 人。",
            (("从业人员", "0 人"), ("营业收入", f"{row.revenue:f} 亿元")),
            (context.place("enterprises.revenue", row.uid),),
        )


@row_rule(
    "E06",
    Level.HINT,
    "enterprises",
    reads=(
        "enterprises.above_scale",
        "enterprises.revenue",
        "enterprises.previous_revenue",
        "enterprises.name",
    ),
    params=("surely",),
)
def e06(row: Any, context: Context) -> Iterator[Found]:
    """Lists: an enterprise that is large enough in both years is marked as above scale."""
    surely, now, before = context.setting.number("surely"), row.revenue, row.previous_revenue
    if row.above_scale is not False or not (isinstance(now, Decimal) and isinstance(before, Decimal)):
        return
    if min(now, before) >= surely:
        yield Found(
            context.place("enterprises.above_scale", row.uid),
            f"“{row.name}”两年营业收入都达到 {surely:f} 亿元，没有标为规上。",
            (
                ("营业收入", f"{now:f} 亿元"),
                ("上年营业收入", f"{before:f} 亿元"),
                ("各行业规上标准最高", f"{surely:f} 亿元"),
            ),
            (
                context.place("enterprises.revenue", row.uid),
                context.place("enterprises.previous_revenue", row.uid),
            ),
        )


@rule("E07", Level.HINT, reads=("enterprises.dominant", "enterprises.industry_class"))
def e07(case: Case, context: Context) -> Iterator[Found]:
    """一（一）: the enterprises of the dominant industry say of which of the four kinds they are."""
    unclassed = [row for row in case.application.enterprises if row.dominant and not row.industry_class]
    if unclassed:
        yield Found(
            context.place("enterprises.industry_class", unclassed[0].uid),
            f"有 {len(unclassed)} 家主导产业企业没有选产业类别。",
            (("没有选的家数", f"{len(unclassed)} 家"),),
        )
