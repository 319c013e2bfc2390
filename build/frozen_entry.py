"""Where the bundled program starts: the same entry as the installed one."""

from __future__ import annotations

import sys

from ui.launch import main

if __name__ == "__main__":
    sys.exit(main())
