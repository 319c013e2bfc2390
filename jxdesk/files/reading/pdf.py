"""PDF: pages and their text by PDFium, what travels with them by pypdf."""

from __future__ import annotations

import re
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from jxdesk.files.bounds import MAX_PAGES, Damaged, Locked
from jxdesk.files.reading import pdf_extras
from jxdesk.files.screening import Record

_FEW_CHARACTERS = 20
"""A page with less text than this on it (a page number, a stamp) is what its picture shows."""
_SHARE_UNREADABLE = 0.3
_LARGE_SHARE = 0.5
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd-\uffff\ue000-\uf8ff]")
_SOFT_BREAK = re.compile("[\x02\ufffe\uffff]\r?\n?")


def read(stream: BinaryIO, record: Record) -> None:
    """Screen a PDF file. Raises ``Damaged``, ``Locked``, ``Enough``."""
    try:
        document = pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        # PDFium keeps an earlier file's reason where it has none for this one.
        if pdf_extras.asks_for_password(stream):
            raise Locked from error
        if pdf_extras.has_no_pages(stream):
            record.pages = 0
            return
        raise Damaged from error
    try:
        _read_pages(document, record)
    except pdfium.PdfiumError as error:
        raise Damaged from error
    finally:
        document.close()
    pdf_extras.read(stream, record)


def _read_pages(document: pdfium.PdfDocument, record: Record) -> None:
    record.pages = len(document)
    for number in range(min(record.pages, MAX_PAGES)):
        page = document[number]
        _read_page(page, f"第 {number + 1} 页", record)
        page.close()
    record.partial |= record.pages > MAX_PAGES


def _read_page(page: pdfium.PdfPage, where: str, record: Record) -> None:
    text_page = page.get_textpage()
    text = text_page.get_text_range() if text_page.count_chars() else ""
    text_page.close()
    plain = _SOFT_BREAK.sub("", text).replace("\r\n", "\n")
    record.content(where, plain)
    letters = len("".join(plain.split()))
    shown_as_letters = letters - len(_UNREADABLE.findall(plain))
    if letters and shown_as_letters < letters * (1 - _SHARE_UNREADABLE):
        record.image_only = True
    elif shown_as_letters < _FEW_CHARACTERS and _has_picture(page, any_size=not letters):
        record.image_only = True
        record.blank = False


def _has_picture(page: pdfium.PdfPage, *, any_size: bool) -> bool:
    """Whether a page shows anything else than text: pictures, or (``any_size``) drawn letters too."""
    if any_size:
        return int(pdfium_c.FPDFPage_CountObjects(page)) > 0
    width, height = page.get_size()
    for found in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = found.get_bounds()
        if (right - left) * (top - bottom) >= _LARGE_SHARE * width * height:
            return True
    return False
