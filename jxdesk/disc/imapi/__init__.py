"""Burning on Windows through IMAPI2, which is part of the system.

``seam`` says what is used of COM and ``layout`` which members there are; ``com`` makes the real
objects and is the only room that knows comtypes, so that all the others run, and are tested,
anywhere. ``parts`` gives the objects types, ``backend`` is the :class:`~jxdesk.disc.burner.Burner`.
"""

from __future__ import annotations

from pathlib import Path

from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.com import WindowsCom
from jxdesk.disc.imapi.recording import Log, RecordingCom


def imapi_burner(log: Path | None = None) -> ImapiBurner:
    """The burner of this Windows. ``log``: where every reply of the drive is noted (see ``recording``)."""
    system = WindowsCom()
    return ImapiBurner(system if log is None else RecordingCom(system, Log(log)))
