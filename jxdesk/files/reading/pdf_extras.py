"""Screens what a PDF carries besides its pages: properties, comments, attachments, scripts, form fields."""

from __future__ import annotations

from io import BytesIO
from mmap import ACCESS_READ, mmap
from typing import BinaryIO

from pypdf import PasswordType, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from jxdesk.files.bounds import MAX_EMBEDDED, MAX_EMBEDDED_FILES, MAX_PAGES, Damaged
from jxdesk.files.reading import pdf_parts, photos_within, xmp
from jxdesk.files.reading.authors import is_somebody, people
from jxdesk.files.reading.embedded import read_file
from jxdesk.files.reading.guard import guarded
from jxdesk.files.screening import Record

_WORDS = {
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Company": "单位",
    "/Comments": "备注",
}


def asks_for_password(stream: BinaryIO) -> bool:
    """Whether a file does not open without a password."""
    try:
        with guarded():
            reader = pdf_parts.opened(stream)
            return reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
    except Damaged:
        return False


def has_no_pages(stream: BinaryIO) -> bool:
    """Whether a file is whole but for its pages."""
    try:
        with guarded():
            return not pdf_parts.opened(stream).pages
    except Damaged:
        return False


def read(stream: BinaryIO, record: Record) -> None:
    """Screen it; where pypdf can't follow the structure, the record is ``partial``. Raises ``Enough``."""
    try:
        with guarded():
            reader = pdf_parts.opened(stream)
            root = reader.root_object
    except Damaged:
        record.partial = True
        return
    _photos(stream, record)
    for step in (_properties, _comments, _attachments, _scripts, _form):
        try:
            with guarded():
                step(reader, root, record)
        except Damaged:
            record.partial = True


def _photos(stream: BinaryIO, record: Record) -> None:
    """Pictures lie in a PDF as the camera wrote them, if nobody packed them anew."""
    stream.seek(0)
    data = stream.read() if isinstance(stream, BytesIO) else mmap(stream.fileno(), 0, access=ACCESS_READ)
    for start, end in photos_within.blocks(data):
        photos_within.tell(data[start:end], record.within("图片"))


def _properties(reader: PdfReader, root: DictionaryObject, record: Record) -> None:
    information = pdf_parts.dictionary(reader.trailer, "/Info")
    for key in information or ():
        value = pdf_parts.word_at(information, key) if information is not None else ""
        who = pdf_parts.PEOPLE.get(key)
        if who is not None and is_somebody(value):
            record.note(f"文件属性：{who}", value)
        elif key not in pdf_parts.PROGRAMS:
            record.text(f"文件属性：{_WORDS.get(key, key[1:41])}", value)
    metadata = pdf_parts.dictionary(root, "/Metadata")
    if isinstance(metadata, StreamObject):
        xmp.read(metadata.get_data(), record)


def _comments(reader: PdfReader, _: DictionaryObject, record: Record) -> None:
    count = 0
    authors = []
    for number, page in enumerate(reader.pages, 1):
        if number > MAX_PAGES:
            break
        for annotation in pdf_parts.annotations_of(page):
            subtype = pdf_parts.name_at(annotation, "/Subtype")
            author = pdf_parts.word_at(annotation, "/T") if subtype not in pdf_parts.OWN_NAMES else ""
            is_comment = subtype in pdf_parts.COMMENTS and subtype != "/Popup"
            count += is_comment or is_somebody(author)
            authors.append(author)
            record.text(f"第 {number} 页的批注", pdf_parts.word_at(annotation, "/Contents"))
            if subtype == "/FileAttachment" and (file := pdf_parts.dictionary(annotation, "/FS")) is not None:
                _attached(*pdf_parts.embedded_file(file), record)
    if count:
        who = people(authors)
        record.note("批注", f"共 {count} 条" + (f"，作者：{who}" if who else ""))


def _attachments(_: PdfReader, root: DictionaryObject, record: Record) -> None:
    tree = pdf_parts.dictionary(pdf_parts.dictionary(root, "/Names"), "/EmbeddedFiles")
    for number, (name, specification) in enumerate(pdf_parts.name_tree(tree)):
        if number >= MAX_EMBEDDED_FILES:
            record.partial = True
            return
        inner, stream = pdf_parts.embedded_file(specification)
        _attached(inner or name, stream, record)


def _attached(name: str, stream: StreamObject | None, record: Record) -> None:
    record.note("附件", f"文件中夹带附件“{name[:40]}”")
    record.text("附件名称", name)
    data = stream.get_data() if stream is not None else b""
    if len(data) <= MAX_EMBEDDED:
        read_file(data, f"附件“{name[:40]}”", record)
    else:
        record.partial = True


def _scripts(_: PdfReader, root: DictionaryObject, record: Record) -> None:
    actions = [action for key in pdf_parts.ACTIONS if (action := pdf_parts.dictionary(root, key)) is not None]
    tree = pdf_parts.dictionary(pdf_parts.dictionary(root, "/Names"), "/JavaScript")
    named = any(True for _ in pdf_parts.name_tree(tree))
    if named or any(pdf_parts.is_script(action) for action in actions):
        record.note("脚本", "文件中带有会自动运行的脚本")


def _form(_: PdfReader, root: DictionaryObject, record: Record) -> None:
    for field in pdf_parts.fields(root):
        value = pdf_parts.word_at(field, "/V")
        record.content("表单", value)
