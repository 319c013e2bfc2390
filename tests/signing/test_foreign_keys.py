"""Key files that another program made, or that were made to do harm: one sentence, never a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from jxdesk.base.errors import UserError
from jxdesk.signing import cms, key_record, keyfile, recovery_code
from tests.signing import kit

RSA_ENCRYPTION = bytes.fromhex("2a864886f70d010101")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quick_passwords(monkeypatch)


def certificate(key: Any) -> bytes:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "a"),
            x509.NameAttribute(NameOID.COMMON_NAME, "b"),
        ]
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2036, 1, 1, tzinfo=dt.UTC))
    )
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return built.sign(key, digest).public_bytes(serialization.Encoding.DER)


@cache
def good() -> bytes:
    return certificate(kit.key())


def written(folder: Path, der: bytes, key: object) -> Path:
    path = folder / "外来.jxkey"
    record = keyfile._shut(der, cast("rsa.RSAPrivateKey", key), kit.PASSWORD, recovery_code.make())
    path.write_bytes(key_record.encode(record))
    return path


def bent(found: bytes, other: bytes) -> bytes:
    assert found in good()
    return good().replace(found, other)


def test_key_of_another_program_that_fits(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = keyfile.read(written(tmp_path, certificate(key), key)).unlock(kit.PASSWORD)
    assert cms.verify(signer.sign(kit.CONTENT), kit.CONTENT).certificate.organisation == "a"


@pytest.mark.parametrize(
    ("found", "other"),
    [
        (b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01"),
        (b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07"),
        (b"\x17\x0d260101", b"\x17\x0d269901"),
        (b"\x0c\x01a", b"\x0c\x01\xff"),
        (b"\x0c\x01a", b"\x1e\x01a"),
        (b"\x0c\x01a", b"\x02\x01a"),
    ],
    ids=["version-2", "version-8", "month-99", "name-not-utf8", "name-half-a-character", "name-a-number"],
)
def test_certificate_that_cannot_be_read_is_damage(tmp_path: Path, found: bytes, other: bytes) -> None:
    path = written(tmp_path, bent(found, other), kit.key())
    with pytest.raises(UserError) as caught:
        keyfile.read(path)
    assert caught.value.code == "key.damaged"


UNFIT: dict[str, Callable[[], Any]] = {
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "rsa-1024": lambda: rsa.generate_private_key(65537, 1024),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_key_that_no_package_may_be_signed_with(tmp_path: Path, kind: str) -> None:
    key = UNFIT[kind]()
    locked = keyfile.read(written(tmp_path, certificate(key), key))
    with pytest.raises(UserError) as caught:
        locked.unlock(kit.PASSWORD)
    assert caught.value.code == "key.unfit"


def test_public_key_of_an_unknown_kind(tmp_path: Path) -> None:
    locked = keyfile.read(written(tmp_path, bent(RSA_ENCRYPTION, RSA_ENCRYPTION[:-1] + b"\x63"), kit.key()))
    with pytest.raises(UserError) as caught:
        locked.unlock(kit.PASSWORD)
    assert caught.value.code in {"key.unfit", "key.damaged"}
