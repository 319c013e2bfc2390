"""Names inside an image: what the Joliet tree can hold, and the short ISO 9660 names beside them."""

from __future__ import annotations

import re

from jxdesk.base.errors import UserError

MAX_SEGMENT = 60
MAX_PATH = 200
MAX_FOLDER_LEVELS = 7
_JOLIET_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f*/:;?\\"<>|]')
_PLAIN = re.compile(r"[^A-Z0-9_]")
_VOLUME = re.compile(r"[A-Z0-9_]{1,16}")


def utf16_units(text: str) -> int:
    """Length as Joliet and Windows count it: a character beyond the basic plane is two."""
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def check_path(path: str) -> None:
    """Refuse a path that no image of ours may hold (``UserError`` ``image.name``).

    A segment has at most 60 UTF-16 units, the whole path 200, folders at most seven levels
    (ECMA-119 6.8.2.1 counts the root as the eighth); nothing that Joliet or Windows forbids.
    """
    segments = path.split("/")
    if len(segments) > MAX_FOLDER_LEVELS + 1:
        raise _refused(path, f"文件夹层数超过 {MAX_FOLDER_LEVELS} 层")
    if utf16_units(path) > MAX_PATH:
        raise _refused(path, f"整个路径超过 {MAX_PATH} 个字")
    for segment in segments:
        if utf16_units(segment) > MAX_SEGMENT:
            raise _refused(path, f"名称超过 {MAX_SEGMENT} 个字")
        if not _storable(segment):
            raise _refused(path, "名称中有光盘不能使用的字符")


def _storable(segment: str) -> bool:
    """``False`` also for lone surrogates, which stand for bytes that are no text on this disk."""
    unusable = _JOLIET_FORBIDDEN.search(segment) or segment in ("", ".", "..") or segment[-1] in " ."
    return not unusable and not any("\ud800" <= letter <= "\udfff" for letter in segment)


def check_volume(volume: str) -> None:
    """Refuse a disc name that is not 1 to 16 of ``A-Z 0-9 _`` (``UserError`` ``image.volume``)."""
    if not _VOLUME.fullmatch(volume):
        raise UserError(
            "image.volume",
            f"光盘名称“{volume}”不能使用。",
            "光盘名称为 1 至 16 个大写字母、数字或下划线。",
        )


def _refused(path: str, why: str) -> UserError:
    shown = path.encode("utf-8", "backslashreplace").decode()
    return UserError("image.name", f"“{shown}”不能写入光盘：{why}。", "请改名或移动该文件后重新封装。")


class ShortNames:
    """ISO 9660 names (level 2: at most 31 characters) of one folder, the same every time.

    Given in a settled order, each name gets what is plain ASCII in it, and a serial number as
    soon as that is not enough to tell it from those before.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._serial: dict[str, int] = {}

    def folder(self, name: str) -> str:
        """The stored identifier of a folder."""
        return self._free(self._plain(name, 20), "")

    def file(self, name: str) -> str:
        """The stored identifier of a file, with its version."""
        stem, dot, extension = name.rpartition(".")
        if not dot:
            stem, extension = name, ""
        return self._free(self._plain(stem, 17), "." + self._plain(extension, 3, "")) + ";1"

    def _plain(self, text: str, length: int, otherwise: str = "N") -> str:
        ascii_only = text.upper().encode("ascii", "ignore").decode()
        return _PLAIN.sub("_", ascii_only)[:length] or otherwise

    def _free(self, stem: str, extension: str) -> str:
        candidate = stem + extension
        serial = self._serial.get(candidate, 0)
        while candidate in self._taken:
            serial += 1
            candidate = f"{stem}_{serial}{extension}"
        self._serial[stem + extension] = serial
        self._taken.add(candidate)
        return candidate
