"""Each defect of a pack is refused in one sentence that names the file and the place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue
from jxdesk.notice import load_folder
from jxdesk.notice.load import FILES, FORMAT, MAX_FILE_BYTES

Bend = Callable[[Path], None]


def refusal(folder: Path) -> UserError:
    """What loading the pack and binding the catalogue to it says."""
    with pytest.raises(UserError) as caught:
        Catalogue(load_folder(folder))
    error = caught.value
    assert error.exit_code == 2
    assert error.remedy
    assert not re.search(r"[A-Za-z]{4,} [a-z]{2,} [a-z]{2,}", error.message), "English words in the message"
    return error


def replaced(name: str, old: str, new: str) -> Bend:
    def bend(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return bend


def added(name: str, text: str) -> Bend:
    def bend(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as handle:
            handle.write("\n" + text)

    return bend


def without(name: str, section: str) -> Bend:
    """Take out a whole TOML section."""

    def bend(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        left = re.sub(rf"^\[{re.escape(section)}\]\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)
        assert left != text
        path.write_text(left, encoding="utf-8")

    return bend


def written(name: str, data: bytes) -> Bend:
    def bend(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return bend


DEFECTS: dict[str, tuple[str, str, Bend]] = {
    "syntax-error": ("clauses.toml", "第 2 行", written("clauses.toml", b"ok = 1\nname = = 2\n")),
    "cut-off": ("rules.toml", "TOML", written("rules.toml", b'[B01]\nclause = "1')),
    "not-utf8": ("fields.toml", "第 3 字节", written("fields.toml", b"# \xe4\xb8")),
    "utf16": ("fields.toml", "UTF-8", written("fields.toml", "a = 1".encode("utf-16"))),
    "missing-field": ("pack.toml", "base_year", replaced("pack.toml", "base_year = 2024\n", "")),
    "unknown-field": ("pack.toml", "basis_year", replaced("pack.toml", "base_year", "basis_year")),
    "wrong-type": ("pack.toml", "位置 base_year", replaced("pack.toml", "= 2024", '= "2024"')),
    "float-for-integer": ("pack.toml", "整数", replaced("pack.toml", "= 2024", "= 2024.5")),
    "list-for-text": (
        "fields.toml",
        "cover.month.label",
        replaced("fields.toml", 'label = "申报年月"', "label = []"),
    ),
    "impossible-year": ("pack.toml", "base_year", replaced("pack.toml", "= 2024", "= 20244")),
    "no-pilot-years": (
        "pack.toml",
        "pilot_years",
        replaced("pack.toml", "pilot_years = 2", "pilot_years = 0"),
    ),
    "format-nought": ("pack.toml", "format", replaced("pack.toml", "format = 1", "format = 0")),
    "format-true": ("pack.toml", "format", replaced("pack.toml", "format = 1", "format = true")),
    "deadline-twice": (
        "pack.toml",
        "city-to-province",
        added(
            "pack.toml",
            '[[deadlines]]\nid = "city-to-province"\nlabel = "x"\ndate = 2025-10-27\nclause = "5.2"\n',
        ),
    ),
    "unknown-clause-of-field": (
        "fields.toml",
        "cover.month",
        replaced("fields.toml", 'clause = "t.cover"', 'clause = "9.9"'),
    ),
    "unknown-clause-of-rule": (
        "rules.toml",
        "B01",
        replaced("rules.toml", 'clause = "t.1"', 'clause = "9.9"'),
    ),
    "unknown-clause-of-part": ("form.toml", "cover", replaced("form.toml", '"t.cover"', '"9.9"')),
    "unknown-clause-of-deadline": ("pack.toml", "deadlines", replaced("pack.toml", '"5.2"', '"9.9"')),
    "doubled-part": ("form.toml", "cover", replaced("form.toml", 'id = "pledge"', 'id = "cover"')),
    "record-in-two-parts": (
        "form.toml",
        "basic",
        replaced("form.toml", 'records = ["scale"]', 'records = ["scale", "basic"]'),
    ),
    "record-in-no-part": (
        "form.toml",
        "members",
        replaced("form.toml", '["cover", "members"]', '["cover"]'),
    ),
    "unknown-record": ("form.toml", "chain", replaced("form.toml", '["scale"]', '["scale", "chain"]')),
    "doubled-term": (
        "vocabularies.toml",
        "main",
        written("vocabularies.toml", b'[[listings]]\nid = "main"\nlabel = "a"\n' * 2),
    ),
    "empty-term": ("vocabularies.toml", "listings", replaced("vocabularies.toml", '"主板上市"', '""')),
    "label-is-a-number": ("vocabularies.toml", "listings", replaced("vocabularies.toml", '"主板上市"', "7")),
    "missing-vocabulary": ("vocabularies.toml", "listings", without("vocabularies.toml", "listings")),
    "doubled-key": ("rules.toml", "TOML", added("rules.toml", '[B01]\nclause = "t.1"\n')),
    "missing-label": ("fields.toml", "basic.employees", without("fields.toml", '"basic.employees"')),
    "empty-label": ("fields.toml", "cover.month", replaced("fields.toml", '"申报年月"', '""')),
    "negative-limit": ("fields.toml", "introduction", replaced("fields.toml", "= 1000", "= -1")),
    "field-the-program-lacks": (
        "fields.toml",
        "basic.colour",
        added("fields.toml", '["basic.colour"]\nlabel = "颜色"\n'),
    ),
    "number-without-end": ("rules.toml", "TOML", added("rules.toml", "[B01.params]\nx = 1e999999999\n")),
    "infinite-number": ("rules.toml", "TOML", added("rules.toml", "[B01.params]\nx = inf\n")),
    "not-a-number": ("rules.toml", "TOML", added("rules.toml", "[B01.params]\nx = nan\n")),
    "too-deep": ("rules.toml", "rules.toml", added("rules.toml", "[B01.params]\nx = " + "[" * 5000)),
    "term-without-label": (
        "vocabularies.toml",
        "divisions[0]",
        replaced("vocabularies.toml", ', label = "东湖区"', ""),
    ),
    "deep-keys": ("rules.toml", "rules.toml", added("rules.toml", "[B01.params]\n" + "a." * 40000 + "b = 1")),
    "too-large": ("clauses.toml", str(MAX_FILE_BYTES), added("clauses.toml", "#" * MAX_FILE_BYTES)),
    "empty-file": ("pack.toml", "format", written("pack.toml", b"")),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_named_with_its_file_and_place(defect: str, folder: Path) -> None:
    file, place, bend = DEFECTS[defect]
    bend(folder)
    error = refusal(folder)
    assert error.code == "notice.malformed"
    assert file in error.message
    assert place in error.message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    error = refusal(folder)
    assert error.code == "notice.malformed"
    assert name in error.message


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_no_file(name: str, folder: Path) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    assert name in refusal(folder).message


def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    (folder / "rules.toml").unlink()
    os.mkfifo(folder / "rules.toml")
    assert "rules.toml" in refusal(folder).message


def test_a_missing_folder_is_no_pack(tmp_path: Path) -> None:
    assert "pack.toml" in refusal(tmp_path / "nowhere").message


def test_a_newer_format_asks_for_a_newer_program(folder: Path) -> None:
    replaced("pack.toml", "format = 1", f"format = {FORMAT + 1}")(folder)
    assert refusal(folder).code == "notice.newer"


def test_a_newer_format_is_seen_before_what_is_new_in_it(folder: Path) -> None:
    (folder / "pack.toml").write_text(f'format = {FORMAT + 1}\nnew_key = "x"\n', encoding="utf-8")
    (folder / "fields.toml").unlink()
    error = refusal(folder)
    assert error.code == "notice.newer"
    assert "升级" in error.remedy
