"""The objects of IMAPI2 with types: what a member answers is checked here, once.

An answer of another type than ``imapi2.h`` promises is a bug of whatever stands behind the seam.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jxdesk.disc.imapi.meanings import SECTOR, MediaType, WriteAction, media_type
from jxdesk.disc.imapi.seam import ComFailure, ComSystem, ComValue

CLIENT = "jxdesk"
"""The name under which a drive is held: letters and digits only (IOCTL_CDROM_EXCLUSIVE_ACCESS)."""

LOCKED = 0xC0AA0210
"""``E_IMAPI_RECORDER_LOCKED``."""

T = TypeVar("T", bool, int, str)


def _of(kind: type[T], value: ComValue) -> T:
    # bool is an int: a flag where a number is promised would pass otherwise.
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} was promised, {value!r} came")
    return value


class Master:
    """``IDiscMaster2``: the drives by their unique ids."""

    def __init__(self, system: ComSystem) -> None:
        self._com = system.create("MsftDiscMaster2")

    def ids(self) -> tuple[str, ...]:
        """Every optical drive; none where the system has no right or no drive."""
        if not _of(bool, self._com.get("IsSupportedEnvironment")):
            return ()
        count = _of(int, self._com.get("Count"))
        return tuple(_of(str, self._com.call("Item", index)) for index in range(count))


class Recorder:
    """``IDiscRecorder2``: one drive."""

    def __init__(self, system: ComSystem, unique_id: str) -> None:
        self.com = system.create("MsftDiscRecorder2")
        self.com.call("InitializeDiscRecorder", unique_id)
        self.unique_id = unique_id

    def maker_and_model(self) -> str:
        """``VendorId`` and ``ProductId``, each padded with spaces by the drive."""
        words = (_of(str, self.com.get(member)).strip() for member in ("VendorId", "ProductId"))
        return " ".join(word for word in words if word)

    def paths(self) -> tuple[str, ...]:
        """``VolumePathNames``: ``("E:\\\\",)``, empty where the drive has no letter."""
        return tuple(_of(str, path) for path in _list(self.com.get("VolumePathNames")))

    def volume(self) -> str:
        """``VolumeName``: ``\\\\?\\Volume{…}\\``."""
        return _of(str, self.com.get("VolumeName"))

    def profiles(self) -> tuple[int, ...]:
        """``CurrentProfiles``: what the drive says of its disc, the best first; empty without a disc."""
        return tuple(_of(int, profile) for profile in _list(self.com.get("CurrentProfiles")))

    def can_load(self) -> bool:
        """``DeviceCanLoadMedia``. Slim drives may say yes and mean no."""
        return _of(bool, self.com.get("DeviceCanLoadMedia"))

    def owner(self) -> str:
        """``ExclusiveAccessOwner``: the program that holds the drive."""
        return _of(str, self.com.get("ExclusiveAccessOwner"))

    def eject(self) -> None:
        """``EjectMedia``."""
        self.com.call("EjectMedia")

    def close_tray(self) -> None:
        """``CloseTray``."""
        self.com.call("CloseTray")


@dataclass(frozen=True, slots=True)
class Update:
    """One ``DDiscFormat2DataEvents::Update``. ``written``: bytes that lie on the disc.

    ``action`` is ``None`` for a step that this program does not know.
    """

    action: WriteAction | None
    written: int

    @classmethod
    def of(cls, members: Mapping[str, int]) -> Update:
        """From the members of ``IDiscFormat2DataEventArgs``; the addresses count sectors."""
        number = members["CurrentAction"]
        action = WriteAction(number) if number in set(WriteAction) else None
        # Before the first sector is written, the last one may be given as 0 or as the one before the start.
        sectors = min(members["LastWrittenLba"] - members["StartLba"], members["SectorCount"])
        return cls(action, max(0, sectors) * SECTOR)


class DataFormat:
    """``IDiscFormat2Data``: writes a stream as one session."""

    def __init__(self, system: ComSystem) -> None:
        self._system = system
        self._com = system.create("MsftDiscFormat2Data")

    def can_write_with(self, recorder: Recorder) -> bool:
        """``IsRecorderSupported``: whether the drive is a burner at all."""
        return _of(bool, self._com.call("IsRecorderSupported", recorder.com))

    def can_write_on_disc_in(self, recorder: Recorder) -> bool:
        """``IsCurrentMediaSupported``; without a disc it fails, or (on old systems) says no."""
        return _of(bool, self._com.call("IsCurrentMediaSupported", recorder.com))

    def use(self, recorder: Recorder) -> None:
        """Choose the drive, and say who asks."""
        self._com.put("Recorder", recorder.com)
        self._com.put("ClientName", CLIENT)

    def kind(self) -> MediaType | None:
        """``CurrentPhysicalMediaType``."""
        return media_type(_of(int, self._com.get("CurrentPhysicalMediaType")))

    def status(self) -> int:
        """``CurrentMediaStatus``: flags of ``MediaState``."""
        return _of(int, self._com.get("CurrentMediaStatus"))

    def free(self) -> int:
        """Bytes of ``FreeSectorsOnMedia``."""
        return _of(int, self._com.get("FreeSectorsOnMedia")) * SECTOR

    def total(self) -> int:
        """Bytes of ``TotalSectorsOnMedia``."""
        return _of(int, self._com.get("TotalSectorsOnMedia")) * SECTOR

    def write(self, image: Path, *, overwrite: bool, listener: Callable[[Update], None]) -> None:
        """Write the file and close the disc; ``listener`` hears every update and must not raise."""
        self._com.put("ForceMediaToBeClosed", True)
        self._com.put("ForceOverwrite", overwrite)
        stream = self._system.stream(image)
        with self._system.awake(), self._system.heard(self._com, lambda heard: listener(Update.of(heard))):
            self._com.call("Write", stream)

    def cancel(self) -> None:
        """``CancelWrite``: to be called inside a listener; the drive may still work for minutes."""
        self._com.call("CancelWrite")


class Eraser:
    """``IDiscFormat2Erase``: makes a rewritable disc blank, quickly."""

    def __init__(self, system: ComSystem, recorder: Recorder) -> None:
        self._com = system.create("MsftDiscFormat2Erase")
        self._com.put("Recorder", recorder.com)
        self._com.put("ClientName", CLIENT)
        self._com.put("FullErase", False)

    def erase(self) -> None:
        """``EraseMedia``: a minute or two; nothing can stop it."""
        self._com.call("EraseMedia")


def owner_of(recorder: Recorder | None, error: ComFailure) -> str:
    """The program that holds the drive, as far as it can be known; ``""`` where it can't."""
    if recorder is not None and error.hresult == LOCKED:
        with suppress(ComFailure):
            return recorder.owner()
    return ""


def _list(value: ComValue) -> tuple[ComValue, ...]:
    # An empty SAFEARRAY comes as a null pointer.
    if value is None:
        return ()
    if not isinstance(value, tuple):
        raise TypeError(f"a list was promised, {value!r} came")
    return value
