"""What keeps the office's key shut: a data key that either the password or the recovery code gives.

The data key (32 random bytes) is sealed twice with AES-256-GCM: under a key that scrypt (RFC 7914)
draws from the password, and under one that HKDF-SHA256 (RFC 5869) draws from the recovery code,
whose 140 random bits nobody guesses and nothing need slow down. Each seal binds the certificate and
its own parameters as associated data.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt as ScryptKdf

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
SALT = 16
NONCE = 12
_KEY = 32
_HEAD = "jxdesk-key 1"


class Shut(Exception):
    """The password or the code is another one, or what is bound was changed."""


@dataclass(frozen=True, slots=True)
class Box:
    """Bytes sealed with AES-256-GCM."""

    nonce: bytes
    sealed: bytes

    @classmethod
    def close(cls, key: bytes, content: bytes, bound: bytes) -> Box:
        """Seal ``content``, bound to ``bound``."""
        nonce = os.urandom(NONCE)
        return cls(nonce, AESGCM(key).encrypt(nonce, content, bound))

    def open(self, key: bytes, bound: bytes) -> bytes:
        """What is inside. Raises :class:`Shut`."""
        try:
            return AESGCM(key).decrypt(self.nonce, self.sealed, bound)
        except InvalidTag as error:
            raise Shut from error


@dataclass(frozen=True, slots=True)
class Scrypt:
    """Parameters by which a password becomes a key."""

    n: int
    r: int
    p: int
    salt: bytes

    @classmethod
    def fresh(cls) -> Scrypt:
        """What new files are made with: 128 MiB of memory, about a third of a second."""
        return cls(SCRYPT_N, SCRYPT_R, SCRYPT_P, os.urandom(SALT))

    def key(self, password: str) -> bytes:
        """The key; the same for a password however its accents were composed."""
        secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return ScryptKdf(salt=self.salt, length=_KEY, n=self.n, r=self.r, p=self.p).derive(secret)

    def bound(self, certificate_der: bytes) -> bytes:
        """What a seal under this key binds."""
        head = f"{_HEAD} password scrypt {self.n} {self.r} {self.p}\n"
        return head.encode("ascii") + self.salt + certificate_der


@dataclass(frozen=True, slots=True)
class PasswordLock:
    """The data key under the password."""

    scrypt: Scrypt
    box: Box

    @classmethod
    def close(cls, data_key: bytes, password: str, certificate_der: bytes) -> PasswordLock:
        """A new lock; slow on purpose."""
        scrypt = Scrypt.fresh()
        return cls(scrypt, Box.close(scrypt.key(password), data_key, scrypt.bound(certificate_der)))

    def data_key(self, password: str, certificate_der: bytes) -> bytes:
        """The data key. Raises :class:`Shut`."""
        return self.box.open(self.scrypt.key(password), self.scrypt.bound(certificate_der))


@dataclass(frozen=True, slots=True)
class CodeLock:
    """The data key under the recovery code (its secret bytes)."""

    salt: bytes
    box: Box

    @classmethod
    def close(cls, data_key: bytes, secret: bytes, certificate_der: bytes) -> CodeLock:
        """A new lock."""
        salt = os.urandom(SALT)
        return cls(salt, Box.close(_from_code(secret, salt), data_key, _code_bound(salt, certificate_der)))

    def data_key(self, secret: bytes, certificate_der: bytes) -> bytes:
        """The data key. Raises :class:`Shut`."""
        return self.box.open(_from_code(secret, self.salt), _code_bound(self.salt, certificate_der))


def close_private(data_key: bytes, pkcs8: bytes, certificate_der: bytes) -> Box:
    """The private key (PKCS#8 DER) sealed under the data key."""
    return Box.close(data_key, pkcs8, _private_bound(certificate_der))


def open_private(box: Box, data_key: bytes, certificate_der: bytes) -> bytes:
    """The private key. Raises :class:`Shut`."""
    return box.open(data_key, _private_bound(certificate_der))


def new_data_key() -> bytes:
    """A fresh data key."""
    return os.urandom(_KEY)


def _from_code(secret: bytes, salt: bytes) -> bytes:
    info = f"{_HEAD} recovery\n".encode("ascii")
    return HKDF(hashes.SHA256(), _KEY, salt, info).derive(secret)


def _code_bound(salt: bytes, certificate_der: bytes) -> bytes:
    return f"{_HEAD} recovery hkdf-sha256\n".encode("ascii") + salt + certificate_der


def _private_bound(certificate_der: bytes) -> bytes:
    return f"{_HEAD} private\n".encode("ascii") + certificate_der
