"""Cells from the clipboard into lists: the codec, laying blocks over selections, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.app.cell_block import MAX_CELLS, laid_over, read_block, size, write_block, write_html
from jxdesk.app.cell_edits import clear, fill, fill_down, insert_below, is_empty
from jxdesk.app.pasting import MAX_TOLD, Pasted, Spot, paste
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.values import NotApplicable, Product
from tests.strategies import notice

NAMES = ("甲公司", "乙公司", "丙公司")
CELLS = st.text(
    st.one_of(st.sampled_from('\t\r\n"是a=1'), st.characters(exclude_categories=["Cs"])), max_size=8
)
BLOCKS = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide).map(tuple), min_size=1, max_size=5)
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A register of three named enterprises."""
    with Session.create(tmp_path / "某县.jxdesk", notice()) as made:
        for name in NAMES:
            made.add_row("enterprises", {"name": name})
        yield made


def uids(session: Session) -> tuple[str, ...]:
    return tuple(row.uid for row in session.application.enterprises)


def spot(session: Session, *names: str, first: int = 0, high: int = 1, wide: int = 1) -> Spot:
    fields = tuple(f"enterprises.{name}" for name in names)
    return Spot("enterprises", uids(session)[first:], fields, high, wide)


def column(session: Session, name: str) -> list[object]:
    return [getattr(row, name) for row in session.application.enterprises]


def state(session: Session) -> bytes:
    return canonical.encode(session.application)


# --- the codec ---------------------------------------------------------------------------------


@given(BLOCKS)
def test_a_block_written_is_read_back(block: list[tuple[str, ...]]) -> None:
    assert read_block(write_block(block)) == tuple(block)


@given(st.text(st.sampled_from('\t\r\n"ab'), max_size=40))
def test_any_text_is_read_and_what_was_read_is_kept(text: str) -> None:
    block = read_block(text)
    assert block
    assert all(block)
    assert read_block(write_block(block)) == block


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"两行\n的格"\tb\r\n', (("两行\n的格", "b"),)),
        ('"有""引号""\n和换行"\r\n', (('有"引号"\n和换行',),)),
        ('"清溪"传感\t5" 屏\r\n', (('"清溪"传感', '5" 屏'),)),
        ('"整格"\r\n', (('"整格"',),)),
        ('"没有收尾\tb\n', (('"没有收尾', "b"),)),
        ("a\n\nb", (("a",), ("",), ("b",))),
        ("", (("",),)),
    ],
)
def test_what_spreadsheets_put_on_the_clipboard(text: str, cells: tuple[tuple[str, ...], ...]) -> None:
    assert read_block(text) == cells


def test_the_table_for_spreadsheets_keeps_codes_and_lines() -> None:
    made = write_html([("=1+1", "12.50"), ("a\n<b>", "")], (True, False))
    assert "<td style=\"mso-number-format:'\\@'\">=1+1</td><td>12.50</td>" in made
    assert 'a<br style="mso-data-placement:same-cell">&lt;b&gt;' in made


def test_too_large_a_clipboard_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        read_block("\t" * MAX_CELLS)
    assert caught.value.code == "paste.too-large"
    with pytest.raises(UserError) as caught:
        size((("x",) * 100,), MAX_CELLS // 100 + 1, 1)
    assert caught.value.code == "paste.too-large"


@given(BLOCKS, st.integers(1, 12), st.integers(1, 12))
def test_a_block_repeats_where_the_selection_is_a_multiple(
    block: list[tuple[str, ...]], high: int, wide: int
) -> None:
    cells = {(row, column): text for row, column, text in laid_over(tuple(block), high, wide)}
    own_high, own_wide = len(block), len(block[0])
    taken = (
        high if high % own_high == 0 else own_high,
        wide if wide % own_wide == 0 else own_wide,
    )
    assert size(tuple(block), high, wide) == taken
    assert set(cells) == {(row, column) for row in range(taken[0]) for column in range(taken[1])}
    assert all(text == block[row % own_high][column % own_wide] for (row, column), text in cells.items())


# --- into a list -------------------------------------------------------------------------------


def test_a_block_is_parsed_like_typing_and_undone_in_one_step(session: Session) -> None:
    before = state(session)
    text = "是\t１２.５０\t1,234\r\n否\t—（新办）\t\r\n"
    done = paste(session, text, spot(session, "dominant", "revenue", "employees", "products", first=1))
    assert (done.rows, done.columns, done.changed, done.added, done.refusals) == (2, 3, 5, 0, 0)
    assert column(session, "dominant") == [None, True, False]
    assert column(session, "revenue") == [None, Decimal("12.50"), NotApplicable("新办")]
    assert column(session, "employees") == [None, 1234, None]
    assert session.workspace.undo_label == "粘贴 2 行 × 3 列"
    session.workspace.undo()
    assert state(session) == before


def test_one_cell_fills_the_selection(session: Session) -> None:
    done = paste(session, "传感器；芯片（3%）", spot(session, "products", high=3))
    assert done.changed == 3
    assert column(session, "products") == [(Product("传感器"), Product("芯片", Decimal(3)))] * 3


def test_rows_past_the_end_are_added(session: Session) -> None:
    done = paste(
        session, "丁\t1\r\n\t\r\n戊\t2\r\n己\t3\r\n\t\r\n", spot(session, "name", "revenue", first=2)
    )
    assert (done.rows, done.added) == (4, 2)
    assert column(session, "name") == ["甲公司", "乙公司", "丁", "戊", "己"]
    assert column(session, "revenue") == [None, None, Decimal(1), Decimal(2), Decimal(3)]
    assert len(set(uids(session))) == 5
    session.workspace.undo()
    assert column(session, "name") == list(NAMES)


def test_one_refused_cell_and_nothing_is_changed(session: Session) -> None:
    before = state(session)
    text = "丁公司\t8亿元\r\n戊公司\t9\r\n己公司\t9\r\n庚公司\tx\r\n"
    done = paste(session, text, spot(session, "name", "revenue"))
    assert [(cell.row, cell.heading, cell.text) for cell in done.refused] == [
        (0, "营业收入", "8亿元"),
        (3, "营业收入", "x"),
    ]
    assert "不是数字" in done.refused[0].why
    assert done.sentence == "没有粘贴：有 2 格填不进去，表格没有改动。"
    assert state(session) == before
    assert session.workspace.undo_label == "在“企业名单”中新增一行"


def test_many_refused_cells_are_counted_and_some_told(session: Session) -> None:
    done = paste(session, "x\r\n" * (MAX_TOLD + 7), spot(session, "revenue"))
    assert (len(done.refused), done.refusals) == (MAX_TOLD, MAX_TOLD + 7)


def test_a_block_that_is_too_wide_is_refused_but_for_empty_columns(session: Session) -> None:
    here = spot(session, "revenue", "growth")
    with pytest.raises(UserError) as caught:
        paste(session, "1\t2\t3", here)
    assert caught.value.code == "paste.too-wide"
    assert "有 3 列" in caught.value.message
    assert paste(session, "1\t2\t\r\n3\t4\t \r\n", here).changed == 4


def test_a_list_that_takes_no_rows_refuses_a_long_block(session: Session) -> None:
    row = session.workspace.add_bytes(b"x")
    uid = session.add_row("evidence", {"name": "合同.pdf", "sha256": row.sha256, "size": row.size})
    here = Spot("evidence", (uid,), ("evidence.name", "evidence.items"), grows=False)
    with pytest.raises(UserError) as caught:
        paste(session, "a\t1\r\nb\t2\r\n", here)
    assert caught.value.code == "paste.too-long"
    assert paste(session, "协议.pdf\t1\r\n\t\r\n", here).changed == 2


def test_what_the_program_works_out_stays_and_may_be_pasted_over_itself(session: Session) -> None:
    stored = session.workspace.add_bytes(b"x")
    firm = session.application.enterprises[0]
    uid = session.add_row(
        "evidence",
        {
            "name": "合同.pdf",
            "sha256": stored.sha256,
            "size": stored.size,
            "proves": (f"enterprises:{firm.uid}", "innovation.patents"),
        },
    )
    here = Spot("evidence", (uid,), ("evidence.name", "evidence.proves", "evidence.size"))
    patents = session.catalogue.field("innovation.patents").short
    assert paste(session, f"协议.pdf\t{firm.name}、{patents}\t1\r\n", here).changed == 1
    refused = paste(session, f"书.pdf\t{firm.name}\t2\r\n", here).refused
    assert [cell.field for cell in refused] == ["evidence.proves", "evidence.size"]
    assert session.application.evidence[0].name == "协议.pdf"


def test_the_notices_own_names_can_be_pasted_over_only_by_themselves(session: Session) -> None:
    given_row = session.application.indicators[0]
    target = session.notice.target(given_row.given)
    assert target is not None
    here = Spot("indicators", (given_row.uid,), ("indicators.name", "indicators.unit", "indicators.first"))
    assert paste(session, f"{target.label}\t{target.unit}\t12\r\n", here).changed == 1
    assert session.application.indicators[0].name == ""
    refused = paste(session, f"别的\t{target.unit}\t13\r\n", here)
    assert refused.refusals == 1
    assert "不能改" in refused.refused[0].why
    assert session.application.indicators[0].first == Decimal(12)


def test_a_row_that_was_deleted_meanwhile_is_told(session: Session) -> None:
    here = spot(session, "revenue")
    session.delete_rows("enterprises", (uids(session)[0],))
    done = paste(session, "1\r\n", here)
    assert done.refusals == 1
    assert "已经删除" in done.refused[0].why


def test_the_same_again_changes_nothing(session: Session) -> None:
    here = spot(session, "name")
    done = paste(session, "甲公司", here)
    assert done == Pasted(1, 1)
    assert "没有改动" in done.sentence


# --- edits of many cells -----------------------------------------------------------------------


def test_filling_many_rows_is_one_step(session: Session) -> None:
    rows = uids(session)
    assert fill(session, "enterprises", {"enterprises.above_scale": rows}, "是") == 3
    assert (
        session.workspace.undo_label == f"批量填写{session.catalogue.field('enterprises.above_scale').short}"
    )
    session.set_text("enterprises.revenue", "7", rows[1])
    assert fill(session, "enterprises", {"enterprises.revenue": rows}, "1.0", blanks_only=True) == 2
    assert column(session, "revenue") == [Decimal("1.0"), Decimal(7), Decimal("1.0")]
    with pytest.raises(UserError):
        fill(session, "enterprises", {"enterprises.revenue": rows}, "很多")
    session.workspace.undo()
    assert column(session, "revenue") == [None, Decimal(7), None]


def test_filling_down_hands_on_the_value_itself(session: Session) -> None:
    rows = uids(session)
    session.set_text("enterprises.revenue", "12.50", rows[0])
    session.set_text("enterprises.dominant", "否", rows[1])
    cells = {"enterprises.revenue": rows, "enterprises.dominant": rows[1:]}
    assert fill_down(session, "enterprises", cells) == 3
    assert column(session, "revenue") == [Decimal("12.50")] * 3
    assert column(session, "dominant") == [None, False, False]


def test_clearing_empties_what_may_be_written(session: Session) -> None:
    indicator = session.application.indicators[0]
    session.set_text("indicators.first", "5", indicator.uid)
    cells = dict.fromkeys(("indicators.name", "indicators.first", "indicators.second"), (indicator.uid,))
    assert clear(session, "indicators", cells) == 1
    assert session.application.indicators[0].first is None
    assert session.application.indicators[0].given == indicator.given
    rows = uids(session)
    assert clear(session, "enterprises", {"enterprises.name": rows}) == 3
    field = session.catalogue.field("enterprises.name")
    assert all(is_empty(field, row) for row in session.application.enterprises)


def test_a_file_keeps_its_name(session: Session) -> None:
    stored = session.workspace.add_bytes(b"x")
    uid = session.add_row("evidence", {"name": "合同.pdf", "sha256": stored.sha256, "items": 3})
    assert clear(session, "evidence", dict.fromkeys(("evidence.name", "evidence.items"), (uid,))) == 1
    assert [(row.name, row.items) for row in session.application.evidence] == [("合同.pdf", None)]


def test_a_row_is_inserted_below(session: Session) -> None:
    made = insert_below(session, "enterprises", uids(session)[0])
    assert uids(session)[1] == made
    given_rows = [row for row in session.application.indicators if row.given]
    added = insert_below(session, "indicators", given_rows[0].uid)
    assert session.application.indicators[len(given_rows)].uid == added
    session.workspace.undo()
    session.workspace.undo()
    assert column(session, "name") == list(NAMES)
