"""The objects of IMAPI2 in memory: what each member does to a drive and its disc."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jxdesk.disc.imapi.layout import COCLASSES, HEARD
from jxdesk.disc.imapi.meanings import PROFILES, REWRITABLE, SECTOR, MediaState, WriteAction
from jxdesk.disc.imapi.seam import ComFailure, ComObject, ComValue
from tests.disc.imapi_double import CANCELLED, NO_MEDIA, Bay, Disc, MemoryCom

_STEP = 16
_NEVER = 10.0


class Double:
    """An object whose members are methods ``get_X``, ``put_X`` and ``call_X`` of the subclass."""

    coclass = ""

    def __init__(self, system: MemoryCom) -> None:
        self.system = system

    def get(self, member: str) -> ComValue:
        return self._do("get", member)

    def put(self, member: str, value: ComValue | ComObject) -> None:
        self._do("put", member, value)

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        return self._do("call", member, *arguments)

    def _do(self, kind: str, member: str, *arguments: Any) -> ComValue:
        slot = COCLASSES[self.coclass][1].slot(kind, member)
        assert slot is not None, f"{self.coclass} has no {kind} {member}"
        if kind != "get":
            assert len(arguments) == len(slot.takes), f"{member} takes {slot.takes}"
        self.system.ask(self.coclass, member)
        answer: ComValue = getattr(self, f"{kind}_{member}")(*arguments)
        return answer


class StreamDouble:
    """An ``IStream``, which only the writer reads."""

    def __init__(self, system: MemoryCom, path: Path) -> None:
        if not path.is_file():
            raise ComFailure("SHCreateStreamOnFileEx", 0x80070002)
        self.path = path

    def get(self, member: str) -> ComValue:
        raise AssertionError(member)

    def put(self, member: str, value: ComValue | ComObject) -> None:
        raise AssertionError(member)

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        raise AssertionError(member)


class MasterDouble(Double):
    coclass = "MsftDiscMaster2"

    def get_IsSupportedEnvironment(self) -> bool:
        return bool(self.system.bays)

    def get_Count(self) -> int:
        return len(self.system.bays)

    def call_Item(self, index: int) -> str:
        return self.system.bays[index].id


class RecorderDouble(Double):
    coclass = "MsftDiscRecorder2"
    bay: Bay

    def call_InitializeDiscRecorder(self, unique_id: str) -> None:
        self.bay = self.system.bay(unique_id)

    def there(self) -> Bay:
        """The drive, if nobody has unplugged it."""
        return self.system.bay(self.bay.id)

    def get_VendorId(self) -> str:
        return self.there().maker.ljust(8)

    def get_ProductId(self) -> str:
        return self.there().model.ljust(16)

    def get_VolumePathNames(self) -> tuple[str, ...] | None:
        return (f"{self.there().letter}:\\",) if self.bay.letter else None

    def get_VolumeName(self) -> str:
        return "\\\\?\\Volume{0e1f2a3b-0000-0000-0000-000000000001}\\"

    def get_DeviceCanLoadMedia(self) -> bool:
        return self.there().loads

    def get_CurrentProfiles(self) -> tuple[int, ...] | None:
        bay = self.there()
        if bay.settling:
            bay.settling -= 1
            raise ComFailure("CurrentProfiles", 0xC0AA0205)
        if bay.inside is None:
            return None
        kind = bay.inside.kind
        return tuple(profile for profile, known in PROFILES.items() if known is kind) or (0,)

    def get_ExclusiveAccessOwner(self) -> str:
        return "Nero"

    def call_EjectMedia(self) -> None:
        self.there().is_open = True

    def call_CloseTray(self) -> None:
        bay = self.there()
        if not bay.loads:
            raise ComFailure("CloseTray", 0xC0AA02FF)
        bay.is_open = not bay.closes


class FormatDouble(Double):
    recorder: RecorderDouble

    def call_IsRecorderSupported(self, recorder: RecorderDouble) -> bool:
        return recorder.there().writes

    def call_IsCurrentMediaSupported(self, recorder: RecorderDouble) -> bool:
        disc = self.seen(recorder)
        # IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MASK
        return recorder.there().writes and disc.supported and not disc.status & 0xFC00

    def put_Recorder(self, recorder: RecorderDouble) -> None:
        self.recorder = recorder

    def put_ClientName(self, name: str) -> None:
        assert name.isalnum()

    def get_CurrentPhysicalMediaType(self) -> int:
        return int(self.seen(self.recorder).kind)

    @staticmethod
    def seen(recorder: RecorderDouble) -> Disc:
        """The disc in the drive."""
        disc = recorder.there().inside
        if disc is None:
            raise ComFailure("media", NO_MEDIA)
        return disc


class EraserDouble(FormatDouble):
    coclass = "MsftDiscFormat2Erase"

    def put_FullErase(self, full: bool) -> None:
        assert full is False

    def call_EraseMedia(self) -> None:
        bay = self.recorder.there()
        if bay.erase_fails is not None:
            raise ComFailure("EraseMedia", bay.erase_fails)
        disc = self.seen(self.recorder)
        if disc.kind not in REWRITABLE:
            raise ComFailure("EraseMedia", 0x80AA0904)
        disc.erase()


class DataDouble(FormatDouble):
    coclass = "MsftDiscFormat2Data"

    def __init__(self, system: MemoryCom) -> None:
        super().__init__(system)
        self.overwrite = False
        self.close = False
        self.cancels = 0
        self.is_telling = False

    def get_CurrentMediaStatus(self) -> int:
        return int(self.seen(self.recorder).status)

    def get_FreeSectorsOnMedia(self) -> int:
        disc = self.seen(self.recorder)
        return disc.sectors if disc.status & MediaState.BLANK else 0

    def get_TotalSectorsOnMedia(self) -> int:
        return self.seen(self.recorder).sectors

    def put_ForceMediaToBeClosed(self, value: bool) -> None:
        self.close = value

    def put_ForceOverwrite(self, value: bool) -> None:
        self.overwrite = value

    def call_CancelWrite(self) -> None:
        assert self.is_telling, "CancelWrite outside of an update"
        bay = self.recorder.there()
        if bay.deaf:
            bay.deaf -= 1
            raise ComFailure("CancelWrite", 0xC0AA0401)
        self.cancels += 1

    def call_Write(self, stream: StreamDouble) -> None:
        self.system.slept_while_writing |= not self.system.awake_now
        bay, disc = self.recorder.there(), self.seen(self.recorder)
        data = stream.path.read_bytes()
        total = len(data) // SECTOR
        self._tell(WriteAction.VALIDATING_MEDIA, 0, total)
        if len(data) % SECTOR:
            raise ComFailure("Write", 0xC0AA0403)
        if not disc.status & MediaState.BLANK and not (
            disc.status & MediaState.OVERWRITE_ONLY and self.overwrite
        ):
            raise ComFailure("Write", 0xC0AA0405)
        if total > disc.sectors:
            raise ComFailure("Write", 0xC0AA0404)
        for action in (WriteAction.INITIALIZING_HARDWARE, WriteAction.CALIBRATING_POWER):
            self._step(action, 0, total)
        self._record(bay, disc, data, total)
        self._step(WriteAction.FINALIZATION, total, total)
        if self.close:
            disc.finish()
        self._tell(WriteAction.COMPLETED, total, total)

    def _record(self, bay: Bay, disc: Disc, data: bytes, total: int) -> None:
        # From here on the disc is not what it was.
        disc.status = disc.status & MediaState.OVERWRITE_ONLY or MediaState.DAMAGED
        with disc.path.open("wb") as handle:
            for start in range(0, total, _STEP):
                if bay.taken_out_at is not None and start >= bay.taken_out_at:
                    bay.disc = None
                    raise ComFailure("Write", NO_MEDIA)
                if bay.breaks_at is not None and start >= bay.breaks_at[0]:
                    raise ComFailure("Write", bay.breaks_at[1])
                handle.write(data[start * SECTOR : (start + _STEP) * SECTOR])
                self._step(WriteAction.WRITING_DATA, min(start + _STEP, total), total)

    def _step(self, action: WriteAction, written: int, total: int) -> None:
        self._tell(action, written, total)
        bay = self.recorder.there()
        if bay.heard is not None and action is WriteAction.WRITING_DATA:
            assert bay.heard.wait(_NEVER), "nobody heard of the write"
            self._tell(action, written, total)
        if self.cancels:
            raise ComFailure("Write", CANCELLED)

    def _tell(self, action: WriteAction, written: int, total: int) -> None:
        members = dict.fromkeys(HEARD, 0) | {
            "CurrentAction": int(action),
            "SectorCount": total,
            "LastWrittenLba": written,
        }
        self.is_telling = True
        for listener in list(self.system.listeners.values()):
            listener(members)
        self.is_telling = False


MAKERS: dict[str, Callable[[MemoryCom], ComObject]] = {
    "MsftDiscMaster2": MasterDouble,
    "MsftDiscRecorder2": RecorderDouble,
    "MsftDiscFormat2Data": DataDouble,
    "MsftDiscFormat2Erase": EraserDouble,
}
