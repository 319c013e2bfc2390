"""The running program: the start page, the windows on workspaces, and the way between them."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from jxdesk.base.errors import UserError
from jxdesk.base.paths import user_data
from ui import messages, opening, recent
from ui.crash import CrashHook
from ui.garbage import Garbage
from ui.jobs import Work, Worker, settle
from ui.kept import Kept
from ui.opening import Opened
from ui.recent_list import looking
from ui.start_page import StartPage
from ui.theme import Look

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.picture import Picture

# How long a thread that wants Python's turn waits before it asks for it. Painting a table asks Qt and
# Python in turn some hundred times, and each time a busy worker may have taken the turn meanwhile: with
# 500 µs the window stood still for 210 ms while 5,000 enterprises were checked, with 50 µs for 70 ms;
# with 20 µs the two get in each other's way and it is 90 ms.
SWITCH_SECONDS = 0.00005

_LOG = logging.getLogger(__name__)
# The start page, or the window, is there by then.
_READY_MS = 300


def run(workspace: Path | None) -> int:
    """Show the start page, or the window on ``workspace``, until the last window is closed."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = new_application(sys.argv)
    CrashHook(app).install()
    program = Program(app)
    program.start(workspace)
    code = app.exec()
    settle()
    return code


def new_application(argv: list[str]) -> QApplication:
    """The one ``QApplication``, with Qt's own words in Chinese. Its look is made by :class:`Program`."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    # The style by its word: made as an object it would load all that Qt knows of styles.
    app = QApplication([*argv[:1], "-style", "fusion"])
    app.setApplicationName("jxdesk")
    app.setApplicationDisplayName(messages.PROGRAM)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    return app


class Program(QObject):
    """Holds what is open. ``refused`` carries the :class:`UserError` of what could not be opened."""

    refused = Signal(object)

    def __init__(self, app: QApplication, look: Look | None = None, *, keep_recents: bool = True) -> None:
        """``keep_recents`` is off where nobody is meant to come back to what was opened."""
        super().__init__(app)
        self._keep_recents = keep_recents
        self._kept = Kept() if keep_recents else None
        self.look = look or (self._kept.make_look(app) if self._kept else Look(app))
        if self._kept is not None:
            self.look.changed.connect(self._keep_look)
        self.windows: list[MainWindow] = []
        self.start_page = StartPage(self.look)
        self.start_page.open_wanted.connect(self.open)
        self.start_page.new_wanted.connect(self.ask_new)
        self.start_page.demo_wanted.connect(self.make_demo)
        self.start_page.received_wanted.connect(self.verify)
        self._opening = self._ready = False
        self._garbage = Garbage(self)
        self._leaving: dict[int, MainWindow] = {}

    def start(self, workspace: Path | None) -> None:
        """Show the start page and, after it has been painted, go on with the rest."""
        self.start_page.show()
        if workspace is not None:
            self.open(workspace)
        else:
            QTimer.singleShot(0, self._look_for_recents)
            QTimer.singleShot(_READY_MS, self, self._get_ready)

    def open(self, path: Path) -> None:
        """Open the workspace at ``path``; if that window is open already, bring it to the front."""
        path = Path(path).absolute()
        for window in self.windows:
            if window.path == path:
                window.raise_()
                window.activateWindow()
                return

        def failed(error: UserError) -> None:
            if error.code == "store.locked":
                messages.offer_read_only(self.start_page, error, lambda: self._open_read_only(path))
            else:
                messages.show_error(self.start_page, error)

        self._begin(opening.opening(path, page=self._page_of(path)), f"正在打开“{path.name}”", failed)

    def ask_new(self) -> None:
        """Ask for the name of a new workspace, then make and open it."""
        from ui.new_dialog import NewDialog

        dialog = NewDialog(self.look, self.start_page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.make)
        dialog.open()

    def make(self, path: Path, notice_id: str) -> None:
        """Make and open an empty workspace."""
        self._begin(opening.making(path, notice_id), "正在新建工作区", self._refused)

    def make_demo(self) -> None:
        """Make and open a fresh training workspace with the fictional county."""
        path = user_data() / "演练" / opening.demo_name(dt.datetime.now().astimezone())
        self._begin(opening.making_demo(path), "正在准备演练", self._refused)

    def verify(self, path: Path) -> None:
        """Verify a received disc, folder or image beside the start page."""
        from ui.received import ReceivedDialog

        dialog = ReceivedDialog(self.look, self.start_page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.verify(path)

    # --- inside ------------------------------------------------------------------------------

    def _open_read_only(self, path: Path) -> None:
        work = opening.opening(path, read_only=True, page=self._page_of(path))
        self._begin(work, f"正在打开“{path.name}”", self._refused)

    def _refused(self, error: UserError) -> None:
        messages.show_error(self.start_page, error)

    def _begin(self, work: Work[Opened], title: str, failed: Callable[[UserError], None]) -> None:
        if self._opening:
            return
        self._opening = True
        self._garbage.wait()
        self.start_page.let_be(working=True)
        worker = Worker(self)
        self.start_page.busy.listen(worker)

        settled = False

        def settle() -> None:
            nonlocal settled
            settled = True
            self._opening = False
            self._garbage.keep()
            self.start_page.let_be(working=False)
            self.start_page.busy.forget(worker)

        def done(opened: Opened) -> None:
            settle()
            self._show_window(worker, opened)

        def refused(error: UserError) -> None:
            settle()
            worker.stop()
            worker.deleteLater()
            self.refused.emit(error)
            failed(error)

        def cancelled() -> None:
            # The worker goes on with the window: later it is idle again and again, while others open.
            if not settled:
                settle()

        worker.idle.connect(cancelled)
        worker.submit(work, done, refused, title=title)

    def _show_window(self, worker: Worker, opened: Opened) -> None:
        from ui.desk import Desk
        from ui.main_window import MainWindow

        desk = Desk(worker, opened.session, opened.picture)
        window = MainWindow(self.look, desk, self._page_of(opened.picture.path))
        window.gone.connect(self._window_gone)
        window.start_wanted.connect(self._show_start)
        self.windows.append(window)
        self._remember(opened.picture)
        # Once more when it has been checked.
        desk.when_idle(lambda: self._remember(desk.picture))
        if self._kept is not None:
            self._kept.bring_back(window)
        window.show()
        self.start_page.hide()
        QTimer.singleShot(_READY_MS, self, self._get_ready)

    def _page_of(self, path: Path) -> str:
        return self._kept.page_of(path) if self._kept is not None else ""

    def _window_gone(self, window: MainWindow) -> None:
        self.windows.remove(window)
        if self._kept is not None:
            self._kept.keep_window(window)
        self._remember(window.picture)
        # Held until Qt has deleted it: dropped before, Python would delete it a second time.
        self._leaving[id(window)] = window
        window.destroyed.connect(partial(self._window_deleted, id(window)))
        window.deleteLater()

    def _window_deleted(self, number: int) -> None:
        del self._leaving[number]
        QTimer.singleShot(0, self, self._garbage.clear)

    def _keep_look(self) -> None:
        if self._kept is not None:
            self._kept.keep_look(self.look)

    def _show_start(self) -> None:
        self.start_page.reload()
        self.start_page.show()
        self._look_for_recents()

    def _remember(self, picture: Picture) -> None:
        if not self._keep_recents:
            return
        when = dt.datetime.now().astimezone()
        item = recent.Recent(
            str(picture.path),
            picture.title,
            picture.standing,
            f"{when:%Y-%m-%d %H:%M}",
            picture.application.demo,
        )
        try:
            recent.remember(item)
        except UserError as error:
            # The list is a convenience: a folder that can't be written must not stop the work.
            _LOG.warning("recent workspaces not saved: %s", error.code)

    def _get_ready(self) -> None:
        """Load what windows and their pages need while nobody asks for anything: it is most of opening."""
        if self._opening or self._ready:
            return
        self._ready = True
        loader = Worker(self)
        self.destroyed.connect(loader.leave)
        self._garbage.wait()

        def done(_: object) -> None:
            if not self._opening:
                self._garbage.keep()
            loader.stop()
            loader.deleteLater()

        loader.submit(opening.loading_rest, done, self._refused)

    def _look_for_recents(self) -> None:
        items = self.start_page.model.items
        if not items:
            return
        looker = Worker(self)

        def done(missing: frozenset[str]) -> None:
            self.start_page.model.show_missing(missing)
            looker.stop()
            looker.deleteLater()

        looker.submit(looking(items), done, self._refused)
