"""Spreadsheets for the tests, sound ones and ones named after their defect."""

from __future__ import annotations

import struct
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


def too_many_joined_areas() -> bytes:
    """One area more than is looked at."""
    areas = "".join(f'<mergeCell ref="A{2 * n + 1}:A{2 * n + 2}"/>' for n in range(20_001))
    sheet = f'{XLSX_HEAD}<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{areas}</mergeCells>'
    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", f"{sheet}</worksheet>")


def zip_in_zip_in_zip() -> bytes:
    """A container thirty deep; what lies inside is nobody's business and is only counted."""
    inner = b"PK"
    for _ in range(30):
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/embeddings/book.xlsx", inner)
        inner = target.getvalue()
    return inner


def deeply_nested_xml() -> bytes:
    """Half a million elements, each inside the other."""
    depth = 500_000
    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", "<a>" * depth + "</a>" * depth)


def deeply_nested_ods() -> bytes:
    return ods("<text:span>" * 200_000 + "</text:span>" * 200_000)


def attribute_that_never_ends() -> bytes:
    """Megabytes of addresses in one tag: what looks for them must not begin again at each."""
    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", XLSX_HEAD + "<c " + 'r="A1" ' * 550_000)


def formulas_without_cells() -> bytes:
    """Formulas that stand in no cell: what goes back to theirs must not go far."""
    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", XLSX_HEAD + "<f></f></c>" * 350_000)


def truncated() -> bytes:
    whole = xlsx([["企业名称", "统一社会信用代码"], ["甲公司", "91360100MA35J0001X"]])
    return whole[: len(whole) // 2]


def renamed_program() -> bytes:
    return b"MZ\x90\x00" + bytes(range(256)) * 40


def damaged_ole() -> bytes:
    """The first bytes of an OLE container and nothing sensible behind them."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE container ([MS-CFB] version 3) with these streams, each of 4096 bytes or more."""
    sector, end = 512, 0xFFFFFFFE
    fat: list[int] = [0xFFFFFFFD]
    body, entries = b"", [_ole_entry("Root Entry", 5, end, 0, child=1)]
    names = list(streams)
    for number, name in enumerate(names, start=1):
        content = streams[name] + bytes(-len(streams[name]) % sector)
        first, count = len(fat), len(content) // sector
        fat += [*range(first + 1, first + count), end]
        body += content
        right = number + 1 if number < len(names) else 0xFFFFFFFF
        entries.append(_ole_entry(name, 2, first, len(streams[name]), right=right))
    directory = b"".join(entries)
    directory += bytes(-len(directory) % sector)
    start = len(fat)
    fat += [*range(start + 1, start + len(directory) // sector), end]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, start, 0, 4096, end, 0, end, 0)
    return head + struct.pack("<I", 0) + b"\xff" * (4 * 108) + table + body + directory


def _ole_entry(
    name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return entry + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", first, size)


def password_protected_xlsx() -> bytes:
    """As Excel keeps a workbook with a password ([MS-OFFCRYPTO] 2.3): what is inside can't be read."""
    return ole({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(range(256)) * 32})


def password_protected_xls() -> bytes:
    """A BIFF8 workbook whose globals begin with a FilePass record ([MS-XLS] 2.4.117)."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    password = struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1) + bytes(48)
    return ole({"Workbook": (begin + password).ljust(8192, b"\0")})


def truncated_xls() -> bytes:
    """A BIFF8 workbook that ends in the middle of its records."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    return ole({"Workbook": (begin + struct.pack("<HH", 0x0085, 8000)).ljust(8192, b"\1")})[:5000]


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
