"""The zip container of ``.xlsx`` and ``.ods``: inflated once, counted while it is, before any parser.

Declared sizes are only believed after every entry has been inflated to exactly that size.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from jxdesk.exchange.bounds import (
    MAX_ENTRIES,
    MAX_INFLATED,
    MAX_RATIO,
    RATIO_FROM,
    encrypted,
    too_large,
    unreadable,
)

_XML = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_PIECE = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def open_container(data: bytes) -> dict[str, bytes]:
    """The XML parts by name, every entry of the container having been proved sound.

    Raises ``UserError`` ``exchange.too-large`` (entries, inflated size, ratio),
    ``exchange.unreadable`` (truncated, damaged, entities declared), ``exchange.password``.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
            _check_directory(entries)
            return {
                entry.filename: content
                for entry in entries
                if (content := _inflate(packed, entry)) is not None
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise unreadable("文件不完整或已损坏") from error


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise too_large(f"里面有 {len(entries)} 个部件")
    if len({entry.filename for entry in entries}) != len(entries):
        raise unreadable("里面有重名的部件")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise encrypted()
        if entry.compress_type not in _METHODS:
            raise unreadable("压缩方式不认识")
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise too_large("压缩得异常厉害，展开后会占满内存")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_INFLATED:
        raise too_large(f"展开后超过 {MAX_INFLATED // 1024 // 1024} MB")


def _inflate(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """Read an entry whole, which proves its size and checksum; its bytes if they are XML."""
    if not entry.filename.endswith(_XML):
        with packed.open(entry) as stream:
            while stream.read(_PIECE):
                pass
        return None
    content = packed.read(entry)
    if b"\0" in content or _DECLARATION.search(content):
        raise unreadable("里面有不该有的定义")
    return content
