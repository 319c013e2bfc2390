"""Group A: what must not be handed in unnoticed, in the form's own text and in attached files.

Whatever is told of a number is masked; what was seen in a file is told once for each kind, with how
many there are and where the first ones stand. A file that carries a secrecy marking has to go: nothing
else is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from jxdesk.domain.application import Evidence
from jxdesk.domain.catalogue import Field, records, specs
from jxdesk.domain.extras import held
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.finding import Level
from jxdesk.domain.sensitive import Hit, find, find_in_name
from jxdesk.domain.values import Kind, NotApplicable, Product
from jxdesk.rules.attached import each_file
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.register import is_uscc
from jxdesk.rules.registry import ADDED, row_rule, rule

# A figure may be “—” with a word why. What a file is called is judged with the file.
_WORDED = tuple(
    spec
    for spec in specs()
    if spec.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.PRODUCTS, Kind.COUNT, Kind.DECIMAL)
    and spec.id != "evidence.name"
)
_TEXTS = tuple(spec.id for spec in _WORDED)
# Written out beforehand: they are walked through for every row of the register.
_NAMES = {record: tuple(spec.name for spec in _WORDED if spec.record == record) for record in records()}
_CODE = "uscc"
_FILES = ("evidence.name", "evidence.sha256", "case.files")
_MARKINGS = {SensitiveKind.SECRECY: Level.ERROR, SensitiveKind.INTERNAL: Level.WARNING}
_PERSONAL = (SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE)
_FIRST = 3
_ASK = "请先停下来，问本单位的保密办（保密工作机构）；"
_SECRET_FILE = f"{_ASK}涉密的材料不能在这里处理，要彻底清除。"
_SECRET_TEXT = f"{_ASK}涉密的内容不能写进申报书。"
_found = lru_cache(maxsize=256)(find)
_found_in_name = lru_cache(maxsize=1024)(find_in_name)


@rule("A04", Level.ERROR, reads=_FILES, also=(Level.WARNING,))
def a04(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: no file carries a secrecy marking (an error) or is marked for internal use."""
    for row, facts in each_file(case):
        for kind, level in _MARKINGS.items():
            yield from _in_file(context, row, _of_kind(_seen(row, facts), kind), level)


@row_rule("A04", Level.ERROR, "*", reads=(*_TEXTS, *ADDED), also=(Level.WARNING,))
def a04_form(row: Any, context: Context) -> Iterator[Found]:
    """五（一）: no text of the form carries a secrecy marking (an error) or one for internal use."""
    for field, hits in _in_texts(row, context):
        for kind, level in _MARKINGS.items():
            yield from _in_field(context, row, field, [h for h in hits if h.kind is kind], level)


@rule("A05", Level.WARNING, reads=_FILES)
def a05(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: no file names persons by identity number, bank card or mobile number."""
    for row, facts in each_file(case):
        seen = _seen(row, facts)
        if not _is_secret(seen):
            for kind in _PERSONAL:
                yield from _in_file(context, row, _of_kind(seen, kind), Level.WARNING)


@row_rule("A05", Level.WARNING, "*", reads=(*_TEXTS, *ADDED))
def a05_form(row: Any, context: Context) -> Iterator[Found]:
    """五（一）: no text of the form names persons by number; a mobile number only where it is asked for."""
    for field, hits in _in_texts(row, context):
        for kind in _PERSONAL:
            if kind is not SensitiveKind.MOBILE or not field.text.contact:
                of_kind = [hit for hit in hits if hit.kind is kind]
                yield from _in_field(context, row, field, of_kind, Level.WARNING)


@rule("A06", Level.WARNING, reads=_FILES)
def a06(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: no file carries along authors, comments, tracked changes or where a photo was taken."""
    for row, facts in each_file(case):
        seen = _seen(row, facts)
        if facts is not None and facts.problem is FileProblem.NONE and not _is_secret(seen):
            yield from _in_file(context, row, _of_kind(seen, SensitiveKind.METADATA), Level.WARNING)


@rule("A07", Level.HINT, reads=(*_FILES, "case.screened_by_eye"))
def a07(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: what no program can screen, pictures above all, is looked through by a named person."""
    for row, facts in each_file(case):
        if facts is None or facts.problem is not FileProblem.NONE or row.sha256 in case.screened_by_eye:
            continue
        if needs_eyes(facts) and not _is_secret(_seen(row, facts)):
            why = "有只有图像的页" if facts.image_only else "内容太多，没有检查到最后"
            yield Found(context.place("evidence.name", row.uid), f"“{row.name}”{why}，程序不能替人看。")


def needs_eyes(facts: FileFacts) -> bool:
    """Whether part of the file could not be screened, so that a person has to look."""
    return facts.image_only or facts.partial


def _seen(row: Evidence, facts: FileFacts | None) -> tuple[Sensitive, ...]:
    """What was seen in a file, in its name first."""
    in_name = tuple(Sensitive(hit.kind, "文件名", hit.masked) for hit in _found_in_name(row.name))
    return in_name + (facts.sensitive if facts is not None else ())


def _of_kind(seen: Iterable[Sensitive], kind: SensitiveKind) -> list[Sensitive]:
    return [one for one in seen if one.kind is kind]


def _is_secret(seen: Iterable[Sensitive]) -> bool:
    return any(one.kind is SensitiveKind.SECRECY for one in seen)


def _in_file(context: Context, row: Evidence, seen: Sequence[Sensitive], level: Level) -> Iterator[Found]:
    if not seen:
        return
    places = list(dict.fromkeys(one.where for one in seen))
    shown = "、".join(places[:_FIRST]) + ("等处" if len(places) > _FIRST else "")
    values = [(one.where, one.masked) for one in seen[:_FIRST]]
    yield Found(
        context.place("evidence.name", row.uid),
        f"“{row.name}”里有 {len(seen)} 处{seen[0].kind.word}，在{shown}。",
        (*values, *_rest(len(seen))),
        level=level,
        remedy=_SECRET_FILE if seen[0].kind is SensitiveKind.SECRECY else "",
    )


def _in_texts(row: Any, context: Context) -> Iterator[tuple[Field, tuple[Hit, ...]]]:
    """The fields of a row in whose words something was found."""
    added = tuple(field.spec.name for field in context.catalogue.added(context.record))
    for name in (*_NAMES[context.record], *added):
        value = held(row, name) if added else getattr(row, name)
        words = value if type(value) is str else _words(value)
        # A code that its own check character bears out is that code; there are thousands of them.
        if words and not (name == _CODE and is_uscc(words)) and (hits := _found(words)):
            yield context.catalogue.field(f"{context.record}.{name}"), hits


def _words(value: object) -> str:
    """What somebody wrote in a field of another kind than text."""
    if isinstance(value, NotApplicable):
        return value.why
    if value and isinstance(value, tuple):
        return "\n".join(item.name for item in value if isinstance(item, Product))
    return ""


def _in_field(context: Context, row: Any, field: Field, hits: Sequence[Hit], level: Level) -> Iterator[Found]:
    if hits:
        kind = hits[0].kind
        yield Found(
            context.place(field.id, getattr(row, "uid", "")),
            f"“{field.short}”里有 {len(hits)} 处{kind.word}。",
            (*((kind.word, hit.masked) for hit in hits[:_FIRST]), *_rest(len(hits))),
            level=level,
            remedy=_SECRET_TEXT if kind is SensitiveKind.SECRECY else "",
        )


def _rest(count: int) -> tuple[tuple[str, str], ...]:
    return (("一共", f"{count} 处"),) if count > _FIRST else ()
