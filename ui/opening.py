"""Open or make a workspace: work for a worker. What is heavy is imported inside, on that thread.

The start page must be up before the database library is loaded, and the window must not stand
still while it is.
"""

from __future__ import annotations

import datetime as dt
import importlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.progress import Progress
from ui.jobs import Work, aside

if TYPE_CHECKING:
    from jxdesk.app.session import Session
    from ui.picture import Picture

_WINDOW = ("ui.main_window", "ui.desk", "jxdesk.app.session", "jxdesk.app.checking")
_IN_A_WINDOW = (
    "ui.pages.evidence.block",
    "ui.steps.overview",
    "ui.steps.documents",
    "ui.steps.freeze",
    "ui.steps.scan",
    "ui.steps.seal",
    "ui.steps.deliver",
    "ui.palette_here",
    "ui.history_dialog",
    "ui.import_here",
    "ui.handout_here",
    "ui.merge_here",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session on the worker's thread, and the first picture of it: the window has it checked."""

    session: Session
    picture: Picture


def opening(path: Path, *, read_only: bool = False, page: str = "") -> Work[Opened]:
    """Open the workspace at ``path``, to be shown at ``page`` (``MainWindow.key``).

    Raises ``UserError`` ``store.*``.
    """

    def work(progress: Progress) -> Opened:
        progress("正在打开工作区", 0, 0)
        from jxdesk.app.session import Session

        return _first_picture(Session.open(path, read_only=read_only), progress, page)

    return work


def making(path: Path, notice_id: str) -> Work[Opened]:
    """Make an empty workspace for a notice that comes with the program, and open it."""

    def work(progress: Progress) -> Opened:
        progress("正在新建工作区", 0, 0)
        from jxdesk.app.session import Session
        from jxdesk.notice import load_installed

        return _first_picture(Session.create(path, load_installed(notice_id)), progress)

    return work


def making_demo(path: Path) -> Work[Opened]:
    """Make a workspace with the fictional county at ``path``, and open it."""

    def work(progress: Progress) -> Opened:
        label = "正在准备演练用的虚构县"
        progress(label, 0, 0)
        try:
            aside(progress, label, make_demo, path)
            _look_through(path, progress)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        return opening(path)(progress)

    return work


def make_demo(path: Path) -> None:
    """Make a workspace with the fictional county at ``path``, which must not exist yet."""
    from jxdesk.app.demo_run import new_demo_workspace
    from jxdesk.base import clock
    from jxdesk.notice import installed, load_installed

    new_demo_workspace(path, load_installed(installed()[-1]), clock.now, look=False).close()


def _look_through(path: Path, progress: Progress) -> None:
    """Look at the demo's files, from here: the process that made them may have none of its own."""
    from jxdesk.app.demo_run import look_through
    from jxdesk.app.session import Session

    with Session.open(path) as session:
        look_through(session, progress)


def demo_name(now: dt.datetime) -> str:
    """The folder's name of a training workspace begun at ``now`` (local time)."""
    return f"演练-{now:%Y%m%d-%H%M%S}.jxdesk"


def loading(_: Progress) -> None:
    """Load what a window is made of, on a worker: the window's own thread has only to put it together."""
    for name in _WINDOW:
        importlib.import_module(name)


def _load_page(session: Session, page: str) -> None:
    """Load what the page needs with which the window begins, where that is more than any page does."""
    from ui.steps.all import STEPS

    kind, _, title = page.partition(":")
    if kind == "stage" and title in STEPS:
        STEPS[title]()
    elif any(part.id == page and "evidence" in part.records for part in session.notice.form.parts):
        importlib.import_module("ui.pages.evidence.block")


def loading_rest(_: Progress) -> None:
    """Load what is opened in a window, so that nobody waits for it when it is first wanted."""
    for name in (*_WINDOW, *_IN_A_WINDOW):
        importlib.import_module(name)


def _first_picture(session: Session, progress: Progress, page: str = "") -> Opened:
    try:
        loading(progress)
        _load_page(session, page)
        from jxdesk.app.checking import NOT_YET
        from ui.picture import take

        return Opened(session, take(session, NOT_YET))
    except BaseException:
        session.close()
        raise
