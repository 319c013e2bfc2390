"""Fonts by role: which file, which glyph from where, and no silent blanks.

``resources/fonts/fonts.toml`` names the file of each role and where to turn when the file or a
glyph is missing. An office may put its own TrueType files into ``fonts/user/``: one named after
a role (``fang.ttf``, ``song-bold.ttf`` …) takes that role; the others are asked last.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.paths import resources
from jxdesk.documents.linebreak import is_ignorable
from jxdesk.documents.typeface import Typeface, load_typeface

TICK_BOXES = {"☐": False, "☑": True}
MAX_USER_FONTS = 16


class Role(StrEnum):
    """What a text is set in: 仿宋, 宋, 小标宋, 黑, 楷."""

    FANG = "fang"
    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"
    KAI = "kai"


@dataclass(frozen=True, slots=True)
class WordFont:
    """The names under which Word finds a role: ``latin`` and ``chinese`` of a Chinese Windows,
    ``office`` what offices install on top; ``bold`` if Word has to embolden it."""

    latin: str
    chinese: str
    office: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font draws; ``font`` is its registered name.

    A tick box is a run of its own with an empty ``font``: it is drawn as lines.
    """

    font: str
    text: str


class FontSet:
    """The loaded fonts. Looking up a character is cached; the set itself never changes."""

    def __init__(self, chains: Mapping[Role, tuple[Typeface, ...]]) -> None:
        self._chains = chains
        self._chosen: dict[tuple[Role, str], Typeface | None] = {}
        self._advances: dict[tuple[Role, str], float] = {}

    def face(self, role: Role, char: str) -> Typeface:
        """The font that draws ``char``. Raises ``UserError`` ``font.missing-character``."""
        key = (role, char)
        if key not in self._chosen:
            found = (face for face in self._chains[role] if face.has(char))
            self._chosen[key] = next(found, None)
        face = self._chosen[key]
        if face is None:
            raise missing_character(char, "")
        return face

    def advance(self, role: Role, char: str) -> float:
        """The width of ``char`` in ems (0 for what is not drawn, 1 for a tick box)."""
        key = (role, char)
        width = self._advances.get(key)
        if width is None:
            if is_ignorable(char):
                width = 0.0
            elif char in TICK_BOXES:
                width = 1.0
            else:
                width = self.face(role, char).advance(char)
            self._advances[key] = width
        return width

    def runs(self, role: Role, text: str) -> tuple[Run, ...]:
        """Split ``text`` into stretches of one font each; undrawn characters are left out."""
        runs: list[Run] = []
        for char in text:
            if is_ignorable(char):
                continue
            name = "" if char in TICK_BOXES else self.face(role, char).fontName
            if runs and name and runs[-1].font == name:
                runs[-1] = Run(name, runs[-1].text + char)
            else:
                runs.append(Run(name, char))
        return tuple(runs)

    def check(self, role: Role, texts: Iterable[str], where: str) -> None:
        """Make sure that every character can be drawn.

        Raises ``UserError`` ``font.missing-character`` that names the character and ``where``.
        """
        for char in sorted(set().union(*map(set, texts)) - {"\n"}):
            if is_ignorable(char) or char in TICK_BOXES:
                continue
            try:
                self.face(role, char)
            except UserError as error:
                raise missing_character(char, where) from error


def missing_character(char: str, where: str) -> UserError:
    """The refusal to print a text that holds a character no font has."""
    shown = f"“{char}”" if char.isprintable() else "不可见字符"
    place = f"“{where}”中的" if where else ""
    return UserError(
        "font.missing-character",
        f"{place}{shown}（U+{ord(char):04X}）在现有字体里没有字形，打印出来会是空白。",
        "请改用通行字，或把含有这个字的 TrueType 字体放进字体文件夹的 user 子文件夹后重试。",
    )


def load_fonts(folder: Path | None = None) -> FontSet:
    """The fonts of ``folder`` (the program's own by default).

    Raises ``UserError``: ``font.missing`` (a required file is not there), ``font.unreadable``.
    """
    place = folder or resources() / "fonts"
    return _load(place, tuple((path, path.stat().st_mtime_ns) for path in sorted(place.rglob("*.ttf"))))


@lru_cache(maxsize=2)
def _load(folder: Path, files: tuple[tuple[Path, int], ...]) -> FontSet:
    """Kept as long as ``files`` (with their times of change) stay what they were."""
    table = _table(folder)
    own, others = _user_faces([path for path, _ in files if path.parent == folder / "user"])
    faces: dict[Role, Typeface] = dict(own)
    for role, entry in table.items():
        path = folder / entry["file"]
        if role in faces:
            continue
        if path.is_file():
            faces[role] = load_typeface(path)
        elif entry["required"]:
            raise UserError(
                "font.missing",
                f"缺少排版所需的字体文件“{path.name}”。",
                "请重新安装本程序；在源代码目录中请先运行 python3 build/dev.py setup。",
            )
    return FontSet({role: _chain(role, table, faces, others) for role in Role})


def word_fonts(folder: Path | None = None) -> dict[Role, WordFont]:
    """What the roles are called in Word documents."""
    table = _table(folder or resources() / "fonts")
    return {role: WordFont(**entry["docx"]) for role, entry in table.items()}


def _table(folder: Path) -> dict[Role, dict[str, Any]]:
    path = folder / "fonts.toml"
    with os_errors(path):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["font"]
    return {Role(entry["role"]): entry for entry in entries}


def _chain(
    role: Role,
    table: Mapping[Role, dict[str, Any]],
    faces: Mapping[Role, Typeface],
    others: tuple[Typeface, ...],
) -> tuple[Typeface, ...]:
    """The role's font, its declared fallbacks, then every other font, each once."""
    roles = [role, *(Role(name) for name in table[role]["fallback"]), Role.SONG, *table]
    found = [faces[each] for each in dict.fromkeys(roles) if each in faces]
    return (*found, *others)


def _user_faces(files: Sequence[Path]) -> tuple[dict[Role, Typeface], tuple[Typeface, ...]]:
    """The office's own fonts: those that take a role, and those that are asked last."""
    own: dict[Role, Typeface] = {}
    others: list[Typeface] = []
    for path in files[:MAX_USER_FONTS]:
        face = load_typeface(path)
        if path.stem in set(Role):
            own[Role(path.stem)] = face
        else:
            others.append(face)
    return own, tuple(others)
