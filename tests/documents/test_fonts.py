"""Fonts: no silent blanks, fallbacks by character, the office's own fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.paths import resources
from jxdesk.documents.fonts import FontSet, Role, load_fonts, word_fonts
from jxdesk.documents.typeface import to_unicode_cmap
from tests.documents.sample import RARE

NOT_IN_ANY_FONT = "\u1200"


def linked_fonts(folder: Path, *, without: str = "") -> Path:
    """A font folder like the program's own, linked file by file."""
    folder.mkdir()
    for path in (resources() / "fonts").iterdir():
        if path.suffix in (".ttf", ".toml") and path.name != without:
            (folder / path.name).symlink_to(path)
    return folder


@pytest.mark.parametrize("role", list(Role))
def test_rare_place_name_characters_are_drawn_in_every_role(fonts: FontSet, role: Role) -> None:
    runs = fonts.runs(role, f"县{RARE}A1（亿元）")
    assert "".join(run.text for run in runs) == f"县{RARE}A1（亿元）"
    assert all(run.font for run in runs)


def test_tick_boxes_are_runs_of_their_own(fonts: FontSet) -> None:
    runs = fonts.runs(Role.FANG, "☑是☐☐")
    assert [(run.text, bool(run.font)) for run in runs] == [
        ("☑", False),
        ("是", True),
        ("☐", False),
        ("☐", False),
    ]
    assert fonts.advance(Role.FANG, "☑") == 1.0


def test_undrawn_characters_take_no_room(fonts: FontSet) -> None:
    assert fonts.advance(Role.FANG, "\u200b") == 0.0
    assert [run.text for run in fonts.runs(Role.FANG, "县\u200b\ufe00区")] == ["县区"]


def test_a_character_no_font_has_is_named_with_its_place(fonts: FontSet) -> None:
    with pytest.raises(UserError) as caught:
        fonts.check(Role.FANG, ["集群", f"名{NOT_IN_ANY_FONT}称"], "一、集群基本信息")
    assert caught.value.code == "font.missing-character"
    assert "U+1200" in caught.value.message
    assert "一、集群基本信息" in caught.value.message


def test_a_required_font_that_is_missing_is_said(tmp_path: Path) -> None:
    folder = linked_fonts(tmp_path / "fonts", without="NotoSerifSC-Bold.ttf")
    with pytest.raises(UserError) as caught:
        load_fonts(folder)
    assert caught.value.code == "font.missing"
    assert "NotoSerifSC-Bold.ttf" in caught.value.message


def test_without_the_optional_body_font_another_one_sets_the_body(tmp_path: Path) -> None:
    fonts = load_fonts(linked_fonts(tmp_path / "fonts", without="FandolFang-Regular.ttf"))
    assert fonts.face(Role.FANG, "县").fontName == fonts.face(Role.KAI, "县").fontName


def test_an_office_font_named_after_a_role_takes_it(tmp_path: Path) -> None:
    folder = linked_fonts(tmp_path / "fonts")
    (folder / "user").mkdir()
    (folder / "user" / "fang.ttf").symlink_to(resources() / "fonts" / "NotoSansSC-Regular.ttf")
    fonts = load_fonts(folder)
    assert fonts.face(Role.FANG, "县").fontName == fonts.face(Role.HEI, "县").fontName


@pytest.mark.parametrize("content", [b"", b"OTTO" + bytes(200), b"\x00\x01\x00\x00\x00\x01" + b"x" * 60])
def test_a_broken_office_font_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    folder = linked_fonts(tmp_path / "fonts")
    (folder / "user").mkdir()
    (folder / "user" / "broken.ttf").write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_fonts(folder)
    assert caught.value.code == "font.unreadable"
    assert "broken.ttf" in caught.value.message


def test_to_unicode_maps_are_utf_16_in_blocks_of_at_most_a_hundred() -> None:
    lines = to_unicode_cmap([0x53BF] * 150 + [ord("𫖯")]).split("\n")
    assert [line for line in lines if line.endswith("beginbfchar")] == ["100 beginbfchar", "51 beginbfchar"]
    assert "<96> <D86DDDAF>" in lines


def test_word_knows_each_role_by_a_chinese_name() -> None:
    names = word_fonts()
    assert set(names) == set(Role)
    assert names[Role.FANG].chinese == "仿宋"
