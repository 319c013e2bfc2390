"""Probing in processes of their own: bad files are facts, never an end of the program."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.domain.facts import FileFacts, FileProblem
from jxdesk.files import bounds
from jxdesk.files import probe as probing
from jxdesk.files.probe import probe, probe_many
from jxdesk.files.reading.examine import read_stream
from jxdesk.files.screening import Record
from tests.files import hanging, hostile, old_office, pdfs, pictures
from tests.files.facts import IDENTITY, MOBILE, SECRECY, facts
from tests.files.packages import cells, core_properties, docx, packed, paragraph, pptx, slide, unpacked, xlsx

GOOD = paragraph(MOBILE)
UNREADABLE, TOO_LARGE = FileProblem.UNREADABLE, FileProblem.TOO_LARGE

BAD = {
    "zip_bomb.docx": (hostile.zip_bomb, TOO_LARGE),
    "zip_that_lies_about_its_size.docx": (hostile.zip_that_lies_about_its_size, UNREADABLE),
    "two_parts_of_one_name.docx": (hostile.with_two_parts_of_one_name, UNREADABLE),
    "entity_bomb.docx": (hostile.entity_bomb, UNREADABLE),
    "external_entity.docx": (hostile.external_entity, UNREADABLE),
    "deep_nesting.docx": (hostile.deep_nesting, UNREADABLE),
    "not_well_formed.docx": (hostile.not_well_formed, UNREADABLE),
    "without_main_part.xlsx": (hostile.without_main_part, UNREADABLE),
    "truncated.docx": (lambda: hostile.truncated(docx(GOOD)), UNREADABLE),
    "truncated.pdf": (lambda: hostile.truncated(pdfs.pdf("甲")), UNREADABLE),
    "truncated.png": (lambda: hostile.truncated(pictures.saved(pictures.image((99, 99)), "PNG")), UNREADABLE),
    "image_bomb.png": (pictures.image_bomb, TOO_LARGE),
    "circular.doc": (old_office.circular, UNREADABLE),
    "encrypted.pdf": (lambda: pdfs.pdf("甲", password="x"), FileProblem.ENCRYPTED),
    "no_pages.pdf": (pdfs.without_pages, FileProblem.NO_PAGES),
    "renamed_program.pdf": (lambda: b"MZ\x90\0" + bytes(512), FileProblem.WRONG_KIND),
    "empty.pdf": (lambda: b"", FileProblem.EMPTY),
}
ODD = {
    "nested_tables.docx": hostile.table_in_table_in_table,
    "missing_shared_text.xlsx": hostile.shared_text_that_is_not_there,
    "self_pointing.xlsx": hostile.a_sheet_that_points_to_itself,
}


def test_each_bad_file_is_told_and_none_harms_its_neighbours(tmp_path: Path) -> None:
    files = []
    for name, (make, _) in BAD.items():
        for each, data in ((name, make()), (f"{name}-good.docx", docx(GOOD))):
            (tmp_path / each).write_bytes(data)
            files.append((tmp_path / each, each))
    probed = dict(zip((name for _, name in files), probe_many(files), strict=True))
    assert {name: probed[name].problem for name in BAD} == {
        name: problem for name, (_, problem) in BAD.items()
    }
    for name in BAD:
        assert len(probed[f"{name}-good.docx"].sensitive) == 1
        data = (tmp_path / name).read_bytes()
        assert (probed[name].sha256, probed[name].size) == (hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_read_nevertheless(tmp_path: Path, name: str) -> None:
    assert facts(tmp_path, ODD[name](), name).kind in ("docx", "xlsx")


@pytest.mark.parametrize(
    "what",
    [
        "hang",
        "abort",
        pytest.param("eat", marks=pytest.mark.skipif(sys.platform == "win32", reason="no bound there")),
    ],
)
def test_a_parser_that_hangs_dies_or_eats_all_memory(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "examine", hanging.examine)
    monkeypatch.setattr(probing, "TIMEOUT_S", 0.2 if what == "hang" else bounds.TIMEOUT_S)
    path = tmp_path / what
    path.write_bytes(b"%PDF-1.7")
    assert probe(path) == FileFacts(
        sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(), size=8, kind="", problem=FileProblem.UNREADABLE
    )


def test_a_pipe_a_folder_and_a_missing_file_are_the_callers_mistake(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    names = ["missing", "folder"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        names.append("pipe")
    codes = []
    for name in names:
        with pytest.raises(UserError) as caught:
            probe(tmp_path / name)
        codes.append(caught.value.code)
    assert codes == ["path.missing", "files.not-file", "files.not-file"][: len(names)]


def test_it_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")

    def stop(label: str, done: int, total: int) -> None:
        assert (label, done, total) == ("正在查看文件", 0, 1)
        raise Cancelled

    with pytest.raises(Cancelled):
        probe(tmp_path / "a.txt", progress=stop)


def test_no_file_no_facts() -> None:
    assert probe_many([]) == []


@pytest.mark.parametrize(
    "data",
    [
        docx(GOOD),
        xlsx(f"<x:row>{MOBILE}</x:row>"),
        pptx(slide(SECRECY)),
        pdfs.pdf(MOBILE),
        pictures.jpeg_with_position(),
    ],
    ids=["docx", "xlsx", "pptx", "pdf", "jpg"],
)
def test_the_same_bytes_give_the_same_facts(tmp_path: Path, data: bytes) -> None:
    assert facts(tmp_path, data) == facts(tmp_path, data)


def test_no_number_stands_whole_where_the_facts_say_it_was_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = f"张三{MOBILE}"
    book.worksheets[0]["A1"] = SECRECY
    buffer = BytesIO()
    book.save(buffer)
    for data in (
        buffer.getvalue(),
        pdfs.with_attachment(pdfs.pdf("甲"), f"{MOBILE}.txt", SECRECY.encode()),
        docx(GOOD, parts={f"word/embeddings/{IDENTITY}.docx": docx(paragraph(SECRECY))}),
        docx(paragraph(SECRECY), parts={"docProps/core.xml": core_properties(creator=f"张三{IDENTITY}")}),
    ):
        shown = repr(facts(tmp_path, data, f"{IDENTITY}.docx"))
        assert SECRECY in shown
        assert MOBILE not in shown
        assert IDENTITY not in shown


SOUND = [
    docx(GOOD),
    pictures.jpeg_with_position(),
    pictures.tiff_with_author(),
    pdfs.with_comment(pdfs.pdf(MOBILE, author="张三")),
    old_office.word("甲\r", author="张三"),
    "姓名,电话\n".encode("gb18030"),
]
PACKAGES = [unpacked(data) for data in (docx(GOOD), xlsx(cells("B7", MOBILE)), pptx(slide("甲")))]
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4
)


def edited(data: bytes, edits: list[tuple[float, bytes]]) -> bytes:
    damaged = bytearray(data)
    for place, piece in edits:
        start = int(place * len(damaged))
        damaged[start : start + len(piece)] = piece
    return bytes(damaged)


def read_or_refuse(data: bytes) -> None:
    """Every way in which reading may end; anything else that is raised is a fault of ours."""
    record = Record()
    with suppress(bounds.Damaged, bounds.Locked, bounds.TooLarge, bounds.Enough):
        read_stream(BytesIO(data), record)
    assert MOBILE not in repr(record.screening.found())


@given(data=st.sampled_from(SOUND), edits=EDITS, cut=st.floats(0.2, 1))
def test_damaged_bytes_are_read_or_refused(data: bytes, edits: list[tuple[float, bytes]], cut: float) -> None:
    read_or_refuse(edited(data, edits)[: int(cut * len(data))])


@given(parts=st.sampled_from(PACKAGES), which=st.floats(0, 1, exclude_max=True), edits=EDITS)
def test_damaged_parts_in_a_sound_container_are_read_or_refused(
    parts: dict[str, bytes], which: float, edits: list[tuple[float, bytes]]
) -> None:
    name = sorted(parts)[int(which * len(parts))]
    read_or_refuse(packed(parts | {name: edited(parts[name], edits)}))
