"""Keys brought along in .p12 and .pfx files, old and new, and what is said of those that do not do."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.signing import bring_along, cms, keyfile, pkcs12
from jxdesk.signing.bring_along import Brought
from jxdesk.signing.signer import KeySigner
from tests.signing import kit, p12
from tests.signing.p12 import PASSWORD, TODAY, certificate, made, usage

OLD = {
    "as-openssl-1-wrote": ("-legacy",),
    "rc2-40-both": ("-legacy", "-keypbe", "PBE-SHA1-RC2-40", "-certpbe", "PBE-SHA1-RC2-40"),
    "rc2-128": ("-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128"),
    "rc4-128": ("-legacy", "-keypbe", "PBE-SHA1-RC4-128", "-certpbe", "PBE-SHA1-RC4-40"),
    "3des": ("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"),
    "pbes2-aes128": ("-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha512"),
    "mac-sha384": ("-macalg", "sha384"),
    "certificate-in-clear": ("-certpbe", "NONE"),
    "no-mac": ("-nomac",),
}


@cache
def own() -> x509.Certificate:
    return certificate(kit.key())


def brought(data: bytes, password: str = PASSWORD, today: dt.datetime = TODAY) -> Brought:
    return bring_along.choose(pkcs12.open_bytes(data, password, "单位.p12"), today)


def refused(action: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        action()
    assert caught.value.remedy
    return caught.value


def code(data: bytes, password: str = PASSWORD) -> str:
    return refused(lambda: brought(data, password)).code


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def test_a_brought_key_file_signs_what_verifies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quick_passwords(monkeypatch)
    (tmp_path / "单位.pfx").write_bytes(made(kit.key(), own()))
    found = bring_along.choose(pkcs12.open_file(tmp_path / "单位.pfx", PASSWORD), TODAY)
    assert found.remarks == ()
    new = keyfile.keep(tmp_path / "单位.jxkey", found.certificate_der, found.key, kit.PASSWORD)
    assert (new.info.organisation, new.info.name) == ("某县人民政府", "某县签名")
    signed = keyfile.read(new.path).unlock(kit.PASSWORD).sign(kit.CONTENT)
    assert cms.verify(signed, kit.CONTENT).certificate.fingerprint == fingerprint(own())
    assert PASSWORD not in new.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("how", "password"),
    [*((how, PASSWORD) for how in OLD), *(("as-openssl-1-wrote", password) for password in ("secret 1", ""))],
)
def test_what_openssl_writes_is_opened(tmp_path: Path, how: str, password: str) -> None:
    options = OLD[how]
    data = p12.by_openssl(tmp_path, kit.key(), own(), *options, password=password)
    assert brought(data, password).certificate_der == own().public_bytes(serialization.Encoding.DER)
    # Without a MAC a wrong password shows only in what is decrypted, where padding may fit by chance.
    if "-nomac" not in options:
        assert code(data, "another one") == "key.p12-password"


@pytest.mark.parametrize("cipher", p12.PBES)
@pytest.mark.parametrize("mac", [hashes.SHA1(), hashes.SHA256(), hashes.SHA512()], ids=lambda mac: mac.name)
def test_ciphers_and_macs(cipher: str, mac: hashes.HashAlgorithm) -> None:
    data = made(kit.key(), own(), cipher=cipher, mac=mac)
    assert brought(data).key.private_numbers() == kit.key().private_numbers()
    assert code(data, PASSWORD[:-1]) == "key.p12-password"


def test_the_newest_mac_and_the_oldest_encoding() -> None:
    plain = made(kit.key(), own())
    for data in (p12.with_pbmac1(plain, PASSWORD), p12.indefinite(plain)):
        assert fingerprint(own()) == brought_fingerprint(data)
        assert code(data, "another one") == "key.p12-password"


def brought_fingerprint(data: bytes) -> str:
    return fingerprint(x509.load_der_x509_certificate(brought(data).certificate_der))


def test_old_ciphers_that_this_machine_lacks_are_said_so(tmp_path: Path) -> None:
    """Where OpenSSL's old ciphers were left out or switched off; else it would seem a wrong password."""
    old = p12.by_openssl(tmp_path, kit.key(), own(), *OLD["rc2-128"], password="x")
    (tmp_path / "old.p12").write_bytes(old)
    (tmp_path / "new.p12").write_bytes(made(kit.key(), own(), password="x", cipher="pbes1-3des"))
    lines = (
        "import sys, pathlib",
        "from jxdesk.base.errors import UserError",
        "from jxdesk.signing import pkcs12",
        "for path in map(pathlib.Path, sys.argv[1:]):",
        "    try: print(len(pkcs12.open_bytes(path.read_bytes(), 'x', path.name).certificates))",
        "    except UserError as error: print(error.code)",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(tmp_path / "old.p12"), str(tmp_path / "new.p12")],
        env=os.environ | {"CRYPTOGRAPHY_OPENSSL_NO_LEGACY": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split() == ["key.p12-old", "1"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_chinese_password_whose_bytes_were_widened(encoding: str) -> None:
    """As programs did that knew nothing of UTF-16."""
    widened = PASSWORD.encode(encoding).decode("latin-1")
    assert brought(made(kit.key(), own(), password=widened, cipher="pbes1-3des")).remarks == ()


def test_p256_is_taken() -> None:
    key = p12.curve("P-256")
    found = brought(made(key, certificate(key)))
    signed = KeySigner(found.certificate_der, found.key).sign(kit.CONTENT)
    assert cms.verify(signed, kit.CONTENT).certificate.organisation == "某县人民政府"


def test_of_several_certificates_the_keys_own_is_taken_alone(tmp_path: Path) -> None:
    authority = p12.curve("P-256")
    issuer = certificate(authority, common="某 CA", organisation="某认证中心")
    mine = certificate(kit.key(), issuer=(issuer.subject, authority))
    found = brought(made(kit.key(), mine, [issuer, certificate(p12.curve("P-384"), common="别的")]))
    assert fingerprint(x509.load_der_x509_certificate(found.certificate_der)) == fingerprint(mine)
    kept = keyfile.keep(tmp_path / "k.jxkey", found.certificate_der, found.key, kit.PASSWORD)
    assert kept.info.issuer == "某 CA"
    assert len(found.remarks) == 1
    assert "交接单" in found.remarks[0]


def test_of_a_renewed_certificate_the_one_valid_today_is_taken() -> None:
    old, new, later = (
        certificate(kit.key(), first=first, last=last)
        for first, last in ((2020, 2025), (2026, 2027), (2029, 2035))
    )
    assert brought_fingerprint(made(kit.key(), old, [new, later])) == fingerprint(new)
    assert brought_fingerprint(made(kit.key(), later, [new, old])) == fingerprint(new)


def test_dates_and_a_nameless_certificate_are_told() -> None:
    data = made(kit.key(), certificate(kit.key(), organisation="", first=2024, last=2025))
    expired, nameless = brought(data).remarks
    assert "2025-12-31 到期" in expired
    assert "没有写单位名称" in nameless
    (early, _) = brought(data, today=dt.datetime(2023, 1, 1, tzinfo=dt.UTC)).remarks
    assert "2024-01-01 起才有效" in early


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ({"digital_signature": True}, ""),
        ({"content_commitment": True}, ""),
        ({"key_encipherment": True, "data_encipherment": True}, "key.p12-usage"),
        ({"key_cert_sign": True}, "key.p12-usage"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused(allowed: dict[str, bool], expected: str) -> None:
    data = made(kit.key(), certificate(kit.key(), usage=usage(**allowed)))
    if expected:
        assert code(data) == expected
    else:
        assert brought(data).remarks == ()


UNFIT: dict[str, tuple[Callable[[], Any], str, str]] = {
    "rsa-1024": (lambda: rsa.generate_private_key(65537, 1024), "key.p12-weak", "1024 位"),
    "p-384": (lambda: p12.curve("P-384"), "key.p12-curve", "secp384r1"),
    "ed25519": (ed25519.Ed25519PrivateKey.generate, "key.p12-kind", "不能用来"),
    "dsa": (lambda: dsa.generate_private_key(1024), "key.p12-kind", "不能用来"),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_key_that_no_package_may_be_signed_with(kind: str) -> None:
    make, expected, said = UNFIT[kind]
    key = make()
    error = refused(lambda: brought(made(key, certificate(key))))
    assert (error.code, said in error.message) == (expected, True)


def test_key_or_certificate_missing() -> None:
    assert code(made(kit.key(), None)) == "key.p12-no-certificate"
    assert code(made(kit.key(), None, [certificate(p12.curve("P-256"))])) == "key.p12-no-certificate"
    assert code(made(None, None, [own()])) == "key.p12-no-key"


def test_rounds_beyond_reason_are_refused_before_they_are_done() -> None:
    plain = made(kit.key(), own())
    for data in (p12.with_rounds(plain, 2**31), p12.with_pbmac1(plain, PASSWORD, 2**31)):
        with pytest.raises(UserError) as caught:
            brought(data)
        error = caught.value
        assert (error.code, "2147483648 遍" in error.message) == ("key.p12-costly", True)
    assert brought(made(kit.key(), own(), rounds=1)).remarks == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"0\x00",
        b"\x30\x80" * 20_000,
        b"-----BEGIN CERTIFICATE-----",
        b"PK\x03\x04",
        b"0" * (pkcs12.MAX_FILE + 1),
    ],
    ids=["empty", "nothing", "deep", "pem", "zip", "too-long"],
)
def test_what_is_no_such_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.p12"
    path.write_bytes(data)
    assert refused(lambda: pkcs12.open_file(path, "")).code == "key.p12-damaged"


def test_missing_and_not_a_file(tmp_path: Path) -> None:
    assert refused(lambda: pkcs12.open_file(tmp_path / "none.p12", "")).code == "path.missing"
    assert refused(lambda: pkcs12.open_file(tmp_path, "")).code == "path.kind"


@settings(max_examples=80)
@given(st.data())
def test_bent_files_are_told_never_a_crash(data: st.DataObject) -> None:
    whole = bytearray(sound())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)) | st.just(len(whole)))
    said = "key.p12-"
    try:
        brought(bytes(whole[:cut]))
    except UserError as error:
        said = error.code
    assert said.startswith("key.p12-")


@cache
def sound() -> bytes:
    return made(kit.key(), own(), rounds=1)


def _of_version_eight(der: bytes) -> bytes:
    assert der.count(b"\xa0\x03\x02\x01\x02") == 1
    return der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07")


def test_a_certificate_of_no_known_version_is_told_and_no_crash() -> None:
    key = p12.curve("P-256")
    own = certificate(key)
    pfx = asn1.Pfx.load(made(key, own, password=""))
    without_mac = asn1.Pfx({"version": "v3", "auth_safe": pfx["auth_safe"]}).dump()
    with pytest.raises(UserError) as refused:
        pkcs12.open_bytes(_of_version_eight(without_mac), "", "a.p12")
    assert refused.value.code == "key.p12-damaged"
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    bent = _of_version_eight(own.public_bytes(serialization.Encoding.DER))
    with pytest.raises(UserError) as refused:
        bring_along.choose(pkcs12.Opened(pkcs8, (bent,)), TODAY)
    assert refused.value.code == "key.p12-no-certificate"
