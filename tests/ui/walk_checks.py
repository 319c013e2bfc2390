"""What must hold wherever the random walk stops."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QApplication

from jxdesk.app.checking import CheckReport, check
from jxdesk.app.session import Session
from jxdesk.domain.application import Application
from ui.field_row import FieldRow, text_of
from ui.main_window import MainWindow
from ui.table_model import RecordTableModel

_SECONDS = 30.0
_WATCHED = "watched"


def settle(window: MainWindow) -> None:
    """Wait until everything asked of the window's worker has been answered."""
    deadline = time.monotonic() + _SECONDS
    while window.desk.worker.busy:
        assert time.monotonic() < deadline, "the worker does not come to an end"
        QApplication.processEvents()
        time.sleep(0.0005)
    QApplication.processEvents()


def stored(path: Path) -> tuple[Application, CheckReport]:
    """What the workspace holds, read beside the window, and what a full check finds in it."""
    with Session.open(path, read_only=True) as session:
        return session.application, check(session)


def shown_is_stored(window: MainWindow) -> None:
    """The picture, the findings, every field and every cell are those of the workspace.

    A field in which somebody was stopped in the middle is left first, as a person leaves it sooner or later.
    """
    for page in window.pages:
        for row in page.findChildren(FieldRow):
            row.commit()
    settle(window)
    application, report = stored(window.path)
    _same("application", window.picture.application, application)
    _same("findings", window.picture.report.judged, report.judged)
    listed = {(item.finding, item.reason) for item in window.findings.model.items}
    _same("listed", listed - {(item.finding, item.reason) for item in report.judged}, set())
    for page in window.pages:
        for row in page.findChildren(FieldRow):
            _field(row, window, application)
        for model in page.findChildren(RecordTableModel):
            _same(model.record, model.rows, list(getattr(application, model.record)))


def _field(row: FieldRow, window: MainWindow, application: Application) -> None:
    if row.refused_text is not None or row.editor.target.hasFocus():
        return
    spec = row.field.spec
    value = spec.of(getattr(application, spec.record))
    _same(row.field.id, row.editor.text(), text_of(row.field, value, window.picture.notice))


def _same(what: str, shown: object, held: object) -> None:
    assert shown == held, f"{what}: shown {shown!r:.2000}, held {held!r:.2000}"


def is_sound(path: Path) -> None:
    """The closed workspace's database is whole."""
    connection = sqlite3.connect(path / "workspace.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def watch_models(window: MainWindow) -> None:
    """Qt's own tester on every model that has come since; what it finds is a warning of Qt's."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if type(model).__module__.startswith("ui.") and not model.property(_WATCHED):
            model.setProperty(_WATCHED, True)
            QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
