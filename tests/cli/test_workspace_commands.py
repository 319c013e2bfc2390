"""The contract of the workspace commands: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jxdesk.cli import main
from jxdesk.domain import canonical


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    path = str(tmp_path / "某县.jxdesk")
    assert main(["new", path]) == 0
    return path


def out_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], argv: list[str], code: int = 2) -> str:
    """Run a command that must be refused; its one sentence."""
    capsys.readouterr()
    assert main(argv) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert captured.err.strip().endswith("。")
    return captured.err


def test_what_is_set_is_shown_and_is_the_canonical_application(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["set", workspace, "basic.cluster_name=某某数字产业集群", "scale.growth=—（新设）"]) == 0
    capsys.readouterr()
    assert main(["show", workspace, "--json"]) == 0
    plain = out_json(capsys)
    app = canonical.from_plain(plain)
    assert app.basic.cluster_name == "某某数字产业集群"
    assert plain["scale"]["growth"] == {"na": "新设"}


def test_show_lists_the_parts_and_the_fields(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", workspace]) == 0
    shown = capsys.readouterr().out
    assert "一、集群基本信息  已填 0/11" in shown
    assert main(["show", workspace, "--fields"]) == 0
    assert "scale.revenue_total\t营业收入总额（亿元）" in capsys.readouterr().out


def test_check_says_no_while_errors_stand(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["check", workspace, "--json", "--out", str(tmp_path / "r.json")]) == 1
    report = out_json(capsys)
    assert report["counts"]["error"] == len([f for f in report["findings"] if f["level"] == "error"]) > 10
    assert report["bottom_line"].startswith("还不能封装")
    assert json.loads((tmp_path / "r.json").read_bytes()) == report


def test_rules_have_their_cards(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    rules = {rule["rule"]: rule for rule in out_json(capsys)}
    assert rules["B02"]["level"] == "error"
    assert rules["B02"]["clause"] == "模板一"
    assert set(rules["S06"]["card"]) == {"title", "clause", "meaning", "remedy", "evidence", "example"}


def test_the_list_of_rules_in_the_docs_is_that_of_the_pack(capsys: pytest.CaptureFixture[str]) -> None:
    """After a change of rules: ``jxdesk rules --markdown > docs/rules.md``."""
    assert main(["rules", "--markdown"]) == 0
    page = capsys.readouterr().out
    assert page == (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert main(["rules", "--json"]) == 0
    rules = out_json(capsys)
    assert page.count("\n| ") - page.count("\n| 编号 ") == len(rules)
    for rule in rules:
        assert f"\n| {rule['rule']}{' **补**' if rule['added'] else ''} | " in page


def warning(workspace: str, rule: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The number of the first finding of a rule, as ``reason`` takes it."""
    capsys.readouterr()
    main(["check", workspace, "--json"])
    findings = out_json(capsys)["findings"]
    return str(next(i for i, f in enumerate(findings, 1) if f["rule"] == rule))


def test_a_reason_lets_a_warning_stand(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["set", workspace, "scale.growth=500"])
    number = warning(workspace, "S08", capsys)
    assert main(["reason", workspace, number, "上年基数很小，全部为新投产"]) == 0
    main(["check", workspace, "--json"])
    assert out_json(capsys)["findings"][int(number) - 1]["reason"] == "上年基数很小，全部为新投产"
    refused(capsys, ["reason", workspace, "999", "没有这一条"])


def test_hollow_reasons_and_reasons_with_numbers_of_persons_are_refused(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["set", workspace, "scale.growth=500"])
    number = warning(workspace, "S08", capsys)
    assert "套话" in refused(capsys, ["reason", workspace, number, "情况属实，没有问题"])
    assert "太短" in refused(capsys, ["reason", workspace, number, "无"])
    called = "统计人员手机13812345678，可随时核对口径"
    assert "138****5678" in refused(capsys, ["reason", workspace, number, called])
    assert main(["reason", workspace, number, called, "--internal"]) == 0
    assert "只供内部留存" in capsys.readouterr().err
    main(["check", workspace])
    assert "理由（内部）：统计人员手机138****5678，可随时核对口径" in capsys.readouterr().out
    main(["check", workspace, "--for-reviewer"])
    assert "统计人员" not in capsys.readouterr().out
    main(["check", workspace, "--for-reviewer", "--json"])
    assert [f["reason"] for f in out_json(capsys)["findings"] if f["reason"]] == []


@pytest.mark.parametrize(("ending", "magic"), [("html", b"<!DOCTYPE"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_check_report_is_written_by_its_ending(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, magic: bytes
) -> None:
    capsys.readouterr()
    out = tmp_path / f"检查报告.{ending}"
    assert main(["check", workspace, "--out", str(out)]) == 1
    captured = capsys.readouterr()
    assert out.read_bytes().startswith(magic)
    assert captured.out.splitlines()[-1].startswith("还不能封装")
    assert f"检查报告已存为“{out}”。" in captured.err
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".jxdesk"] == [out.name]


def test_a_report_of_another_kind_is_refused_before_anything_is_said(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, ["check", workspace, "--out", str(tmp_path / "r.docx")])
    assert "r.docx" in said
    assert ".html" in said
    assert not (tmp_path / "r.docx").exists()


def test_render_writes_the_documents_and_says_where(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["render", workspace, "--out", str(tmp_path / "文件")]) == 0
    listed = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert "申报书.pdf" in listed
    assert sorted(listed) == sorted(path.name for path in (tmp_path / "文件").iterdir())


def test_wrong_use_is_one_sentence(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "不认识" in refused(capsys, ["show", workspace, "--bogus"])
    assert "缺少" in refused(capsys, [])
    assert "没有 'fly'" in refused(capsys, ["fly"])
    assert "不能同时使用" in refused(capsys, ["show", workspace, "--json", "--fields"])
    assert "以“.jxdesk”结尾" in refused(capsys, ["new", "somewhere"])
    assert "已经存在" in refused(capsys, ["new", workspace])
    assert "可用的有" in refused(capsys, ["new", "a.jxdesk", "--notice", "mars-2030"])
    assert "没有名为“nosuch.field”" in refused(capsys, ["set", workspace, "nosuch.field=1"])
    assert "不是数字" in refused(capsys, ["set", workspace, "scale.revenue_total=1e999"])


def test_unreadable_workspaces_are_refused_and_left_alone(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, ["show", str(tmp_path / "没有.jxdesk")])
    (tmp_path / "空.jxdesk").mkdir()
    refused(capsys, ["show", str(tmp_path / "空.jxdesk")])
    database = Path(workspace) / "workspace.db"
    whole = database.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"not a database" * 900):
        database.write_bytes(damaged)
        refused(capsys, ["show", workspace])
        refused(capsys, ["set", workspace, "basic.cluster_name=x"])
        assert database.read_bytes() == damaged
    database.write_bytes(whole)
    assert main(["show", workspace]) == 0


def test_a_malformed_pack_is_refused_with_file_and_place(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fields = Path(workspace) / "notice" / "fields.toml"
    fields.write_text(fields.read_text(encoding="utf-8") + "\n[broken\n", encoding="utf-8")
    assert "fields.toml" in refused(capsys, ["show", workspace])


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：")
    assert "usage" not in shown
    assert "optional" not in shown


def test_a_bug_leaves_a_report_and_no_traceback(
    workspace: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("jxdesk.app.checking.check", explode)
    assert main(["check", workspace]) == 70
    assert "Traceback" not in capsys.readouterr().err
    (report,) = (own_home / "logs").iterdir()
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
