"""What the window's benchmark measures, each task in a process of its own.

``python build/window_tasks.py TASK BEGAN PATH…`` prints figures by name; ``BEGAN`` is the monotonic clock's
reading in the process that started it.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from jxdesk.app.session import Session
    from jxdesk.base.progress import Progress
    from ui.main_window import MainWindow

IMPORTED = 2_000
_TICK_MILLISECONDS = 5
_SECONDS_STOOD = 2.0
_SECONDS = 120.0
_ROOT = Path(__file__).resolve().parent.parent
_NOTICE = "jx-2025"
_WORKBOOK = "enterprises.xlsx"


# --- making --------------------------------------------------------------------


def _make_demo(_: float, path: Path) -> None:
    """The demo county, printed, scanned and sealed once; its key and password beside it."""
    from jxdesk.app.demo_run import run_demo
    from jxdesk.base import clock
    from jxdesk.base.progress import silent
    from jxdesk.notice import load_installed

    made = run_demo(path.parent / "made", load_installed(_NOTICE), clock.now, silent, lambda _: None)
    made.workspace.rename(path)


def _make_large(_: float, path: Path) -> None:
    import bench_check

    bench_check.make(path)


def _make_empty(_: float, path: Path, large: Path) -> None:
    """An empty workspace, and beside it a workbook with enterprises to import."""
    from jxdesk.app.importing import kind_of, write_filled
    from jxdesk.app.session import Session
    from jxdesk.notice import load_installed

    notice = load_installed(_NOTICE)
    Session.create(path, notice).close()
    with Session.open(large, read_only=True) as session:
        some = dataclasses.replace(
            session.application, enterprises=session.application.enterprises[:IMPORTED]
        )
    write_filled(kind_of("enterprises"), path.parent / _WORKBOOK, notice, some)


# --- the start page ------------------------------------------------------------


def _bare(began: float) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    window = QWidget()
    window.resize(1000, 620)
    window.show()
    _shown(app, began)


def _start(began: float) -> None:
    """Through the program's own entry; instead of waiting for clicks it ends when all is painted."""
    from ui import launch

    def end(app: QApplication) -> int:
        _shown(app, began)
        return 0

    from PySide6.QtWidgets import QApplication

    QApplication.exec = end  # type: ignore[assignment, method-assign]
    launch.main([])


def _shown(app: QApplication, began: float) -> None:
    app.processEvents()
    _say(shown=time.monotonic() - began, busy=time.process_time(), memory=_megabytes())
    sys.stdout.flush()
    os._exit(0)


# --- a window on a workspace ---------------------------------------------------


class _Ticks:
    """Seconds between the ticks of a timer in the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=_TICK_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def figures(self) -> dict[str, float]:
        """Milliseconds: what 95 of 100 gaps do not exceed, and the longest."""
        gaps = sorted(self.gaps)
        return {"usual": gaps[int(len(gaps) * 0.95)] * 1000, "longest": gaps[-1] * 1000}


class _Running:
    """The program without a screen."""

    def __init__(self) -> None:
        gc.disable()
        from ui.program import SWITCH_SECONDS, Program, new_application

        sys.excepthook = _die
        self.app = new_application(["jxdesk"])
        sys.setswitchinterval(SWITCH_SECONDS)
        self.program = Program(self.app)
        self.program.start(None)
        self.app.processEvents()

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window run until ``done``."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        timer = QTimer(interval=_TICK_MILLISECONDS)
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start()
        QTimer.singleShot(round(_SECONDS * 1000), loop.quit)
        loop.exec()
        if not done():
            raise TimeoutError

    def stand(self, seconds: float) -> None:
        """Let the window run for so long."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= until)

    def open(self, path: Path) -> MainWindow:
        """The window on ``path``, shown and at rest."""
        self.program.open(path)
        self.wait(lambda: bool(self.program.windows))
        window = self.program.windows[0]
        self.app.processEvents()
        return window


def _open(_: float, path: Path) -> None:
    _open_after(_SECONDS_STOOD, path)


def _open_at_once(_: float, path: Path) -> None:
    _open_after(0.0, path)


def _open_after(seconds: float, path: Path) -> None:
    running = _Running()
    running.stand(seconds)
    ticks = _Ticks()
    began, busy = time.perf_counter(), time.thread_time()
    window = running.open(path)
    shown, used = time.perf_counter() - began, time.thread_time() - busy
    running.wait(lambda: not window.picture.report.pending)
    checked = time.perf_counter() - began
    running.wait(lambda: not window.desk.worker.busy)
    longest = ticks.figures()["longest"]
    running.stand(_SECONDS_STOOD)
    _say(shown=shown, checked=checked, busy=used, longest=longest, memory=_megabytes())
    sys.stdout.flush()
    os._exit(0)


def _import(_: float, __: Path, ___: Path, path: Path) -> None:
    from jxdesk.app.import_look import Question, look_into
    from jxdesk.app.importing import apply_plan, kind_of

    book = path.parent.parent / _WORKBOOK

    def work(session: Session, progress: Progress) -> None:
        question = Question(kind_of("enterprises"), {})
        looked = look_into(book, question, session.notice, session.application, progress)
        if looked.plan is None or not apply_plan(session, looked.plan).applied:
            raise ValueError("the rows were not taken")

    _stand(path, "register", work)


def _check(_: float, __: Path, path: Path, ___: Path) -> None:
    from jxdesk.app.checking import check

    def work(session: Session, _: Progress) -> None:
        session.set_text("basic.cluster_name", "平湖县数字产业集群")
        session.engine = type(session.engine)(session.catalogue)
        check(session)

    _stand(path, "register", work)


def _seal(_: float, path: Path, __: Path, ___: Path) -> None:
    from jxdesk.app import sealing
    from jxdesk.signing import keyfile
    from ui.packages import verify_sealed
    from ui.steps.documents import write_aside

    made = path.parent.parent / "made"
    password = next(made.glob("*.txt")).read_text(encoding="utf-8").strip()

    def work(session: Session, progress: Progress) -> None:
        signer = keyfile.read(next(made.glob("*.jxkey"))).unlock(password)
        out = path.parent / "second"
        sealing.seal(session, signer, out, progress, write=write_aside, read_back=verify_sealed)

    _stand(path, "basic", work)


def _stand(path: Path, part: str, work: Callable[[Session, Progress], None]) -> None:
    """Do ``work`` on the desk of a window that shows ``part``, and say how it stood still."""
    running = _Running()
    window = running.open(path)
    running.wait(lambda: not window.desk.worker.busy)
    running.stand(_SECONDS_STOOD)
    window.open_part(part)
    running.app.processEvents()
    refused: list[Exception] = []
    done: list[None] = []
    ticks, began = _Ticks(), time.perf_counter()
    window.desk.act(work, done.append, title="测速", refused=refused.append)
    running.wait(lambda: bool(refused) or (bool(done) and not window.desk.worker.busy))
    if refused:
        raise refused[0]
    _say(seconds=time.perf_counter() - began, **ticks.figures())
    sys.stdout.flush()
    os._exit(0)


def _die(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What goes wrong in the window's thread ends the measurement."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(**figures: float) -> None:
    for name, value in figures.items():
        print(name, value)


_TASKS: dict[str, Callable[..., None]] = {
    "make-demo": _make_demo,
    "make-large": _make_large,
    "make-empty": _make_empty,
    "bare": _bare,
    "start": _start,
    "open": _open,
    "open-at-once": _open_at_once,
    "import": _import,
    "check": _check,
    "seal": _seal,
}


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    _TASKS[sys.argv[1]](float(sys.argv[2]), *map(Path, sys.argv[3:]))
