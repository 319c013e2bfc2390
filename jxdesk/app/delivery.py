"""Hand over: verify packages wherever they lie, and make the disc image of sound ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jxdesk.app.recovery import Recovery, beside
from jxdesk.base.atomic import scratch_folder
from jxdesk.base.errors import EXIT_NO, EXIT_UNKNOWN_SIGNER, UserError
from jxdesk.base.progress import Progress
from jxdesk.disc.image import ImageFacts, make_image
from jxdesk.package.open import look, open_tree, packages_in, root_faults
from jxdesk.package.report import SOUND
from jxdesk.package.verify import Report, verify
from jxdesk.review import chain, received
from jxdesk.review.chain import Remark
from jxdesk.review.library import Held, Library
from jxdesk.review.received import Received
from jxdesk.signing.trust import TrustStore

_NOTHING_HELD = Held({}, ())


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of one package; ``name`` is its folder's name, ``""`` for the root itself.

    ``beside`` is what else lies in the same folder or drive and belongs to no package. ``before`` is
    its record where the library holds it already, ``remarks`` what the library's other packages say
    of it; both only of a sound one.
    """

    name: str
    report: Report
    beside: tuple[str, ...] = ()
    before: Received | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def sentence(self) -> str:
        """The verdict in one Chinese sentence, with what the library warns of."""
        warned = "，".join(one.short for one in self.remarks if not one.kind.is_hint)
        return f"{self.report.bottom_line}注意：{warned}。" if warned else self.report.bottom_line

    def with_paper(self, typed: str) -> Verified:
        """With the package digest from the stamped sheet; raises as :meth:`Report.with_paper`."""
        return replace(self, report=self.report.with_paper(typed))

    def to_json(self) -> dict[str, object]:
        """As ``jxdesk verify --json``; what the library says stands there when it says anything."""
        plain = self.report.to_json()
        if self.before is not None:
            plain["received"] = self.before.to_json()
        if self.remarks:
            plain["warnings"] = [remark.to_json() for remark in self.remarks]
        return plain


def verify_at(
    path: Path,
    trust: TrustStore | None,
    received_on: dt.date,
    progress: Progress,
    library: Library | None = None,
) -> tuple[Verified, ...]:
    """Verify the package at ``path``: its folder, a folder or drive that holds some, an image.

    What does not belong at the root of an image is a fault of each package on it. A signer is judged
    as of the day on which the ``library`` received the package, ``received_on`` where it did not.
    Raises ``UserError`` (exit 2) when there is no package at all.
    """
    held = library.held() if library is not None else _NOTHING_HELD
    days = held.days()
    tree = open_tree(path)
    try:
        found = look(tree)
        strangers = root_faults(tree, found)
        beside = () if strangers else found.strangers
        verified = []
        for name, each in found.packages:
            report = verify(
                each,
                trust=trust,
                received_on=received_on,
                progress=progress,
                is_claimed=bool(name),
                received_before=days,
            )
            found_one = Verified(name, report.with_faults(strangers), beside)
            verified.append(_in_light_of(held, found_one, received_on))
        return tuple(verified)
    finally:
        tree.close()


def _in_light_of(held: Held, verified: Verified, day: dt.date) -> Verified:
    """With what the packages received before say of it."""
    report = verified.report
    if not held.records or report.verdict != SOUND:
        return verified
    now = dt.datetime.combine(day, dt.time(12)).astimezone()
    record = received.of(report, now)
    folder = held.find(record.key)
    before = held.records[folder] if folder is not None else None
    remarks = chain.remarks(before or record, held.records.values())
    return replace(verified, before=before, remarks=remarks)


def held_against_paper(verified: Sequence[Verified], typed: str) -> tuple[Verified, ...]:
    """Hold what was verified against the package digest ``typed`` from one stamped sheet.

    Of several packages the sheet speaks for one: where one agrees, only that one is compared. Raises
    ``UserError`` as :meth:`Report.with_paper`.
    """
    compared = [each.with_paper(typed) for each in verified]
    agree = [one.report.paper is not None and one.report.paper.agrees for one in compared]
    if not any(agree):
        return tuple(compared)
    return tuple(
        one if its_sheet else each for each, one, its_sheet in zip(verified, compared, agree, strict=True)
    )


def exit_code(verified: Sequence[Verified]) -> int:
    """The worst answer of several: not sound, then signer not known yet, then good."""
    codes = {item.report.exit_code for item in verified}
    return next((code for code in (EXIT_NO, EXIT_UNKNOWN_SIGNER) if code in codes), 0)


def to_json(verified: Sequence[Verified]) -> Any:
    """One package: its report. Several: a list of them with their names."""
    if len(verified) == 1:
        return verified[0].to_json()
    return [{"package": item.name, **item.to_json()} for item in verified]


@dataclass(frozen=True, slots=True)
class DiscImage(ImageFacts):
    """A finished image and the recovery data on it."""

    recovery: Recovery


def image(packages: Sequence[Path], out: Path, progress: Progress, *, recovery: bool = True) -> DiscImage:
    """Make the disc image of sealed packages; only sound ones go in, and every byte is read back.

    The written image is verified as whoever gets the disc would, before it takes the place of
    ``out``: a package may change after it was looked at. The same packages give the same bytes:
    volume name and times come from what they claim. ``recovery``: recovery data goes beside each,
    where there is the program for it. Raises ``UserError``: ``image.not-sound`` (exit 1), or what
    writing and reading back find.
    """
    folders = tuple(folder for path in packages for folder in _package_folders(path))
    today = dt.datetime.now(dt.UTC).date()
    reports = []
    for folder in folders:
        report = verify_at(folder, None, today, progress)[0].report
        if report.verdict != "sound":
            raise UserError(
                "image.not-sound",
                f"“{folder}”不是完好的申报包，不能刻盘：{report.bottom_line}",
                "请重新封装，或换一份完好的。",
                exit_code=EXIT_NO,
            )
        reports.append(report)
    digests = sorted(report.digest for report in reports)
    with scratch_folder(out.parent) as scratch:
        parity, extras = beside([*folders], scratch, progress) if recovery else (Recovery(), [])
        made = make_image(
            folders,
            out,
            volume=f"JXDESK_{digests[0][:8].upper()}",
            when=max(report.info.sealed_at for report in reports if report.info),
            progress=progress,
            extras=extras,
            judge=lambda written: _check_written(written, digests, today, progress),
        )
    return DiscImage(made.path, made.size, made.sha256, made.volume, parity)


def _check_written(written: Path, digests: Sequence[str], today: dt.date, progress: Progress) -> None:
    """The image holds the packages with these ``digests`` (sorted) and all are sound."""
    found = verify_at(written, None, today, progress)
    if all(item.report.verdict == "sound" for item in found):
        if sorted(item.report.digest for item in found) == digests:
            return
        what = "申报包与制作前核验的不是同一份。"
    else:
        bad = next(item for item in found if item.report.verdict != "sound")
        what = f"“{bad.name}”{bad.report.bottom_line}"
    raise UserError(
        "image.not-sound",
        f"映像写好后复核没有通过，已经删除：{what}",
        "制作期间可能有程序改动了申报包。请先核验申报包，完好后重新制作；不完好就重新封装。",
        exit_code=EXIT_NO,
    )


def _package_folders(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        raise UserError("image.source", f"“{path}”不是申报包文件夹。", "请选择封装后得到的文件夹。")
    tree = open_tree(path)
    try:
        return tuple(path / name if name else path for name, _ in packages_in(tree))
    finally:
        tree.close()
