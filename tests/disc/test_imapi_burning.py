"""Burning through IMAPI2, against drives that exist in memory only."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc.burner import Medium, MediumState
from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.deed import Courier
from jxdesk.disc.imapi.meanings import MediaState, MediaType, WriteAction
from jxdesk.disc.imapi.seam import ComFailure
from jxdesk.disc.imapi.troubles import told_of_burn
from jxdesk.disc.imapi.writing import Step, Writing
from tests.disc.imapi_bench import BEFORE, SIZE, E, Heard, burner_of, error_of, error_or_none, failing_once
from tests.disc.imapi_double import LOCKED, LOST, NO_MEDIA, Bay, Disc, MemoryCom


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "申报包.iso"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Disc:
    return Disc(tmp_path / "disc")


def test_every_byte_is_written_and_the_disc_closed(image: Path, blank: Disc) -> None:
    heard = Heard()
    system = MemoryCom([Bay(disc=blank)])
    burner = ImapiBurner(system)
    burner.burn(image, E, heard)
    assert blank.path.read_bytes() == image.read_bytes()
    assert burner.medium(E).state is MediumState.USED
    assert heard.steps[-1] == ("刻录结束", SIZE, SIZE)
    done = [step[1] for step in heard.steps]
    assert done == sorted(done)
    assert all(total == SIZE and 0 <= part <= SIZE for _, part, total in heard.steps)
    assert not system.slept_while_writing
    assert system.inside == 0


def test_a_slow_write_is_heard_of_while_it_lasts(image: Path, blank: Disc) -> None:
    gate = Event()

    def progress(label: str, done: int, total: int) -> None:
        if label == "正在刻录":
            gate.set()

    burner_of(Bay(disc=blank, heard=gate)).burn(image, E, progress)
    assert blank.path.read_bytes() == image.read_bytes()


def test_stopping_reaches_the_drive(image: Path, blank: Disc) -> None:
    gate = Event()
    system = MemoryCom([Bay(disc=blank, heard=gate)])

    class Stop(Cancelled):
        """As a window raises it."""

    def progress(label: str, done: int, total: int) -> None:
        if label == "正在刻录":
            gate.set()
            raise Stop

    with pytest.raises(Stop) as caught:
        ImapiBurner(system).burn(image, E, progress)
    assert ("MsftDiscFormat2Data", "CancelWrite") in system.asked
    assert isinstance(caught.value.__cause__, UserError)
    assert ImapiBurner(system).medium(E).state is MediumState.UNFIT


def test_a_stop_before_the_drive_begins_leaves_the_disc_as_it_was(image: Path, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.CDRW, MediaState.FINALIZED)
    bay = Bay(disc=disc)
    system = MemoryCom([bay])
    courier: Courier[Step] = Courier()
    courier.stop()
    with system.apartment():
        Writing(system, image, SIZE).run("E:", lambda: bay.id, courier)
    assert disc.erased == 0
    assert not disc.path.exists()


def test_a_stop_that_finds_nothing_to_stop_is_tried_again(image: Path, blank: Disc) -> None:
    gate = Event()

    def progress(label: str, done: int, total: int) -> None:
        if label == "正在刻录":
            gate.set()
            raise Cancelled

    system = MemoryCom([Bay(disc=blank, heard=gate, deaf=3)])
    with pytest.raises(Cancelled):
        ImapiBurner(system).burn(image, E, progress)
    assert system.asked.count(("MsftDiscFormat2Data", "CancelWrite")) > 3
    assert blank.path.stat().st_size < SIZE


def test_a_disc_taken_out_midway(image: Path, blank: Disc) -> None:
    heard = Heard()
    error = error_of(lambda: burner_of(Bay(disc=blank, taken_out_at=150)).burn(image, E, heard))
    assert error.code == "burn.failed"
    assert "取出" in error.message
    assert heard.steps


@pytest.mark.parametrize(
    ("hresult", "word"),
    [
        (0xC0AA0300, "及时"),
        (0xC0AA0301, "写入出错"),
        (0xC0AA020D, "按时"),
        (LOST, "断开"),
        (0x80004005, "出错"),
    ],
)
def test_a_write_that_breaks_off_has_spoiled_the_disc(
    image: Path, blank: Disc, hresult: int, word: str
) -> None:
    error = error_of(lambda: burner_of(Bay(disc=blank, breaks_at=(64, hresult))).burn(image, E, silent))
    assert error.code == "burn.failed"
    assert word in error.message
    assert f"0x{hresult:08X}" in error.message


def test_power_calibration_is_named(image: Path) -> None:
    failure = ComFailure("Write", 0xC0AA0301)
    assert "激光功率" in told_of_burn(failure, "E:", reached=WriteAction.CALIBRATING_POWER).message


def test_what_does_not_fit_is_refused_before_anything_is_written(image: Path, blank: Disc) -> None:
    blank.sectors = 299
    heard = Heard()
    error = error_of(lambda: burner_of(Bay(disc=blank)).burn(image, E, heard))
    assert error.code == "burn.medium"
    assert "放不下" in error.message
    assert heard.bytes == 0
    assert not blank.path.exists()


@pytest.mark.parametrize("status", [MediaState.APPENDABLE, MediaState.FINALIZED, MediaState.DAMAGED])
def test_a_used_or_broken_disc_is_refused(image: Path, blank: Disc, status: MediaState) -> None:
    blank.status = status
    heard = Heard()
    assert error_of(lambda: burner_of(Bay(disc=blank)).burn(image, E, heard)).code == "burn.medium"
    assert heard.bytes == 0


def test_a_disc_that_must_be_erased_first_is_erased(image: Path, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.DVDDASHRW, MediaState.FINALIZED | MediaState.ERASE_REQUIRED)
    heard = Heard()
    burner_of(Bay(disc=disc)).burn(image, E, heard)
    assert disc.erased == 1
    assert disc.path.read_bytes() == image.read_bytes()


def test_an_overwritable_disc_is_overwritten_without_erasing(image: Path, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.DVDPLUSRW, MediaState.OVERWRITE_ONLY)
    disc.path.write_bytes(b"other things")
    burner = burner_of(Bay(disc=disc))
    burner.burn(image, E, silent)
    assert disc.erased == 0
    assert disc.path.read_bytes() == image.read_bytes()
    assert burner.medium(E).state is MediumState.REWRITABLE


def test_an_overwritable_disc_whose_write_broke_off_is_erased_first(image: Path, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.DVDPLUSRW, MediaState.OVERWRITE_ONLY | MediaState.DAMAGED)
    burner_of(Bay(disc=disc)).burn(image, E, silent)
    assert disc.erased == 1
    assert disc.path.read_bytes() == image.read_bytes()


def test_a_blank_disc_that_the_system_does_not_know_is_unfit(image: Path, blank: Disc) -> None:
    blank.supported = False
    burner = burner_of(Bay(disc=blank))
    assert burner.medium(E) == Medium(MediumState.UNFIT, "DVD-R")
    assert error_of(lambda: burner.burn(image, E, silent)).code == "burn.medium"


def test_erasing_that_fails(image: Path, tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.CDRW, MediaState.APPENDABLE)
    error = error_of(lambda: burner_of(Bay(disc=disc, erase_fails=0x80AA0905)).burn(image, E, silent))
    assert error.code == "burn.failed"
    assert "擦除" in error.message


@pytest.mark.parametrize("size", [0, 1000, 2048 * 10 + 1])
def test_a_file_that_is_no_image_is_refused(tmp_path: Path, blank: Disc, size: int) -> None:
    path = tmp_path / "short.iso"
    path.write_bytes(bytes(size))
    assert error_of(lambda: burner_of(Bay(disc=blank)).burn(path, E, silent)).code == "burn.not-image"
    assert error_of(lambda: burner_of().burn(tmp_path / "no.iso", E, silent)).code == "path.missing"


def test_a_drive_that_was_unplugged(image: Path) -> None:
    burner = burner_of()
    for work in (
        lambda: burner.medium(E),
        lambda: burner.burn(image, E, silent),
        lambda: burner.reload(E),
        lambda: burner.eject(E),
    ):
        assert error_of(work).code == "burn.no-drive"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (MediaType.DVDDASHR, MediaState.BLANK),
        (MediaType.DVDPLUSRW, MediaState.OVERWRITE_ONLY),
        (MediaType.CDRW, MediaState.FINALIZED),
    ],
    ids=["write once", "overwritable", "erased first"],
)
def test_whatever_call_fails_is_told_and_only_a_touched_disc_is_called_spoiled(
    image: Path, tmp_path: Path, kind: MediaType, status: MediaState
) -> None:
    """Every single call of a burn fails once, with each kind of HRESULT: a sentence, never a traceback."""
    system = MemoryCom([Bay(disc=Disc(tmp_path / "first", kind, status))])
    ImapiBurner(system).burn(image, E, silent)
    assert len(system.asked) > 25
    for place, (_, member) in enumerate(system.asked):
        for hresult in (NO_MEDIA, LOCKED, LOST, 0xC0AA020D, 0x80004005):
            disc = Disc(tmp_path / f"{place}-{hresult}", kind, status)
            heard = Heard()
            burner = burner_of(Bay(disc=disc), fails=failing_once(place, hresult))
            error = error_or_none(partial(burner.burn, image, E, heard))
            if error is None:
                # What is asked only to know more may fail.
                assert disc.path.read_bytes() == image.read_bytes(), member
                continue
            assert not disc.path.exists()
            assert error.remedy.endswith("。")
            # Begun is what the drive was told to erase, even if the telling failed.
            begun = bool(disc.erased) or member == "EraseMedia"
            assert heard.bytes == 0
            assert (error.code == "burn.failed") is begun, (member, error.code)
            assert begun or error.code in BEFORE, (member, error.code)


@pytest.mark.parametrize("deed", ["drives", "drive", "medium", "reload", "eject"])
def test_whatever_call_fails_elsewhere_is_told_too(blank: Disc, deed: str) -> None:
    def work(burner: ImapiBurner) -> object:
        drive = {"drives": (), "drive": ("E:",)}.get(deed, (E,))
        return getattr(burner, deed)(*drive)

    system = MemoryCom([Bay(disc=blank)])
    work(ImapiBurner(system, pause=lambda _: None))
    for place in range(len(system.asked)):
        for hresult in (NO_MEDIA, LOCKED, LOST, 0xC0AA020D, 0x80004005):
            burner = burner_of(Bay(disc=blank), fails=failing_once(place, hresult))
            error = error_or_none(partial(work, burner))
            assert error is None or error.code in BEFORE | {"burn.failed", "burn.reload"}
