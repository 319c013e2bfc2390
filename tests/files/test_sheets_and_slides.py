"""Workbooks and presentations: hidden sheets, cells, comments, notes, and numbers kept as numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from jxdesk.domain.facts import FileProblem, SensitiveKind
from jxdesk.files.reading.numbers import as_typed
from tests.files.facts import IDENTITY, MOBILE, SECRECY, facts, found, identity, metadata, mobile
from tests.files.packages import cells, element, pptx, relations, slide, xlsx

CARD = "6222021234567890128"


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_with(value: str | float, cell: str = "B7") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "名单"
    book.worksheets[0]["A1"] = "姓名"
    book.worksheets[0][cell] = value
    return book


def test_a_cell_has_its_place(tmp_path: Path) -> None:
    seen = facts(tmp_path, saved(book_with(IDENTITY)), "名单.xlsx")
    assert [(each.kind, each.where) for each in seen.sensitive] == [
        (SensitiveKind.IDENTITY, "工作表“名单”B7")
    ]
    assert (seen.kind, seen.pages, seen.problem) == ("xlsx", 1, FileProblem.NONE)


def test_cells_side_by_side_are_not_joined(tmp_path: Path) -> None:
    book = book_with(IDENTITY[:9])
    book.worksheets[0]["C7"] = IDENTITY[9:]
    assert found(tmp_path, saved(book)) == []


@pytest.mark.parametrize(
    ("number", "kind", "masked"),
    [
        (13807911234, SensitiveKind.MOBILE, "138****1234"),
        (360102199001011232, SensitiveKind.IDENTITY, "360***************"),
        (3.60102199001011e17, SensitiveKind.IDENTITY, "360***************"),
        (6222021234567890000, SensitiveKind.BANK_CARD, "622****************"),
    ],
)
def test_a_long_number_kept_as_a_number(
    tmp_path: Path, number: float, kind: SensitiveKind, masked: str
) -> None:
    assert found(tmp_path, saved(book_with(number))) == [(kind, "工作表“名单”B7", masked)]


@pytest.mark.parametrize("number", [360102999901011232, 123456789012345678, 25000000000000000, 1.5e300, 12.5])
def test_a_long_number_that_is_none(tmp_path: Path, number: float) -> None:
    assert found(tmp_path, saved(book_with(number))) == []


def test_numbers_are_written_out_as_typed() -> None:
    assert as_typed("1.3807911234E+10") == MOBILE
    assert [as_typed(raw) for raw in ("12.50", "1E-3", "7.0", "x", "1E+99")] == [
        "12.50",
        "1E-3",
        "7",
        "x",
        "1E+99",
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_told_and_read(tmp_path: Path, state: str) -> None:
    data = xlsx(cells("A3", MOBILE), state=state)
    assert sorted(found(tmp_path, data)) == sorted(
        [metadata("工作表“名单”", "隐藏的工作表"), mobile("工作表“名单”A3")]
    )


def test_hidden_rows_and_columns_that_hold_something(tmp_path: Path) -> None:
    book = book_with("乙")
    sheet = book.worksheets[0]
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["F"].hidden = True
    assert found(tmp_path, saved(book)) == [metadata("工作表“名单”", "有隐藏的列和行")]


def test_comments_and_their_authors(tmp_path: Path) -> None:
    book = book_with("乙")
    book.worksheets[0]["A1"].comment = Comment(f"打 {MOBILE}", "李四")
    assert sorted(found(tmp_path, saved(book))) == sorted(
        [metadata("批注", "共 1 条，作者：李四"), mobile("工作表“名单”A1的批注")]
    )


def test_the_remarks_on_our_own_headings_are_no_comments(tmp_path: Path) -> None:
    book = book_with("乙")
    book.worksheets[0]["A1"].comment = Comment("单位：亿元", "jxdesk")
    assert found(tmp_path, saved(book)) == []


def test_threaded_comments_count_once(tmp_path: Path) -> None:
    thread = f'<x:threadedComment ref="A1" personId="p"><x:text>打 {MOBILE}</x:text></x:threadedComment>'
    copy = (
        '<x:authors><x:author>tc={1}</x:author></x:authors><x:commentList><x:comment ref="A1" authorId="0">'
        f"<x:text><x:t>打 {MOBILE}</x:t></x:text></x:comment></x:commentList>"
    )
    parts = {
        "xl/threadedComments/t1.xml": element("x:ThreadedComments", thread),
        "xl/comments1.xml": element("x:comments", copy),
        "xl/persons/person.xml": element("x:personList", '<x:person displayName="李四" id="p"/>'),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threadedComments/t1.xml")
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("s2", "worksheet", "worksheets/sheet2.xml"),
            ("p", "person", "persons/person.xml"),
        ),
    }
    assert sorted(found(tmp_path, xlsx(cells("A1", "甲"), parts=parts))) == sorted(
        [metadata("批注", "共 1 条，作者：李四"), mobile("工作表“名单”A1的批注")]
    )


def test_what_stands_around_the_cells(tmp_path: Path) -> None:
    book = book_with("乙")
    sheet = book.worksheets[0]
    header = sheet.oddHeader
    assert header is not None
    header.center.text = SECRECY
    sheet.add_data_validation(DataValidation(type="list", formula1=f'"甲,{MOBILE}"', sqref="C1"))
    assert sorted(found(tmp_path, saved(book))) == sorted(
        [
            (SensitiveKind.SECRECY, "工作表“名单”的页眉页脚", SECRECY),
            mobile("工作表“名单”的数据有效性"),
        ]
    )


def test_where_the_workbook_was_last_saved_names_its_user(tmp_path: Path) -> None:
    for user, expected in (
        ("zhangsan", [metadata("文件属性：保存位置", "用户名 zhangsan")]),
        ("Administrator", []),
    ):
        book = f'<x:absPath url="C:\\Users\\{user}\\Desktop\\"/>'
        assert found(tmp_path, xlsx(cells("A1", "甲"), book=book)) == expected


def test_a_workbook_without_a_filled_cell_is_empty(tmp_path: Path) -> None:
    assert facts(tmp_path, saved(openpyxl.Workbook())).problem is FileProblem.EMPTY


def test_slides_their_notes_and_comments(tmp_path: Path) -> None:
    comment = element("p:cmLst", f'<p:cm authorId="0"><p:text>打 {MOBILE}</p:text></p:cm>')
    data = pptx(
        slide("封面"),
        slide(IDENTITY, 'show="0"'),
        parts={
            "ppt/slides/_rels/slide0.xml.rels": relations(
                ("n", "notesSlide", "../notesSlides/n.xml"), ("c", "comments", "../comments/c.xml")
            ),
            "ppt/notesSlides/n.xml": element("p:notes", f"<a:p><a:r><a:t>{SECRECY}</a:t></a:r></a:p>"),
            "ppt/comments/c.xml": comment,
        },
    )
    seen = facts(tmp_path, data, "汇报.pptx")
    assert (seen.kind, seen.pages, seen.problem) == ("pptx", 2, FileProblem.NONE)
    assert sorted((each.kind, each.where, each.masked) for each in seen.sensitive) == sorted(
        [
            (SensitiveKind.SECRECY, "第 1 页备注", SECRECY),
            mobile("批注（第 1 页）"),
            identity("第 2 页"),
            metadata("第 2 页", "隐藏的幻灯片"),
            metadata("批注", "共 1 条"),
        ]
    )


def test_a_presentation_without_slides_has_no_pages(tmp_path: Path) -> None:
    assert facts(tmp_path, pptx()).problem is FileProblem.NO_PAGES
