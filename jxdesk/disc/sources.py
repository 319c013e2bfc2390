"""What goes on a disc: the listing that writing and reading back both go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import EntryKind, FolderTree
from jxdesk.disc.names import ShortNames, check_path

# The longest run that one directory record can hold in whole sectors: just under 4 GiB.
MAX_FILE_BYTES = 0xFFFF_F800


@dataclass(frozen=True, slots=True)
class Source:
    """One file or folder: ``path`` in the image, ``short`` its ISO 9660 path, ``origin`` on disk.

    ``size`` in bytes; ``None`` for a folder.
    """

    path: str
    short: str
    origin: Path
    size: int | None


def list_sources(folders: Sequence[Path], extras: Sequence[Path], out: Path) -> list[Source]:
    """Everything below ``folders`` and ``extras``, in a settled order, each folder before its content.

    Each of ``folders``, and each of ``extras`` that is a folder, stands at the root of the
    image under its own name. Raises ``UserError``: ``image.name``, ``image.too-large`` (a file
    of 4 GiB or more), ``image.kind`` (a link or device), ``image.twice`` (two that would share
    a name on Windows), ``image.empty`` (nothing to write), ``image.inside`` (the image ``out``
    would lie in what it is made of), ``path.*``.
    """
    listed: dict[str, tuple[Path, int | None]] = {}
    for top in [*folders, *extras]:
        if top.resolve() in out.resolve().parents:
            raise UserError(
                "image.inside",
                f"映像“{out.name}”不能放在要写入光盘的文件夹“{top.name}”里面。",
                "请把映像保存到别的文件夹。",
            )
        for path, origin, size in _below(top):
            if path in listed:
                raise _twice(path)
            listed[path] = (origin, size)
    if not listed:
        raise UserError("image.empty", "没有可写入光盘的内容。", "请先封装申报包，再制作映像。")
    return _with_short_names(listed)


def _below(top: Path) -> list[tuple[str, Path, int | None]]:
    with os_errors(top):
        place = top.resolve(strict=True)
        if place.is_file():
            return [_checked(place.name, place, place.stat().st_size)]
    tree = FolderTree(place)
    found = [_checked(place.name, place, None)]
    for entry in tree.entries():
        if entry.kind not in (EntryKind.FILE, EntryKind.FOLDER):
            raise UserError(
                "image.kind",
                f"“{entry.path}”是快捷链接或特殊文件，不能写入光盘。",
                "请删去它，或换成普通文件后重新封装。",
            )
        size = entry.size if entry.kind is EntryKind.FILE else None
        found.append(_checked(f"{place.name}/{entry.path}", place / entry.path, size))
    return found


def _checked(path: str, origin: Path, size: int | None) -> tuple[str, Path, int | None]:
    check_path(path)
    if size is not None and size > MAX_FILE_BYTES:
        raise UserError(
            "image.too-large",
            f"“{path}”达到或超过 4 GB，光盘格式放不下。",
            "请压缩或拆分这个文件后重新封装。",
        )
    return path, origin, size


def _with_short_names(listed: dict[str, tuple[Path, int | None]]) -> list[Source]:
    names: dict[str, ShortNames] = {}
    shorts = {"": ""}
    folded: set[str] = set()
    sources = []
    for path in sorted(listed, key=lambda path: path.split("/")):
        if path.casefold() in folded:
            raise _twice(path)
        folded.add(path.casefold())
        origin, size = listed[path]
        parent, _, name = path.rpartition("/")
        within = names.setdefault(parent, ShortNames())
        short = within.folder(name) if size is None else within.file(name)
        shorts[path] = f"{shorts[parent]}/{short}"
        sources.append(Source(path, shorts[path], origin, size))
    return sources


def _twice(path: str) -> UserError:
    return UserError(
        "image.twice",
        f"光盘上会有两个同名的“{path}”（电脑不分大小写）。",
        "请给其中一个改名后再制作映像。",
    )
