"""The key file: what it shows, what opens it, and what it says when it is damaged."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtensionOID

from jxdesk.base.errors import UserError
from jxdesk.signing import cms, key_record, keyfile, recovery_code
from tests.signing import kit


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.make_key_file(tmp_path_factory.mktemp("key"))


def code(action: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        action()
    assert caught.value.exit_code == 2
    return caught.value.code


def write(path: Path, record: dict[str, Any], *, keep_checksum: bool = False) -> Path:
    """Write a record; with its checksum brought up to date unless told otherwise."""
    if not keep_checksum:
        rest = {key: value for key, value in record.items() if key != "checksum"}
        record = rest | {"checksum": key_record.checksum(rest)}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


def test_key_signs_what_verifies(made: Path) -> None:
    locked = keyfile.read(made)
    signer = locked.unlock(kit.PASSWORD)
    seen = cms.verify(signer.sign(kit.CONTENT), kit.CONTENT)
    assert seen.certificate.fingerprint == locked.info.fingerprint
    assert (locked.info.organisation, locked.info.name) == ("演示县人民政府", "封装专用")
    assert locked.info.valid_from == kit.MOMENT
    assert locked.info.valid_to == dt.datetime(2035, 10, 20, 1, 30, tzinfo=dt.UTC)


def test_certificate_may_sign_and_nothing_else(made: Path) -> None:
    certificate = x509.load_der_x509_certificate(keyfile.read(made).certificate_der)
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 3072
    constraints = certificate.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)
    assert constraints.critical
    assert constraints.value == x509.BasicConstraints(ca=False, path_length=None)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign


def test_password_may_be_typed_composed_or_decomposed(tmp_path: Path) -> None:
    path = tmp_path / "k.jxkey"
    keyfile.create(path, organisation="a", name="b", password="clé-éléphant", clock=lambda: kit.MOMENT)
    keyfile.read(path).unlock("cle\u0301-e\u0301le\u0301phant")


def test_wrong_password_is_said_so(made: Path) -> None:
    locked = keyfile.read(made)
    assert code(lambda: locked.unlock("六个苹果和一匹驴")) == "key.password"
    assert code(lambda: locked.unlock("\ud800" * 8)) == "key.password"


def test_nothing_secret_stands_in_clear(made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    assert "PRIVATE" not in text
    assert kit.PASSWORD not in text
    if os.name != "nt":
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0


def test_short_password_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    def make() -> object:
        return keyfile.create(
            tmp_path / "k", organisation="a", name="b", password="1234567", clock=lambda: kit.MOMENT
        )

    assert code(make) == "key.password-short"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  ", "长" * 65, "a\nb", "a\u202eb"])
def test_name_that_cannot_stand_in_a_certificate_is_refused(tmp_path: Path, name: str) -> None:
    def make() -> object:
        return keyfile.create(
            tmp_path / "k", organisation=name, name="b", password=kit.PASSWORD, clock=lambda: kit.MOMENT
        )

    assert code(make) == "key.name"


def test_existing_key_is_never_overwritten(made: Path) -> None:
    before = made.read_bytes()
    assert code(lambda: kit.make_key_file(made.parent)) == "path.exists"
    assert made.read_bytes() == before


def test_missing_and_not_a_file(tmp_path: Path) -> None:
    assert code(lambda: keyfile.read(tmp_path / "gone.jxkey")) == "path.missing"
    assert code(lambda: keyfile.read(tmp_path)) == "path.kind"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"1" * 50_000,
        b" " * (keyfile.MAX_FILE + 1),
        b'{"format": 1.5}',
    ],
    ids=["empty", "no fields", "list", "not text", "deep", "deep objects", "digits", "too long", "float"],
)
def test_what_is_no_key_file_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "k").write_bytes(data)
    assert code(lambda: keyfile.read(tmp_path / "k")) == "key.damaged"


@pytest.mark.parametrize("cut", [2, 100, 1000])
def test_truncated_file_is_damaged(made: Path, tmp_path: Path, cut: int) -> None:
    (tmp_path / "k").write_bytes(made.read_bytes()[:-cut])
    assert code(lambda: keyfile.read(tmp_path / "k")) == "key.damaged"


def change_scrypt(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda record: record["password"].update(values)


@pytest.mark.parametrize(
    "change",
    [
        change_scrypt(n=2**30),
        change_scrypt(n=2**16),
        change_scrypt(n=2**17 + 1),
        change_scrypt(n=True),
        change_scrypt(n=-1),
        change_scrypt(r=1024),
        change_scrypt(p=0),
        change_scrypt(p=10**6),
        change_scrypt(n=2**19),
        change_scrypt(p=2),
        lambda record: record["private_key"].update(sealed=base64.b64encode(bytes(10_000)).decode()),
        lambda record: record["recovery"].update(sealed=base64.b64encode(bytes(10_000)).decode()),
        change_scrypt(salt="AA=="),
        change_scrypt(extra=1),
        lambda record: record["private_key"].update(nonce="AA=="),
        lambda record: record["recovery"].update(salt="AA=="),
        lambda record: record["recovery"].update(n=2**17),
        lambda record: record.update(recovery=None),
        lambda record: record.update(certificate="AA=="),
        lambda record: record.update(certificate="?"),
        lambda record: record.update(certificate=5),
        lambda record: record.update(format="other"),
        lambda record: record.update(version=0),
        lambda record: record.update(version="1"),
        lambda record: record.update(extra=1),
        lambda record: record.pop("recovery"),
    ],
)
def test_field_out_of_bounds_is_damaged(
    made: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    record = json.loads(made.read_bytes())
    change(record)
    assert code(lambda: keyfile.read(write(tmp_path / "k", record))) == "key.damaged"


def test_newer_format_is_said_so(made: Path, tmp_path: Path) -> None:
    record = json.loads(made.read_bytes()) | {"version": 2}
    assert code(lambda: keyfile.read(write(tmp_path / "k", record))) == "key.newer"


def test_duplicate_field_is_damaged(made: Path, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(made.read_bytes().replace(b"{", b'{"format": "x",', 1))
    assert code(lambda: keyfile.read(tmp_path / "k")) == "key.damaged"


def test_any_changed_character_is_damage_not_a_wrong_password(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    for position in range(0, len(data), 97):
        bent = bytearray(data)
        bent[position] ^= 1
        (tmp_path / "k").write_bytes(bytes(bent))
        assert code(lambda: keyfile.read(tmp_path / "k")) in {"key.damaged", "key.newer"}


def test_certificate_is_bound_to_the_sealed_key(made: Path, tmp_path: Path) -> None:
    """Another certificate in the file (checksum made to fit) does not unlock."""
    record = json.loads(made.read_bytes())
    record["certificate"] = base64.b64encode(kit.signer().certificate_der).decode()
    locked = keyfile.read(write(tmp_path / "k", record))
    assert code(lambda: locked.unlock(kit.PASSWORD)) == "key.password"
    assert code(lambda: locked.recovered(recovery_code.make(), kit.PASSWORD, "")) == "key.recovery-wrong"
