"""The CMS profile of the sealed package (RFC 5652), built and strictly verified.

Profile: DER, detached, exactly one signer and one certificate, no CRL, signed attributes with
content type and message digest, SHA-256, RSA ≥ 2048 (PKCS#1 v1.5) or P-256, no unsigned
attribute, nothing after the structure. The certificate must be bound: by its own signature
when it is self-issued, or by the signed attribute ESSCertIDv2 (RFC 5035); otherwise bytes of
it could be changed unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard

from asn1crypto import algos, cms, core, tsp, x509
from cryptography import x509 as crypto_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from jxdesk.signing import certificate as certificates
from jxdesk.signing import der

MAX_SIGNATURE = 64 * 1024
MIN_RSA_BITS = 2048
_RSA_OID = "1.2.840.113549.1.1.1"
_ECDSA_SHA256_OID = "1.2.840.10045.4.3.2"
_SHA256_OID = "2.16.840.1.101.3.4.2.1"
_ATTRIBUTES = {"content_type", "message_digest"}


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that verified: whose certificate it is and what the signer claims."""

    certificate: certificates.CertificateFacts
    signing_time: datetime | None


class SignatureFault(Exception):
    """Why a signature is refused. ``code`` is stable; the sentences are Chinese.

    ``certificate`` holds the facts of the certificate where it could be read at all.
    """

    def __init__(self, code: str, expected: str, found: str) -> None:
        super().__init__(f"{code}: {found}")
        self.code = code
        self.expected = expected
        self.found = found
        self.certificate: certificates.CertificateFacts | None = None


def build(certificate: x509.Certificate, content: bytes, raw_signature: Callable[[bytes], bytes]) -> bytes:
    """A detached signature over ``content``; ``raw_signature`` signs bytes with SHA-256 inside."""
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [_certificate_binding(certificate)]}
            ),
        ]
    )
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
    is_rsa = certificate.public_key.algorithm == "rsa"
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": (
                {"algorithm": "rsassa_pkcs1v15", "parameters": core.Null()}
                if is_rsa
                else {"algorithm": "sha256_ecdsa"}
            ),
            "signature": raw_signature(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def verify(signature_der: bytes, content: bytes) -> Signature:
    """Check ``signature_der`` over ``content`` against the profile.

    Raises :class:`SignatureFault` with the first reason for refusal, never anything else.
    """
    try:
        signed = _parse(signature_der)
        certificate = _only_certificate(signed)
    except SignatureFault:
        raise
    except Exception as error:  # asn1crypto parses lazily and fails in many ways on bent bytes
        raise _malformed() from error
    facts = _facts(certificate)
    try:
        return Signature(facts, _verify_signer(signed, certificate, content))
    except SignatureFault as fault:
        fault.certificate = facts
        raise
    except Exception as error:  # as above
        refusal = _malformed()
        refusal.certificate = facts
        raise refusal from error


def _parse(data: bytes) -> cms.SignedData:
    if len(data) > MAX_SIGNATURE:
        raise SignatureFault("signature.too-large", f"不超过 {MAX_SIGNATURE} 字节", f"{len(data)} 字节")
    _, trailing = _split(data)
    if trailing:
        raise SignatureFault("signature.trailing", "签名之后没有内容", f"多出 {trailing} 字节")
    try:
        der.check(data)
    except der.NotDer as error:
        raise SignatureFault("signature.not-der", "严格的 DER 编码", "其他编码") from error
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].native != "signed_data":
        raise _malformed()
    signed: cms.SignedData = info["content"]
    if signed["encap_content_info"]["content_type"].native != "data":
        raise _malformed()
    if not _is_absent(signed["encap_content_info"]["content"]):
        raise SignatureFault("signature.embedded", "分离式签名，不含原文", "签名内嵌有原文")
    if not _is_absent(signed["crls"]):
        raise SignatureFault("signature.crls", "不含吊销列表", "含有吊销列表")
    if len(signed["signer_infos"]) != 1:
        raise SignatureFault("signature.signers", "1 个签名人", f"{len(signed['signer_infos'])} 个")
    return signed


def _split(data: bytes) -> tuple[int, int]:
    """Length of the outer SEQUENCE and of what follows it, in bytes."""
    if len(data) < 2 or data[0] != 0x30:
        raise _malformed()
    size, start = data[1], 2
    if size & 0x80:
        count = size & 0x7F
        if not 1 <= count <= 4 or len(data) < 2 + count:
            raise _malformed()
        size, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if start + size > len(data):
        raise SignatureFault("signature.truncated", f"{start + size} 字节", f"{len(data)} 字节")
    return start + size, len(data) - start - size


def _only_certificate(signed: cms.SignedData) -> x509.Certificate:
    found = signed["certificates"]
    count = 0 if _is_absent(found) else len(found)
    if count != 1 or found[0].name != "certificate":
        raise SignatureFault("signature.certificates", "1 张签名证书", f"{count} 张")
    return found[0].chosen


def _facts(certificate: x509.Certificate) -> certificates.CertificateFacts:
    try:
        if certificate.serial_number <= 0:
            raise ValueError("serial number is not positive (RFC 5280, 4.1.2.2)")
        return certificates.facts(certificate.dump())
    except Exception as error:  # a bent name or date fails in several ways below us
        raise SignatureFault("signature.certificate", "可以读取的证书", "证书已损坏") from error


def _verify_signer(signed: cms.SignedData, certificate: x509.Certificate, content: bytes) -> datetime | None:
    signer = signed["signer_infos"][0]
    _check_versions(signed, signer)
    _check_signer_id(signer, certificate)
    if not _is_absent(signer["unsigned_attrs"]):
        raise SignatureFault("signature.unsigned-attributes", "没有未签名属性", "含有未签名属性")
    attributes = _signed_attributes(signer)
    _verify_raw(signer, certificate)
    _check_binding(attributes, certificate)
    digest = hashlib.sha256(content).hexdigest()
    found: str = attributes["message_digest"][0].native.hex()
    if found != digest:
        raise SignatureFault("signature.content", digest, found)
    times = attributes.get("signing_time")
    return None if times is None else times[0].native


def _check_versions(signed: cms.SignedData, signer: cms.SignerInfo) -> None:
    if signed["version"].native != "v1" or signer["version"].native != "v1":
        raise SignatureFault("signature.profile", "CMS 版本 1", "其他版本")
    digests = [*signed["digest_algorithms"], signer["digest_algorithm"]]
    if len(digests) != 2:
        raise SignatureFault("signature.algorithm", "SHA-256", f"{len(digests) - 1} 种摘要算法")
    for digest in digests:
        # Parameters are NULL or absent (RFC 5754, 2).
        plain = digest["parameters"].native is None
        if digest["algorithm"].dotted != _SHA256_OID or not plain:
            raise SignatureFault("signature.algorithm", "SHA-256", str(digest["algorithm"].native))


def _check_signer_id(signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
    name = signer["sid"].name
    same = (
        name == "issuer_and_serial_number"
        and signer["sid"].chosen["issuer"].dump() == certificate.issuer.dump()
        and signer["sid"].chosen["serial_number"].native == certificate.serial_number
    )
    if not same:
        raise SignatureFault("signature.signer-id", "与证书一致的签名人标识", "另一张证书的标识")


def _signed_attributes(signer: cms.SignerInfo) -> dict[str, cms.SetOfAny]:
    found = signer["signed_attrs"]
    if _is_absent(found):
        raise SignatureFault("signature.attributes", "含有已签名属性", "没有已签名属性")
    if not der.in_set_order([attribute.dump() for attribute in found]):
        raise SignatureFault("signature.not-der", "严格的 DER 编码", "已签名属性的顺序不对")
    attributes: dict[str, cms.SetOfAny] = {}
    for attribute in found:
        kind = attribute["type"].native
        if kind in attributes or len(attribute["values"]) != 1:
            raise SignatureFault("signature.attributes", "每种已签名属性一次", f"{kind} 不止一次")
        attributes[kind] = attribute["values"]
    missing = sorted(_ATTRIBUTES - set(attributes))
    if missing:
        raise SignatureFault("signature.attributes", "内容类型和消息摘要", f"缺少 {'、'.join(missing)}")
    if attributes["content_type"][0].native != "data":
        raise SignatureFault("signature.attributes", "内容类型为 data", "其他内容类型")
    return attributes


def _verify_raw(signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
    # The attributes are signed as a SET OF, not with the implicit tag they carry (RFC 5652, 5.4).
    message = b"\x31" + signer["signed_attrs"].dump()[1:]
    algorithm = signer["signature_algorithm"]
    oid, parameters = algorithm["algorithm"].dotted, algorithm["parameters"].native
    raw = signer["signature"].native
    key = _public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey) and oid == _RSA_OID and parameters is None:
            key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
            return
        if isinstance(key, ec.EllipticCurvePublicKey) and oid == _ECDSA_SHA256_OID and parameters is None:
            key.verify(raw, message, ec.ECDSA(hashes.SHA256()))
            return
    except InvalidSignature as error:
        raise SignatureFault("signature.wrong", "由该证书签出的签名", "签名验证不通过") from error
    raise SignatureFault("signature.algorithm", "RSA 或 P-256，SHA-256", str(oid))


def _public_key(certificate: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    try:
        key = crypto_x509.load_der_x509_certificate(certificate.dump()).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SignatureFault("signature.certificate", "可以读取的公钥", "公钥已损坏") from error
    if is_allowed(key):
        return key
    if isinstance(key, rsa.RSAPublicKey):
        raise SignatureFault("signature.key-weak", f"RSA 不少于 {MIN_RSA_BITS} 位", f"{key.key_size} 位")
    raise SignatureFault("signature.algorithm", "RSA 或 P-256 公钥", "其他公钥")


def is_allowed(key: object) -> TypeGuard[rsa.RSAPublicKey | ec.EllipticCurvePublicKey]:
    """Whether a public key is one of the profile: RSA of at least ``MIN_RSA_BITS``, or P-256."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= MIN_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"


def _certificate_binding(certificate: x509.Certificate) -> tsp.SigningCertificateV2:
    digest = hashlib.sha256(certificate.dump()).digest()
    return tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": digest})]})


def _check_binding(attributes: dict[str, cms.SetOfAny], certificate: x509.Certificate) -> None:
    bound = attributes.get("signing_certificate_v2")
    if bound is not None:
        first = bound[0]["certs"][0]
        digest = hashlib.sha256(certificate.dump()).digest()
        if first["hash_algorithm"]["algorithm"].native == "sha256" and first["cert_hash"].native == digest:
            return
    elif _is_self_signed(certificate):
        return
    raise SignatureFault("signature.certificate-unbound", "签名所指的证书", "证书被换过或改过")


def _is_self_signed(certificate: x509.Certificate) -> bool:
    loaded = crypto_x509.load_der_x509_certificate(certificate.dump())
    try:
        loaded.verify_directly_issued_by(loaded)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_absent(value: core.Asn1Value) -> bool:
    return isinstance(value, core.Void)


def _malformed() -> SignatureFault:
    return SignatureFault("signature.malformed", "CMS 分离式签名（DER）", "无法识别的内容")
