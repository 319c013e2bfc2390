"""The three lists of a package, written one way and read strictly.

``manifest-sha256.txt`` and ``tagmanifest-sha256.txt``: one line for each file, 64 lower-case hex
digits, two spaces, the path, LF; sorted by path (code points, which is also the order of the
UTF-8 bytes), so that ``sha256sum -c`` reads them.

``blocks-crc32.txt``: one line for each payload file: path, space, size in bytes (decimal, no
leading zero), space, the CRC-32 (as of zlib) of each block of 32 KiB as eight lower-case hex
digits, run together without separators; the last block may be short; a file of no bytes has
``-``. A path may contain spaces: size and digits hold none, so a line is cut at its *last* two
spaces and nothing is ambiguous.

Reading collects every fault of a list instead of stopping at the first. It never normalises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from jxdesk.package.layout import BLOCK

Value = TypeVar("Value")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ANY_HEX = re.compile(r"[0-9a-fA-F]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,14}")
_CRCS = re.compile(r"(?:[0-9a-f]{8})+")

EXPECTED = {
    "list.encoding": "UTF-8 编码",
    "list.bom": "文件开头没有 BOM",
    "list.line-end": "每行以 LF 结尾",
    "list.line": "符合格式的一行",
    "list.algorithm": "64 位十六进制的 SHA-256",
    "list.upper-hex": "小写的十六进制",
    "list.duplicate": "每个文件只列一次",
    "list.order": "按路径排序",
}
"""What each code of this module wants, as a Chinese phrase."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """``code`` (a key of ``EXPECTED``) at ``line`` (from 1; 0 for the whole), what was ``found``."""

    code: str
    line: int
    found: str


@dataclass(frozen=True, slots=True)
class Decoded(Generic[Value]):
    """What could be read, by path, and everything that is wrong with the list.

    ``unusable`` are the paths of lines whose path could be read but whose value could not.
    """

    entries: Mapping[str, Value]
    faults: tuple[LineFault, ...]
    unusable: frozenset[str] = frozenset()

    @property
    def is_unreadable(self) -> bool:
        """Whether nothing could be read at all: it is not even text."""
        return any(fault.code == "list.encoding" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Blocks:
    """``size`` in bytes and the CRC-32 of each block, eight hex digits each, run together."""

    size: int
    crcs: str


def encode_manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest of ``digests``: path → SHA-256 in lower-case hex."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("utf-8")


def decode_manifest(data: bytes) -> Decoded[str]:
    """Read a manifest: path → SHA-256 in lower-case hex."""
    return _decode(data, _manifest_line)


def encode_blocks(blocks: Mapping[str, Blocks]) -> bytes:
    """The block list of ``blocks``: path → size and CRCs."""
    lines = (f"{path} {blocks[path].size} {blocks[path].crcs or '-'}\n" for path in sorted(blocks))
    return "".join(lines).encode("utf-8")


def decode_blocks(data: bytes) -> Decoded[Blocks]:
    """Read a block list: path → size and CRCs."""
    return _decode(data, _blocks_line)


@dataclass(frozen=True, slots=True)
class _Line(Generic[Value]):
    path: str | None
    value: Value | None
    code: str | None = None


def _decode(data: bytes, parse: Callable[[str], _Line[Value]]) -> Decoded[Value]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = LineFault("list.encoding", data.count(b"\n", 0, error.start) + 1, "不是 UTF-8")
        return Decoded({}, (fault,))
    faults: list[LineFault] = []
    if text.startswith("\ufeff"):
        faults.append(LineFault("list.bom", 0, "有 BOM"))
        text = text[1:]
    if "\r" in text:
        faults.append(LineFault("list.line-end", text.count("\n", 0, text.index("\r")) + 1, "CR"))
        text = text.replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        faults.append(LineFault("list.line-end", text.count("\n") + 1, "最后一行没有结尾"))
        text += "\n"
    return _lines(text.split("\n")[:-1], parse, faults)


def _lines(lines: list[str], parse: Callable[[str], _Line[Value]], faults: list[LineFault]) -> Decoded[Value]:
    entries: dict[str, Value] = {}
    unusable: set[str] = set()
    last = ""
    is_sorted = True
    for number, text in enumerate(lines, 1):
        line = parse(text)
        if line.code is not None:
            faults.append(LineFault(line.code, number, text[:120]))
        if line.path is None:
            continue
        if line.path in entries or line.path in unusable:
            faults.append(LineFault("list.duplicate", number, line.path))
            continue
        if line.path < last and is_sorted:
            is_sorted = False
            faults.append(LineFault("list.order", number, line.path))
        last = line.path
        if line.value is None:
            unusable.add(line.path)
        else:
            entries[line.path] = line.value
    return Decoded(entries, tuple(faults), frozenset(unusable))


def _manifest_line(text: str) -> _Line[str]:
    digest, separator, path = text.partition("  ")
    if not separator or not path or path.startswith(" ") or not _ANY_HEX.fullmatch(digest):
        return _Line(None, None, "list.line")
    if len(digest) != 64:
        return _Line(path, None, "list.algorithm")
    upper = None if _SHA256.fullmatch(digest) else "list.upper-hex"
    return _Line(path, digest.lower(), upper)


def _blocks_line(text: str) -> _Line[Blocks]:
    parts = text.rsplit(" ", 2)
    if len(parts) != 3 or not parts[0]:
        return _Line(None, None, "list.line")
    path, size, crcs = parts
    digits = "" if crcs == "-" else crcs
    well_formed = _SIZE.fullmatch(size) and (not digits or _CRCS.fullmatch(digits))
    if not well_formed or len(digits) != 8 * -(-int(size) // BLOCK) or (not crcs):
        return _Line(path, None, "list.line")
    return _Line(path, Blocks(int(size), digits))
