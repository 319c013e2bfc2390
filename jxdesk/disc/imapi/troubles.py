"""What a failing HRESULT means to whoever stands before the drive: a table, and how it is told.

Names and values: Windows SDK ``imapi2error.h`` (facility 0xAA) and ``winerror.h``; the Win32 errors
come as ``HRESULT_FROM_WIN32`` (0x8007xxxx).
"""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.base.errors import EXIT_NO, EXIT_UNUSABLE, UserError
from jxdesk.disc.imapi.meanings import WriteAction
from jxdesk.disc.imapi.seam import ComFailure

NO_MEDIA = 0xC0AA0202
BECOMING_READY = 0xC0AA0205

NOT_READY = frozenset({NO_MEDIA, BECOMING_READY, 0xC0AA0207, 0x80070015})
"""Answers of a drive that has just taken a disc in."""
UNFIT = frozenset({0xC0AA0203, 0xC0AA0204, 0xC0AA020E, 0xC0AA0402, 0xC0AA0406})
"""Answers that say there is a disc, and that it can't be used."""
GONE = frozenset({0x80070002, 0x80070006, 0x80070037, 0x800701B1, 0x8007048F})
"""Answers of a drive that is no longer there."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """``code`` of the ``UserError``, what happened as a clause, and what to do as a sentence."""

    code: str
    what: str
    remedy: str


_ANOTHER_DISC = "请换一张空白光盘再试，最好是知名品牌的。"
_DISC_IN = "请放入一张空白光盘，关上托盘，等光驱转稳后再试。"
_OTHER_PROGRAM = "请关闭其他刻录软件和正在读这张光盘的窗口，再试一次。"
_POWER_CYCLE = "请取出光盘，把光驱断电或拔下再插上（内置光驱请重启电脑），然后再试。"
_PLUG = "请检查光驱的数据线和电源，重新接好后再试。"
_ANOTHER_DRIVE = "请换一台能刻录这种光盘的光驱，或换一种光盘。"
_WAIT = "请等一两分钟，光驱的灯不再闪时再试。"

# One line per HRESULT: IMAPI2 has the drive's own sense data in no member that could be asked.
TABLE: dict[int, Trouble] = {
    # imapi2error.h, general
    0xC0AA0002: Trouble("burn.failed", "刻录被取消了", "请换一张空白光盘，重新刻录。"),  # REQUEST_CANCELLED
    # IDiscRecorder2
    0xC0AA0202: Trouble("burn.medium", "里面没有光盘，或托盘没有关上", _DISC_IN),  # MEDIA_NO_MEDIA
    0xC0AA0203: Trouble("burn.medium", "认不出里面的光盘", _ANOTHER_DISC),  # MEDIA_INCOMPATIBLE
    0xC0AA0204: Trouble(
        "burn.medium", "里面的光盘放反了", "请把光盘翻过来，印字的一面朝上。"
    ),  # MEDIA_UPSIDE_DOWN
    0xC0AA0205: Trouble("burn.busy", "正在读光盘，还没有准备好", _WAIT),  # MEDIA_BECOMING_READY
    0xC0AA0206: Trouble("burn.busy", "正在格式化光盘", _WAIT),  # MEDIA_FORMAT_IN_PROGRESS
    0xC0AA0207: Trouble("burn.busy", "正忙，上一项操作还没有做完", _WAIT),  # MEDIA_BUSY
    0xC0AA0208: Trouble("burn.failed", "不接受写入设置", _ANOTHER_DRIVE),  # INVALID_MODE_PARAMETERS
    0xC0AA0209: Trouble(
        "burn.medium", "里面的光盘是写保护的，不能写", _ANOTHER_DISC
    ),  # MEDIA_WRITE_PROTECTED
    0xC0AA0201: Trouble("burn.failed", "不支持写入所需的设置", _ANOTHER_DRIVE),  # NO_SUCH_MODE_PAGE
    0xC0AA020A: Trouble("burn.failed", "不支持写入所需的功能", _ANOTHER_DRIVE),  # NO_SUCH_FEATURE
    0xC0AA020B: Trouble("burn.medium", "写不了里面的这种光盘", _ANOTHER_DRIVE),  # FEATURE_IS_NOT_CURRENT
    0xC0AA020C: Trouble(
        "burn.failed", "太旧，系统不能用它刻录", _ANOTHER_DRIVE
    ),  # GET_CONFIGURATION_NOT_SUPPORTED
    0xC0AA020D: Trouble("burn.failed", "没有按时回答", _POWER_CYCLE),  # COMMAND_TIMEOUT
    0xC0AA020E: Trouble("burn.medium", "里面的光盘与它不相配", _ANOTHER_DISC),  # DVD_STRUCTURE_NOT_PRESENT
    0xC0AA020F: Trouble(
        "burn.medium", "里面光盘的刻录速度与它不相配", "请换一张标称速度不同的空白光盘再试。"
    ),  # MEDIA_SPEED_MISMATCH
    0xC0AA0210: Trouble("burn.busy", "正被别的程序使用", _OTHER_PROGRAM),  # LOCKED
    0xC0AA0212: Trouble("burn.medium", "里面的光盘没有格式化", _ANOTHER_DISC),  # MEDIA_NOT_FORMATTED
    0xC0AA02FF: Trouble("burn.failed", "回答不合规范", _POWER_CYCLE),  # INVALID_RESPONSE_FROM_DEVICE
    # IWriteEngine2
    0xC0AA0300: Trouble(
        "burn.failed",
        "数据没有及时送到，写入中断",
        "请把映像放在本机硬盘上，关闭其他程序，再换一张空白光盘刻录。",
    ),  # E_IMAPI_LOSS_OF_STREAMING
    0xC0AA0301: Trouble(
        "burn.failed",
        "写入出错，不能恢复",
        "请换一张空白光盘再试；仍不行就换一个品牌的光盘或换一台光驱。",
    ),  # E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE
    # IDiscFormat2Data
    0xC0AA0400: Trouble("burn.busy", "正在写另一张光盘", _WAIT),  # WRITE_IN_PROGRESS
    0xC0AA0402: Trouble("burn.medium", "里面的光盘现在不能写", _ANOTHER_DISC),  # INVALID_MEDIA_STATE
    0xC0AA0403: Trouble(
        "burn.medium", "不接受这个映像文件", "请重新制作映像后再刻录。"
    ),  # STREAM_NOT_SUPPORTED
    0xC0AA0404: Trouble(
        "burn.medium", "映像太大，里面的光盘放不下", "请换一张容量更大的空白光盘。"
    ),  # STREAM_TOO_LARGE_FOR_CURRENT_MEDIA
    0xC0AA0405: Trouble("burn.medium", "里面的光盘上已经有内容", _ANOTHER_DISC),  # MEDIA_NOT_BLANK
    0xC0AA0406: Trouble("burn.medium", "写不了里面的这种光盘", _ANOTHER_DRIVE),  # MEDIA_IS_NOT_SUPPORTED
    0xC0AA0407: Trouble("burn.medium", "只能读光盘，不能刻录", "请换一台刻录机。"),  # RECORDER_NOT_SUPPORTED
    # IDiscFormat2Erase
    0x80AA0900: Trouble("burn.busy", "正在擦除光盘", _WAIT),  # RECORDER_IN_USE
    0x80AA0902: Trouble("burn.failed", "没有说明光盘的情况", _ANOTHER_DISC),  # DISC_INFORMATION_TOO_SMALL
    0x80AA0903: Trouble("burn.failed", "没有说明自己的能力", _ANOTHER_DRIVE),  # MODE_PAGE_2A_TOO_SMALL
    0x80AA0904: Trouble("burn.medium", "里面的光盘不能擦除", _ANOTHER_DISC),  # MEDIA_IS_NOT_ERASABLE
    0x80AA0905: Trouble("burn.failed", "光盘没有擦除成功", _ANOTHER_DISC),  # DRIVE_FAILED_ERASE_COMMAND
    0x80AA0906: Trouble("burn.failed", "擦除了一小时还没有完成", _POWER_CYCLE),  # TOOK_LONGER_THAN_ONE_HOUR
    0x80AA0907: Trouble("burn.failed", "擦除时出错", _ANOTHER_DISC),  # UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE
    0x80AA0908: Trouble("burn.failed", "转不起来", _POWER_CYCLE),  # DRIVE_FAILED_SPINUP_COMMAND
    0xC0AA0909: Trouble("burn.medium", "里面的光盘不能擦除", _ANOTHER_DISC),  # ERASE_MEDIA_IS_NOT_SUPPORTED
    0xC0AA090A: Trouble("burn.medium", "不能擦除光盘", _ANOTHER_DRIVE),  # ERASE_RECORDER_NOT_SUPPORTED
    # winerror.h
    0x80070002: Trouble("burn.no-drive", "不见了", _PLUG),  # ERROR_FILE_NOT_FOUND
    0x80070005: Trouble("burn.busy", "正被别的程序使用，或系统不允许刻录", _OTHER_PROGRAM),  # ACCESS_DENIED
    0x80070006: Trouble("burn.no-drive", "不见了", _PLUG),  # ERROR_INVALID_HANDLE
    0x80070013: Trouble("burn.medium", "里面的光盘是写保护的，不能写", _ANOTHER_DISC),  # ERROR_WRITE_PROTECT
    0x80070015: Trouble("burn.medium", "里面没有光盘，或托盘没有关上", _DISC_IN),  # ERROR_NOT_READY
    0x80070020: Trouble("burn.busy", "正被别的程序使用", _OTHER_PROGRAM),  # ERROR_SHARING_VIOLATION
    0x80070037: Trouble("burn.no-drive", "不见了", _PLUG),  # ERROR_DEV_NOT_EXIST
    0x80070079: Trouble("burn.failed", "没有按时回答", _POWER_CYCLE),  # ERROR_SEM_TIMEOUT
    0x800700AA: Trouble("burn.busy", "正忙", _WAIT),  # ERROR_BUSY
    0x800701B1: Trouble("burn.no-drive", "不见了", _PLUG),  # ERROR_NO_SUCH_DEVICE
    0x80070456: Trouble("burn.failed", "里面的光盘被换过了", _DISC_IN),  # ERROR_MEDIA_CHANGED
    0x80070458: Trouble("burn.medium", "里面没有光盘，或托盘没有关上", _DISC_IN),  # ERROR_NO_MEDIA_IN_DRIVE
    0x8007045D: Trouble("burn.failed", "读写出错", _PLUG),  # ERROR_IO_DEVICE
    0x8007048F: Trouble("burn.no-drive", "不见了", _PLUG),  # ERROR_DEVICE_NOT_CONNECTED
    0x8007000E: Trouble("burn.failed", "系统的内存不足", "请关闭其他程序后再试。"),  # E_OUTOFMEMORY
    0x80040154: Trouble(
        "burn.no-backend",
        "这台电脑的 Windows 没有刻录组件（IMAPI2）",
        "请换一台电脑刻录，或把映像文件用 U 盘交给负责刻录的人。",
    ),  # REGDB_E_CLASSNOTREG
}

OTHERWISE = Trouble("burn.failed", "出错", _POWER_CYCLE)
_CALIBRATING = Trouble("burn.failed", "没有调好写这张光盘的激光功率", _ANOTHER_DISC)
_TAKEN_OUT = Trouble("burn.failed", "刻录到一半，光盘被取出或读不到了", "请换一张空白光盘，重新刻录。")
_DRIVE_LOST = Trouble("burn.failed", "刻录到一半断开了", _PLUG)
_SENSE = 0xC0AA0301


def told(failure: ComFailure, drive: str, *, owner: str = "") -> UserError:
    """The error for a failure before anything is written; ``owner``: the program that holds the drive."""
    trouble = TABLE.get(failure.hresult, OTHERWISE)
    if owner and trouble.code == "burn.busy":
        trouble = Trouble(trouble.code, f"正被程序“{owner}”使用", trouble.remedy)
    return _error(trouble, failure, drive)


def told_of_burn(
    failure: ComFailure, drive: str, *, reached: WriteAction | None, owner: str = ""
) -> UserError:
    """The error for a write that failed. ``reached``: the last step it told of.

    Before the drive begins to work on the disc it is as in :func:`told`, and what would be
    ``burn.failed`` there is ``burn.not-begun``: the disc is as it was. Afterwards it is ``burn.failed``.
    """
    if reached in (None, WriteAction.VALIDATING_MEDIA):
        error = told(failure, drive, owner=owner)
        code = "burn.not-begun" if error.code == "burn.failed" else error.code
        return UserError(code, error.message, error.remedy)
    trouble = TABLE.get(failure.hresult, OTHERWISE)
    if failure.hresult == _SENSE and reached is WriteAction.CALIBRATING_POWER:
        trouble = _CALIBRATING
    elif failure.hresult in (NO_MEDIA, 0x80070015, 0x80070458):
        trouble = _TAKEN_OUT
    elif failure.hresult in GONE:
        trouble = _DRIVE_LOST
    return _error(Trouble("burn.failed", trouble.what, trouble.remedy), failure, drive)


def _error(trouble: Trouble, failure: ComFailure, drive: str) -> UserError:
    where = f"光驱“{drive}”" if drive else "光驱"
    return UserError(
        trouble.code,
        f"{where}：{trouble.what}（错误代码 0x{failure.hresult:08X}）。",
        trouble.remedy,
        exit_code=EXIT_NO if trouble.code == "burn.failed" else EXIT_UNUSABLE,
    )
