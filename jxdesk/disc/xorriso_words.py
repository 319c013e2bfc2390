"""What xorriso prints, put into our terms. Its texts are those of LC_ALL=C, version 1.3 and later."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.unseen import shown
from jxdesk.disc.burner import Medium, MediumState
from jxdesk.disc.device import SECTOR

STDIO = "文件"
_MAX_WORDS = 300
_MIB = 1 << 20

_CURRENT = re.compile(r"^Media current: (.+)$", re.MULTILINE)
_STATUS = re.compile(r"^Media status : (.+)$", re.MULTILINE)
_BLOCKS = re.compile(
    r"^Media blocks : (\d+) readable , (\d+) (?:writable|unused) , (\d+) overall$", re.MULTILINE
)
_WRITTEN = re.compile(r"\b(\d+) of\s*\d+ MB written")
_PHASES = (
    (re.compile(r"UPDATE : Blanking\b"), "正在擦除光盘"),
    (re.compile(r"UPDATE : Formatting\b"), "正在格式化光盘"),
    (re.compile(r"UPDATE : Closing track/session\b"), "正在封盘"),
)
_PROBLEM = re.compile(r"^\S+ : (?:FAILURE|FATAL|SORRY) : (.+)$")
_AFTERMATH = re.compile(
    r"Job could not be performed|Cannot ac?quire drive|problem event of severity|Burn run failed"
    r"|encountered '|indicates failure"
)
_TOO_BIG = re.compile(r"exceeds free space|too large|no space|out of space", re.IGNORECASE)
_NOT_WRITABLE = re.compile(
    r"Need blank or appendable|No media detected|unsuitable for writing|closed or not recordable"
    r"|no writeable media|Unsuitable drive and media state"
)
_ABSENT = re.compile(r"not found|No such (?:file|device)|Cannot determine drive", re.IGNORECASE)

# libburn's names of profiles (MMC-5, table 93) as they stand on the box.
_KINDS = (
    ("DVD-RW/DL", "DVD-RW DL"),
    ("DVD-RW", "DVD-RW"),
    ("DVD-R/DL", "DVD-R DL"),
    ("DVD-R ", "DVD-R "),
    ("DVD+RW/DL", "DVD+RW DL"),
    ("DVD+R/DL", "DVD+R DL"),
    ("BD-R ", "BD-R "),
    ("BD-RE", "BD-RE"),
    ("stdio file", STDIO),
)
_REWRITABLE = re.compile(r"CD-RW|DVD[-+]RW|DVD-RAM|BD-RE|HD-DVD-RAM|" + STDIO)
_PRESSED = re.compile(r"(CD|DVD|BD)-ROM$")


@dataclass(frozen=True, slots=True)
class Step:
    """One report of a running burn: ``label`` of what goes on, ``done`` in bytes or ``None`` if unknown."""

    label: str
    done: int | None


def medium(text: str) -> Medium | None:
    """The disc that ``-toc`` describes in ``text``; ``None`` when it says nothing of a disc."""
    status = _STATUS.search(text)
    current = _CURRENT.search(text)
    if status is None or current is None:
        return None
    said = status[1].strip()
    if said.startswith("is not present"):
        return Medium(MediumState.NONE)
    kind = _kind(current[1])
    if said.startswith("is not recognizable") or not kind or _PRESSED.search(kind):
        return Medium(MediumState.UNFIT, kind)
    return _writable(kind, said, _blocks(text))


def _writable(kind: str, said: str, blocks: tuple[int, int, int]) -> Medium:
    _, free, overall = blocks
    can_rewrite = _REWRITABLE.match(kind) is not None
    is_damaged = "damaged" in said or "no writable address" in said
    if said.startswith("is blank") and not is_damaged:
        return Medium(MediumState.BLANK, kind, free * SECTOR, can_rewrite)
    if can_rewrite:
        return Medium(MediumState.REWRITABLE, kind, overall * SECTOR, can_rewrite)
    if is_damaged:
        return Medium(MediumState.UNFIT, kind)
    return Medium(MediumState.USED, kind)


def _kind(current: str) -> str:
    name = re.sub(r" , .*$|, (?:overwriteable|sequential|random .*)$", "", current.strip()).strip()
    if name == "is not recognizable":
        return ""
    for start, kind in _KINDS:
        if name.startswith(start):
            return kind.strip()
    return shown(name)[:_MAX_WORDS]


def _blocks(text: str) -> tuple[int, int, int]:
    found = _BLOCKS.search(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)


def step(line: str) -> Step | None:
    """What a line of a running burn reports, ``None`` if nothing."""
    written = _WRITTEN.search(line)
    if written is not None:
        return Step("正在刻录", int(written[1]) * _MIB)
    return next((Step(label, None) for pattern, label in _PHASES if pattern.search(line)), None)


def problem(text: str, drive: str) -> UserError:
    """The error that xorriso's messages ``text`` about ``drive`` come to."""
    said = [found[1].strip() for line in text.splitlines() if (found := _PROBLEM.match(line))]
    own = [words for words in said if not _AFTERMATH.search(words)] or said
    every = " ".join(own)
    if _TOO_BIG.search(every) or _NOT_WRITABLE.search(every):
        return unsuitable(drive)
    if "busy" in every.casefold():
        return busy(drive)
    if _ABSENT.search(every):
        return no_drive(drive)
    words = shown("；".join(dict.fromkeys(own)))[:_MAX_WORDS]
    return failed(drive, f"刻录程序报告：{words}。" if words else "刻录程序没有说明原因。")


def unsuitable(drive: str) -> UserError:
    """The disc does not take the image."""
    return UserError(
        "burn.medium",
        f"“{drive}”里的光盘写不下这个映像，或者不能写。",
        "请换一张容量足够的空白光盘。",
    )


def busy(drive: str) -> UserError:
    """Another program has the drive."""
    return UserError(
        "burn.busy",
        f"光驱“{drive}”正被别的程序使用。",
        "请关闭正在读这张光盘的窗口和程序（文件管理器也算），弹出后重新放入再试。",
    )


def no_drive(drive: str) -> UserError:
    """There is no such drive, or it went away."""
    return UserError(
        "burn.no-drive", f"找不到光驱“{drive}”。", "请检查光驱是否接好，用“jxdesk drives”查看有哪些。"
    )


def failed(drive: str, why: str) -> UserError:
    """The drive refused or broke off."""
    return UserError(
        "burn.failed",
        f"光驱“{drive}”出错：{why}",
        "请换一张光盘再试；仍不行就换一台刻录机。",
        exit_code=EXIT_NO,
    )
