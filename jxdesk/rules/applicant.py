"""Group B: who applies, by when, what they declare, and what they attach to that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jxdesk.domain.application import Member
from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.proof import missing_topics, proved
from jxdesk.rules.register import plain_name
from jxdesk.rules.registry import row_rule, rule


@rule("B05", Level.HINT, reads=("case.today",), params=("deadline", "days_ahead"))
def b05(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: days left to the date for handing in; past it, say so."""
    wanted = context.setting.params["deadline"]
    deadline = next((d for d in context.notice.head.deadlines if d.id == wanted), None)
    if deadline is None:
        return
    left = (deadline.date - case.today).days
    values = ((deadline.label, deadline.date.isoformat()), ("今天", case.today.isoformat()))
    if left < 0:
        yield Found(context.place("cover.month"), f"“{deadline.label}”的日期已过去 {-left} 天。", values)
    elif left <= context.setting.integer("days_ahead"):
        message = (
            f"离“{deadline.label}”的日期还有 {left} 天。" if left else f"“{deadline.label}”的日期就是今天。"
        )
        yield Found(context.place("cover.month"), message, values)


@rule("B06", Level.ERROR, reads=("members.*",))
def b06(case: Case, context: Context) -> Iterator[Found]:
    """一（二）: an applicant of an allowed kind; joint ones all different, exactly one lead."""
    members = case.application.members
    if not members:
        yield Found(context.place("members.name"), "还没有填写申报单位。")
        return
    for member in members:
        if member.kind and not context.notice.term("applicant_kinds", member.kind):
            yield Found(
                context.place("members.kind", member.uid),
                f"“{member.name}”的申报主体类别不在允许的范围内。",
                (("类别", member.kind),),
            )
    if len(members) == 1:
        return
    yield from _same_member_twice(members, context)
    leads = [m for m in members if m.lead]
    if len(leads) != 1:
        yield Found(
            context.place("members.lead", members[0].uid),
            f"联合申报须有且只有一家牵头单位，现在有 {len(leads)} 家。",
            (
                ("申报单位", "、".join(m.name for m in members)),
                ("标为牵头的", "、".join(m.name for m in leads) or "没有"),
            ),
            tuple(context.place("members.lead", m.uid) for m in members[1:]),
        )


def _same_member_twice(members: tuple[Member, ...], context: Context) -> Iterator[Found]:
    """Members with the code or the name of one before; both the same is one finding."""
    seen: dict[tuple[str, str], Member] = {}
    for member in members:
        for name in ("uscc", "name"):
            value = getattr(member, name)
            first = seen.get((name, value)) if value else None
            if first is not None:
                yield Found(
                    context.place(f"members.{name}", member.uid),
                    f"联合申报的单位有重复：“{value}”出现了两次。",
                    (("这一家", member.name), ("另一家", first.name), ("重复内容", value)),
                    (context.place(f"members.{name}", first.uid),),
                )
                break
        for name in ("uscc", "name"):
            seen.setdefault((name, getattr(member, name)), member)


@rule("B07", Level.ERROR, reads=("members.name",), params=("bodies",))
def b07(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: neither applicant nor member is already a pilot (list in the pack).

    The list names places; an applicant may add the body that governs it (parameter ``bodies``).
    """
    bodies = context.setting.words("bodies")
    pilots = {plain_name(pilot, (), bodies): pilot for pilot in context.notice.head.existing_pilots}
    for member in case.application.members:
        pilot = pilots.get(plain_name(member.name, (), bodies)) if member.name else None
        if pilot is not None:
            yield Found(
                context.place("members.name", member.uid),
                f"“{member.name}”已经是试点地区，不能重复申报。",
                (("申报单位", member.name), ("已有试点", pilot)),
            )


@row_rule(
    "B17",
    Level.WARNING,
    "members",
    reads=("members.name", "members.kind", "members.division"),
    params=("zones", "zone_words"),
)
def b17(row: Any, context: Context) -> Iterator[Found]:
    """一（二）: an applicant's name, its kind and the county it lies in agree: the cap goes by the kind."""
    if not row.name or not context.notice.term("applicant_kinds", row.kind):
        return
    kind = context.notice.term_label("applicant_kinds", row.kind)
    is_zone = row.kind in context.setting.words("zones")
    sounds_like_zone = any(word in row.name for word in context.setting.words("zone_words"))
    if is_zone != sounds_like_zone:
        looks = "像" if sounds_like_zone else "不像"
        yield Found(
            context.place("members.kind", row.uid),
            f"“{row.name}”从名称看{looks}开发区，申报主体类别选的却是“{kind}”。",
            (("申报单位", row.name), ("类别", kind)),
            (context.place("members.name", row.uid),),
        )
        return
    division = context.notice.term("divisions", row.division)
    if not is_zone and division is not None and division.label not in row.name:
        yield Found(
            context.place("members.division", row.uid),
            f"“{row.name}”所在县（市、区）选的是“{division.label}”，与名称不符。",
            (("申报单位", row.name), ("所在县（市、区）", division.label)),
            (context.place("members.name", row.uid),),
        )


@rule("B10", Level.ERROR, reads=("pledge.accepted", "pledge.no_accident"))
def b10(case: Case, context: Context) -> Iterator[Found]:
    """三（五）: the pledge is accepted, and no major accident in three years is declared."""
    pledge = case.application.pledge
    if pledge.accepted is False:
        yield Found(context.place("pledge.accepted"), "承诺书还没有同意，不能封装。")
    if pledge.no_accident is False:
        yield Found(
            context.place("pledge.no_accident"), "声明近三年发生过重大事故或突发环境事件，不符合申报条件。"
        )


@rule("B11", Level.WARNING, reads=("members.name", "members.uscc", "evidence.proves"), params=("topics",))
def b11(case: Case, context: Context) -> Iterator[Found]:
    """一（二）: joint applicants attach their agreement, and each its confirmation."""
    members = case.application.members
    # One that is entered twice is B06's finding, and no joint application.
    if len({member.uscc or member.uid for member in members}) < 2:
        return
    if missing := missing_topics(case, context):
        yield Found(
            context.place("members.lead"),
            f"联合申报还没有附{missing}。",
            (("缺少的材料", missing),),
        )
    proven = proved(case.application)
    for member in members:
        if f"members:{member.uid}" not in proven:
            yield Found(
                context.place("members.name", member.uid),
                f"还没有附“{member.name}”同意联合申报的确认材料。",
            )


@rule("B12", Level.WARNING, reads=("evidence.proves",), params=("topics",))
def b12(case: Case, context: Context) -> Iterator[Found]:
    """三（五）: the departments' proof that there was no major accident is attached."""
    if missing := missing_topics(case, context):
        yield Found(
            context.place("pledge.no_accident"),
            f"近三年未发生重大事故，还没有附{missing}。",
            (("缺少的材料", missing),),
        )
