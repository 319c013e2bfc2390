"""The layouts and the catalogue agree: every field of the form has exactly one place."""

from __future__ import annotations

from collections import Counter

from jxdesk.domain.catalogue import records
from ui.main_window import MainWindow
from ui.pages.block import FormBlock
from ui.pages.page import BLOCKS


def test_every_record_has_a_block() -> None:
    assert BLOCKS.keys() == records().keys()
    assert all(BLOCKS.values())


def test_every_field_is_on_exactly_one_page(window: MainWindow) -> None:
    for part in window.picture.parts:
        window.parts.choose(part.id)
    shown = Counter(field for page in window.pages for block in page.blocks for field in block.field_ids)
    assert shown == Counter(field.id for field in window.picture.catalogue)


def test_labels_are_the_forms_own_and_lead_to_their_editors(window: MainWindow) -> None:
    for part in window.picture.parts:
        window.parts.choose(part.id)
    forms = [b for page in window.pages for b in page.blocks if isinstance(b, FormBlock)]
    rows = [row for form in forms for row in form.rows.values()]
    assert rows
    for row in rows:
        assert row.label.text() == window.picture.catalogue.field(row.field.id).label
        assert row.label.buddy() is row.editor.target
        assert row.field.label in row.editor.target.accessibleName()


def test_units_stand_behind_numbers(window: MainWindow) -> None:
    window.parts.choose("basic")
    form = window.page.blocks[0]
    assert isinstance(form, FormBlock)
    assert "单位人" in form.rows["basic.employees"].editor.target.accessibleName()
