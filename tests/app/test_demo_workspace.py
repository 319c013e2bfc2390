"""A demo workspace: the county and its reasons in a real workspace, ready to be sealed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from jxdesk.app import checking, demo_run
from jxdesk.app.demo import DemoCounty
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.cli import main
from jxdesk.domain import canonical
from jxdesk.domain.finding import Level
from tests.app.demo_counties import joint, single
from tests.strategies import notice

NOW = dt.datetime(2025, 10, 20, 4, 0, tzinfo=dt.UTC)


def _clock() -> dt.datetime:
    return NOW


@pytest.fixture
def built_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workspace be made of a county that stands already."""

    def build(*_: object, **__: object) -> DemoCounty:
        return single()

    monkeypatch.setattr(demo_run, "build", build)


@pytest.mark.usefixtures("built_before")
def test_every_warning_has_its_reason_and_nothing_stands_in_the_way(tmp_path: Path) -> None:
    with demo_run.new_demo_workspace(tmp_path / "演示.jxdesk", notice(), _clock) as session:
        report = checking.check(session)
        assert report.blocking == ()
        assert report.count(Level.WARNING) == 4
        written = {reason.key: reason for reason in session.workspace.notes().reasons}
        assert {key: reason.text for key, reason in written.items()} == {
            reason.key: reason.text for reason in single().reasons
        }
        travelling = {
            finding["reason"]
            for finding in report.to_json(for_reviewer=True)["findings"]
            if finding["reason"]
        }
        assert travelling == {reason.text for reason in single().reasons if reason.for_reviewer}


@pytest.mark.usefixtures("built_before")
def test_its_files_are_looked_at_and_pass_and_its_pictures_were_looked_through(tmp_path: Path) -> None:
    with demo_run.new_demo_workspace(tmp_path / "演示.jxdesk", notice(), _clock) as session:
        report = checking.check(session)
        assert (report.unseen, [j for j in report.judged if j.finding.rule.startswith("A")]) == (0, [])
        pictures = {row.sha256 for row in session.application.evidence if row.name.endswith(".jpg")}
        assert {made.sha256 for made in session.workspace.confirmations()} == pictures != set()


@pytest.mark.usefixtures("built_before")
def test_the_files_are_in_the_workspace(tmp_path: Path) -> None:
    with demo_run.new_demo_workspace(tmp_path / "演示.jxdesk", notice(), _clock) as session:
        assert session.application == single().application
        for row in session.application.evidence:
            assert session.workspace.file(row.sha256).stat().st_size == row.size


def test_the_joint_demo_is_made_by_name_and_is_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "联合.jxdesk"
    assert main(["new", "--joint-demo", str(path)]) == 0
    with Session.open(path, read_only=True) as session:
        assert canonical.encode(session.application) == canonical.encode(joint().application)


@pytest.mark.usefixtures("built_before")
def test_demo_alone_means_the_county_alone(tmp_path: Path) -> None:
    path = tmp_path / "演示.jxdesk"
    assert main(["new", "--demo", str(path)]) == 0
    with Session.open(path, read_only=True) as session:
        assert len(session.application.members) == 1


def test_both_kinds_of_demo_at_once_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "甲.jxdesk"), "--demo", "--joint-demo"]) == 2
    assert "不能同时使用" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("built_before")
def test_what_fails_leaves_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("test.refused", "不行。", "再试。")

    monkeypatch.setattr(checking, "write_reason", refuse)
    with pytest.raises(UserError, match="不行"):
        demo_run.new_demo_workspace(tmp_path / "演示.jxdesk", notice(), _clock)
    assert not (tmp_path / "演示.jxdesk").exists()
