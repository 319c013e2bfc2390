"""Pictures: opened to their last pixel, and screened by what they carry along."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.domain.facts import FileProblem, SensitiveKind
from tests.files import pictures
from tests.files.facts import facts, found, metadata

POSITION = metadata("照片拍摄位置", "北纬28度41分，东经115度51分")
AUTHOR = metadata("照片信息：作者", "张三")


def test_a_photo_tells_where_it_was_taken_to_the_minute(tmp_path: Path) -> None:
    seen = facts(tmp_path, pictures.jpeg_with_position(), "照片.jpg")
    assert (seen.kind, seen.problem, seen.image_only, seen.pages) == ("jpg", FileProblem.NONE, True, 1)
    assert [(each.kind, each.where, each.masked) for each in seen.sensitive] == [POSITION]


def test_a_photo_that_tells_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, pictures.jpeg_with_position(position=False), "照片.jpeg") == []


def test_author_comment_and_position(tmp_path: Path) -> None:
    seen = found(tmp_path, pictures.turned_jpeg_with_comment())
    assert sorted(seen) == sorted([POSITION, AUTHOR, (SensitiveKind.MOBILE, "照片信息：说明", "138****1234")])


def test_the_words_of_a_png(tmp_path: Path) -> None:
    seen = found(tmp_path, pictures.png_with_author(), "图.png")
    assert sorted(seen) == sorted([POSITION, AUTHOR, (SensitiveKind.MOBILE, "照片信息：说明", "138****1234")])


@pytest.mark.parametrize("big", [False, True])
def test_the_pages_of_a_tiff(tmp_path: Path, big: bool) -> None:
    seen = facts(tmp_path, pictures.tiff_with_author(big=big), "扫描.tif")
    assert (seen.kind, seen.pages, seen.problem) == ("tif", 2, FileProblem.NONE)
    assert [(each.kind, each.where, each.masked) for each in seen.sensitive] == [AUTHOR]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_picture_cut_short(tmp_path: Path, form: str) -> None:
    data = pictures.saved(pictures.image((300, 300)), form)
    assert facts(tmp_path, data).problem is FileProblem.NONE
    assert facts(tmp_path, data[: len(data) // 2]).problem is FileProblem.UNREADABLE


def test_a_picture_that_claims_billions_of_pixels(tmp_path: Path) -> None:
    assert facts(tmp_path, pictures.image_bomb()).problem is FileProblem.TOO_LARGE
