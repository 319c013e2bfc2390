"""Cells from the clipboard into lists: the codec, laying blocks over selections, all or nothing."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxdesk.app.cell_block import MAX_CELLS, laid_over, read_block, size, write_block, write_html
from jxdesk.app.cell_edits import clear, fill, fill_down, insert_below, is_empty
from jxdesk.app.pasted import MAX_TOLD, Spot
from jxdesk.app.pasting import paste
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.values import NotApplicable, Product
from jxdesk.exchange.csv_text import write_csv
from jxdesk.exchange.guard import unguarded
from tests.app.listed import distinct_rows
from tests.strategies import notice

WITHIN = settings(
    max_examples=10, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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
    text = "丁公司\t8公斤\r\n戊公司\t9\r\n己公司\t9\r\n庚公司\tx\r\n"
    done = paste(session, text, spot(session, "name", "revenue"))
    assert [(cell.row, cell.heading, cell.text) for cell in done.refused] == [
        (0, "营业收入", "8公斤"),
        (3, "营业收入", "x"),
    ]
    assert "不是数字" in done.refused[0].said
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
    assert "不能改" in refused.refused[0].said
    assert session.application.indicators[0].first == Decimal(12)


def test_a_row_that_was_deleted_meanwhile_is_told(session: Session) -> None:
    here = spot(session, "revenue")
    session.delete_rows("enterprises", (uids(session)[0],))
    done = paste(session, "1\r\n", here)
    assert done.refusals == 1
    assert "已经删除" in done.refused[0].said


def test_the_same_again_changes_nothing(session: Session) -> None:
    here = spot(session, "name")
    done = paste(session, "甲公司", here)
    assert (done.rows, done.columns, done.changed, done.added) == (1, 1, 0, 0)
    assert "没有改动" in done.sentence


# --- understood as an import understands ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("3200万元", "0.32", "3200 万元 → 0.32 亿元"),
        ("３，２００ 万", "0.32", "3,200 万元 → 0.32 亿元"),
        ("8亿", "8", ""),
        ("1.50亿元", "1.50", ""),
        ("320,000,000元", "3.2", "320,000,000 元 → 3.2 亿元"),
        ("１２.５０", "12.50", ""),
    ],
)
def test_a_unit_in_a_cell_is_converted_and_told(session: Session, text: str, value: str, said: str) -> None:
    done = paste(session, text, spot(session, "revenue"))
    assert str(column(session, "revenue")[0]) == value
    assert [cell.said for cell in done.converted] == ([said] if said else [])
    assert ("换算" in done.sentence) is bool(said)


def test_figures_flags_and_terms_as_they_are_copied(session: Session) -> None:
    names = ("growth", "employees", "dominant", "above_scale", "chain_role")
    label = session.notice.vocabularies["chain_roles"][0].label
    text = f"8.20%\t1,234人\t√\t否\t {label} \r\n０.５％\t0.12万人\t是\t×\t\r\n"
    done = paste(session, text, spot(session, *names))
    assert (done.refusals, done.conversions) == (0, 1)
    assert column(session, "growth")[:2] == [Decimal("8.20"), Decimal("0.5")]
    assert column(session, "employees")[:2] == [1234, 1200]
    assert column(session, "dominant")[:2] == [True, True]
    assert column(session, "above_scale")[:2] == [False, False]
    assert column(session, "chain_role")[0] == session.notice.vocabularies["chain_roles"][0].id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45931", "2025-10-01"),
        ("2025.10", "2025-10"),
        ("2025.3.5", "2025-03-05"),
        ("2025年10月", "2025-10"),
        ("2025/10/1 0:00:00", "2025-10-01"),
        ("20251001", "2025-10-01"),
        ("２０２５－１０", "2025-10"),
    ],
)
def test_dates_as_spreadsheets_show_them(session: Session, text: str, value: str) -> None:
    uid = session.add_row("projects", {"name": "一期"})
    paste(session, text, Spot("projects", (uid,), ("projects.start",)))
    assert session.application.projects[0].start == value


def test_what_a_spreadsheet_has_cut_short_is_refused(session: Session) -> None:
    uid = session.add_row("projects", {"name": "一期"})
    (code,) = paste(session, "9.136E+17", spot(session, "uscc")).refused
    assert "超过 15 位" in code.said
    (date,) = paste(session, "2025.1", Spot("projects", (uid,), ("projects.start",))).refused
    assert "认不准是哪一天" in date.said


def test_a_first_line_of_headings_says_which_columns_and_units(session: Session) -> None:
    here = spot(session, "name", "place", first=1)
    done = paste(session, "2024年营业收入（万元）\t所在地\r\n3200\t东区\r\n95,000\t\r\n", here)
    assert done.headings
    assert done.sentence.startswith("列名已认出，已粘贴 2 行 × 2 列")
    assert [cell.said for cell in done.converted] == ["3200 万元 → 0.32 亿元", "95,000 万元 → 9.5 亿元"]
    assert column(session, "revenue") == [None, Decimal("0.32"), Decimal("9.5")]
    assert column(session, "place") == ["", "东区", ""]
    assert column(session, "name") == list(NAMES)
    session.workspace.undo()
    assert column(session, "revenue") == [None, None, None]


def test_a_table_with_names_goes_to_the_rows_it_names(session: Session) -> None:
    before = state(session)
    text = (
        "某县企业情况表\t\t\t\r\n"
        "序号\t企业名称\t营业收入（万元）\t增长率（%）\t随便写的\r\n"
        "1\t丙公司\t3200\t8.2%\tx\r\n"
        "2\t 甲公司\t\t5\ty\r\n"
        "3\t丁公司\t100\t\t\r\n"
        "\t合计\t3300\t\t\r\n"
    )
    done = paste(session, text, spot(session, "name", "uscc", first=1))
    assert (done.changed, done.added, done.refusals) == (2, 1, 0)
    assert done.sentence == (
        "列名已认出，按名称对上后修改 2 行、新增 1 行，2 格作了换算，按 Ctrl+Z 可以撤销。"
    )
    assert done.besides == ("这些列没有用到：随便写的。", "不是名单内容，没有粘贴：合计。")
    assert [(cell.place, cell.text) for cell in done.converted] == [
        ("复制的第 3 行，丙公司", "3200"),
        ("复制的第 5 行，丁公司", "100"),
    ]
    assert column(session, "name") == [*NAMES, "丁公司"]
    assert column(session, "revenue") == [None, None, Decimal("0.32"), Decimal("0.01")]
    assert column(session, "growth") == [Decimal(5), None, Decimal("8.2"), None]
    session.workspace.undo()
    assert state(session) == before


def test_a_table_with_one_bad_cell_changes_nothing(session: Session) -> None:
    before = state(session)
    done = paste(session, "企业名称\t所在地\t从业人员数\r\n甲公司\t东区\t很多\r\n", spot(session, "name"))
    (cell,) = done.refused
    assert (cell.place, cell.heading, cell.text) == ("复制的第 2 行，甲公司", "从业人员数", "很多")
    assert cell.said.startswith("“很多”不是数字")
    assert state(session) == before


def test_a_heading_that_leaves_its_unit_open_is_asked_for(session: Session) -> None:
    before = state(session)
    for text in ("企业名称\t营业收入\r\n甲公司\t1\r\n", "营业收入\r\n1\r\n"):
        with pytest.raises(UserError) as caught:
            paste(session, text, spot(session, "name", "revenue"))
        assert caught.value.code == "exchange.heading-unit"
    assert state(session) == before


def test_a_view_that_takes_no_rows_takes_none_from_a_table(session: Session) -> None:
    here = Spot("enterprises", uids(session), ("enterprises.name", "enterprises.place"), grows=False)
    done = paste(session, "企业名称\t所在地\r\n丁公司\t东区\r\n", here)
    assert "不能在这里新增" in done.refused[0].said
    assert paste(session, "企业名称\t所在地\r\n乙公司\t东区\r\n", here).changed == 1


def test_words_that_are_no_headings_stay_cells(session: Session) -> None:
    done = paste(session, "东区\r\n所在地\r\n", spot(session, "place"))
    assert (done.headings, column(session, "place")[:2]) == (False, ["东区", "所在地"])
    assert paste(session, "所在地", spot(session, "place")).changed == 1


@WITHIN
@given(distinct_rows("enterprises"))
def test_what_was_exported_and_copied_with_its_headings_changes_nothing(
    session: Session, tmp_path: Path, rows: list[Any]
) -> None:
    held = dataclasses.replace(session.application, enterprises=tuple(rows))
    session.workspace.replace_application(held, "装入")
    out = tmp_path / "企业.csv"
    write_csv("enterprises", out, session.catalogue, session.application)
    block = list(csv.reader(StringIO(out.read_text("utf-8-sig"), newline="")))
    before = state(session)
    if len(block) > 1:
        done = paste(
            session, write_block([list(map(unguarded, row)) for row in block]), spot(session, "name")
        )
        assert (done.refused, done.changed, done.added) == ((), 0, 0)
    assert state(session) == before


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
