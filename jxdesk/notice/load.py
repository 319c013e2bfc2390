"""Read a notice pack from a folder, bounded before it is parsed, refused with file and place."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.paths import resources
from jxdesk.notice.faults import malformed
from jxdesk.notice.model import (
    Clause,
    FieldText,
    FormText,
    Head,
    Notice,
    RuleSetting,
    Term,
)

FORMAT = 1
# The indicators that the notice gives are chosen from like any other vocabulary.
INDICATORS = "indicators"
FILES = ("pack.toml", "clauses.toml", "fields.toml", "form.toml", "rules.toml", "vocabularies.toml")
MAX_FILE_BYTES = 256 * 1024
MAX_KEY_PARTS = 8
# The parser takes quadratic time over a key of many parts, so these are looked for beforehand.
_KEY_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_KEY_PART}){{{MAX_KEY_PARTS}}}", re.ASCII)
MAX_EXPONENT = 30
_ADDED = re.compile(r"[a-z_]+\.x\.[a-z][a-z0-9_]{0,39}")
_FIGURES = ("count", "decimal")
_TEXTS = ("text", "long-text")
_TYPES = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "decimal": "数字",
    "bool": "是或否",
    "array": "列表",
    "object": "表",
    "date": "日期",
    "null": "空",
}

T = TypeVar("T")


def installed() -> tuple[str, ...]:
    """The ids of the packs that come with the program, sorted."""
    folder = resources() / "notices"
    return tuple(sorted(p.name for p in folder.iterdir() if (p / "pack.toml").is_file()))


def load_installed(notice_id: str) -> Notice:
    """A pack that comes with the program. Raises ``UserError`` for an unknown id."""
    if notice_id not in installed():
        raise UserError(
            "notice.unknown",
            f"没有名为“{notice_id}”的申报通知包。",
            f"可用的有：{'、'.join(installed())}。",
        )
    return load_folder(resources() / "notices" / notice_id)


def load_folder(folder: Path) -> Notice:
    """Decode and check the pack in ``folder``.

    Raises ``UserError`` (``notice.malformed``, ``notice.newer``) that names file and place.
    """
    _check_format(_toml("pack.toml", _read(folder, "pack.toml")).get("format"))
    files = {name: _read(folder, name) for name in FILES}
    form = _decode(files, "form.toml", FormText)
    given = tuple(Term(id=target.id, label=target.label) for target in form.indicators)
    vocabularies = _decode_each(files, "vocabularies.toml", tuple[Term, ...])
    notice = Notice(
        head=_decode(files, "pack.toml", Head),
        form=form,
        clauses=_decode_each(files, "clauses.toml", Clause),
        fields=_decode_each(files, "fields.toml", FieldText),
        vocabularies=vocabularies | {INDICATORS: given},
        rules=_decode_each(files, "rules.toml", RuleSetting),
        files=files,
        digest=pack_digest(files),
    )
    _check_references(notice)
    return notice


def _check_format(number: object) -> None:
    """Look at the format first: a newer one may hold what this program takes for a mistake."""
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise malformed("pack.toml", "format", "应为正整数")
    if number > FORMAT:
        raise UserError(
            "notice.newer",
            f"申报通知包的格式（{number}）比本程序认识的（{FORMAT}）新。",
            "请先升级本程序。",
        )


def pack_digest(files: dict[str, bytes]) -> str:
    """SHA-256 (hex) over ``name NUL sha256-hex LF`` of each file, sorted by name."""
    return listed_digest({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def listed_digest(digests: Mapping[str, str]) -> str:
    """The pack digest of files of which only the names and SHA-256 (hex) are at hand."""
    lines = (f"{name}\0{digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise malformed(name, "", "文件不存在")
    with os_errors(path), path.open("rb") as handle:
        data = handle.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise malformed(name, "", f"超过 {MAX_FILE_BYTES} 字节")
    return data


def _toml(name: str, data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise malformed(name, f"第 {error.start + 1} 字节", "不是 UTF-8 文本") from error
    if _LONG_KEY.search(text):
        raise malformed(name, "", f"有的键超过 {MAX_KEY_PARTS} 层")
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except (InvalidOperation, RecursionError, ValueError) as error:
        raise malformed(name, _toml_place(str(error)), "不是正确的 TOML") from error


def _decode(files: dict[str, bytes], name: str, wanted: type[T]) -> T:
    return _convert(name, "", _toml(name, files[name]), wanted)


def _decode_each(files: dict[str, bytes], name: str, wanted: type[T]) -> dict[str, T]:
    """A file of entries by id, each decoded by itself so that a fault names its entry."""
    raw = _toml(name, files[name])
    return {
        key: _convert(name, key, _key_by_term(value) if name == "vocabularies.toml" else value, wanted)
        for key, value in raw.items()
    }


def _convert(name: str, place: str, raw: object, wanted: type[T]) -> T:
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        reason, _, below = str(error).partition(" - at ")
        where = (place + below.strip("`").removeprefix("$")).lstrip(".")
        raise malformed(name, where, _in_chinese(reason)) from error


def _decimal(text: str) -> Decimal:
    """An exact number; one that would take pages to write out is no parameter of any rule."""
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        raise ValueError(f"not a usable number: {text[:40]}")
    return value


def _key_by_term(vocabulary: object) -> object:
    """Let a vocabulary be written ``id = "label"``; the long form stays possible."""
    if not isinstance(vocabulary, dict):
        return vocabulary
    return [{"id": term_id, "label": label} for term_id, label in vocabulary.items()]


def _toml_place(message: str) -> str:
    found = re.search(r"at line (\d+), column (\d+)", message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else ""


def _in_chinese(reason: str) -> str:
    if found := re.fullmatch(r"Object missing required field `(.+)`", reason):
        return f"缺少“{found[1]}”"
    if found := re.fullmatch(r"Object contains unknown field `(.+)`", reason):
        return f"有不认识的项“{found[1]}”"
    if found := re.fullmatch(r"Expected `(.+)`, got `(.+)`", reason):
        return f"应为{_type(found[1])}，实为{_type(found[2])}"
    return f"内容不合格式（{reason}）"


def _type(name: str) -> str:
    return _TYPES.get(name, name)


def _check_references(notice: Notice) -> None:
    """Every clause that is named exists; ids are unique; years and counts make sense."""
    head = notice.head
    if not (2000 <= head.base_year < head.batch_year + 1 <= 2200):
        raise malformed("pack.toml", "base_year", "年份不合理")
    if min(head.pilot_years, head.largest_shown, head.copies) < 1:
        raise malformed("pack.toml", "pilot_years / largest_shown / copies", "应为正整数")
    for deadline in head.deadlines:
        _clause(notice, "pack.toml", f"deadlines.{deadline.id}", deadline.clause)
    _unique("pack.toml", "deadlines", [deadline.id for deadline in head.deadlines])
    _check_renamed(notice)
    _check_form(notice)
    for field_id, text in notice.fields.items():
        if text.clause:
            _clause(notice, "fields.toml", field_id, text.clause)
        _check_field(notice, field_id, text)
    for vocabulary, terms in notice.vocabularies.items():
        _unique("vocabularies.toml", vocabulary, [term.id for term in terms])
        if not all(term.id and term.label for term in terms):
            raise malformed("vocabularies.toml", vocabulary, "有一项的编号或名称为空")
    for rule_id, setting in notice.rules.items():
        _clause(notice, "rules.toml", rule_id, setting.clause)


def _check_field(notice: Notice, field_id: str, text: FieldText) -> None:
    """What the pack says of a field makes sense, and of one that it adds it says enough."""

    def refuse(reason: str) -> NoReturn:
        raise malformed("fields.toml", field_id, reason)

    if text.max_chars < 0 or not text.label:
        refuse("标签为空或字数上限为负")
    if text.hidden and text.required:
        refuse("隐藏的字段不能必填")
    is_added = bool(_ADDED.fullmatch(field_id))
    if is_added is (text.kind is None):
        refuse("缺少类型 kind" if is_added else "只有“表.x.名称”这样增加的字段才写类型 kind")
    if not is_added:
        if text.unit or text.vocabulary:
            refuse("只有增加的字段才写单位和词表")
        return
    is_figure = text.kind in _FIGURES
    if bool(text.vocabulary) is not (text.kind == "choice"):
        refuse("词表 vocabulary 要写，且只写在选择类（choice）字段上")
    if text.vocabulary and text.vocabulary not in notice.vocabularies:
        refuse(f"没有“{text.vocabulary}”这个词表")
    if (text.unit or text.may_be_na or text.evidence) and not is_figure:
        refuse("只有数字才有单位、“—”和证明材料")
    if text.max_chars and text.kind not in _TEXTS:
        refuse("只有文字才有字数上限")


def _check_renamed(notice: Notice) -> None:
    """A field that the pack adds now had another name once, which no field has any more."""
    for old, new in notice.head.renamed.items():
        same_record = old.partition(".")[0] == new.partition(".")[0]
        if old in notice.fields or not _ADDED.fullmatch(old):
            raise malformed("pack.toml", f"renamed.{old}", "应为已不再使用的“表.x.名称”")
        if not (same_record and _ADDED.fullmatch(new) and new in notice.fields):
            raise malformed("pack.toml", f"renamed.{old}", f"同一张表里没有增加“{new}”这个字段")
    _unique("pack.toml", "renamed", list(notice.head.renamed.values()))


def _check_form(notice: Notice) -> None:
    for part in notice.form.parts:
        _clause(notice, "form.toml", f"parts.{part.id}", part.clause)
    _unique("form.toml", "indicators", [target.id for target in notice.form.indicators])
    for target in notice.form.indicators:
        if missing := [field for field in target.today if field not in notice.fields]:
            raise malformed("form.toml", f"indicators.{target.id}.today", f"没有“{missing[0]}”这个字段")
    _unique("form.toml", "parts", [part.id for part in notice.form.parts])
    _unique("form.toml", "parts.records", [r for part in notice.form.parts for r in part.records])


def _clause(notice: Notice, file: str, place: str, clause: str) -> None:
    if clause not in notice.clauses:
        raise malformed(file, place, f"引用了不存在的条款“{clause}”")


def _unique(file: str, place: str, ids: list[str]) -> None:
    doubled = sorted(item for item, times in Counter(ids).items() if times > 1)
    if doubled:
        raise malformed(file, place, f"“{'、'.join(doubled[:5])}”重复")


__all__ = [
    "FILES",
    "installed",
    "listed_digest",
    "load_folder",
    "load_installed",
    "malformed",
    "pack_digest",
]
