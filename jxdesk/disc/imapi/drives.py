"""The drives that IMAPI2 knows, by the letters people know."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from jxdesk.disc.burner import Drive
from jxdesk.disc.imapi.parts import DataFormat, Master, Recorder
from jxdesk.disc.imapi.seam import ComFailure, ComSystem
from jxdesk.disc.imapi.troubles import GONE

_LOG = logging.getLogger(__name__)
_NAMELESS = "光驱"


@dataclass(frozen=True, slots=True)
class Found:
    """A drive and the id by which IMAPI2 makes an object of it."""

    drive: Drive
    unique_id: str


def every_drive(system: ComSystem) -> Iterator[Found]:
    """Every optical drive in the system's order. One that goes away meanwhile is left out."""
    for unique_id in Master(system).ids():
        try:
            recorder = Recorder(system, unique_id)
            yield Found(_described(system, recorder), unique_id)
        except ComFailure as error:
            if error.hresult not in GONE:
                raise
            _LOG.info("a drive went away: %s", error)


def _described(system: ComSystem, recorder: Recorder) -> Drive:
    letters = [path.rstrip("\\") for path in recorder.paths() if path[1:] == ":\\"]
    name = recorder.maker_and_model() or _NAMELESS
    return Drive(letters[0] if letters else recorder.unique_id, name, _can_write(system, recorder))


def _can_write(system: ComSystem, recorder: Recorder) -> bool:
    try:
        return DataFormat(system).can_write_with(recorder)
    except ComFailure as error:
        if error.hresult in GONE:
            raise
        # Most likely another program holds it: whoever tries to burn is told so then.
        return True
