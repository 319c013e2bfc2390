"""The benchmark's table and its sections; the measuring itself is not part of the tests."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import bench
from bench_rows import Row, median


def test_every_section_offers_what_the_table_needs() -> None:
    names = bench.sections()
    assert {"package", "image"} <= set(names)
    for name in names:
        section = importlib.import_module(f"bench_{name}")
        assert name == section.NAME
        assert callable(section.run)


def test_table_shows_the_ratio_and_whether_the_goal_is_met() -> None:
    rows = [
        Row("封装", 2.0, "s", "peer", 5.0, "快一倍以上", True),
        Row("内存", 80.0, "MB", goal="< 200", met=False),
    ]
    lines = bench.table(rows).splitlines()
    assert len(lines) == 3
    assert lines[1].split()[:6] == ["封装", "2.00", "s", "5.00", "s", "2.50"]
    assert lines[1].endswith("是")
    assert lines[2].endswith("否")
    assert median([3.0, 1.0, 2.0]) == 2.0


def test_unknown_section_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        bench.main(["nonsense"])
    assert caught.value.code == 2
    assert "没有这一部分" in capsys.readouterr().err


def test_missed_goal_ends_with_1_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = importlib.import_module("bench_package")
    monkeypatch.setattr(package, "run", lambda folder: [Row("x", 1.0, "s", goal="g", met=False)])
    assert bench.main(["package", "--folder", str(tmp_path)]) == 1
    assert "〔package〕" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
