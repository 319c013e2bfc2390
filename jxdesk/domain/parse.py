"""Turn what a person typed into a field's value, or say in one sentence why it can't be.

Nothing is guessed silently: full-width digits and thousands separators are understood, a unit
typed with the number is refused with the unit that the form wants.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NoReturn

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import (
    DECIMAL_PATTERN,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_FRACTION_DIGITS,
    MAX_INTEGER_DIGITS,
    MAX_LINE,
    MAX_TEXT,
    is_date,
    is_forbidden,
)
from jxdesk.domain.values import Kind, NotApplicable, Product, Value
from jxdesk.notice import Notice

_DASHES = ("—", "——", "－", "-", "–")
_YES = {"是", "√", "✓", "yes", "y", "true", "1", "有"}
_NO = {"否", "×", "no", "n", "false", "0", "无"}
_DATE_PATTERN = re.compile(r"(\d{4})\s*(?:[-./年])\s*(\d{1,2})\s*(?:月|(?:[-./月])\s*(\d{1,2})\s*日?)?")


def parse(field: Field, typed: str, notice: Notice) -> Value:
    """The value of ``field`` that ``typed`` means; an empty text empties the field.

    Raises ``UserError`` ``value.*`` whose sentence names the field.
    """
    kind = field.kind
    if kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.DIGEST):
        return _text(field, typed, lines=kind is Kind.LONG_TEXT)
    text = unicodedata.normalize("NFKC", typed).strip()
    if kind is Kind.PRODUCTS:
        return _products(field, typed)
    if kind is Kind.REFERENCES:
        return tuple(part for part in re.split(r"[\s,;，；、]+", typed.strip()) if part)
    if not text:
        return None if kind in (Kind.COUNT, Kind.DECIMAL, Kind.FLAG) else ""
    if kind in (Kind.COUNT, Kind.DECIMAL):
        return _figure(field, typed.strip(), text)
    if kind is Kind.FLAG:
        return _flag(field, text)
    if kind is Kind.DATE:
        return _date(field, text)
    return _choice(field, typed.strip(), notice)


def _text(field: Field, typed: str, *, lines: bool) -> str:
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\t", " ").strip()
    bound = MAX_TEXT if lines else MAX_LINE
    if len(text) > bound:
        _refuse(field, "value.too-long", f"文字超过 {bound} 个字符", "请删减，或作为佐证材料附上")
    if not lines and "\n" in text:
        _refuse(field, "value.lines", "只能填写一行", "请去掉换行")
    for char in text:
        if is_forbidden(char) and char != "\n":
            _refuse(
                field,
                "value.character",
                f"含有不可见的控制字符（U+{ord(char):04X}）",
                "请删去后重填，或改用“选择性粘贴—文本”",
            )
    return text


def _figure(field: Field, typed: str, text: str) -> Value:
    head, _, why = typed.partition("（") if "（" in typed else typed.partition("(")
    if head.strip() in _DASHES:
        return _not_applicable(field, why.rstrip("）) "))
    number = text.replace(",", "").replace(" ", "")
    if number.startswith("+"):
        number = number[1:]
    unit = unicodedata.normalize("NFKC", field.spec.mark.unit)
    if unit == "%" and number.endswith("%"):
        number = number[:-1]
    if not re.fullmatch(r"-?[0-9]*\.?[0-9]*", number) or not re.search(r"[0-9]", number):
        _refuse(
            field,
            "value.number",
            f"“{typed[:30]}”不是数字",
            f"请只填数字，单位是{field.spec.mark.unit}，不要写单位和指数",
        )
    number = _plain_zeros(number)
    if field.kind is Kind.COUNT:
        if "." in number:
            _refuse(field, "value.whole", f"“{typed[:30]}”不是整数", "请填写整数")
        if number.startswith("-") and number != "-0":
            _refuse(field, "value.negative", f"“{typed[:30]}”小于 0", "请填写 0 或更大的整数")
    if not DECIMAL_PATTERN.fullmatch(number):
        _refuse(
            field,
            "value.digits",
            f"“{typed[:30]}”的位数过多",
            f"整数部分最多 {MAX_INTEGER_DIGITS} 位，小数最多 {MAX_FRACTION_DIGITS} 位",
        )
    return int(number) if field.kind is Kind.COUNT else Decimal(number)


def _plain_zeros(number: str) -> str:
    """``007.50`` → ``7.50``, ``.5`` → ``0.5``, ``5.`` → ``5``: the precision typed stays."""
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, fraction = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


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
    _refuse(field, "value.flag", f"“{text[:30]}”不是“是”或“否”", "请填写是或否")


def _date(field: Field, text: str) -> str:
    found = _DATE_PATTERN.fullmatch(text)
    iso = ""
    if found:
        iso = f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else "")
    if not is_date(iso):
        _refuse(
            field,
            "value.date",
            f"“{text[:30]}”不是日期",
            f"请写成 2026年3月 或 2026-03-15，年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
        )
    return iso


def _choice(field: Field, typed: str, notice: Notice) -> str:
    terms = notice.vocabularies[field.spec.mark.vocabulary]
    for term in terms:
        if typed in (term.id, term.label):
            return term.id
    shown = "、".join(term.label for term in terms[:8]) + ("……" if len(terms) > 8 else "")
    _refuse(field, "value.choice", f"“{typed[:30]}”不在可选范围内", f"可填：{shown}")


def _products(field: Field, typed: str) -> tuple[Product, ...]:
    found = []
    for part in re.split(r"[;；\n]", typed):
        if not part.strip():
            continue
        name, share = part.strip(), None
        if match := re.fullmatch(r"(.+?)\s*[（(]\s*([0-9.]+)\s*[%％]\s*[）)]", name):
            name, share = match[1], _share(field, match[2])
        found.append(Product(_text(field, name, lines=False), share))
    return tuple(found)


def _share(field: Field, text: str) -> Decimal:
    number = _plain_zeros(text)
    if text.count(".") > 1 or not DECIMAL_PATTERN.fullmatch(number):
        _refuse(field, "value.number", f"市场占有率“{text[:30]}”不是数字", "请写成“产品（12.5%）”")
    return Decimal(number)


def _refuse(field: Field, code: str, reason: str, remedy: str) -> NoReturn:
    raise UserError(code, f"“{field.short}”没有改动：{reason}。", f"{remedy}。")
