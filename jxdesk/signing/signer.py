"""Who signs: a small interface, so that tokens (PKCS#11, SKF) and SM2 can follow."""

from __future__ import annotations

from typing import Protocol

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from jxdesk.signing import cms

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Signer(Protocol):
    """Signs bytes with one certificate."""

    @property
    def certificate_der(self) -> bytes:
        """The signer's X.509 certificate, DER."""

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature (DER) over ``content``, in the CMS profile of the package."""


class KeySigner:
    """A :class:`Signer` whose private key is in memory: RSA ≥ 2048 or P-256."""

    def __init__(self, certificate_der: bytes, key: PrivateKey) -> None:
        self._certificate_der = certificate_der
        self._key = key

    @property
    def certificate_der(self) -> bytes:
        return self._certificate_der

    def sign(self, content: bytes) -> bytes:
        """See :meth:`Signer.sign`; the same content gives the same bytes with an RSA key."""
        certificate = x509.Certificate.load(self._certificate_der, strict=True)
        return cms.build(certificate, content, self._raw_signature)

    def _raw_signature(self, message: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(message, ec.ECDSA(hashes.SHA256()))
