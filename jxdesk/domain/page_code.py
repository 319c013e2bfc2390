"""Page codes: what ties a printed sheet to the version of the application it was made from.

Definition (a scan is matched by it years later, so it must not drift):

* ``canonical`` = UTF-8 JSON without spaces, non-ASCII characters literal, of the array
  ``["jxdesk-page-1", application id, section id, page in section, pages in section, atoms]``
  where ``atoms`` is an array of ``[kind, content]`` pairs in drawing order. Kinds: ``"t"`` text
  (the part of a block's or cell's text that stands on this page, NFC, without what was only
  layout: line breaks the program made), ``"c"`` a tick box (``"0"``/``"1"``), ``"p"`` a picture
  (lower-case SHA-256 of its bytes), ``"w"`` a watermark.
* ``code10`` = the first 10 characters of RFC 4648 base32 of SHA-256(``canonical``): 50 bits.
* ``doc4`` = the first 4 base32 characters of SHA-256 of UTF-8 ``"jxdesk-doc-1\\n" + application id``.
* QR text = ``S1.<doc4>.<page3>.<total3>.<code10>``: 26 characters of the QR alphanumeric set.
  ``page3`` of ``total3`` is the sheet's number in the whole document, decimal, three digits; it
  helps to sort sheets and is *not* part of the code, so that a section that grows does not
  change the codes of the sections behind it.

Fifty bits guard against mistakes and mix-ups, not against a forger with a computer.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MAX_PAGES = 999

Atom = tuple[str, str]

_PAYLOAD = re.compile(r"S1\.([A-Z2-7]{4})\.([0-9]{3})\.([0-9]{3})\.([A-Z2-7]{10})")


@dataclass(frozen=True, slots=True)
class PageMark:
    """What a QR says: ``document`` doc4, sheet ``number`` of ``total``, the page's ``code``."""

    document: str
    number: int
    total: int
    code: str


def text_atom(text: str) -> Atom:
    """The atom of a text."""
    return ("t", unicodedata.normalize("NFC", text))


def page_code(application_id: str, section: str, page: int, pages: int, atoms: Sequence[Atom]) -> str:
    """The 10-character code of page ``page`` of ``pages`` (from 1) of ``section``."""
    parts = ["jxdesk-page-1", application_id, section, page, pages, [list(atom) for atom in atoms]]
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return _base32(canonical, 10)


def document_code(application_id: str) -> str:
    """The 4 characters that tell one application's sheets from another's."""
    return _base32("jxdesk-doc-1\n" + application_id, 4)


def qr_text(mark: PageMark) -> str:
    """The text in the QR. Raises ``ValueError`` for a page number outside 1…999."""
    if not 1 <= mark.number <= mark.total <= MAX_PAGES:
        raise ValueError(f"page {mark.number} of {mark.total} cannot be coded")
    return f"S1.{mark.document}.{mark.number:03d}.{mark.total:03d}.{mark.code}"


def parse_qr(text: str) -> PageMark | None:
    """The mark that a QR text holds, or ``None`` if it is not one of ours."""
    found = _PAYLOAD.fullmatch(text)
    if found is None:
        return None
    document, number, total, code = found.groups()
    if not 1 <= int(number) <= int(total):
        return None
    return PageMark(document, int(number), int(total), code)


def printed_code(code: str) -> str:
    """The code as it is printed for a person to type: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def _base32(text: str, length: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return base64.b32encode(digest).decode("ascii")[:length]
