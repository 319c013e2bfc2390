"""The packs that come with the program load, and say what the notice says."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.paths import resources
from jxdesk.domain.catalogue import Catalogue
from jxdesk.notice import Notice, installed, load_folder, load_installed
from jxdesk.notice.load import FILES, pack_digest


@pytest.mark.parametrize("notice_id", installed())
def test_every_installed_pack_is_whole(notice_id: str) -> None:
    pack = load_installed(notice_id)
    assert pack.id == notice_id
    assert list(Catalogue(pack))
    assert set(pack.files) == set(FILES)
    assert {pack.clause_name(part.clause) for part in pack.form.parts} <= {
        clause.name for clause in pack.clauses.values()
    }


def test_an_unknown_id_names_those_there_are() -> None:
    with pytest.raises(UserError) as caught:
        load_installed("jx-1999")
    assert caught.value.code == "notice.unknown"
    assert "jx-1999" in caught.value.message
    assert all(name in caught.value.remedy for name in installed())


def test_a_copy_is_the_same_pack_wherever_it_lies(tmp_path: Path) -> None:
    origin = resources() / "notices" / installed()[-1]
    shutil.copytree(origin, tmp_path / "pack")
    (tmp_path / "pack" / "notes.txt").write_text("not part of a pack", encoding="utf-8")
    assert load_folder(tmp_path / "pack").digest == load_folder(origin).digest


def test_the_digest_is_of_names_and_contents() -> None:
    files = {"b": b"2", "a": b"1"}
    lines = b"".join(
        name.encode() + b"\0" + hashlib.sha256(files[name]).hexdigest().encode() + b"\n" for name in "ab"
    )
    assert pack_digest(files) == hashlib.sha256(lines).hexdigest()
    assert pack_digest({"b": b"1", "a": b"2"}) != pack_digest(files)


def test_terms_and_parts_are_found(pack: Notice) -> None:
    vocabulary, terms = next(iter(pack.vocabularies.items()))
    assert pack.term(vocabulary, terms[0].id) == terms[0]
    assert pack.term_label(vocabulary, terms[0].id) == terms[0].label
    assert pack.term(vocabulary, "no-such-term") is None
    assert pack.term_label(vocabulary, "no-such-term") == "no-such-term"
    assert pack.term("no-such-vocabulary", "x") is None
    assert pack.clause_name("") == ""
    for part in pack.form.parts:
        for record in part.records:
            assert pack.part_of(record) is part


def test_parameters_are_exact_numbers_of_the_right_type(pack: Notice) -> None:
    settings = pack.rules.values()
    setting, name, value = next(
        (one, n, v) for one in settings for n, v in one.params.items() if isinstance(v, int)
    )
    assert setting.integer(name) == value
    assert setting.number(name) == Decimal(value)
    for wrong in (setting.integer, setting.number):
        with pytest.raises(UserError) as caught:
            wrong("no-such-parameter")
        assert caught.value.code == "notice.malformed"
        assert "no-such-parameter" in caught.value.message


def test_a_text_the_pack_lacks_is_named(pack: Notice) -> None:
    with pytest.raises(UserError) as caught:
        pack.text("no_such_text")
    assert caught.value.code == "notice.malformed"
    assert "texts.no_such_text" in caught.value.message
