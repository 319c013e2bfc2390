"""Which names may stand in a package: those that mean one thing on every computer and disc.

A path is relative, with ``/``, NFC, of at most 200 UTF-16 units, each segment at most 60
(Joliet), free of what Windows forbids or changes, of ``%`` (BagIt escapes with it), of
characters that nobody sees or that no font need have, and of every space but U+0020.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jxdesk.base.unseen import is_unseen

MAX_SEGMENT = 60
MAX_PATH = 200
MAX_SEGMENTS = 7
"""ISO 9660 allows seven levels of folders; on a disc the package's own folder is the first."""

_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)
_FORBIDDEN = frozenset('%:\\<>"|?*')
# Windows reads these by itself, whatever is in them.
_SYSTEM_FILES = frozenset({"autorun.inf", "desktop.ini", "thumbs.db"})
_BLANK_BRAILLE = "\u2800"
# Private use and unassigned; any space.
_UNCERTAIN_CATEGORIES = frozenset({"Cn", "Co", "Zs"})

EXPECTED = {
    "name.relative": "包内的相对路径",
    "name.nfc": "Unicode NFC 写法的名称",
    "name.character": '不含 % : \\ < > " | ? *、特殊空格、自造字和看不见的字符',
    "name.ending": "首尾没有空格，末尾没有句点",
    "name.reserved": "不是 Windows 保留的名称",
    "name.long": f"每级不超过 {MAX_SEGMENT} 个字，全路径不超过 {MAX_PATH} 个字，不超过 {MAX_SEGMENTS} 级",
    "name.case": "不与其他名称仅大小写不同",
    "name.twin": "不与其他名称仅 Unicode 写法不同",
}
"""What each code of this module wants, as a Chinese phrase."""


@lru_cache(maxsize=4096)
def name_faults(path: str) -> tuple[str, ...]:
    """The codes (keys of ``EXPECTED``) that ``path`` breaks, in the order of that table."""
    segments = path.split("/")
    broken = {
        "name.relative": any(segment in ("", ".", "..") for segment in segments),
        "name.nfc": not unicodedata.is_normalized("NFC", path),
        "name.character": any(map(_is_refused, path)),
        "name.ending": any(_has_bad_ending(segment) for segment in segments),
        "name.reserved": any(_is_reserved(segment) for segment in segments),
        "name.long": (
            utf16_units(path) > MAX_PATH
            or len(segments) > MAX_SEGMENTS
            or any(utf16_units(segment) > MAX_SEGMENT for segment in segments)
        ),
    }
    return tuple(code for code, is_broken in broken.items() if is_broken)


def collisions(paths: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """``(code, path, other)`` for each path that another one, ``other``, could be taken for.

    ``name.case``: equal after case folding. ``name.twin``: equal in another Unicode writing,
    canonical or compatible (NFKC: full-width letters, ligatures), whatever the case. Folders
    on the way count: of ``A/x`` and ``a/y`` the folders collide, reported once.
    """
    with_folders: set[str] = set()
    for path in paths:
        segments = path.split("/")
        with_folders.update("/".join(segments[: end + 1]) for end in range(len(segments)))
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(with_folders):
        folder, _, name = path.rpartition("/")
        groups[folder, _compatible(name)].append(path)
    for first, *others in groups.values():
        for path in others:
            is_case = path != first and path.casefold() == first.casefold()
            yield "name.case" if is_case else "name.twin", path, first


def utf16_units(text: str) -> int:
    """Length as Windows and Joliet count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _compatible(name: str) -> str:
    """What ``name`` and all that looks like it have in common (after UAX #15 and #31)."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


@lru_cache(maxsize=4096)
def _is_refused(char: str) -> bool:
    if char in _FORBIDDEN or is_unseen(char):
        return True
    return char == _BLANK_BRAILLE or (char != " " and unicodedata.category(char) in _UNCERTAIN_CATEGORIES)


def _has_bad_ending(segment: str) -> bool:
    return segment not in (".", "..") and (segment != segment.strip() or segment.endswith("."))


def _is_reserved(segment: str) -> bool:
    return segment.split(".", 1)[0].rstrip().upper() in _DEVICES or segment.casefold() in _SYSTEM_FILES
