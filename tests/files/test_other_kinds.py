"""Texts, OFD, OpenDocument, files of Office 97, and what the bytes are whatever the name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.domain.facts import FileProblem, SensitiveKind
from tests.files import old_office
from tests.files.facts import IDENTITY, MOBILE, SECRECY, facts, found, identity, metadata, mobile
from tests.files.packages import docx, packed, paragraph

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    data = f"姓名,电话\r\n张三,{MOBILE}\r\n".encode(encoding)
    seen = facts(tmp_path, data, "名单.csv")
    assert (seen.kind, seen.problem) == ("txt", FileProblem.NONE)
    assert [(each.kind, each.where, each.masked) for each in seen.sensitive] == [mobile("第 2 行")]


def test_a_text_too_long_to_be_screened_is_partial(tmp_path: Path) -> None:
    seen = facts(tmp_path, ("产业规划" * 1_000 + "\n").encode() * 2_001 + MOBILE.encode())
    assert (seen.partial, seen.sensitive) == (True, ())


def ofd(*pages: str, author: str = "") -> bytes:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocInfo><ofd:Author>{author}</ofd:Author></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, text in enumerate(pages):
        content = (
            f"<ofd:TextObject><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>"
            if text
            else '<ofd:ImageObject ResourceID="1"/>'
        )
        parts[f"Doc_0/Pages/P{number}/Content.xml"] = (
            f"<ofd:Page {OFD}><ofd:Layer>{content}</ofd:Layer></ofd:Page>"
        )
    return packed(parts)


def test_ofd_pages_and_author(tmp_path: Path) -> None:
    seen = facts(tmp_path, ofd("关于认定的通知", MOBILE, author="张三"), "通知.ofd")
    assert (seen.kind, seen.pages, seen.problem, seen.image_only) == ("ofd", 2, FileProblem.NONE, False)
    assert sorted((each.kind, each.where, each.masked) for each in seen.sensitive) == sorted(
        [mobile("第 2 页"), metadata("文件属性：作者", "张三")]
    )


def test_an_ofd_of_pictures_and_one_without_its_page(tmp_path: Path) -> None:
    assert facts(tmp_path, ofd("")).image_only
    assert facts(tmp_path, packed({"OFD.xml": f"<OFD {OFD}><DocRoot>gone.xml</DocRoot></OFD>"})).problem is (
        FileProblem.UNREADABLE
    )


def open_document(kind: str, body: str, *, encrypted: bool = False, creator: str = "") -> bytes:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:dc="d" xmlns:manifest="m"'
    locked = "<manifest:encryption-data/>" if encrypted else ""
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": f"<manifest:manifest {names}>{locked}</manifest:manifest>",
            "content.xml": f"<office:document {names}>{body}</office:document>",
            "meta.xml": f"<office:meta {names}><dc:creator>{creator}</dc:creator></office:meta>",
        }
    )


def test_an_open_document_text(tmp_path: Path) -> None:
    body = (
        "<office:text><text:tracked-changes><text:changed-region><dc:creator>李四</dc:creator>"
        f"<text:p>{IDENTITY}</text:p></text:changed-region></text:tracked-changes><text:p>甲<text:s/>乙</text:p>"
        "<text:p>丙<office:annotation><dc:creator>王五</dc:creator>"
        f"<text:p>打 {MOBILE}</text:p></office:annotation>"
        f"</text:p></office:text>"
    )
    assert sorted(found(tmp_path, open_document("text", body, creator="张三"), "规划.odt")) == sorted(
        [
            identity("修订（已删除的文字）"),
            mobile("批注（第 1 条）"),
            metadata("批注", "共 1 条，作者：王五"),
            metadata("修订", "共 1 处修订未接受，作者：李四"),
            metadata("文件属性：最后修改者", "张三"),
        ]
    )


def test_an_open_document_sheet_counts_repeated_rows(tmp_path: Path) -> None:
    row = (
        "<table:table-row {}><table:table-cell {}/>"
        "<table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    )
    body = (
        '<office:spreadsheet><table:table table:name="名单">'
        + row.format('table:number-rows-repeated="4"', "", "甲")
        + row.format("", 'table:number-columns-repeated="3"', MOBILE)
        + "</table:table></office:spreadsheet>"
    )
    seen = facts(tmp_path, open_document("spreadsheet", body), "名单.ods")
    assert (seen.kind, seen.pages) == ("ods", 1)
    assert [(each.kind, each.where, each.masked) for each in seen.sensitive] == [
        mobile("工作表“名单”第 5 行第 4 列")
    ]


def test_an_encrypted_open_document(tmp_path: Path) -> None:
    data = open_document("text", "<text:p>甲</text:p>", encrypted=True)
    assert facts(tmp_path, data).problem is FileProblem.ENCRYPTED


def test_an_old_word_document(tmp_path: Path) -> None:
    data = old_office.word("产业规划\r", f"证号 {IDENTITY}\r", comment=f"打 {MOBILE}\r", author="张三")
    seen = facts(tmp_path, data, "规划.doc")
    assert (seen.kind, seen.problem, seen.partial) == ("doc", FileProblem.NONE, False)
    assert sorted((each.kind, each.where, each.masked) for each in seen.sensitive) == sorted(
        [
            identity("正文第 2 段"),
            mobile("批注"),
            metadata("批注", "文件中有批注"),
            metadata("文件属性：作者", "张三"),
        ]
    )


def test_an_old_word_document_with_a_password(tmp_path: Path) -> None:
    seen = facts(tmp_path, old_office.word("甲\r", encrypted=True), "规划.doc")
    assert (seen.kind, seen.problem) == ("doc", FileProblem.ENCRYPTED)


def test_a_new_document_with_a_password_is_an_encrypted_package(tmp_path: Path) -> None:
    data = old_office.compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(100)})
    assert facts(tmp_path, data, "规划.docx").problem is FileProblem.ENCRYPTED


def test_a_compound_file_whose_sectors_run_in_circles(tmp_path: Path) -> None:
    assert facts(tmp_path, old_office.circular(), "规划.doc").problem is FileProblem.UNREADABLE


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"MZ\x90\0" + bytes(64), "exe"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (packed({"a.txt": "x"}), "zip"),
        (b"{\\rtf1 x}", "rtf"),
        (b"\0\1\2\3", ""),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, data: bytes, kind: str) -> None:
    seen = facts(tmp_path, data, "证明.pdf")
    assert (seen.kind, seen.problem, seen.partial) == (kind, FileProblem.WRONG_KIND, True)


def test_macros_are_told(tmp_path: Path) -> None:
    data = docx(paragraph("甲"), parts={"word/vbaProject.bin": b"x"})
    assert found(tmp_path, data) == [(SensitiveKind.METADATA, "宏", "文件中带有宏")]


def test_nothing_at_all(tmp_path: Path) -> None:
    seen = facts(tmp_path, b"", f"{SECRECY}.pdf")
    assert (seen.problem, seen.size, seen.kind) == (FileProblem.EMPTY, 0, "")
    assert [each.where for each in seen.sensitive] == ["文件名"]
    assert facts(tmp_path, b" \r\n\r\n", "空.txt").problem is FileProblem.EMPTY
