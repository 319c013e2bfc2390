"""xorriso as a burner: what is read from its words, how it is watched and stopped."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc import backends, xorriso_run, xorriso_words
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.linux_drives import list_drives
from jxdesk.disc.xorriso import XorrisoBurner
from tests.disc.xorriso_stand_in import TOC, StandIn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="xorriso is for Linux")

NONE, BLANK, USED = MediumState.NONE, MediumState.BLANK, MediumState.USED
REWRITABLE, UNFIT = MediumState.REWRITABLE, MediumState.UNFIT
DVD = 2_298_496


@pytest.fixture
def machine(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


@pytest.fixture
def recorder(machine: StandIn) -> Drive:
    return machine.burner.drive("sr0")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "某县 [1]*.iso"
    path.write_bytes(os.urandom(3 << 20))
    return path


@pytest.mark.parametrize(
    ("kind", "status", "used", "free", "expected"),
    [
        ("DVD-R sequential recording", "is blank", 0, DVD, Medium(BLANK, "DVD-R", DVD * 2048)),
        ("CD-R", "is blank", 0, 359_844, Medium(BLANK, "CD-R", 359_844 * 2048)),
        ("DVD+R/DL", "is blank", 0, 4_173_824, Medium(BLANK, "DVD+R DL", 4_173_824 * 2048)),
        ("BD-R sequential recording", "is blank", 0, 9, Medium(BLANK, "BD-R", 9 * 2048)),
        ("DVD-R sequential recording", "is written , is closed", DVD, 0, Medium(USED, "DVD-R")),
        # Room for a further session does not help: the image begins a disc.
        ("DVD+R", "is written , is appendable", 900, DVD - 900, Medium(USED, "DVD+R")),
        ("CD-R", "is blank , but no writable address", 0, 0, Medium(UNFIT, "CD-R")),
        ("DVD-ROM", "is written , is closed", DVD, 0, Medium(UNFIT, "DVD-ROM")),
        ("is not recognizable", "is not present", 0, 0, Medium(NONE)),
        ("is not recognizable", "is not recognizable", 0, 0, Medium(UNFIT)),
        (
            "DVD-RW sequential recording",
            "is written , is closed",
            DVD,
            0,
            Medium(REWRITABLE, "DVD-RW", DVD * 2048, can_rewrite=True),
        ),
        (
            "DVD-RW sequential recording",
            "is blank , but will need -close on",
            0,
            DVD,
            Medium(BLANK, "DVD-RW", DVD * 2048, can_rewrite=True),
        ),
        (
            "BD-RE, overwriteable",
            "is written , is appendable",
            1000,
            500,
            Medium(REWRITABLE, "BD-RE", 1500 * 2048, can_rewrite=True),
        ),
        (
            "stdio file, overwriteable",
            "is blank",
            0,
            512,
            Medium(BLANK, "文件", 512 * 2048, can_rewrite=True),
        ),
    ],
)
def test_what_toc_says_of_a_disc(kind: str, status: str, used: int, free: int, expected: Medium) -> None:
    text = TOC.format(drive="/dev/sr0", kind=kind, status=status, used=used, free=free, overall=used + free)
    assert xorriso_words.medium(text) == expected


@pytest.mark.parametrize(
    ("line", "label", "done"),
    [
        ("xorriso : UPDATE :    3 of   19 MB written (fifo 99%) [buf  50%]", "正在刻录", 3 << 20),
        ("xorriso : UPDATE : 4001 of 4483 MB written (fifo 99%) [buf 100%]   8.2xD.", "正在刻录", 4001 << 20),
        ("xorriso : UPDATE : Closing track/session. Working since 12 seconds", "正在封盘", None),
        ("xorriso : UPDATE : Blanking  ( 12.0% done in 20 seconds )", "正在擦除光盘", None),
        ("xorriso : UPDATE : Formatting. Working since 3 seconds", "正在格式化光盘", None),
    ],
)
def test_what_a_running_burn_reports(line: str, label: str, done: int | None) -> None:
    assert xorriso_words.step(line) == xorriso_words.Step(label, done)


def test_other_lines_report_nothing() -> None:
    assert xorriso_words.step("xorriso : NOTE : Re-assessing -outdev '/dev/sr0'") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("xorriso : FAILURE : Image size 9952s exceeds free space on media 5120s", "burn.medium"),
        (
            "xorriso : FAILURE : Closed media with data detected. Need blank or appendable media.",
            "burn.medium",
        ),
        ("libburn : FATAL : Cannot open busy device '/dev/sr0'", "burn.busy"),
        ("libburn : FAILURE : File object '/dev/sr0' not found", "burn.no-drive"),
        ("libburn : FATAL : SCSI error on write(1,16): [4 44 00] Hardware error", "burn.failed"),
        ("", "burn.failed"),
    ],
)
def test_what_xorriso_complains_about(words: str, code: str) -> None:
    after = "xorriso : FAILURE : -as cdrecord: Job could not be performed properly."
    error = xorriso_words.problem(f"{words}\n{after}", "/dev/sr0")
    assert error.code == code
    assert "Job could not" not in error.message or not words


def test_drives_come_from_the_kernel(machine: StandIn) -> None:
    first, second = machine.burner.drives()
    assert (Path(first.id).name, first.name, first.can_write) == ("sr0", "MADEUP RECORDER 5", True)
    assert (Path(second.id).name, second.name, second.can_write) == ("sr1", "光驱", False)
    assert machine.calls() == []


def test_a_machine_without_drives_has_none(tmp_path: Path) -> None:
    assert list_drives(tmp_path) == ()


def test_a_drive_is_known_by_all_its_names(machine: StandIn) -> None:
    link = machine.root / "dev/cdrom"
    link.symlink_to("sr0")
    names = ("sr0", str(machine.disc), str(link))
    assert {machine.burner.drive(name).id for name in names} == {str(machine.disc)}
    with pytest.raises(UserError) as caught:
        machine.burner.drive("sr7")
    assert caught.value.code == "burn.no-drive"


def test_without_xorriso_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    burner = XorrisoBurner(str(tmp_path / "nothing"))
    for ask in (burner.drives, lambda: burner.drive("stdio:" + str(tmp_path))):
        with pytest.raises(UserError) as caught:
            ask()
        assert caught.value.code == "burn.no-program"
        assert "xorriso" in caught.value.remedy


def test_a_disc_is_written_whole_with_progress_and_closed(
    machine: StandIn, recorder: Drive, image: Path
) -> None:
    heard: list[tuple[str, int, int]] = []
    machine.burner.burn(image, recorder, lambda label, done, total: heard.append((label, done, total)))
    assert machine.disc.read_bytes() == image.read_bytes()
    assert {total for _, _, total in heard} == {image.stat().st_size}
    assert ("正在刻录", 1 << 20, image.stat().st_size) in heard
    assert heard[-1][0] == "正在封盘"
    assert machine.calls()[-1] == (f"-no_rc -as cdrecord -v dev={recorder.id} padsize=0 {image.resolve()}")
    assert machine.burner.medium(recorder) == Medium(USED, "DVD-R")


def test_what_can_be_rewritten_is_cleared_first(machine: StandIn, recorder: Drive, image: Path) -> None:
    machine.lie(kind="DVD-RW sequential recording", status="is written , is closed", used=DVD)
    machine.burner.burn(image, recorder, silent)
    assert " blank=as_needed padsize=0 " in machine.calls()[-1]


def test_a_used_disc_is_never_handed_to_xorriso(machine: StandIn, recorder: Drive, image: Path) -> None:
    machine.lie(kind="DVD-R sequential recording", status="is written , is appendable", free=900)
    with pytest.raises(UserError) as caught:
        machine.burner.burn(image, recorder, silent)
    assert caught.value.code == "burn.medium"
    assert all("cdrecord" not in call for call in machine.calls())


def test_stopping_asks_xorriso_to_stop_first(machine: StandIn, recorder: Drive, image: Path) -> None:
    machine.blank(burn="slow")

    def stop(label: str, done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        machine.burner.burn(image, recorder, stop)
    assert machine.calls()[-1] == "stopped"


def test_what_does_not_stop_is_ended(machine: StandIn, recorder: Drive, image: Path) -> None:
    machine.blank(burn="deaf")

    def stop(line: str) -> None:
        if "written" in line:
            raise Cancelled

    arguments = ["-as", "cdrecord", f"dev={recorder.id}", str(image)]
    with pytest.raises(Cancelled):
        xorriso_run.watch(machine.program, arguments, stop, stop_seconds=0.2)
    assert "stopped" not in machine.calls()


def test_a_drive_that_says_nothing_any_more_is_given_up(
    machine: StandIn, recorder: Drive, image: Path
) -> None:
    machine.blank(burn="slow")
    arguments = ["-as", "cdrecord", f"dev={recorder.id}", str(image)]
    assert xorriso_run.watch(machine.program, arguments, lambda line: None, silent_seconds=0.2) is None


@pytest.mark.parametrize(
    ("plan", "code", "said"),
    [
        ({"burn": "breaks"}, "burn.failed", "Medium error"),
        ({"burn": "dies"}, "burn.failed", "中途结束"),
        (
            {"burn": "refuse", "words": "Image size 9s exceeds free space on media 5s"},
            "burn.medium",
            "写不下",
        ),
    ],
)
def test_a_burn_that_fails_says_why(
    machine: StandIn, recorder: Drive, image: Path, plan: dict[str, str], code: str, said: str
) -> None:
    machine.blank(**plan)
    with pytest.raises(UserError) as caught:
        machine.burner.burn(image, recorder, silent)
    assert caught.value.code == code
    assert said in caught.value.message


def test_reload_puts_the_tray_out_and_looks_again(machine: StandIn, recorder: Drive) -> None:
    machine.burner.reload(recorder)
    assert machine.calls() == [
        f"-no_rc -outdev {recorder.id} -eject all",
        f"-no_rc -outdev {recorder.id} -toc",
    ]


def test_a_tray_without_motor_is_told(machine: StandIn, recorder: Drive) -> None:
    machine.lie(kind="is not recognizable", status="is not present")
    with pytest.raises(UserError) as caught:
        machine.burner.reload(recorder)
    assert caught.value.code == "burn.reload"


def test_a_disc_that_the_desktop_opened_after_reloading_is_there(machine: StandIn, recorder: Drive) -> None:
    machine.blank(toc="libburn : FATAL : Cannot open busy device '/dev/sr0'", code=32)
    machine.burner.reload(recorder)
    with pytest.raises(UserError) as caught:
        machine.burner.medium(recorder)
    assert caught.value.code == "burn.busy"


def test_a_drive_that_will_not_open_is_told(machine: StandIn, recorder: Drive) -> None:
    machine.blank(eject="libburn : FAILURE : Tray is locked")
    with pytest.raises(UserError) as caught:
        machine.burner.eject(recorder)
    assert "Tray is locked" in caught.value.message


def test_a_drive_that_went_away_is_told(machine: StandIn, recorder: Drive, image: Path) -> None:
    machine.disc.unlink()
    for ask in (
        lambda: machine.burner.medium(recorder),
        lambda: machine.burner.burn(image, recorder, silent),
    ):
        with pytest.raises(UserError) as caught:
            ask()
        assert caught.value.code == "burn.no-drive"
    assert not machine.disc.exists()


def test_somebodys_disk_is_never_a_disc(tmp_path: Path, machine: StandIn) -> None:
    for name in ("/dev/null", str(tmp_path)):
        with pytest.raises(UserError) as caught:
            machine.burner.drive(f"stdio:{name}")
        assert caught.value.code == "burn.not-drive"


def test_what_bears_no_image_but_other_things_is_used(machine: StandIn, tmp_path: Path) -> None:
    machine.lie(kind="DVD+RW, overwriteable", status="is blank", free=512)
    drive = machine.burner.drive("sr0")
    assert machine.burner.medium(drive).state is BLANK
    machine.disc.write_bytes(bytes(40_000) + b"somebody's files")
    assert machine.burner.medium(drive) == Medium(REWRITABLE, "DVD+RW", 512 * 2048, can_rewrite=True)


@pytest.mark.parametrize("before", [None, "/usr/own"])
def test_a_frozen_program_keeps_its_libraries_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    shows = tmp_path / "shows"
    shows.write_text('#!/bin/sh\necho "$LC_ALL:${LD_LIBRARY_PATH-none}"\n', encoding="ascii")
    shows.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    said = xorriso_run.ask(shows, [])
    assert said is not None
    assert said.text == f"C:{before or 'none'}\n"


@pytest.mark.skipif(shutil.which("xorriso") is None, reason="no xorriso on this machine")
def test_the_real_xorriso_writes_to_a_file(image: Path, tmp_path: Path) -> None:
    disc = tmp_path / "光盘 'a'"
    disc.write_bytes(b"")
    burner = backends.this_machine("linux")
    drive = burner.drive(f"stdio:{disc}")
    assert burner.medium(drive).state is BLANK
    burner.burn(image, drive, silent)
    assert disc.read_bytes() == image.read_bytes()
    assert burner.medium(drive).state is REWRITABLE
    burner.reload(drive)
    burner.eject(drive)


def test_a_system_without_a_backend_is_told() -> None:
    with pytest.raises(UserError) as caught:
        backends.this_machine("plan9")
    assert caught.value.code == "burn.no-backend"
