"""What every burner promises, asked of each: IMAPI2 in memory, xorriso's stand-in, the window's double."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc.burner import Burner, Drive, Medium, MediumState
from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.meanings import MediaState
from jxdesk.disc.imapi.recording import Log, RecordingCom
from jxdesk.disc.imapi.seam import ComSystem
from jxdesk.disc.sectors import drive_name
from tests.burner_double import Disc as FileDisc
from tests.burner_double import DoubleBurner
from tests.disc.imapi_double import Bay, Disc, MemoryCom
from tests.disc.xorriso_stand_in import StandIn


class Bench(ABC):
    """A burner with one recorder in which a blank DVD-R lies, and ways to bring it into trouble."""

    burner: Burner
    disc: Path
    """The file that holds what is burned."""

    @abstractmethod
    def use_up(self) -> None:
        """The disc is a closed one from now on."""

    @abstractmethod
    def take_out(self) -> None:
        """The drive is empty."""

    @abstractmethod
    def break_midway(self) -> None:
        """The next write breaks off."""

    @abstractmethod
    def lose_motor(self) -> None:
        """The tray goes out and stays there."""

    @property
    def drive(self) -> Drive:
        """The recorder."""
        return next(drive for drive in self.burner.drives() if drive.can_write)


class ImapiBench(Bench):
    def __init__(self, folder: Path) -> None:
        self.disc = folder / "disc"
        self.bay = Bay(disc=Disc(self.disc))
        self.burner = ImapiBurner(self.system(folder), pause=lambda _: None)

    def system(self, folder: Path) -> ComSystem:
        """The COM that the burner gets."""
        return MemoryCom([self.bay, Bay("F", writes=False)])

    def use_up(self) -> None:
        assert self.bay.disc is not None
        self.bay.disc.status = MediaState.FINALIZED

    def take_out(self) -> None:
        self.bay.disc = None

    def break_midway(self) -> None:
        self.bay.breaks_at = (32, 0xC0AA0301)

    def lose_motor(self) -> None:
        self.bay.closes = False


class LoggedImapiBench(ImapiBench):
    def system(self, folder: Path) -> ComSystem:
        return RecordingCom(super().system(folder), Log(folder / "replies.jsonl"))


class XorrisoBench(Bench):
    def __init__(self, folder: Path) -> None:
        self.machine = StandIn(folder)
        self.burner = self.machine.burner
        self.disc = self.machine.disc

    def use_up(self) -> None:
        self.machine.lie(kind="DVD-R sequential recording", status="is written , is closed", used=2_298_496)

    def take_out(self) -> None:
        self.machine.lie(kind="is not recognizable", status="is not present")

    def break_midway(self) -> None:
        self.machine.blank(burn="breaks")

    def lose_motor(self) -> None:
        self.take_out()


class DoubleBench(Bench):
    def __init__(self, folder: Path) -> None:
        self.disc = folder / "disc"
        self.inside = FileDisc(self.disc)
        self.burner = self.double = DoubleBurner(self.inside)

    def use_up(self) -> None:
        self.inside.state = MediumState.USED

    def take_out(self) -> None:
        self.double.inside = None

    def break_midway(self) -> None:
        self.inside.breaks_at = 64 << 10

    def lose_motor(self) -> None:
        self.double.opens_only = True


BENCHES: dict[str, Callable[[Path], Bench]] = {
    "imapi": ImapiBench,
    "imapi logged": LoggedImapiBench,
    "xorriso": XorrisoBench,
    "double": DoubleBench,
}


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    if request.param == "xorriso" and sys.platform == "win32":
        pytest.skip("xorriso is for Linux")
    return BENCHES[request.param](tmp_path)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "某县 (2025).iso"
    path.write_bytes(bytes(range(256)) * (8 << 10))
    return path


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    assert caught.value.message.endswith("。")
    assert caught.value.remedy
    return caught.value.code


def test_a_listed_drive_is_found_by_its_id_and_others_are_not(bench: Bench) -> None:
    drives = bench.burner.drives()
    assert [bench.burner.drive(drive.id) for drive in drives] == list(drives)
    assert all(drive.name for drive in drives)
    assert {drive.can_write for drive in drives} == {True, False}
    assert code_of(lambda: bench.burner.drive("no such drive")) == "burn.no-drive"


def test_a_blank_disc_takes_data(bench: Bench) -> None:
    medium = bench.burner.medium(bench.drive)
    assert medium.state is MediumState.BLANK
    assert medium.kind == "DVD-R"
    assert medium.takes_data
    assert not medium.can_rewrite
    assert 4_500_000_000 < medium.capacity < 4_710_000_000


def test_a_used_disc_and_an_empty_drive_take_nothing(bench: Bench) -> None:
    bench.use_up()
    assert bench.burner.medium(bench.drive) == Medium(MediumState.USED, "DVD-R")
    bench.take_out()
    assert bench.burner.medium(bench.drive).state is MediumState.NONE


def test_the_image_is_on_the_disc_and_nothing_else(bench: Bench, image: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    bench.burner.burn(image, bench.drive, lambda *step: heard.append(step))
    size = image.stat().st_size
    assert bench.disc.read_bytes() == image.read_bytes()
    assert heard
    assert all(label and 0 <= done <= total == size for label, done, total in heard)
    assert [done for _, done, _ in heard] == sorted(done for _, done, _ in heard)
    assert bench.burner.medium(bench.drive).state is MediumState.USED


def test_what_progress_raises_goes_on_and_the_disc_is_not_called_blank(bench: Bench, image: Path) -> None:
    class Enough(Cancelled):
        """As a window raises it."""

    def stop(label: str, done: int, total: int) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        bench.burner.burn(image, bench.drive, stop)
    assert not bench.burner.medium(bench.drive).takes_data


def test_a_write_that_breaks_off_is_told_after_progress(bench: Bench, image: Path) -> None:
    bench.break_midway()
    heard: list[int] = []
    code = code_of(lambda: bench.burner.burn(image, bench.drive, lambda _, done, __: heard.append(done)))
    assert code == "burn.failed"
    assert heard


def test_a_tray_goes_out_and_in(bench: Bench) -> None:
    bench.burner.reload(bench.drive)
    assert bench.burner.medium(bench.drive).state is MediumState.BLANK
    bench.burner.eject(bench.drive)


def test_a_tray_without_motor_is_told(bench: Bench) -> None:
    bench.lose_motor()
    assert code_of(lambda: bench.burner.reload(bench.drive)) == "burn.reload"


def test_the_device_is_there_to_be_opened(bench: Bench, image: Path) -> None:
    bench.burner.burn(image, bench.drive, silent)
    device = bench.burner.device(bench.drive)
    if isinstance(bench, ImapiBench):
        assert drive_name(device, "win32") == "\\\\.\\E:"
    else:
        assert device.read_bytes() == image.read_bytes()
