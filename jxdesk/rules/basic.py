"""Group B: the form as a whole, and the names, contact and counts of part 一."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Enterprise
from jxdesk.domain.catalogue import Field, records
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Level
from jxdesk.domain.show import show_date, show_plain
from jxdesk.domain.values import Count, NotApplicable, Value
from jxdesk.domain.views import above_scale, largest
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import half_unit, is_empty
from jxdesk.rules.registry import ADDED, EVERY_RECORD, row_rule, rule

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_BETWEEN_NUMBERS = re.compile(r"[、，,；;/]")
_DASH = re.compile(r"[—–‑−]+|转")
_PEOPLE = 10_000  # 人 in one 万人
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


_SINGLE = tuple(spec.id for r in records().values() if not r.many for spec in r.fields)
_LISTS = ("members.*", "enterprises.*", "platforms.*", "evidence.name")


@row_rule("B01", Level.ERROR, EVERY_RECORD, reads=(*_SINGLE, *_LISTS, *ADDED))
def b01(row: Any, context: Context) -> Iterator[Found]:
    """Template: every field that it asks for is filled; “—” only where a figure may not exist.

    J01 and T01 say so of their own lists.
    """
    for field in context.catalogue.required(context.record):
        if not _asked_elsewhere(field):
            yield from missing(field, context, row)


def _asked_elsewhere(field: Field) -> bool:
    record = field.spec.record
    return record == "projects" or (record == "indicators" and not field.spec.is_extra)


@row_rule(
    "B01",
    Level.ERROR,
    "enterprises",
    reads=("enterprises.*",),
    params=("of_role",),
)
def b01_chain(row: Any, context: Context) -> Iterator[Found]:
    """Template 三: whoever stands in a table of the chain has what its columns ask for."""
    if row.chain_role:
        for name in context.setting.word_lists("of_role").get(row.chain_role, ()):
            yield from missing(_column(name, context), context, row)


@rule(
    "B01",
    Level.ERROR,
    reads=("enterprises.*",),
    params=("of_largest",),
)
def b01_register(case: Case, context: Context) -> Iterator[Found]:
    """Template 一, 二: there is a register, and the largest have what the table asks for."""
    if not case.application.enterprises:
        yield Found(context.place("enterprises.name"), "企业名单还是空的。")
    for row in largest(case.application, context.notice.head.largest_shown):
        for name in context.setting.words("of_largest"):
            yield from missing(_column(name, context), context, row)


def _column(name: str, context: Context) -> Field:
    return context.catalogue.field(f"enterprises.{name}")


def missing(field: Field, context: Context, row: Any) -> Iterator[Found]:
    """A finding when ``field`` of ``row`` is empty, or “—” where it must be a figure."""
    value = field.spec.of(row)
    if not isinstance(value, NotApplicable) and not is_empty(value):
        return
    of_list = records()[field.spec.record].many
    name = row.name if of_list else ""
    whose = f"“{name}”的" if name else ""
    place = context.place(field.id, row.uid if of_list else "")
    if not isinstance(value, NotApplicable):
        yield Found(place, f"{whose}“{field.short}”没有填写。", clause=field.text.clause)
    elif not field.text.may_be_na:
        yield Found(
            place,
            f"{whose}“{field.short}”必须填写数字，不能填“—”。",
            ((field.short, show_plain(value)),),
            clause=field.text.clause,
        )


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
            (("现有字数", f"{chars} 字"), ("字数上限", f"{limit} 字")),
            clause=field.text.clause,
        )


@rule("B03", Level.HINT, reads=("basic.cluster_name", "basic.dominant_industry"), params=("generic",))
def b03(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: the cluster's name shows its dominant industry.

    Two 字 in common are enough, but for words that every industry has (parameter ``generic``).
    """
    basic = case.application.basic
    name, industry = basic.cluster_name, basic.dominant_industry
    pairs = {industry[i : i + 2] for i in range(len(industry) - 1)} or {industry}
    telling = pairs - set(context.setting.words("generic"))
    if name and telling and not any(pair in name for pair in telling):
        yield Found(
            context.place("basic.cluster_name"),
            f"集群名称“{name}”里看不出主导产业“{industry}”。",
            (("集群名称", name), ("主导产业领域", industry)),
            (context.place("basic.dominant_industry"),),
        )


@rule("B04", Level.ERROR, reads=("basic.contact_phone", "basic.contact_email"))
def b04(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: phone (mobile, or landline with area code) and e-mail are well-formed.

    Several numbers may stand side by side; each is looked at.
    """
    basic = case.application.basic
    if basic.contact_phone and not all(map(_is_phone, _BETWEEN_NUMBERS.split(basic.contact_phone))):
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


def _is_phone(number: str) -> bool:
    """Whether this is a mobile number or a landline with area code, however it is punctuated."""
    plain = _DASH.sub("-", unicodedata.normalize("NFKC", number))
    plain = re.sub(r"[\s()]", "", plain)
    return bool(_MOBILE.fullmatch(plain) or _LANDLINE.fullmatch(plain))


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
    """Template 一: both counts equal the attached lists, and 规上 is not more than the total.

    The second follows from the first once there is a list. Where B01 still asks whether a row is one
    of those counted, it may be.
    """
    basic = case.application.basic
    if not case.application.enterprises:
        yield from _more_above_scale(basic.enterprise_count, basic.above_scale_count, context)
        return
    rows = case.application.enterprises
    unanswered = sum(_may_be_above_scale(row) for row in rows)
    wanted = (
        ("basic.enterprise_count", basic.enterprise_count, len(rows), 0),
        ("basic.above_scale_count", basic.above_scale_count, len(above_scale(case.application)), unanswered),
    )
    for field_id, stated, listed, more in wanted:
        if isinstance(stated, int) and not listed <= stated <= listed + more:
            yield Found(
                context.place(field_id),
                f"“{context.short(field_id)}”填写 {stated} 家，名单里是 {listed} 家。",
                (("填写", f"{stated} 家"), ("名单", f"{listed} 家")),
                (context.place("enterprises.name"),),
            )


def _may_be_above_scale(row: Enterprise) -> bool:
    """Not answered yet, and nothing answered says that it is not."""
    answers = (row.dominant, row.above_scale)
    return None in answers and False not in answers


def _more_above_scale(total: Count, above: Count, context: Context) -> Iterator[Found]:
    if isinstance(total, int) and isinstance(above, int) and above > total:
        yield Found(
            context.place("basic.above_scale_count"),
            f"规上企业数 {above} 大于企业总数 {total}。",
            (("规上企业数", f"{above} 家"), ("企业总数", f"{total} 家")),
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


@rule("B14", Level.WARNING, reads=("basic.employees", "enterprises.employees"))
def b14(case: Case, context: Context) -> Iterator[Found]:
    """一: the enterprises of the list together have no more employees than the cluster."""
    stated = case.application.basic.employees
    counts = (row.employees for row in case.application.enterprises)
    listed = sum(count for count in counts if isinstance(count, int))
    if isinstance(stated, int) and listed > stated:
        yield Found(
            context.place("basic.employees"),
            f"“{context.short('basic.employees')}”填写 {stated} 人，名单中各企业合计已有 {listed} 人。",
            (("填写", f"{stated} 人"), ("名单合计", f"{listed} 人")),
            (context.place("enterprises.employees"),),
        )


@rule("B15", Level.HINT, reads=("cover.month", "pledge.date"))
def b15(case: Case, context: Context) -> Iterator[Found]:
    """Cover, pledge: both are of the same month, and of the year for which is applied."""
    month, pledged = case.application.cover.month, case.application.pledge.date
    cover = context.place("cover.month")
    if month and pledged and month[:7] != pledged[:7]:
        yield Found(
            cover,
            f"封面写的是{show_date(month)}，承诺书写的是{show_date(pledged)}，不在同一个月。",
            (("申报年月", show_date(month)), ("承诺日期", show_date(pledged))),
            (context.place("pledge.date"),),
        )
    elif month and month[:4] != str(context.notice.head.batch_year):
        yield Found(
            cover,
            f"封面写的是{show_date(month)}，通知的申报年度是 {context.notice.head.batch_year} 年。",
            (("申报年月", show_date(month)), ("申报年度", f"{context.notice.head.batch_year}年")),
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
