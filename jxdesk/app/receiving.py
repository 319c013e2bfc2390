"""Receive packages: verified, held against what came before, copied untouched into the library."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from jxdesk.app.naming import file_name
from jxdesk.base.clock import Clock
from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.base.tree import FolderTree, Tree
from jxdesk.base.tree_copy import copy_tree
from jxdesk.package.open import look, open_tree, root_faults
from jxdesk.package.report import SOUND, Report
from jxdesk.package.verify import verify
from jxdesk.review import chain, received
from jxdesk.review.chain import Remark
from jxdesk.review.library import Held, Library
from jxdesk.review.received import Received
from jxdesk.signing.trust import TrustStore

PACKAGE = "申报包"
_MOST_UNITS = 24
_ONLY_FOR_PRACTICE = "这是演示用的申报包，不能收进正式的收件库。"
_NOT_FOR_PRACTICE = "练习用的收件库不收真实的申报包。"


class Outcome(Enum):
    """What became of a package."""

    TAKEN = "taken"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reception:
    """One package that was to be received: where it lay, what verification said, what became of it.

    ``remarks`` are on it in the light of what was held before; ``folder`` is its place in the library;
    ``why`` says why a sound one was refused. The report comes without its application.
    """

    source: Path
    name: str
    report: Report
    outcome: Outcome
    record: Received | None = None
    folder: Path | None = None
    remarks: tuple[Remark, ...] = ()
    why: str = ""

    @property
    def sentence(self) -> str:
        """What became of it, in one Chinese sentence."""
        if self.outcome is Outcome.REFUSED:
            return f"没有收：{self.why or self.report.bottom_line}"
        if self.record is None:
            raise ValueError("what was received has a record")
        which = f"“{self.record.organisation}”第 {self.record.version} 版"
        if self.outcome is Outcome.ALREADY:
            return f"{self.record.day} 已经收过{which}，是同一份，没有再存。"
        return f"已收下{which}，存好后逐个文件核对过。"

    def to_json(self) -> dict[str, object]:
        """The reception as plain JSON values."""
        return {
            "source": str(self.source),
            "package": self.name,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "folder": str(self.folder) if self.folder else None,
            "record": self.record.to_json() if self.record else None,
            "warnings": [remark.to_json() for remark in self.remarks],
            **self.report.to_json(),
        }


def exit_code(receptions: Sequence[Reception]) -> int:
    """1 when any was refused, else 0: remarks are for people to decide on."""
    return EXIT_NO if any(each.outcome is Outcome.REFUSED for each in receptions) else EXIT_GOOD


def receive(
    paths: Sequence[Path],
    library: Library,
    trust: TrustStore | None,
    clock: Clock,
    progress: Progress,
    *,
    only: str | None = None,
) -> tuple[Reception, ...]:
    """Receive the packages at ``paths`` (folders, drives, images, each of one or several packages), or of
    those there only the one called so.

    Only sound ones are taken in, each whole or not at all; the same one again is said, not doubled. What
    was taken before an error or a stop stays. Raises ``UserError`` as
    :func:`jxdesk.app.delivery.verify_at`, ``receive.inside``, and those of the library and the disk.
    """
    found: list[Reception] = []
    for path in paths:
        tree = open_tree(path)
        try:
            seen = look(tree)
            strangers = root_faults(tree, seen)
            for name, each in seen.packages:
                if only not in (None, name):
                    continue
                _must_lie_apart(path / name, library)
                held = library.held()
                now = clock()
                report = verify(
                    each,
                    trust=trust,
                    received_on=now.astimezone().date(),
                    progress=progress,
                    is_claimed=bool(name),
                    received_before=held.days(),
                ).with_faults(strangers)
                one = Reception(path, name, dataclasses.replace(report, application=None), Outcome.REFUSED)
                found.append(_received(one, report, each, library, held, now, progress))
        finally:
            tree.close()
    return tuple(found)


def _received(
    one: Reception,
    report: Report,
    tree: Tree,
    library: Library,
    held: Held,
    now: dt.datetime,
    progress: Progress,
) -> Reception:
    application = report.application
    if report.verdict != SOUND or application is None:
        return one
    if application.demo is not library.demo:
        return dataclasses.replace(one, why=_NOT_FOR_PRACTICE if library.demo else _ONLY_FOR_PRACTICE)
    record = received.of(report, now)
    before = held.find(record.key)
    if before is not None:
        known = held.records[before]
        remarks = chain.remarks(known, held.records.values())
        return dataclasses.replace(
            one, outcome=Outcome.ALREADY, record=known, folder=library.path / before, remarks=remarks
        )
    folder = _folder_name(record)
    with library.taking(record, folder) as place:
        _copy(tree, record, place / PACKAGE, now.date(), progress)
    return dataclasses.replace(
        one,
        outcome=Outcome.TAKEN,
        record=record,
        folder=library.path / folder,
        remarks=chain.remarks(record, held.records.values()),
    )


def _copy(tree: Tree, record: Received, target: Path, day: dt.date, progress: Progress) -> None:
    """Copy a package that was found sound, and believe the copy only after reading it back."""
    target.mkdir()
    copy_tree(tree, tuple(tree.entries()), target, progress)
    copy = verify(FolderTree(target), trust=None, received_on=day, progress=progress)
    # The digest does not cover the signature, and a medium need not give the same bytes twice.
    signer = copy.signer.fingerprint if copy.signer else ""
    if copy.verdict != SOUND or (copy.digest, signer) != record.key:
        raise UserError(
            "receive.changed",
            f"存好的一份与核验过的不一致，没有收：{copy.bottom_line}",
            "请检查磁盘是否完好、是否有程序在改动文件，然后重试。",
            exit_code=EXIT_NO,
        )


def _must_lie_apart(package: Path, library: Library) -> None:
    if library.path.resolve().is_relative_to(package.resolve()):
        raise UserError("receive.inside", "收件库不能放在申报包里面。", "请换一个文件夹作收件库。")


def _folder_name(record: Received) -> str:
    """Short, for it comes before the longest paths of a package; the digests make it its own."""
    who = file_name(record.organisation, longest=_MOST_UNITS)
    return f"{who}-第{record.version}版-{record.digest[:16]}-{record.fingerprint[:8]}"
