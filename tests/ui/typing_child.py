"""A program that types field after field and tells what was answered, until it is killed.

Started once by the test; for each line on its standard input, a workspace's path and a number, it makes
a copy of itself that opens the window there. So nothing has to be loaded anew for each killing.
"""

from __future__ import annotations

import importlib
import os
import random
import sys
import time
from pathlib import Path

FIELDS = {
    "basic.cluster_name": ("清溪", "传感", "集群"),
    "basic.dominant_industry": ("智能", "数字", "产业"),
    "basic.employees": ("1", "23", "456"),
    "basic.contact_name": ("wang", "li", "zhao"),
    "basic.contact_title": ("zhu", "ren"),
    "basic.contact_address": ("qing-xi-lu-", "7", "8"),
    "scale.revenue_total": ("1", "2", "30"),
    "scale.growth": ("4", "5", "6"),
}


def say(*words: str) -> None:
    """A line to the test, at once."""
    os.write(1, ("\t".join(words) + "\n").encode())


def type_away(path: Path, seed: int) -> None:
    """Open the window on ``path`` and type; never comes back."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from jxdesk.domain.finding import Place
    from ui.pages.block import FormBlock
    from ui.program import Program, new_application

    random_ = random.Random(seed)
    app = new_application(["jxdesk"])
    program = Program(app, keep_recents=False)
    program.refused.connect(lambda error: say("refused", error.code))
    program.open(path)
    while not program.windows:
        app.processEvents()
        time.sleep(0.001)
    window = program.windows[0]
    window.activateWindow()
    while not window.isActiveWindow():
        app.processEvents()
    say("opened")
    while True:
        field = random_.choice(tuple(FIELDS))
        typed = "".join(random_.choices(FIELDS[field], k=random_.randint(1, 3)))
        window.open_place(Place(window.picture.notice.part_of(field.partition(".")[0]).id, field))
        row = next(b.rows[field] for b in window.page.blocks if isinstance(b, FormBlock) and field in b.rows)
        target = row.editor.target
        target.setFocus()
        say("typing", field, typed)
        QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if typed.isascii():
            QTest.keyClicks(target, typed)
        else:
            row.editor.show_text(typed)
        QTest.keyClick(target, Qt.Key.Key_Tab)
        while window.desk.worker.busy:
            app.processEvents()
        say("saved", field, row.editor.text(), window.head.saved.text())


def main() -> None:
    """Serve until the input ends."""
    for name in ("ui.main_window", "ui.desk", "ui.picture", "jxdesk.app.session", "PySide6.QtTest"):
        importlib.import_module(name)
    say("ready")
    for line in sys.stdin:
        path, seed = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            type_away(Path(path), int(seed))
        say("pid", str(child))
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
