"""Which certificate of an opened PKCS#12 file belongs to its key, and whether the two may sign packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from jxdesk.base.errors import UserError
from jxdesk.signing import certificate as certificates
from jxdesk.signing import cms, key_record
from jxdesk.signing.pkcs12 import Opened
from jxdesk.signing.signer import KeySigner, PrivateKey

MAX_RSA_BITS = 8192
# That of 8,192 bits takes under 5 KB; more a key file does not hold.
_MAX_PKCS8 = key_record.MAX_SEALED - 16
_PROBE = b"\n"
_ELSE = "请改用 2048 位以上的 RSA 或 P-256 的签名证书，或者新建密钥。"


@dataclass(frozen=True, slots=True)
class Brought:
    """A key that may sign, its one certificate, and what the user has to be told of it (whole sentences)."""

    certificate_der: bytes
    key: PrivateKey
    remarks: tuple[str, ...]


def choose(opened: Opened, today: datetime) -> Brought:
    """The key with the one certificate that belongs to it; the others are left behind.

    ``today`` is aware. Raises ``UserError`` ``key.p12-weak``, ``key.p12-curve``, ``key.p12-size``,
    ``key.p12-kind``, ``key.p12-no-certificate``, ``key.p12-usage`` and ``key.p12-unfit``.
    """
    key = _key(opened.pkcs8)
    certificate = _belonging(key, opened.certificates, today)
    _check_usage(certificate)
    der = certificate.public_bytes(serialization.Encoding.DER)
    _check_signing(der, key)
    return Brought(der, key, tuple(_remarks(der, certificate, today)))


def _key(pkcs8: bytes) -> PrivateKey:
    if len(pkcs8) > _MAX_PKCS8:
        raise _too_large(f"超过 {MAX_RSA_BITS} 位")
    try:
        # The process that opened the file has tested the key's numbers already.
        key = serialization.load_der_private_key(pkcs8, None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _another_kind() from error
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < cms.MIN_RSA_BITS:
            raise UserError(
                "key.p12-weak",
                f"这把密钥是 {key.key_size} 位的 RSA，太短，签名容易被伪造，不能用来封装。",
                _ELSE,
            )
        if key.key_size > MAX_RSA_BITS:
            raise _too_large(f"是 {key.key_size} 位")
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey):
        if not cms.is_allowed(key.public_key()):
            raise UserError(
                "key.p12-curve", f"这把密钥用的曲线是 {key.curve.name}，核验程序只认 P-256。", _ELSE
            )
        return key
    raise _another_kind()


def _belonging(key: PrivateKey, found: Sequence[bytes], today: datetime) -> x509.Certificate:
    """The certificate of ``key``; of several, the one valid today that lasts longest."""
    fitting = [certificate for der in found if (certificate := _certificate_of(key, der)) is not None]
    if not fitting:
        raise UserError(
            "key.p12-no-certificate",
            "文件里没有与私钥配对的证书。" if found else "文件里只有私钥，没有证书。",
            "请连同证书一起重新导出。",
        )
    return max(fitting, key=lambda each: (_holds(each, today), each.not_valid_after_utc))


def _certificate_of(key: PrivateKey, der: bytes) -> x509.Certificate | None:
    try:
        certificate = x509.load_der_x509_certificate(der)
        if certificate.public_key() != key.public_key():
            return None
        certificates.facts(der)
        certificates.issuer(der)
        _ = certificate.extensions
    except Exception:  # noqa: BLE001 - a field fails when it is asked for, with errors of its own
        return None  # another's certificate of a kind unknown here, or a bent one
    return certificate


def _check_usage(certificate: x509.Certificate) -> None:
    """A certificate for encryption alone vouches for nothing that is signed (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except ValueError as error:
        raise _unfit() from error
    if not (usage.digital_signature or usage.content_commitment):
        raise UserError(
            "key.p12-usage",
            "这张证书注明了不能用于签名（例如只用于加密）。",
            "单位如有签名、加密两张证书，请导出签名的那一张。",
        )


def _check_signing(der: bytes, key: PrivateKey) -> None:
    """Sign something, and verify it as a package's signature is verified."""
    try:
        cms.verify(KeySigner(der, key).sign(_PROBE), _PROBE)
    except (cms.SignatureFault, ValueError, TypeError) as error:
        raise _unfit() from error


def _remarks(der: bytes, certificate: x509.Certificate, today: datetime) -> list[str]:
    facts = certificates.facts(der)
    said = []
    if today > facts.valid_to:
        said.append(f"这张证书已于 {facts.valid_to:%Y-%m-%d} 到期，接收单位可能不认，请尽早换新的。")
    if today < facts.valid_from:
        said.append(f"这张证书从 {facts.valid_from:%Y-%m-%d} 起才有效，请核对电脑的日期。")
    if not facts.organisation:
        said.append("证书上没有写单位名称，请在盖章的交接单上写明。")
    if certificate.issuer != certificate.subject:
        said.append("签发这张证书的机构不随申报包走：接收单位照样按盖章的交接单核对指纹。")
    return said


def _holds(certificate: x509.Certificate, today: datetime) -> bool:
    return certificate.not_valid_before_utc <= today <= certificate.not_valid_after_utc


def _too_large(how: str) -> UserError:
    return UserError("key.p12-size", f"这把密钥{how}，大得不合常理，本程序不用它。", _ELSE)


def _another_kind() -> UserError:
    return UserError("key.p12-kind", "这种密钥不能用来给申报包签名。", _ELSE)


def _unfit() -> UserError:
    return UserError("key.p12-unfit", "用这张证书试签的结果核验不通过，不能用来封装。", _ELSE)
