"""A made-up notice loads without a change of code; what a pack may add, hide and order is held to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import Kind
from jxdesk.notice import Notice, load_folder
from tests import second_pack
from tests.strategies import notice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pack"
    shutil.copytree(second_pack.FOLDER, place)
    return place


def with_field(folder: Path, entry: str) -> Callable[[], Notice]:
    """The pack with one more entry in ``fields.toml``."""
    fields = folder / "fields.toml"
    fields.write_text(f"{fields.read_text(encoding='utf-8')}\n{entry}\n", encoding="utf-8")
    return lambda: load_folder(folder)


def words_of(pack: Notice) -> set[str]:
    """Every label, title and text, and every name in a list."""
    found = {text.label for text in pack.fields.values()} | set(pack.form.texts.values())
    found |= {part.title for part in pack.form.parts} | {target.label for target in pack.form.indicators}
    found |= {setting.title for setting in pack.rules.values()}
    return found | {term.label for terms in pack.vocabularies.values() for term in terms}


def test_the_two_notices_have_not_a_word_in_common() -> None:
    assert not words_of(second_pack.pack()) & words_of(notice())
    one, other = second_pack.pack().head, notice().head
    assert {one.base_year, *one.target_years}.isdisjoint({other.base_year})
    assert one.largest_shown != other.largest_shown
    assert one.copies != other.copies
    assert set(second_pack.pack().rules) < set(notice().rules)


def test_added_fields_stand_in_the_catalogue_among_the_others() -> None:
    catalogue = Catalogue(second_pack.pack())
    computing = catalogue.field("services.x.computing")
    assert (computing.kind, computing.spec.mark.unit) == (Kind.DECIMAL, "PFLOPS")
    assert computing in catalogue.required("services")
    assert [f.id for f in catalogue.added("services")] == ["services.x.computing", "services.x.shuttle"]
    assert catalogue.field("services.x.shuttle") in catalogue.limited("services")
    assert not list(filter(None, (Catalogue(notice()).added(record) for record in records())))


def test_fields_stand_in_the_packs_order_and_hidden_ones_are_gone() -> None:
    catalogue = Catalogue(second_pack.pack())
    names = [field.spec.name for field in catalogue.of_record("enterprises")]
    assert names[:4] == ["uscc", "name", "x.data_assets", "x.audited"]
    assert "honours" not in names
    assert not catalogue.shows("enterprises.honours")
    assert catalogue.field("enterprises.honours").label == "荣衔"
    assert "enterprises.honours" not in {field.id for field in catalogue}


DEFECTS = {
    "an added field without a kind": '["basic.x.a"]\nlabel = "甲"',
    "a kind that there is not": '["basic.x.a"]\nlabel = "甲"\nkind = "products"',
    "a kind on a field of the code": '["scale.x"]\nlabel = "甲"\nkind = "text"',
    "a name that is none": '["basic.x.Ä"]\nlabel = "甲"\nkind = "text"',
    "a name that is too long": f'["basic.x.{"a" * 41}"]\nlabel = "甲"\nkind = "text"',
    "a record that there is not": '["parks.x.a"]\nlabel = "甲"\nkind = "text"',
    "a choice without a vocabulary": '["basic.x.a"]\nlabel = "甲"\nkind = "choice"',
    "a vocabulary that there is not": '["basic.x.a"]\nlabel = "甲"\nkind = "choice"\nvocabulary = "none"',
    "a vocabulary on a text": '["basic.x.a"]\nlabel = "甲"\nkind = "text"\nvocabulary = "park_sizes"',
    "a unit on a text": '["basic.x.a"]\nlabel = "甲"\nkind = "text"\nunit = "家"',
    "a limit on a figure": '["basic.x.a"]\nlabel = "甲"\nkind = "count"\nmax_chars = 5',
    "required but hidden": '["basic.x.a"]\nlabel = "甲"\nkind = "text"\nrequired = true\nhidden = true',
    "without a label": '["basic.x.a"]\nlabel = ""\nkind = "text"',
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_field_that_makes_no_sense_is_refused_with_its_place(folder: Path, defect: str) -> None:
    load = with_field(folder, DEFECTS[defect])
    with pytest.raises(UserError, match=r"fields\.toml") as caught:
        Catalogue(load())
    assert caught.value.code == "notice.malformed"


def test_what_other_parts_are_views_of_cannot_be_hidden(folder: Path) -> None:
    fields = folder / "fields.toml"
    text = fields.read_text(encoding="utf-8")
    fields.write_text(
        text.replace('label = "拳头产品"', 'label = "拳头产品"\nhidden = true'), encoding="utf-8"
    )
    with pytest.raises(UserError, match=r"enterprises\.products.*不能隐藏"):
        Catalogue(load_folder(folder))
