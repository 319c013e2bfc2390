"""The contract of drives and burn: outputs, questions and exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from jxdesk.app import delivery
from jxdesk.base.progress import silent
from jxdesk.cli import main
from jxdesk.disc.burner import MediumState
from jxdesk.disc.xorriso import XorrisoBurner
from tests.burner_double import DRIVE, Disc, DoubleBurner
from tests.disc.xorriso_stand_in import StandIn
from tests.package import kit

Out = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def iso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of a genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("image")
    kit.make(folder / "某县-第1版")
    return delivery.image([folder / "某县-第1版"], folder / "某县.iso", silent).path


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Puts a burner behind the commands; nobody is at the keyboard."""

    def put(burner: object) -> None:
        monkeypatch.setattr("jxdesk.disc.backends.this_machine", lambda: burner)
        monkeypatch.setattr("sys.stdin", StringIO(""))

    return put


@pytest.fixture
def machine(tmp_path: Path, behind: Callable[[object], None]) -> StandIn:
    if sys.platform == "win32":
        pytest.skip("xorriso is for Linux")
    machine = StandIn(tmp_path)
    behind(machine.burner)
    return machine


def test_drives_are_listed_with_their_discs(machine: StandIn, capsys: Out) -> None:
    assert main(["drives"]) == 0
    first, _ = capsys.readouterr().out.splitlines()
    assert first.split("\t") == [str(machine.disc), "MADEUP RECORDER 5", "DVD-R，空白，可写 4.71 GB"]


def test_drives_for_a_machine(machine: StandIn, capsys: Out) -> None:
    assert main(["drives", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "id": str(machine.disc),
        "name": "MADEUP RECORDER 5",
        "can_write": True,
        "medium": {"state": "blank", "kind": "DVD-R", "capacity": 2_298_496 * 2048, "can_rewrite": False},
        "problem": None,
    }
    assert (second["can_write"], second["problem"]) == (False, None)


def test_a_machine_without_drives_is_told_what_else_there_is(
    tmp_path: Path, behind: Callable[[object], None], capsys: Out
) -> None:
    behind(XorrisoBurner(sys.executable, tmp_path))
    assert main(["drives"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "U 盘" in captured.err
    assert main(["drives", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_without_xorriso_one_sentence(
    tmp_path: Path, iso: Path, behind: Callable[[object], None], capsys: Out
) -> None:
    behind(XorrisoBurner(str(tmp_path / "nothing")))
    for command in (["drives"], ["burn", str(iso), "--drive", "sr0"]):
        assert main(command) == 2
        assert "没有安装刻录程序 xorriso" in capsys.readouterr().err


def test_a_write_once_disc_is_burned_once(machine: StandIn, iso: Path, capsys: Out) -> None:
    assert main(["burn", str(iso), "--drive", "sr0"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("第 1 张，共 1 张（DVD-R）：每个字节都已从光盘读回")
    assert machine.disc.read_bytes() == iso.read_bytes()
    assert main(["burn", str(iso), "--drive", "sr0"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "已经写过，不能再写" in captured.err


@pytest.mark.parametrize(("how", "said"), [("breaks", "Write error"), ("dies", "中途结束")])
def test_a_burn_that_breaks_off_is_exit_1_and_says_that_the_disc_is_spoiled(
    machine: StandIn, iso: Path, capsys: Out, how: str, said: str
) -> None:
    machine.blank(burn=how)
    assert main(["burn", str(iso), "--drive", "sr0"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "已经作废" in told
    assert main(["burn", "--log", "--json"]) == 0
    assert [line["outcome"] for line in json.loads(capsys.readouterr().out)] == ["spoiled"]


def test_what_differs_is_exit_1_with_the_file_named(
    iso: Path, tmp_path: Path, behind: Callable[[object], None], capsys: Out
) -> None:
    def flaw(path: Path) -> None:
        path.write_bytes(path.read_bytes().replace(b"proof one", b"proof 0ne"))

    behind(DoubleBurner(Disc(tmp_path / "disc", flaw=flaw)))
    assert main(["burn", str(iso), "--drive", DRIVE.id]) == 1
    captured = capsys.readouterr()
    assert "证明 一.pdf”有 1 个扇区与映像不一致" in captured.out
    assert "刻好 0 张" in captured.err


def test_copies_end_when_nobody_changes_the_disc(
    iso: Path, tmp_path: Path, behind: Callable[[object], None], capsys: Out
) -> None:
    behind(DoubleBurner(Disc(tmp_path / "disc")))
    assert main(["burn", str(iso), "--drive", DRIVE.id, "--copies", "2", "--json"]) == 1
    captured = capsys.readouterr()
    (told,) = json.loads(captured.out)
    assert (told["number"], told["copies"], told["outcome"]) == (1, 2, "good")
    assert "放入第 2 张" in captured.err
    assert "刻好 1 张" in captured.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": MediumState.UNFIT, "kind": "DVD-ROM"}, "DVD-ROM 不能写"),
        ({"capacity": 2048}, "放不下"),
        ({"state": MediumState.REWRITABLE, "can_rewrite": True, "kind": "DVD-RW"}, "已经有内容"),
    ],
)
def test_a_disc_that_will_not_do_is_exit_2(
    iso: Path,
    tmp_path: Path,
    behind: Callable[[object], None],
    capsys: Out,
    change: dict[str, object],
    said: str,
) -> None:
    behind(DoubleBurner(Disc(tmp_path / "disc", **change)))  # type: ignore[arg-type]
    assert main(["burn", str(iso), "--drive", DRIVE.id]) == 2
    assert said in capsys.readouterr().err
    assert main(["burn", "--log"]) == 0
    assert "还没有在本机刻过光盘" in capsys.readouterr().err


def test_the_log_says_when_which_image_and_which_disc(
    iso: Path, tmp_path: Path, behind: Callable[[object], None], capsys: Out
) -> None:
    behind(DoubleBurner(Disc(tmp_path / "disc")))
    assert main(["burn", str(iso), "--drive", DRIVE.id]) == 0
    capsys.readouterr()
    assert main(["burn", "--log"]) == 0
    cells = capsys.readouterr().out.strip().split("\t")
    assert cells[1:5] == [str(iso), "DVD-R", DRIVE.id, "第 1 张，共 1 张"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["某县.iso"],
        ["--drive", "sr0"],
        ["某县.iso", "--drive", "sr0", "--copies", "0"],
        ["某县.iso", "--drive", "sr0", "--copies", "many"],
    ],
)
def test_wrong_words_are_exit_2(words: list[str], capsys: Out) -> None:
    assert main(["burn", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
