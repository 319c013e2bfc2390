"""One evidence file to be: what it is called, what it proves, and what makes its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jxdesk.documents.fonts import FontSet


class Content(Protocol):
    """Something that can be made into a file."""

    @property
    def suffix(self) -> str: ...

    def make(self, fonts: FontSet) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Item:
    """One file to be: ``title`` (its name without extension) and what it proves.

    ``items`` is how many countable things it proves, ``dated`` when they were granted (ISO).
    """

    title: str
    content: Content
    proves: tuple[str, ...]
    items: int | None = None
    dated: str = ""
