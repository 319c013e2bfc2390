"""Who signs: a small interface, so that tokens (PKCS#11, SKF) and SM2 can follow.

What is the same for every kind of key stands here: the CMS structure round a raw signature. What differs is
how the raw signature comes about. A key file gives it from memory; a token asks for its PIN, opens a
session with the device and has it signed there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from jxdesk.signing import cms

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
RawSignature = Callable[[bytes], bytes]
"""Signs a message with SHA-256 inside: RSASSA-PKCS1-v1_5, or ECDSA as DER (RFC 3279, 2.2.3; tokens give
*r*‖*s*, which has to be wrapped). See :meth:`Signer.sign` for what it may raise and how long it may take."""


class Signer(Protocol):
    """Signs bytes with one certificate.

    What sealing may rely on, and what another kind of key has to keep to:

    * The certificate can be read at any time, without PIN or password, and stays the same.
    * ``sign`` is called once for a package, on a worker's thread, after everything else was written. It
      may take as long as a person needs to type a PIN. It raises ``UserError`` when nothing comes of it
      (PIN wrong, token pulled out), ``Cancelled`` when stopped, and then there is no package.
    * What was signed is verified against the CMS profile before the package is kept, so a device that
      signs wrongly leaves nothing behind.
    * A session with a device belongs to whoever opened it: it is open before the signer is handed over,
      and closed after sealing. The signer itself has nothing to close.

    SM2 does not go through here: its signature is a separate file beside the CMS one.
    """

    @property
    def certificate_der(self) -> bytes:
        """The signer's X.509 certificate, DER."""

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature (DER) over ``content``, in the CMS profile of the package."""


class CmsSigner:
    """A :class:`Signer` of a certificate and whatever makes its raw signatures: RSA ≥ 2048 or P-256."""

    def __init__(self, certificate_der: bytes, raw_signature: RawSignature) -> None:
        self._certificate_der = certificate_der
        self._raw_signature = raw_signature

    @property
    def certificate_der(self) -> bytes:
        return self._certificate_der

    def sign(self, content: bytes) -> bytes:
        """See :meth:`Signer.sign`; the same content gives the same bytes with an RSA key."""
        certificate = x509.Certificate.load(self._certificate_der, strict=True)
        return cms.build(certificate, content, self._raw_signature)


class KeySigner(CmsSigner):
    """A :class:`Signer` whose private key is in memory."""

    def __init__(self, certificate_der: bytes, key: PrivateKey) -> None:
        super().__init__(certificate_der, lambda message: _raw(key, message))


def _raw(key: PrivateKey, message: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message, ec.ECDSA(hashes.SHA256()))
