"""The office's key in one file ``*.jxkey``: made, brought along, opened, given another password.

The certificate stands in clear, the private key (PKCS#8 DER) is sealed under a random data key; see
:mod:`jxdesk.signing.key_locks` for what opens it and :mod:`jxdesk.signing.key_record` for the file.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from jxdesk.base.atomic import staged_file
from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError, os_errors
from jxdesk.signing import certificate as certificates
from jxdesk.signing import cms, key_locks, key_record, recovery_code, strict_json
from jxdesk.signing.key_locks import CodeLock, PasswordLock, Shut
from jxdesk.signing.key_record import KeyRecord
from jxdesk.signing.signer import KeySigner, PrivateKey

SUFFIX = ".jxkey"
MIN_PASSWORD = 8
MAX_FILE = 64 * 1024
RSA_BITS = 3072


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What may be shown without the password. ``fingerprint``: SHA-256 of the certificate, hex.

    ``issuer`` names who issued the certificate, empty when it was made here or issues itself;
    ``sheet`` is the number of the recovery sheet that opens the file now.
    """

    fingerprint: str
    organisation: str
    name: str
    valid_from: datetime
    valid_to: datetime
    issuer: str
    sheet: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key file just written, and the recovery code that nobody can show a second time."""

    path: Path
    info: KeyInfo
    recovery_code: str


@dataclass(frozen=True, slots=True)
class LockedKey:
    """A key file that was read; the private key is still sealed."""

    path: Path
    info: KeyInfo
    record: KeyRecord

    @property
    def certificate_der(self) -> bytes:
        """The certificate, DER."""
        return self.record.certificate_der

    def unlock(self, password: str) -> KeySigner:
        """The signer. Raises ``UserError`` ``key.password``, ``key.damaged`` or ``key.unfit``."""
        return KeySigner(self.certificate_der, self._private(self._by_password(password)))

    def with_password(self, old: str, new: str) -> KeyRecord:
        """The record with another password; the recovery code stays as it is.

        Raises as :meth:`unlock`, and ``key.password-short``.
        """
        check_password(new)
        data_key = self._by_password(old)
        self._private(data_key)
        lock = PasswordLock.close(data_key, new, self.certificate_der)
        return KeyRecord(self.certificate_der, self.record.private, lock, self.record.by_code)

    def with_new_code(self, old: str, new: str, code: str) -> KeyRecord:
        """The record with another password and another recovery code; the old code opens it no more.

        Raises as :meth:`with_password`.
        """
        check_password(new)
        return _shut(self.certificate_der, self._private(self._by_password(old)), new, code)

    def recovered(self, code: str, new: str, new_code: str) -> KeyRecord:
        """The record, opened by its recovery code, with a new password and a new code.

        Raises ``UserError`` ``key.recovery-typing``, ``key.recovery-wrong`` and as above.
        """
        secret = recovery_code.secret(code)
        check_password(new)
        try:
            data_key = self.record.by_code.data_key(secret, self.certificate_der)
        except Shut as error:
            raise UserError(
                "key.recovery-wrong",
                "这个恢复码打不开这把密钥。",
                f"现在有效的是单号为 {self.info.sheet} 的恢复码单；换过恢复码以后，以前的单子不再有效。",
            ) from error
        return _shut(self.certificate_der, self._private(data_key), new, new_code)

    def _by_password(self, password: str) -> bytes:
        try:
            return self.record.by_password.data_key(password, self.certificate_der)
        except Shut as error:
            raise UserError(
                "key.password", "密钥口令不对。", "请重新输入；注意大小写和中英文输入法。"
            ) from error

    def _private(self, data_key: bytes) -> PrivateKey:
        try:
            pkcs8 = key_locks.open_private(self.record.private, data_key, self.certificate_der)
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
        return key


def create(path: Path, *, organisation: str, name: str, password: str, clock: Clock) -> NewKey:
    """Make a new key (RSA-3072) with a self-issued certificate and write it to ``path``.

    ``path`` must not exist yet. Raises ``UserError`` ``key.name``, ``key.password-short``,
    ``path.exists`` and those of the disk.
    """
    check_password(password)
    organisation, name = _checked_name("单位名称", organisation), _checked_name("密钥名称", name)
    with staged_file(path, replace=False) as beside:
        key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        certificate = certificates.self_issued(key, organisation, name, clock())
        code = recovery_code.make()
        record = _shut(certificate.public_bytes(serialization.Encoding.DER), key, password, code)
        _write(beside, record)
    return NewKey(path, _info(record), code)


def keep(path: Path, certificate_der: bytes, key: PrivateKey, password: str) -> NewKey:
    """Write a key that was made elsewhere to ``path``, which must not exist yet.

    Raises ``UserError`` ``key.password-short``, ``path.exists`` and those of the disk.
    """
    check_password(password)
    with staged_file(path, replace=False) as beside:
        code = recovery_code.make()
        record = _shut(certificate_der, key, password, code)
        _write(beside, record)
    return NewKey(path, _info(record), code)


def read(path: Path) -> LockedKey:
    """Read a key file. Raises ``UserError`` ``key.damaged``, ``key.newer`` and those of the disk."""
    data = strict_json.read_bounded(path, MAX_FILE)
    if data is None:
        raise _damaged(path)
    try:
        record = key_record.decode(data)
        return LockedKey(path, _info(record), record)
    except key_record.NewerFormat as error:
        raise UserError(
            "key.newer", f"密钥文件“{path.name}”由更新版本的程序制作。", "请先升级本程序再使用。"
        ) from error
    except ValueError as error:
        raise _damaged(path) from error


def change_password(path: Path, old: str, new: str) -> KeyInfo:
    """Give the key at ``path`` another password. The recovery code goes on opening it.

    The code lies on paper in a safe: a change of password must not silently make that paper worthless.
    Raises as :meth:`LockedKey.with_password`, and ``UserError`` of the disk; then nothing was changed.
    """
    locked = read(path)
    record = locked.with_password(old, new)
    _replace(path, record, new)
    return _info(record)


def renew(path: Path, old: str, new: str) -> NewKey:
    """As :func:`change_password` (``new`` may be ``old``), with another recovery code as well."""
    code = recovery_code.make()
    record = read(path).with_new_code(old, new, code)
    _replace(path, record, new)
    return NewKey(path, _info(record), code)


def recover(path: Path, code: str, new: str) -> NewKey:
    """Open the key at ``path`` by its recovery code and give it a new password and a new code.

    Raises as :meth:`LockedKey.recovered`, and ``UserError`` of the disk; then nothing was changed.
    """
    fresh = recovery_code.make()
    record = read(path).recovered(code, new, fresh)
    _replace(path, record, new)
    return NewKey(path, _info(record), fresh)


def check_password(password: str) -> None:
    """Raises ``UserError`` ``key.password-short`` under ``MIN_PASSWORD`` characters."""
    if len(password) < MIN_PASSWORD:
        raise UserError(
            "key.password-short",
            f"口令太短，至少要 {MIN_PASSWORD} 个字符。",
            "请换一个更长的口令；几个不相干的词连在一起，既好记又可靠。",
        )


def _shut(certificate_der: bytes, key: PrivateKey, password: str, code: str) -> KeyRecord:
    """Everything sealed anew, under a data key of its own."""
    data_key = key_locks.new_data_key()
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return KeyRecord(
        certificate_der,
        key_locks.close_private(data_key, pkcs8, certificate_der),
        PasswordLock.close(data_key, password, certificate_der),
        CodeLock.close(data_key, recovery_code.secret(code), certificate_der),
    )


def _write(path: Path, record: KeyRecord) -> None:
    path.touch(mode=0o600)
    path.write_bytes(key_record.encode(record))


def _replace(path: Path, record: KeyRecord, password: str) -> None:
    """Put ``record`` in the place of the file at ``path``, once what was written is seen to open."""
    with os_errors(path):
        target = Path(os.path.realpath(path))
    with staged_file(target) as beside:
        _write(beside, record)
        read(beside).unlock(password)


def _info(record: KeyRecord) -> KeyInfo:
    found = certificates.facts(record.certificate_der)
    return KeyInfo(
        found.fingerprint,
        found.organisation,
        found.name,
        found.valid_from,
        found.valid_to,
        certificates.issuer(record.certificate_der),
        record.sheet,
    )


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
