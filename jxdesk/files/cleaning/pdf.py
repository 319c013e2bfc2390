"""Copies of PDF files without author, comments, attachments and scripts, by pypdf.

The structure is changed in memory and then copied from its root: what nothing points to any more,
former versions of the file among it, is not in the copy.
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from jxdesk.domain.sensitive import find
from jxdesk.files.bounds import MAX_PAGES, Damaged
from jxdesk.files.cleaning import refusals
from jxdesk.files.reading import pdf_parts, photos_within, xmp
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.screening import Record

_MAX = 256 * 1024 * 1024
WORDS = {
    "people": "文件属性中的人名",
    "comments": "批注",
    "attachments": "附件",
    "scripts": "脚本",
    "pictures": "图片中的拍摄位置、作者等信息",
}


def clean(stream: BinaryIO, target: BinaryIO) -> tuple[str, ...]:
    """Write the copy to ``target`` unless there is nothing to remove; words for what was.

    Raises ``UserError`` (``strip.*``) and whatever pypdf raises on broken structures.
    """
    stream.seek(0, 2)
    if stream.tell() > _MAX:
        raise refusals.too_large()
    reader = pdf_parts.opened(stream)
    if reader.is_encrypted:
        raise refusals.encrypted()
    root = reader.root_object
    _refuse(root)
    done: Counter[str] = Counter()
    done["people"] = _properties(reader, root)
    for page in reader.pages:
        done += _page(page)
    done["attachments"] += _attachments(root)
    done["scripts"] = _scripts(root)
    if done.total():
        writer = PdfWriter(clone_from=reader)
        writer.write(target)
        target.truncate()
    done["pictures"] = _pictures(target)
    if done.total() and _shown(stream) != _shown(target):
        raise refusals.changed()
    return tuple(word for key, word in WORDS.items() if done[key])


def _pictures(target: BinaryIO) -> int:
    """Overwrite what cameras wrote into pictures; nothing moves, so the file's table still holds."""
    target.seek(0)
    data = target.read()
    telling = [
        (start, end) for start, end in photos_within.blocks(data) if photos_within.tells(data[start:end])
    ]
    for start, end in telling:
        target.seek(start)
        target.write(bytes(end - start))
    target.flush()
    return len(telling)


def _shown(stream: BinaryIO) -> list[str]:
    """The text of each page as PDFium, which shares no code with pypdf, reads it. Raises ``Damaged``."""
    try:
        with pdfium.PdfDocument(stream) as document:
            return [_page_text(document, number) for number in range(min(len(document), MAX_PAGES))]
    except pdfium.PdfiumError as error:
        raise Damaged from error


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_range()
    text_page.close()
    page.close()
    return text


def _refuse(root: DictionaryObject) -> None:
    if "/Perms" in root or any(pdf_parts.is_signature(field) for field in pdf_parts.fields(root)):
        raise refusals.signed()
    if "/Collection" in root:
        raise refusals.portfolio()


def _properties(reader: PdfReader, root: DictionaryObject) -> int:
    done = 0
    information = pdf_parts.dictionary(reader.trailer, "/Info")
    for key in list(information or ()):
        value = pdf_parts.word_at(information, key) if information is not None else ""
        person = key in pdf_parts.PEOPLE and is_somebody(value)
        if information is not None and (person or (key not in pdf_parts.PROGRAMS and find(value))):
            del information[key]
            done += 1
    metadata = pdf_parts.dictionary(root, "/Metadata")
    if isinstance(metadata, StreamObject):
        record = Record()
        xmp.read(metadata.get_data(), record)
        if record.screening.found():
            del root["/Metadata"]
            done += 1
    return done


def _page(page: DictionaryObject) -> Counter[str]:
    done: Counter[str] = Counter()
    kept = ArrayObject()
    for annotation in pdf_parts.items(page, "/Annots", resolve=False):
        found = pdf_parts.resolved(annotation)
        subtype = pdf_parts.name_at(found, "/Subtype") if isinstance(found, DictionaryObject) else ""
        if isinstance(found, DictionaryObject) and subtype in pdf_parts.COMMENTS:
            done["attachments" if subtype == "/FileAttachment" else "comments"] += 1
            found.clear()  # the structure tree may still point to it
            continue
        if isinstance(found, DictionaryObject) and subtype not in pdf_parts.OWN_NAMES:
            done["comments"] += _forget_author(found)
        kept.append(annotation)
    if done:
        page[NameObject("/Annots")] = kept
    return done


def _forget_author(annotation: DictionaryObject) -> int:
    """What is drawn on the page stays, whoever drew it does not."""
    done = 0
    if is_somebody(pdf_parts.word_at(annotation, "/T")):
        del annotation["/T"]
        done = 1
    return done


def _attachments(root: DictionaryObject) -> int:
    names = pdf_parts.dictionary(root, "/Names")
    tree = pdf_parts.dictionary(names, "/EmbeddedFiles")
    count = sum(1 for _ in pdf_parts.name_tree(tree))
    if count and names is not None:
        del names["/EmbeddedFiles"]
        root.pop("/AF", None)
    return count


def _scripts(root: DictionaryObject) -> int:
    count = 0
    names = pdf_parts.dictionary(root, "/Names")
    if names is not None and "/JavaScript" in names:
        del names["/JavaScript"]
        count += 1
    for key in pdf_parts.ACTIONS:
        action = pdf_parts.dictionary(root, key)
        if action is not None and pdf_parts.is_script(action):
            del root[key]
            count += 1
    return count
