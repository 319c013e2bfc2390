"""The volume descriptors of an image: exactly one primary, one Joliet, and nothing beside.

ECMA-119 (ISO 9660) chapters 6 to 8; Joliet Specification 1995, chapter “SVD Identification”.
Every value that the standard stores in both byte orders must agree with itself, because one
operating system reads the one and another the other.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from jxdesk.base.errors import UserError
from jxdesk.disc.device import SECTOR, Device
from jxdesk.disc.faults import bent, foreign

FIRST_DESCRIPTOR = 16
MAX_DESCRIPTORS = 8
MAX_PADDING = 1 << 20
_STANDARD = b"CD001"
_JOLIET_ESCAPES = (b"%/@", b"%/C", b"%/E")
_BOOT, _PRIMARY, _SUPPLEMENTARY, _TERMINATOR = 0, 1, 2, 255
_FOREIGN_STANDARDS = (b"BEA01", b"NSR02", b"NSR03", b"TEA01", b"BOOT2", b"CDW02")
_UDF_ANCHOR_TAG = 2


@dataclass(frozen=True, slots=True)
class Extent:
    """A run of whole sectors: first sector and length in bytes."""

    start: int
    size: int

    @property
    def end(self) -> int:
        """The first sector after it."""
        return self.start + -(-self.size // SECTOR)


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What one volume descriptor points at. ``path_tables``: (first sector, struct byte order)."""

    root: Extent
    path_table_size: int
    path_tables: tuple[tuple[int, str], ...]
    identifier: bytes


@dataclass(frozen=True, slots=True)
class Volume:
    """The two trees of an image; ``sectors`` is its whole length, ``first_free`` follows the descriptors."""

    sectors: int
    first_free: int
    primary: Descriptor
    joliet: Descriptor

    @property
    def name(self) -> str:
        """The volume's name as Windows shows it."""
        return self.joliet.identifier.decode("utf-16-be", "replace").rstrip(" \0")


def read_volume(device: Device) -> Volume:
    """Read and judge the descriptors of ``device``.

    Raises ``UserError``: ``image.foreign`` (exit 2) where there is no primary descriptor, else
    ``image.*`` with exit 1 for whatever is missing, unknown, repeated, damaged or cut off.
    """
    if device.size < (FIRST_DESCRIPTOR + 1) * SECTOR:
        raise foreign(device.label)
    first = device.read(FIRST_DESCRIPTOR * SECTOR, SECTOR)
    if first[:7] != bytes([_PRIMARY]) + _STANDARD + b"\x01":
        raise foreign(device.label)
    if any(device.read(0, FIRST_DESCRIPTOR * SECTOR)):
        # Partition tables and other file systems live here: another system would see other files.
        raise bent("system-area", device.label, "引导区里有不应存在的内容")
    raw, first_free = _descriptors(device)
    if _SUPPLEMENTARY not in raw:
        raise bent("no-joliet", device.label, "缺少 Joliet 目录，不是按本程序的规定制作的")
    sectors = _both(device, raw[_PRIMARY], 80, "I")
    if _both(device, raw[_SUPPLEMENTARY], 80, "I") != sectors:
        raise damaged(device)
    _check_length(device, sectors)
    _refuse_udf_anchors(device, sectors)
    return Volume(
        sectors,
        first_free,
        _descriptor(device, raw[_PRIMARY]),
        _descriptor(device, raw[_SUPPLEMENTARY]),
    )


def damaged(device: Device) -> UserError:
    """The error for a descriptor or record that contradicts itself."""
    return bent("damaged", device.label, "目录信息已损坏或被改动")


def refuse_foreign_standards(device: Device, first: int, end: int) -> None:
    """Refuse UDF recognition structures (ECMA-167 part 2) in sectors ``first`` to ``end``.

    They may follow the terminator; a system that knows UDF would then show another tree.
    """
    for sector in range(first, min(end, first + MAX_PADDING // SECTOR)):
        if device.read(sector * SECTOR, 6)[1:] in (*_FOREIGN_STANDARDS, _STANDARD):
            raise _udf(device)


def _udf(device: Device) -> UserError:
    return bent("udf", device.label, "除规定的目录外还含有 UDF 等其他文件系统，不同电脑可能看到不同内容")


def _descriptors(device: Device) -> tuple[dict[int, bytes], int]:
    found: dict[int, bytes] = {}
    for sector in range(FIRST_DESCRIPTOR, FIRST_DESCRIPTOR + MAX_DESCRIPTORS):
        data = device.read(sector * SECTOR, SECTOR)
        kind = data[0]
        if data[1:6] in _FOREIGN_STANDARDS:
            raise _udf(device)
        if data[1:7] != _STANDARD + b"\x01":
            raise bent("descriptor", device.label, "含有无法识别的卷描述符")
        if kind == _TERMINATOR:
            return found, sector + 1
        _check_kind(device, kind, data)
        if kind in found:
            raise bent("descriptor", device.label, "同一种卷描述符出现了两次")
        found[kind] = data
    raise bent("descriptor", device.label, "卷描述符没有结束标记")


def _check_kind(device: Device, kind: int, data: bytes) -> None:
    if kind == _BOOT:
        raise bent("boot", device.label, "含有可引导启动的记录")
    if kind not in (_PRIMARY, _SUPPLEMENTARY):
        raise bent("descriptor", device.label, "含有无法识别的卷描述符")
    if kind == _SUPPLEMENTARY and (data[7] or data[88:91] not in _JOLIET_ESCAPES or any(data[91:120])):
        raise bent("descriptor", device.label, "含有 Joliet 以外的附加卷描述符")


def _descriptor(device: Device, data: bytes) -> Descriptor:
    plain = (
        _both(device, data, 120, "H") == 1  # volume set size
        and _both(device, data, 124, "H") == 1  # volume sequence number
        and _both(device, data, 128, "H") == SECTOR  # logical block size
        and data[156] == 34  # length of the root's directory record
        and data[157] == 0  # extended attributes
        and data[181] == 2  # flags: a directory, nothing else
        and data[182:184] == b"\0\0"  # interleave
        and data[188:190] == b"\x01\0"  # its identifier
    )
    if not plain:
        raise damaged(device)
    little, optional_little = struct.unpack_from("<II", data, 140)
    big, optional_big = struct.unpack_from(">II", data, 148)
    tables = [(little, "<"), (big, ">"), (optional_little, "<"), (optional_big, ">")]
    return Descriptor(
        Extent(_both(device, data, 158, "I"), _both(device, data, 166, "I")),
        _both(device, data, 132, "I"),
        tuple(table for index, table in enumerate(tables) if index < 2 or table[0]),
        data[40:72],
    )


def _both(device: Device, data: bytes, offset: int, kind: str) -> int:
    """A number stored little-endian, then big-endian (ECMA-119 7.2.3 and 7.3.3)."""
    value = both_orders(data, offset, kind)
    if value is None:
        raise damaged(device)
    return value


def both_orders(data: bytes, offset: int, kind: str) -> int | None:
    """The number stored at ``offset`` in both byte orders, ``None`` if the two differ."""
    little: int = struct.unpack_from("<" + kind, data, offset)[0]
    big: int = struct.unpack_from(">" + kind, data, offset + struct.calcsize(kind))[0]
    return little if little == big else None


def _check_length(device: Device, sectors: int) -> None:
    length = sectors * SECTOR
    if device.size < length:
        raise device.truncated()
    # Burning may add run-out sectors; anything else behind the volume is foreign. What lies behind
    # it on a medium in a drive is not part of any file and may not even be readable.
    rest = 0 if device.is_drive else device.size - length
    if rest > MAX_PADDING or any(device.read(length, rest)):
        raise bent("trailing", device.label, "末尾多出了不属于它的内容")


def _refuse_udf_anchors(device: Device, sectors: int) -> None:
    """An anchor with a true tag (ECMA-167 3/7.2) at one of its places is never there by chance."""
    ends = {sectors, sectors if device.is_drive else device.size // SECTOR}
    for sector in {256, 512} | {end - back for end in ends for back in (1, 256, 257)}:
        if not 0 <= sector < max(ends):
            continue
        tag = device.read(sector * SECTOR, 16)
        kind, location = struct.unpack_from("<H", tag, 0)[0], struct.unpack_from("<I", tag, 12)[0]
        checksum = (sum(tag) - tag[4]) & 0xFF
        if kind == _UDF_ANCHOR_TAG and location == sector and checksum == tag[4]:
            raise _udf(device)
