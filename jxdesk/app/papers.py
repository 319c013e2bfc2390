"""The papers around the form: hand-over sheet, disc label, burn form, recommendation letter.

What is printed on them is read from sealed packages that were verified just before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jxdesk.app import burning
from jxdesk.app.delivery import Verified, verify_at
from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import load_fonts, word_fonts
from jxdesk.documents.papers.burn_form import BurnFormFacts, burn_form
from jxdesk.documents.papers.disc_label import disc_label
from jxdesk.documents.papers.hand_over import hand_over_sheet
from jxdesk.documents.papers.letter import letter
from jxdesk.documents.papers.package_facts import Content, PackageFacts
from jxdesk.documents.papers.plain import LETTER, plain_pdf
from jxdesk.documents.pdf.pen import Properties
from jxdesk.documents.word import write_docx
from jxdesk.domain.show import show_date
from jxdesk.notice import load_installed
from jxdesk.package import inventory
from jxdesk.package.open import open_tree, packages_in

MOST_COPIES = 50
_DATA, _TAGS = "申报数据和检查结果", "签名、清单和阅读页"
_PAYLOAD = "data/"


def write_hand_over(package: Path, out: Path, progress: Progress, *, copies: int | None = None) -> None:
    """Write the hand-over sheet of a sealed package as a PDF.

    Raises ``UserError``: ``papers.not-sound`` (exit 1), ``papers.one`` (not exactly one package),
    and what verifying and writing raise.
    """
    write_bytes(out, hand_over_sheet(package_facts(package, progress), load_fonts(), copies))


def write_disc_label(
    package: Path, out: Path, progress: Progress, *, disc: int | None = None, discs: int | None = None
) -> None:
    """Write the round label and the sleeve of a sealed package as a PDF. Raises as above."""
    write_bytes(out, disc_label(package_facts(package, progress), load_fonts(), disc, discs))


def write_burn_form(image: Path, out: Path, progress: Progress, *, copies: int | None = None) -> None:
    """Write the form for whoever burns ``image`` on another computer, after verifying the image.

    Raises ``UserError``: ``papers.copies`` (not 1 to 50), ``papers.no-disc`` (larger than any disc), and what
    :func:`jxdesk.app.burning.examine` and writing raise.
    """
    if copies is not None and not 1 <= copies <= MOST_COPIES:
        raise UserError(
            "papers.copies", f"不能写成刻 {copies} 张。", f"请写 1 到 {MOST_COPIES}，或者不写、留空。"
        )
    found, packages = burning.examined(image, progress)
    kinds = burning.plan(found.size, copies or 1).kinds
    if not kinds:
        raise UserError(
            "papers.no-disc",
            "这个映像太大，哪一种光盘都放不下。",
            "请减少、压缩佐证材料后重新封装，或者改用 U 盘。",
        )
    facts = BurnFormFacts(
        image=image.name,
        size=found.size,
        sha256=found.sha256,
        packages=tuple(_told(each, each.name)[0] for each in packages),
        disc=kinds[0].name,
        may_be_larger=len(kinds) > 1,
    )
    write_bytes(out, burn_form(facts, load_fonts(), copies))


def write_letter(packages: Sequence[Path], city: str, out: Path, progress: Progress) -> None:
    """Write the city's letter of recommendation for these packages, as ``.pdf`` or ``.docx``.

    ``city`` ``""`` leaves room for its name. Raises as above, and ``papers.kind`` for another ending,
    ``papers.notice`` when they do not apply under one notice.
    """
    if out.suffix.lower() not in (".pdf", ".docx"):
        raise UserError("papers.kind", "推荐函只能存为 .pdf 或 .docx 文件。", "请把文件名改为其中一种结尾。")
    facts = [_facts(package, progress) for package in packages]
    notices = {notice for _, notice in facts}
    if len(notices) != 1:
        raise UserError("papers.notice", "这些申报包不是按同一份通知申报的。", "请按通知分别写推荐函。")
    outline = letter(load_installed(notices.pop()), [each for each, _ in facts], city)
    if out.suffix.lower() == ".docx":
        write_docx(outline, out, word_fonts(), progress)
    else:
        properties = Properties(outline.title, city)
        mark = outline.watermark
        write_bytes(out, plain_pdf(outline.sections, load_fonts(), properties, watermark=mark, sheet=LETTER))


def package_facts(package: Path, progress: Progress) -> PackageFacts:
    """What the papers say of the package at ``package``, verified now. Raises ``UserError``."""
    return _facts(package, progress)[0]


def _facts(package: Path, progress: Progress) -> tuple[PackageFacts, str]:
    """The facts and the id of the notice that the package applies under."""
    verified = verify_at(package, None, dt.datetime.now(dt.UTC).date(), progress)
    if len(verified) != 1:
        raise UserError(
            "papers.one", f"“{package.name}”里有 {len(verified)} 个申报包。", "请选择其中一个的文件夹。"
        )
    facts, notice_id = _told(verified[0], package.name)
    return replace(facts, contents=_contents(package)), notice_id


def _told(verified: Verified, name: str) -> tuple[PackageFacts, str]:
    """The facts of one verified package, but for its contents; ``name`` where it lies at the root."""
    report = verified.report
    info, signer, application = report.info, report.signer, report.application
    if report.verdict != "sound" or info is None or signer is None or application is None:
        raise UserError(
            "papers.not-sound",
            f"“{name}”不是完好的申报包：{report.bottom_line}",
            "请重新封装，或换一份完好的。",
            exit_code=EXIT_NO,
        )
    notice = load_installed(info.notice_id)
    facts = PackageFacts(
        folder=verified.name or name,
        cluster=application.basic.cluster_name,
        applicant=application.applicant_name,
        notice=notice.head.title,
        document_number=notice.head.document_number,
        version=info.version,
        sealed=show_date(info.sealed_at.astimezone().date().isoformat()),
        digest=report.digest,
        signer=signer.organisation,
        fingerprint=signer.fingerprint,
        demo=application.demo,
    )
    return facts, info.notice_id


def _contents(package: Path) -> tuple[Content, ...]:
    """What lies in the package, by folder."""
    tree = open_tree(package)
    try:
        _, only = next(iter(packages_in(tree)))
        found = inventory.take(only).files
    finally:
        tree.close()
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path, size in found.items():
        inner = path.removeprefix(_PAYLOAD)
        kind = _TAGS if inner == path else inner.partition("/")[0] if "/" in inner else _DATA
        files[kind] += 1
        sizes[kind] += size
    order = [*sorted(set(files) - {_DATA, _TAGS}), *(kind for kind in (_DATA, _TAGS) if kind in files)]
    return tuple(Content(kind, files[kind], sizes[kind]) for kind in order)
