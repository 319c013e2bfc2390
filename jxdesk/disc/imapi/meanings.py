"""What IMAPI2's numbers mean: states and kinds of media, steps of a write. Source: ``imapi2.h``."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from jxdesk.disc.burner import MediumState

SECTOR = 2048
"""``IMAPI_SECTOR_SIZE`` in bytes."""


class MediaState(IntFlag):
    """``IMAPI_FORMAT2_DATA_MEDIA_STATE``: several may hold at once."""

    OVERWRITE_ONLY = 0x1
    BLANK = 0x2
    APPENDABLE = 0x4
    FINAL_SESSION = 0x8
    DAMAGED = 0x400
    ERASE_REQUIRED = 0x800
    NON_EMPTY_SESSION = 0x1000
    WRITE_PROTECTED = 0x2000
    FINALIZED = 0x4000
    UNSUPPORTED_MEDIA = 0x8000


class MediaType(IntEnum):
    """``IMAPI_MEDIA_PHYSICAL_TYPE``, without the prefix ``IMAPI_MEDIA_TYPE_``."""

    CDROM = 0x1
    CDR = 0x2
    CDRW = 0x3
    DVDROM = 0x4
    DVDRAM = 0x5
    DVDPLUSR = 0x6
    DVDPLUSRW = 0x7
    DVDPLUSR_DUALLAYER = 0x8
    DVDDASHR = 0x9
    DVDDASHRW = 0xA
    DVDDASHR_DUALLAYER = 0xB
    DISK = 0xC
    DVDPLUSRW_DUALLAYER = 0xD
    HDDVDROM = 0xE
    HDDVDR = 0xF
    HDDVDRAM = 0x10
    BDROM = 0x11
    BDR = 0x12
    BDRE = 0x13


NAMES = {
    MediaType.CDROM: "CD-ROM",
    MediaType.CDR: "CD-R",
    MediaType.CDRW: "CD-RW",
    MediaType.DVDROM: "DVD-ROM",
    MediaType.DVDRAM: "DVD-RAM",
    MediaType.DVDPLUSR: "DVD+R",
    MediaType.DVDPLUSRW: "DVD+RW",
    MediaType.DVDPLUSR_DUALLAYER: "DVD+R DL",
    MediaType.DVDDASHR: "DVD-R",
    MediaType.DVDDASHRW: "DVD-RW",
    MediaType.DVDDASHR_DUALLAYER: "DVD-R DL",
    MediaType.DVDPLUSRW_DUALLAYER: "DVD+RW DL",
    MediaType.HDDVDROM: "HD DVD-ROM",
    MediaType.HDDVDR: "HD DVD-R",
    MediaType.HDDVDRAM: "HD DVD-RAM",
    MediaType.BDROM: "BD-ROM",
    MediaType.BDR: "BD-R",
    MediaType.BDRE: "BD-RE",
}
"""As they stand on the box. ``DISK`` is any randomly writable device: it has no name of its own."""

REWRITABLE = frozenset(
    {
        MediaType.CDRW,
        MediaType.DVDRAM,
        MediaType.DVDPLUSRW,
        MediaType.DVDDASHRW,
        MediaType.DVDPLUSRW_DUALLAYER,
        MediaType.HDDVDRAM,
        MediaType.BDRE,
    }
)

PROFILES = {
    0x08: MediaType.CDROM,
    0x09: MediaType.CDR,
    0x0A: MediaType.CDRW,
    0x10: MediaType.DVDROM,
    0x11: MediaType.DVDDASHR,
    0x12: MediaType.DVDRAM,
    0x13: MediaType.DVDDASHRW,
    0x14: MediaType.DVDDASHRW,
    0x15: MediaType.DVDDASHR_DUALLAYER,
    0x16: MediaType.DVDDASHR_DUALLAYER,
    0x1A: MediaType.DVDPLUSRW,
    0x1B: MediaType.DVDPLUSR,
    0x2A: MediaType.DVDPLUSRW_DUALLAYER,
    0x2B: MediaType.DVDPLUSR_DUALLAYER,
    0x40: MediaType.BDROM,
    0x41: MediaType.BDR,
    0x42: MediaType.BDR,
    0x43: MediaType.BDRE,
    0x50: MediaType.HDDVDROM,
    0x51: MediaType.HDDVDR,
    0x52: MediaType.HDDVDRAM,
}
"""``IMAPI_PROFILE_TYPE``, the profiles of MMC: what a drive says of its disc when IMAPI2 says nothing."""


class WriteAction(IntEnum):
    """``IMAPI_FORMAT2_DATA_WRITE_ACTION``: the step a write has reached."""

    VALIDATING_MEDIA = 0
    FORMATTING_MEDIA = 1
    INITIALIZING_HARDWARE = 2
    CALIBRATING_POWER = 3
    WRITING_DATA = 4
    FINALIZATION = 5
    COMPLETED = 6
    VERIFYING = 7


LABELS = {
    WriteAction.VALIDATING_MEDIA: "正在检查光盘",
    WriteAction.FORMATTING_MEDIA: "正在格式化光盘",
    WriteAction.INITIALIZING_HARDWARE: "正在准备光驱",
    WriteAction.CALIBRATING_POWER: "正在调整激光功率",
    WriteAction.WRITING_DATA: "正在刻录",
    WriteAction.FINALIZATION: "正在封盘",
    WriteAction.COMPLETED: "刻录结束",
    WriteAction.VERIFYING: "光驱正在核对",
}

_UNUSABLE = MediaState.DAMAGED | MediaState.WRITE_PROTECTED | MediaState.UNSUPPORTED_MEDIA
_WRITTEN = (
    MediaState.APPENDABLE | MediaState.FINAL_SESSION | MediaState.NON_EMPTY_SESSION | MediaState.FINALIZED
)


def media_type(number: int) -> MediaType | None:
    """The kind with this number; ``None`` for ``IMAPI_MEDIA_TYPE_UNKNOWN`` and kinds yet to be invented."""
    return next((kind for kind in MediaType if kind == number), None)


def state(status: int, kind: MediaType | None) -> MediumState:
    """What ``CurrentMediaStatus`` says of a disc of this kind, as far as writing goes.

    A rewritable disc that is damaged or closed is good again once erased; a write-once disc of
    which a write broke off never is.
    """
    if status & (MediaState.WRITE_PROTECTED | MediaState.UNSUPPORTED_MEDIA) and not status & _WRITTEN:
        return MediumState.UNFIT
    if status & MediaState.BLANK and not status & _UNUSABLE:
        return MediumState.BLANK
    if kind in REWRITABLE:
        return MediumState.UNFIT if status & MediaState.WRITE_PROTECTED else MediumState.REWRITABLE
    if kind is None or status & MediaState.DAMAGED:
        return MediumState.UNFIT
    return MediumState.USED if status & _WRITTEN else MediumState.UNFIT
