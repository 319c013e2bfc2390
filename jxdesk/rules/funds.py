"""Group F: the provincial money asked for, and what it is to be spent on (四)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Application, Project
from jxdesk.domain.finding import Level
from jxdesk.notice import RuleSetting
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import is_above_zero
from jxdesk.rules.registry import row_rule, rule

_SENTENCE_END = re.compile(r"[。；;！!\n]")


@rule(
    "F01",
    Level.ERROR,
    reads=("funds.amount", "members.kind", "members.lead"),
    params=("caps", "joint_cap"),
)
def f01(case: Case, context: Context) -> Iterator[Found]:
    """四（一）: the amount asked for is not above the cap for this kind of applicant."""
    amount = case.application.funds.amount
    cap = cap_of(case.application, context.setting)
    if cap is None or not isinstance(amount, Decimal) or 0 <= amount <= cap:
        return
    if amount < 0:
        message = f"申请省级资金 {amount:f} 万元小于 0。"
    else:
        message = f"申请省级资金 {amount:f} 万元，超过上限 {cap:f} 万元。"
    yield Found(
        context.place("funds.amount"),
        message,
        (("申请省级资金", f"{amount:f} 万元"), ("上限", f"{cap:f} 万元")),
        tuple(context.place("members.kind", member.uid) for member in case.application.members),
    )


def cap_of(application: Application, setting: RuleSetting) -> Decimal | None:
    """The cap in 万元 of a joint application, or of the only applicant's kind; ``None`` if unknown.

    ``setting`` is rule F01 of the notice.
    """
    if len(application.members) > 1:
        return setting.number("joint_cap")
    lead = application.lead
    return setting.number_of("caps", lead.kind) if lead else None


@rule(
    "F02",
    Level.HINT,
    reads=("funds.amount", "funds.first_year", "funds.second_year"),
    params=("most_in_first_year",),
)
def f02(case: Case, context: Context) -> Iterator[Found]:
    """四（一）: a yearly schedule, if given, fits the share paid in the first year and adds up.

    One thing at a time: whoever mends the first year looks at the sum anyway.
    """
    funds, most = case.application.funds, context.setting.number("most_in_first_year")
    amount, first, second = funds.amount, funds.first_year, funds.second_year
    below = tuple(_below_zero(case, context))
    if below or not isinstance(amount, Decimal):
        yield from below
    elif isinstance(first, Decimal) and first * 100 > amount * most:
        yield Found(
            context.place("funds.first_year"),
            f"第一年使用 {first:f} 万元，超过申请总额 {amount:f} 万元的 {most:f}%。",
            (("第一年使用", f"{first:f} 万元"), ("申请省级资金", f"{amount:f} 万元")),
            (context.place("funds.amount"),),
        )
    elif isinstance(first, Decimal) and isinstance(second, Decimal) and first + second != amount:
        yield Found(
            context.place("funds.second_year"),
            f"两年合计 {first + second:f} 万元，与申请总额 {amount:f} 万元不同。",
            (("两年合计", f"{first + second:f} 万元"), ("申请省级资金", f"{amount:f} 万元")),
            (context.place("funds.amount"),),
        )


def _below_zero(case: Case, context: Context) -> Iterator[Found]:
    for name in ("first_year", "second_year"):
        value = getattr(case.application.funds, name)
        if isinstance(value, Decimal) and value < 0:
            short = context.short(f"funds.{name}")
            yield Found(
                context.place(f"funds.{name}"),
                f"{short} {value:f} 万元，是负数。",
                ((short, f"{value:f} 万元"),),
            )


@rule("F03", Level.WARNING, reads=("funds.amount", "projects.funding", "projects.investment"))
def f03(case: Case, context: Context) -> Iterator[Found]:
    """四（二）: what the projects of 附2 are given adds up to the amount asked for.

    Without any project J01 has said what is missing; of an impossible amount its row has.
    """
    amount = case.application.funds.amount
    if not isinstance(amount, Decimal) or not case.application.projects:
        return
    if any(_is_impossible(row) for row in case.application.projects):
        return
    given = (row.funding for row in case.application.projects)
    added = sum((funding for funding in given if isinstance(funding, Decimal)), Decimal(0))
    if added != amount:
        yield Found(
            context.place("funds.amount"),
            f"安排到各项目的省级资金合计 {added:f} 万元，申请总额是 {amount:f} 万元。",
            (("各项目合计", f"{added:f} 万元"), ("申请省级资金", f"{amount:f} 万元")),
            (context.place("projects.funding"),),
        )


def _is_impossible(row: Project) -> bool:
    """Less than nothing, or more than the project costs."""
    if not isinstance(row.funding, Decimal):
        return False
    return row.funding < 0 or (isinstance(row.investment, Decimal) and row.funding > row.investment)


@row_rule(
    "F03",
    Level.WARNING,
    "projects",
    reads=("projects.funding", "projects.investment", "projects.name"),
)
def f03_rows(row: Any, context: Context) -> Iterator[Found]:
    """四（二）: no project is given more than its own investment, or less than nothing."""
    funding, investment = row.funding, row.investment
    if not _is_impossible(row):
        return
    place = context.place("projects.funding", row.uid)
    values = (("安排省级资金", f"{funding:f} 万元"),)
    if funding < 0:
        yield Found(place, f"项目“{row.name}”安排的省级资金小于 0。", values)
    else:
        yield Found(
            place,
            f"项目“{row.name}”安排省级资金 {funding:f} 万元，超过总投资 {investment:f} 万元。",
            (*values, ("总投资", f"{investment:f} 万元")),
            (context.place("projects.investment", row.uid),),
        )


@row_rule(
    "F04",
    Level.ERROR,
    "projects",
    reads=("projects.funding", "projects.other_provincial", "projects.name"),
    also=(Level.WARNING,),
)
def f04(row: Any, context: Context) -> Iterator[Found]:
    """四（二）: no money for a project that has provincial money already; unanswered warns."""
    if not is_above_zero(row.funding) or row.other_provincial is False:
        return
    place = context.place("projects.other_provincial", row.uid)
    values = (("安排省级资金", f"{row.funding:f} 万元"),)
    if row.other_provincial:
        message = f"项目“{row.name}”已从其他渠道获得省级资金，不能再安排。"
        told = (*values, (context.short("projects.other_provincial"), "是"))
        yield Found(place, message, told, (context.place("projects.funding", row.uid),))
    else:
        message = f"项目“{row.name}”安排了省级资金，还没有说明是否已从其他渠道获得省级资金。"
        yield Found(place, message, values, level=Level.WARNING)


@row_rule(
    "F05",
    Level.ERROR,
    "projects",
    reads=("projects.funding", "projects.funding_use", "projects.name"),
    params=("forbidden_group",),
    also=(Level.WARNING,),
)
def f05(row: Any, context: Context) -> Iterator[Found]:
    """四（二）: the declared use is none of those ruled out; undeclared warns."""
    if not is_above_zero(row.funding):
        return
    place = context.place("projects.funding_use", row.uid)
    values = (("安排省级资金", f"{row.funding:f} 万元"),)
    term = context.notice.term("fund_uses", row.funding_use)
    if not row.funding_use:
        message = f"项目“{row.name}”安排了省级资金，还没有填写资金用途。"
        yield Found(place, message, values, level=Level.WARNING)
    elif term is not None and term.group == context.setting.word("forbidden_group"):
        message = f"项目“{row.name}”的资金用途“{term.label}”是通知明令禁止的。"
        yield Found(place, message, (*values, ("资金用途", term.label)))


@rule("F06", Level.WARNING, reads=("targets.fund_use",), params=("words", "negations"))
def f06(case: Case, context: Context) -> Iterator[Found]:
    """四（二）: the text on the use of the money does not sound like a use that is ruled out."""
    yield from _suspicious("targets.fund_use", case.application.targets.fund_use, "", context)


@row_rule(
    "F06",
    Level.WARNING,
    "projects",
    reads=("projects.funding", "projects.name", "projects.content"),
    params=("words", "negations"),
)
def f06_rows(row: Any, context: Context) -> Iterator[Found]:
    """四（二）: a project with provincial money does not sound like a use that is ruled out."""
    if is_above_zero(row.funding):
        for name in ("name", "content"):
            yield from _suspicious(f"projects.{name}", getattr(row, name), row.uid, context)


def _suspicious(field_id: str, text: str, row: str, context: Context) -> Iterator[Found]:
    """The words of the pack found in ``text``; a sentence that denies the use is left out."""
    suspected = [word for word in context.setting.words("words") if word in text]
    if not suspected:
        return
    negations = context.setting.words("negations")
    sentences = [s for s in _SENTENCE_END.split(text) if not any(n in s for n in negations)]
    found = [word for word in suspected if any(word in sentence for sentence in sentences)]
    if found:
        shown = "、".join(found)
        yield Found(
            context.place(field_id, row),
            f"“{context.short(field_id)}”里写到“{shown}”，像是省级资金不能用的地方。",
            (("用词", shown),),
        )


@row_rule(
    "F07",
    Level.WARNING,
    "projects",
    reads=("projects.funding", "projects.category", "projects.unit", "projects.name", "projects.content"),
    params=("categories", "government", "companies", "platforms"),
)
def f07(row: Any, context: Context) -> Iterator[Found]:
    """四（二）, 附2: no money for what is likely a digital platform of the government.

    附2 may list such projects, but not with this money: a category that is mostly that, or a
    government unit that builds something called a platform.
    """
    if not is_above_zero(row.funding):
        return
    setting = context.setting
    by_category = row.category in setting.words("categories")
    by_government = _has(row.unit, setting.words("government")) and not _has(
        row.unit, setting.words("companies")
    )
    if by_category or (by_government and _has(f"{row.name}\n{row.content}", setting.words("platforms"))):
        category = context.notice.term_label("project_categories", row.category)
        yield Found(
            context.place("projects.funding", row.uid),
            f"项目“{row.name}”可能属于政府数字化平台，省级资金不能用于这类项目。",
            (("项目类别", category), ("项目单位", row.unit), ("安排省级资金", f"{row.funding:f} 万元")),
            (context.place("projects.category", row.uid), context.place("projects.unit", row.uid)),
        )


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
