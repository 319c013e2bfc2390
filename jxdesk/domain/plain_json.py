"""JSON as the canonical writing has it, of any content: written one way, read within bounds.

No floats, no doubled keys, no integers of more digits than a figure has; size, items and depth are
bounded before anything is made of them.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

import msgspec

from jxdesk.base.errors import UserError
from jxdesk.domain.limits import MAX_INTEGER_DIGITS

# A register of 5,000 enterprises with 500 projects and 1,000 files of evidence, all texts long,
# takes 11 MB and 300,000 items. The bounds keep the worst input under 3 seconds and 250 MB.
MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 8
MAX_ITEMS = 500_000
_REMEDY = "请向报送单位重新索取；如果是从更新的程序得来的，请升级本程序。"


def dump(plain: Any) -> bytes:
    """Plain JSON values in the canonical writing: whole numbers of up to 64 bits, no others."""
    return msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=1) + b"\n"


def fits(data: bytes) -> bool:
    """Whether canonical ``data`` is small enough to be read again by :func:`load`."""
    return len(data) <= MAX_BYTES and _items(data) <= MAX_ITEMS


def _items(data: bytes) -> int:
    """No fewer than the values in ``data``, counted without parsing."""
    return sum(data.count(mark) for mark in (b",", b"[", b"{"))


def load(data: bytes) -> Any:
    """Parse bounded JSON without floats or doubled keys. Raises ``UserError`` ``json.*``."""
    if len(data) > MAX_BYTES:
        raise bad("json.too-large", f"申报数据超过 {MAX_BYTES // 1024 // 1024} MB")
    if _items(data) > MAX_ITEMS:
        raise bad("json.too-large", f"申报数据超过 {MAX_ITEMS} 项")
    try:
        plain = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_doubles,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_bounded_int,
        )
    except UnicodeDecodeError as error:
        raise bad("json.syntax", "申报数据不是 UTF-8 文本") from error
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise bad("json.syntax", f"申报数据不是正确的 JSON（{place}）") from error
    except RecursionError as error:
        raise bad("json.syntax", "申报数据嵌套过深") from error
    except ValueError as error:
        raise bad("json.syntax", f"申报数据不是规范的 JSON（{error}）") from error
    if isinstance(plain, dict | list):
        _check_depth(plain, 1)
    return plain


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("有重复的键")
    if any(not unicodedata.is_normalized("NFC", key) for key in plain):
        raise ValueError("键不是 NFC 写法")
    return plain


def shown(key: str) -> str:
    """A key from outside, safe to show."""
    return "".join(char if char.isprintable() else "□" for char in key[:40])


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"不允许小数或特殊数 {text[:20]}")


def _bounded_int(text: str) -> int:
    if len(text.lstrip("-")) > MAX_INTEGER_DIGITS:
        raise ValueError("整数位数过多")
    return int(text)


def _check_depth(plain: dict[str, Any] | list[Any], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise bad("json.syntax", "申报数据嵌套过深")
    for value in plain.values() if isinstance(plain, dict) else plain:
        if isinstance(value, dict | list):
            _check_depth(value, depth + 1)


def bad(code: str, message: str) -> UserError:
    """The refusal of data with this code."""
    return UserError(code, message + "。", _REMEDY)
