"""A small county on disk, the one look, and windows that are closed when a test is over."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.notice import load_installed
from ui.main_window import MainWindow
from ui.program import Program
from ui.theme import Look, Scheme, bundled_family

WHEN = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)

FILLED = {
    "cover.month": "2025年10月",
    "pledge.accepted": "是",
    "pledge.no_accident": "是",
    "pledge.date": "2025-10-20",
    "basic.cluster_name": "清溪县智能传感器数字产业集群",
    "basic.dominant_industry": "智能传感器",
    "basic.employees": "3200",
    "basic.enterprise_count": "3",
    "basic.above_scale_count": "2",
    "basic.contact_name": "王小明",
    "basic.contact_phone": "0791-88886666",
    "basic.contact_email": "office@example.cn",
    "basic.contact_address": "清溪县人民路1号",
    "basic.introduction": "清溪县的传感器产业起步较早。",
    "scale.revenue_total": "30.5",
    "scale.growth": "8.2",
    "scale.overview": "产业链上下游配套较为完整。",
}
ENTERPRISES = (
    {"name": "清溪传感有限公司", "dominant": "是", "above_scale": "是", "revenue": "12.5", "growth": "9"},
    {"name": "清溪芯片有限公司", "dominant": "是", "above_scale": "是", "revenue": "8.1", "growth": "7"},
    {"name": "清溪软件有限公司", "dominant": "否", "above_scale": "否", "revenue": "0.4", "growth": "5"},
)


@pytest.fixture(scope="session")
def county_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a workspace that is filled but for the contact's title and the lists' details."""
    path = tmp_path_factory.mktemp("county") / "清溪县.jxdesk"
    with Session.create(
        path, load_installed("jx-2025"), application_id="c0ffee", clock=lambda: WHEN
    ) as session:
        for field, text in FILLED.items():
            session.set_text(field, text)
        member = session.add_row("members")
        session.set_text("members.name", "清溪县人民政府", member)
        for values in ENTERPRISES:
            row = session.add_row("enterprises")
            for name, text in values.items():
                session.set_text(f"enterprises.{name}", text, row)
    return path


@pytest.fixture
def county(county_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the county's workspace."""
    return Path(shutil.copytree(county_template, tmp_path / county_template.name))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The style that the program asks for."""
    return ["jxdesk", "-style", "fusion"]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light look with the bundled font, so that sizes are the same on every machine."""
    family = bundled_family()
    found = Look(qapp, family=family)
    found.use(scheme=Scheme.LIGHT)
    return found


@pytest.fixture
def program(qapp: QApplication, look: Look, qtbot: QtBot) -> Iterator[Program]:
    """The running program; what it has open is closed at the end."""
    qapp.setQuitOnLastWindowClosed(False)
    plain = (look.scheme, look.scale) == (Scheme.LIGHT, 1.0)
    if not plain or qapp.font().family() != look.font().family():
        # Another test has changed it, or begun a program with a look of its own.
        look.use(scheme=Scheme.LIGHT, scale=1.0)
    running = Program(qapp, look)
    yield running
    for window in list(running.windows):
        for page in window.pages:
            page.give_up()
        window.close()
    qtbot.waitUntil(lambda: not running.windows, timeout=30_000)
    # Without a screen the clipboard outlives the interpreter, and then can't let go of its cells.
    qapp.clipboard().clear()
    running.start_page.close()
    running.start_page.deleteLater()
    running.deleteLater()


OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def open_window(program: Program, qtbot: QtBot) -> OpenWindow:
    """Open a workspace in a window and wait until it is shown and has been checked."""

    def opened(path: Path) -> MainWindow:
        program.open(path)
        qtbot.waitUntil(lambda: any(window.path == path for window in program.windows), timeout=30_000)
        window = next(window for window in program.windows if window.path == path)
        window.resize(1366, 768)
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: not window.picture.report.pending, timeout=30_000)
        return window

    return opened


@pytest.fixture
def window(open_window: OpenWindow, county: Path) -> MainWindow:
    """The window on the county."""
    return open_window(county)


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[MainWindow], None]:
    """Wait until everything asked of a window's worker has been answered."""

    def wait(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: not window.desk.worker.busy, timeout=30_000)

    return wait
