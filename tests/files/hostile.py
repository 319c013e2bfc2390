"""Files that are meant to hurt whoever opens them, named after what they do."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tests.files.packages import cells, docx, element, package, paragraph, xlsx


def zip_bomb() -> bytes:
    """A document that inflates to a thousand times its size."""
    return docx(paragraph("甲"), parts={"word/media/image1.bin": bytes(64 * 1024 * 1024)})


def zip_that_lies_about_its_size() -> bytes:
    """The directory says that the document is small."""
    data = bytearray(docx(paragraph("甲" * 5_000)))
    with zipfile.ZipFile(BytesIO(data)) as packed:
        size = packed.getinfo("word/document.xml").file_size
    for place in range(len(data) - 4):
        if data[place : place + 4] == size.to_bytes(4, "little"):
            data[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def with_two_parts_of_one_name() -> bytes:
    """Two readers could each see another document."""
    target = BytesIO(docx(paragraph("甲")))
    with zipfile.ZipFile(target, "a") as packed:
        entry = zipfile.ZipInfo("word/document.xml")
        packed._check_name = False  # type: ignore[attr-defined]
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            packed.writestr(entry, element("w:document", paragraph("乙")))
    return target.getvalue()


def entity_bomb() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = '<!ENTITY a0 "甲">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE w [{entities}]><w:document xmlns:w="w"><w:p>&a9;</w:p></w:document>'
    )
    return package("docx", {"word/document.xml": body})


def external_entity() -> bytes:
    """The text of a file on this machine, if a parser fetches it."""
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return package(
        "docx", {"word/document.xml": f'{head}<w:document xmlns:w="w"><w:t>&x;</w:t></w:document>'}
    )


def deep_nesting() -> bytes:
    """A hundred thousand elements within each other."""
    return docx("<w:p>" * 100_000 + "</w:p>" * 100_000)


def table_in_table_in_table() -> bytes:
    """As deep as parsers allow."""
    return docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 60)


def not_well_formed() -> bytes:
    return package("docx", {"word/document.xml": "<w:document"})


def without_main_part() -> bytes:
    return package("xlsx", {"xl/other.xml": "<x/>"})


def shared_text_that_is_not_there() -> bytes:
    return xlsx('<x:row r="1"><x:c r="A1" t="s"><x:v>99999</x:v></x:c></x:row>' + cells("A2", "甲"))


def a_sheet_that_points_to_itself() -> bytes:
    """A relation whose target is the part it belongs to, and one out of the container."""
    pointers = (
        '<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="s1" Type="x/worksheet" '
        'Target="../../../../etc/passwd"/>'
        '<Relationship Id="s2" Type="x/worksheet" Target="workbook.xml"/></Relationships>'
    )
    return xlsx(cells("A1", "甲"), parts={"xl/_rels/workbook.xml.rels": pointers})


def truncated(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]
