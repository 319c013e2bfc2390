"""What is done with sealed packages, each in a process of its own: for a worker's thread.

Hashing and reading back take minutes, and none of it knows an open workspace.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from ui.jobs import aside_told

if TYPE_CHECKING:
    from jxdesk.app.copying import Copied
    from jxdesk.app.delivery import DiscImage, Verified
    from jxdesk.app.receiving import Reception
    from jxdesk.package.report import Report


def make_image(package: Path, out: Path, progress: Progress) -> DiscImage:
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


def write_burn_form(image: Path, out: Path, copies: int, progress: Progress) -> None:
    """Write the burn form for ``image``. Raises as :func:`jxdesk.app.papers.write_burn_form`."""
    from jxdesk.app import papers

    aside_told(progress, partial(papers.write_burn_form, copies=copies), image, out)


def write_disc_label(package: Path, out: Path, progress: Progress) -> None:
    """Write the disc label. Raises as :func:`jxdesk.app.papers.write_disc_label`."""
    from jxdesk.app import papers

    aside_told(progress, papers.write_disc_label, package, out)


@dataclass(frozen=True, slots=True)
class Looked:
    """What verification found, and sentences on what could not be asked for it."""

    verified: tuple[Verified, ...]
    notes: tuple[str, ...]


def verify_packages(path: Path, library: Path, progress: Progress) -> Looked:
    """Verify whatever packages lie at ``path``, with the user's own register and the ``library``, where
    there is one; their reports come without the application.

    Raises as :func:`jxdesk.app.delivery.verify_at`.
    """
    return aside_told(progress, verify_today, path, library)


def receive_package(path: Path, name: str, library: Path, progress: Progress) -> Reception:
    """Take the package called ``name`` at ``path`` into the ``library``, which is made if need be.

    Raises as :func:`jxdesk.app.receiving.receive`.
    """
    return aside_told(progress, receive_now, path, name, library)


def verify_sealed(folder: Path, received_on: dt.date, progress: Progress) -> Report:
    """Verify one package. Raises as :func:`jxdesk.app.sealing.verify_sealed`."""
    from jxdesk.app import sealing

    return aside_told(progress, sealing.verify_sealed, folder, received_on)


def verify_today(path: Path, library: Path, progress: Progress) -> Looked:
    """The work of :func:`verify_packages`: as somebody does who gets the packages today."""
    from jxdesk.app import delivery, trusting
    from jxdesk.review.library import MARK, Library

    notes = []
    try:
        trust = trusting.load(trusting.own_path())
    except UserError as error:
        trust = None
        notes.append(f"{error.message}没有和登记过的证书对照。{error.remedy}")
    held = None
    try:
        held = Library(library) if (library / MARK).exists() else None
    except UserError as error:
        notes.append(f"{error.message}没有和以前收到的版本对照。{error.remedy}")
    found = delivery.verify_at(path, trust, today(), progress, held)
    plain = (
        dataclasses.replace(each, report=dataclasses.replace(each.report, application=None)) for each in found
    )
    return Looked(tuple(plain), tuple(notes))


def receive_now(path: Path, name: str, library: Path, progress: Progress) -> Reception:
    """The work of :func:`receive_package`."""
    from jxdesk.app import receiving, trusting
    from jxdesk.base import clock
    from jxdesk.review.library import Library

    trust = trusting.load(trusting.own_path())
    (one,) = receiving.receive((path,), Library.make(library), trust, clock.now, progress, only=name)
    return one


def today() -> dt.date:
    """The day by the local calendar."""
    return dt.datetime.now().astimezone().date()
