"""Another password and the recovery code: what opens the key afterwards, and what no longer does."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.signing import cms, keyfile, recovery_code
from jxdesk.signing.key_record import KeyRecord
from jxdesk.signing.keyfile import NewKey
from tests.signing import kit

NEW = "三个梨子和两头牛"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quick_passwords(monkeypatch)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewKey:
    """A key of which the test knows password and recovery code."""
    kit.quick_keys(monkeypatch)
    return kit.new_key(tmp_path)


def code(action: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        action()
    return caught.value.code


def opens(path: Path, password: str) -> bool:
    locked = keyfile.read(path)
    try:
        signer = locked.unlock(password)
    except UserError:
        return False
    cms.verify(signer.sign(kit.CONTENT), kit.CONTENT)
    return True


def test_a_change_of_password_keeps_key_and_recovery_code(made: NewKey) -> None:
    before = keyfile.read(made.path).info
    assert keyfile.change_password(made.path, kit.PASSWORD, NEW) == before
    assert opens(made.path, NEW)
    assert not opens(made.path, kit.PASSWORD)
    recovered = keyfile.recover(made.path, made.recovery_code, kit.PASSWORD)
    assert recovered.info.fingerprint == before.fingerprint
    assert opens(made.path, kit.PASSWORD)
    if os.name != "nt":
        assert stat.S_IMODE(made.path.stat().st_mode) & 0o077 == 0
    assert [entry.name for entry in made.path.parent.iterdir()] == [made.path.name]


def test_the_recovery_code_opens_once_and_then_only_the_new_one(made: NewKey) -> None:
    first = keyfile.recover(made.path, made.recovery_code.lower().replace("-", ""), NEW)
    assert opens(made.path, NEW)
    assert not opens(made.path, kit.PASSWORD)
    assert first.info.sheet != made.info.sheet
    assert first.info.sheet == keyfile.read(made.path).info.sheet
    with pytest.raises(UserError, match=f"单号为 {first.info.sheet}") as caught:
        keyfile.recover(made.path, made.recovery_code, kit.PASSWORD)
    assert caught.value.code == "key.recovery-wrong"
    keyfile.recover(made.path, first.recovery_code, kit.PASSWORD)
    assert opens(made.path, kit.PASSWORD)


def test_a_lost_sheet_is_replaced_by_password(made: NewKey) -> None:
    new = keyfile.renew(made.path, kit.PASSWORD, kit.PASSWORD)
    assert opens(made.path, kit.PASSWORD)
    assert code(lambda: keyfile.recover(made.path, made.recovery_code, NEW)) == "key.recovery-wrong"
    keyfile.recover(made.path, new.recovery_code, NEW)
    assert opens(made.path, NEW)


def test_a_code_is_never_written_down(made: NewKey) -> None:
    text = made.path.read_text(encoding="utf-8")
    assert not any(group in text for group in made.recovery_code.split("-") if not group.isdigit())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda key: keyfile.change_password(key.path, "not the password", NEW), "key.password"),
        (lambda key: keyfile.renew(key.path, "not the password", NEW), "key.password"),
        (lambda key: keyfile.change_password(key.path, kit.PASSWORD, "short"), "key.password-short"),
        (lambda key: keyfile.renew(key.path, kit.PASSWORD, "short"), "key.password-short"),
        (lambda key: keyfile.recover(key.path, key.recovery_code, "short"), "key.password-short"),
        (lambda key: keyfile.recover(key.path, key.recovery_code[1:], NEW), "key.recovery-typing"),
        (lambda key: keyfile.recover(key.path, recovery_code.make(), NEW), "key.recovery-wrong"),
    ],
)
def test_what_is_refused_changes_nothing(
    made: NewKey, change: Callable[[NewKey], object], expected: str
) -> None:
    before = made.path.read_bytes()
    assert code(lambda: change(made)) == expected
    assert made.path.read_bytes() == before
    assert len(list(made.path.parent.iterdir())) == 1


def test_a_full_disk_leaves_the_old_file(made: NewKey, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "replace", full)
    assert code(lambda: keyfile.change_password(made.path, kit.PASSWORD, NEW)) == "disk.full"
    assert code(lambda: keyfile.recover(made.path, made.recovery_code, NEW)) == "disk.full"
    assert made.path.read_bytes() == before
    assert len(list(made.path.parent.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_the_key_stays_one(made: NewKey, tmp_path: Path) -> None:
    link = tmp_path / "link.jxkey"
    link.symlink_to(made.path)
    keyfile.change_password(link, kit.PASSWORD, NEW)
    assert link.is_symlink()
    assert opens(made.path, NEW)


def test_the_two_locks_belong_to_one_file(made: NewKey, tmp_path: Path) -> None:
    """A lock taken from another file opens nothing, although its checksum is made to fit."""
    other = kit.new_key(tmp_path / "other")
    mine, theirs = keyfile.read(made.path), keyfile.read(other.path)
    mixed = KeyRecord(
        mine.certificate_der, mine.record.private, theirs.record.by_password, theirs.record.by_code
    )
    bent = keyfile.LockedKey(made.path, mine.info, mixed)
    assert code(lambda: bent.unlock(kit.PASSWORD)) == "key.password"
    assert code(lambda: bent.recovered(other.recovery_code, NEW, other.recovery_code)) == "key.recovery-wrong"
