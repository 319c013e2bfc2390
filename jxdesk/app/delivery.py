"""Hand over: verify packages wherever they lie, and make the disc image of sound ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxdesk.base.errors import EXIT_NO, EXIT_UNKNOWN_SIGNER, UserError
from jxdesk.base.progress import Progress
from jxdesk.disc.image import ImageFacts, make_image
from jxdesk.package.open import look, open_tree, packages_in, root_faults
from jxdesk.package.verify import Report, verify
from jxdesk.signing.trust import TrustStore


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of one package; ``name`` is its folder's name, ``""`` for the root itself.

    ``beside`` is what else lies in the same folder or drive and belongs to no package.
    """

    name: str
    report: Report
    beside: tuple[str, ...] = ()


def verify_at(
    path: Path, trust: TrustStore | None, received_on: dt.date, progress: Progress
) -> tuple[Verified, ...]:
    """Verify the package at ``path``: its folder, a folder or drive that holds some, an image.

    What does not belong at the root of an image is a fault of each package on it. Raises
    ``UserError`` (exit 2) when there is no package at all.
    """
    tree = open_tree(path)
    try:
        found = look(tree)
        strangers = root_faults(tree, found)
        beside = () if strangers else found.strangers
        verified = []
        for name, each in found.packages:
            report = verify(
                each, trust=trust, received_on=received_on, progress=progress, is_claimed=bool(name)
            )
            verified.append(Verified(name, report.with_faults(strangers), beside))
        return tuple(verified)
    finally:
        tree.close()


def exit_code(verified: Sequence[Verified]) -> int:
    """The worst answer of several: not sound, then signer not known yet, then good."""
    codes = {item.report.exit_code for item in verified}
    return next((code for code in (EXIT_NO, EXIT_UNKNOWN_SIGNER) if code in codes), 0)


def to_json(verified: Sequence[Verified]) -> Any:
    """One package: its report. Several: a list of them with their names."""
    if len(verified) == 1:
        return verified[0].report.to_json()
    return [{"package": item.name, **item.report.to_json()} for item in verified]


def image(packages: Sequence[Path], out: Path, progress: Progress) -> ImageFacts:
    """Make the disc image of sealed packages; only sound ones go in, and every byte is read back.

    The written image is verified as whoever gets the disc would, before it takes the place of
    ``out``: a package may change after it was looked at. The same packages give the same bytes:
    volume name and times come from what they claim. Raises ``UserError``: ``image.not-sound``
    (exit 1), or what writing and reading back find.
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
    return make_image(
        folders,
        out,
        volume=f"JXDESK_{digests[0][:8].upper()}",
        when=max(report.info.sealed_at for report in reports if report.info),
        progress=progress,
        judge=lambda written: _check_written(written, digests, today, progress),
    )


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
