"""A genuine package: its four answers, the stock tools' opinion, and random damage."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.tree import FolderTree
from jxdesk.package import layout
from jxdesk.package.report import WHAT
from jxdesk.package.verify import verify
from jxdesk.signing.trust import TrustState, TrustStore
from tests.package import kit


def test_genuine_package_of_a_pinned_signer_is_good(genuine: Path) -> None:
    report = kit.judge(genuine, kit.pinned())
    assert (report.verdict, report.exit_code, report.faults) == ("sound", 0, ())
    assert report.application == kit.APPLICATION
    assert report.info == kit.INFO
    assert report.signer is not None
    assert report.signer.trust is TrustState.KNOWN
    assert report.bottom_line == f"完好：内容与封装时一致，由登记的“演示县人民政府”（{kit.USCC}）签名。"


def test_a_certificate_of_another_name_is_held_against_the_registered_one(package: Path) -> None:
    """Whoever makes a certificate chooses the name in it: the register's name is what counts."""
    kit.sign_again(package, kit.issued_signer())
    store = kit.pinned(kit.issued_signer())
    store = TrustStore((dataclasses.replace(store.entries[0], name="另县人民政府"),))
    line = kit.judge(package, store).bottom_line
    assert line.startswith(f"完好：内容与封装时一致，由登记的“另县人民政府”（{kit.USCC}）签名。")
    assert "申报数据写的是“演示县人民政府”" in line
    assert "证书写的是“" in line
    assert kit.judge(package, store).exit_code == 0


def test_a_new_signer_is_named_as_a_claim_beside_the_applicant(package: Path) -> None:
    kit.sign_again(package, kit.issued_signer())
    report = kit.judge(package, TrustStore())
    assert report.signer is not None
    assert f"申报单位是“演示县人民政府”（{kit.USCC}），签名证书自称“" in report.bottom_line
    plain = report.signer.to_json()
    assert (plain["applicant"], plain["registered_name"]) == (
        {"uscc": kit.USCC, "name": "演示县人民政府"},
        None,
    )


@pytest.mark.parametrize("trust", [None, TrustStore(), kit.pinned(applicant="11360000MB0000000Y")])
def test_genuine_package_of_a_signer_not_known_yet(genuine: Path, trust: TrustStore | None) -> None:
    report = kit.judge(genuine, trust)
    assert (report.verdict, report.exit_code, report.faults) == ("sound", 3, ())
    assert "请与盖章交接单上的指纹比对" in report.bottom_line


def test_another_certificate_than_the_pinned_one_is_refused(genuine: Path) -> None:
    store = kit.pinned(kit.rsa_signer("登记的另一张"))
    report = kit.judge(genuine, store)
    assert (report.verdict, report.exit_code) == ("broken", 1)
    assert kit.codes(report) == [("trust.other", layout.SIGNATURE)]
    assert report.faults[0].expected == store.entries[0].fingerprint
    assert "不是该单位登记的那一张" in report.bottom_line


def test_revocation_looks_at_the_day_of_receipt(genuine: Path) -> None:
    fingerprint = kit.pinned().entries[0].fingerprint
    revoked_today = kit.pinned().with_revoked(fingerprint, kit.TODAY)
    report = kit.judge(genuine, revoked_today)
    assert kit.codes(report) == [("trust.revoked", layout.SIGNATURE)]
    assert (report.exit_code, report.signer and report.signer.trust) == (1, TrustState.REVOKED)
    revoked_later = kit.pinned().with_revoked(fingerprint, kit.TODAY + dt.timedelta(days=1))
    assert kit.judge(genuine, revoked_later).exit_code == 0


def test_json_has_the_shape_of_the_contract(package: Path) -> None:
    (package / kit.PROOF).write_bytes(b"another")
    plain = json.loads(json.dumps(kit.judge(package, kit.pinned()).to_json()))
    assert set(plain) == {"verdict", "bottom_line", "signer", "digest", "faults"}
    assert set(plain["faults"][0]) == {"code", "path", "expected", "found"}
    assert plain["verdict"] == "broken"
    assert plain["signer"]["trust"] == "known"


def test_digest_is_that_of_the_tag_manifest(genuine: Path, tmp_path: Path) -> None:
    sealed = kit.make(tmp_path / "again")
    assert kit.judge(genuine).digest == sealed.digest
    assert len(sealed.digest) == 64


def test_a_signer_with_a_bought_p256_certificate_verifies(package: Path) -> None:
    kit.sign_again(package, kit.issued_signer())
    report = kit.judge(package, kit.pinned(kit.issued_signer()))
    assert (report.verdict, report.exit_code) == ("sound", 0)


def test_verification_can_be_cancelled(genuine: Path) -> None:
    def cancel(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        verify(FolderTree(genuine), trust=None, received_on=kit.TODAY, progress=cancel)


def test_progress_grows_to_the_whole(genuine: Path) -> None:
    seen: list[tuple[int, int]] = []
    verify(
        FolderTree(genuine),
        trust=None,
        received_on=kit.TODAY,
        progress=lambda _, done, total: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_file_that_cannot_be_read_is_a_fault_among_others(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / kit.LIST).write_bytes(b"changed")
    tree = FolderTree(package)
    opened = tree.open

    def failing(path: str) -> object:
        if path in (kit.PROOF, layout.APPLICATION, layout.READING_PAGE):
            raise UserError("path.io", "光盘读不出来。", "请换一张。")
        return opened(path)

    monkeypatch.setattr(tree, "open", failing)
    report = verify(tree, trust=None, received_on=kit.TODAY)
    assert kit.codes(report) == [
        ("tag.unreadable", layout.READING_PAGE),
        ("payload.changed", kit.LIST),
        ("payload.unreadable", layout.APPLICATION),
        ("payload.unreadable", kit.PROOF),
    ]


TAG_FILES = sorted(layout.ROOT_FILES)


@pytest.mark.parametrize("name", TAG_FILES)
def test_random_damage_to_a_root_file_is_never_sound_and_never_a_crash(package: Path, name: str) -> None:
    source = random.Random(name)
    whole = (package / name).read_bytes()
    for _ in range(15):
        data = bytearray(whole)
        for _ in range(source.choice((1, 1, 2, 8))):
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        cut = source.choice((0, 0, 0, source.randrange(len(data))))
        (package / name).write_bytes(bytes(data[: len(data) - cut]))
        if (package / name).read_bytes() == whole:
            continue
        report = kit.judge(package, kit.pinned())
        assert report.verdict == "broken"
        assert report.exit_code == 1
        assert all(fault.code in WHAT for fault in report.faults)


def tool(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"LC_ALL": "C"}, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def stock_tools() -> None:
    missing = [name for name in ("openssl", "sha256sum") if shutil.which(name) is None]
    assert not missing, f"install {missing}: the stock tools are part of the promise"


@pytest.mark.usefixtures("stock_tools")
def test_the_stock_tools_accept_the_package(package: Path, tmp_path: Path) -> None:
    pem = tmp_path / "signer.pem"
    tags, manifest = layout.TAG_MANIFEST, layout.MANIFEST
    signed = ["-in", layout.SIGNATURE, "-content", tags, "-noverify", "-signer", str(pem), "-out", os.devnull]
    commands = [
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", *signed],
        ["openssl", "x509", "-in", str(pem), "-noout", "-fingerprint", "-sha256"],
        ["sha256sum", tags],
        ["sha256sum", "-c", "--strict", "--quiet", tags],
        ["sha256sum", "-c", "--strict", "--quiet", manifest],
        [sys.executable, "-m", "bagit", "--validate", "."],
    ]
    answers = [tool(package, *command) for command in commands]
    assert [answer.returncode for answer in answers] == [0] * len(commands), answers
    report = kit.judge(package)
    assert report.signer is not None
    assert answers[1].stdout.strip().rpartition("=")[2].replace(":", "").lower() == report.signer.fingerprint
    assert answers[2].stdout.split()[0] == report.digest


@pytest.mark.usefixtures("stock_tools")
@pytest.mark.parametrize("is_bent", [False, True])
def test_the_guide_in_the_package_works_word_for_word(package: Path, tmp_path: Path, is_bent: bool) -> None:
    """Run what ``核验说明.txt`` tells a Linux user to type."""
    if is_bent:
        (package / kit.PROOF).write_bytes(b"another proof")
    guide = (package / layout.HOW_TO_VERIFY).read_text(encoding="utf-8-sig")
    lines = guide.partition("二、Linux")[2].splitlines()
    starts = ("export ", "sha256sum ", "openssl ", "  -noverify", "find ", "wc ")
    script = "set -e\n" + "\n".join(line for line in lines if line.startswith(starts))
    answer = subprocess.run(
        ["bash", "-c", script],
        cwd=package,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if is_bent:
        assert answer.returncode != 0
        return
    assert answer.returncode == 0, answer.stderr
    output = answer.stdout.split()
    assert output[0] == kit.judge(package).digest
    assert output[-2:] == [str(len(kit.ITEMS))] * 2


@pytest.mark.usefixtures("stock_tools")
def test_bent_0_96_package_passes_the_stock_tools_but_not_us(package: Path) -> None:
    """Why the stock tools are not the judge: version 0.96 lets bagit.py forget the tag manifest."""
    kit.replace_text(package / layout.BAGIT, "1.0", "0.96")
    forged = (package / kit.PROOF).read_bytes().replace(b"proof", b"false")
    (package / kit.PROOF).write_bytes(forged)
    listed = package / layout.MANIFEST
    kit.replace_text(listed, kit.listed_digests(package)[kit.PROOF], hashlib.sha256(forged).hexdigest())
    signed = tool(
        package,
        *["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", layout.SIGNATURE],
        *["-content", layout.TAG_MANIFEST, "-noverify", "-out", os.devnull],
    )
    assert signed.returncode == 0
    assert tool(package, sys.executable, "-m", "bagit", "--validate", ".").returncode == 0
    report = kit.judge(package, kit.pinned())
    assert report.exit_code == 1
    assert ("bagit.version", layout.BAGIT) in kit.codes(report)
    assert ("tag.changed", layout.MANIFEST) in kit.codes(report)
