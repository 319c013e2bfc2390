"""Demo counties, each built once: making one takes seconds."""

from __future__ import annotations

from functools import cache

from jxdesk.app.demo import DemoCounty, build
from jxdesk.documents.fonts import load_fonts
from tests.strategies import notice

SEED = 20
JOINT_SEED = 2025


@cache
def single(seed: int = SEED) -> DemoCounty:
    """The county alone."""
    return build(notice(), seed, load_fonts())


@cache
def joint() -> DemoCounty:
    """The county with a development zone, with the seed that the program uses."""
    return build(notice(), JOINT_SEED, load_fonts(), kind="joint")
