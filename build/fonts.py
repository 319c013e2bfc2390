"""Puts the fonts of ``resources/fonts/fonts.toml`` where the program looks for them.

A font that lies there with the right digest is left alone. ``JXDESK_FONTS`` may name a folder that
already holds them (another clone's, or the one that a Linux build leaves for a build on Windows);
otherwise they come out of the packages that the table names. A file with another digest is refused.

Run by ``dev.py setup`` with the environment's interpreter (the conversion needs fontTools); what is
imported at the top is the standard library, so that ``dev.py`` can ask ``lacking`` by itself.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from font_sources import SourceUnavailable, take_from_deb, take_from_npm

FOLDER = Path(__file__).parents[1] / "resources" / "fonts"
TABLE = FOLDER / "fonts.toml"
GIVEN_VARIABLE = "JXDESK_FONTS"

TAKERS = {"deb": take_from_deb, "npm": take_from_npm}


class FontRefused(Exception):
    """A file is not the one that the table describes; the message says which, in Chinese."""


@dataclass(frozen=True)
class Source:
    """A published package and the files taken out of it."""

    kind: str
    package: str
    version: str


@dataclass(frozen=True)
class Piece:
    """One file: its path inside the package, its digest there, its name here and its digest here."""

    member: str
    member_sha256: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Font:
    """One row of the table."""

    role: str
    required: bool
    convert: str
    source: Source
    outlines: Piece
    licence: Piece


def read_table(path: Path = TABLE) -> tuple[Font, ...]:
    """The fonts in the order of the table; ``KeyError`` if a row lacks an entry."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["font"]
    fonts = []
    for row in rows:
        source, licence = row["source"], row["licence"]
        fonts.append(
            Font(
                role=row["role"],
                required=row["required"],
                convert=row.get("convert", ""),
                source=Source(source["kind"], source["package"], source["version"]),
                outlines=Piece(source["member"], source["sha256"], row["file"], row["sha256"]),
                licence=Piece(licence["member"], "", licence["file"], licence["sha256"]),
            )
        )
    return tuple(fonts)


def digest(data: bytes) -> str:
    """SHA-256 as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_there(piece: Piece, folder: Path) -> bool:
    """Whether ``folder`` holds exactly this file."""
    path = folder / piece.file
    return path.is_file() and digest(path.read_bytes()) == piece.sha256


def lacking(fonts: Iterable[Font], folder: Path) -> tuple[Font, ...]:
    """The fonts that ``folder`` does not hold, whole and with their licence."""
    return tuple(
        font for font in fonts if not (is_there(font.outlines, folder) and is_there(font.licence, folder))
    )


def copy_given(fonts: Iterable[Font], given: Path, folder: Path) -> None:
    """Copy from ``given`` what it holds with the right digests; the rest is left to be fetched."""
    for font in fonts:
        if not lacking([font], given):
            for piece in (font.licence, font.outlines):
                place(folder / piece.file, (given / piece.file).read_bytes())


def place(path: Path, data: bytes) -> None:
    """Write beside ``path`` and rename, so that an interrupted run leaves no half font."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(data)
    os.replace(beside, path)


def checked(piece_name: str, data: bytes, expected: str) -> bytes:
    """``data`` itself. Raises ``FontRefused`` if its digest is not ``expected``."""
    if digest(data) != expected:
        raise FontRefused(f"{piece_name} 的校验值与登记的不一致，没有采用。")
    return data


def install(font: Font, members: dict[str, bytes], folder: Path, scratch: Path) -> None:
    """Check the font's files out of its package, convert if the table says so, and place them.

    Raises ``FontRefused``; then nothing of this font was placed.
    """
    licence = members[font.licence.member]
    if font.licence.member.endswith(".gz"):
        licence = gzip.decompress(licence)
    checked(font.licence.file, licence, font.licence.sha256)
    outlines = checked(font.outlines.member, members[font.outlines.member], font.outlines.member_sha256)
    if font.convert:
        outlines = _converted(font.convert, outlines, scratch)
    checked(font.outlines.file, outlines, font.outlines.sha256)
    place(folder / font.licence.file, licence)
    place(folder / font.outlines.file, outlines)


def _converted(how: str, outlines: bytes, scratch: Path) -> bytes:
    if how != "cff-to-glyf":
        raise FontRefused(f"字体登记表里的转换方式“{how}”不认识。")
    from font_convert import cff_to_glyf

    before, after = scratch / "before.otf", scratch / "after.ttf"
    before.write_bytes(outlines)
    cff_to_glyf(before, after)
    return after.read_bytes()


def fetch(fonts: Sequence[Font], folder: Path) -> dict[Font, str]:
    """Take the fonts out of their packages, each package once. Returns what failed, and why."""
    failed: dict[Font, str] = {}
    by_package = sorted(fonts, key=lambda font: (font.source.kind, font.source.package))
    with tempfile.TemporaryDirectory(prefix="jxdesk-fonts-") as name:
        scratch = Path(name)
        for source, group in groupby(by_package, key=lambda font: font.source):
            members_of = list(group)
            wanted = {piece.member for font in members_of for piece in (font.outlines, font.licence)}
            print(f"取字体：{source.package} {source.version}", flush=True)
            try:
                members = TAKERS[source.kind](source.package, source.version, wanted, scratch)
            except SourceUnavailable as problem:
                failed.update(dict.fromkeys(members_of, str(problem)))
                continue
            for font in members_of:
                try:
                    install(font, members, folder, scratch)
                except FontRefused as problem:
                    failed[font] = str(problem)
    return failed


def main() -> int:
    """Make the folder complete. 0: everything needed is there; 1: a required font is not."""
    fonts = read_table()
    wanted = lacking(fonts, FOLDER)
    given = os.environ.get(GIVEN_VARIABLE)
    if wanted and given:
        copy_given(wanted, Path(given), FOLDER)
        wanted = lacking(wanted, FOLDER)
    failed = fetch(wanted, FOLDER) if wanted else {}
    for font, why in failed.items():
        if font.required:
            print(f"缺少必需的字体 {font.outlines.file}：{why}", file=sys.stderr)
        else:
            print(f"未装可选字体 {font.outlines.file}，文档改用其他字体：{why}")
    return 1 if any(font.required for font in failed) else 0


if __name__ == "__main__":
    sys.exit(main())
