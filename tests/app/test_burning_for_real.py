"""Through the real xorriso and libburn, onto loop devices and plain files, by the command line.

A loop device needs root and ``/dev/loop-control``; a plain file only xorriso.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import StringIO
from pathlib import Path

import pytest

from jxdesk.app import burn_log, burning, delivery
from jxdesk.app.burn_facts import BurnImage, Order, Outcome
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.cli import main
from jxdesk.disc import medium_check
from jxdesk.disc.burner import MediumState
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.xorriso import XorrisoBurner
from tests.app.test_burning import flip
from tests.package import kit

pytestmark = pytest.mark.skipif(shutil.which("xorriso") is None, reason="no xorriso on this machine")

MIB = 1 << 20


def has_loops() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and Path("/dev/loop-control").exists()


needs_loops = pytest.mark.skipif(not has_loops(), reason="loop devices need root and /dev/loop-control")


def kill_child(argument: str) -> None:
    """End the child of this process that was started with ``argument``, at once."""
    mine = f"PPid:\t{os.getpid()}\n"
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_it = argument.encode() in (process / "cmdline").read_bytes().split(b"\0")
            if is_it and mine in (process / "status").read_text(encoding="utf-8"):
                os.kill(int(process.name), signal.SIGKILL)


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def loop_over(backing: Path) -> Iterator[Path]:
    """A loop device whose sectors lie in ``backing``."""
    device = run("losetup", "--find", "--show", str(backing))
    try:
        yield Path(device)
    finally:
        # Only if it is still ours: a device that was let go of may be another program's by now.
        for line in run("losetup", "--associated", str(backing)).splitlines():
            run("losetup", "--detach", line.partition(":")[0])


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes loop devices of so many bytes; their backing files are ``disc1``, ``disc2``…"""
    with ExitStack() as opened:
        count = 0

        def make(size: int) -> Path:
            nonlocal count
            count += 1
            backing = tmp_path / f"disc{count}"
            backing.write_bytes(b"")
            os.truncate(backing, size)
            return opened.enter_context(loop_over(backing))

        yield make


@pytest.fixture(scope="module")
def iso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of a genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("image")
    package = folder / "某县-第1版"
    kit.make(package)
    return delivery.image([package], folder / "某县 第1版.iso", silent).path


@pytest.fixture(scope="module")
def image(iso: Path) -> BurnImage:
    return burning.examine(iso, silent)


def order(image: BurnImage, device: Path) -> Order:
    return Order(image, XorrisoBurner().drive(f"stdio:{device}"))


def after_writing(deed: Callable[[], object]) -> Progress:
    """Does something once, when reading back begins."""
    deeds: list[object] = []

    def progress(label: str, done: int, total: int) -> None:
        if label == medium_check.LABEL and not deeds:
            deeds.append(deed())

    return progress


def read(device: Path, size: int) -> bytes:
    with device.open("rb") as handle:
        return handle.read(size)


def test_a_plain_file_is_burned_and_refused_the_second_time(
    iso: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    disc = tmp_path / "disc"
    disc.write_bytes(b"")
    assert main(["burn", str(iso), "--drive", f"stdio:{disc}"]) == 0
    assert "每个字节都已从光盘读回" in capsys.readouterr().out
    # libburn writes whole clusters of 32 KB.
    assert read(disc, iso.stat().st_size) == iso.read_bytes()
    assert main(["burn", str(iso), "--drive", f"stdio:{disc}"]) == 2
    assert "已经有内容" in capsys.readouterr().err
    assert main(["burn", str(iso), "--drive", f"stdio:{disc}", "--overwrite", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["damage"], told["faults"]) == ("good", [], [])
    assert [line.outcome for line in burn_log.read()] == [Outcome.GOOD, Outcome.GOOD]


@needs_loops
def test_a_loop_device_is_burned_and_verified_from_the_device(
    iso: Path, loop: Callable[[int], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    device = loop(4 * MIB)
    assert main(["burn", str(iso), "--drive", f"stdio:{device}"]) == 0
    assert read(device, iso.stat().st_size) == iso.read_bytes()
    capsys.readouterr()
    assert main(["verify", str(device), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["verdict"] == "sound"


@needs_loops
def test_two_copies_are_alike_and_both_in_the_log(
    image: BurnImage, loop: Callable[[int], Path], tmp_path: Path
) -> None:
    """Two loop devices stand for two discs put into one drive."""
    first, second = loop(4 * MIB), loop(4 * MIB)
    for number, device in enumerate((first, second), start=1):
        one = Order(image, XorrisoBurner().drive(f"stdio:{device}"), 2)
        disc = burning.burn_disc(one, number, XorrisoBurner(), silent, clock=lambda: kit.MOMENT)
        assert disc.outcome is Outcome.GOOD
    assert read(first, image.size) == read(second, image.size)
    assert [(line.number, line.copies, line.outcome) for line in burn_log.read()] == [
        (1, 2, Outcome.GOOD),
        (2, 2, Outcome.GOOD),
    ]


@needs_loops
def test_two_copies_by_command_with_the_disc_changed_in_between(
    iso: Path,
    loop: Callable[[int], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The person at the keyboard changes the disc: what was on it is wiped, as on a new one."""
    device = loop(4 * MIB)

    class Person(StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            with device.open("r+b") as handle:
                handle.write(bytes(4 * MIB))
            return "\n"

    monkeypatch.setattr("sys.stdin", Person())
    assert main(["burn", str(iso), "--drive", f"stdio:{device}", "--copies", "2"]) == 0
    assert capsys.readouterr().out.count("每个字节都已从光盘读回") == 2


@needs_loops
def test_what_was_corrupted_after_burning_is_found_though_xorriso_says_good(
    image: BurnImage, loop: Callable[[int], Path]
) -> None:
    device = loop(4 * MIB)
    with ImageTree(image.path) as tree:
        (name,) = (entry.path for entry in tree.entries() if entry.path.endswith("扫描.pdf"))
        place = tree.extent(name).start * 2048 + 3

    class Corrupting(XorrisoBurner):
        def reload(self, drive: object) -> None:
            flip(device, place)

    disc = burning.burn_disc(order(image, device), 1, Corrupting(), silent, clock=lambda: kit.MOMENT)
    assert disc.outcome is Outcome.DIFFERENT
    assert [(one.path, one.sectors, one.unreadable) for one in disc.damage] == [(name, 1, False)]
    found = delivery.verify_at(device, None, kit.TODAY, silent)
    assert found[0].report.verdict == "broken"


@needs_loops
def test_a_device_that_is_too_small_is_refused(
    iso: Path,
    loop: Callable[[int], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    device = loop(64 << 10)
    assert main(["burn", str(iso), "--drive", f"stdio:{device}"]) == 2
    assert "放不下" in capsys.readouterr().err
    assert not any(read(device, 64 << 10))
    assert burn_log.read() == ()


@needs_loops
def test_xorriso_itself_refuses_what_is_too_large(image: BurnImage, loop: Callable[[int], Path]) -> None:
    burner = XorrisoBurner()
    with pytest.raises(UserError) as caught:
        burner.burn(image.path, burner.drive(f"stdio:{loop(64 << 10)}"), silent)
    assert caught.value.code == "burn.medium"


@needs_loops
def test_a_device_that_shrinks_while_it_is_read_back_is_told(
    image: BurnImage, loop: Callable[[int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disc pulled out while it is read: the device has no bytes any more from somewhere on."""
    monkeypatch.setattr(medium_check, "_CHUNK", 64 << 10)
    device = loop(4 * MIB)

    def pull() -> None:
        os.truncate(tmp_path / "disc1", 128 << 10)
        run("losetup", "--set-capacity", str(device))

    disc = burning.burn_disc(
        order(image, device), 1, XorrisoBurner(), after_writing(pull), clock=lambda: kit.MOMENT
    )
    assert disc.outcome is Outcome.DIFFERENT
    assert any(one.unreadable for one in disc.damage)


@needs_loops
def test_a_device_that_goes_away_before_it_is_read_back_is_told(
    image: BurnImage, loop: Callable[[int], Path]
) -> None:
    device = loop(4 * MIB)

    class Leaving(XorrisoBurner):
        def reload(self, drive: object) -> None:
            run("losetup", "--detach", str(device))

    with pytest.raises(UserError) as caught:
        burning.burn_disc(order(image, device), 1, Leaving(), silent, clock=lambda: kit.MOMENT)
    assert (caught.value.code, caught.value.exit_code) == ("burn.unread", 1)


@needs_loops
def test_a_disc_that_breaks_while_it_is_written_is_told_as_such(tmp_path: Path) -> None:
    """The device's sectors lie on a file system that is full half-way: libburn is told of a failed write."""
    place = tmp_path / "small"
    place.mkdir()
    try:
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a file system cannot be mounted here")
    try:
        large = tmp_path / "large.iso"
        large.write_bytes(os.urandom(12 * MIB))
        backing = place / "disc"
        backing.write_bytes(b"")
        os.truncate(backing, 40 * MIB)
        image = BurnImage(large, 12 * MIB, "0" * 64, ())
        with loop_over(backing) as device, pytest.raises(UserError) as caught:
            burning.burn_disc(order(image, device), 1, XorrisoBurner(), silent, clock=lambda: kit.MOMENT)
        assert (caught.value.code, caught.value.exit_code) == ("burn.failed", 1)
        assert [line.outcome for line in burn_log.read()] == [Outcome.UNFINISHED]
    finally:
        run("umount", str(place))


SLOWLY = """#!/bin/sh
for word in "$@"; do
  case "$word" in dev=*) exec xorriso "$@" speed=8 ;; esac
done
exec xorriso "$@"
"""


@needs_loops
@pytest.mark.parametrize(
    ("how", "code", "exit_code"),
    [("stop", "burn.stopped", 130), ("kill", "burn.failed", 1), ("pull out", "burn.medium", 1)],
)
def test_what_happens_in_the_middle_of_writing_is_told(
    loop: Callable[[int], Path], tmp_path: Path, how: str, code: str, exit_code: int
) -> None:
    """xorriso writes slowly; it is stopped, it is killed, or half of the device is taken away."""
    slow = tmp_path / "slow"
    slow.write_text(SLOWLY, encoding="ascii")
    slow.chmod(0o755)
    large = tmp_path / "large.iso"
    large.write_bytes(os.urandom(24 * MIB))
    device = loop(30 * MIB)
    happened: list[str] = []

    def in_the_middle(label: str, done: int, total: int) -> None:
        if not 0 < done < total or happened:
            return
        happened.append(how)
        if how == "stop":
            raise Cancelled
        if how == "kill":
            kill_child(f"dev=stdio:{device}")
        else:
            os.truncate(tmp_path / "disc1", MIB)
            run("losetup", "--set-capacity", str(device))

    burner = XorrisoBurner(str(slow))
    once = Order(BurnImage(large, 24 * MIB, "0" * 64, ()), burner.drive(f"stdio:{device}"))
    with pytest.raises(UserError) as caught:
        burning.burn_disc(once, 1, burner, in_the_middle, clock=lambda: kit.MOMENT)
    assert (caught.value.code, caught.value.exit_code) == (code, exit_code)
    assert "不完整，不能交出去" in caught.value.message
    assert [line.outcome for line in burn_log.read()] == [Outcome.UNFINISHED]


@needs_loops
def test_a_loop_device_that_holds_other_things_is_not_blank(loop: Callable[[int], Path]) -> None:
    device = loop(4 * MIB)
    burner = XorrisoBurner()
    drive = burner.drive(f"stdio:{device}")
    assert burner.medium(drive).state is MediumState.BLANK
    with device.open("r+b") as handle:
        handle.seek(300_000)
        handle.write(b"somebody's files")
    assert burner.medium(drive).state is MediumState.REWRITABLE
    assert burner.medium(drive).capacity == 4 * MIB
