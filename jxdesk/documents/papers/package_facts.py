"""What the papers say of a sealed package."""

from __future__ import annotations

from dataclasses import dataclass

_GROUP = 4
_KILO = 1024


@dataclass(frozen=True, slots=True)
class Content:
    """One kind of content: its name, how many files, how many bytes."""

    name: str
    files: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """A sealed package as paper tells it; digests are SHA-256 hex, ``sealed`` a day in words.

    ``demo`` marks the training county.
    """

    folder: str
    cluster: str
    applicant: str
    notice: str
    document_number: str
    version: int
    sealed: str
    digest: str
    signer: str
    fingerprint: str
    contents: tuple[Content, ...] = ()
    demo: bool = False


def groups(digest: str, count: int = 0) -> str:
    """A digest in groups of four, upper case, for comparing by eye; the first ``count`` or all."""
    found = [digest[i : i + _GROUP].upper() for i in range(0, len(digest), _GROUP)]
    return " ".join(found[:count] if count else found)


def in_lines(digest: str, per_line: int = 8) -> str:
    """All groups of a digest, ``per_line`` to a line."""
    found = groups(digest).split(" ")
    return "\n".join(" ".join(found[i : i + per_line]) for i in range(0, len(found), per_line))


def size_words(size: int) -> str:
    """Bytes as people say them: KB, or MB with a decimal."""
    kilobytes = -(-size // _KILO)
    return f"{kilobytes} KB" if kilobytes < _KILO else f"{kilobytes / _KILO:.1f} MB"
