"""Workbooks handed out and brought back: only what was changed in them comes in, clashes are decided."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxdesk.app.figures import write_note
from jxdesk.app.handout import Asking, askable, bureaus, columns_of, for_bureaus, hand_out
from jxdesk.app.import_report import ImportReport, Verdict
from jxdesk.app.importing import import_rows, make_template
from jxdesk.app.session import Session
from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.application import Enterprise
from jxdesk.domain.merging import Side
from jxdesk.exchange.workbook import ORIGINAL_SHEET
from tests.app.conftest import clock
from tests.app.listed import distinct_rows
from tests.strategies import notice

ASKED = frozenset({"enterprises.revenue", "enterprises.place"})
FIRMS = (
    Enterprise(uid="e1", name="甲公司", revenue=Decimal("1.50"), place="东区"),
    Enterprise(uid="e2", name="乙公司", revenue=Decimal("2.5"), place="西区"),
    Enterprise(uid="e3", name="丙公司"),
)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: what the child does is tested where it is at home."""

    def run(function: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return function(*args)

    monkeypatch.setattr(worker, "run", run)


@pytest.fixture
def session(tmp_path: Path) -> Any:
    with Session.create(tmp_path / "某县.jxdesk", notice(), clock=clock) as made:
        put(made, FIRMS)
        yield made


def put(session: Session, firms: tuple[Enterprise, ...]) -> None:
    held = dataclasses.replace(session.application, enterprises=firms)
    session.workspace.replace_application(held, "装入")


def handed_out(session: Session, tmp_path: Path, **how: Any) -> Path:
    out = tmp_path / "发出.xlsx"
    hand_out(session, [Asking("enterprises", "统计局", how.pop("columns", ASKED), **how)], out)
    return out


def fill(path: Path, cells: dict[tuple[str, str], Any]) -> None:
    """Write cells, by the row's name and a part of the column's heading."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    lines = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=2)}
    for (name, column), value in cells.items():
        number = next(number for head, number in heads.items() if column in head)
        sheet.cell(lines[name], number).value = value
    book.save(path)


def bring(session: Session, path: Path, **how: Any) -> ImportReport:
    return import_rows(session, "enterprises", path, **how)


def firms(session: Session) -> dict[str, Enterprise]:
    return {firm.uid: firm for firm in session.application.enterprises}


def test_unchanged_it_comes_back_without_undoing_what_was_done_here(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path)
    session.set_text("enterprises.revenue", "9.99", "e1")
    before = canonical.encode(session.application)
    report = bring(session, out)
    assert {row.verdict for row in report.rows} == {Verdict.SAME}
    assert canonical.encode(session.application) == before


def test_what_only_they_changed_is_taken_and_clashes_wait(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path)
    fill(out, {("甲公司", "营业收入"): 3.25, ("甲公司", "所在地"): "南区", ("乙公司", "营业收入"): 7})
    session.set_text("enterprises.revenue", "4.75", "e1")
    before = canonical.encode(session.application)
    report = bring(session, out)
    (clash,) = report.undecided
    assert (clash.before, clash.mine, clash.theirs) == ("1.50", "4.75", "3.25")
    assert clash.address.endswith("2")
    assert not report.applied
    assert "请先决定" in report.bottom_line
    assert canonical.encode(session.application) == before
    assert not session.workspace.backups()
    assert bring(session, out, otherwise=Side.MINE).applied
    assert (firms(session)["e1"].revenue, firms(session)["e1"].place) == (Decimal("4.75"), "南区")
    session.workspace.undo()
    assert bring(session, out, choices={clash.key: Side.THEIRS}).applied
    assert (firms(session)["e1"].revenue, firms(session)["e2"].revenue) == (Decimal("3.25"), Decimal(7))


def test_both_alike_is_no_clash(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path)
    fill(out, {("乙公司", "营业收入"): 7})
    session.set_text("enterprises.revenue", "7", "e2")
    assert {row.verdict for row in bring(session, out).rows} == {Verdict.SAME}


def test_a_row_deleted_here_comes_back_only_if_it_was_changed_and_is_wanted(
    session: Session, tmp_path: Path
) -> None:
    out = handed_out(session, tmp_path)
    session.delete_rows("enterprises", ("e1", "e2"))
    fill(out, {("甲公司", "所在地"): "南区"})
    report = bring(session, out)
    assert [row.verdict for row in report.rows] == [Verdict.CONFLICT, Verdict.SAME, Verdict.SAME]
    bring(session, out, otherwise=Side.MINE)
    assert [firm.name for firm in session.application.enterprises] == ["丙公司"]
    bring(session, out, otherwise=Side.THEIRS)
    assert [(firm.name, firm.place) for firm in session.application.enterprises][1:] == [("甲公司", "南区")]


def test_what_does_not_come_back_is_told_and_stays(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path)
    book = openpyxl.load_workbook(out)
    book.worksheets[0].delete_rows(3)
    book.save(out)
    before = canonical.encode(session.application)
    report = bring(session, out)
    assert report.handed is not None
    assert (report.handed.to, report.handed.missing) == ("统计局", ("乙公司",))
    assert canonical.encode(session.application) == before


def test_what_comes_back_empty_is_offered_and_emptied_only_by_choice(
    session: Session, tmp_path: Path
) -> None:
    out = handed_out(session, tmp_path)
    fill(out, {("甲公司", "所在地"): None, ("乙公司", "所在地"): None, ("乙公司", "营业收入"): 7})
    before = canonical.encode(session.application)
    report = bring(session, out, otherwise=Side.THEIRS, dry_run=True)
    (first,), (second,) = report.rows[0].cleared, report.rows[1].cleared
    assert (first.before, first.mine, first.theirs) == ("东区", "东区", "")
    assert [row.verdict for row in report.rows] == [Verdict.SAME, Verdict.CHANGES, Verdict.SAME]
    assert (report.kept, report.undecided) == (2, ())
    assert "有 2 格交回时清空了，原有内容保留。" in report.bottom_line
    assert bring(session, out).applied
    assert [firm.place for firm in session.application.enterprises] == ["东区", "西区", ""]
    session.workspace.undo()
    report = bring(session, out, choices={first.key: Side.THEIRS})
    assert [cell.label for cell in report.rows[0].cleared] == ["所在地"]
    assert (report.kept, report.rows[0].kept) == (1, ())
    assert [firm.place for firm in session.application.enterprises] == ["", "西区", ""]
    session.workspace.undo()
    bring(session, out, choices={second.key: Side.MINE}, clear=True)
    assert [firm.place for firm in session.application.enterprises] == ["", "西区", ""]
    session.workspace.undo()
    assert canonical.encode(session.application) == before


def test_what_was_changed_here_and_came_back_empty_is_a_clash(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path)
    fill(out, {("甲公司", "所在地"): None, ("乙公司", "所在地"): None, ("甲公司", "企业名称"): None})
    session.set_text("enterprises.place", "南区", "e1")
    session.set_text("enterprises.place", "", "e2")
    report = bring(session, out, clear=True)
    (clash,) = report.undecided
    assert (clash.before, clash.mine, clash.theirs) == ("东区", "南区", "")
    assert not any(row.cleared for row in report.rows), "a name stays; what is empty here needs no choice"
    bring(session, out, otherwise=Side.MINE)
    assert firms(session)["e1"].place == "南区"
    bring(session, out, otherwise=Side.THEIRS)
    assert (firms(session)["e1"].place, firms(session)["e1"].name) == ("", "甲公司")


def test_only_what_was_asked_is_open_and_only_for_the_rows_chosen(session: Session, tmp_path: Path) -> None:
    out = handed_out(session, tmp_path, rows=frozenset({"e2"}))
    book = openpyxl.load_workbook(out)
    sheet: Any = book.worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["乙公司"]
    opened = {str(sheet.cell(1, cell.column).value) for cell in sheet[2] if not cell.protection.locked}
    assert len(opened) == 2
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(letter.protection.locked is False for letter in sheet.column_dimensions.values())
    assert book[ORIGINAL_SHEET].sheet_state == "veryHidden"
    assert sheet.data_validations.dataValidation
    everything = openpyxl.load_workbook(handed_out(session, tmp_path)).worksheets[0]
    assert any(letter.protection.locked is False for letter in everything.column_dimensions.values())


def test_one_workbook_for_every_enterprise(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "发出"
    folder.mkdir()
    put(session, (*FIRMS, Enterprise(uid="e4", name="丙公司")))
    made = hand_out(session, [Asking("enterprises", "", ASKED, each=True)], folder, into_folder=True)
    assert [path.name for path in made] == [
        "企业名单-甲公司.xlsx",
        "企业名单-乙公司.xlsx",
        "企业名单-丙公司.xlsx",
        "企业名单-丙公司（2）.xlsx",
    ]
    fill(made[1], {("乙公司", "所在地"): "北区"})
    report = bring(session, made[1])
    assert report.applied
    assert [row.uid for row in report.rows] == ["e2"]
    assert firms(session)["e2"].place == "北区"


def test_a_bureau_is_asked_for_the_figures_it_answers_for(session: Session) -> None:
    write_note(session, "enterprises.revenue", "", "年报", "统计局")
    write_note(session, "enterprises.growth", "e1", "年报", "工信局")
    assert bureaus(session) == ("工信局", "统计局")
    assert columns_of(session, "enterprises", "统计局") == {"enterprises.revenue"}
    assert columns_of(session, "enterprises", "工信局") == {"enterprises.growth"}


def test_every_bureau_gets_a_workbook_with_just_its_lists_and_columns(
    session: Session, tmp_path: Path
) -> None:
    write_note(session, "enterprises.revenue", "", "年报", "统计局")
    write_note(session, "projects.investment", "", "备案", "统计局")
    write_note(session, "enterprises.employees", "", "年报", "人社局")
    write_note(session, "basic.employees", "", "年报", "人社局")
    session.add_row("projects", {"name": "一期"})
    askings = for_bureaus(session, "all")
    assert [(each.to, each.kind) for each in askings] == [
        ("人社局", "enterprises"),
        ("统计局", "enterprises,projects"),
    ]
    (tmp_path / "企业名单-人社局.xlsx").write_bytes(b"filled")
    made = hand_out(session, askings, tmp_path, into_folder=True)
    assert [path.name for path in made] == ["企业名单-人社局（2）.xlsx", "申报数据-统计局.xlsx"]
    assert (tmp_path / "企业名单-人社局.xlsx").read_bytes() == b"filled"
    book = openpyxl.load_workbook(made[1])
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == [
        "企业名单",
        "重点项目",
        "填写说明",
    ]
    fill(made[1], {("甲公司", "2024年营业收入"): 3})
    assert import_rows(session, "all", made[1]).applied
    assert firms(session)["e1"].revenue == Decimal(3)


def test_what_makes_no_sense_is_refused(session: Session, tmp_path: Path) -> None:
    def code(asking: Asking) -> str:
        with pytest.raises(UserError) as caught:
            hand_out(session, [asking], tmp_path / "x.xlsx")
        assert not (tmp_path / "x.xlsx").exists()
        return caught.value.code

    assert code(Asking("enterprises", " ", ASKED)) == "handout.to"
    assert code(Asking("enterprises", "统计局", frozenset())) == "handout.columns"
    assert code(Asking("projects", "统计局", ASKED)) == "handout.columns"
    assert code(Asking("evidence", "统计局", frozenset({"evidence.sha256"}))) == "handout.columns"
    assert code(Asking("enterprises", "统计局", ASKED, frozenset({"gone"}))) == "handout.rows"
    assert code(Asking("enterprises", "统计局", ASKED, frozenset())) == "handout.rows"
    assert code(Asking("all", "统计局", ASKED, each=True)) == "handout.rows"


def test_a_workbook_of_another_application_or_with_its_memory_bent_is_refused(
    session: Session, tmp_path: Path
) -> None:
    out = handed_out(session, tmp_path)
    with Session.create(tmp_path / "别县.jxdesk", notice(), clock=clock) as other:
        with pytest.raises(UserError) as caught:
            bring(other, out)
        assert caught.value.code == "import.other-handout"
    for row, column, text in ((1, 2, "7"), (3, 2, "some day"), (5, 1, "what"), (2, 2, None)):
        bent = tmp_path / "bent.xlsx"
        book = openpyxl.load_workbook(out)
        book[ORIGINAL_SHEET].cell(row, column, text).value = text
        book.save(bent)
        with pytest.raises(UserError) as caught:
            bring(session, bent)
        assert caught.value.code == "exchange.handout", (row, column)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_through_libreoffice_it_is_still_known_what_was_handed_out(
    session: Session, tmp_path: Path, ending: str
) -> None:
    out = handed_out(session, tmp_path)
    fill(out, {("乙公司", "所在地"): "北区"})
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless"]
    folder = tmp_path / "lo-out"
    subprocess.run(
        [*office, "--convert-to", ending, "--outdir", str(folder), str(out)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    back = folder / f"发出.{ending}"
    if ending == "xlsx":
        saved = openpyxl.load_workbook(back)
        assert saved.worksheets[0].data_validations.dataValidation
        assert saved.worksheets[0].protection.sheet
        assert saved[ORIGINAL_SHEET].sheet_state != "visible"
    session.set_text("enterprises.revenue", "9.99", "e1")
    report = bring(session, back)
    assert report.applied
    assert [row.verdict for row in report.rows] == [Verdict.SAME, Verdict.CHANGES, Verdict.SAME]
    assert (firms(session)["e1"].revenue, firms(session)["e2"].place) == (Decimal("9.99"), "北区")


# --- whatever both sides do, nothing is dropped --------------------------------------------------

WITHIN = settings(
    max_examples=5, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLACES = st.sampled_from((None, "东区", "南区", "北区"))
FIGURES = st.sampled_from((None, "1.50", "2.5", "7", "0.01"))
EDITS = st.fixed_dictionaries({uid: st.tuples(PLACES, FIGURES) for uid in ("e1", "e2", "e3")})
CLEARED = st.fixed_dictionaries({uid: st.booleans() for uid in ("e1", "e2", "e3")})


@WITHIN
@given(mine=EDITS, theirs=EDITS, emptied=CLEARED, side=st.sampled_from(Side), clear=st.booleans())
def test_every_cell_ends_as_one_side_wrote_it_and_theirs_is_never_dropped(
    session: Session,
    tmp_path: Path,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    emptied: dict[str, bool],
    side: Side,
    clear: bool,
) -> None:
    put(session, FIRMS)
    out = handed_out(session, tmp_path)
    names = {firm.uid: firm.name for firm in FIRMS}
    cells: dict[tuple[str, str], object] = {}
    for uid, (place, figure) in theirs.items():
        cells |= {(names[uid], "所在地"): None if emptied[uid] else place} if place or emptied[uid] else {}
        cells |= {(names[uid], "营业收入"): float(figure)} if figure else {}
    fill(out, cells)
    for uid, (place, figure) in mine.items():
        session.set_text("enterprises.place", place or "", uid)
        session.set_text("enterprises.revenue", figure or "", uid)
    here = firms(session)
    report = bring(session, out, otherwise=side, clear=clear)
    offered = {row.uid for row in report.rows if row.cleared}
    for was in FIRMS:
        now, ours = firms(session)[was.uid], here[was.uid]
        place, figure = theirs[was.uid]
        place = "" if emptied[was.uid] else place
        for name, wrote in (("place", place), ("revenue", figure and Decimal(figure))):
            old, own, held = getattr(was, name), getattr(ours, name), getattr(now, name)
            wanted = own
            if wrote is not None and wrote != old and (own == old or side is Side.THEIRS):
                # What only they emptied is told, and done where that is wanted.
                asked = wrote == "" and own == old
                assert not asked or was.uid in offered
                wanted = wrote if clear or not asked else own
            assert held == wanted, (was.uid, name)
    settled = canonical.encode(session.application)
    bring(session, out, otherwise=side, clear=clear)
    assert canonical.encode(session.application) == settled
    again = tmp_path / "导出.xlsx"
    make_template(session, "enterprises", again)
    assert not bring(session, again).applied
    assert canonical.encode(session.application) == settled


@WITHIN
@given(EDITS, EDITS, st.booleans())
def test_two_workbooks_that_come_back_lose_nothing_in_either_order(
    session: Session, tmp_path: Path, first: dict[str, Any], second: dict[str, Any], swapped: bool
) -> None:
    put(session, FIRMS)
    names = {firm.uid: firm.name for firm in FIRMS}
    came = []
    for number, (edits, column) in enumerate(((first, "place"), (second, "revenue"))):
        out = tmp_path / f"{number}.xlsx"
        hand_out(session, [Asking("enterprises", "某局", frozenset({f"enterprises.{column}"}))], out)
        head = "所在地" if column == "place" else "营业收入"
        picked = {uid: edit[number] for uid, edit in edits.items() if edit[number] is not None}
        fill(out, {(names[uid], head): float(v) if number else v for uid, v in picked.items()})
        came.append((out, column, picked))
    for out, _, _ in reversed(came) if swapped else came:
        assert not bring(session, out).undecided
    for was in FIRMS:
        for _, column, picked in came:
            wanted = picked.get(was.uid, getattr(was, column))
            held = getattr(firms(session)[was.uid], column)
            assert held == (Decimal(wanted) if column == "revenue" and wanted is not None else wanted)


@WITHIN
@given(st.data())
def test_any_list_handed_out_comes_back_changing_nothing(
    session: Session, tmp_path: Path, data: st.DataObject
) -> None:
    record = data.draw(st.sampled_from(("enterprises", "projects", "platforms")))
    rows = data.draw(distinct_rows(record))
    changed: dict[str, Any] = {record: tuple(rows)}
    held = dataclasses.replace(session.application, **changed)
    session.workspace.replace_application(held, "装入")
    fields = askable(session.catalogue, "all")
    out = tmp_path / "全部.xlsx"
    hand_out(session, [Asking("all", "某局", frozenset(field.id for field in fields))], out)
    before = canonical.encode(session.application)
    report = import_rows(session, "all", out)
    assert not report.applied
    assert {row.verdict for row in report.rows} <= {Verdict.SAME}
    assert canonical.encode(session.application) == before
