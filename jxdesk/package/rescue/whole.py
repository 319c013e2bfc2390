"""The way of a rescue: look, settle the lists, assemble, repair, verify, and only then give it its name."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from jxdesk.base import names
from jxdesk.base.atomic import scratch_folder
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.base.tree import FolderTree
from jxdesk.package import layout, manifest
from jxdesk.package.parity import program, repairing
from jxdesk.package.parity.packets import Catalogue, FileFacts, ParitySet
from jxdesk.package.report import SOUND, Report
from jxdesk.package.rescue.assembly import Assembled, assemble
from jxdesk.package.rescue.copies import Copy, close_all, open_copies
from jxdesk.package.rescue.groups import SAVED, Group, find_groups
from jxdesk.package.rescue.lists import Lists, settle
from jxdesk.package.rescue.mending import Budget
from jxdesk.package.rescue.outcome import UNFINISHED, Lost, Rescued, Share
from jxdesk.package.rescue.reading import SECTOR, Source
from jxdesk.package.rescue.second_choice import choose_again
from jxdesk.package.verify import verify

LOOKING = "正在查看各份副本"
LIST_OF_LOSSES = "没有救出的内容.txt"
PARITY = "恢复数据.par2"
"""Kept in what is unfinished: together with the next disc it is a copy like any other."""
_EMPTY = hashlib.sha256(b"").hexdigest()

NO_PARITY = "副本里没有可用的恢复数据（par2），缺的部分无法算出。"
NO_PROGRAM = "有恢复数据，但是这台电脑上没有 par2 程序，没有用上。请在装有本程序完整版的电脑上再试。"


def rescue(
    copies: Sequence[Path], out: Path, received_on: dt.date, progress: Progress
) -> tuple[Rescued, ...]:
    """Put together each package of which ``copies`` (folders, images, drives) hold anything, below ``out``.

    A sound one stands in ``out`` under its folder's name; of any other, what could be had stands in a
    folder marked ``未救全``, with a list of what is lost. The copies are only read. Raises ``UserError``:
    ``rescue.none`` and ``path.missing`` (exit 2), ``path.exists`` when the name is taken, ``disk.full``
    and others of the disk that is written to; then, and when ``progress`` stops it, nothing is left.
    """
    steady = _Steady(progress)
    steady(LOOKING, 0, 0)
    opened = open_copies(copies, steady.again)
    try:
        groups = _named_apart(find_groups(opened))
        for group in groups:
            _must_be_free(out, group.name)
        return tuple(_rescue_one(group, opened, out, received_on, steady) for group in groups)
    finally:
        close_all(opened)


class _Steady:
    """A progress that can be told the last step once more, so that a slow one can be stopped."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = ("", 0, 0)

    def __call__(self, label: str, done: int, total: int) -> None:
        self._last = (label, done, total)
        self._progress(label, done, total)

    def again(self) -> None:
        self._progress(*self._last)


def _rescue_one(
    group: Group, copies: Sequence[Copy], out: Path, received_on: dt.date, progress: Progress
) -> Rescued:
    budget = Budget()
    with scratch_folder(out) as scratch:
        lists = settle(group, budget)
        _check_room(out, lists)
        folder = scratch / SAVED
        with os_errors(folder):
            folder.mkdir()
        made = assemble(group, lists, folder, budget, progress)
        lost, used, note = tuple(made.lost), 0, ""
        report = None if lost else _judge_twice(group, lists, folder, received_on, progress)
        lost += _falsely_true(report, lists, lost)
        if lost or report is None:
            repaired, note = _repair(folder, lists, copies, scratch, progress)
            if repaired.is_whole:
                lost, used = (), repaired.used
                _tidy(folder)
            report = _judge(folder, received_on, progress)
            lost += () if repaired.is_whole else _falsely_true(report, lists, lost)
        is_whole = report.verdict == SOUND
        if is_whole:
            lost = ()  # sums of blocks that are wrong in a package that is sound say nothing
        shares = _shares(copies, made)
        found = Rescued(
            group.name,
            out / group.name,
            is_whole,
            report,
            shares,
            made.mixed,
            used,
            note,
            lost,
            0 if is_whole else made.unchecked,
        )
        return _put_in_place(found, scratch, folder, out)


def _named_apart(groups: Sequence[Group]) -> list[Group]:
    """Two packages (versions, say) may have folders of one name."""
    taken: dict[str, int] = {}
    found = []
    for group in groups:
        taken[group.name] = number = taken.get(group.name, 0) + 1
        found.append(replace(group, name=f"{group.name}（{number}）") if number > 1 else group)
    return found


def _must_be_free(out: Path, name: str) -> None:
    for path in (out / name, out / f"{name}-{UNFINISHED}"):
        if os.path.lexists(path):
            raise UserError("path.exists", f"“{path}”已经存在。", "请换一个存放的位置，原来的不会被覆盖。")


def _check_room(out: Path, lists: Lists) -> None:
    """Lists that lie about sizes are stopped here too."""
    place = out
    while not place.exists() and place != place.parent:
        place = place.parent
    wanted = sum(lists.sizes.values())
    with os_errors(place):
        free = shutil.disk_usage(place).free
    if wanted > free:
        raise UserError(
            "disk.full",
            f"“{out}”所在的磁盘放不下：要 {wanted / 1e6:.0f} MB，只剩 {free / 1e6:.0f} MB。",
            "请清理磁盘或换一个位置后重试；各份副本没有改动。",
        )


def _repair(
    folder: Path, lists: Lists, copies: Sequence[Copy], scratch: Path, progress: Progress
) -> tuple[repairing.Repaired, str]:
    """Mend what is lost by the recovery data of any copy; and a word on it where that did not work."""
    catalogue = Catalogue()
    for source in (one for copy in copies for one in copy.parity):
        progress(LOOKING, 0, 0)
        catalogue.add(partial(_bytes_at, source), source.size)
        source.close()
    chosen = next((one for one in catalogue.sets() if _fits(one, lists)), None)
    failed = repairing.Repaired(is_whole=False)
    if chosen is None or not chosen.recovery:
        return failed, NO_PARITY
    parity = scratch / PARITY / "recovery.par2"
    with os_errors(parity):
        parity.parent.mkdir()
    catalogue.write(chosen, parity)
    tool = program.find()
    if tool is None:
        return failed, NO_PROGRAM
    repaired = repairing.repair(tool, folder, parity, progress)
    if repaired.is_whole:
        return repaired, ""
    lacking = f"，还差 {repaired.lacking} 块" if repaired.lacking else ""
    return repaired, f"恢复数据（par2）只剩 {chosen.recovery} 块可用，不够补上缺的部分{lacking}。"


def _bytes_at(source: Source, offset: int, length: int) -> bytes:
    """Read along the medium's sectors, so that a lost one costs no more than itself."""
    start = offset // SECTOR * SECTOR
    return source.read(start, offset - start + length).data[offset - start :]


def _fits(one: ParitySet, lists: Lists) -> bool:
    """The set speaks of this package's files and of nothing else, and of no other version of it."""
    return all(_is_ours(file, lists) for file in one.files)


def _is_ours(file: FileFacts, lists: Lists) -> bool:
    if file.name in layout.ROOT_FILES:
        true = lists.tags.get(file.name)
        return true is None or hashlib.md5(true, usedforsecurity=False).digest() == file.md5
    if not file.name.startswith(f"{layout.PAYLOAD}/") or names.name_faults(file.name):
        return False
    return lists.sizes.get(file.name) == file.size if lists.is_sure else True


def _tidy(folder: Path) -> None:
    """By the repaired manifest: away with what was only guessed; par2 knows nothing of empty files."""
    with os_errors(folder):
        data = (folder / layout.MANIFEST).read_bytes()[: layout.MAX_MANIFEST]
        listed = manifest.decode_manifest(data).entries
        for path in (folder / layout.PAYLOAD).rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in listed:
                path.unlink()
        for name, digest in listed.items():
            if digest == _EMPTY and not names.name_faults(name) and not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).touch()


def _judge(folder: Path, received_on: dt.date, progress: Progress) -> Report:
    return verify(FolderTree(folder), trust=None, received_on=received_on, progress=progress, is_claimed=True)


def _judge_twice(
    group: Group, lists: Lists, folder: Path, received_on: dt.date, progress: Progress
) -> Report:
    """The verdict, where files became true with other blocks of the same CRC-32 the one after that."""
    report = _judge(folder, received_on, progress)
    return _judge(folder, received_on, progress) if _chose_again(group, lists, folder, report) else report


def _chose_again(group: Group, lists: Lists, folder: Path, report: Report) -> bool:
    """Whether a file with true blocks and a false sum became true with other blocks."""
    chosen = [
        choose_again(folder / path, lists.blocks[path].crcs, lists.digests[path], group.sources(path))
        for fault in report.faults
        if (path := fault.path) in lists.blocks and path in lists.digests and fault.code == "payload.changed"
    ]
    return any(chosen)


def _falsely_true(report: Report | None, lists: Lists, lost: Sequence[Lost]) -> tuple[Lost, ...]:
    """Files of which every block seemed true and the whole is not: nothing in them can be relied on."""
    faults = () if report is None else report.faults
    changed = {fault.path for fault in faults if fault.code == "payload.changed"} - {one.path for one in lost}
    return tuple(Lost(path, lists.sizes.get(path, 0)) for path in sorted(changed))


def _shares(copies: Sequence[Copy], made: Assembled) -> tuple[Share, ...]:
    return tuple(
        Share(copy.label, made.blocks[number], made.sizes[number]) for number, copy in enumerate(copies)
    )


def _put_in_place(found: Rescued, scratch: Path, folder: Path, out: Path) -> Rescued:
    _must_be_free(out, found.name)
    if found.is_whole:
        with os_errors(found.path):
            folder.rename(found.path)
        return found
    unfinished = scratch / UNFINISHED
    path = out / f"{found.name}-{UNFINISHED}"
    with os_errors(path):
        unfinished.mkdir()
        folder.rename(unfinished / SAVED)
        if (scratch / PARITY).is_dir():
            (scratch / PARITY).rename(unfinished / PARITY)
        (unfinished / LIST_OF_LOSSES).write_text(_list_of_losses(found), encoding="utf-8")
        unfinished.rename(path)
    return replace(found, path=path)


def _list_of_losses(found: Rescued) -> str:
    lines = [found.bottom_line, "", "这里的内容不是完好的申报包，不能上报，只供查看和再次抢救。", ""]
    lines += [f"缺：{one.sentence}" for one in found.lost]
    lines += ["", "找到另一份副本以后，把这个文件夹和它一起选上，再抢救一次。", "", *found.details]
    lines += ["", f"核验：{found.report.bottom_line}"]
    lines += [f"{fault.path}：{fault.what}" for fault in found.report.faults]
    return "\n".join(lines) + "\n"
