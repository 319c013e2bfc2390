"""Group B: the form as a whole, and the names, contact and counts of part 一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.catalogue import Field, records
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Level
from jxdesk.domain.values import NotApplicable, Value
from jxdesk.domain.views import above_scale
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import half_unit, is_empty
from jxdesk.rules.registry import EVERY_RECORD, row_rule, rule

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_PEOPLE = 10_000  # 人 in one 万人
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


@row_rule("B01", Level.ERROR, EVERY_RECORD, reads=("*",))
def b01(row: Any, context: Context) -> Iterator[Found]:
    """Template: every field that it asks for is filled, or “—”; J01 and T01 speak of their own lists."""
    for field in context.catalogue.required(context.record):
        if is_empty(field.spec.of(row)) and not _asked_elsewhere(field):
            place = context.place(field.id, _uid(row, context))
            yield Found(place, f"“{field.short}”没有填写。")


def _asked_elsewhere(field: Field) -> bool:
    record = field.spec.record
    return record == "projects" or (record == "indicators" and not field.spec.is_extra)


@row_rule("B02", Level.ERROR, EVERY_RECORD, reads=("*",))
def b02(row: Any, context: Context) -> Iterator[Found]:
    """Template: a text keeps to its limit of 字, counted as word processors do."""
    for field in context.catalogue.limited(context.record):
        yield from too_long(field.id, field.spec.of(row), context, _uid(row, context))


def _uid(row: Any, context: Context) -> str:
    """The row's id, ``""`` for a record that stands once."""
    return row.uid if records()[context.record].many else ""


def too_long(field_id: str, text: Value, context: Context, row: str = "") -> Iterator[Found]:
    """A finding when ``text`` has more 字 than the notice allows in the field; limit 0 is none."""
    field = context.catalogue.field(field_id)
    limit = field.text.max_chars
    chars = count_chars(text) if limit and isinstance(text, str) else 0
    if chars > limit:
        yield Found(
            context.place(field_id, row),
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


@rule("B08", Level.ERROR, reads=("basic.employees", "services.employees"))
def b08(case: Case, context: Context) -> Iterator[Found]:
    """一, 五: the employees in 人 and in 万人 agree to the digits that the 万人 figure shows."""
    people, stated = case.application.basic.employees, case.application.services.employees
    if not (isinstance(people, int) and isinstance(stated, Decimal)):
        return
    if abs(stated * _PEOPLE - people) > half_unit(stated) * _PEOPLE:
        one, other = (context.notice.part_of(record).nav for record in ("basic", "services"))
        yield Found(
            context.place("services.employees"),
            f"从业人员在“{one}”填写 {people} 人，在“{other}”填写 {stated:f} 万人，不是同一个数。",
            ((one, f"{people} 人"), (other, f"{stated:f} 万人")),
            (context.place("basic.employees"),),
        )


@rule("B13", Level.HINT, reads=("basic.dominant_industry",), params=("words",))
def b13(case: Case, context: Context) -> Iterator[Found]:
    """二（一）: the dominant industry lies in a field that the pilot is about (words in the pack)."""
    industry = case.application.basic.dominant_industry
    words = {word for listed in context.setting.word_lists("words").values() for word in listed}
    words |= {term.label for term in context.notice.vocabularies.get("pilot_fields", ())}
    if industry and not any(word in industry for word in words):
        yield Found(
            context.place("basic.dominant_industry"),
            f"从“{industry}”看不出属于通知所列的试点领域。",
            (("主导产业领域", industry),),
        )
