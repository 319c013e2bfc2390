"""Sealing with a signer whose key lies in a device: whatever the device does, no package is half-made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.package.seal import seal
from jxdesk.signing.signer import CmsSigner
from tests.package import kit


def refuse(_: bytes) -> bytes:
    raise UserError("token.pin", "PIN 不对。", "请重新输入。")


def stop(_: bytes) -> bytes:
    raise Cancelled


@pytest.mark.parametrize(
    ("device", "expected"),
    [(refuse, "token.pin"), (stop, Cancelled), (lambda _: b"0" * 256, "seal.read-back")],
    ids=["wrong-pin", "stopped", "signs-wrongly"],
)
def test_nothing_is_left(
    tmp_path: Path, device: Callable[[bytes], bytes], expected: str | type[Exception]
) -> None:
    signer = CmsSigner(kit.rsa_signer().certificate_der, device)
    with pytest.raises((UserError, Cancelled)) as caught:
        seal(kit.ITEMS, kit.INFO, signer, tmp_path / "out")
    assert expected in (type(caught.value), getattr(caught.value, "code", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_asked_once_for_a_package(tmp_path: Path) -> None:
    asked: list[int] = []
    ours = kit.rsa_signer()

    class Counted:
        certificate_der = ours.certificate_der

        def sign(self, content: bytes) -> bytes:
            asked.append(len(content))
            return ours.sign(content)

    seal(kit.ITEMS, kit.INFO, Counted(), tmp_path / "out")
    assert len(asked) == 1
