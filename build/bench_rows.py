"""One line of the benchmark table: what every ``bench_*.py`` section hands back.

A section is a module ``bench_<name>.py`` in this folder with ``NAME: str`` and
``def run(folder: Path) -> list[Row]``; ``folder`` is an empty scratch folder that the caller
removes. Ours and the peer are measured in the same run, taking turns.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure (medians), the peer's beside it, and the goal it is held to.

    ``unit`` is ``"s"``, ``"ms"``, ``"MB"``, ``"MB/s"``, ``"%"`` or what is counted; ``peer`` is ``None``
    where nothing is compared; ``met`` is ``None`` where there is no goal.
    """

    what: str
    ours: float
    unit: str
    peer_name: str = ""
    peer: float | None = None
    goal: str = ""
    met: bool | None = None


def median(values: Sequence[float]) -> float:
    """The median of at least one measured value."""
    return statistics.median(values)


def compiled_once(folder: Path) -> dict[str, str]:
    """The environment for a measured process: its modules are compiled once, as those of an installed program
    are, wherever this is run, and what comes of that stays in ``folder``."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
