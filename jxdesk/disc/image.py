"""Makes a disc image and believes none of it until every byte has been read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jxdesk.base.atomic import staged_file
from jxdesk.base.progress import Progress
from jxdesk.disc import readback
from jxdesk.disc.names import check_volume
from jxdesk.disc.sources import list_sources
from jxdesk.disc.writer import master


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """A finished image: ``size`` in bytes, ``sha256`` of the whole file, lower-case hex."""

    path: Path
    size: int
    sha256: str
    volume: str


def make_image(
    packages: Sequence[Path],
    out: Path,
    *,
    volume: str,
    when: datetime,
    progress: Progress,
    extras: Sequence[Path] = (),
    judge: Callable[[Path], None] | None = None,
) -> ImageFacts:
    """Write ``packages`` and ``extras`` to the image ``out`` and read all of it back.

    Arguments and errors as :func:`jxdesk.disc.writer.write_image`, and ``UserError``
    ``image.readback`` (exit 1) if a file in the image is not what its source is now. ``judge``
    is then given the image, still under its passing name, and raises what speaks against it. Only
    an image that passed takes the place of ``out``; progress runs over both halves as one.
    """
    check_volume(volume)
    sources = list_sources(packages, extras, out)

    def first_half(label: str, done: int, total: int) -> None:
        progress(label, done, 2 * total)

    def second_half(label: str, done: int, total: int) -> None:
        progress(label, total + done, 2 * total)

    with staged_file(out, slow=True) as beside:
        master(sources, beside, volume=volume, when=when, progress=first_half)
        sha256 = readback.compare(sources, beside, second_half)
        size = beside.stat().st_size
        if judge is not None:
            judge(beside)
    return ImageFacts(out, size, sha256, volume)
