"""What the command line writes never steers the terminal, whoever wrote the names in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.unseen import is_unseen
from jxdesk.cli import main, output

STEERING = "\x1b[2J\x1b]0;own\x07\x9b31m\u202e\u2066\u200f\u2028\ud800\U000e0041\u3164完好"


@pytest.mark.parametrize("write", [output.result, output.note], ids=["result", "note"])
def test_sentences_hold_nothing_unseen(
    write: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write(STEERING)
    captured = capsys.readouterr()
    line = (captured.out + captured.err).removesuffix("\n")
    assert not any(map(is_unseen, line))
    assert line.startswith("\\u001b[2J\\u001b]0;own\\u0007\\u009b31m\\u202e\\u2066\\u200f\\u2028\\ud800")
    assert line.endswith("完好")


def test_a_result_is_one_line_and_a_note_may_be_several(capsys: pytest.CaptureFixture[str]) -> None:
    output.result("某县\n完好", "二")
    output.note("有两处：\n  · 一\n  · 二")
    captured = capsys.readouterr()
    assert captured.out == "某县\\u000a完好\t二\n"
    assert captured.err == "有两处：\n  · 一\n  · 二\n"


def test_json_escapes_what_nobody_sees_and_stays_the_same_data(capsys: pytest.CaptureFixture[str]) -> None:
    plain = {STEERING: [STEERING, "一\n二\t三"]}
    output.json_result(plain)
    text = capsys.readouterr().out
    assert not any(is_unseen(char) for char in text if char != "\n")
    assert "完好" in text
    assert json.loads(text) == plain


def test_a_refusal_cannot_steer_either(capsys: pytest.CaptureFixture[str]) -> None:
    output.refusal(UserError("x", f"“{STEERING}”不对。", "请检查。"))
    assert not any(is_unseen(char) for char in capsys.readouterr().err if char != "\n")


def test_names_on_the_command_line_are_written_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "\x1b[32m完好\u202e")]) == 2
    captured = capsys.readouterr()
    assert "\\u001b[32m完好\\u202e" in captured.err
    assert "\x1b" not in captured.err
