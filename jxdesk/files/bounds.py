"""How large an attached file and what lies in it may be, and the ways in which reading one ends early."""

from __future__ import annotations

from jxdesk.base.zipped import Limits

_MIB = 1024 * 1024

MAX_FILE = 500 * _MIB
MAX_EMBEDDED = 64 * _MIB
MAX_DEPTH = 2
"""How deep files in files are followed: an attachment of an attachment is the last."""
MAX_EMBEDDED_FILES = 200
MAX_TEXT = 8_000_000
"""Characters that are screened in one file; a thousand full pages are about one million."""
MAX_PAGES = 3_000
MAX_PIXELS = 150_000_000
"""Pixels of a picture that is decoded to prove it whole: A0 at 300 dpi has 140 million."""
MAX_FRAMES = 500
MAX_XML_PART = 256 * _MIB
MAX_XML_DEPTH = 256
MAX_SHARED_TEXT = 32 * _MIB
"""Characters of a workbook's table of shared texts, which has to be held in memory."""
MAX_FOUND_PER_KIND = 100

OFFICE = Limits(entries=20_000, inflated=1024 * _MIB, ratio=250)

MEMORY_MB = 1024
TIMEOUT_S = 90.0
TIMEOUT_S_PER_MIB = 0.5
"""What a slow machine needs for a large file, on top of ``TIMEOUT_S``."""


class Damaged(Exception):
    """The content is not what a program for such files could open."""


class Locked(Exception):
    """The content asks for a password."""


class TooLarge(Exception):
    """The content is beyond the bounds here."""


class Enough(Exception):
    """All that will be screened of this file has been."""
