"""Attached files looked at: opened, screened, held in processes of their own; how much a second.

The peer reads the same texts with the libraries that come to mind first (pypdf, python-docx,
openpyxl, Pillow), one file after the other in this process, and looks for the numbers with plain
patterns: no bounds, no metadata, nothing hidden, and the first bad file ends it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bench_rows import Row, median
from jxdesk.files.probe import probe_many

NAME = "files"
ROUNDS = 3
_FONT = "STSong-Light"
_PEER = "pypdf、python-docx、openpyxl"
_SENTENCE = "我县2024年核心产业营业收入126.35亿元，同比增长12.6%，集聚企业238家，其中规上企业57家。"
_NUMBERS = re.compile(r"\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9}|绝密|机密|秘密")


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty; needs 50 MB)."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    evidence = [*_evidence(folder)]
    rows = [_row("300 份材料", evidence)]
    text = sum(len(_READERS[path.suffix](path.read_bytes()).encode()) for path in evidence) / 1e6
    rows.append(Row(f"筛查速度（其中文字 {text:.1f} MB）", text / rows[0].ours, "MB/s"))
    for what, make in (("PDF，500 页", _pdf), ("Word，2 万段", _word), ("Excel，2 万行 10 列", _book)):
        path = folder / f"long{_ENDINGS[make]}"
        make(path, 1)
        rows.append(_row(what, [path]))
    return rows


def _row(what: str, files: list[Path]) -> Row:
    ours, peer = _in_turns(lambda: _ours(files), lambda: [*map(_naive, files)])
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    return Row(f"查看并筛查 {what}（{megabytes:.1f} MB）", ours, "s", _PEER, peer)


def _ours(files: list[Path]) -> None:
    for facts in probe_many([(path, path.name) for path in files]):
        if facts.problem:
            raise RuntimeError(facts)


def _naive(path: Path) -> list[str]:
    data = path.read_bytes()
    return _NUMBERS.findall(_READERS[path.suffix](data))


def _in_turns(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, medians: ours works in other processes."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for task, taken in zip((ours, peer), seconds, strict=True):
            begin = time.perf_counter()
            task()
            taken.append(time.perf_counter() - begin)
    return median(seconds[0]), median(seconds[1])


def _evidence(folder: Path) -> Iterator[Path]:
    """What a county attaches: certificates mostly, some lists, some papers, some photos."""
    for number in range(300):
        make = (_pdf, _pdf, _pdf, _word, _book, _photo)[number % 6]
        path = folder / f"{number}{_ENDINGS[make]}"
        make(path, 250)
        yield path


def _pdf(path: Path, share: int) -> None:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in range(500 // share):
        canvas.setFont(_FONT, 10)
        for line in range(40):
            canvas.drawString(40, 800 - 18 * line, f"{page}.{line} {_SENTENCE}")
        canvas.showPage()
    canvas.save()


def _word(path: Path, share: int) -> None:
    document = docx.Document()
    for number in range(20_000 // share):
        document.add_paragraph(f"{number} {_SENTENCE}")
    document.save(str(path))


def _book(path: Path, share: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    for number in range(20_000 // share):
        sheet.append([f"云澜县第{number}科技有限公司", *(f"产品{number}" for _ in range(4)), *range(5)])
    book.save(path)


def _photo(path: Path, _share: int) -> None:
    Image.linear_gradient("L").resize((1600, 1200)).save(path)


def _pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def _word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)


def _book_text(data: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def _photo_text(data: bytes) -> str:
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        return str(dict(picture.getexif()))


_ENDINGS = {_pdf: ".pdf", _word: ".docx", _book: ".xlsx", _photo: ".jpg"}
_READERS = {".pdf": _pdf_text, ".docx": _word_text, ".xlsx": _book_text, ".jpg": _photo_text}
