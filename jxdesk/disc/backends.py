"""Which burner stands behind the protocol on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jxdesk.base.errors import UserError
from jxdesk.disc.burner import Burner

LOG_VARIABLE = "JXDESK_BURN_LOG"
"""Names a file in which burning on Windows notes every reply of the drive, for whoever mends it."""


def this_machine(platform: str = sys.platform) -> Burner:
    """The burner of this system. Raises ``UserError`` ``burn.no-backend`` where there is none."""
    if platform == "linux":
        from jxdesk.disc.xorriso import XorrisoBurner

        return XorrisoBurner()
    if platform == "win32":
        from jxdesk.disc.imapi import imapi_burner

        log = os.environ.get(LOG_VARIABLE)
        return imapi_burner(Path(log) if log else None)
    raise UserError(
        "burn.no-backend",
        "这台电脑的系统不能由本程序直接刻盘。",
        "请做成 .iso 映像，拿到有刻录机的电脑上刻，刻好后拿回本机核验。",
    )
