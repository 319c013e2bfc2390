"""What may be a scan file: its kind, known by its first bytes, and the bounds that guard the program."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import open_regular_file

MAX_BYTES = 500 * 1024 * 1024
MAX_PAGES = 2_000
"""Of one file; a form of 999 sheets scanned on both sides."""

MAX_PIXELS = 80_000_000
"""Of one page: A3 at 600 dpi has 70 million."""

MAX_POINTS = 14_400
"""Of a page's side; what PDF readers have to show (ISO 32000-1, annex C)."""

_HEAD = 1024
_REMEDY = "请在扫描软件里另存为 PDF、JPEG、PNG 或 TIFF。"


class Kind(StrEnum):
    """The kinds of files that scanners write."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"


_SIGNATURES = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"II*\0": Kind.TIFF,
    b"MM\0*": Kind.TIFF,
    b"II+\0": Kind.TIFF,
    b"MM\0+": Kind.TIFF,
}


def kind_of(path: Path) -> Kind:
    """The kind of a scan file. Raises ``UserError`` ``scan.empty``, ``scan.too-large``, ``scan.kind``."""
    with open_regular_file(path) as handle, os_errors(path):
        head = handle.read(_HEAD)
        size = handle.seek(0, 2)
    if size == 0:
        raise UserError("scan.empty", f"“{path.name}”是空文件。", "请重新扫描或重新复制这个文件。")
    if size > MAX_BYTES:
        raise UserError(
            "scan.too-large",
            f"“{path.name}”超过 {MAX_BYTES // 1024 // 1024} MB。",
            "请分成几个文件，或降低扫描分辨率（150 至 300 dpi 就够）。",
        )
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    # ISO 32000-1, annex H: readers accept the header within the first 1024 bytes.
    if b"%PDF-" in head:
        return Kind.PDF
    raise UserError("scan.kind", f"“{path.name}”不是 PDF、JPEG、PNG 或 TIFF 文件。", _REMEDY)


def unreadable(name: str, page: int = 0) -> UserError:
    """The refusal of a file, or of one page in it, that cannot be opened."""
    where = f"“{name}”的第 {page} 页" if page else f"“{name}”"
    return UserError(
        "scan.unreadable", f"{where}打不开，文件可能已损坏。", "请重新扫描，或重新复制这个文件。"
    )


def encrypted(name: str) -> UserError:
    """The refusal of a file that asks for a password."""
    return UserError("scan.encrypted", f"“{name}”有密码保护，打不开。", "请导入没有加密的扫描件。")


def too_many_pages(name: str, pages: int) -> UserError:
    """The refusal of a file with more pages than a form can have."""
    return UserError(
        "scan.too-many-pages",
        f"“{name}”有 {pages} 页，超过 {MAX_PAGES} 页。",
        "这不像是一份申报书的扫描件，请核对所选的文件。",
    )


def page_too_large(name: str, page: int) -> UserError:
    """The refusal of a page that is no sheet of paper."""
    return UserError(
        "scan.page-size",
        f"“{name}”的第 {page} 页有几米大，不是扫描的纸张。",
        "请核对所选的文件；是扫描件的，请重新扫描。",
    )


def too_many_pixels(name: str, page: int) -> UserError:
    """The refusal of a picture that would fill the memory."""
    return UserError(
        "scan.too-many-pixels",
        f"“{name}”的第 {page} 页图片太大。",
        "请用 150 至 300 dpi 重新扫描。",
    )
