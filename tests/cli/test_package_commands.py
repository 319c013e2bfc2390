"""The contract of key, seal, verify and image: outputs and exit codes."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from jxdesk.app.checking import check, write_reason
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.base.unseen import shown
from jxdesk.cli import main
from jxdesk.disc.image import make_image
from jxdesk.signing import trust
from jxdesk.signing.trust import TrustEntry, TrustStore
from tests.app.conftest import NOW, fill
from tests.app.stamping import stamp
from tests.strategies import notice

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a printed workspace, a key, its password file and a sealed package."""
    folder = tmp_path_factory.mktemp("made")
    with Session.create(folder / "某县.jxdesk", notice()) as session:
        fill(session)
    (folder / "password.txt").write_text(PASSWORD + "\n", encoding="utf-8")
    password = ["--password-file", str(folder / "password.txt")]
    key = str(folder / "单位.jxkey")
    assert main(["key", "new", key, "--organisation", "演示县人民政府", *password]) == 0
    assert main(["render", str(folder / "某县.jxdesk"), "--out", str(folder / "文件")]) == 0
    with Session.open(folder / "某县.jxdesk") as session:
        stamp(session, folder / "文件")
    sealing = ["seal", str(folder / "某县.jxdesk"), "--key", key, *password]
    assert main([*sealing, "--out", str(folder / "包")]) == 0
    return folder


def verify(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["verify", str(path), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def sentence(capsys: pytest.CaptureFixture[str], argv: list[str]) -> str:
    capsys.readouterr()
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


def test_a_new_signer_is_exit_3_a_pinned_one_0_a_revoked_one_1(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = verify(made / "包", capsys)
    assert (code, report["verdict"]) == (3, "sound")
    assert set(report) == {"verdict", "bottom_line", "signer", "digest", "faults"}
    with Session.open(made / "某县.jxdesk", read_only=True) as session:
        lead = session.application.lead
    assert lead is not None
    far = NOW.replace(year=2125).date()
    entry = TrustEntry(lead.uscc, lead.name, report["signer"]["fingerprint"], "交接单", NOW.date(), far)
    for store, expected in (
        (TrustStore((entry,)), (0, "sound")),
        (TrustStore((dataclasses.replace(entry, revoked_on=NOW.date()),)), (1, "broken")),
        (TrustStore((dataclasses.replace(entry, fingerprint="0" * 64),)), (1, "broken")),
        (TrustStore(()), (3, "sound")),
    ):
        trust.write(tmp_path / "trust.json", store)
        code, report = verify(made / "包", capsys, "--trust", str(tmp_path / "trust.json"))
        assert (code, report["verdict"]) == expected


def test_an_image_is_made_and_verifies(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    iso = tmp_path / "光盘.iso"
    assert main(["image", str(made / "包"), "--out", str(iso)]) == 0
    code, report = verify(iso, capsys)
    assert (code, report["verdict"], report["faults"]) == (3, "sound", [])
    whole = iso.read_bytes()
    iso.write_bytes(whole[: len(whole) // 2])
    capsys.readouterr()
    assert main(["verify", str(iso)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_stranger_on_an_image_refuses_it_and_on_a_stick_is_a_note(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package,) = (made / "包").iterdir()
    stick = tmp_path / "stick"
    shutil.copytree(package, stick / package.name)
    odd = "x.exe" if os.name == "nt" else "x\x1b.exe"
    (stick / odd).write_bytes(b"MZ")
    code, report = verify(stick, capsys)
    assert (code, report["verdict"]) == (3, "sound")
    assert main(["verify", str(stick)]) == 3
    captured = capsys.readouterr()
    assert f"1 项不属于申报包，没有核验：{shown(odd)}。" in captured.err
    assert f"申报单位  演示县人民政府（{report['signer']['applicant']['uscc']}）" in captured.out

    (tmp_path / "x.exe").write_bytes(b"MZ")
    make_image(
        [package], tmp_path / "x.iso", volume="X", when=NOW, progress=silent, extras=[tmp_path / "x.exe"]
    )
    code, report = verify(tmp_path / "x.iso", capsys)
    assert (code, report["verdict"]) == (1, "broken")
    assert [(fault["code"], fault["path"]) for fault in report["faults"]] == [("root.stranger", "x.exe")]


def test_a_folder_stripped_of_its_marks_is_not_overlooked(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package,) = (made / "包").iterdir()
    shutil.copytree(package, tmp_path / "申报包")
    shutil.copytree(package, tmp_path / "申报包-更正")
    for mark in ("bagit.txt", "tagmanifest-sha256.txt"):
        (tmp_path / "申报包-更正" / mark).unlink()
    code, reports = verify(tmp_path, capsys)
    assert code == 1
    assert [(item["package"], item["verdict"]) for item in reports] == [
        ("申报包", "sound"),
        ("申报包-更正", "broken"),
    ]


def test_wrong_passwords_keys_and_places_are_one_sentence(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, key = str(made / "某县.jxdesk"), made / "单位.jxkey"
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the password", encoding="utf-8")
    seal = ["seal", workspace, "--out", str(tmp_path / "out"), "--password-file"]
    assert "口令" in sentence(capsys, [*seal, str(wrong), "--key", str(key)])
    assert "找不到" in sentence(capsys, [*seal, str(tmp_path / "none.txt"), "--key", str(key)])
    assert "找不到" in sentence(capsys, [*seal, str(wrong), "--key", str(tmp_path / "none.jxkey")])
    damaged = tmp_path / "damaged.jxkey"
    damaged.write_bytes(key.read_bytes()[:-40])
    assert "密钥" in sentence(capsys, [*seal, str(wrong), "--key", str(damaged)])
    gbk = tmp_path / "gbk.txt"
    gbk.write_bytes("口令".encode("gbk"))
    assert "UTF-8" in sentence(capsys, [*seal, str(gbk), "--key", str(key)])
    assert not (tmp_path / "out").exists()
    assert "已经存在" in sentence(
        capsys, ["key", "new", str(key), "--organisation", "x", "--password-file", str(made / "password.txt")]
    )


def test_what_is_no_package_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.iso").write_text("no image at all", encoding="utf-8")
    for name in ("empty", "text.iso", "missing"):
        assert sentence(capsys, ["verify", str(tmp_path / name)])
        assert sentence(capsys, ["image", str(tmp_path / name), "--out", str(tmp_path / "x.iso")])
    assert not (tmp_path / "x.iso").exists()


def test_a_key_shows_its_fingerprint_without_a_password(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["key", "show", str(made / "单位.jxkey"), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["organisation"] == "演示县人民政府"
    _, report = verify(made / "包", capsys)
    assert report["signer"]["fingerprint"] == shown["fingerprint"]


def test_sealing_says_which_reasons_travel(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(shutil.copytree(made / "某县.jxdesk", tmp_path / "某县.jxdesk"))
    reasons = {"S08": ("上年四季度才投产，基数很小", True), "E01": ("内部口径，代码正在变更", False)}
    with Session.open(Path(workspace)) as session:
        session.set_text("scale.growth", "260")
        session.set_text("enterprises.uscc", "913600000000000000", "e6")
        for item in check(session).judged:
            text, for_reviewer = reasons.get(item.finding.rule, ("", False))
            if text:
                write_reason(session, item.finding, text, for_reviewer=for_reviewer)
    assert main(["render", workspace, "--out", str(tmp_path / "文件")]) == 0
    with Session.open(Path(workspace)) as session:
        stamp(session, tmp_path / "文件")
    capsys.readouterr()
    key = ["--key", str(made / "单位.jxkey"), "--password-file", str(made / "password.txt")]
    assert main(["seal", workspace, *key, "--out", str(tmp_path / "包")]) == 0
    captured = capsys.readouterr()
    travelling, staying = captured.err.split("只在本机保留的理由 1 条：")
    assert travelling.startswith("随申报包交给评审的理由 1 条：\n  · S08")
    assert reasons["S08"][0] in travelling
    assert reasons["E01"][0] in staying
    assert "理由" not in captured.out
    (package,) = (tmp_path / "包").iterdir()
    sealed = (package / "data/report.json").read_text(encoding="utf-8")
    assert reasons["S08"][0] in sealed
    assert reasons["E01"][0] not in sealed


def test_what_blocks_sealing_is_said_before_the_password_is_asked_for(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(shutil.copytree(made / "某县.jxdesk", tmp_path / "某县.jxdesk"))
    assert main(["set", workspace, "basic.contact_name="]) == 0
    capsys.readouterr()
    assert main(["seal", workspace, "--key", str(made / "单位.jxkey"), "--out", str(tmp_path / "包")]) == 1
    assert "还不能封装" in capsys.readouterr().err
