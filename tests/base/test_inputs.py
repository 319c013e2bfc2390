"""Clock, random source, progress and paths: what the program is handed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from jxdesk.base import paths
from jxdesk.base.clock import now, random_token, seeded_tokens
from jxdesk.base.errors import UserError
from jxdesk.base.log import crash_report, write_crash_report
from jxdesk.base.progress import silent
from jxdesk.domain.canonical import UID


def test_the_clock_is_utc_without_microseconds() -> None:
    moment = now()
    assert moment.tzinfo is dt.UTC
    assert moment.microsecond == 0


def test_tokens_are_row_ids() -> None:
    made = [random_token() for _ in range(100)]
    assert len(set(made)) == 100
    assert all(re.fullmatch(r"[0-9a-f]{16}", token) and UID.fullmatch(token) for token in made)


def test_seeded_tokens_repeat() -> None:
    one, same, other = seeded_tokens(1), seeded_tokens(1), seeded_tokens(2)
    first = [one() for _ in range(50)]
    assert [same() for _ in range(50)] == first
    assert not set(first) & {other() for _ in range(50)}
    assert all(UID.fullmatch(token) for token in first)


def test_silent_progress_takes_anything() -> None:
    silent("正在复制", 0, 0)
    silent("正在复制", 5, 3)


def test_resources_are_found_beside_the_sources() -> None:
    assert (paths.resources() / "notices").is_dir()


def test_missing_resources_ask_to_install_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "a" / "b" / "paths.py"))
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    paths.resources.cache_clear()
    try:
        with pytest.raises(UserError) as caught:
            paths.resources()
        assert caught.value.code == "install.resources"
    finally:
        monkeypatch.undo()
        paths.resources.cache_clear()


def test_a_frozen_program_finds_its_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "resources" / "notices").mkdir(parents=True)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    paths.resources.cache_clear()
    try:
        assert paths.resources() == tmp_path / "resources"
    finally:
        monkeypatch.undo()
        paths.resources.cache_clear()


def test_the_users_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JXDESK_HOME", str(tmp_path))
    assert paths.user_data() == tmp_path
    monkeypatch.delenv("JXDESK_HOME")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert paths.user_data() == tmp_path / "xdg" / "jxdesk"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert paths.user_data() == tmp_path / "local" / "jxdesk"


def test_a_crash_report_holds_versions_and_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXDESK_HOME", str(tmp_path))
    path = write_crash_report("Traceback: x")
    assert path.parent == tmp_path / "logs"
    text = path.read_text(encoding="utf-8")
    assert "Traceback: x" in text
    assert text.startswith("jxdesk ")
    assert "python " in crash_report("")


def test_a_crash_report_finds_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("JXDESK_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert write_crash_report("x").parent == tmp_path
