"""Copies without what travels along: nothing of it left, nothing seen changed, the original untouched."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as python_docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from jxdesk.base.errors import UserError
from jxdesk.domain.facts import FileProblem
from jxdesk.files.cleaning.clean import clean
from jxdesk.files.strip import strip
from tests.files import hostile, old_office, pdfs, pictures
from tests.files.facts import MOBILE, facts
from tests.files.packages import (
    cells,
    core_properties,
    docx,
    element,
    paragraph,
    pptx,
    relations,
    run,
    slide,
    table,
    unpacked,
    xlsx,
)

BY = 'w:author="李四" w:id="1"'


def stripped(folder: Path, data: bytes) -> tuple[tuple[str, ...], bytes]:
    """Words for what was removed, and the copy; made without a process of its own."""
    source, target = folder / "source", folder / "target"
    source.write_bytes(data)
    target.write_bytes(data)
    words = clean(source, target)
    assert source.read_bytes() == data
    return words, target.read_bytes()


def opened(data: bytes) -> Any:
    """A Word document as python-docx, which shares no code with ours, opens it."""
    return python_docx.Document(BytesIO(data))


def deleted(text: str) -> str:
    return f"<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def hidden(text: str) -> str:
    return run(text, "<w:vanish/>")


def added(text: str) -> str:
    return f"<w:ins {BY}>{run(text)}</w:ins>"


def word_with_everything() -> bytes:
    comment = f"<w:comment w:id='0' w:author='李四'>{paragraph('请核')}</w:comment>"
    marks = "<w:commentRangeStart w:id='0'/>", "<w:commentRangeEnd w:id='0'/>"
    reference = "<w:r><w:rPr/><w:commentReference w:id='0'/></w:r>"
    joined = f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>{run('前半')}</w:p>{paragraph('后半')}"
    former = f"<w:p><w:pPr><w:jc/><w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr>{run('居中')}</w:p>"
    body = (
        f"<w:p>{marks[0]}{run('产业规划')}{marks[1]}{reference}</w:p>"
        + paragraph("目标", added("三百"), deleted("二百"), "亿元", run("隐藏", "<w:vanish/>"))
        + joined
        + former
        + f"<w:tbl><w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>{paragraph('删去的行')}</w:tc></w:tr>"
        + f"<w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{paragraph('新增的行')}</w:tc></w:tr></w:tbl>"
    )
    around = {
        "comments.xml": ("comments", element("w:comments", comment)),
        "people.xml": ("people", element("w:people", "<w:person w:author='李四'/>")),
        "settings.xml": ("settings", element("w:settings", "<w:trackRevisions/><w:zoom/>")),
        "header1.xml": ("header", element("w:hdr", paragraph("页眉", deleted("旧")))),
    }
    parts: dict[str, str | bytes] = {
        "docProps/core.xml": core_properties(creator="张三", lastModifiedBy="李四", title="产业规划"),
        "docProps/app.xml": element("Properties", "<Manager>王五</Manager><Pages>1</Pages>"),
        "docProps/custom.xml": element(
            "Properties", "<property name='_AuthorEmail'><vt:lpwstr>a b</vt:lpwstr></property>"
        ),
        "word/media/image1.jpg": pictures.jpeg_with_position(),
    }
    return docx(body, around, parts)


def test_word(tmp_path: Path) -> None:
    words, copy = stripped(tmp_path, word_with_everything())
    assert words == (
        "文件属性中的人名",
        "批注",
        "修订记录（按接受修订处理）",
        "隐藏的文字",
        "图片中的拍摄位置、作者等信息",
    )
    seen = facts(tmp_path, copy, "规划.docx")
    assert (seen.problem, seen.sensitive) == (FileProblem.NONE, ())
    document = opened(copy)
    assert [each.text for each in document.paragraphs] == ["产业规划", "目标三百亿元", "前半后半", "居中"]
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == ["新增的行"]
    parts = unpacked(copy)
    assert "产业规划".encode() in parts["docProps/core.xml"]
    assert not {"word/comments.xml", "word/people.xml"} & set(parts)
    assert b"comments.xml" not in parts["[Content_Types].xml"] + parts["word/_rels/document.xml.rels"]
    assert not any("李四".encode() in content for content in parts.values())


def test_a_deleted_paragraph_goes_whole(tmp_path: Path) -> None:
    gone = f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>{deleted('全段删去')}</w:p>"
    _, copy = stripped(tmp_path, docx(paragraph("甲") + gone + paragraph("乙")))
    assert [each.text for each in opened(copy).paragraphs] == ["甲", "乙"]


def test_a_deleted_table_goes_whole(tmp_path: Path) -> None:
    row = f"<w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>{paragraph('甲')}</w:tc></w:tr>"
    _, copy = stripped(tmp_path, docx(f"<w:tbl>{row}</w:tbl>" + paragraph("乙") + table(("丙",))))
    document = opened(copy)
    assert [each.rows[0].cells[0].text for each in document.tables] == ["丙"]


def book_with_comments() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "姓名", 12.5
    sheet["A1"].comment = Comment(f"打 {MOBILE}", "李四")
    book.properties.creator = "张三"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_workbook(tmp_path: Path) -> None:
    words, copy = stripped(tmp_path, book_with_comments())
    assert words == ("文件属性中的人名", "批注")
    assert facts(tmp_path, copy, "名单.xlsx").sensitive == ()
    sheet = openpyxl.load_workbook(BytesIO(copy)).worksheets[0]
    assert (sheet["A1"].value, sheet["B1"].value, sheet["A1"].comment) == ("姓名", 12.5, None)
    parts = unpacked(copy)
    assert not [name for name in parts if "comment" in name]
    assert b"legacyDrawing" not in parts["xl/worksheets/sheet1.xml"]
    assert not any(MOBILE.encode() in content for content in parts.values())


def test_hidden_sheets_are_content_and_stay(tmp_path: Path) -> None:
    path = '<x:absPath url="C:\\Users\\zhangsan\\Desktop\\"/>'
    words, copy = stripped(tmp_path, xlsx(cells("A1", "甲"), state="hidden", book=path))
    assert words == ("保存位置中的用户名",)
    assert [each.masked for each in facts(tmp_path, copy).sensitive] == ["隐藏的工作表"]


def test_slides(tmp_path: Path) -> None:
    comments = element("p:cmLst", '<p:cm authorId="0"><p:text>请核</p:text></p:cm>')
    parts = {
        "ppt/slides/_rels/slide0.xml.rels": relations(("c", "comments", "../comments/c.xml")),
        "ppt/comments/c.xml": comments,
        "ppt/commentAuthors.xml": element("p:cmAuthorLst", '<p:cmAuthor name="李四"/>'),
        "ppt/_rels/presentation.xml.rels": relations(
            ("s0", "slide", "slides/slide0.xml"), ("a", "commentAuthors", "commentAuthors.xml")
        ),
    }
    words, copy = stripped(tmp_path, pptx(slide("汇报"), parts=parts))
    assert words == ("批注",)
    seen = facts(tmp_path, copy)
    assert (seen.problem, seen.pages, seen.sensitive) == (FileProblem.NONE, 1, ())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: pdfs.with_xmp(pdfs.pdf("产业规划", "第二页", author="张三")), ("文件属性中的人名",)),
        (lambda: pdfs.with_comment(pdfs.pdf("产业规划")), ("批注",)),
        (lambda: pdfs.with_writing(pdfs.pdf("产业规划")), ("批注",)),
        (lambda: pdfs.with_attachment(pdfs.pdf("产业规划"), "名单.txt", MOBILE.encode()), ("附件",)),
        (lambda: pdfs.with_script(pdfs.pdf("产业规划")), ("脚本",)),
        (lambda: pdfs.of_photo(pictures.jpeg_with_position()), ("图片中的拍摄位置、作者等信息",)),
    ],
    ids=["author", "comment", "writing", "attachment", "script", "photo"],
)
def test_pdf(tmp_path: Path, make: Callable[[], bytes], words: tuple[str, ...]) -> None:
    data = make()
    removed, copy = stripped(tmp_path, data)
    assert removed == words
    assert facts(tmp_path, copy, "规划.pdf").sensitive == ()
    assert not any(
        secret in copy for secret in ("张三".encode(), "王五".encode(), "张三".encode("utf-16-be"))
    )
    assert look(copy) == look(data)


def look(data: bytes) -> list[bytes]:
    """The pages of a PDF as they are seen, comments left out."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            page.render(scale=0.5, may_draw_forms=False, draw_annots=False).to_pil().tobytes()
            for page in document
        ]


def test_writing_on_a_page_stays(tmp_path: Path) -> None:
    _, copy = stripped(tmp_path, pdfs.with_writing(pdfs.pdf("甲")))
    assert "同意".encode("utf-16-be") in copy or b"/FreeText" in copy


@pytest.mark.parametrize(
    "make",
    [
        pictures.jpeg_with_position,
        pictures.turned_jpeg_with_comment,
        pictures.png_with_author,
        pictures.tiff_with_author,
        lambda: pictures.tiff_with_author(big=True),
    ],
    ids=["jpg", "turned jpg", "png", "tif", "bigtiff"],
)
def test_pictures_keep_every_pixel(tmp_path: Path, make: Callable[[], bytes]) -> None:
    data = make()
    words, copy = stripped(tmp_path, data)
    assert words == ("拍摄位置、作者等照片信息",)
    assert facts(tmp_path, copy).sensitive == ()
    assert pictures.pixels(copy) == pictures.pixels(data)
    assert pictures.orientation(copy) == pictures.orientation(data)
    assert "张三".encode() not in copy


@pytest.mark.parametrize(
    "make",
    [
        word_with_everything,
        book_with_comments,
        lambda: pdfs.with_comment(pdfs.pdf("甲", author="张三")),
        pictures.turned_jpeg_with_comment,
        pictures.png_with_author,
        pictures.tiff_with_author,
    ],
    ids=["docx", "xlsx", "pdf", "jpg", "png", "tif"],
)
def test_a_copy_of_a_copy_is_the_same_and_so_is_a_second_try(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    data = make()
    _, copy = stripped(tmp_path, data)
    assert stripped(tmp_path, copy) == ((), copy)
    assert stripped(tmp_path, data)[1] == copy


@pytest.mark.parametrize(
    "data",
    [
        docx(paragraph("甲")),
        xlsx(cells("A1", "甲")),
        pptx(slide("甲")),
        pdfs.pdf("甲"),
        pictures.jpeg_with_position(position=False),
        "甲".encode(),
    ],
    ids=["docx", "xlsx", "pptx", "pdf", "jpg", "txt"],
)
def test_what_tells_nothing_is_copied_to_the_byte(tmp_path: Path, data: bytes) -> None:
    assert stripped(tmp_path, data) == ((), data)


PIECES = st.lists(
    st.tuples(st.sampled_from(["kept", "added", "deleted", "hidden"]), st.text("甲乙丙丁", max_size=3))
)


@given(paragraphs=st.lists(PIECES, min_size=1, max_size=4))
def test_what_is_seen_after_accepting_all_changes_stays(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[tuple[str, str]]]
) -> None:
    ways: dict[str, Callable[[str], str]] = {
        "kept": run,
        "added": added,
        "deleted": deleted,
        "hidden": hidden,
    }
    body = "".join(f"<w:p>{''.join(ways[way](text) for way, text in pieces)}</w:p>" for pieces in paragraphs)
    _, copy = stripped(tmp_path_factory.getbasetemp(), docx(paragraph("首") + body))
    shown = ["".join(text for way, text in pieces if way in ("kept", "added")) for pieces in paragraphs]
    assert [each.text for each in opened(copy).paragraphs] == ["首", *shown]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: pdfs.with_field(pdfs.pdf("甲", author="张三"), signature=True), "strip.signed"),
        (lambda: docx(paragraph("甲"), parts={"_xmlsignatures/origin.sigs": b""}), "strip.signed"),
        (lambda: pdfs.pdf("甲", author="张三", password="1"), "strip.encrypted"),
        (lambda: pdfs.restricted(pdfs.pdf("甲", author="张三")), "strip.encrypted"),
        (lambda: old_office.compound({"EncryptedPackage": b""}), "strip.encrypted"),
        (lambda: old_office.word("甲\r", author="张三"), "strip.kind"),
        (lambda: hostile.truncated(docx(paragraph("甲"))), "strip.kind"),
        (hostile.entity_bomb, "strip.unreadable"),
        (hostile.not_well_formed, "strip.unreadable"),
        (lambda: b"%PDF-1.7 nothing", "strip.unreadable"),
    ],
)
def test_what_can_not_be_stripped_is_refused(tmp_path: Path, make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(UserError) as caught:
        stripped(tmp_path, make())
    assert caught.value.code == code


def test_the_original_is_only_read(tmp_path: Path) -> None:
    source, target = tmp_path / "原件.docx", tmp_path / "副本" / "a"
    source.write_bytes(word_with_everything())
    source.chmod(0o444)
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    assert len(strip(source, target)) == 5
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
    assert facts(tmp_path, target.read_bytes()).sensitive == ()
    for same in (source, tmp_path / "link"):
        if same != source:
            os.link(source, same)
        with pytest.raises(UserError) as caught:
            strip(source, same)
        assert caught.value.code == "strip.same"


def test_a_refusal_leaves_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "a.doc"
    source.write_bytes(old_office.word("甲\r"))
    with pytest.raises(UserError) as caught:
        strip(source, tmp_path / "copy")
    assert caught.value.code == "strip.kind"
    assert [each.name for each in tmp_path.iterdir()] == ["a.doc"]
