"""Spreadsheets for the tests, sound ones and ones named after their defect."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

import openpyxl

XLSX_HEAD = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>"
)
XLSX_TAIL = "</sheetData></worksheet>"


def xlsx(rows: Iterable[Sequence[object]], title: str = "企业名单") -> bytes:
    """A plain workbook as a person would make it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The workbook with one part replaced or added."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in source.namelist():
            if entry != name:
                packed.writestr(entry, source.read(entry))
        packed.writestr(name, content)
    return target.getvalue()


def with_sheet(cells: str) -> bytes:
    """A workbook whose only sheet holds these raw cells in its first row."""
    sheet = f'{XLSX_HEAD}<row r="1">{cells}</row>{XLSX_TAIL}'
    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", sheet)


def cell_in_the_last_corner() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    return saved(book)


def zip_bomb() -> bytes:
    """A few kilobytes that inflate to 40 MB."""
    target = BytesIO(xlsx([["企业名称"]]))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/media/big.xml", "w") as big,
    ):
        for _ in range(40):
            big.write(b" " * 1_000_000)
    return target.getvalue()


def zip_that_lies_about_its_size() -> bytes:
    """The directory says a sheet is tiny; inflating it says otherwise."""
    data = bytearray(
        with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", XLSX_HEAD + " " * 5_000_000 + XLSX_TAIL)
    )
    real = len(XLSX_HEAD + XLSX_TAIL) + 5_000_000
    claimed = (1000).to_bytes(4, "little")
    return bytes(data.replace(real.to_bytes(4, "little"), claimed))


def entity_bomb() -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return with_part(xlsx([["x"]]), "xl/sharedStrings.xml", f'<?xml version="1.0"?>{declared}<sst>&b;</sst>')


def three_hundred_sheets() -> bytes:
    book = openpyxl.Workbook()
    for _ in range(299):
        book.create_sheet()
    return saved(book)


def forty_thousand_columns() -> bytes:
    return with_sheet('<c r="BGDN1"><v>1</v></c>')


def truncated() -> bytes:
    whole = xlsx([["企业名称", "统一社会信用代码"], ["甲公司", "91360100MA35J0001X"]])
    return whole[: len(whole) // 2]


def renamed_program() -> bytes:
    return b"MZ\x90\x00" + bytes(range(256)) * 40


def encrypted_book() -> bytes:
    """The start of the OLE container in which Excel keeps a workbook with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def ods(rows: str) -> bytes:
    target = BytesIO()
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="企业名单">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        f'xmlns:manifest="{space}manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def ods_text(text: str, repeated: int = 1) -> str:
    more = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def ods_cell_in_the_last_corner() -> bytes:
    empty_rows = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    gap = '<table:table-cell table:number-columns-repeated="16383"/>'
    return ods(f"{empty_rows}<table:table-row>{gap}{ods_text('x')}</table:table-row>")
