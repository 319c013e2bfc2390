"""The contract of whoever receives: verify --paper, trust, receive; outputs and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from jxdesk.cli import main
from jxdesk.domain.show import show_digest
from jxdesk.package.seal import Sealed
from tests.package import kit
from tests.review import versions

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sealed, Sealed]:
    """Two versions, one after the other."""
    folder = tmp_path_factory.mktemp("line")
    first = versions.make(folder / "甲县-第1版", 1)
    return first, versions.make(folder / "甲县-第2版", 2, first)


def run(capsys: Capture, *argv: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(word) for word in argv])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def run_json(capsys: Capture, *argv: object) -> tuple[int, Any]:
    code, out, _ = run(capsys, *argv, "--json")
    return code, json.loads(out)


@pytest.mark.parametrize("write", [str.upper, str, lambda d: show_digest(d).upper(), lambda d: d[:16]])
def test_the_digest_of_the_sheet_agrees(line: tuple[Sealed, Sealed], capsys: Capture, write: Any) -> None:
    first, _ = line
    code, report = run_json(capsys, "verify", first.path, "--paper", write(first.digest))
    assert (code, report["verdict"], report["faults"]) == (3, "sound", [])
    partial = len(write(first.digest)) == 16
    assert report["paper"]["likeness"] == ("part" if partial else "same")
    assert ("只核对了前 16 位" in report["bottom_line"]) is partial


def test_the_sheet_of_another_package_is_exit_1_with_a_sentence(
    line: tuple[Sealed, Sealed], capsys: Capture
) -> None:
    first, second = line
    code, report = run_json(capsys, "verify", first.path, "--paper", second.digest)
    assert (code, report["verdict"], report["paper"]["likeness"]) == (1, "broken", "other")
    assert [fault["code"] for fault in report["faults"]] == ["paper.differs"]
    code, out, _ = run(capsys, "verify", first.path, "--paper", second.digest)
    assert code == 1
    assert out.startswith("没有通过：内容自身一致，但是与交接单上的包摘要不是同一个")


def test_a_slip_of_the_pen_names_the_group(line: tuple[Sealed, Sealed], capsys: Capture) -> None:
    digest = line[0].digest
    typed = digest[:9] + ("0" if digest[9] != "0" else "1") + digest[10:]
    code, out, _ = run(capsys, "verify", line[0].path, "--paper", typed)
    assert code == 1
    assert "多半是抄错了：第 3 组不同，其余各组一致" in out


def test_a_code_that_can_not_be_meant_is_wrong_use(line: tuple[Sealed, Sealed], capsys: Capture) -> None:
    for typed, words in (
        ("12345", "只输入了 5 位"),
        ("O" * 64, "是不是“0”"),
        (line[0].fingerprint, "证书指纹，不是包摘要"),
    ):
        code, out, err = run(capsys, "verify", line[0].path, "--paper", typed)
        assert (code, out) == (2, "")
        assert words in err


def test_a_certificate_is_registered_known_revoked_and_removed(
    line: tuple[Sealed, Sealed], capsys: Capture
) -> None:
    first, second = line
    add = ["trust", "add", first.path, "--source", "盖章的交接单", "--fingerprint"]
    code, out, err = run(capsys, *add, first.digest)
    assert (code, out) == (1, "")
    assert "与交接单上的证书指纹不是同一个" in err
    code, out, _ = run(capsys, *add, show_digest(first.fingerprint).upper())
    assert code == 0
    assert f"演示县人民政府（{kit.USCC}）" in out
    code, report = run_json(capsys, "verify", second.path)
    assert (code, report["signer"]["trust"], report["signer"]["registered_by"]) == (
        0,
        "known",
        "盖章的交接单",
    )
    code, out, _ = run(capsys, "verify", second.path)
    assert "签名证书  认识：按“盖章的交接单”登记" in out

    code, listed = run_json(capsys, "trust", "list")
    assert (code, [entry["fingerprint"] for entry in listed]) == (0, [first.fingerprint])
    assert run(capsys, "trust", "revoke", first.fingerprint[:16], "--on", "2025-10-01")[0] == 0
    code, out, _ = run(capsys, "verify", second.path)
    assert code == 1
    assert "签名证书  已吊销：自 2025-10-01 起不能采用。" in out
    assert run(capsys, "trust", "remove", first.fingerprint, "--applicant", kit.USCC)[0] == 0
    code, out, _ = run(capsys, "verify", second.path)
    assert code == 3
    assert "签名证书  初次见" in out


def test_a_register_is_looked_at_before_it_is_brought_in(
    line: tuple[Sealed, Sealed], capsys: Capture, tmp_path: Path
) -> None:
    first, _ = line
    there = tmp_path / "那边.json"
    add = ["trust", "add", first.path, "--fingerprint", first.fingerprint, "--source"]
    assert run(capsys, *add, "那边的单子", "--trust", there)[0] == 0
    code, seen = run_json(capsys, "trust", "import", there)
    assert (code, [item["fate"] for item in seen]) == (0, ["added"])
    assert run_json(capsys, "trust", "list") == (0, [])
    assert run(capsys, *add, "这边的单子")[0] == 0
    code, out, err = run(capsys, "trust", "import", there)
    assert code == 1
    assert "〔不一致〕" in out
    assert "什么也没有改" in err
    assert run(capsys, "trust", "import", there, "--accept")[0] == 1
    assert run(capsys, "trust", "import", there, "--accept", "--prefer", "theirs")[0] == 0
    assert run_json(capsys, "trust", "list")[1][0]["source"] == "那边的单子"
    assert run(capsys, "trust", "export", tmp_path / "out.json")[0] == 0
    assert (tmp_path / "out.json").read_bytes() == there.read_bytes()


def test_wrong_days_and_missing_stores_are_one_sentence(
    line: tuple[Sealed, Sealed], capsys: Capture, tmp_path: Path
) -> None:
    code, _, err = run(capsys, "trust", "revoke", line[0].fingerprint, "--on", "明天")
    assert code == 2
    assert "日期要写成" in err
    assert "argument" not in err
    assert run(capsys, "verify", line[0].path, "--trust", tmp_path / "none.json")[0] == 2
    assert run(capsys, "verify", line[0].path, "--library", tmp_path / "none")[0] == 2
    assert run(capsys, "receive", "--library", tmp_path / "none")[0] == 2


def test_packages_are_received_and_the_library_warns(
    line: tuple[Sealed, Sealed], capsys: Capture, tmp_path: Path
) -> None:
    first, second = line
    library = tmp_path / "收件库"
    code, out, _ = run(capsys, "receive", second.path, "--library", library)
    assert code == 0
    assert "已收下“演示县人民政府”第 2 版" in out
    assert "留意：没有收到过它所接的上一版（第 1 版）" in out
    code, found = run_json(capsys, "receive", first.path, second.path, "--library", library)
    assert code == 0
    assert [each["outcome"] for each in found] == ["taken", "already"]
    assert [warning["kind"] for warning in found[0]["warnings"]] == ["older"]
    code, report = run_json(capsys, "verify", first.path, "--library", library)
    assert code == 3
    assert report["received"]["version"] == 1
    code, listed = run_json(capsys, "receive", "--library", library)
    told = [(each["version"], [warning["kind"] for warning in each["warnings"]]) for each in listed]
    assert (code, told) == (0, [(2, []), (1, ["older"])])

    bent = Path(shutil.copytree(first.path, tmp_path / "坏的"))
    (bent / kit.PROOF).unlink()
    code, out, _ = run(capsys, "receive", bent, "--library", library)
    assert code == 1
    assert "没有收：不可信" in out
    assert "payload.missing" in out


def test_practice_has_a_library_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    demo = versions.make(tmp_path / "演示", 1, demo=True)
    code, out, _ = run(capsys, "receive", demo.path, "--library", tmp_path / "正式")
    assert code == 1
    assert "不能收进正式的收件库" in out
    assert run(capsys, "receive", demo.path, "--library", tmp_path / "正式", "--demo")[0] == 2
    assert run(capsys, "receive", demo.path, "--library", tmp_path / "练习", "--demo")[0] == 0
    assert run(capsys, "receive", demo.path, "--library", tmp_path / "练习")[0] == 0


def test_what_cannot_be_compared_with_is_told(
    line: tuple[Sealed, Sealed], capsys: Capture, tmp_path: Path
) -> None:
    first, second = line
    library = tmp_path / "收件库"
    run(capsys, "receive", second.path, "--library", library)
    (record,) = library.glob("*/received.json")
    record.write_text("{", encoding="utf-8")
    for command in (["verify", first.path], ["receive", first.path]):
        _, _, told = run(capsys, *command, "--library", library)
        assert f"“{record.parent.name}”里没有能读懂的收件记录" in told
