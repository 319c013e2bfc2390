"""What every page, block and row is given: the open workspace and the look."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desk import Desk
from ui.theme import Look


@dataclass(frozen=True, slots=True)
class Context:
    """Handed down by every constructor, instead of globals."""

    desk: Desk
    look: Look
