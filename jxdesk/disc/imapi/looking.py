"""What lies in a drive, by IMAPI2's word, and where that says nothing, by the drive's profile."""

from __future__ import annotations

from contextlib import suppress

from jxdesk.disc.burner import Medium, MediumState
from jxdesk.disc.imapi.meanings import NAMES, PROFILES, REWRITABLE, MediaType, state
from jxdesk.disc.imapi.parts import DataFormat, Recorder
from jxdesk.disc.imapi.seam import ComFailure, ComSystem
from jxdesk.disc.imapi.troubles import NO_MEDIA, UNFIT

_NOTHING = frozenset({NO_MEDIA, 0x80070015, 0x80070458})
_EMPTY = Medium(MediumState.NONE)


def medium_in(system: ComSystem, recorder: Recorder) -> Medium:
    """The disc in the drive. Raises :class:`ComFailure` when the drive is busy, locked or gone."""
    data = DataFormat(system)
    try:
        if not data.can_write_with(recorder):
            return _by_profile(recorder)
        takes_sessions = data.can_write_on_disc_in(recorder)
        data.use(recorder)
        found = described(data)
        if found.state is MediumState.BLANK and not takes_sessions:
            return Medium(MediumState.UNFIT, found.kind)
        # A closed disc takes none either: what its flags say of it is more.
        return found
    except ComFailure as error:
        if error.hresult in _NOTHING:
            return _EMPTY
        if error.hresult in UNFIT:
            return _by_profile(recorder)
        raise


def described(data: DataFormat) -> Medium:
    """The disc in the drive that ``data`` uses."""
    kind = data.kind()
    found = state(data.status(), kind)
    return Medium(found, _name(kind), _capacity(data, found), kind in REWRITABLE)


def _capacity(data: DataFormat, found: MediumState) -> int:
    if found is MediumState.BLANK:
        return data.free()
    if found is not MediumState.REWRITABLE:
        return 0
    # What is free of a used disc says nothing of the disc as a whole. A disc that must be erased
    # first may not tell its size either.
    with suppress(ComFailure):
        return data.total()
    return 0


def _by_profile(recorder: Recorder) -> Medium:
    profiles = recorder.profiles()
    if not profiles:
        return _EMPTY
    kind = next((PROFILES[profile] for profile in profiles if profile in PROFILES), None)
    return Medium(MediumState.UNFIT, _name(kind))


def _name(kind: MediaType | None) -> str:
    return NAMES.get(kind, "") if kind is not None else ""
