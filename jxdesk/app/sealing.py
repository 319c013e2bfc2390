"""Seal: one signed package of what was checked and printed, verified before it is believed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.app import checking, facts, printing, reprinting, scanning
from jxdesk.app.naming import file_name
from jxdesk.app.page_record import page_record
from jxdesk.app.reporting import report_sheet
from jxdesk.app.session import Session
from jxdesk.app.settling import listing_digest
from jxdesk.base.atomic import scratch_folder
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.names import MAX_SEGMENT
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import FolderTree
from jxdesk.domain import canonical, plain_json
from jxdesk.domain.show import show
from jxdesk.domain.work import PrintRun
from jxdesk.package import layout
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.contents import Scan
from jxdesk.package.reading_page import Reading
from jxdesk.package.report import Report
from jxdesk.package.seal import Item, Sealed
from jxdesk.package.seal import seal as write_package
from jxdesk.package.verify import verify
from jxdesk.signing.signer import Signer
from jxdesk.store.entries import SealRecord

if TYPE_CHECKING:
    from jxdesk.documents.bundle import Rendered

Verifier = Callable[[Path, date, Progress], Report]

PRINT, EDITABLE, LISTS = "打印版", "可编辑版", "名单与清单"
SCAN_NAME = "盖章扫描件.pdf"


def ready(session: Session, progress: Progress = silent) -> checking.CheckReport:
    """What the check says at sealing, for a last look before it.

    Files that were not looked at yet are looked at first, and where the data were changed after the
    printing, which pages that changes. Raises ``UserError`` ``seal.blocked``
    (exit 1) while an error stands or a warning has no reason.
    """
    facts.refresh(session, progress)
    reprinting.reprint_list(session, progress)
    report = checking.check(session, sealing=True)
    checking.refuse_blocked(report)
    return report


def verify_sealed(folder: Path, received_on: date, progress: Progress) -> Report:
    """Judge the package in ``folder``, of which no signer is known; the report is without its application."""
    report = verify(FolderTree(folder), trust=None, received_on=received_on, progress=progress)
    return replace(report, application=None)


def seal(
    session: Session,
    signer: Signer,
    out: Path,
    progress: Progress,
    *,
    write: printing.Writer = printing.write_documents,
    read_back: Verifier = verify_sealed,
) -> Sealed:
    """Write the signed package into the folder ``out``, under a name of its own.

    Refuses (``UserError``, exit 1) while an error stands, a warning has no reason, or the
    present data differs from what was printed, and while a stored file is not what was stored.
    The package is verified whole before it takes its place and is recorded as the workspace's
    next version. Whatever goes wrong, Ctrl-C included, leaves neither package nor record.
    ``write`` as for :func:`jxdesk.app.printing.render`; ``read_back`` is :func:`verify_sealed`, or a
    way to have it done in another process.
    """
    report = ready(session, progress)
    info = _info(session)
    with scratch_folder(out) as aside:
        made = write(session.application, session.notice, aside, None, progress)
        items = tuple(_items(session, report, made, _sorted_scan(session, aside, progress)))
        target = (out / _folder_name(session, info)).absolute()

        def judge(made: Sealed) -> None:
            _believe(made, read_back(made.path, session.clock().date(), progress))
            record = SealRecord(
                version=info.version,
                digest=made.digest,
                sealed_at=info.sealed_at,
                organisation=info.organisation,
                fingerprint=made.fingerprint,
            )
            session.workspace.begin_seal(record, target)

        with _settled(session, aside):
            sealed = write_package(
                items, info, signer, target, progress, reading=_reading(session, report), judge=judge
            )
            session.workspace.settle_seal(info.version, stands=True)
    return sealed


def _sorted_scan(session: Session, aside: Path, progress: Progress) -> Path | None:
    """The matched scan as one PDF; ``None`` where the notice wants none and none is whole."""
    found = scanning.matched(session)
    if found is None or not found.is_complete:
        return None
    path = aside / SCAN_NAME
    scanning.write_sorted(session, found, path, progress)
    return path


def _items(
    session: Session, report: checking.CheckReport, made: Rendered, scan: Path | None
) -> Iterator[Item]:
    """The payload below ``data/``, the renderings ``made`` anew and held against the print run."""
    workspace, application = session.workspace, session.application
    run = workspace.print_run()
    if run is None or made.pages != run.pages:
        raise UserError(
            "seal.reprint",
            "现在排出的打印版与上次打印的页面不一致（程序或字体可能更新过）。",
            "请重新生成打印版，按提示重印变化的页并盖章，然后再封装。",
            exit_code=EXIT_NO,
        )
    data = canonical.encode(application)
    if not plain_json.fits(data):
        raise UserError(
            "seal.too-large", "申报数据太多，封装后将不能核验。", "请删减名单和过长的文字，再重新封装。"
        )
    yield Item("application.json", data)
    yield Item("report.json", report.report_bytes())
    yield from _scan_items(session, run, scan)
    folders = {".pdf": PRINT, ".docx": EDITABLE, ".xlsx": LISTS}
    for path in made.files:
        yield Item(f"{folders[path.suffix]}/{path.name}", path)
    for name, data in session.notice.files.items():
        yield Item(f"{layout.NOTICE}/{name}", data)
    for number, file in enumerate(application.evidence, 1):
        # To be sealed only if it still is what was stored.
        yield Item(_numbered(layout.EVIDENCE, number, file.name), workspace.file(file.sha256), file.sha256)


def _scan_items(session: Session, run: PrintRun, scan: Path | None) -> Iterator[Item]:
    """``pages.json`` and the matched scan it speaks of."""
    if scan is None:
        yield Item("pages.json", plain_json.dump(page_record(run, None, None)))
        return
    with scan.open("rb") as handle:
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    record = page_record(run, scanning.matched(session), Scan(name=scan.name, sha256=sha256))
    yield Item("pages.json", plain_json.dump(record))
    yield Item(f"{layout.SCANS}/{scan.name}", scan, sha256)


def _info(session: Session) -> BagInfo:
    application = session.application
    lead = application.lead
    seals = session.workspace.seals()
    last = max(seals, key=lambda record: record.version, default=None)
    return BagInfo(
        organisation=application.applicant_name,
        applicant=lead.uscc if lead else "",
        application_id=application.id,
        cluster_name=application.basic.cluster_name,
        version=last.version + 1 if last else 1,
        previous_digest=last.digest if last else None,
        notice_id=application.notice.id,
        notice_digest=application.notice.digest,
        sealed_at=session.clock(),
    )


def _reading(session: Session, report: checking.CheckReport) -> Reading:
    """What the package's reading page shows: the whole form, and the check with the reasons that travel."""
    from jxdesk.documents.form import build_outline

    application, catalogue = session.application, session.catalogue
    sheet = report_sheet(report, application, catalogue, session.clock(), for_reviewer=True)
    return Reading(_highlights(session), build_outline(application, session.notice), sheet)


def _highlights(session: Session) -> tuple[tuple[str, str], ...]:
    """What a reader looks for first, for the package's reading page."""
    fields = ("basic.dominant_industry", "scale.revenue_total", "scale.growth", "basic.enterprise_count")
    catalogue, notice = session.catalogue, session.notice
    shown = [(catalogue.field(f).label, show(catalogue.field(f), session.value(f), notice)) for f in fields]
    projects = notice.part_of("projects").nav
    return (*shown, (projects, f"{len(session.application.projects)} 项"))


def _believe(sealed: Sealed, report: Report) -> None:
    """The finished package was verified before it takes its place."""
    if report.verdict == "sound" and report.digest == sealed.digest:
        return
    first = report.faults[0].path if report.faults else ""
    raise UserError(
        "seal.not-sound",
        f"封装后复核没有通过（{first}），没有生成申报包。",
        "请检查磁盘是否完好、是否有程序在改动文件，然后重试。",
    )


@contextmanager
def _settled(session: Session, aside: Path) -> Iterator[None]:
    """Whatever ends the block early, neither a package that began to be recorded stays, nor its record.

    What stands at its place is taken away only if it is that one. It is moved ``aside`` in one step, to
    go with the rest.
    """
    try:
        yield
    except BaseException:
        for record, place in session.workspace.unsettled_seals():
            if listing_digest(place) == record.digest:
                os.rename(place, aside / "not-recorded")
            session.workspace.settle_seal(record.version, stands=False)
        raise


def _folder_name(session: Session, info: BagInfo) -> str:
    name = session.application.applicant_name
    mark = "演示-" if session.application.demo and "演示" not in name else ""
    tail = f"-第{info.version}版"
    return file_name(mark + name, longest=MAX_SEGMENT - len(tail)) + tail


def _numbered(folder: str, number: int, name: str) -> str:
    return f"{folder}/{file_name(f'{number:03d}-{name}')}"
