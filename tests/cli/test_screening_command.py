"""The contract of ``screen``: what it says of files, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jxdesk.cli import main
from tests.files.facts import IDENTITY, IDENTITY_MASKED
from tests.files.packages import docx, paragraph
from tests.files.pictures import jpeg_with_position


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "规划.txt"
    path.write_text("产业规划\n", encoding="utf-8")
    return path


def test_nothing_found_is_good(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", str(clean)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "查看了 1 个文件，发现 0 处。\n")
    assert main(["screen", str(clean), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_what_is_found_is_told_masked(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, broken = clean.with_name("名单.docx"), clean.with_name("坏.pdf")
    found.write_bytes(docx(paragraph(IDENTITY)))
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert main(["screen", str(clean), str(found), str(broken), "--json"]) == 1
    shown = capsys.readouterr()
    assert IDENTITY not in shown.out + shown.err
    assert json.loads(shown.out) == [
        {"file": str(found), "kind": "identity", "where": "正文第 1 段", "masked": IDENTITY_MASKED},
        {
            "file": str(broken),
            "kind": "unreadable",
            "where": "整个文件",
            "masked": "“坏.pdf”打不开，文件可能已损坏。",
        },
    ]
    assert main(["screen", str(found)]) == 1
    assert capsys.readouterr().out == f"{found}\t身份证号\t正文第 1 段\t{IDENTITY_MASKED}\n"


def test_what_could_not_be_screened_is_said(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = clean.with_name("照片.jpg")
    photo.write_bytes(jpeg_with_position(position=False))
    assert main(["screen", str(photo)]) == 0
    assert "“照片.jpg”里有图片，图片中的文字没有筛查" in capsys.readouterr().err


def test_what_is_no_file_is_wrong_use(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", str(clean.with_name("没有.pdf"))]) == 2
    assert main(["screen", str(clean.parent)]) == 2
    assert main(["screen"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "是文件夹。请选择要查看的文件本身。" in shown.err
