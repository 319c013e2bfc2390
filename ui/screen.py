"""Whether Qt can show a window here: asked before Qt is, which would end the program with English.

On Linux the window needs a few libraries of the system that Qt's wheel doesn't bring along.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

_PLUGIN = Path("Qt", "plugins", "platforms", "libqxcb.so")
# What Qt's window under X links to, by the program that installs packages.
_COMMANDS: Mapping[str, str] = {
    "apt-get": (
        "sudo apt-get install -y libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
        "libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0 libegl1"
    ),
    "dnf": (
        "sudo dnf install -y xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms "
        "xcb-util-renderutil libxkbcommon-x11 mesa-libEGL"
    ),
}


def has_screen() -> bool:
    """Whether a window can be shown. On Linux, Qt would end the program with a message of its own."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def uses_x() -> bool:
    """Whether Qt would show the window through X (its plugin ``xcb``)."""
    if not sys.platform.startswith("linux"):
        return False
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if wanted:
        return wanted.split(";")[0].split(":")[0] == "xcb"
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def x_plugin() -> Path | None:
    """Qt's plugin for X as the wheel brings it; ``None`` for a Qt of the system, which is complete."""
    found = importlib.util.find_spec("PySide6")
    for folder in (found.submodule_search_locations or ()) if found else ():
        plugin = Path(folder) / _PLUGIN
        if plugin.is_file():
            return plugin
    return None


def missing_library(plugin: Path) -> str:
    """The system library (``libxcb-cursor.so.0``) that ``plugin`` can't be loaded without; else ``""``."""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).partition(":")[0].strip()
    return ""


def complaint() -> str:
    """One sentence on what is missing for a window under X and how to install it, or ``""``."""
    plugin = x_plugin() if uses_x() else None
    missing = missing_library(plugin) if plugin else ""
    if not missing:
        return ""
    command = next((said for name, said in _COMMANDS.items() if shutil.which(name)), "")
    remedy = f"请运行 {command} 后重试" if command else "请用系统的软件包管理器补装后重试"
    return f"打不开窗口，系统缺少 {missing}；{remedy}。"
