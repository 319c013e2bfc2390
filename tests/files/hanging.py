"""A reader that does what the worst parsers do, as its file's name says."""

from __future__ import annotations

import os
import time
from pathlib import Path

from jxdesk.domain.facts import FileFacts


def examine(path: Path, _name: str) -> FileFacts:
    if path.name == "hang":
        time.sleep(3600)
    if path.name == "eat":
        bytearray(8 * 1024 * 1024 * 1024)
    os.abort()
