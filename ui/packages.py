"""What is done with sealed packages, each in a process of its own: for a worker's thread.

Hashing and reading back take minutes, and none of it knows an open workspace.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.progress import Progress
from ui.jobs import aside_told

if TYPE_CHECKING:
    from jxdesk.app.copying import Copied
    from jxdesk.app.delivery import Verified
    from jxdesk.disc.image import ImageFacts
    from jxdesk.package.report import Report


def make_image(package: Path, out: Path, progress: Progress) -> ImageFacts:
    """Make the disc image of ``package`` as ``out``. Raises as :func:`jxdesk.app.delivery.image`."""
    from jxdesk.app import delivery

    return aside_told(progress, delivery.image, (package,), out)


def copy_package(package: Path, folder: Path, progress: Progress) -> Copied:
    """Copy ``package`` into ``folder``. Raises as :func:`jxdesk.app.copying.copy_to`."""
    from jxdesk.app import copying

    return aside_told(progress, copying.copy_to, package, folder)


def write_hand_over(package: Path, out: Path, progress: Progress) -> None:
    """Write the hand-over sheet. Raises as :func:`jxdesk.app.papers.write_hand_over`."""
    from jxdesk.app import papers

    aside_told(progress, papers.write_hand_over, package, out)


def write_disc_label(package: Path, out: Path, progress: Progress) -> None:
    """Write the disc label. Raises as :func:`jxdesk.app.papers.write_disc_label`."""
    from jxdesk.app import papers

    aside_told(progress, papers.write_disc_label, package, out)


def verify_packages(path: Path, progress: Progress) -> tuple[Verified, ...]:
    """Verify whatever packages lie at ``path``; their reports come without the application.

    Raises as :func:`jxdesk.app.delivery.verify_at`.
    """
    return aside_told(progress, verify_today, path)


def verify_sealed(folder: Path, received_on: dt.date, progress: Progress) -> Report:
    """Verify one package. Raises as :func:`jxdesk.app.sealing.verify_sealed`."""
    from jxdesk.app import sealing

    return aside_told(progress, sealing.verify_sealed, folder, received_on)


def verify_today(path: Path, progress: Progress) -> tuple[Verified, ...]:
    """The work of :func:`verify_packages`: as somebody does who gets the packages today."""
    from jxdesk.app import delivery

    found = delivery.verify_at(path, None, dt.datetime.now().astimezone().date(), progress)
    return tuple(
        dataclasses.replace(each, report=dataclasses.replace(each.report, application=None)) for each in found
    )
