"""The print PDF and the DOCX of a form with a list of 500 rows and 11 columns, beside LibreOffice.

The form is the demo county's with 500 enterprises in its register, and a few projects and files: about
60 pages. Each run is a process of its own, fonts loaded anew, seconds are those of the processor. The
peer does what the two together do, from the same data: it lays the DOCX out and writes it as PDF.
"""

from __future__ import annotations

import dataclasses
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench_rows import Row, median

if TYPE_CHECKING:
    from jxdesk.documents.outline import Outline

NAME = "documents"
ROWS = 500
FEW = 5
ROUNDS = 5
GOAL_PDF_SECONDS = 3.0
GOAL_DOCX_SECONDS = 1.0
_NOTICE = "jx-2025"
_ROOT = Path(__file__).resolve().parent.parent
_PEER = "LibreOffice"


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty)."""
    workspace = folder / "made.jxdesk"
    _child("make", workspace, folder)
    office = shutil.which("soffice")
    ours: dict[str, list[float]] = {}
    peers: list[float] = []
    for _ in range(ROUNDS):
        for step, value in _measured(_child("write", workspace, folder)).items():
            ours.setdefault(step, []).append(value)
        if office is not None:
            peers.append(_converted(office, folder))
    pdf, docx = median(ours["pdf"]), median(ours["docx"])
    peer = median(peers) if peers else None
    name = _PEER if peers else ""
    pages = round(median(ours["pages"]))
    goal_pdf, goal_docx = f"≤ {GOAL_PDF_SECONDS:g} s CPU", f"< {GOAL_DOCX_SECONDS:g} s CPU"
    return [
        Row(
            f"打印版 {pages} 页（{ROWS} 行 × 11 列）", pdf, "s", name, peer, goal_pdf, pdf <= GOAL_PDF_SECONDS
        ),
        Row("可编辑版（同样内容）", docx, "s", name, peer, goal_docx, docx < GOAL_DOCX_SECONDS),
        Row("两者的内存", median(ours["memory"]), "MB"),
    ]


def _measured(output: str) -> dict[str, float]:
    return {step: float(value) for step, value in (line.split() for line in output.splitlines())}


def _converted(office: str, folder: Path) -> float:
    """Processor seconds that LibreOffice takes to make a PDF of our DOCX, once it has a profile."""
    command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder / "converted"), str(folder / "bench.docx")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _child(task: str, workspace: Path, folder: Path) -> str:
    command = [sys.executable, str(Path(__file__).resolve()), task, str(workspace), str(folder)]
    done = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def _make(workspace: Path) -> None:
    from jxdesk.app.demo_run import new_demo_workspace
    from jxdesk.base import clock
    from jxdesk.notice import load_installed

    with new_demo_workspace(workspace, load_installed(_NOTICE), clock.now, look=False) as session:
        application = session.application
        held = application.enterprises
        more = (
            dataclasses.replace(
                held[number % len(held)],
                uid=f"{number:016x}",
                name=f"云岭第{number}数字科技有限公司",
                dominant=False,
                above_scale=False,
                chain_role="",
                honours="",
                place="数字路",
            )
            for number in range(len(held), ROWS)
        )
        session.workspace.replace_application(
            dataclasses.replace(
                application,
                enterprises=(*held, *more),
                projects=application.projects[:FEW],
                evidence=application.evidence[:FEW],
            ),
            "测速",
        )


def _outline(workspace: Path) -> tuple[str, Outline]:
    from jxdesk.app.session import Session
    from jxdesk.documents.form import build_outline

    with Session.open(workspace, read_only=True) as session:
        return session.application.id, build_outline(session.application, session.notice)


def _write(workspace: Path, folder: Path) -> None:
    """Write both and print the seconds of each, the number of pages and the peak memory."""
    from jxdesk.base.progress import silent
    from jxdesk.documents.fonts import load_fonts, word_fonts
    from jxdesk.documents.pdf import print_pdf
    from jxdesk.documents.word import write_docx

    application_id, outline = _outline(workspace)
    start = time.process_time()
    printed = print_pdf(outline, application_id, folder / "bench.pdf", load_fonts(), silent)
    middle = time.process_time()
    write_docx(outline, folder / "bench.docx", word_fonts(), silent, printed.headings)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("pdf", middle - start)
    print("docx", end - middle)
    print("pages", len(printed.pages))
    print("memory", peak)


if __name__ == "__main__":
    task, made, scratch = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    _make(made) if task == "make" else _write(made, scratch)
