"""The contract of key new, import, show, password and recover; and what a wrong password costs."""

from __future__ import annotations

import json
import os
import re
import stat
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from jxdesk.base.errors import UserError
from jxdesk.cli import main
from jxdesk.signing import keyfile, recovery_code
from tests.signing import kit, p12

PASSWORD, NEW = "correct horse", "battery staple"
CODE = re.compile(r"恢复码  (\S+)\n")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quick_passwords(monkeypatch)
    kit.quick_keys(monkeypatch)


def said(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text + "\r\n", encoding="utf-8-sig")
    return str(folder / name)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Password files by what they hold."""
    held = {"old": PASSWORD, "new": NEW, "wrong": "not the password", "p12": p12.PASSWORD}
    return {name: said(tmp_path, f"{name}.txt", text) for name, text in held.items()}


@pytest.fixture
def made(tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A key file and its recovery code, as ``key new`` tells it."""
    path = tmp_path / "单位.jxkey"
    told = ["--organisation", "某县人民政府", "--password-file", files["old"]]
    assert main(["key", "new", str(path), *told]) == 0
    captured = capsys.readouterr()
    (code,) = CODE.findall(captured.out)
    assert captured.out.splitlines()[0] == str(path)
    assert "不能证明封装的就是这家单位" in captured.err
    assert "盖章的交接单" in captured.err
    assert "只显示这一次" in captured.err
    return path, code


def opens(path: Path, password: str) -> bool:
    locked = keyfile.read(path)
    try:
        locked.unlock(password)
    except UserError:
        return False
    return True


def error(capsys: pytest.CaptureFixture[str], *argv: str, exit_code: int = 2) -> str:
    capsys.readouterr()
    assert main(argv) == exit_code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


def test_show_tells_the_fingerprint_for_people_and_machines(
    made: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = made
    info = keyfile.read(path).info
    assert main(["key", "show", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["fingerprint"], told["recovery_sheet"]) == (info.fingerprint, info.sheet)
    assert main(["key", "show", str(path)]) == 0
    out = capsys.readouterr().out
    assert info.fingerprint in out.replace(" ", "")
    assert info.sheet in out


def test_the_sheet_is_printed_once_and_the_screen_shows_no_code(
    tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, sheet = tmp_path / "k.jxkey", tmp_path / "恢复码单.pdf"
    command = ["key", "new", str(path), "--organisation", "某县", "--password-file", files["old"]]
    assert main([*command, "--sheet", str(sheet)]) == 0
    captured = capsys.readouterr()
    assert not CODE.search(captured.out)
    assert "删除" in captured.err
    if os.name != "nt":
        assert stat.S_IMODE(sheet.stat().st_mode) & 0o077 == 0
    with pdfium.PdfDocument(sheet) as pages:
        text = pages[0].get_textpage().get_text_range()
    (row,) = (re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", text)[:7],)
    assert recovery_code.trouble("-".join(row)) == ""
    keyfile.recover(path, "-".join(row), NEW)
    other = [*command[:2], str(tmp_path / "other.jxkey"), *command[3:], "--sheet", str(sheet)]
    assert "已经存在" in error(capsys, *other)
    assert not (tmp_path / "other.jxkey").exists()


def test_a_sheet_that_cannot_be_written_leaves_the_code_on_the_screen(
    tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "k.jxkey"
    odd = "某县\U0001f600"
    command = ["key", "new", str(path), "--organisation", odd, "--password-file", files["old"]]
    assert main([*command, "--sheet", str(tmp_path / "s.pdf")]) == 0
    (code,) = CODE.findall(capsys.readouterr().out)
    keyfile.recover(path, code, NEW)
    assert not (tmp_path / "s.pdf").exists()


def test_another_password_and_another_code(
    made: tuple[Path, str], files: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, code = made
    change = ["key", "password", str(path), "--password-file", files["old"], "--new-password-file"]
    assert "--new-code" in error(capsys, *change, files["new"], "--sheet", str(tmp_path / "s.pdf"))
    assert main([*change, files["new"]]) == 0
    assert "照旧有效" in capsys.readouterr().err
    assert (opens(path, NEW), opens(path, PASSWORD)) == (True, False)
    back = ["key", "password", str(path), "--password-file", files["new"], "--new-password-file"]
    assert main([*back, files["old"], "--new-code"]) == 0
    (fresh,) = CODE.findall(capsys.readouterr().out)
    recover = ["key", "recover", str(path), "--new-password-file", files["new"], "--code-file"]
    assert "打不开" in error(capsys, *recover, said(tmp_path, "c.txt", code))
    assert main([*recover, said(tmp_path, "c.txt", fresh.lower())]) == 0
    assert opens(path, NEW)


def test_a_slip_in_the_code_is_told_first(
    made: tuple[Path, str], files: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, code = made
    before = path.read_bytes()
    slip = code[:7] + ("Z" if code[7] != "Z" else "Y") + code[8:]
    # The new password is too short as well: the code comes first.
    command = ["key", "recover", str(path), "--new-password-file", said(tmp_path, "short.txt", "x")]
    assert "第 2 组" in error(capsys, *command, "--code-file", said(tmp_path, "c.txt", slip))
    assert "至少要 8 个字符" in error(capsys, *command, "--code-file", said(tmp_path, "c.txt", code))
    assert path.read_bytes() == before


def test_wrong_passwords_are_counted_over_commands_and_cost_a_wait(
    made: tuple[Path, str],
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    path, code = made
    change = ["key", "password", str(path), "--new-password-file", files["new"], "--password-file"]
    told = [error(capsys, *change, files["wrong"]) for _ in range(4)]
    assert "口令不对" in told[0]
    assert "第 2 次不对。再错一次，要等 30 秒" in told[1]
    assert "第 3 次不对，要等 30 秒" in told[2]
    assert "已经连续 3 次不对，还要等" in told[3]
    # The right one has to wait too; the recovery code has not.
    assert "还要等" in error(capsys, *change, files["old"])
    recover = ["key", "recover", str(path), "--new-password-file", files["old"], "--code-file"]
    assert main([*recover, said(tmp_path, "c.txt", code)]) == 0
    assert main([*change, files["old"]]) == 0


@cache
def brought() -> bytes:
    return p12.made(kit.key(), p12.certificate(kit.key(), first=2020, last=2021))


def test_a_p12_file_becomes_a_key_file(
    tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    source, path = tmp_path / "旧证书.pfx", tmp_path / "单位.jxkey"
    source.write_bytes(brought())
    command = ["key", "import", str(source), str(path), "--password-file", files["old"]]
    wrong = error(capsys, *command, "--p12-password-file", files["old"])
    assert "口令不对，或者文件已损坏" in wrong
    assert not path.exists()
    assert main([*command, "--p12-password-file", files["p12"]]) == 0
    captured = capsys.readouterr()
    assert "2021-12-31 到期" in captured.err
    (code,) = CODE.findall(captured.out)
    assert opens(path, PASSWORD)
    keyfile.recover(path, code, NEW)
    assert "已经存在" in error(capsys, *command, "--p12-password-file", files["p12"])


def test_without_a_terminal_nothing_is_waited_for(
    made: tuple[Path, str], files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(made[0])
    assert "--code-file" in error(capsys, "key", "recover", path, "--new-password-file", files["new"])
    assert "--password-file" in error(capsys, "key", "password", path)
    assert "--new-password-file" in error(capsys, "key", "password", path, "--password-file", files["old"])
