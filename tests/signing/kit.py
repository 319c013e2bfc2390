"""Keys made once for all tests of this floor, and CMS structures built by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import cms as asn1
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from jxdesk.signing import certificate, keyfile
from jxdesk.signing.key_locks import Scrypt
from jxdesk.signing.keyfile import NewKey
from jxdesk.signing.signer import KeySigner

MOMENT = dt.datetime(2025, 10, 20, 1, 30, tzinfo=dt.UTC)
CONTENT = b"0123  bag-info.txt\n"
PASSWORD = "六个苹果和一匹马"


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def signer() -> KeySigner:
    made = certificate.self_issued(key(), "演示县人民政府", "封装专用", MOMENT)
    return KeySigner(made.public_bytes(serialization.Encoding.DER), key())


def make_key_file(folder: Path) -> Path:
    return new_key(folder).path


def new_key(folder: Path) -> NewKey:
    return keyfile.create(
        folder / "单位.jxkey",
        organisation="演示县人民政府",
        name="封装专用",
        password=PASSWORD,
        clock=lambda: MOMENT,
    )


def loaded(signed_by: KeySigner) -> x509.Certificate:
    return x509.Certificate.load(signed_by.certificate_der)


def reshaped(change: Callable[[asn1.SignedData], None]) -> bytes:
    """A genuine signature whose SignedData was changed and its attributes signed anew."""
    info = asn1.ContentInfo.load(signer().sign(CONTENT))
    signed = info["content"].copy()
    change(signed)
    for each in signed["signer_infos"]:
        attributes = each["signed_attrs"]
        if attributes.native is not None:
            message = b"\x31" + attributes.dump()[1:]
            each["signature"] = key().sign(message, padding.PKCS1v15(), hashes.SHA256())
    return bytes(asn1.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def digest() -> bytes:
    return hashlib.sha256(CONTENT).digest()


@cache
def curve_key(curve: str) -> ec.EllipticCurvePrivateKey:
    curves = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
    return ec.generate_private_key(curves[curve])


def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every new key is the one of :func:`key`: making one takes a while."""
    made = key()
    monkeypatch.setattr(rsa, "generate_private_key", lambda **_: made)


def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing a key from a password takes a while; where that is not what is looked at, it is left out."""

    def key(scrypt: Scrypt, password: str) -> bytes:
        return hashlib.sha256(scrypt.salt + password.encode("utf-8", "surrogatepass")).digest()

    monkeypatch.setattr("jxdesk.signing.key_locks.Scrypt.key", key)
