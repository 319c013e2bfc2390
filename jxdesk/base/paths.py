"""The one place that knows where the program's own files lie.

``resources/`` stands beside the packages in a source tree, inside the bundle when frozen,
and under ``share/jxdesk`` of the environment when installed from a wheel.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from jxdesk.base.errors import UserError


@cache
def resources() -> Path:
    """The folder of notices, fonts and styles. Raises ``UserError`` when it is not found."""
    bundle = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve()
    candidates = [Path(bundle) / "resources"] if bundle else []
    candidates += [here.parents[2] / "resources", Path(sys.prefix) / "share/jxdesk/resources"]
    for candidate in candidates:
        if (candidate / "notices").is_dir():
            return candidate
    raise UserError(
        "install.resources",
        "程序自带的资源文件夹不见了。",
        "请重新安装本程序；您的工作区不受影响。",
    )


def user_data() -> Path:
    """The per-user folder for logs and recent workspaces; ``JXDESK_HOME`` overrides it."""
    chosen = os.environ.get("JXDESK_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "jxdesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "jxdesk"
