"""The work of the process that may be ended: one file opened, read to its end, its facts handed back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import UserError
from jxdesk.base.tree import open_regular_file
from jxdesk.base.zipped import Container, Reason, Refused, opened
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive
from jxdesk.domain.sensitive import find_in_name
from jxdesk.files.bounds import MAX_FILE, OFFICE, Damaged, Enough, Locked, TooLarge
from jxdesk.files.reading import plain_text
from jxdesk.files.reading.kind import fits, kind_of
from jxdesk.files.reading.office_package import Parts
from jxdesk.files.reading.ole import CompoundFile
from jxdesk.files.screening import Record

_PIECE = 1 << 20
_PICTURES = frozenset({"jpg", "png", "tif", "gif", "bmp", "webp"})
_WORD, _BOOK, _SLIDES = frozenset({"docx", "docm"}), frozenset({"xlsx", "xlsm"}), frozenset({"pptx", "pptm"})
_OPEN = frozenset({"odt", "ods", "odp"})
_CONTAINERS = _WORD | _BOOK | _SLIDES | _OPEN | {"ofd", "xlsb", "zip"}
_OLD = frozenset({"doc", "xls", "ppt", "ole"})
_OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
ENCRYPTED_STREAMS = ("EncryptedPackage", "EncryptionInfo")
_MACROS = frozenset({"vbaProject.bin"})


def examine(path: Path, name: str) -> FileFacts:
    """The facts of the file at ``path`` that goes by ``name`` (``""``: its name says nothing).

    Whatever is wrong with the content is told by ``problem``. Raises ``UserError`` (path, disk).
    """
    with open_regular_file(path) as stream:
        sha256 = digest(stream)
        size = stream.tell()
        record = Record()
        kind = _read(stream, size, record)
        found = record.screening.found()
    if record.problem is FileProblem.NONE and name and not fits(kind, _ending(name)):
        record.problem = FileProblem.WRONG_KIND
    return FileFacts(
        sha256=sha256,
        size=size,
        kind=kind,
        problem=record.problem,
        pages=record.pages,
        image_only=record.image_only,
        partial=record.partial,
        sensitive=(*_in_name(name), *found),
    )


def digest(stream: BinaryIO) -> str:
    """SHA-256 of a file from its start to its end, as hex."""
    sha256 = hashlib.sha256()
    while piece := stream.read(_PIECE):
        sha256.update(piece)
    return sha256.hexdigest()


def _in_name(name: str) -> tuple[Sensitive, ...]:
    return tuple(dict.fromkeys(Sensitive(hit.kind, "文件名", hit.masked) for hit in find_in_name(name)))


def _read(stream: BinaryIO, size: int, record: Record) -> str:
    """Fill the record; the kind of the content."""
    if size == 0:
        record.problem = FileProblem.EMPTY
        return ""
    if size > MAX_FILE:
        record.problem = FileProblem.TOO_LARGE
        return ""
    kind = kind_of(stream)
    try:
        kind = _refined(stream, kind)
        if not read_kind(stream, kind, record):
            record.partial = True
        elif record.blank and record.problem is FileProblem.NONE:
            record.problem = FileProblem.NO_PAGES if record.pages == 0 else FileProblem.EMPTY
    except Damaged:
        record.problem = FileProblem.UNREADABLE
    except Locked:
        record.problem = FileProblem.ENCRYPTED
    except TooLarge:
        record.problem = FileProblem.TOO_LARGE
    except Enough:
        record.partial = True
    except (UserError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - whatever a parser makes of a stranger's bytes: the file is bad
        record.problem = FileProblem.UNREADABLE
    return kind


def read_stream(stream: BinaryIO, record: Record) -> bool:
    """Screen a file that lies in another; whether its kind is one that can be screened.

    Raises ``Damaged``, ``Locked``, ``TooLarge``, ``Enough``.
    """
    return read_kind(stream, _refined(stream, kind_of(stream)), record)


def _refined(stream: BinaryIO, kind: str) -> str:
    """The kind of a compound file, which its streams tell. Raises ``Damaged``, ``Locked``."""
    if kind != "ole":
        return kind
    file = CompoundFile(stream)
    if any(name in file for name in ENCRYPTED_STREAMS):
        raise Locked
    return next((kind for name, kind in _OLE_STREAMS.items() if name in file), "ole")


def read_kind(stream: BinaryIO, kind: str, record: Record) -> bool:
    """Screen content of ``kind``; ``False`` if it can't be screened. Raises as ``read_stream``.

    What a kind needs is imported here: a process that only sees texts never loads PDFium.
    """
    stream.seek(0)
    if kind == "pdf":
        from jxdesk.files.reading import pdf

        pdf.read(stream, record)
    elif kind in _PICTURES:
        from jxdesk.files.reading import picture

        picture.read(stream, record)
    elif kind == "txt":
        plain_text.read(stream, record)
    elif kind in _CONTAINERS:
        return _read_container(stream, kind, record)
    elif kind in _OLD:
        _read_old(stream, kind, record)
    else:
        return False
    return True


def _read_container(stream: BinaryIO, kind: str, record: Record) -> bool:
    """Every part is inflated once, which proves it whole, before any is read."""
    try:
        with opened(stream, OFFICE) as container:
            for name in container.names:
                container.prove(name)
            if any(name.rpartition("/")[2] in _MACROS for name in container.names):
                record.note("宏", "文件中带有宏")
            return _read_parts(container, stream, kind, record)
    except Refused as refused:
        if refused.reason is Reason.PASSWORD:
            raise Locked from refused
        raise (TooLarge if refused.reason is Reason.TOO_LARGE else Damaged) from refused


def _read_parts(container: Container, stream: BinaryIO, kind: str, record: Record) -> bool:
    from jxdesk.files.reading import fixed_layout, old_workbook, open_document, slides, word, workbook

    if kind in _WORD:
        word.read(Parts(container), record)
    elif kind in _BOOK:
        workbook.read(Parts(container), record)
    elif kind in _SLIDES:
        slides.read(Parts(container), record)
    elif kind in _OPEN:
        open_document.read(container, record)
    elif kind == "ofd":
        fixed_layout.read(container, record)
    elif kind == "xlsb":
        old_workbook.read(stream, record)
    else:
        return False
    return True


def _read_old(stream: BinaryIO, kind: str, record: Record) -> None:
    from jxdesk.files.reading import old_word, old_workbook, ole_properties

    file = CompoundFile(stream)
    ole_properties.read(file, record)
    if "VBA" in file or "_VBA_PROJECT" in file:
        record.note("宏", "文件中带有宏")
    if kind == "doc":
        old_word.read(file, record)
    elif kind == "xls":
        old_workbook.look_over(file.read(next(name for name in old_workbook.STREAMS if name in file)), record)
        old_workbook.read(stream, record)
    else:
        record.partial = True
        record.blank = False


def _ending(name: str) -> str:
    return Path(name).suffix.lower().removeprefix(".")
