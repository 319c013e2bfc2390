"""The contract of attach, evidence, confirm, strip and purge: outputs, exit codes, what is kept."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jxdesk.app import facts
from jxdesk.app.session import Session
from jxdesk.cli import main
from jxdesk.files import PROBER
from tests import papers

pytestmark = pytest.mark.usefixtures("looked_at_here")
Said = tuple[int, str, str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "某县.jxdesk"
    assert main(["new", str(path)]) == 0
    return path


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command on the workspace: exit code, stdout, stderr."""

    def once(command: str, *words: str) -> Said:
        capsys.readouterr()
        code = main([command, str(workspace), *words])
        return (code, *capsys.readouterr())

    return once


def file(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return str(folder / name)


def listed(run: Callable[..., Said]) -> list[dict[str, Any]]:
    code, out, _ = run("evidence", "--json")
    assert code == 0
    files: list[dict[str, Any]] = json.loads(out)["files"]
    return files


def test_attach_and_evidence(run: Callable[..., Said], tmp_path: Path) -> None:
    run("set", "innovation.patents=3")
    before = json.loads(run("evidence", "--json")[1])
    claim = {"kind": "figure", "reference": "innovation.patents", "label": "发明专利授权", "value": "3件"}
    assert claim in before["missing"]
    patent = file(tmp_path, "专利.pdf", papers.pdf("patent"))
    assert run("attach", patent, "--to", "innovation.patents")[:2] == (0, "新附上  专利.pdf\n")
    after = json.loads(run("evidence", "--json")[1])
    assert len(after["missing"]) == len(before["missing"]) - 1
    (held,) = after["files"]
    assert (held["name"], held["proves"], held["confirmed_by"]) == ("专利.pdf", ["innovation.patents"], None)
    assert (held["facts"]["kind"], held["facts"]["pages"], held["facts"]["seen"]) == ("pdf", 1, [])
    assert "1. 专利.pdf  证明：发明专利授权" in run("evidence")[1]
    assert (after["disc"]["kind"], after["disc"]["fits"]) == ("dvd", True)
    assert after["disc"]["size"] > before["disc"]["size"]
    assert "放得下" in run("evidence")[1]


def test_the_kind_of_disc_is_chosen_and_kept(run: Callable[..., Said]) -> None:
    assert json.loads(run("evidence", "--disc", "bd", "--json")[1])["disc"]["kind"] == "bd"
    assert "BD-R（25 GB）" in run("evidence")[1]
    code, out, told = run("evidence", "--disc", "floppy")
    assert (code, out) == (2, "")
    assert "dvd-dl" in told


def test_what_is_seen_is_said_and_masked(run: Callable[..., Said], tmp_path: Path) -> None:
    names = file(tmp_path, "名单.txt", "演示甲 手机13800009999\n演示乙 手机13800008888\n")
    code, out, _ = run("attach", names, "--to", "topic:safety")
    assert code == 0
    assert out.splitlines() == [
        "新附上  名单.txt",
        "注意  名单.txt：手机号 2 处，首处在第 1 行（138****9999）",
    ]
    assert [s["masked"] for s in listed(run)[0]["facts"]["seen"]] == ["138****9999", "138****8888"]


def test_a_secret_file_is_refused_in_one_sentence(
    run: Callable[..., Said], workspace: Path, tmp_path: Path
) -> None:
    secret = file(tmp_path, "纪要.txt", "会议纪要\n机密★五年\n")
    code, out, err = run("attach", secret, "--to", "topic:safety")
    assert (code, out) == (2, "")
    assert "机密★五年" in err
    assert "保密办" in err
    assert listed(run) == []
    data = [place.read_bytes() for place in workspace.rglob("*") if place.is_file()]
    assert not any("机密★五年".encode() in each or "纪要.txt".encode() in each for each in data)


def test_confirm_says_who_has_looked(run: Callable[..., Said], workspace: Path, tmp_path: Path) -> None:
    run("attach", file(tmp_path, "奖状.pdf", papers.pdf("award")), "--to", "topic:policy")
    uid = listed(run)[0]["uid"]
    assert run("confirm", uid, "--who", "张三")[0] == 2
    with Session.open(workspace) as session:
        (known,) = facts.known(session).values()
        session.workspace.keep_facts([dataclasses.replace(known, image_only=True)], PROBER)
    assert "A07" in run("check")[1]
    code, _, err = run("confirm", "奖状.pdf", "--who", "张三", "--note", "逐页看过")
    assert code == 0
    assert "张三" in err
    assert listed(run)[0]["confirmed_by"] == "张三"
    assert "A07" not in run("check")[1]
    code, _, err = run("confirm", "没有.pdf", "--who", "张三")
    assert code == 2
    assert "没有“没有.pdf”" in err


def test_strip_and_what_becomes_of_the_former_copy(
    run: Callable[..., Said], workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jxdesk.base.worker.run", lambda function, *args, **_: function(*args))
    for number in (1, 2):
        plan = file(tmp_path, f"方案{number}.docx", papers.docx(f"方案{number}", author="演示丁"))
        run("attach", plan, "--to", "topic:policy")
    assert run("check")[1].count("A06") == 2
    code, out, err = run("strip", "方案1.docx")
    assert (code, out.startswith("已清除  ")) == (0, True)
    assert "purge --unused" in err
    assert run("strip", "方案2.docx", "--purge-former")[0] == 0
    assert "A06" not in run("check")[1]
    code, out, err = run("strip", "方案2.docx")
    assert (code, out) == (0, "")
    assert "没有改动" in err
    code, out, _ = run("purge", "--unused", "--json")
    assert (code, len(json.loads(out))) == (0, 1)
    assert len([p for p in (workspace / "files").rglob("*") if p.is_file()]) == 2


def test_purge_takes_a_file_away_for_good(run: Callable[..., Said], workspace: Path, tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        run("attach", file(tmp_path, name, papers.pdf(f"proof {ord(name[0])}")), "--to", "topic:policy")
    gone, kept = listed(run)
    code, out, err = run("purge", "甲.pdf")
    assert (code, out) == (0, "已彻底清除  甲.pdf\n")
    assert "不能恢复" in err or "已清空" in err
    assert [row["name"] for row in listed(run)] == ["乙.pdf"]
    code, out, _ = run("purge", kept["uid"], "--json")
    plain = {"name": "乙.pdf", "sha256": kept["sha256"], "size": kept["size"]}
    assert (code, json.loads(out)) == (0, [plain])
    words = [word.encode() for word in (gone["sha256"], kept["sha256"], "甲.pdf", "乙.pdf")]
    data = [place.read_bytes() for place in workspace.rglob("*") if place.is_file()]
    assert not any(word in each for word in words for each in data)


@pytest.mark.parametrize("words", [(), ("甲.pdf", "--unused"), ("没有.pdf",)])
def test_purge_wants_to_know_what(words: tuple[str, ...], run: Callable[..., Said]) -> None:
    code, out, err = run("purge", *words)
    assert (code, out) == (2, "")
    assert err.endswith("。\n")


def test_check_looks_into_files_that_nobody_has_looked_into(
    run: Callable[..., Said], workspace: Path, tmp_path: Path
) -> None:
    run("attach", file(tmp_path, "名单.txt", "手机13800009999"), "--to", "topic:policy")
    with Session.open(workspace) as session:
        session.workspace.keep_facts(list(facts.known(session).values()), PROBER - 1)
        assert len(facts.lacking(session)) == 1
    out = run("check")[1]
    assert "A05" in out
    assert "没有打开检查过" not in out
