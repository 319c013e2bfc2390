"""The CMS profile: what is built verifies, and each departure from it is refused by name."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto import algos, core, x509
from asn1crypto import cms as asn1
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.signing import cms, der
from jxdesk.signing.signer import KeySigner, PrivateKey
from tests.signing import kit

Change = Callable[[asn1.SignedData], None]


def refusal(signature: bytes, content: bytes = kit.CONTENT) -> str:
    with pytest.raises(cms.SignatureFault) as caught:
        cms.verify(signature, content)
    return caught.value.code


def issued(key: PrivateKey, serial: int = 4711) -> KeySigner:
    """A signer whose certificate comes from an authority."""
    authority = kit.key()
    made = (
        crypto_x509.CertificateBuilder()
        .subject_name(crypto_x509.Name([crypto_x509.NameAttribute(NameOID.COMMON_NAME, "买来的")]))
        .issuer_name(crypto_x509.Name([crypto_x509.NameAttribute(NameOID.COMMON_NAME, "机构")]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(kit.MOMENT)
        .not_valid_after(kit.MOMENT.replace(year=2030))
        .sign(authority, hashes.SHA256())
    )
    return KeySigner(made.public_bytes(serialization.Encoding.DER), key)


def test_signature_tells_whose_it_is() -> None:
    seen = cms.verify(kit.signer().sign(kit.CONTENT), kit.CONTENT)
    assert seen.certificate.organisation == "演示县人民政府"
    assert seen.certificate.name == "封装专用"
    assert seen.certificate.valid_from == kit.MOMENT
    assert seen.certificate.valid_to == kit.MOMENT.replace(year=2035)
    assert seen.signing_time is None


def test_rsa_signature_has_the_same_bytes_each_time() -> None:
    assert kit.signer().sign(kit.CONTENT) == kit.signer().sign(kit.CONTENT)


def test_p256_with_an_issued_certificate_verifies() -> None:
    signer = issued(kit.curve_key("P-256"))
    assert cms.verify(signer.sign(kit.CONTENT), kit.CONTENT).certificate.name == "买来的"


def test_openssl_accepts_what_we_build_and_we_what_it_builds(tmp_path: Path) -> None:
    (tmp_path / "content").write_bytes(kit.CONTENT)
    (tmp_path / "ours.p7s").write_bytes(kit.signer().sign(kit.CONTENT))
    certificate = crypto_x509.load_der_x509_certificate(kit.signer().certificate_der)
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        kit.key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )

    def openssl(*arguments: str) -> int:
        return subprocess.run(["openssl", "cms", *arguments], cwd=tmp_path, capture_output=True).returncode

    verify = ["-verify", "-binary", "-inform", "DER", "-in", "ours.p7s", "-content", "content"]
    assert openssl(*verify, "-noverify", "-out", os.devnull) == 0
    sign = ["-sign", "-binary", "-outform", "DER", "-in", "content", "-signer", "cert.pem"]
    assert openssl(*sign, "-inkey", "key.pem", "-md", "sha256", "-out", "theirs.p7s") == 0
    seen = cms.verify((tmp_path / "theirs.p7s").read_bytes(), kit.CONTENT)
    assert seen.signing_time is not None


def test_other_content_is_refused() -> None:
    assert refusal(kit.signer().sign(kit.CONTENT), b"other") == "signature.content"


DEPARTURES: dict[str, tuple[str, Change]] = {}


def departure(code: str) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        DEPARTURES[change.__name__] = code, change
        return change

    return register


@departure("signature.embedded")
def embedded_content(signed: asn1.SignedData) -> None:
    signed["encap_content_info"] = {"content_type": "data", "content": kit.CONTENT}


@departure("signature.signers")
def two_signers(signed: asn1.SignedData) -> None:
    one = signed["signer_infos"][0]
    other = one.copy()
    other["signed_attrs"] = [*list(one["signed_attrs"]), {"type": "signing_time", "values": [moment()]}]
    signed["signer_infos"] = [one, other]


@departure("signature.signers")
def no_signer(signed: asn1.SignedData) -> None:
    signed["signer_infos"] = []


@departure("signature.certificates")
def two_certificates(signed: asn1.SignedData) -> None:
    certificates = [kit.loaded(kit.signer()), kit.loaded(issued(kit.curve_key("P-256")))]
    signed["certificates"] = sorted(certificates, key=lambda each: bytes(each.dump()))


@departure("signature.certificates")
def no_certificate(signed: asn1.SignedData) -> None:
    del signed["certificates"]


@departure("signature.signer-id")
def certificate_of_someone_else(signed: asn1.SignedData) -> None:
    signed["certificates"] = [kit.loaded(issued(kit.curve_key("P-256")))]


@departure("signature.attributes")
def no_signed_attributes(signed: asn1.SignedData) -> None:
    del signed["signer_infos"][0]["signed_attrs"]


def keep(signed: asn1.SignedData, *kinds: str) -> None:
    signer = signed["signer_infos"][0]
    signer["signed_attrs"] = [each for each in signer["signed_attrs"] if each["type"].native in kinds]


def moment() -> asn1.Time:
    return asn1.Time({"utc_time": kit.MOMENT})


@departure("signature.attributes")
def no_message_digest(signed: asn1.SignedData) -> None:
    keep(signed, "content_type", "signing_certificate_v2")


@departure("signature.attributes")
def no_content_type(signed: asn1.SignedData) -> None:
    keep(signed, "message_digest", "signing_certificate_v2")


@departure("signature.attributes")
def message_digest_twice(signed: asn1.SignedData) -> None:
    signer = signed["signer_infos"][0]
    again = {"type": "message_digest", "values": [b"\0" * 32]}
    signer["signed_attrs"] = [*list(signer["signed_attrs"]), again]


@departure("signature.attributes")
def message_digest_with_two_values(signed: asn1.SignedData) -> None:
    keep(signed, "content_type")
    signer = signed["signer_infos"][0]
    double = {"type": "message_digest", "values": [kit.digest(), b"\0" * 32]}
    signer["signed_attrs"] = [*list(signer["signed_attrs"]), double]


@departure("signature.attributes")
def another_content_type(signed: asn1.SignedData) -> None:
    keep(signed, "message_digest", "signing_certificate_v2")
    signer = signed["signer_infos"][0]
    other = {"type": "content_type", "values": ["signed_data"]}
    signer["signed_attrs"] = [*list(signer["signed_attrs"]), other]


@departure("signature.unsigned-attributes")
def unsigned_attribute(signed: asn1.SignedData) -> None:
    unsigned = [{"type": "1.2.3.4", "values": [core.Null()]}]
    signed["signer_infos"][0]["unsigned_attrs"] = unsigned


@departure("signature.algorithm")
def sha1_declared(signed: asn1.SignedData) -> None:
    signed["digest_algorithms"] = [algos.DigestAlgorithm({"algorithm": "sha1"})]


@departure("signature.algorithm")
def no_digest_declared(signed: asn1.SignedData) -> None:
    signed["digest_algorithms"] = []


@departure("signature.algorithm")
def pss_declared(signed: asn1.SignedData) -> None:
    signed["signer_infos"][0]["signature_algorithm"] = {"algorithm": "rsassa_pss"}


@departure("signature.profile")
def another_version(signed: asn1.SignedData) -> None:
    signed["version"] = "v3"


@pytest.mark.parametrize("name", DEPARTURES)
def test_departure_from_the_profile_is_refused(name: str) -> None:
    code, change = DEPARTURES[name]
    assert refusal(kit.reshaped(change)) == code


def test_without_binding_attribute_a_self_issued_certificate_binds_itself() -> None:
    signature = kit.reshaped(lambda signed: keep(signed, "content_type", "message_digest"))
    assert cms.verify(signature, kit.CONTENT).certificate.name == "封装专用"


def test_issued_certificate_without_binding_attribute_is_refused() -> None:
    signer = issued(kit.key())

    def change(signed: asn1.SignedData) -> None:
        keep(signed, "content_type", "message_digest")
        certificate = kit.loaded(signer)
        signed["certificates"] = [certificate]
        signed["signer_infos"][0]["sid"] = {
            "issuer_and_serial_number": {
                "issuer": certificate.issuer,
                "serial_number": certificate.serial_number,
            }
        }

    assert refusal(kit.reshaped(change)) == "signature.certificate-unbound"


def test_certificate_with_another_body_for_the_same_key_is_refused() -> None:
    """Same key, same issuer, same serial number, but another certificate than was bound."""
    signature = issued(kit.curve_key("P-256")).sign(kit.CONTENT)
    info = asn1.ContentInfo.load(signature)
    other = x509.Certificate.load(kit.loaded(issued(kit.curve_key("P-256"))).dump())
    body = other["tbs_certificate"]
    body["subject"] = x509.Name.build({"common_name": "冒名"})
    swapped = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": other["signature_algorithm"],
            "signature_value": other["signature_value"],
        }
    )
    info["content"]["certificates"] = [swapped]
    assert refusal(info.dump()) == "signature.certificate-unbound"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (lambda: rsa.generate_private_key(public_exponent=65537, key_size=1024), "signature.key-weak"),
        (lambda: kit.curve_key("P-384"), "signature.algorithm"),
    ],
)
def test_other_keys_are_refused(
    key: Callable[[], rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey], code: str
) -> None:
    assert refusal(issued(key()).sign(kit.CONTENT)) == code


def test_trailing_truncated_and_empty() -> None:
    signature = kit.signer().sign(kit.CONTENT)
    assert refusal(signature + b"\0") == "signature.trailing"
    assert refusal(signature[:-1]) == "signature.truncated"
    assert refusal(b"") == "signature.malformed"
    assert refusal(b"\0" * (cms.MAX_SIGNATURE + 1)) == "signature.too-large"


def test_a_length_that_is_not_minimal_is_not_der() -> None:
    signature = kit.signer().sign(kit.CONTENT)
    assert signature[:2] == b"\x30\x82"
    assert refusal(b"\x30\x83\0" + signature[2:]) == "signature.not-der"


def test_indefinite_length_is_refused() -> None:
    signature = kit.signer().sign(kit.CONTENT)
    assert refusal(b"\x30\x80" + signature[4:] + b"\0\0").startswith("signature.")


def test_attributes_out_of_order_are_not_der() -> None:
    signature = kit.signer().sign(kit.CONTENT)
    info = asn1.ContentInfo.load(signature)
    attributes = info["content"]["signer_infos"][0]["signed_attrs"]
    members = [each.dump() for each in attributes]
    turned = signature.replace(b"".join(members), b"".join(reversed(members)))
    assert turned != signature
    assert refusal(turned) == "signature.not-der"


def test_any_single_bit_flip_is_refused() -> None:
    signature = kit.signer().sign(kit.CONTENT)
    source = random.Random(20251020)
    for position in source.sample(range(len(signature) * 8), 150):
        bent = bytearray(signature)
        bent[position // 8] ^= 1 << position % 8
        assert refusal(bytes(bent)).startswith("signature.")


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_calmly(data: bytes) -> None:
    assert refusal(data).startswith("signature.")


@pytest.mark.parametrize(
    ("data", "is_der"),
    [
        ("0101ff", True),
        ("010101", False),
        ("020100", True),
        ("02020001", False),
        ("0202ff80", False),
        ("02020080", True),
        ("0200", False),
        ("030100", True),
        ("03020780", True),
        ("03020781", False),
        ("0300", False),
        ("0500", True),
        ("050100", False),
        ("06032a0304", True),
        ("06032a8004", False),
        ("06022a83", False),
        ("240404020000", False),
        ("3100", True),
        ("3106020101020102", True),
        ("3106020102020101", False),
        ("0481020000", False),
        ("3080" + "0000", False),
        ("1000", False),
        ("1f2100", False),
        ("170d3235313032303030303030305a", True),
        ("170a3235313032303030303030", False),
        ("30" * 1, False),
        ("", False),
    ],
)
def test_der_has_one_writing(data: str, is_der: bool) -> None:
    if is_der:
        der.check(bytes.fromhex(data))
    else:
        with pytest.raises(der.NotDer):
            der.check(bytes.fromhex(data))


def test_der_nested_too_deep_is_refused() -> None:
    data = b""
    for _ in range(60):
        data = b"\x30" + bytes([len(data)]) + data if len(data) < 128 else data
    with pytest.raises(der.NotDer):
        der.check(data)
