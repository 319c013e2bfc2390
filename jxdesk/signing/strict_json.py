"""Small JSON files of this floor, read strictly: one object, no surprises.

The caller bounds the size first; everything odd leaves as ``ValueError``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors


def read_bounded(path: Path, limit: int) -> bytes | None:
    """The bytes of the file at ``path``, or ``None`` when it is longer than ``limit`` bytes.

    Raises ``UserError`` (missing, rights, not a regular file).
    """
    with os_errors(path):
        if path.exists() and not path.is_file():
            raise UserError("path.kind", f"“{path}”不是普通文件。", "请检查路径。")
        with path.open("rb") as handle:
            data = handle.read(limit + 1)
    return data if len(data) <= limit else None


def load_object(data: bytes, keys: Collection[str]) -> dict[str, object]:
    """The one JSON object in ``data``, with exactly ``keys``.

    Raises ``ValueError`` for anything else: not UTF-8, a byte order mark, a duplicate or
    foreign or missing key, a float, NaN, nesting too deep, text after the object.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return exact_object(value, keys)


def exact_object(value: object, keys: Collection[str]) -> dict[str, object]:
    """``value`` as an object with exactly ``keys``, or ``ValueError``."""
    if not isinstance(value, dict) or set(value) != set(keys):
        raise ValueError("unexpected fields")
    return value


def text(record: dict[str, object], key: str) -> str:
    """The string at ``key``, or ``ValueError`` (half a surrogate pair can't be written again)."""
    value = record[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} is not text")
    value.encode("utf-8")
    return value


def whole(record: dict[str, object], key: str) -> int:
    """The whole number at ``key``, or ``ValueError`` (``true`` is not a number)."""
    value = record[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{key} is not a whole number")
    return value


def dump(value: object) -> bytes:
    """``value`` as readable JSON: UTF-8, sorted keys, two spaces, a final line feed."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode("utf-8")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("duplicate key")
    return record


def _refuse(token: str) -> object:
    raise ValueError(f"{token} has no place here")
