"""The folders that Office writes into its files, which name whoever was logged in."""

from __future__ import annotations

import re

from jxdesk.files.reading.authors import is_somebody

_HOME = re.compile(
    r"(?:[\\/]|%5C)(?:Users|Documents and Settings|home)(?:[\\/]|%5C)([^\\/%]{1,80})(?:[\\/]|%5C)",
    re.IGNORECASE,
)


def user_of(path: str) -> str:
    """The user in whose folder ``path`` lies, ``""`` if there is none or the name tells nothing."""
    found = _HOME.search(path)
    return found[1] if found and is_somebody(found[1]) else ""
