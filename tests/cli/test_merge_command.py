"""The contract of merge: what it prints, when it refuses, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from jxdesk.app.session import Session
from jxdesk.cli import main


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, str]:
    """Ours, and a copy in which the same field and another one were filled otherwise."""
    mine, theirs = tmp_path / "某县.jxdesk", tmp_path / "副本.jxdesk"
    assert main(["new", str(mine)]) == 0
    shutil.copytree(mine, theirs)
    assert main(["set", str(mine), "basic.employees=100"]) == 0
    assert main(["set", str(theirs), "basic.employees=120", "basic.contact_name=王五"]) == 0
    return str(mine), str(theirs)


def value(workspace: str, field: str) -> object:
    with Session.open(Path(workspace), read_only=True) as session:
        return session.value(field)


def test_conflicts_are_listed_and_nothing_is_merged_until_they_are_decided(
    both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = both
    capsys.readouterr()
    assert main(["merge", mine, theirs]) == 1
    said = capsys.readouterr().out
    assert "现有（mine）：100" in said
    assert "对方（theirs）：120" in said
    assert value(mine, "basic.contact_name") == ""
    assert main(["merge", mine, theirs, "--choose", "1=theirs"]) == 0
    assert "已合并" in capsys.readouterr().out
    assert value(mine, "basic.employees") == 120
    assert value(mine, "basic.contact_name") == "王五"
    with Session.open(Path(mine)) as session:
        session.workspace.undo()
    assert value(mine, "basic.employees") == 100
    assert main(["merge", mine, theirs, "--prefer", "mine"]) == 0
    assert value(mine, "basic.employees") == 100
    assert value(mine, "basic.contact_name") == "王五"


def test_a_dry_run_tells_a_machine_and_changes_nothing(
    both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = both
    capsys.readouterr()
    assert main(["merge", mine, theirs, "--dry-run", "--json"]) == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"taken": 1, "agreed": 0, "conflicts": 1, "notes": 0, "reasons": 0}
    (conflict,) = report["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == ("100", "120")
    assert conflict["place"]["field"] == "basic.employees"
    assert main(["merge", mine, theirs, "--dry-run", "--prefer", "theirs"]) == 0
    assert value(mine, "basic.employees") == 100


def test_wrong_use_is_one_sentence(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = both
    capsys.readouterr()
    for argv in (
        ["merge", mine],
        ["merge", mine, mine],
        ["merge", mine, theirs, "--choose", "7=mine"],
        ["merge", mine, theirs, "--choose", "1=yes"],
        ["merge", mine, theirs, theirs, "--choose", "1=mine"],
    ):
        assert main(argv) == 2
        assert capsys.readouterr().err.count("\n") == 1
