"""What is read off a certificate: fingerprint, names, period; and the self-issued one we make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

YEARS = 10
MAX_NAME = 64
"""Characters of O and CN: the upper bounds of RFC 5280, appendix A."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """``fingerprint`` is the SHA-256 of the DER in lower-case hex; the period is in UTC."""

    fingerprint: str
    organisation: str
    name: str
    subject: str
    valid_from: datetime
    valid_to: datetime


def fingerprint(certificate_der: bytes) -> str:
    """SHA-256 of the certificate's DER, lower-case hex: what is printed on the hand-over sheet."""
    return hashlib.sha256(certificate_der).hexdigest()


def facts(certificate_der: bytes) -> CertificateFacts:
    """Read the facts. Raises ``ValueError`` when it is not a certificate, or a bent one."""
    try:
        return _facts(certificate_der)
    except Exception as error:  # each field is parsed when it is asked for, with errors of its own
        raise ValueError("not a certificate that can be read") from error


def issuer(certificate_der: bytes) -> str:
    """Who issued it, as it says; empty when it names itself. Raises ``ValueError`` as :func:`facts`."""
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        if certificate.issuer == certificate.subject:
            return ""
        names = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        found = [each for oid in names for each in certificate.issuer.get_attributes_for_oid(oid)]
        return str(found[0].value) if found else certificate.issuer.rfc4514_string()
    except Exception as error:  # as above
        raise ValueError("not a certificate that can be read") from error


def _facts(certificate_der: bytes) -> CertificateFacts:
    certificate = x509.load_der_x509_certificate(certificate_der)
    return CertificateFacts(
        fingerprint(certificate_der),
        _first(certificate, NameOID.ORGANIZATION_NAME),
        _first(certificate, NameOID.COMMON_NAME),
        certificate.subject.rfc4514_string(),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def self_issued(key: rsa.RSAPrivateKey, organisation: str, name: str, moment: datetime) -> x509.Certificate:
    """A certificate for ``key``, valid ten years from ``moment`` (aware), CA=false.

    It may sign documents and nothing else (RFC 5280, 4.2.1.3 and 4.2.1.9).
    """
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment)
        .not_valid_after(_years_later(moment))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _years_later(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + YEARS)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + YEARS, day=28)


def _first(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
