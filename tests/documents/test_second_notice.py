"""The documents of a made-up notice: its words, its counts, what it adds, and nothing that it hides."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from jxdesk.base.progress import silent
from jxdesk.documents.bundle import Rendered, render
from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import FormGrid, ListTable, Outline, plain_text
from jxdesk.domain.application import Application, Member
from jxdesk.domain.catalogue import Catalogue, Field, FieldSpec, records
from jxdesk.domain.extras import with_value
from jxdesk.domain.values import Kind
from jxdesk.notice import FieldText, load_installed
from tests import second_pack, sound
from tests.documents.reading import page_texts, squeezed
from tests.documents.test_coverage import NOT_ON_THE_FORM, other_value
from tests.documents.test_word import lines

PACK = second_pack.pack()
CATALOGUE = Catalogue(PACK)
ADDED = [field for record in records() for field in CATALOGUE.added(record)]


def joint() -> Application:
    """With all lists: the members' list is printed for joint applicants only."""
    other = Member(uid="m2", name="示例三县人民政府", uscc=sound.uscc(98), kind="park", lead=False)
    app = second_pack.application()
    first = dataclasses.replace(app.members[0], lead=True)
    return dataclasses.replace(app, members=(first, other))


@pytest.fixture(scope="module")
def outline() -> Outline:
    return build_outline(joint(), PACK)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return render(joint(), PACK, tmp_path_factory.mktemp("second"), silent)


def tables(outline: Outline, section: str) -> list[ListTable]:
    found = next(each for each in outline.sections if each.id == section)
    return [block for block in found.blocks if isinstance(block, ListTable)]


def table(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_not_a_word_of_another_notice_is_printed(outline: Outline) -> None:
    text = plain_text(outline)
    first = load_installed("jx-2025")
    others = [label.label for label in first.fields.values()] + list(first.form.texts.values())
    assert not [word for word in others if len(word) > 4 and word in text]
    assert "江西" not in text
    assert "2024" not in text


def test_as_many_are_ranked_as_the_notice_says(outline: Outline) -> None:
    (largest,) = tables(outline, "scale")
    assert len(largest.rows) == second_pack.LARGEST
    (targets,) = tables(outline, "targets")[:1]
    assert [row[1] for row in targets.rows] == [target.label for target in PACK.form.indicators]
    assert [column.label for column in targets.columns[2:]] == ["2027年目标", "2028年目标", "2029年目标"]


def test_added_columns_stand_at_the_end_of_their_lists(outline: Outline) -> None:
    (register,) = tables(outline, "register")
    assert [column.label for column in register.columns[-2:]] == ["入表数据资产（万元）", "账目已审"]
    assert register.rows[0][-2:] == ("0.5", "否")
    assert register.rows[-1][-2:] == ("—", "是")
    (projects,) = tables(outline, "projects")
    assert projects.columns[-1].label == "供热来源"
    assert {row[-1] for row in projects.rows} == {"水能"}


def test_added_fields_stand_at_the_end_of_their_part(outline: Outline) -> None:
    section = next(each for each in outline.sections if each.id == "services")
    grid = section.blocks[-1]
    assert isinstance(grid, FormGrid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["公用算力", "10.50PFLOPS"],
        ["夜班通勤说明\n夜班车每晚三班。"],
    ]


def test_a_hidden_field_has_neither_label_nor_column(outline: Outline) -> None:
    text = plain_text(outline)
    hidden = [label.label for label in PACK.fields.values() if label.hidden]
    assert hidden == ["岗位", "投资机构（家）", "荣衔", "看管人"]
    assert not [label for label in hidden if label in text.replace("新增岗位（个）", "")]


def test_without_additions_the_form_is_the_template_as_it_is() -> None:
    first = load_installed("jx-2025")
    plain = build_outline(sound.application(first), first)
    orphaned = sound.edited(sound.application(first), services={"x": second_pack.x(shuttle="夜班车")})
    assert build_outline(orphaned, first) == plain


def changed(field: FieldSpec) -> Application:
    """The application with ``field`` changed, in every row of a list."""
    app = joint()
    held = getattr(app, field.record)
    rows = held if records()[field.record].many else (held,)
    made = tuple(with_value(row, field.name, other_value(field, field.of(row), PACK)) for row in rows)
    changes: dict[str, Any] = {field.record: made if records()[field.record].many else made[0]}
    return dataclasses.replace(app, **changes)


@pytest.mark.parametrize("field", list(CATALOGUE), ids=lambda field: field.id)
def test_every_field_of_the_second_notice_shows_on_its_form(field: Field, outline: Outline) -> None:
    after = plain_text(build_outline(changed(field.spec), PACK))
    only_here = {"projects.category_other", "indicators.name", "indicators.unit"}
    if field.id not in only_here:
        assert (after == plain_text(outline)) == (field.id in NOT_ON_THE_FORM)


def test_every_kind_of_added_field_can_stand_on_every_part() -> None:
    """Whatever a pack adds wherever it likes, the form can be laid out."""
    fields = dict(PACK.fields)
    for record in records():
        for kind in ("text", "long-text", "count", "decimal", "flag", "date"):
            name = f"{record}.x.of_{kind.replace('-', '_')}"
            fields[name] = msgspec.convert({"label": f"增加{record}{kind}", "kind": kind}, FieldText)
    pack = dataclasses.replace(PACK, fields=fields)
    text = plain_text(build_outline(joint(), pack))
    missing = [
        field.label
        for field in Catalogue(pack)
        if field.spec.is_extra and field.label not in text and field.spec.record != "funds"
    ]
    assert not missing


def test_print_and_word_say_it_too(rendered: Rendered) -> None:
    printed = "".join(page_texts(rendered.pdf))
    written = squeezed("".join(lines(rendered.docx)))
    for word in (
        "示例省数据园区申请书",
        "公用算力",
        "10.50PFLOPS",
        "账目已审",
        "供热来源",
        "夜班车每晚三班。",
    ):
        assert word in printed
        assert word in written


def test_the_lists_have_the_added_columns_in_the_packs_order(rendered: Rendered) -> None:
    header, *body = table(rendered.lists[0])
    assert header[:4] == ("机构代码", "单位全称", "入表数据资产（万元）", "账目已审")
    assert "荣衔" not in header
    assert [row[2] for row in body[:2]] == [0.5, 1]
    assert {field.kind for field in ADDED} == {
        Kind.CHOICE,
        Kind.COUNT,
        Kind.DECIMAL,
        Kind.FLAG,
        Kind.LONG_TEXT,
    }


def test_the_same_application_gives_the_same_bytes(rendered: Rendered, tmp_path: Path) -> None:
    again = render(joint(), PACK, tmp_path, silent)
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in rendered.files]
