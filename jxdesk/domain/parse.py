"""Turn what a person typed into a field's value, or say in one sentence why it can't be.

Nothing is guessed silently: full-width digits and thousands separators are understood, a unit
typed with the number is refused with the unit that the form wants. Every text is bounded
before anything looks into it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal
from typing import NoReturn, TypeVar

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import (
    DECIMAL_PATTERN,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_FRACTION_DIGITS,
    MAX_INTEGER_DIGITS,
    MAX_LINE,
    MAX_LIST,
    MAX_TEXT,
    forbidden_in,
    is_date,
)
from jxdesk.domain.values import Kind, NotApplicable, Product, Value
from jxdesk.notice import Notice

# Only what is the same character in another width: NFKC would read 5² as 52.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_NOT_APPLICABLE = re.compile(r"(?:—{1,2}|－|-|–)\s*(?:[（(](.*)[)）])?", re.DOTALL)
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(\.[0-9]*)?")
_YES = {"是", "√", "✓", "yes", "y", "true", "1", "有"}
_NO = {"否", "×", "no", "n", "false", "0", "无"}
_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:月|(?:[-./月])\s*(\d{1,2})\s*日?)?",
    re.ASCII,
)
_SHARED = re.compile(r"(.+?)[（(]\s*([0-9０-９.．]+)\s*[%％]\s*[)）]")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_Item = TypeVar("_Item")
_LONG_KINDS = (Kind.LONG_TEXT, Kind.PRODUCTS, Kind.REFERENCES)


def parse(field: Field, typed: str, notice: Notice) -> Value:
    """The value of ``field`` that ``typed`` means; an empty text empties the field.

    Raises ``UserError`` ``value.*`` whose sentence names the field.
    """
    bound = MAX_TEXT if field.kind in _LONG_KINDS else MAX_LINE
    if len(typed) > bound:
        _refuse(field, "value.too-long", f"文字超过 {bound} 个字符", "请删减，或作为佐证材料附上")
    match field.kind:
        case Kind.TEXT:
            return _text(field, typed, lines=False)
        case Kind.LONG_TEXT:
            return _text(field, typed, lines=True)
        case Kind.PRODUCTS:
            return _products(field, typed)
        case Kind.REFERENCES:
            parts = re.split(r"[\s,;，；、]+", typed)
            return _bounded(field, tuple(_text(field, part, lines=False) for part in parts if part))
        case Kind.DIGEST:
            return _digest(field, typed.strip())
        case Kind.CHOICE:
            return _choice(field, _text(field, typed, lines=False), notice)
    text = typed.translate(_NARROW).strip()
    if not text:
        return "" if field.kind is Kind.DATE else None
    if field.kind is Kind.DATE:
        return _date(field, text)
    return _flag(field, text) if field.kind is Kind.FLAG else _figure(field, typed.strip(), text)


def are_plain(typed: Collection[str]) -> bool:
    """Whether a field of one line takes every one of these texts as it is, but for spaces around it.

    ``False`` only says that each has to be asked. Asking for all at once takes a tenth of the time.
    """
    # A space joins with nothing before or after it, so the whole is in normal form when each text is.
    whole = " ".join(typed)
    short = max(map(len, typed), default=0) <= MAX_LINE
    return short and whole.isprintable() and unicodedata.is_normalized("NFC", whole)


def _text(field: Field, typed: str, *, lines: bool) -> str:
    text = unicodedata.normalize("NFC", typed)
    # Of what can be printed nothing is forbidden, no line ends, and no tabulator is among it.
    plain = text.isprintable()
    if not plain:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.strip()
    bound = MAX_TEXT if lines else MAX_LINE
    if len(text) > bound:
        _refuse(field, "value.too-long", f"文字超过 {bound} 个字符", "请删减，或作为佐证材料附上")
    if plain:
        return text
    if not lines and "\n" in text:
        _refuse(field, "value.lines", "只能填写一行", "请去掉换行")
    if char := forbidden_in(text, lines=lines):
        _refuse(
            field,
            "value.character",
            f"含有不可见的控制字符（U+{ord(char):04X}）",
            "请删去后重填，或改用“选择性粘贴—文本”",
        )
    return text


def _figure(field: Field, typed: str, text: str) -> Value:
    if dash := _NOT_APPLICABLE.fullmatch(typed):
        return _not_applicable(field, dash[1] or "")
    if field.spec.mark.unit == "%":
        text = text.removesuffix("%").rstrip()
    found = _NUMBER.fullmatch(text)
    if not found or not re.search(r"[0-9]", text):
        _refuse(
            field,
            "value.number",
            f"“{_shown(typed)}”不是数字",
            f"请只填数字，单位是{field.spec.mark.unit}，不要写单位和指数，千位分隔要每三位一隔",
        )
    sign, whole, fraction = found[1], found[2], found[3] or ""
    if field.kind is Kind.COUNT and fraction:
        _refuse(field, "value.whole", f"“{_shown(typed)}”不是整数", "请填写整数")
    number = _plain_zeros(whole.replace(",", "").replace(" ", ""), fraction)
    if field.kind is Kind.COUNT and sign == "-" and number != "0":
        _refuse(field, "value.negative", f"“{_shown(typed)}”小于 0", "请填写 0 或更大的整数")
    if not DECIMAL_PATTERN.fullmatch(number):
        _refuse(
            field,
            "value.digits",
            f"“{_shown(typed)}”的位数过多",
            f"整数部分最多 {MAX_INTEGER_DIGITS} 位，小数最多 {MAX_FRACTION_DIGITS} 位",
        )
    return int(number) if field.kind is Kind.COUNT else Decimal(sign.replace("+", "") + number)


def _plain_zeros(whole: str, fraction: str) -> str:
    """``007`` ``.50`` → ``7.50``, ``.5`` → ``0.5``, ``5.`` → ``5``: the precision typed stays."""
    return (whole.lstrip("0") or "0") + (fraction if len(fraction) > 1 else "")


def _not_applicable(field: Field, why: str) -> NotApplicable:
    if not field.text.may_be_na:
        _refuse(field, "value.na", "这一项必须填写数字，不能填“—”", "请填写数字")
    if not why.strip():
        _refuse(field, "value.na-why", "填“—”时要写明原因", "请写成“—（原因）”，例如“—（新办企业）”")
    return NotApplicable(_text(field, why, lines=False))


def _flag(field: Field, text: str) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    _refuse(field, "value.flag", f"“{_shown(text)}”不是“是”或“否”", "请填写是或否")


def _date(field: Field, text: str) -> str:
    found = _DATE.fullmatch(text)
    iso = ""
    if found:
        iso = f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else "")
    if not is_date(iso):
        _refuse(
            field,
            "value.date",
            f"“{_shown(text)}”不是日期",
            f"请写成 2026年3月 或 2026-03-15，年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
        )
    return iso


def _digest(field: Field, text: str) -> str:
    if text and not _DIGEST.fullmatch(text):
        _refuse(field, "value.digest", f"“{_shown(text)}”不是 SHA-256 值", "应为 64 位小写十六进制数")
    return text


def _choice(field: Field, typed: str, notice: Notice) -> str:
    if not typed:
        return ""
    terms = notice.vocabularies[field.spec.mark.vocabulary]
    for term in terms:
        if typed in (term.id, term.label):
            return term.id
    shown = "、".join(term.label for term in terms[:8]) + ("……" if len(terms) > 8 else "")
    _refuse(field, "value.choice", f"“{_shown(typed)}”不在可选范围内", f"可填：{shown}")


def _products(field: Field, typed: str) -> tuple[Product, ...]:
    found = []
    for part in re.split(r"[;；\n\r]", typed):
        name = _text(field, part, lines=False)
        if not name:
            continue
        share = None
        if match := _SHARED.fullmatch(name):
            name, share = match[1].rstrip(), _share(field, match[2].translate(_NARROW))
        found.append(Product(name, share))
    return _bounded(field, tuple(found))


def _bounded(field: Field, items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    if len(items) > MAX_LIST:
        _refuse(field, "value.too-many", f"超过 {MAX_LIST} 项", "请删减")
    return items


def _share(field: Field, text: str) -> Decimal:
    whole, point, fraction = text.partition(".")
    number = _plain_zeros(whole, point + fraction)
    if text == "." or not DECIMAL_PATTERN.fullmatch(number):
        _refuse(field, "value.number", f"市场占有率“{_shown(text)}”不是数字", "请写成“产品（12.5%）”")
    return Decimal(number)


def _shown(typed: str) -> str:
    """The beginning of what was typed, safe to show: what cannot be printed is a box."""
    return "".join(char if char.isprintable() else "□" for char in typed[:30])


def _refuse(field: Field, code: str, reason: str, remedy: str) -> NoReturn:
    raise UserError(code, f"“{field.short}”没有改动：{reason}。", f"{remedy}。")
