"""What is done with drives and discs, for a worker's thread; what computes goes into a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jxdesk.base import clock
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from ui.jobs import aside_told

if TYPE_CHECKING:
    from jxdesk.app.burn_facts import BurnedDisc, BurnImage, DriveState, Order
    from jxdesk.app.burn_log import LogLine
    from jxdesk.disc.burner import Burner


def this_machine() -> Burner:
    """The burner of this system. Raises ``UserError`` ``burn.no-backend``."""
    from jxdesk.disc import backends

    return backends.this_machine()


@dataclass(frozen=True, slots=True)
class Discs:
    """The drives of one machine. ``make`` gives its burner (importable, for another process), ``run`` where
    long work is done."""

    make: Callable[[], Burner] = this_machine
    run: Callable[..., Any] = aside_told

    def look(self, _progress: Progress) -> tuple[DriveState, ...]:
        """Every drive with what lies in it. Raises as :func:`jxdesk.app.burning.look`."""
        from jxdesk.app import burning

        return burning.look(self.make())

    def examine(self, image: Path, progress: Progress) -> BurnImage:
        """Verify and hash an image. Raises as :func:`jxdesk.app.burning.examine`."""
        from jxdesk.app import burning

        found: BurnImage = self.run(progress, burning.examine, image)
        return found

    def burn(self, order: Order, number: int, progress: Progress) -> BurnedDisc:
        """Burn a disc, read it back and put it out. Raises as :func:`jxdesk.app.burning.burn_disc`."""
        burned: BurnedDisc = self.run(progress, _burn, order, number, self.make)
        return burned

    def check(self, order: Order, number: int, progress: Progress) -> BurnedDisc:
        """Read a disc back that was burned before. Raises as :func:`jxdesk.app.burning.check_disc`."""
        burned: BurnedDisc = self.run(progress, _check, order, number, self.make)
        return burned

    def log(self, _progress: Progress) -> tuple[LogLine, ...]:
        """Every disc that was noted, the oldest first. Raises ``UserError`` of the disk."""
        from jxdesk.app import burn_log

        return burn_log.read()


def _burn(order: Order, number: int, make: Callable[[], Burner], progress: Progress) -> BurnedDisc:
    from jxdesk.app import burning

    burner = make()
    burned = burning.burn_disc(order, number, burner, progress, clock=clock.now)
    return _put_out(burned, order, burner)


def _check(order: Order, number: int, make: Callable[[], Burner], progress: Progress) -> BurnedDisc:
    from jxdesk.app import burning

    burner = make()
    return _put_out(burning.check_disc(order, number, burner, progress, clock=clock.now), order, burner)


def _put_out(burned: BurnedDisc, order: Order, burner: Burner) -> BurnedDisc:
    """The tray comes out when the disc is done with; one that stays in is no trouble."""
    with suppress(UserError):
        burner.eject(order.drive)
    return burned
