"""Read a notice pack from a folder, bounded before it is parsed, refused with file and place."""

from __future__ import annotations

import hashlib
import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.paths import resources
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
FILES = ("pack.toml", "clauses.toml", "fields.toml", "form.toml", "rules.toml", "vocabularies.toml")
MAX_FILE_BYTES = 1_000_000

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
    files = {name: _read(folder, name) for name in FILES}
    head = _decode(files, "pack.toml", Head)
    if head.format > FORMAT:
        raise UserError(
            "notice.newer",
            f"申报通知包“{head.id}”是为更新版本的程序制作的。",
            "请先升级本程序。",
        )
    notice = Notice(
        head=head,
        form=_decode(files, "form.toml", FormText),
        clauses=_decode(files, "clauses.toml", dict[str, Clause]),
        fields=_decode(files, "fields.toml", dict[str, FieldText]),
        vocabularies=_decode(files, "vocabularies.toml", dict[str, tuple[Term, ...]]),
        rules=_decode(files, "rules.toml", dict[str, RuleSetting]),
        files=files,
        digest=pack_digest(files),
    )
    _check_references(notice)
    return notice


def pack_digest(files: dict[str, bytes]) -> str:
    """SHA-256 (hex) over ``name NUL sha256-hex LF`` of each file, sorted by name."""
    lines = (f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def malformed(file: str, place: str, reason: str) -> UserError:
    """The refusal of a pack: which file, where in it, what is wrong, whom to ask."""
    where = f"，位置 {place}" if place else ""
    return UserError(
        "notice.malformed",
        f"申报通知包的文件 {file}{where}：{reason}。",
        "请向发放通知包的单位重新索取，不要手工改动其中的文件。",
    )


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise malformed(name, "", "文件不存在")
    with os_errors(path), path.open("rb") as handle:
        data = handle.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise malformed(name, "", f"超过 {MAX_FILE_BYTES} 字节")
    return data


def _decode(files: dict[str, bytes], name: str, wanted: type[T]) -> T:
    try:
        raw = tomllib.loads(files[name].decode("utf-8"), parse_float=_decimal)
    except UnicodeDecodeError as error:
        raise malformed(name, f"第 {error.start} 字节", "不是 UTF-8 文本") from error
    except (tomllib.TOMLDecodeError, InvalidOperation, RecursionError, ValueError) as error:
        raise malformed(name, _toml_place(str(error)), "不是正确的 TOML") from error
    try:
        return msgspec.convert(_key_by_term(name, raw), wanted)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        raise malformed(name, place.strip("`"), _in_chinese(reason)) from error


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(f"not a number: {text}")
    return value


def _key_by_term(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Let a vocabulary be written ``id = "label"``; the long form stays possible."""
    if name != "vocabularies.toml":
        return raw
    return {
        key: [{"id": i, "label": v} for i, v in value.items()] if isinstance(value, dict) else value
        for key, value in raw.items()
    }


def _toml_place(message: str) -> str:
    found = re.search(r"at line (\d+), column (\d+)", message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else ""


def _in_chinese(reason: str) -> str:
    patterns = (
        (r"Object missing required field `(.+)`", r"缺少“\1”"),
        (r"Object contains unknown field `(.+)`", r"有不认识的项“\1”"),
        (r"Expected `(.+)`, got `(.+)`", r"应为 \1，实为 \2"),
    )
    for pattern, wording in patterns:
        if found := re.fullmatch(pattern, reason):
            return found.expand(wording)
    return f"内容不合格式（{reason}）"


def _check_references(notice: Notice) -> None:
    """Every clause that is named exists; ids are unique; years and counts make sense."""
    head = notice.head
    if not (2000 <= head.base_year < head.batch_year + 1 <= 2200):
        raise malformed("pack.toml", "base_year", "年份不合理")
    if min(head.pilot_years, head.largest_shown) < 1:
        raise malformed("pack.toml", "pilot_years / largest_shown", "应为正整数")
    for deadline in head.deadlines:
        _clause(notice, "pack.toml", f"deadlines.{deadline.id}", deadline.clause)
    for part in notice.form.parts:
        _clause(notice, "form.toml", f"parts.{part.id}", part.clause)
    _unique("form.toml", "parts", [part.id for part in notice.form.parts])
    _unique("form.toml", "parts.records", [r for part in notice.form.parts for r in part.records])
    for field_id, text in notice.fields.items():
        if text.clause:
            _clause(notice, "fields.toml", field_id, text.clause)
        if text.max_chars < 0 or not text.label:
            raise malformed("fields.toml", field_id, "标签为空或字数上限为负")
    for vocabulary, terms in notice.vocabularies.items():
        _unique("vocabularies.toml", vocabulary, [term.id for term in terms])
    for rule_id, setting in notice.rules.items():
        _clause(notice, "rules.toml", rule_id, setting.clause)


def _clause(notice: Notice, file: str, place: str, clause: str) -> None:
    if clause not in notice.clauses:
        raise malformed(file, place, f"引用了不存在的条款“{clause}”")


def _unique(file: str, place: str, ids: list[str]) -> None:
    doubled = {item for item in ids if ids.count(item) > 1}
    if doubled:
        raise malformed(file, place, f"“{'、'.join(sorted(doubled))}”重复")


__all__ = ["FILES", "installed", "load_folder", "load_installed", "malformed", "pack_digest"]
