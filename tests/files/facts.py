"""Facts of a file made in memory, and short ways to say what is expected of them."""

from __future__ import annotations

from pathlib import Path

from jxdesk.domain.facts import FileFacts, SensitiveKind
from jxdesk.files.reading.examine import examine

IDENTITY = "36010219900101123X"
IDENTITY_MASKED = "360***********123X"
MOBILE = "13807911234"
MOBILE_MASKED = "138****1234"
SECRECY = "机密★3年"

Found = tuple[SensitiveKind, str, str]


def facts(folder: Path, data: bytes, name: str = "") -> FileFacts:
    """The facts of ``data``, read without a process of its own."""
    path = folder / "file"
    path.write_bytes(data)
    return examine(path, name)


def found(folder: Path, data: bytes, name: str = "") -> list[Found]:
    """What is found in ``data``: (kind, where, masked)."""
    return [(each.kind, each.where, each.masked) for each in facts(folder, data, name).sensitive]


def identity(where: str) -> Found:
    return SensitiveKind.IDENTITY, where, IDENTITY_MASKED


def mobile(where: str) -> Found:
    return SensitiveKind.MOBILE, where, MOBILE_MASKED


def metadata(where: str, what: str) -> Found:
    return SensitiveKind.METADATA, where, what
