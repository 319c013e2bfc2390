"""Word documents: every place where text can stand, shown or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.domain.facts import FileProblem, SensitiveKind
from tests.files.facts import (
    IDENTITY,
    MOBILE,
    SECRECY,
    facts,
    found,
    identity,
    metadata,
    mobile,
)
from tests.files.packages import core_properties, docx, element, paragraph, run, table
from tests.files.pictures import jpeg_with_position

PLAIN = paragraph("产业规划")
BY_SOMEBODY = 'w:author="李四" w:id="1"'


def test_a_plain_document_has_nothing(tmp_path: Path) -> None:
    seen = facts(tmp_path, docx(PLAIN), "规划.docx")
    assert (seen.kind, seen.problem, seen.sensitive) == ("docx", FileProblem.NONE, ())
    assert not seen.image_only
    assert not seen.partial


def test_a_number_split_over_runs_is_one_number(tmp_path: Path) -> None:
    split = [run(IDENTITY[at : at + 3], "<w:b/>") for at in range(0, 18, 3)]
    body = PLAIN + paragraph("联系人", *split)
    assert found(tmp_path, docx(body)) == [identity("正文第 2 段")]


def test_numbers_of_neighbouring_paragraphs_are_not_joined(tmp_path: Path) -> None:
    assert found(tmp_path, docx(paragraph(IDENTITY[:9]) + paragraph(IDENTITY[9:]))) == []


def test_the_cells_of_a_row_stay_apart_and_keep_their_place(tmp_path: Path) -> None:
    body = table(("姓名", "电话"), ("张三", MOBILE)) + table(("一", IDENTITY[:9], IDENTITY[9:]))
    assert found(tmp_path, docx(body)) == [mobile("正文的表格 1 第 2 行")]


@pytest.mark.parametrize(
    ("kind", "name", "where"),
    [("header", "w:hdr", "页眉"), ("footer", "w:ftr", "页脚"), ("footnotes", "w:footnotes", "脚注")],
)
def test_text_around_the_body(tmp_path: Path, kind: str, name: str, where: str) -> None:
    data = docx(PLAIN, {"around.xml": (kind, element(name, paragraph(SECRECY)))})
    assert found(tmp_path, data) == [(SensitiveKind.SECRECY, where, SECRECY)]


def test_a_text_box_in_a_paragraph(tmp_path: Path) -> None:
    content = f"<w:txbxContent>{paragraph(MOBILE)}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"
    assert found(tmp_path, docx(paragraph("前", box, "后"))) == [mobile("正文的文本框")]


def test_the_lettering_of_a_watermark(tmp_path: Path) -> None:
    mark = '<w:r><w:pict><v:shape><v:textpath string="内部资料 注意保密"/></v:shape></w:pict></w:r>'
    data = docx(PLAIN, {"header1.xml": ("header", element("w:hdr", paragraph(mark)))})
    assert found(tmp_path, data) == [(SensitiveKind.INTERNAL, "页眉的艺术字或水印", "内部资料 注意保密")]


def test_comments_are_told_and_screened(tmp_path: Path) -> None:
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="{author}">{paragraph(text)}</w:comment>'
        for number, (author, text) in enumerate((("李四", "请核"), ("王五", f"打 {MOBILE}")))
    )
    data = docx(PLAIN, {"comments.xml": ("comments", element("w:comments", comments))})
    assert sorted(found(tmp_path, data)) == sorted(
        [mobile("批注（第 2 条）"), metadata("批注", "共 2 条，作者：李四、王五")]
    )


def test_a_comments_part_without_comments_is_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, docx(PLAIN, {"comments.xml": ("comments", element("w:comments", ""))})) == []


def test_deleted_text_is_still_there(tmp_path: Path) -> None:
    deleted = f"<w:del {BY_SOMEBODY}><w:r><w:delText>{IDENTITY}</w:delText></w:r></w:del>"
    assert sorted(found(tmp_path, docx(PLAIN + paragraph("证号", deleted)))) == sorted(
        [metadata("修订", "共 1 处修订未接受，作者：李四"), identity("修订（已删除的文字）")]
    )


def test_a_number_is_seen_though_only_its_end_was_deleted(tmp_path: Path) -> None:
    deleted = f"<w:del {BY_SOMEBODY}><w:r><w:delText>{IDENTITY[14:]}</w:delText></w:r></w:del>"
    added = f"<w:ins {BY_SOMEBODY}>{run('****')}</w:ins>"
    assert identity("修订（已删除的文字）") in found(tmp_path, docx(paragraph(IDENTITY[:14], deleted, added)))


def test_a_number_beside_a_change_is_told_once(tmp_path: Path) -> None:
    added = f"<w:ins {BY_SOMEBODY}>{run('已核')}</w:ins>"
    seen = found(tmp_path, docx(paragraph(IDENTITY, " ", added)))
    assert [each for each in seen if each[0] is SensitiveKind.IDENTITY] == [identity("正文第 1 段")]


def test_hidden_text_is_told_and_screened(tmp_path: Path) -> None:
    body = paragraph("公开", run(MOBILE, "<w:vanish/>")) + paragraph(run("看得见", '<w:vanish w:val="0"/>'))
    assert sorted(found(tmp_path, docx(body))) == sorted(
        [mobile("正文第 1 段"), metadata("隐藏文字", "共 1 处")]
    )


def test_properties_that_name_a_person(tmp_path: Path) -> None:
    properties = core_properties(
        creator="张三", lastModifiedBy="李四", title="规划", keywords=f"电话 {MOBILE}"
    )
    seen = found(tmp_path, docx(PLAIN, parts={"docProps/core.xml": properties}))
    assert sorted(seen) == sorted(
        [
            metadata("文件属性：作者", "张三"),
            metadata("文件属性：最后修改者", "李四"),
            mobile("文件属性：关键词"),
        ]
    )


@pytest.mark.parametrize(
    "author",
    [
        "",
        "Administrator",
        "微软用户",
        "Microsoft Office User",
        "Windows 用户",
        "USER-20190504AB",
        "DESKTOP-7Q2K1AB",
        "lenovo",
        "jxdesk",
        "python-docx",
        "WPS Office",
        "某某县人民政府",
        "某某县发展和改革委员会（数字经济科）",
    ],
)
def test_names_that_name_no_person(tmp_path: Path, author: str) -> None:
    properties = {"docProps/core.xml": core_properties(creator=author)}
    assert found(tmp_path, docx(PLAIN, parts=properties)) == []


@pytest.mark.parametrize("author", ["张三", "王科", "zhangsan", "Zhang San", "admin张三", "欧阳·娜娜"])
def test_names_that_can_be_a_persons(tmp_path: Path, author: str) -> None:
    properties = {"docProps/core.xml": core_properties(creator=author)}
    assert found(tmp_path, docx(PLAIN, parts=properties)) == [metadata("文件属性：作者", author)]


def test_a_number_as_author_is_masked(tmp_path: Path) -> None:
    properties = {"docProps/core.xml": core_properties(creator=f"张三{MOBILE}")}
    assert MOBILE not in repr(found(tmp_path, docx(PLAIN, parts=properties)))


def test_a_photo_in_the_document_tells_where_it_was_taken(tmp_path: Path) -> None:
    data = docx(PLAIN, parts={"word/media/image1.jpg": jpeg_with_position()})
    assert found(tmp_path, data) == [
        metadata("图片“image1.jpg”，照片拍摄位置", "北纬28度41分，东经115度51分")
    ]


def test_a_file_in_the_document_is_screened(tmp_path: Path) -> None:
    data = docx(PLAIN, parts={"word/embeddings/inner.docx": docx(paragraph(MOBILE))})
    assert found(tmp_path, data) == [mobile("内嵌文件“inner.docx”，正文第 1 段")]


def test_a_document_of_scans_can_not_be_screened(tmp_path: Path) -> None:
    scan = jpeg_with_position(size=(1200, 1700), position=False)
    seen = facts(tmp_path, docx(paragraph(""), parts={"word/media/image1.jpg": scan}))
    assert (seen.image_only, seen.problem) == (True, FileProblem.NONE)


def test_a_document_without_anything_is_empty(tmp_path: Path) -> None:
    assert facts(tmp_path, docx(paragraph(" "))).problem is FileProblem.EMPTY


def test_the_name_is_screened_and_held_against_the_content(tmp_path: Path) -> None:
    assert found(tmp_path, docx(PLAIN), f"{IDENTITY}.docx") == [identity("文件名")]
    assert facts(tmp_path, docx(PLAIN), "规划.pdf").problem is FileProblem.WRONG_KIND
    assert facts(tmp_path, docx(PLAIN), "规划.docx").problem is FileProblem.NONE
    assert facts(tmp_path, docx(PLAIN)).problem is FileProblem.NONE
