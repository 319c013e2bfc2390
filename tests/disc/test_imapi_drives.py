"""Drives, discs and trays by IMAPI2's word, against drives that exist in memory only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.disc import backends
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.meanings import REWRITABLE, MediaState, MediaType, state
from jxdesk.disc.sectors import drive_name
from tests.disc.imapi_bench import E, burner_of, error_of
from tests.disc.imapi_double import LOCKED, LOST, Bay, Disc, MemoryCom


@pytest.fixture
def blank(tmp_path: Path) -> Disc:
    return Disc(tmp_path / "disc")


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
