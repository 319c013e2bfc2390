"""The work of the process that may be ended: one file read, its cleaned copy written."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import open_regular_file
from jxdesk.files.cleaning import office, pdf, pictures, refusals
from jxdesk.files.reading.examine import ENCRYPTED_STREAMS
from jxdesk.files.reading.kind import kind_of
from jxdesk.files.reading.ole import CompoundFile

_PLAIN = frozenset({"txt", "bmp"})
_OFFICE = frozenset({"docx", "xlsx", "pptx"})


def clean(source: Path, target: Path) -> tuple[str, ...]:
    """Replace the plain copy at ``target`` by a cleaned one if there is anything to clean.

    Returns words for what was removed. Raises ``UserError`` (``strip.*``, ``path.*``).
    """
    with open_regular_file(source) as stream, os_errors(target), target.open("r+b") as copy:
        try:
            return _clean(stream, copy)
        except (UserError, MemoryError):
            raise
        except OSError as error:
            if error.errno is not None:  # the disk's; those without a number are Pillow's
                raise
            raise refusals.unreadable() from error
        except Exception as error:
            # Whatever a library makes of a stranger's bytes: the file is bad.
            raise refusals.unreadable() from error


def _clean(stream: BinaryIO, copy: BinaryIO) -> tuple[str, ...]:
    kind = kind_of(stream)
    stream.seek(0)
    if kind in _OFFICE:
        return office.clean(stream, kind, copy)
    if kind in pictures.KINDS:
        return pictures.clean(stream, kind, copy)
    if kind == "pdf":
        return pdf.clean(stream, copy)
    if kind == "ole" and any(name in CompoundFile(stream) for name in ENCRYPTED_STREAMS):
        raise refusals.encrypted()
    if kind in _PLAIN:
        return ()
    raise refusals.kind()
