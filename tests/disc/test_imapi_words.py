"""What IMAPI2's numbers are turned into, and where its members stand."""

from __future__ import annotations

import re

import pytest

from jxdesk.disc.imapi.layout import COCLASSES, DATA, ERASE, HEARD, MASTER, RECORDER
from jxdesk.disc.imapi.meanings import NAMES, MediaType, WriteAction
from jxdesk.disc.imapi.parts import Update
from jxdesk.disc.imapi.seam import ComFailure
from jxdesk.disc.imapi.troubles import TABLE, told, told_of_burn


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
