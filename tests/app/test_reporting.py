"""Check reports written from a workspace: complete, in words, and without what must stay inside."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from jxdesk.app.checking import CheckReport, Judged, check, write_reason
from jxdesk.app.reporting import report_sheet, save_report, travelling_reasons
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.documents.report.sheet import ReportSheet, plain_text
from jxdesk.domain.finding import Finding, Level, Place
from tests.app.conftest import NOW

INSIDE, OUTSIDE = "内部口径，尚未与统计局核对", "上年四季度才投产，基数很小"


@pytest.fixture
def mistaken(session: Session) -> Session:
    """The sound workspace with an error, two warnings with reasons, one without, and a hint."""
    session.set_text("basic.contact_name", "")
    session.set_text("scale.growth", "260")
    session.set_text("enterprises.uscc", "913600000000000000", "e6")
    session.set_text("projects.finish", "2029-01", "p2")
    session.set_text("projects.code", "", "p1")
    for item in check(session).judged:
        if item.finding.rule == "S08":
            write_reason(session, item.finding, OUTSIDE, for_reviewer=True)
        if item.finding.rule == "E01":
            write_reason(session, item.finding, INSIDE, for_reviewer=False)
    return session


def sheet(session: Session, *, for_reviewer: bool = False) -> ReportSheet:
    return report_sheet(
        check(session), session.application, session.catalogue, NOW, for_reviewer=for_reviewer
    )


def test_the_report_of_a_mistaken_form_in_words(mistaken: Session) -> None:
    said = plain_text(sheet(mistaken))
    assert "检查时间\t2025年9月1日 12:00" in said
    assert "申报单位\t演示县人民政府" in said
    assert check(mistaken).bottom_line in said
    assert "错误 1 处，提醒 3 处，提示 1 处" in said
    assert [line for line in said.splitlines() if line.startswith("## ")] == [
        "## 一、集群基本信息（1）",
        "## 企业名单（1）",
        "## 二、集群规模效益（1）",
        "## 附2 重点项目清单（2）",
    ]
    assert f"理由\t〔给评审〕{OUTSIDE}" in said
    assert f"理由\t〔内部〕{INSIDE}" in said
    assert said.count("还没有写明；写明后才能封装。") == 1
    assert "企业名单 › 统一社会信用代码 › 第 6 行 演示传感6号有限公司" in said
    assert not re.search(r"\be6\b|\bp1\b|enterprises\.", said)


def test_the_numbers_are_those_that_reasons_are_written_by(mistaken: Session) -> None:
    entries = {entry.number: entry.message for entry in sheet(mistaken).entries}
    judged = check(mistaken).judged
    assert entries == {number: item.finding.message for number, item in enumerate(judged, 1)}
    report = check(mistaken)
    assert [sheet(mistaken).count(level) for level in Level] == [report.count(level) for level in Level]


def test_what_the_reviewer_gets_holds_no_internal_reason(mistaken: Session, tmp_path: Path) -> None:
    outer = plain_text(sheet(mistaken, for_reviewer=True))
    assert OUTSIDE in outer
    assert INSIDE not in outer
    assert "内部的" not in outer
    for ending in (".json", ".html"):
        save_report(mistaken, check(mistaken), tmp_path / f"r{ending}", silent, for_reviewer=True)
        written = (tmp_path / f"r{ending}").read_text(encoding="utf-8")
        assert OUTSIDE in written
        assert INSIDE not in written


def test_which_reasons_travel(mistaken: Session) -> None:
    found = travelling_reasons(check(mistaken))
    assert [item.reason_shown for item in found.travelling] == [OUTSIDE]
    assert [item.reason_shown for item in found.staying] == [INSIDE]
    assert found.counts == ("随申报包交给评审的理由 1 条", "只在本机保留的理由 1 条")
    travelling = [f["reason"] for f in json.loads(check(mistaken).report_bytes())["findings"] if f["reason"]]
    assert travelling == [OUTSIDE]


def test_json_is_what_the_command_prints(mistaken: Session, tmp_path: Path) -> None:
    save_report(mistaken, check(mistaken), tmp_path / "r.JSON", silent)
    assert json.loads((tmp_path / "r.JSON").read_bytes()) == check(mistaken).to_json()


@pytest.mark.parametrize("ending", [".html", ".pdf", ".xlsx", ".json"])
def test_same_data_same_bytes(mistaken: Session, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        save_report(mistaken, check(mistaken), tmp_path / f"{name}{ending}", silent)
    data = (tmp_path / f"a{ending}").read_bytes()
    assert data == (tmp_path / f"b{ending}").read_bytes()
    assert data.startswith(
        {".html": b"<!DOCTYPE html>", ".pdf": b"%PDF-", ".xlsx": b"PK", ".json": b"{"}[ending]
    )


@pytest.mark.parametrize("name", ["r.docx", "r", "r.html.exe", ".pdf"])
def test_another_ending_is_refused_with_the_known_ones(mistaken: Session, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as refused:
        save_report(mistaken, check(mistaken), tmp_path / name, silent)
    assert refused.value.code == "report.ending"
    assert ".xlsx" in refused.value.remedy
    assert not list(tmp_path.glob("r*"))


def test_a_stopped_or_failed_report_leaves_what_was_there(mistaken: Session, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    out.write_bytes(b"before")

    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        save_report(mistaken, check(mistaken), out, stop)
    assert out.read_bytes() == b"before"
    out.unlink()
    out.mkdir()
    with pytest.raises(UserError):
        save_report(mistaken, check(mistaken), out, silent)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".pdf", ".part"}] == ["r.pdf"]


def test_a_report_is_made_without_a_workspace(mistaken: Session) -> None:
    """The reviewer's side has findings and an application, and may have places nobody knows."""
    strange = Finding(
        rule="Z99",
        level=Level.ERROR,
        clause="九（九）",
        place=Place("mars", "mars.rover", "r1"),
        message="以后的规则。",
        remedy="以后再说。",
    )
    report = CheckReport((Judged(strange, None),))
    made = report_sheet(report, mistaken.application, mistaken.catalogue, NOW)
    (entry,) = made.entries
    assert (entry.title, entry.clause, entry.place) == ("", "九（九）", "mars › mars.rover › 已删除的一行")
    assert [group.title for group in made.groups] == ["mars"]


def test_a_made_up_county_is_marked(mistaken: Session) -> None:
    made_up = dataclasses.replace(mistaken.application, demo=True)
    found = report_sheet(check(mistaken), made_up, mistaken.catalogue, NOW)
    assert (sheet(mistaken).title, found.title) == ("申报检查报告", "申报检查报告（演示）")
