"""The report: bottom line, what stands in the way, reasons and who sees them."""

from __future__ import annotations

import json

import pytest

from jxdesk.app.checking import CheckReport, check, refuse_blocked, write_reason
from jxdesk.app.overview import parts
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Finding, Level


def only(report: CheckReport, rule: str) -> Finding:
    (item,) = [item for item in report.judged if item.finding.rule == rule]
    return item.finding


def exceed_the_total(session: Session, revenue: str) -> None:
    """Give the largest enterprise so much revenue that all add up to more than the total."""
    session.set_text("enterprises.growth", "—（合并报表）", "e1")
    session.set_text("enterprises.revenue", revenue, "e1")


def test_a_sound_application_passes(session: Session) -> None:
    report = check(session)
    assert report.to_json() == {
        "bottom_line": "检查通过，没有错误和提醒。",
        "counts": {"error": 0, "warning": 0, "hint": 0},
        "findings": [],
    }
    refuse_blocked(report)


def test_an_error_stands_in_the_way_and_is_counted_at_its_part(session: Session) -> None:
    session.set_text("basic.contact_name", "")
    report = check(session)
    assert report.has_errors
    with pytest.raises(UserError, match="联系人") as refused:
        refuse_blocked(report)
    assert refused.value.exit_code == 1
    views = {part.id: part for part in parts(session, report)}
    assert (views["basic"].errors, views["basic"].filled, views["basic"].wanted) == (1, 10, 11)
    assert not views["basic"].complete
    assert views["scale"].complete


def test_a_warning_stands_with_a_reason_for_these_values_only(session: Session) -> None:
    exceed_the_total(session, "30.91")
    report = check(session)
    assert not report.has_errors
    assert report.blocking
    write_reason(session, only(report, "S04"), "三家企业合并报表，总额按口径扣除", for_reviewer=True)
    assert not check(session).blocking
    assert "都已写明理由" in check(session).bottom_line
    exceed_the_total(session, "30.92")
    assert check(session).blocking


def test_internal_reasons_stay_at_home(session: Session) -> None:
    exceed_the_total(session, "30.91")
    write_reason(session, only(check(session), "S04"), "内部说明：统计局口径", for_reviewer=False)
    report = check(session)
    (at_home,) = [f for f in report.to_json()["findings"] if f["rule"] == "S04"]
    (sent,) = [f for f in json.loads(report.report_bytes())["findings"] if f["rule"] == "S04"]
    assert (at_home["reason"], sent["reason"]) == ("内部说明：统计局口径", None)


def test_only_warnings_take_reasons_and_only_real_ones(session: Session) -> None:
    exceed_the_total(session, "30.91")
    session.set_text("basic.contact_name", "")
    report = check(session)
    with pytest.raises(UserError, match="只有提醒"):
        write_reason(session, only(report, "B01"), "就是不想填写", for_reviewer=True)
    with pytest.raises(UserError, match="理由太短"):
        write_reason(session, only(report, "S04"), " ok ", for_reviewer=True)


def test_findings_have_the_shape_of_the_contract(session: Session) -> None:
    session.set_text("projects.code", "", session.application.projects[0].uid)
    (finding,) = check(session).to_json()["findings"]
    assert set(finding) == {"rule", "level", "clause", "place", "message", "values", "remedy", "reason"}
    assert finding["level"] == Level.HINT.name.lower()
    assert finding["place"] == {"part": "projects", "field": "projects.code", "row": "p1"}
