"""The program's entry: without arguments the window, ``open WORKSPACE`` the window on it, else a command.

Qt is imported only when a window is wanted, so that commands start fast and run where there is
no screen.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from ui import screen

EXIT_UNUSABLE = 2


def main(argv: list[str] | None = None) -> int:
    """Run the program with ``argv`` (without the program's name); the exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        # A frozen program starts its helper processes by starting itself.
        multiprocessing.freeze_support()
    words = sys.argv[1:] if argv is None else argv
    if not words:
        return _window(None)
    if len(words) == 2 and words[0] == "open" and not words[1].startswith("-"):
        return _window(Path(words[1]))
    from jxdesk import cli

    return cli.main(words, window_probe=_probe)


def _window(workspace: Path | None) -> int:
    if not screen.has_screen():
        return _refuse("这里没有图形桌面，打不开窗口；请在桌面环境中启动，或改用命令行：jxdesk --help。")
    if complaint := screen.complaint():
        return _refuse(complaint)
    # Loading makes no garbage; afterwards the window sees to it (ui.garbage).
    gc.disable()
    try:
        from ui.program import run
    except ImportError as error:
        if not (error.name or "").startswith("PySide6") and ".so" not in str(error):
            raise
        return _refuse(f"打不开窗口，系统缺少图形界面的组件（{error}）；请按安装说明补装后重试。")
    return run(workspace)


def _probe(workspace: Path) -> None:
    from ui.probe import probe

    probe(workspace)


def _refuse(sentence: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
    return EXIT_UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
