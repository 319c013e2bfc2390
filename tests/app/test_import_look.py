"""The process in which a spreadsheet is read and judged for the window."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = ("sqlalchemy", "alembic", "openpyxl", "lxml", "reportlab", "docx", "PySide6", "cryptography")


def test_it_loads_no_library_that_it_does_not_need() -> None:
    """To load them would take longer than to read the spreadsheet."""
    script = f"import sys, jxdesk.app.import_look; print(sorted(set({_HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
