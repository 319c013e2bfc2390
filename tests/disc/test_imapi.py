"""Burning through IMAPI2, against drives that exist in memory only."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc import backends
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.deed import Courier
from jxdesk.disc.imapi.layout import COCLASSES, DATA, ERASE, HEARD, MASTER, RECORDER
from jxdesk.disc.imapi.meanings import NAMES, REWRITABLE, MediaState, MediaType, WriteAction, state
from jxdesk.disc.imapi.parts import Update
from jxdesk.disc.imapi.seam import ComFailure
from jxdesk.disc.imapi.troubles import TABLE, told, told_of_burn
from jxdesk.disc.imapi.writing import Step, Writing
from jxdesk.disc.sectors import drive_name
from tests.disc.imapi_double import LOCKED, LOST, NO_MEDIA, Bay, Disc, MemoryCom

SIZE = 300 * 2048
E = Drive("E:", "HL-DT-ST DVDRAM GP65NB60", can_write=True)
BEFORE = {"burn.medium", "burn.busy", "burn.no-drive", "burn.not-begun", "burn.no-backend"}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "申报包.iso"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Disc:
    return Disc(tmp_path / "disc")


class Heard:
    """What progress was told; raises ``Cancelled`` at the byte ``until``."""

    def __init__(self, until: int | None = None) -> None:
        self.steps: list[tuple[str, int, int]] = []
        self.until = until

    def __call__(self, label: str, done: int, total: int) -> None:
        self.steps.append((label, done, total))
        if self.until is not None and done >= self.until:
            raise Cancelled

    @property
    def bytes(self) -> int:
        """The most that was reported written."""
        return max((done for _, done, _ in self.steps), default=0)


def burner_of(*bays: Bay, fails: Callable[[str, str, int], int | None] = lambda *_: None) -> ImapiBurner:
    return ImapiBurner(MemoryCom(list(bays), fails), pause=lambda _: None)


def error_of(work: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value


def failing_once(place: int, hresult: int) -> Callable[[str, str, int], int | None]:
    """The call with that many before it fails."""
    return lambda _, __, before: hresult if before == place else None


def error_or_none(work: Callable[[], object]) -> UserError | None:
    try:
        work()
    except UserError as error:
        return error
    return None


# --- drives --------------------------------------------------------------------------------


def test_drives_bear_their_letters_and_names() -> None:
    bays = (
        Bay("E"),
        Bay("F", maker="ASUS", model="BC-12B1ST", writes=False),
        Bay("", maker="VIRTUAL", model=""),
    )
    found = burner_of(*bays).drives()
    assert found == (
        E,
        Drive("F:", "ASUS BC-12B1ST", can_write=False),
        Drive("\\\\?\\scsi#cdrom&ven_VIRTUAL#", "VIRTUAL", can_write=True),
    )
    assert burner_of().drives() == ()


@pytest.mark.parametrize("name", ["E:", "e", "E", "e:\\", "\\\\.\\E:", "\\\\.\\e:\\", " E: ", Bay("E").id])
def test_a_drive_has_many_names(name: str) -> None:
    assert burner_of(Bay("D"), Bay("E")).drive(name) == E


@pytest.mark.parametrize("name", ["G:", "", "EE:", "/dev/sr0", "光驱"])
def test_an_unknown_drive_is_said_to_be_missing(name: str) -> None:
    assert error_of(lambda: burner_of(Bay("E")).drive(name)).code == "burn.no-drive"


def test_a_drive_that_another_program_holds_is_still_listed() -> None:
    def locked(coclass: str, member: str, _: int) -> int | None:
        return LOCKED if member == "IsRecorderSupported" else None

    assert burner_of(Bay("E"), fails=locked).drives() == (E,)


def test_a_drive_that_goes_away_while_drives_are_listed_is_left_out() -> None:
    def unplugged(coclass: str, member: str, before: int) -> int | None:
        return LOST if member == "VendorId" and before < 9 else None

    assert [drive.id for drive in burner_of(Bay("D"), Bay("E"), fails=unplugged).drives()] == ["E:"]


def test_a_windows_without_imapi_says_so() -> None:
    error = error_of(burner_of(Bay("E"), fails=lambda *_: 0x80040154).drives)
    assert error.code == "burn.no-backend"
    assert "IMAPI2" in error.message


def test_this_machine_has_it_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(backends.LOG_VARIABLE, str(tmp_path / "replies.jsonl"))
    assert isinstance(backends.this_machine("win32"), ImapiBurner)
    assert '"log": 1' in (tmp_path / "replies.jsonl").read_text("utf-8")


def test_the_device_is_the_volume_itself() -> None:
    burner = burner_of(Bay("E"), Bay(""))
    nameless = burner.drives()[1]
    assert drive_name(burner.device(E), "win32") == "\\\\.\\E:"
    volume = "\\\\?\\Volume{0e1f2a3b-0000-0000-0000-000000000001}"
    assert drive_name(burner.device(nameless), "win32") == volume


# --- media ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        (MediaType.DVDDASHR, 0x2, MediumState.BLANK),
        (MediaType.CDR, 0x2, MediumState.BLANK),
        (MediaType.DVDPLUSRW, 0x3, MediumState.BLANK),
        (MediaType.DVDPLUSRW, 0x1, MediumState.REWRITABLE),
        (MediaType.BDRE, 0x1, MediumState.REWRITABLE),
        (MediaType.CDRW, 0x4, MediumState.REWRITABLE),
        (MediaType.DVDDASHRW, 0x4000 | 0x800, MediumState.REWRITABLE),
        (MediaType.DVDDASHRW, 0x400 | 0x800, MediumState.REWRITABLE),
        (MediaType.DVDRAM, 0x2001, MediumState.UNFIT),
        (MediaType.DVDDASHR, 0x4, MediumState.USED),
        (MediaType.DVDDASHR, 0xC, MediumState.USED),
        (MediaType.BDR, 0x4000, MediumState.USED),
        (MediaType.CDR, 0x4000 | 0x8000, MediumState.USED),
        (MediaType.DVDPLUSR, 0x400, MediumState.UNFIT),
        (MediaType.DVDPLUSR, 0x402, MediumState.UNFIT),
        (MediaType.DVDROM, 0x8000, MediumState.UNFIT),
        (MediaType.CDROM, 0x0, MediumState.UNFIT),
        (None, 0x1, MediumState.UNFIT),
        (None, 0x4000, MediumState.UNFIT),
    ],
)
def test_flags_become_a_state(kind: MediaType | None, status: int, expected: MediumState) -> None:
    assert state(status, kind) is expected


@given(st.integers(0, 0xFFFF), st.sampled_from([None, *MediaType]))
def test_no_flags_make_a_used_or_broken_disc_writable(status: int, kind: MediaType | None) -> None:
    found = state(status, kind)
    if found is MediumState.BLANK:
        assert status & MediaState.BLANK
        assert not status & (MediaState.DAMAGED | MediaState.WRITE_PROTECTED)
    if found is MediumState.REWRITABLE:
        assert kind in REWRITABLE
        assert not status & MediaState.WRITE_PROTECTED
    if found is MediumState.USED:
        assert kind not in REWRITABLE


def test_a_blank_disc_tells_what_is_free(blank: Disc) -> None:
    medium = burner_of(Bay(disc=blank)).medium(E)
    assert medium == Medium(MediumState.BLANK, "DVD-R", 2_295_104 * 2048, can_rewrite=False)


def test_a_used_rewritable_disc_tells_what_it_takes_as_a_whole(tmp_path: Path) -> None:
    disc = Disc(tmp_path / "disc", MediaType.BDRE, MediaState.OVERWRITE_ONLY, 11_826_176)
    medium = burner_of(Bay(disc=disc)).medium(E)
    assert medium == Medium(MediumState.REWRITABLE, "BD-RE", 11_826_176 * 2048, can_rewrite=True)


def test_a_disc_that_hides_its_size_is_no_error(tmp_path: Path) -> None:
    def hidden(coclass: str, member: str, _: int) -> int | None:
        return 0xC0AA0402 if member == "TotalSectorsOnMedia" else None

    disc = Disc(tmp_path / "disc", MediaType.CDRW, MediaState.FINALIZED)
    assert burner_of(Bay(disc=disc), fails=hidden).medium(E).capacity == 0


@pytest.mark.parametrize(
    "bay", [Bay(), Bay(writes=False), Bay(is_open=True)], ids=["empty", "reader", "open"]
)
def test_no_disc(bay: Bay) -> None:
    assert burner_of(bay).medium(E) == Medium(MediumState.NONE)


def test_an_old_windows_says_no_where_a_new_one_fails() -> None:
    disc = Disc(Path("unused"), MediaType.DVDROM, 0, supported=False)
    assert burner_of(Bay(disc=disc)).medium(E) == Medium(MediumState.UNFIT, "DVD-ROM")


def test_a_reader_knows_the_kind_of_its_disc() -> None:
    disc = Disc(Path("unused"), MediaType.DVDROM, 0)
    assert burner_of(Bay(disc=disc, writes=False)).medium(E) == Medium(MediumState.UNFIT, "DVD-ROM")


@pytest.mark.parametrize("hresult", [0xC0AA0203, 0xC0AA0204, 0xC0AA020E])
def test_a_disc_that_cannot_be_recognised_is_unfit(blank: Disc, hresult: int) -> None:
    def fails(coclass: str, member: str, _: int) -> int | None:
        return hresult if member == "CurrentMediaStatus" else None

    assert burner_of(Bay(disc=blank), fails=fails).medium(E).state is MediumState.UNFIT


def test_who_holds_the_drive_is_named(blank: Disc) -> None:
    def locked(coclass: str, member: str, _: int) -> int | None:
        return LOCKED if member == "CurrentMediaStatus" else None

    error = error_of(lambda: burner_of(Bay(disc=blank), fails=locked).medium(E))
    assert error.code == "burn.busy"
    assert "“Nero”" in error.message


# --- burning -------------------------------------------------------------------------------


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


# --- trays ---------------------------------------------------------------------------------


def test_reload_puts_the_tray_out_and_in_and_waits(blank: Disc) -> None:
    system = MemoryCom([Bay(disc=blank, settling=3)])
    ImapiBurner(system, pause=lambda _: None).reload(E)
    members = [member for _, member in system.asked]
    assert members.index("EjectMedia") < members.index("CloseTray")
    assert members.count("CurrentProfiles") == 4


@pytest.mark.parametrize(
    "bay", [Bay(loads=False), Bay(closes=False)], ids=["says that it cannot", "only claims that it can"]
)
def test_a_laptop_drive_is_left_open_and_said_so(blank: Disc, bay: Bay) -> None:
    bay.disc = blank
    bay.is_open = False
    error = error_of(lambda: burner_of(bay).reload(E))
    assert error.code == "burn.reload"
    assert bay.is_open


def test_eject(blank: Disc) -> None:
    bay = Bay(disc=blank)
    burner = burner_of(bay)
    burner.eject(E)
    assert bay.is_open
    assert burner.medium(E).state is MediumState.NONE


# --- words, numbers and members ------------------------------------------------------------


@pytest.mark.parametrize("hresult", sorted(TABLE))
def test_every_trouble_is_a_plain_sentence(hresult: int) -> None:
    failure = ComFailure("Write", hresult)
    for error in (told(failure, "E:"), told_of_burn(failure, "E:", reached=WriteAction.WRITING_DATA)):
        assert error.message.startswith("光驱“E:”")
        assert error.message.endswith(f"（错误代码 0x{hresult:08X}）。")
        assert error.remedy.endswith("。")
        assert not re.search(r"[A-Za-z]", re.sub(r"E:|0x[0-9A-F]+|IMAPI2|Windows|U 盘", "", error.message))
    assert told_of_burn(failure, "E:", reached=WriteAction.WRITING_DATA).code == "burn.failed"
    assert told_of_burn(failure, "E:", reached=None).code != "burn.failed"


def test_every_kind_on_a_box_has_its_name() -> None:
    assert set(MediaType) - set(NAMES) == {MediaType.DISK}


def test_members_stand_where_imapi2_h_puts_them() -> None:
    """Places in the vtable after IDispatch, counted in the header by hand."""
    assert [slot.name for slot in MASTER.slots] == ["_NewEnum", "Item", "Count", "IsSupportedEnvironment"]
    assert len(RECORDER.slots) == 21
    assert [slot.name for slot in RECORDER.slots].index("VolumePathNames") == 12
    names = [(slot.kind, slot.name) for slot in DATA.every_slot()]
    assert len(names) == 5 + 32
    assert names.index(("put", "Recorder")) == 5
    assert names.index(("get", "CurrentMediaStatus")) == 11
    assert names.index(("put", "ForceMediaToBeClosed")) == 18
    assert names.index(("put", "ForceOverwrite")) == 31
    assert names.index(("call", "Write")) == 34
    assert names.index(("call", "CancelWrite")) == 35
    assert [slot.name for slot in ERASE.slots][-1] == "EraseMedia"
    assert len({clsid for clsid, _ in COCLASSES.values()}) == 4


def test_an_update_counts_whole_sectors_from_its_start() -> None:
    members = dict.fromkeys(HEARD, 0) | {"CurrentAction": 4, "SectorCount": 100}
    assert Update.of(members | {"StartLba": 0, "LastWrittenLba": 40}) == Update(
        WriteAction.WRITING_DATA, 81_920
    )
    assert Update.of(members | {"StartLba": 5, "LastWrittenLba": 0}).written == 0
    assert Update.of(members | {"LastWrittenLba": 1000}).written == 100 * 2048
    assert Update.of(members | {"CurrentAction": 99}).action is None
    assert Update.of(dict.fromkeys(HEARD, -1)) == Update(None, 0)
