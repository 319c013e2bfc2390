"""Where the bundled program starts: the same entry as the installed one."""

from __future__ import annotations

import multiprocessing
import sys

from ui.launch import main

if __name__ == "__main__":
    # A worker process of a bundle is the bundle itself, started again.
    multiprocessing.freeze_support()
    sys.exit(main())
