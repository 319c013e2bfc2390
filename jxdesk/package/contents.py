"""The three JSON files that say what a package is: read once, bounded, decoded strictly.

``application.json`` is the canonical JSON of the domain; ``pages.json`` and ``report.json`` have
the shapes below, in the same canonical writing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeVar

import msgspec

from jxdesk.base.errors import UserError
from jxdesk.base.tree import Tree
from jxdesk.domain import canonical, plain_json
from jxdesk.domain.application import Application
from jxdesk.package import layout
from jxdesk.package.inventory import Inventory
from jxdesk.package.report import Fault, fault
from jxdesk.package.tag_files import read_capped

_CAPS = {
    layout.APPLICATION: ("application", layout.MAX_APPLICATION),
    layout.PAGES: ("pages", layout.MAX_PAGES),
    layout.REPORT: ("report", layout.MAX_REPORT),
}


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No key may be missing, none may be added."""


class Page(_Strict, frozen=True):
    """One printed sheet; ``page`` of ``pages`` counts within ``section``."""

    section: str
    page: int
    pages: int
    number: int
    code: str


class Scan(_Strict, frozen=True):
    """A stamped scan: its name as it was imported, the SHA-256 (hex) of its bytes."""

    name: str
    sha256: str


class Match(_Strict, frozen=True):
    """The printed page with ``code`` is page ``page`` (from 1) of the scan with that SHA-256.

    ``how`` it was matched: by the code as it was read, as it was typed, or by a person's eye.
    """

    code: str
    scan: str
    page: int
    how: Literal["code", "typed", "eye"]


class Confirmed(_Strict, frozen=True):
    """Who looked at a page without a code, why it has none, and when (UTC, ISO 8601)."""

    code: str
    who: str
    why: str
    at: str


class Pages(_Strict, frozen=True):
    """``pages.json``. ``data_digest`` is the SHA-256 (hex) of the application that was printed.

    With a stamped scan each page has its match, in the order of the pages, and each that was
    matched by eye its confirmation; without one both lists are empty.
    """

    layout: int
    data_digest: str
    pages: list[Page]
    scans: list[Scan]
    matches: list[Match]
    confirmed: list[Confirmed]


class FindingPlace(_Strict, frozen=True):
    """Where a finding opens in the form."""

    part: str
    field: str
    row: str


class Seen(_Strict, frozen=True):
    """A value that a finding is about, with the words that name it."""

    name: str
    value: str


class SealedFinding(_Strict, frozen=True):
    """A finding at sealing, with the reason that is meant for the reviewer."""

    rule: str
    level: str
    clause: str
    place: FindingPlace
    message: str
    values: list[Seen]
    remedy: str
    reason: str | None


class Counts(_Strict, frozen=True):
    """How many findings of each level."""

    error: int
    warning: int
    hint: int


class CheckResult(_Strict, frozen=True):
    """``report.json``: what the check found when the package was sealed."""

    bottom_line: str
    counts: Counts
    findings: list[SealedFinding]


@dataclass(frozen=True, slots=True)
class Contents:
    """What could be decoded. ``digests``: SHA-256 by path, ``None`` for what could not be read."""

    digests: dict[str, str | None]
    application: Application | None
    pages: Pages | None
    report: CheckResult | None
    faults: tuple[Fault, ...]


Shape = TypeVar("Shape", bound=_Strict)


def read(tree: Tree, found: Inventory) -> Contents:
    """Read and decode the three files; the bytes that are hashed are the bytes that are decoded."""
    faults: list[Fault] = []
    digests: dict[str, str | None] = {}
    data = {path: _read_one(tree, found, path, digests, faults) for path in _CAPS}
    return Contents(
        digests,
        _decode_application(data[layout.APPLICATION], faults),
        _decode(layout.PAGES, data[layout.PAGES], Pages, faults),
        _decode(layout.REPORT, data[layout.REPORT], CheckResult, faults),
        tuple(faults),
    )


def _read_one(
    tree: Tree, found: Inventory, path: str, digests: dict[str, str | None], faults: list[Fault]
) -> bytes | None:
    if path not in found.files:
        return None
    kind, cap = _CAPS[path]
    try:
        data = read_capped(tree, path, cap)
    except UserError as error:
        faults.append(fault("payload.unreadable", path, "可以读出", error.message))
        digests[path] = None
        return None
    if data is None:
        faults.append(fault(f"{kind}.too-large", path, f"不超过 {cap} 字节", f"{found.files[path]} 字节"))
        return None
    digests[path] = hashlib.sha256(data).hexdigest()
    return data


def _decode_application(data: bytes | None, faults: list[Fault]) -> Application | None:
    if data is None:
        return None
    try:
        return canonical.decode(data)
    except UserError as error:
        newer = error.code == "json.newer"
        code = "application.newer" if newer else "application.unreadable"
        wanted = "本程序能读的版本" if newer else "规范的申报数据"
        faults.append(fault(code, layout.APPLICATION, wanted, error.message))
        return None


def decode_pages(data: bytes) -> Pages | None:
    """``pages.json`` as this program writes it, else ``None``."""
    return _decode(layout.PAGES, data, Pages, [])


def _decode(path: str, data: bytes | None, shape: type[Shape], faults: list[Fault]) -> Shape | None:
    """Whatever is not written exactly as this program writes it is refused."""
    if data is None:
        return None
    why = "不是规范的写法"
    try:
        decoded = msgspec.json.decode(data, type=shape)
        if plain_json.dump(decoded) == data:
            return decoded
    except (msgspec.DecodeError, UnicodeError):
        why = "不是这种内容"
    except RecursionError:
        why = "嵌套过深"
    faults.append(fault(f"{_CAPS[path][0]}.unreadable", path, "本程序写出的格式", why))
    return None
