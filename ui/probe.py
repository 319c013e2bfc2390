"""Prove that the window works where the program is installed: part of ``jxdesk self-test``."""

from __future__ import annotations

import os
import time
from pathlib import Path

from jxdesk.base.errors import EXIT_NO, UserError

_SECONDS = 60.0


def probe(workspace: Path) -> None:
    """Open the window on ``workspace`` without a screen, see that its parts are shown, close it.

    Raises ``UserError`` when the workspace can't be opened, or ``self-test.window`` (exit 1)
    when the window doesn't show it.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from ui.program import Program, new_application

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = new_application(["jxdesk"])
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, keep_recents=False)
    refused: list[UserError] = []
    program.refused.connect(refused.append)
    program.start(workspace)
    deadline = time.monotonic() + _SECONDS
    while not program.windows and not refused and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.01)
    if refused:
        raise refused[0]
    if not program.windows:
        raise _failed("窗口没有在一分钟内打开")
    window = program.windows[0]
    app.processEvents()
    for part in window.picture.parts:
        window.open_part(part.id)
        app.processEvents()
    shown = window.parts.parts.rowCount()
    if not shown or shown != len(window.picture.parts) or window.grab().isNull():
        raise _failed("窗口没有显示申报书的各部分")
    window.close()
    while program.windows and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.01)
    if program.windows:
        raise _failed("窗口没有正常关闭")
    program.start_page.close()


def _failed(what: str) -> UserError:
    return UserError(
        "self-test.window",
        f"自检没有通过：{what}。",
        "请检查图形界面的组件是否完整，或重新安装。",
        exit_code=EXIT_NO,
    )
