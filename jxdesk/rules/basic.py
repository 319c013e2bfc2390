"""Group B: the form as a whole, the applicant, the contact and the counts of part 一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jxdesk.domain.catalogue import Field, records, specs
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Level
from jxdesk.domain.values import Kind, NotApplicable
from jxdesk.domain.views import above_scale
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import row_rule, rule

_SINGLE = tuple(spec.id for r in records().values() if not r.many for spec in r.fields)
_LONG_TEXTS = tuple(s.id for s in specs() if s.kind is Kind.LONG_TEXT and not records()[s.record].many)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def is_empty(value: object) -> bool:
    """Nothing was filled in; “—” with a reason counts as filled."""
    return value is None or value in ("", ())


@rule("B01", Level.ERROR, reads=_SINGLE)
def b01(case: Case, context: Context) -> Iterator[Found]:
    """Template: every field that it asks for is filled, or “—” (single records)."""
    for record in records().values():
        if record.many:
            continue
        held = getattr(case.application, record.name)
        for field in context.catalogue.of_record(record.name):
            yield from _missing(field, getattr(held, field.spec.name), context, "")


@row_rule("B01", Level.ERROR, "members", reads=("members.*",))
def b01_members(row: Any, context: Context) -> Iterator[Found]:
    """Template: every applicant is filled in."""
    for field in context.catalogue.of_record("members"):
        yield from _missing(field, getattr(row, field.spec.name), context, row.uid)


@row_rule("B01", Level.ERROR, "enterprises", reads=("enterprises.*",))
def b01_enterprises(row: Any, context: Context) -> Iterator[Found]:
    """Template: every enterprise of the list is filled in."""
    for field in context.catalogue.of_record("enterprises"):
        yield from _missing(field, getattr(row, field.spec.name), context, row.uid)


def _missing(field: Field, value: object, context: Context, row: str) -> Iterator[Found]:
    if field.text.required and is_empty(value):
        yield Found(context.place(field.id, row), f"“{field.short}”没有填写。")


@rule("B02", Level.ERROR, reads=_LONG_TEXTS)
def b02(case: Case, context: Context) -> Iterator[Found]:
    """Template: a text keeps to its limit of 字, counted as word processors do."""
    for field_id in _LONG_TEXTS:
        field = context.catalogue.field(field_id)
        limit = field.text.max_chars
        record, _, name = field_id.partition(".")
        chars = count_chars(getattr(getattr(case.application, record), name))
        if limit and chars > limit:
            yield Found(
                context.place(field_id),
                f"“{field.short}”有 {chars} 字，超出上限 {limit} 字，多了 {chars - limit} 字。",
                (("现有字数", str(chars)), ("字数上限", str(limit))),
            )


@rule("B03", Level.HINT, reads=("basic.cluster_name", "basic.dominant_industry"))
def b03(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: the cluster's name shows its dominant industry (two 字 in common at least)."""
    basic = case.application.basic
    name, industry = basic.cluster_name, basic.dominant_industry
    pairs = {industry[i : i + 2] for i in range(len(industry) - 1)} - {"产业", "行业", "领域", "数字"}
    if name and industry and not any(pair in name for pair in pairs):
        yield Found(
            context.place("basic.cluster_name"),
            f"集群名称“{name}”里看不出主导产业“{industry}”。",
            (("集群名称", name), ("主导产业领域", industry)),
            (context.place("basic.dominant_industry"),),
        )


@rule("B04", Level.ERROR, reads=("basic.contact_phone", "basic.contact_email"))
def b04(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: phone (mobile, or landline with area code) and e-mail are well-formed."""
    basic = case.application.basic
    phone = re.sub(r"[\s()（）]", "", basic.contact_phone).replace("－", "-")
    if phone and not (_MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone)):
        yield Found(
            context.place("basic.contact_phone"),
            f"联系电话“{basic.contact_phone}”不是手机号，也不是带区号的座机号。",
            (("联系电话", basic.contact_phone),),
        )
    if basic.contact_email and not _EMAIL.fullmatch(basic.contact_email):
        yield Found(
            context.place("basic.contact_email"),
            f"邮箱“{basic.contact_email}”的写法不完整。",
            (("邮箱", basic.contact_email),),
        )


@rule("B05", Level.HINT, reads=(), params=("deadline", "days_ahead"))
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
        yield Found(context.place("cover.month"), f"离“{deadline.label}”的日期还有 {left} 天。", values)


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
    for name in ("uscc", "name"):
        seen: dict[str, Any] = {}
        for member in members:
            value = getattr(member, name)
            if value and value in seen:
                yield Found(
                    context.place(f"members.{name}", member.uid),
                    f"联合申报的单位有重复：“{value}”出现了两次。",
                    (("重复内容", value),),
                    (context.place(f"members.{name}", seen[value].uid),),
                )
            seen.setdefault(value, member)
    leads = [m for m in members if m.lead]
    if len(leads) != 1:
        yield Found(
            context.place("members.lead", members[0].uid),
            f"联合申报须有且只有一家牵头单位，现在有 {len(leads)} 家。",
            (("牵头单位数", str(len(leads))),),
            tuple(context.place("members.lead", m.uid) for m in leads),
        )


@rule("B07", Level.ERROR, reads=("members.name",))
def b07(case: Case, context: Context) -> Iterator[Found]:
    """五（二）: neither applicant nor member is already a pilot (list in the pack)."""
    pilots = set(context.notice.head.existing_pilots)
    for member in case.application.members:
        if member.name in pilots:
            yield Found(
                context.place("members.name", member.uid),
                f"“{member.name}”已经是试点地区，不能重复申报。",
                (("申报单位", member.name),),
            )


@rule(
    "B09",
    Level.ERROR,
    reads=(
        "basic.enterprise_count",
        "basic.above_scale_count",
        "enterprises.dominant",
        "enterprises.above_scale",
    ),
)
def b09(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: both counts equal the attached lists, and 规上 is not more than the total."""
    basic = case.application.basic
    wanted = (
        ("basic.enterprise_count", basic.enterprise_count, len(case.application.enterprises)),
        ("basic.above_scale_count", basic.above_scale_count, len(above_scale(case.application))),
    )
    differing = False
    for field_id, stated, listed in wanted:
        if stated is None or isinstance(stated, NotApplicable) or stated == listed:
            continue
        differing = True
        yield Found(
            context.place(field_id),
            f"“{context.short(field_id)}”填写 {stated} 家，名单里是 {listed} 家。",
            (("填写", str(stated)), ("名单", str(listed))),
            (context.place("enterprises.name"),),
        )
    total, above = basic.enterprise_count, basic.above_scale_count
    if not differing and isinstance(total, int) and isinstance(above, int) and above > total:
        yield Found(
            context.place("basic.above_scale_count"),
            f"规上企业数 {above} 大于企业总数 {total}。",
            (("规上企业数", str(above)), ("企业总数", str(total))),
            (context.place("basic.enterprise_count"),),
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
