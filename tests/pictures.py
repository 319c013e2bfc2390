"""Pictures held against kept ones, with a small tolerance.

``pytest --remake-references`` writes the kept pictures anew; look at them before they are committed.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

# Text edges differ by a shade between builds of a rasteriser; a moved line differs by far more.
_SHADE = 64
MOST_DIFFERING = 0.002


def share_differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels (0–1) that differ by more than a shade in any channel; 1 for other sizes."""
    if one.size != other.size:
        return 1.0
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    worst = ImageChops.lighter(
        ImageChops.lighter(difference.getchannel(0), difference.getchannel(1)), difference.getchannel(2)
    )
    counts = worst.histogram()
    return sum(counts[_SHADE + 1 :]) / (one.width * one.height)


def hold_against(picture: Image.Image, kept: Path, aside: Path, *, remake: bool, colours: int = 32) -> None:
    """Fail when ``picture`` differs from the file ``kept`` by more than the tolerance.

    Then what was drawn and where it differs lie in the folder ``aside``. ``remake`` writes ``kept``
    instead, with so many ``colours``.
    """
    small = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    if remake:
        kept.parent.mkdir(parents=True, exist_ok=True)
        small.save(kept, optimize=True)
        return
    assert kept.is_file(), f"there is no {kept.name} yet: pytest --remake-references makes it"
    with Image.open(kept) as expected:
        share = share_differing(small, expected)
        if share <= MOST_DIFFERING:
            return
        picture.save(aside / f"actual-{kept.name}")
        if picture.size == expected.size:
            ImageChops.difference(small.convert("RGB"), expected.convert("RGB")).save(
                aside / f"difference-{kept.name}"
            )
    raise AssertionError(f"{kept.name}: {share:.2%} of its pixels differ; look into {aside}")
