"""What tests of IMAPI2 share: a drive E:, a listener, and ways to make calls fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jxdesk.base.errors import UserError
from jxdesk.disc.burner import Drive
from jxdesk.disc.imapi.backend import ImapiBurner
from tests.disc.imapi_double import Bay, MemoryCom

SIZE = 300 * 2048
E = Drive("E:", "HL-DT-ST DVDRAM GP65NB60", can_write=True)
BEFORE = {"burn.medium", "burn.busy", "burn.no-drive", "burn.not-begun", "burn.no-backend"}


class Heard:
    """What progress was told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def __call__(self, label: str, done: int, total: int) -> None:
        self.steps.append((label, done, total))

    @property
    def bytes(self) -> int:
        """The most that was reported written."""
        return max((done for _, done, _ in self.steps), default=0)


def burner_of(*bays: Bay, fails: Callable[[str, str, int], int | None] = lambda *_: None) -> ImapiBurner:
    return ImapiBurner(MemoryCom(list(bays), fails), pause=lambda _: None)


def error_of(work: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value


def failing_once(place: int, hresult: int) -> Callable[[str, str, int], int | None]:
    """The call with that many before it fails."""
    return lambda _, __, before: hresult if before == place else None


def error_or_none(work: Callable[[], object]) -> UserError | None:
    try:
        work()
    except UserError as error:
        return error
    return None
