"""Which optical drives Linux has, from what the kernel says of them; no drive is woken for it.

Asking a burning program instead would leave out drives that are busy or that this user has no
rights to, just those that a person needs a sentence about.
"""

from __future__ import annotations

from pathlib import Path

from jxdesk.base.unseen import shown
from jxdesk.disc.burner import Drive

ROOT = Path("/")
_INFO = "proc/sys/dev/cdrom/info"
_MAX_INFO = 64 << 10
_WRITES = ("Can write CD-R", "Can write DVD-R", "Can write DVD-RAM")


def list_drives(root: Path = ROOT) -> tuple[Drive, ...]:
    """Every optical drive, by name. ``root``: where ``/proc``, ``/sys`` and ``/dev`` lie."""
    table = _table(root / _INFO)
    names = table.get("drive name", [])
    found = []
    for column, name in enumerate(names):
        writes = [table[row][column] for row in _WRITES if column < len(table.get(row, []))]
        found.append(Drive(str(root / "dev" / name), _model(root, name), not writes or "1" in writes))
    return tuple(sorted(found, key=lambda drive: drive.id))


def _table(path: Path) -> dict[str, list[str]]:
    """The kernel's table: a label, a colon, then one word for each drive."""
    try:
        with path.open("rb") as handle:
            text = handle.read(_MAX_INFO).decode("ascii", "replace")
    except OSError:
        return {}
    rows = (line.partition(":") for line in text.splitlines())
    return {label.strip(): words.split() for label, separator, words in rows if separator}


def _model(root: Path, name: str) -> str:
    folder = root / "sys/class/block" / name / "device"
    words = []
    for part in ("vendor", "model"):
        try:
            words.append((folder / part).read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue
    return shown(" ".join(words)) or "光驱"
