"""Group B: what running texts and names hold: what was never filled in, left out, or copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from jxdesk.domain.catalogue import Field, records, specs
from jxdesk.domain.count import count_chars
from jxdesk.domain.extras import held
from jxdesk.domain.finding import Level, Place
from jxdesk.domain.values import Kind
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import ADDED, row_rule, rule

# What is attached has names of its own (group A); codes have rules of their own (E01, J02).
_CODES = ("members.uscc", "enterprises.uscc", "projects.code")
_WRITTEN = tuple(
    spec.id
    for spec in specs()
    if spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and spec.record != "evidence" and spec.id not in _CODES
)
# Written out beforehand: they are walked through for every row of the register.
_NAMES = {
    name: tuple(spec.name for spec in record.fields if spec.id in _WRITTEN)
    for name, record in records().items()
}
NARRATIVES = (
    *(s.id for s in specs() if s.kind is Kind.LONG_TEXT and not records()[s.record].many),
    *(f"{record.name}.x" for record in records().values() if not record.many),
)
"""What to declare for reading the running texts of the form."""
_SHOWN = 30


def _is_narrative(field: Field) -> bool:
    """A running text of the form: one of several paragraphs, in a record that stands once."""
    return field.kind is Kind.LONG_TEXT and not records()[field.spec.record].many


def narratives(case: Case, context: Context) -> Iterator[tuple[str, str]]:
    """The running texts that the notice has on its form, by field id."""
    for field in context.catalogue:
        if _is_narrative(field):
            text = field.spec.of(getattr(case.application, field.spec.record))
            yield field.id, text if isinstance(text, str) else ""


def _written(context: Context) -> tuple[str, ...]:
    """The columns of the context's record that hold words."""
    added = context.catalogue.added(context.record)
    words = tuple(field.spec.name for field in added if field.kind in (Kind.TEXT, Kind.LONG_TEXT))
    return (*_NAMES[context.record], *words)


@row_rule("B16", Level.WARNING, "*", reads=(*_WRITTEN, *ADDED), params=("marks", "words", "whole"))
def b16(row: Any, context: Context) -> Iterator[Found]:
    """Template: no stand-in is left where the real text belongs.

    Runs of ``marks`` (XX, ××), ``words`` anywhere, and ``whole`` where a required field holds
    nothing else.
    """
    setting = context.setting
    pattern = _stand_in(setting.word("marks"), setting.words("words"))
    whole = setting.words("whole")
    names = _written(context)
    texts = [str(held(row, name) or "") for name in names]
    # One look at all of them: hardly any row holds such a thing. No stand-in goes over a line's end.
    if not pattern.search("\n".join(texts)) and not any(text.casefold() in whole for text in texts):
        return
    for name, text in zip(names, texts, strict=True):
        field = context.catalogue.field(f"{context.record}.{name}")
        found = pattern.search(text) if text else None
        alone = field.text.required and text.casefold() in whole
        if found or alone:
            seen = found[0] if found else text
            yield Found(
                context.place(field.id, getattr(row, "uid", "")),
                f"“{field.short}”里有“{seen}”，像是还没有填写的地方。",
                (("占位内容", seen), ("所在文字", _around(text, found.start() if found else 0))),
                clause=field.text.clause,
            )


@lru_cache(16)
def _stand_in(marks: str, words: tuple[str, ...]) -> re.Pattern[str]:
    marked = re.escape(marks)
    run = rf"(?<![A-Za-z0-9{marked}])[{marked}]{{2,}}(?![A-Za-z0-9{marked}])"
    return re.compile("|".join([run, *map(re.escape, words)]))


def _around(text: str, start: int) -> str:
    """A line's length of ``text`` around a place in it."""
    begin = max(0, start - _SHOWN // 2)
    return text[begin : begin + _SHOWN].replace("\n", " ")


@row_rule("B18", Level.HINT, "*", reads=NARRATIVES, params=("least",))
def b18(row: Any, context: Context) -> Iterator[Found]:
    """Template: a text is long enough to say something, and speaks of what the template asks for.

    ``least`` has the 字 below which it cannot; a parameter named after the field has the topics,
    each with words by which it shows.
    """
    setting = context.setting
    for field in context.catalogue.of_record(context.record):
        text = field.spec.of(row) if _is_narrative(field) else ""
        if not isinstance(text, str) or not text:
            continue
        least = setting.number_of("least", field.id) or 0
        if (chars := count_chars(text)) < least:
            yield Found(
                context.place(field.id),
                f"“{field.short}”只有 {chars} 字，恐怕写不清楚。",
                (("现有字数", f"{chars} 字"), ("一般不少于", f"{least:f} 字")),
                clause=field.text.clause,
            )
            continue
        topics = setting.word_lists(field.id) if field.id in setting.params else {}
        left_out = [topic for topic, words in topics.items() if not any(word in text for word in words)]
        if left_out:
            shown = "、".join(left_out)
            yield Found(
                context.place(field.id),
                f"“{field.short}”里看不到模板要求写的：{shown}。",
                (("没有写到", shown),),
                clause=field.text.clause,
            )


@rule("B19", Level.WARNING, reads=(*NARRATIVES, "projects.content", "projects.name"), params=("least",))
def b19(case: Case, context: Context) -> Iterator[Found]:
    """Template: no passage stands in two places; what each asks for is different.

    Paragraphs of running texts and the contents of projects, from ``least`` 字 on.
    """
    least = context.setting.integer("least")
    seen: dict[str, tuple[str, Place]] = {}
    copies: dict[tuple[str, Place], list[tuple[str, Place, str]]] = {}
    for label, place, paragraph in _passages(case, context):
        if len(paragraph) < least:
            continue
        first_label, first = seen.setdefault(paragraph, (label, place))
        if first != place:
            copies.setdefault((label, place), []).append((first_label, first, paragraph))
    for (label, place), doubles in copies.items():
        others = {first: first_label for first_label, first, _ in doubles}
        yield Found(
            place,
            f"{label}有 {len(doubles)} 段文字与{'、'.join(others.values())}完全相同。",
            (("这一处", label), *((f"与{other}相同", _around(text, 0)) for other, _, text in doubles)),
            tuple(others),
            clause=context.catalogue.field(place.field).text.clause,
        )


def _passages(case: Case, context: Context) -> Iterator[tuple[str, Place, str]]:
    """Each passage without its spaces, where it stands, and how to call that place."""
    for field_id, text in narratives(case, context):
        label = f"{context.notice.part_of(field_id.partition('.')[0]).nav}“{context.short(field_id)}”"
        for paragraph in text.split("\n"):
            yield label, context.place(field_id), "".join(paragraph.split())
    for row in case.application.projects:
        place = context.place("projects.content", row.uid)
        yield f"项目“{row.name}”的建设内容", place, "".join(row.content.split())


@rule(
    "B21",
    Level.HINT,
    reads=("basic.cluster_name", *NARRATIVES),
    params=("ending", "least_alike", "not_in_names"),
)
def b21(case: Case, context: Context) -> Iterator[Found]:
    """Template 一: running texts call the cluster by its name.

    A name nearly like it is looked for: it begins with the same three 字, ends the same way, and is
    for the greater part the same. A phrase with words that no name has is none.
    """
    setting, name = context.setting, case.application.basic.cluster_name
    ending = setting.word("ending")
    if not name.endswith(ending) or len(name) < len(ending) + 4:
        return
    reach = len(name) + 6
    call = re.compile(rf"{re.escape(name[:3])}[^，。；：、！？“”《》\n]{{0,{reach}}}?{re.escape(ending)}")
    for field_id, text in narratives(case, context):
        for found in call.finditer(text):
            if _is_other_name(found[0], name, context):
                yield Found(
                    context.place(field_id),
                    f"“{context.short(field_id)}”里写作“{found[0]}”，集群名称填的是“{name}”。",
                    (("文中写法", found[0]), ("集群名称", name)),
                    (context.place("basic.cluster_name"),),
                )
                break


def _is_other_name(called: str, name: str, context: Context) -> bool:
    if called == name or any(
        word in called and word not in name for word in context.setting.words("not_in_names")
    ):
        return False
    alike = SequenceMatcher(None, called, name, autojunk=False).ratio() * 100
    return alike >= context.setting.integer("least_alike")
