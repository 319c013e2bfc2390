"""PDF files: what stands on the pages and what travels with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.domain.facts import FileProblem, SensitiveKind
from tests.files import pdfs
from tests.files.facts import IDENTITY, MOBILE, SECRECY, facts, found, identity, metadata, mobile
from tests.files.packages import docx, paragraph
from tests.files.pictures import jpeg_with_position


def test_pages_are_counted_and_read(tmp_path: Path) -> None:
    seen = facts(tmp_path, pdfs.pdf("产业规划", f"{SECRECY}\n证号 {IDENTITY}"), "规划.pdf")
    assert (seen.kind, seen.pages, seen.problem, seen.image_only) == ("pdf", 2, FileProblem.NONE, False)
    assert [(each.kind, each.where) for each in seen.sensitive] == [
        (SensitiveKind.SECRECY, "第 2 页"),
        (SensitiveKind.IDENTITY, "第 2 页"),
    ]


def test_the_author_is_told_the_program_is_not(tmp_path: Path) -> None:
    assert found(tmp_path, pdfs.pdf("甲", author="张三")) == [metadata("文件属性：作者", "张三")]
    assert found(tmp_path, pdfs.pdf("甲", author="anonymous")) == []


def test_a_name_in_compressed_xmp(tmp_path: Path) -> None:
    assert found(tmp_path, pdfs.with_xmp(pdfs.pdf("甲"))) == [metadata("文件属性：作者", "王五")]


def test_a_comment(tmp_path: Path) -> None:
    assert sorted(found(tmp_path, pdfs.with_comment(pdfs.pdf("甲")))) == sorted(
        [mobile("第 1 页的批注"), metadata("批注", "共 1 条，作者：李四")]
    )


def test_an_attachment_is_told_and_screened(tmp_path: Path) -> None:
    data = pdfs.with_attachment(pdfs.pdf("甲"), "名单.docx", docx(paragraph(IDENTITY)))
    seen = facts(tmp_path, data)
    assert sorted((each.kind, each.where, each.masked) for each in seen.sensitive) == sorted(
        [metadata("附件", "文件中夹带附件“名单.docx”"), identity("附件“名单.docx”，正文第 1 段")]
    )
    assert not seen.partial


def test_an_attachment_that_can_not_be_read_makes_the_file_partial(tmp_path: Path) -> None:
    seen = facts(tmp_path, pdfs.with_attachment(pdfs.pdf("甲"), "x.rar", b"Rar!\x1a\x07\x00"))
    assert (seen.partial, seen.problem) == (True, FileProblem.NONE)


def test_files_in_files_are_followed_to_a_depth(tmp_path: Path) -> None:
    data = pdfs.pdf(MOBILE)
    for depth in range(4):
        data = pdfs.with_attachment(pdfs.pdf("甲"), f"{depth}.pdf", data)
    seen = facts(tmp_path, data)
    assert seen.partial
    assert SensitiveKind.MOBILE not in {each.kind for each in seen.sensitive}


def test_a_script_and_a_filled_form(tmp_path: Path) -> None:
    assert found(tmp_path, pdfs.with_script(pdfs.pdf("甲"))) == [
        metadata("脚本", "文件中带有会自动运行的脚本")
    ]
    assert found(tmp_path, pdfs.with_field(pdfs.pdf("甲"))) == [mobile("表单")]


def test_a_photo_on_a_page_tells_where_it_was_taken(tmp_path: Path) -> None:
    seen = facts(tmp_path, pdfs.of_photo(jpeg_with_position(author="张三")))
    assert sorted((each.where, each.masked) for each in seen.sensitive) == [
        ("图片，照片信息：作者", "张三"),
        ("图片，照片拍摄位置", "北纬28度41分，东经115度51分"),
    ]
    assert not seen.image_only


def test_a_password_and_a_restriction_differ(tmp_path: Path) -> None:
    locked = facts(tmp_path, pdfs.pdf("甲", password="1234"))
    assert (locked.kind, locked.problem) == ("pdf", FileProblem.ENCRYPTED)
    open_to_all = facts(tmp_path, pdfs.restricted(pdfs.pdf(MOBILE, author="张三")))
    assert (open_to_all.problem, open_to_all.partial) == (FileProblem.NONE, False)
    assert {each.kind for each in open_to_all.sensitive} == {SensitiveKind.MOBILE, SensitiveKind.METADATA}


@pytest.mark.parametrize("page_number", [False, True])
def test_a_page_that_is_a_picture_can_not_be_screened(tmp_path: Path, page_number: bool) -> None:
    seen = facts(tmp_path, pdfs.scanned(page_number=page_number))
    assert (seen.image_only, seen.problem, seen.pages) == (True, FileProblem.NONE, 2)


def test_no_pages_and_blank_pages(tmp_path: Path) -> None:
    assert facts(tmp_path, pdfs.without_pages()).problem is FileProblem.NO_PAGES
    assert facts(tmp_path, pdfs.pdf("")).problem is FileProblem.EMPTY


def test_a_truncated_file(tmp_path: Path) -> None:
    data = pdfs.pdf("甲", "乙")
    assert facts(tmp_path, data[:40]).problem is FileProblem.UNREADABLE
