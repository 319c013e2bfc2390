"""PKCS#12 files for tests: by ``cryptography``, by the openssl program where there is one, bent by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, core
from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from tests.signing import kit

PASSWORD = "导出时的口令"
TODAY = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PBES = {
    "pbes2-aes256": pkcs12.PBES.PBESv2SHA256AndAES256CBC,
    "pbes1-3des": pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC,
}


def name(organisation: str, common: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def certificate(
    key: Any,
    *,
    common: str = "某县签名",
    organisation: str = "某县人民政府",
    first: int = 2026,
    last: int = 2030,
    usage: x509.KeyUsage | None = None,
    issuer: tuple[x509.Name, Any] | None = None,
) -> x509.Certificate:
    """A certificate of ``key``, valid from the start of ``first`` to the end of ``last``."""
    subject = name(organisation, common)
    issued_by, signing = issuer or (subject, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(first, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(last, 12, 31, tzinfo=dt.UTC))
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    plain = isinstance(signing, ed25519.Ed25519PrivateKey)
    return builder.sign(signing, None if plain else hashes.SHA256())


def usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{each: allowed.get(each, False) for each in names})


def made(
    key: Any,
    own: x509.Certificate | None,
    others: Sequence[x509.Certificate] = (),
    *,
    password: str = PASSWORD,
    cipher: str = "pbes2-aes256",
    mac: hashes.HashAlgorithm | None = None,
    rounds: int = 2_000,
) -> bytes:
    """The bytes of a file."""
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(PBES[cipher])
        .hmac_hash(mac or hashes.SHA256())
        .build(password.encode())
        if password
        else serialization.NoEncryption()
    )
    return pkcs12.serialize_key_and_certificates(None, key, own, others, encryption)


def with_rounds(data: bytes, rounds: int) -> bytes:
    """The file asking for so many rounds for its MAC."""
    pfx = asn1.Pfx.load(data)
    pfx["mac_data"]["iterations"] = rounds
    return bytes(pfx.dump(force=True))


class Pbmac1(core.Sequence):  # type: ignore[misc]
    _fields = [("kdf", algos.KdfAlgorithm), ("mac", algos.HmacAlgorithm)]  # noqa: RUF012


def with_pbmac1(data: bytes, password: str, rounds: int = 2_000) -> bytes:
    """The file with the MAC of RFC 9579 in place of its own."""
    pfx = asn1.Pfx.load(data)
    salt, size = os.urandom(16), 32
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, min(rounds, 2_000), size)
    kdf = algos.KdfAlgorithm(
        {
            "algorithm": "pbkdf2",
            "parameters": algos.Pbkdf2Params(
                {
                    "salt": algos.Pbkdf2Salt("specified", core.OctetString(salt)),
                    "iteration_count": rounds,
                    "key_length": size,
                    "prf": {"algorithm": "sha256", "parameters": core.Null()},
                }
            ),
        }
    )
    parameters = Pbmac1({"kdf": kdf, "mac": {"algorithm": "sha256", "parameters": core.Null()}})
    content = pfx["auth_safe"]["content"].native
    algorithm = core.SequenceOf(spec=core.Any)
    algorithm.append(core.ObjectIdentifier("1.2.840.113549.1.5.14"))
    algorithm.append(parameters)
    digest = core.SequenceOf(spec=core.Any)
    digest.append(algorithm)
    digest.append(core.OctetString(hmac.digest(key, content, "sha256")))
    mac = core.SequenceOf(spec=core.Any)
    for part in (digest, core.OctetString(b"NOT USED"), core.Integer(1)):
        mac.append(part)
    whole = core.SequenceOf(spec=core.Any)
    for part in (pfx["version"], pfx["auth_safe"], mac):
        whole.append(part)
    return bytes(whole.dump())


def indefinite(data: bytes) -> bytes:
    """The same file in BER: its outer length left open, as some browsers write it."""
    header = 2 + (data[1] & 0x7F)
    return b"\x30\x80" + data[header:] + b"\0\0"


def by_openssl(folder: Path, key: Any, own: x509.Certificate, *options: str, password: str) -> bytes:
    """What ``openssl pkcs12 -export`` writes; skips the test where there is no such program."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl program here")
    private, public, out = folder / "k.pem", folder / "c.pem", folder / "o.p12"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    told = folder / "password.txt"
    told.write_text(password + "\n", encoding="utf-8")
    command = [program, "pkcs12", "-export", *options, "-inkey", str(private), "-in", str(public)]
    done = subprocess.run(
        [*command, "-out", str(out), "-passout", f"file:{told}"], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this openssl cannot make it: {done.stderr.decode(errors='replace')[:200]}")
    return out.read_bytes()


def curve(which: str) -> ec.EllipticCurvePrivateKey:
    return kit.curve_key(which)
