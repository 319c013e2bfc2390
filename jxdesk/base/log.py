"""The crash report: what a bug leaves behind for whoever mends it, without the user's data."""

from __future__ import annotations

import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from jxdesk import __version__
from jxdesk.base.paths import user_data


def crash_report(trace: str) -> str:
    """The text of a report: versions and the trace, no field contents."""
    return (
        f"jxdesk {__version__}\npython {platform.python_version()} ({sys.platform})\n"
        f"time {datetime.now(UTC).isoformat(timespec='seconds')}\n\n{trace}"
    )


def write_crash_report(trace: str) -> Path:
    """Save a report in the user's folder, or a temporary one if that can't be written."""
    name = f"crash-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S-%f')}.txt"
    for folder in (user_data() / "logs", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(crash_report(trace), encoding="utf-8")
        except OSError:
            continue
        return path
    return Path(name)
