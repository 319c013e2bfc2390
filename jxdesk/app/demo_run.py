"""The main job on the fictional county, from an empty folder to a verified disc image."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jxdesk.app import checking, delivery, facts, printing, scanning, screening, sealing
from jxdesk.app.demo import KINDS, DemoCounty, build, simulated_scan
from jxdesk.app.scan_report import bottom_line
from jxdesk.app.session import Session
from jxdesk.base.atomic import write_bytes
from jxdesk.base.clock import Clock
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.finding import Level
from jxdesk.notice import Notice
from jxdesk.rules.screened import needs_eyes
from jxdesk.signing import keyfile

SEED = 2025
WORKSPACE = "演示工作区.jxdesk"
_LOOKED = "经办人（演示）"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoRun:
    """Where everything of a demo run lies; ``password`` unlocks its one-time key."""

    workspace: Path
    documents: Path
    key: Path
    package: Path
    image: Path
    digest: str
    fingerprint: str


def new_demo_workspace(
    path: Path,
    notice: Notice,
    clock: Clock,
    progress: Progress = silent,
    *,
    kind: str = KINDS[0],
    look: bool = True,
) -> Session:
    """A workspace with a fictional county in it, plainly marked 演示; close it when done.

    ``kind`` is one of ``KINDS``: a county alone, or one with a development zone. The reasons for its
    warnings are written, and its files were looked at. Without ``look`` that is left to
    :func:`look_through`: a process that may have no children itself can't do it.
    """
    from jxdesk.documents.fonts import load_fonts

    county = build(notice, SEED, load_fonts(), progress, kind=kind)
    session = Session.create(path, notice, application_id=county.application.id, demo=True, clock=clock)
    try:
        for data in county.files.values():
            session.workspace.add_bytes(data)
        session.workspace.replace_application(county.application, "装入演示县")
        _explain(session, county)
        if look:
            look_through(session, progress)
    except BaseException:
        session.close()
        shutil.rmtree(path, ignore_errors=True)
        raise
    return session


def look_through(session: Session, progress: Progress = silent) -> None:
    """Look at the county's files, and have somebody look through its pictures as a real county would."""
    facts.refresh(session, progress)
    known = facts.known(session)
    for row in session.application.evidence:
        if row.sha256 in known and needs_eyes(known[row.sha256]):
            screening.confirm(session, row.uid, _LOOKED, "逐页看过，没有敏感内容。")


def _explain(session: Session, county: DemoCounty) -> None:
    """Write the county's reasons for those of its warnings that the notice's rules raise."""
    reasons = {reason.key: reason for reason in county.reasons}
    for judged in checking.check(session).judged:
        reason = reasons.get(judged.finding.key)
        if reason is not None and judged.finding.level is Level.WARNING:
            checking.write_reason(session, judged.finding, reason.text, for_reviewer=reason.for_reviewer)


def run_demo(out: Path, notice: Notice, clock: Clock, progress: Progress, say: Say) -> DemoRun:
    """Workspace → check → documents → stamped scan → seal → image → verify, all below ``out``.

    Raises ``UserError`` when a step says no; what was finished until then stays.
    """
    workspace = out / WORKSPACE
    with new_demo_workspace(workspace, notice, clock, progress) as session:
        say(f"工作区      {workspace}")
        report = checking.check(session)
        say(f"检查        {report.bottom_line}")
        documents = out / "申报文件"
        printed = printing.render(session, documents, progress)
        pages = len(printed.run.pages) if printed.run else 0
        say(f"申报文件    {documents}（打印版 {pages} 页）")
        scanned = _scan(session, documents, out / "模拟盖章扫描件.pdf", progress)
        say(f"盖章扫描件  已模拟，逐页标明“演示”；{bottom_line(scanned)}")
        key, password = out / "演示签名.jxkey", secrets.token_urlsafe(12)
        organisation = session.application.applicant_name
        keyfile.create(key, organisation=organisation, name="演示", password=password, clock=clock)
        write_bytes(out / "演示签名口令.txt", f"{password}\n".encode())
        sealed = sealing.seal(session, keyfile.read(key).unlock(password), out / "申报包", progress)
        say(f"申报包      {sealed.path}")
    image = delivery.image([sealed.path], out / "演示光盘.iso", progress)
    say(f"光盘映像    {image.path}（{image.size / 1e6:.1f} MB，已逐字节读回核对）")
    verified = delivery.verify_at(image.path, None, clock().date(), progress)
    if any(item.report.verdict != "sound" for item in verified):
        raise UserError("demo.not-sound", "光盘映像核验没有通过。", "请检查磁盘后重试。", exit_code=EXIT_NO)
    say(f"核验        {verified[0].report.bottom_line}")
    say(f"包摘要      {sealed.digest}")
    return DemoRun(workspace, documents, key, sealed.path, image.path, sealed.digest, sealed.fingerprint)


def _scan(session: Session, documents: Path, out: Path, progress: Progress) -> scanning.ScanState:
    """Simulate the stamped scan as ``out``, and import it as a real one would be."""
    from jxdesk.documents.fonts import load_fonts

    pdf = next(documents.glob("*.pdf"))
    write_bytes(out, simulated_scan(pdf.read_bytes(), load_fonts(), SEED, progress))
    return scanning.add(session, [out], progress)
