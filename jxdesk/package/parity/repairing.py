"""Let the program mend a folder with the whole packets of a set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.progress import Progress
from jxdesk.package.parity import program

_USED = re.compile(r"([0-9]+) recovery blocks will be used")
_LACKING = re.compile(r"You need ([0-9]+) more recovery blocks")


@dataclass(frozen=True, slots=True)
class Repaired:
    """``is_whole``: every file that the set describes is as it was. ``used`` slices mended it.

    Else ``lacking`` slices more would have been needed (0 where that is not known).
    """

    is_whole: bool
    used: int = 0
    lacking: int = 0


def repair(tool: Path, folder: Path, parity: Path, progress: Progress) -> Repaired:
    """Mend ``folder`` by the packets in the file ``parity``: all of it, or nothing is changed.

    ``parity`` stands alone in a folder outside of it, and is removed when it was of use. Raises
    ``UserError`` for a full disk, and what ``progress`` raises.
    """
    options = ["r", f"-m{program.MEMORY_MB}", "-p", f"-B{folder.resolve()}", "--", str(parity.resolve())]
    ran = program.run(tool, options, parity.parent, program.CHECKING, progress)
    if ran.code == program.GOOD:
        return Repaired(is_whole=True, used=_number(_USED, ran.said))
    if program.ran_out_of_room(ran, folder):
        raise program.no_room(folder, "修补好的文件")
    return Repaired(is_whole=False, lacking=_number(_LACKING, ran.said))


def _number(pattern: re.Pattern[str], said: str) -> int:
    found = pattern.search(said)
    return int(found[1]) if found else 0
