"""The office's key in one file ``*.jxkey``: certificate in clear, private key sealed.

The private key (PKCS#8 DER) is sealed with AES-256-GCM under a key that scrypt (RFC 7914)
draws from the password; certificate and scrypt parameters are bound as associated data. A
checksum over the other fields tells a damaged file from a wrong password; it guards nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from jxdesk.base.atomic import staged_file
from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.signing import certificate as certificates
from jxdesk.signing import cms, strict_json
from jxdesk.signing.signer import KeySigner, PrivateKey

SUFFIX = ".jxkey"
MIN_PASSWORD = 8
MAX_FILE = 64 * 1024
RSA_BITS = 3072
SCRYPT_N = 2**17
_FORMAT = "jxdesk-key"
_VERSION = 1
# What a file may ask of this machine: 256 MiB of memory and one pass at most, and nothing
# weaker than what we write.
_MAX_N, _R, _P = 2**18, 8, 1
# Checking the numbers of a private key takes the longer, the more digits they have.
_MAX_SEALED = 8 * 1024
_FIELDS = ("format", "version", "certificate", "scrypt", "nonce", "sealed_key", "checksum")
_SCRYPT_FIELDS = ("n", "r", "p", "salt")


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What may be shown without the password. ``fingerprint``: SHA-256 of the certificate, hex."""

    fingerprint: str
    organisation: str
    name: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class _Scrypt:
    n: int
    r: int
    p: int
    salt: bytes

    def key(self, password: str) -> bytes:
        secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return Scrypt(salt=self.salt, length=32, n=self.n, r=self.r, p=self.p).derive(secret)

    def record(self) -> dict[str, object]:
        return {"n": self.n, "r": self.r, "p": self.p, "salt": _b64(self.salt)}


@dataclass(frozen=True, slots=True)
class LockedKey:
    """A key file that was read; the private key is still sealed."""

    path: Path
    info: KeyInfo
    certificate_der: bytes
    _scrypt: _Scrypt
    _nonce: bytes
    _sealed: bytes

    def unlock(self, password: str) -> KeySigner:
        """The signer. Raises ``UserError`` ``key.password``, ``key.damaged`` or ``key.unfit``."""
        secret = AESGCM(self._scrypt.key(password))
        bound = _bound(self.certificate_der, self._scrypt)
        try:
            pkcs8 = secret.decrypt(self._nonce, self._sealed, bound)
        except InvalidTag as error:
            raise UserError(
                "key.password", "密钥口令不对。", "请重新输入；注意大小写和中英文输入法。"
            ) from error
        try:
            # Its primes were tested when it was made, and nobody without the password has bent it since; to
            # test them again takes a third of a second in which no other thread moves. A seal is verified.
            key = serialization.load_der_private_key(pkcs8, None, unsafe_skip_rsa_key_validation=True)
            public = x509.load_der_x509_certificate(self.certificate_der).public_key()
            matches = key.public_key() == public
        except UnsupportedAlgorithm as error:
            raise _unfit(self.path) from error
        except Exception as error:  # bent bytes fail in many ways
            raise _damaged(self.path) from error
        if not matches:
            raise _damaged(self.path)
        if not cms.is_allowed(public) or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise _unfit(self.path)
        return KeySigner(self.certificate_der, key)


def create(path: Path, *, organisation: str, name: str, password: str, clock: Clock) -> KeyInfo:
    """Make a new key (RSA-3072) with a self-issued certificate and write it to ``path``.

    ``path`` must not exist yet. Raises ``UserError`` ``key.name``, ``key.password-short``,
    ``path.exists`` and those of the disk.
    """
    check_password(password)
    organisation, name = _checked_name("单位名称", organisation), _checked_name("密钥名称", name)
    with staged_file(path, replace=False) as beside:
        key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        certificate = certificates.self_issued(key, organisation, name, clock())
        der = certificate.public_bytes(serialization.Encoding.DER)
        beside.touch(mode=0o600)
        beside.write_bytes(_sealed_file(der, key, password))
    return _info(der)


def read(path: Path) -> LockedKey:
    """Read a key file. Raises ``UserError`` ``key.damaged``, ``key.newer`` and those of the disk."""
    data = strict_json.read_bounded(path, MAX_FILE)
    if data is None:
        raise _damaged(path)
    try:
        return _parse(path, strict_json.load_object(data, _FIELDS))
    except ValueError as error:
        raise _damaged(path) from error


def check_password(password: str) -> None:
    """Raises ``UserError`` ``key.password-short`` under ``MIN_PASSWORD`` characters."""
    if len(password) < MIN_PASSWORD:
        raise UserError(
            "key.password-short",
            f"口令太短，至少要 {MIN_PASSWORD} 个字符。",
            "请换一个更长的口令；几个不相干的词连在一起，既好记又可靠。",
        )


def _sealed_file(der: bytes, key: PrivateKey, password: str) -> bytes:
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    scrypt = _Scrypt(SCRYPT_N, _R, _P, os.urandom(16))
    nonce = os.urandom(12)
    record: dict[str, object] = {
        "format": _FORMAT,
        "version": _VERSION,
        "certificate": _b64(der),
        "scrypt": scrypt.record(),
        "nonce": _b64(nonce),
        "sealed_key": _b64(AESGCM(scrypt.key(password)).encrypt(nonce, pkcs8, _bound(der, scrypt))),
    }
    return strict_json.dump(record | {"checksum": _checksum(record)})


def _parse(path: Path, record: dict[str, object]) -> LockedKey:
    if strict_json.text(record, "format") != _FORMAT:
        raise ValueError("another format")
    if strict_json.whole(record, "version") > _VERSION:
        raise UserError("key.newer", f"密钥文件“{path.name}”由更新版本的程序制作。", "请先升级本程序再使用。")
    rest = {key: value for key, value in record.items() if key != "checksum"}
    if strict_json.whole(record, "version") != _VERSION or record["checksum"] != _checksum(rest):
        raise ValueError("checksum")
    scrypt = _parse_scrypt(strict_json.exact_object(record["scrypt"], _SCRYPT_FIELDS))
    nonce, sealed = _bytes(record, "nonce"), _bytes(record, "sealed_key")
    if len(nonce) != 12 or len(sealed) > _MAX_SEALED:
        raise ValueError("nonce or sealed key")
    der = _bytes(record, "certificate")
    return LockedKey(path, _info(der), der, scrypt, nonce, sealed)


def _parse_scrypt(record: dict[str, object]) -> _Scrypt:
    n, r, p = (strict_json.whole(record, key) for key in ("n", "r", "p"))
    salt = _bytes(record, "salt")
    within = SCRYPT_N <= n <= _MAX_N and n & (n - 1) == 0 and r == _R and p == _P
    if not within or len(salt) != 16:
        raise ValueError("scrypt parameters out of bounds")
    return _Scrypt(n, r, p, salt)


def _info(der: bytes) -> KeyInfo:
    found = certificates.facts(der)
    return KeyInfo(found.fingerprint, found.organisation, found.name, found.valid_from, found.valid_to)


def _bound(der: bytes, scrypt: _Scrypt) -> bytes:
    head = f"{_FORMAT} {_VERSION} scrypt {scrypt.n} {scrypt.r} {scrypt.p}\n".encode("ascii")
    return head + scrypt.salt + der


def _checksum(record: dict[str, object]) -> str:
    return hashlib.sha256(strict_json.dump(record)).hexdigest()


def _checked_name(label: str, value: str) -> str:
    cleaned = unicodedata.normalize("NFC", value.strip())
    hidden = any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in cleaned)
    if not cleaned or len(cleaned) > certificates.MAX_NAME or hidden:
        raise UserError(
            "key.name",
            f"{label}不能为空，不能超过 {certificates.MAX_NAME} 个字，也不能含有看不见的字符。",
            f"请重新填写{label}。",
        )
    return cleaned


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(record: dict[str, object], key: str) -> bytes:
    return base64.b64decode(strict_json.text(record, key).encode("ascii"), validate=True)


def _unfit(path: Path) -> UserError:
    return UserError(
        "key.unfit",
        f"密钥文件“{path.name}”中的密钥不能用来签名：只能是 {cms.MIN_RSA_BITS} 位以上的 RSA，或 P-256。",
        "请新建密钥，并把新的指纹告知接收单位。",
    )


def _damaged(path: Path) -> UserError:
    return UserError(
        "key.damaged",
        f"密钥文件“{path.name}”已损坏，或者不是本程序的密钥。",
        "请改用备份的密钥文件；没有备份时请新建密钥，并告知接收单位。",
    )
