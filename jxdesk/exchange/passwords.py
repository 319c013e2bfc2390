"""Tell a workbook that asks for a password from a damaged one: the reader calls both unreadable."""

from __future__ import annotations

import struct

# The stream in which a whole .xlsx lies encrypted ([MS-OFFCRYPTO] 2.3.2), as a directory names it.
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# The first record of a .xls ([MS-XLS] 2.4.21, BIFF8 globals), and the one that says how it is encrypted.
_BEGIN = bytes.fromhex("0908100000060500")
_FILE_PASS = 0x002F
_SECTOR = 512
_RECORDS = 8


def asks_for_password(data: bytes) -> bool:
    """Whether an OLE container holds an encrypted workbook."""
    return _PACKAGE in data or _has_file_pass(data)


def _has_file_pass(data: bytes) -> bool:
    """Whether the first records of a .xls say that the rest is encrypted; nothing but BOF comes before."""
    place = data.find(_BEGIN)
    while place >= 0 and place % _SECTOR:
        place = data.find(_BEGIN, place + 1)
    for _ in range(_RECORDS):
        if not 0 <= place <= len(data) - 4:
            return False
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == _FILE_PASS:
            return True
        place += 4 + length
    return False
