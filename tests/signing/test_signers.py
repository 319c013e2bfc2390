"""The signer behind its interface: a token that keeps its key to itself signs packages as a key file does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.signing import cms
from jxdesk.signing.signer import CmsSigner, KeySigner, Signer
from tests.signing import kit
from tests.signing.p12 import certificate

PIN = "135790"


class Token:
    """As PKCS#11 tokens work: a session, a PIN asked when it signs, raw signatures only."""

    def __init__(self, typed: str = PIN) -> None:
        self._key = kit.curve_key("P-256")
        self._certificate = certificate(self._key).public_bytes(serialization.Encoding.DER)
        self.typed = typed
        self.logged_in = False
        self.asked = 0

    @property
    def certificate_der(self) -> bytes:
        return self._certificate

    @contextmanager
    def session(self) -> Iterator[Signer]:
        self.logged_in = True
        try:
            yield CmsSigner(self.certificate_der, self._sign)
        finally:
            self.logged_in = False

    def _sign(self, message: bytes) -> bytes:
        self.asked += 1
        if not self.logged_in:
            raise UserError("token.gone", "智能密码钥匙已拔出。", "请插好以后重试。")
        if not self.typed:
            raise Cancelled
        if self.typed != PIN:
            raise UserError("token.pin", "PIN 不对。", "请重新输入。")
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(hashes.SHA256())))
        on_wire = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return encode_dss_signature(int.from_bytes(on_wire[:32], "big"), int.from_bytes(on_wire[32:], "big"))


def test_a_token_signs_with_what_it_gives_out() -> None:
    token = Token()
    with token.session() as signer:
        signed = signer.sign(kit.CONTENT)
    seen = cms.verify(signed, kit.CONTENT)
    assert seen.certificate.organisation == "某县人民政府"
    assert (token.asked, token.logged_in) == (1, False)


@pytest.mark.parametrize(
    ("typed", "expected"), [("000000", UserError), ("", Cancelled)], ids=["wrong-pin", "stopped"]
)
def test_what_a_token_refuses_reaches_whoever_seals(typed: str, expected: type[Exception]) -> None:
    token = Token(typed)
    with pytest.raises(expected), token.session() as signer:
        signer.sign(kit.CONTENT)
    assert not token.logged_in


def test_a_token_pulled_out_is_said() -> None:
    with Token().session() as signer:
        pass
    with pytest.raises(UserError, match="拔出"):
        signer.sign(kit.CONTENT)


def test_a_device_that_signs_wrongly_is_found_out() -> None:
    token = Token()
    wrong = CmsSigner(token.certificate_der, lambda _: b"0" * 70)
    with pytest.raises(cms.SignatureFault):
        cms.verify(wrong.sign(kit.CONTENT), kit.CONTENT)


def test_a_key_in_memory_is_a_signer_like_any_other() -> None:
    def raw(message: bytes) -> bytes:
        return kit.key().sign(message, padding.PKCS1v15(), hashes.SHA256())

    ours = kit.signer()
    outside: Signer = CmsSigner(ours.certificate_der, raw)
    assert outside.sign(kit.CONTENT) == KeySigner(ours.certificate_der, kit.key()).sign(kit.CONTENT)
