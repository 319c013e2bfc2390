"""The Rock Ridge half of a directory record: its POSIX name and what kind of thing it is.

SUSP 1.12 (system use fields, continuation areas) and RRIP 1.12 (PX, PN, SL, NM). Only the
fields of the profile are known; any other (relocated folders, compressed or sparse files)
would let two systems see two things, and is refused.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass

from jxdesk.base.errors import UserError
from jxdesk.base.tree import EntryKind
from jxdesk.disc.device import SECTOR, Device
from jxdesk.disc.faults import bent
from jxdesk.disc.volume import both_orders, damaged

# A record of ours, or of xorriso, has one continuation and fewer than ten fields.
MAX_CONTINUATIONS = 2
MAX_FIELDS = 32
MAX_CONTINUED_BYTES = 32 << 20
MAX_NAME_BYTES = 1024
_KNOWN = {b"SP", b"CE", b"ER", b"ES", b"RR", b"PX", b"PN", b"SL", b"NM", b"TF", b"ST", b"PD"}
_NAME_CONTINUES = 1
_NAME_FLAGS_ALLOWED = 1


@dataclass(frozen=True, slots=True)
class Posix:
    """``name`` is ``None`` where the record has none; ``kind`` as POSIX says."""

    name: str | None
    kind: EntryKind


class SystemUse:
    """Reads the system use areas of one image, with its skip (from the root's SP field)."""

    def __init__(self, device: Device, sectors: int) -> None:
        self._device = device
        self._sectors = sectors
        self._skip: int | None = None
        # No two records share a continuation area, so that all of them fit into the image; a trap
        # lets thousands of records point at the same one.
        self._continued = min(sectors * SECTOR, MAX_CONTINUED_BYTES)

    def start(self, area: bytes) -> None:
        """Take the root's own record, which must announce the fields (SUSP 5.3)."""
        if area[:2] != b"SP" or len(area) < 7 or area[2] != 7 or area[4:6] != b"\xbe\xef":
            raise no_rock_ridge(self._device)
        self._skip = area[6]
        self._fields(area)

    def read(self, area: bytes) -> Posix:
        """The name and kind that the system use ``area`` of a record gives it."""
        mode: int | None = None
        link = device = False
        name = b""
        naming: int | None = None
        for tag, body in self._fields(area[self._skip or 0 :]):
            if tag == b"PX":
                mode = self._mode(body)
            elif tag == b"SL":
                link = True
            elif tag == b"PN":
                device = True
            elif tag == b"NM":
                if naming is not None and not naming & _NAME_CONTINUES:
                    raise damaged(self._device)
                naming, name = self._append(name, body)
        if naming is not None and naming & _NAME_CONTINUES:
            raise damaged(self._device)
        return Posix(self._decode(name) if naming is not None else None, self._kind(mode, link, device))

    def _mode(self, body: bytes) -> int:
        mode = both_orders(body, 0, "I") if len(body) >= 8 else None
        if mode is None:
            raise damaged(self._device)
        return mode

    def _append(self, name: bytes, body: bytes) -> tuple[int, bytes]:
        if not body or body[0] & ~_NAME_FLAGS_ALLOWED or len(name) + len(body) > MAX_NAME_BYTES:
            raise damaged(self._device)
        return body[0], name + body[1:]

    def _decode(self, name: bytes) -> str:
        try:
            return name.decode("utf-8")
        except UnicodeDecodeError:
            raise bad_name(self._device) from None

    def _kind(self, mode: int | None, link: bool, device: bool) -> EntryKind:
        if mode is None:
            raise no_rock_ridge(self._device)
        if link or stat.S_ISLNK(mode):
            return EntryKind.LINK
        if device:
            return EntryKind.SPECIAL
        if stat.S_ISDIR(mode):
            return EntryKind.FOLDER
        return EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.SPECIAL

    def _fields(self, area: bytes) -> list[tuple[bytes, bytes]]:
        """All fields of a record, continuation areas followed a bounded number of times."""
        found: list[tuple[bytes, bytes]] = []
        for _ in range(1 + MAX_CONTINUATIONS):
            further = b""
            for tag, body in self._split(area):
                if tag != b"CE":
                    if len(found) == MAX_FIELDS:
                        raise damaged(self._device)
                    found.append((tag, body))
                elif further:
                    raise damaged(self._device)
                else:
                    further = self._continuation(body)
            if not further:
                return found
            area = further
        raise damaged(self._device)

    def _split(self, area: bytes) -> Iterator[tuple[bytes, bytes]]:
        place = 0
        while place + 4 <= len(area):
            tag, length = area[place : place + 2], area[place + 2]
            if tag == b"\0\0":
                break
            if tag not in _KNOWN:
                raise bent("extension", self._device.label, "含有规定以外的 Rock Ridge 扩展信息")
            if tag == b"ST":
                return
            if length < 4 or place + length > len(area):
                raise damaged(self._device)
            yield tag, area[place + 4 : place + length]
            place += length
        if any(area[place:]):
            raise damaged(self._device)

    def _continuation(self, body: bytes) -> bytes:
        """The area that a CE field points at: inside one sector of the image (SUSP 5.1)."""
        values = [both_orders(body, place, "I") for place in (0, 8, 16)] if len(body) == 24 else [None]
        if None in values:
            raise damaged(self._device)
        sector, offset, length = (value or 0 for value in values)
        if sector >= self._sectors or offset + length > SECTOR or not length:
            raise damaged(self._device)
        self._continued -= length
        if self._continued < 0:
            raise damaged(self._device)
        return self._device.read(sector * SECTOR + offset, length)


def no_rock_ridge(device: Device) -> UserError:
    """The error for an image, or one entry of it, without the fields that the profile asks for."""
    return bent("no-rock-ridge", device.label, "缺少 Rock Ridge 目录信息，不是按本程序的规定制作的")


def bad_name(device: Device) -> UserError:
    """The error for a name that is no text, or would lead out of its folder."""
    return bent("name", device.label, "含有不能识别或不允许的文件名")


def check_segment(device: Device, name: str) -> str:
    """``name`` if it can stand between two slashes; raises ``UserError`` ``image.name`` otherwise."""
    if not name or name in (".", "..") or "/" in name or "\0" in name:
        raise bad_name(device)
    return name
