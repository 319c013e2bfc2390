"""CSV: nothing in it is a formula, Excel knows its encoding, and it comes back as it was."""

from __future__ import annotations

import dataclasses
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, Enterprise, NoticeRef
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.csv_text import write_csv
from jxdesk.exchange.guard import guarded, unguarded
from jxdesk.exchange.kinds import LISTS
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import read_lists
from jxdesk.exchange.template import write_template
from jxdesk.exchange.workbook import read_bytes
from tests.strategies import notice

EMPTY = Application(id="a", notice=NoticeRef("n", "1", "0" * 64))
DANGEROUS = (
    "=1+1",
    "+86 791",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "'=1",
    "''@x",
    "-",
    "=cmd|' /C calc'!A0",
)


@given(st.text(st.sampled_from("'=+-@\t\r＝a1. "), max_size=6))
def test_what_is_guarded_comes_back_and_begins_with_no_formula(text: str) -> None:
    safe = guarded(text)
    assert unguarded(safe) == text
    assert safe[:1] not in tuple("=+@\t\r＝") or not safe
    if safe.startswith("-"):
        Decimal(safe)


@pytest.mark.parametrize("name", DANGEROUS)
def test_dangerous_names_are_text_in_both_files(name: str, tmp_path: Path) -> None:
    held = dataclasses.replace(EMPTY, enterprises=(Enterprise(uid="u1", name=name, growth=Decimal("-0.5")),))
    catalogue = Catalogue(notice())
    write_csv("enterprises", tmp_path / "a.csv", catalogue, held)
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel would read it as GBK"
    assert f"'{name}" in raw.decode("utf-8-sig")
    assert ",-0.5," in raw.decode("utf-8-sig"), "a number stays a number"
    write_template("enterprises", tmp_path / "a.xlsx", catalogue, held)
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"]
    assert cell.data_type == "s"


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")), max_size=12
) | st.sampled_from(DANGEROUS[:4])


@given(st.lists(st.tuples(NAMES, NAMES, st.decimals(0, 999, places=2)), min_size=1, max_size=4))
def test_a_list_comes_back_from_csv_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, given: list[tuple[str, str, Decimal]]
) -> None:
    rows = tuple(
        Enterprise(uid=f"u{n}", name=f"甲{n}", place=place.strip(), honours=text.strip(), revenue=revenue)
        for n, (place, text, revenue) in enumerate(given)
    )
    held, catalogue = dataclasses.replace(EMPTY, enterprises=rows), Catalogue(notice())
    out = tmp_path_factory.mktemp("csv") / "a.csv"
    write_csv("enterprises", out, catalogue, held)
    references = References(held, catalogue)
    (read,) = read_lists(read_bytes(out.read_bytes(), ".csv"), (LISTS["enterprises"],), catalogue, references)
    for row, back in zip(rows, read.rows, strict=True):
        assert back.uid == row.uid
        values = {name: cell.value for name, cell in back.cells.items()}
        assert values["revenue"] == row.revenue
        # Typing joins combining characters; so does reading.
        assert values.get("place", "") == as_typed(row.place)
        assert values.get("honours", "") == as_typed(row.honours)


def as_typed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def test_all_lists_do_not_fit_into_one_csv(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_csv("all", tmp_path / "a.csv", Catalogue(notice()), EMPTY)
    assert caught.value.code == "exchange.csv-one"
    assert not (tmp_path / "a.csv").exists()
