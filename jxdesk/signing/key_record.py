"""A key file's JSON: the certificate in clear, the sealed private key and its two locks.

A checksum over the other fields tells a damaged file from a wrong password; it guards nothing.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from jxdesk.signing import strict_json
from jxdesk.signing.key_locks import (
    NONCE,
    SALT,
    SCRYPT_N,
    SCRYPT_P,
    SCRYPT_R,
    Box,
    CodeLock,
    PasswordLock,
    Scrypt,
)

_FORMAT = "jxdesk-key"
_VERSION = 1
# What a file may ask of this machine: 256 MiB of memory and one pass at most, and nothing
# weaker than what we write.
_MAX_N = 2**18
MAX_SEALED = 8 * 1024
"""Checking the numbers of a private key takes the longer, the more digits they have."""
_FIELDS = ("format", "version", "certificate", "private_key", "password", "recovery", "checksum")
_BOX = ("nonce", "sealed")
_BY_CODE = ("salt", *_BOX)
_BY_PASSWORD = ("n", "r", "p", *_BY_CODE)


class NewerFormat(Exception):
    """The file was made by a newer program."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What stands in a key file."""

    certificate_der: bytes
    private: Box
    by_password: PasswordLock
    by_code: CodeLock

    @property
    def sheet(self) -> str:
        """Six hex digits that tell which recovery sheet opens this file; they say nothing of the code."""
        return hashlib.sha256(self.by_code.salt).hexdigest()[:6].upper()


def encode(record: KeyRecord) -> bytes:
    """The file's bytes."""
    scrypt = record.by_password.scrypt
    fields: dict[str, object] = {
        "format": _FORMAT,
        "version": _VERSION,
        "certificate": _b64(record.certificate_der),
        "private_key": _box(record.private),
        "password": {
            "n": scrypt.n,
            "r": scrypt.r,
            "p": scrypt.p,
            "salt": _b64(scrypt.salt),
            **_box(record.by_password.box),
        },
        "recovery": {"salt": _b64(record.by_code.salt), **_box(record.by_code.box)},
    }
    return strict_json.dump(fields | {"checksum": checksum(fields)})


def decode(data: bytes) -> KeyRecord:
    """Read what :func:`encode` wrote. Raises ``ValueError`` or :class:`NewerFormat`."""
    fields = strict_json.load_object(data, _FIELDS)
    if strict_json.text(fields, "format") != _FORMAT:
        raise ValueError("another format")
    version = strict_json.whole(fields, "version")
    if version > _VERSION:
        raise NewerFormat
    rest = {key: value for key, value in fields.items() if key != "checksum"}
    if version != _VERSION or fields["checksum"] != checksum(rest):
        raise ValueError("checksum")
    by_password = strict_json.exact_object(fields["password"], _BY_PASSWORD)
    by_code = strict_json.exact_object(fields["recovery"], _BY_CODE)
    return KeyRecord(
        _bytes(fields, "certificate"),
        _parse_box(strict_json.exact_object(fields["private_key"], _BOX)),
        PasswordLock(_parse_scrypt(by_password), _parse_box(by_password)),
        CodeLock(_salt(by_code), _parse_box(by_code)),
    )


def checksum(fields: dict[str, object]) -> str:
    """SHA-256 of the fields but the checksum itself, hex."""
    return hashlib.sha256(strict_json.dump(fields)).hexdigest()


def _parse_scrypt(fields: dict[str, object]) -> Scrypt:
    n, r, p = (strict_json.whole(fields, key) for key in ("n", "r", "p"))
    within = SCRYPT_N <= n <= _MAX_N and n & (n - 1) == 0 and r == SCRYPT_R and p == SCRYPT_P
    if not within:
        raise ValueError("scrypt parameters out of bounds")
    return Scrypt(n, r, p, _salt(fields))


def _salt(fields: dict[str, object]) -> bytes:
    salt = _bytes(fields, "salt")
    if len(salt) != SALT:
        raise ValueError("salt")
    return salt


def _box(box: Box) -> dict[str, object]:
    return {"nonce": _b64(box.nonce), "sealed": _b64(box.sealed)}


def _parse_box(fields: dict[str, object]) -> Box:
    nonce, sealed = _bytes(fields, "nonce"), _bytes(fields, "sealed")
    if len(nonce) != NONCE or len(sealed) > MAX_SEALED:
        raise ValueError("nonce or what is sealed")
    return Box(nonce, sealed)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(fields: dict[str, object], key: str) -> bytes:
    return base64.b64decode(strict_json.text(fields, key).encode("ascii"), validate=True)
