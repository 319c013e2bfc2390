"""Fields of a pack that got new names keep their values; fields that changed their kind can be shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.extras import held
from jxdesk.domain.renaming import renaming
from jxdesk.domain.show import edit_text, show
from jxdesk.notice import FieldText, load_folder
from jxdesk.store.draft import carry_out
from tests import second_pack, sound
from tests.strategies import extra_values

PACK = second_pack.pack()
KINDS = ("text", "long-text", "count", "decimal", "flag", "date", "choice")


@pytest.fixture
def newer(tmp_path: Path) -> Any:
    """The second pack in a version that calls two fields by new names."""
    for name, data in PACK.files.items():
        text = data.decode().replace("services.x.computing", "services.x.flops")
        text = text.replace("enterprises.x.audited", "enterprises.x.checked")
        if name == "pack.toml":
            text += '\n[renamed]\n"services.x.computing" = "services.x.flops"\n'
            text += '"enterprises.x.audited" = "enterprises.x.checked"\n'
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_values_move_to_the_new_names_in_one_change_set(newer: Path) -> None:
    notice, before = load_folder(newer), second_pack.application()
    changes = renaming(before, notice)
    after = carry_out(before, changes)
    assert held(after.services, "x.flops") == held(before.services, "x.computing")
    assert held(after.services, "x.computing") is None
    assert [held(row, "x.checked") for row in after.enterprises] == [
        held(row, "x.audited") for row in before.enterprises
    ]
    assert carry_out(after, changes.inverse()) == before
    assert renaming(after, notice).changes == ()
    assert renaming(before, PACK).changes == ()


def test_a_new_field_that_is_filled_already_is_left_alone(newer: Path) -> None:
    filled = second_pack.x(computing=5, flops=6)
    app = sound.edited(second_pack.application(), services={"x": filled})
    app = dataclasses.replace(app, enterprises=())
    assert renaming(app, load_folder(newer)).changes == ()


@pytest.mark.parametrize(
    "entry",
    [
        '"services.x.flops" = "services.x.flops"',
        '"services.computing" = "services.x.flops"',
        '"basic.x.computing" = "services.x.flops"',
        '"services.x.computing" = "services.x.unheard_of"',
        '"services.x.a" = "services.x.flops"\n"services.x.b" = "services.x.flops"',
    ],
    ids=["still in use", "a field of the code", "another record", "to nothing", "two to one"],
)
def test_a_map_that_makes_no_sense_is_refused(newer: Path, entry: str) -> None:
    head = newer / "pack.toml"
    text = head.read_text(encoding="utf-8").partition("[renamed]")[0]
    head.write_text(f"{text}[renamed]\n{entry}\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"pack\.toml.*renamed") as caught:
        load_folder(newer)
    assert caught.value.code == "notice.malformed"


def of_kind(kind: str) -> Field:
    """A field of the second pack as if it were of this kind."""
    entry = {"label": "甲", "kind": kind} | ({"vocabulary": "park_sizes"} if kind == "choice" else {})
    fields = {**PACK.fields, "basic.x.park_size": msgspec.convert(entry, FieldText)}
    return Catalogue(dataclasses.replace(PACK, fields=fields)).field("basic.x.park_size")


@pytest.mark.parametrize("kind", KINDS)
@given(value=extra_values())
def test_a_value_of_another_kind_than_the_field_has_now_is_shown(kind: str, value: Any) -> None:
    field = of_kind(kind)
    assert show(field, value, PACK)
    assert edit_text(field, value, PACK)
