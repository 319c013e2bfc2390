"""Small JSON files in the user's own folder: conveniences that the program keeps for the next time.

None of them belongs to a workspace, and none is worth stopping the work for: what can't be understood is
set aside, and the program begins as it did the first time.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.paths import user_data

T = TypeVar("T")

MAX_BYTES = 400_000
MAX_TEXT = 1_000

_LOG = logging.getLogger(__name__)


def load(name: str, understood: Callable[[Any], T], otherwise: T) -> T:
    """What the file ``name`` (without ``.json``) says, ``otherwise`` where there is none.

    ``understood`` makes it of the plain JSON and raises ``ValueError``, ``TypeError``, ``KeyError`` or
    ``AttributeError`` for what can't be meant; then the file is renamed to ``name.damaged.json``.
    """
    path = _path(name)
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError:
        return otherwise
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("too large")
        return understood(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        _LOG.warning("%s can't be understood and was set aside", path.name)
        with suppress(OSError):
            os.replace(path, path.with_name(f"{name}.damaged.json"))
        return otherwise


def save(name: str, plain: Any) -> None:
    """Write the file. Raises ``UserError`` (disk, rights)."""
    write_bytes(_path(name), json.dumps(plain, ensure_ascii=False, indent=1).encode())


def keep(name: str, plain: Any) -> None:
    """As :func:`save`, but a folder that can't be written is only noted in the log."""
    try:
        save(name, plain)
    except UserError as error:
        _LOG.warning("%s not saved: %s", name, error.code)


def all_texts(*values: object) -> bool:
    """Whether all of these are texts of a sensible length."""
    return all(isinstance(value, str) and len(value) <= MAX_TEXT for value in values)


def _path(name: str) -> Path:
    return user_data() / f"{name}.json"
