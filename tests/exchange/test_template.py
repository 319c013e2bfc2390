"""The workbooks that are handed out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import Kind
from jxdesk.exchange.kinds import ALL, KINDS, LISTS, lists_of
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import EXAMPLE, read_lists
from jxdesk.exchange.template import CHOICES_SHEET, VERSION_SHEET, write_template
from jxdesk.exchange.workbook import read_bytes
from jxdesk.exchange.written import sheet_title
from tests.strategies import notice


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    out = tmp_path_factory.mktemp("template") / "all.xlsx"
    write_template(ALL, out, Catalogue(notice()))
    return openpyxl.load_workbook(out)


def test_every_field_of_every_list_has_a_column_with_its_official_label(book: openpyxl.Workbook) -> None:
    catalogue = Catalogue(notice())
    assert {kind.record for kind in LISTS.values()} == {r.name for r in records().values() if r.many}
    for kind in LISTS.values():
        heads = [cell.value for cell in book[sheet_title(kind, catalogue)][1]]
        assert heads == [field.label for field in catalogue.of_record(kind.record)]


def test_choices_are_dropdowns_onto_a_hidden_sheet(book: openpyxl.Workbook) -> None:
    catalogue = Catalogue(notice())
    assert book[CHOICES_SHEET].sheet_state == "hidden"
    assert book[VERSION_SHEET].sheet_state == "veryHidden"
    for kind in LISTS.values():
        sheet = book[sheet_title(kind, catalogue)]
        for number, field in enumerate(catalogue.of_record(kind.record), start=1):
            if field.kind is not Kind.CHOICE:
                continue
            letter = openpyxl.utils.get_column_letter(number)
            (check,) = [v for v in sheet.data_validations.dataValidation if f"{letter}2" in v.sqref]
            area = check.formula1.split("!")[1]
            shown = [cell[0].value for cell in book[CHOICES_SHEET][area.replace("$", "")]]
            assert shown == [t.label for t in notice().vocabularies[field.spec.mark.vocabulary]]


def test_headings_stay_in_view_and_tell_how_to_fill(book: openpyxl.Workbook) -> None:
    sheet = book["企业名单"]
    assert sheet.freeze_panes == "B2"
    assert "必填" in sheet["A1"].comment.text
    assert sheet.column_dimensions["B"].number_format == "@"


def test_the_headings_of_an_empty_workbook_are_locked_and_nothing_else(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.insertRows
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(cell.protection.locked for cell in sheet[2] if cell.value is not None)
    widths = [sheet.column_dimensions[letter] for letter in ("A", "B", "C")]
    assert not any(width.protection.locked for width in widths)
    told = [str(row[0].value) for row in book["填写说明"].iter_rows(max_row=3)]
    assert any("列名和列的次序已锁定" in sentence for sentence in told)


@pytest.mark.parametrize("kind", KINDS)
def test_same_bytes_each_time(kind: str, tmp_path: Path) -> None:
    for name in ("1.xlsx", "2.xlsx"):
        write_template(kind, tmp_path / name, Catalogue(notice()))
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(UserError) as caught:
        lists_of("firms")
    assert "enterprises" in caught.value.remedy


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_through_libreoffice_every_check_and_dropdown_is_still_there(tmp_path: Path) -> None:
    write_template("enterprises", tmp_path / "企业.xlsx", Catalogue(notice()))
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless"]
    given = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "企业.xlsx")]
    subprocess.run([*office, *given], check=True, capture_output=True, timeout=120)
    before, after = (openpyxl.load_workbook(tmp_path / name) for name in ("企业.xlsx", "out/企业.xlsx"))
    assert checks(after) == checks(before)
    assert [cell.value for cell in after["企业名单"][1]] == [cell.value for cell in before["企业名单"][1]]
    assert after[CHOICES_SHEET].sheet_state == "hidden"


def checks(book: openpyxl.Workbook) -> dict[str, tuple[str, str]]:
    """What is checked in each column, by its first cell."""
    found = {}
    for check in book["企业名单"].data_validations.dataValidation:
        for area in check.sqref.ranges:
            for column in range(area.min_col, area.max_col + 1):
                letter = openpyxl.utils.get_column_letter(column)
                formula = (check.formula1 or "").replace("'", "").replace("$", "")
                found[letter] = (check.type, formula)
    return found


@pytest.mark.parametrize("kind", [kind for kind, each in LISTS.items() if not each.fixed])
def test_an_empty_template_shows_how_to_fill_in_a_row_that_is_never_imported(
    kind: str, tmp_path: Path
) -> None:
    out, catalogue = tmp_path / "t.xlsx", Catalogue(notice())
    write_template(kind, out, catalogue)
    sheets = read_bytes(out.read_bytes(), ".xlsx")
    assert any(str(cell).startswith(EXAMPLE) for cell in sheets[0].rows[1])
    nothing = Application(id="a", notice=NoticeRef("n", "1", "0" * 64))
    with pytest.raises(UserError) as caught:
        read_lists(sheets, lists_of(kind), catalogue, References(nothing, catalogue))
    assert caught.value.code == "exchange.no-rows"
