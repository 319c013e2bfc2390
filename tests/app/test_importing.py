"""Spreadsheets into lists: round trips, verdicts, and all or nothing."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxdesk.app.import_report import ImportReport, Verdict
from jxdesk.app.importing import import_rows, make_template
from jxdesk.app.session import Session
from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.documents.form.format import Form
from jxdesk.documents.xlsx import write_list
from jxdesk.domain import canonical
from jxdesk.domain.catalogue import records
from jxdesk.domain.values import NotApplicable
from jxdesk.exchange.kinds import LISTS
from tests.app.listed import distinct_rows
from tests.exchange import books
from tests.strategies import notice

WITHIN = settings(
    max_examples=6, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAME, USCC, REVENUE = "企业名称", "统一社会信用代码", "2024年营业收入（亿元）"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: what the child does is tested where it is at home."""

    def run(function: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return function(*args)

    monkeypatch.setattr(worker, "run", run)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "空县.jxdesk", notice()) as session:
        yield session


def bring(session: Session, path: Path, rows: Sequence[Sequence[object]], **how: Any) -> ImportReport:
    path.write_bytes(books.xlsx(rows))
    return import_rows(session, "enterprises", path, **how)


def state(session: Session) -> bytes:
    return canonical.encode(session.application)


def cells_of(record: str, rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """What the rows hold, without their ids; figures by worth, for a sheet keeps no trailing zeros."""
    return [{f.name: _worth(getattr(row, f.name)) for f in records()[record].fields} for row in rows]


def _worth(value: Any) -> Any:
    return value.normalize() if isinstance(value, Decimal) else value


def set_rows(session: Session, record: str, rows: list[Any]) -> None:
    changed: dict[str, Any] = {record: tuple(rows)}
    held = dataclasses.replace(session.application, **changed)
    session.workspace.replace_application(held, "装入")


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind != "evidence"])
def test_a_filled_template_gives_the_same_values_elsewhere(
    kind: str, here: None, new_session: Callable[[str], Session], tmp_path: Path
) -> None:
    record = LISTS[kind].record
    source, target = new_session("甲县"), new_session("乙县")
    out = tmp_path / "t.xlsx"

    @WITHIN
    @given(rows=distinct_rows(record))
    def round_trip(rows: list[Any]) -> None:
        set_rows(source, record, rows)
        set_rows(target, record, [])
        make_template(source, kind, out)
        report = import_rows(target, kind, out)
        assert report.applied, report
        assert cells_of(record, getattr(target.application, record)) == cells_of(record, tuple(rows))

    round_trip()


@pytest.mark.parametrize("kind", list(LISTS))
def test_exporting_and_importing_changes_nothing(
    kind: str, here: None, session: Session, tmp_path: Path
) -> None:
    record = LISTS[kind].record

    @WITHIN
    @given(rows=distinct_rows(record))
    def there_and_back(rows: list[Any]) -> None:
        set_rows(session, record, rows)
        before = state(session)
        make_template(session, kind, tmp_path / "t.xlsx")
        write_list(Form(session.application, notice()), record, "表", tmp_path / "l.xlsx")
        for name in ("t.xlsx", "l.xlsx"):
            report = import_rows(session, kind, tmp_path / name)
            assert {row.verdict for row in report.rows} <= {Verdict.SAME}, report
            assert state(session) == before

    there_and_back()


def test_rows_are_found_by_code_then_by_name_and_changed_where_they_differ(
    empty: Session, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    bring(empty, path, [[NAME, USCC, REVENUE], ["甲公司", "91360100MA35J0001X", 1.5], ["乙 公司", "", 2]])
    report = bring(
        empty,
        path,
        [
            [NAME, USCC, REVENUE, "法人"],
            ["甲公司（更名）", "91360100MA35J0001X", 1.5, "张"],
            ["乙公司", "91360100MA35J0002X", 2, "李"],
            ["示例：某公司", "", 9, ""],
            [None, None, None, None],
            ["丙公司", "", 3, ""],
        ],
    )
    assert [row.verdict.value for row in report.rows] == ["changes", "changes", "new"]
    assert [(c.address, c.before, c.after) for c in report.rows[0].changes] == [
        ("A2", "甲公司", "甲公司（更名）")
    ]
    assert report.examples == 1
    assert report.unused == (("企业名单", "法人"),)
    assert [e.name for e in empty.application.enterprises] == ["甲公司（更名）", "乙公司", "丙公司"]
    assert [str(e.revenue) for e in empty.application.enterprises] == ["1.5", "2", "3"]


def test_an_import_is_one_undo_step_with_a_backup_before_it(empty: Session, tmp_path: Path) -> None:
    before = state(empty)
    bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], *([f"企业{i}", i] for i in range(30))])
    assert len(empty.application.enterprises) == 30
    assert empty.workspace.undo_label == "导入“企业名单”"
    assert [p for p in (empty.workspace.path / "backups").iterdir() if "导入前" in p.name]
    empty.workspace.undo()
    assert state(empty) == before


def test_a_dry_run_says_what_would_be_and_does_nothing(empty: Session, tmp_path: Path) -> None:
    before = state(empty)
    report = bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], ["甲", 1]], dry_run=True)
    assert report.bottom_line.startswith("试导入通过：新增 1 行")
    assert state(empty) == before
    assert not list((empty.workspace.path / "backups").iterdir())


def test_an_empty_cell_leaves_what_is_there(empty: Session, tmp_path: Path) -> None:
    bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], ["甲", 1]])
    report = bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], ["甲", None]])
    assert report.count(Verdict.SAME) == 1
    assert empty.application.enterprises[0].revenue == Decimal(1)


BAD_CELLS = {
    "a unit of something else": (REVENUE, "3家", "不是数字"),
    "an exponent": (REVENUE, "1e999", "不是数字"),
    "a negative count": ("从业人员数", -5, "小于 0"),
    "half a person": ("从业人员数", 1.5, "不是整数"),
    "a million characters": ("资质荣誉", "长" * 30_000, "超过"),
    "emoji for a number": (REVENUE, "😀", "不是数字"),
    "a word for yes or no": ("是否主导产业", "大概", "不是“是”或“否”"),
    "a choice there is not": ("产业链角色", "链主", "不在可选范围内"),
    "a dash without a reason": (REVENUE, "—", "写明原因"),
    "a code as a number": (USCC, 913601001234567890, "15 位"),
    "a text that became a date": ("所在地", __import__("datetime").date(2026, 3, 1), "日期"),
    "a formula without a result": (REVENUE, "=1+1", "公式"),
    "more digits than there are": (REVENUE, "1234567890123456", "位数过多"),
}


@pytest.mark.parametrize("what", BAD_CELLS)
def test_a_bad_cell_refuses_the_import_and_names_itself(
    what: str, here: None, empty: Session, tmp_path: Path
) -> None:
    heading, value, reason = BAD_CELLS[what]
    bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], ["甲", 1]])
    before = state(empty)
    headings = [NAME, heading, *(["所在地"] if heading != "所在地" else ["备注"])]
    report = bring(empty, tmp_path / "b.xlsx", [headings, ["乙", None], ["甲", value]])
    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.REFUSED]
    (fault,) = report.rows[1].faults
    assert fault.address == "B3"
    assert reason in fault.message
    assert fault.remedy.endswith("。")
    assert not report.applied
    assert state(empty) == before


@pytest.mark.parametrize(
    ("typed", "code"), [("20255", "不是日期"), ("2025.1", "不是日期"), ("2025-13", "不是日期")]
)
def test_dates_that_are_none(typed: str, code: str, here: None, empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"项目名称,拟开工日期\n甲项目,{typed}年\n", encoding="utf-8")
    (row,) = import_rows(empty, "projects", path).rows
    assert code in row.faults[0].message


def test_a_number_is_no_date(here: None, empty: Session, tmp_path: Path) -> None:
    """2025.10 typed into a plain cell is the number 2025.1: October and January look the same."""
    path = tmp_path / "p.xlsx"
    path.write_bytes(books.xlsx([["项目名称", "拟开工日期"], ["甲项目", 2025.10]]))
    (row,) = import_rows(empty, "projects", path).rows
    assert "认不准" in row.faults[0].message


def test_control_characters_and_huge_numbers_in_a_file_no_spreadsheet_wrote(
    here: None, empty: Session, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{NAME},资质荣誉,从业人员数\n甲\x07,{'字' * 1_000_000},{'9' * 400}\n".encode())
    (row,) = import_rows(empty, "enterprises", path).rows
    assert [fault.address for fault in row.faults] == ["A2", "B2", "C2"]
    path = tmp_path / "b.xlsx"
    texts = (("A1", NAME), ("B1", REVENUE), ("A2", "甲"))
    a1, b1, a2 = (f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in texts)
    body = f'<row r="1">{a1}{b1}</row><row r="2">{a2}<c r="B2"><v>1e999</v></c></row>'
    sheet = f"{books.XLSX_HEAD}{body}{books.XLSX_TAIL}"
    path.write_bytes(books.with_part(books.xlsx([["x"]]), "xl/worksheets/sheet1.xml", sheet))
    (row,) = import_rows(empty, "enterprises", path).rows
    assert row.verdict is Verdict.REFUSED


def test_rows_that_nothing_tells_apart_are_refused(here: None, empty: Session, tmp_path: Path) -> None:
    report = bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], ["甲", 1], ["甲", 2], [None, 3]])
    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.REFUSED, Verdict.REFUSED]
    assert "与第 2 行是同一条" in report.rows[1].faults[0].message
    assert "没有填写“企业名称”" in report.rows[2].faults[0].message


def test_refused_rows_come_back_with_the_reason_beside_the_cell_and_can_be_mended(
    here: None, empty: Session, tmp_path: Path
) -> None:
    rejects = tmp_path / "不能导入.xlsx"
    report = bring(
        empty,
        tmp_path / "a.xlsx",
        [[NAME, REVENUE, "所在地"], ["甲", 1, "东区"], ["@乙", "3家", "西区"]],
        rejects=rejects,
    )
    assert report.refused
    book = openpyxl.load_workbook(rejects)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert sheet.max_row == 2
    assert row["〔原因〕原表行号与整行"] == "第 3 行。"
    assert row[NAME] == "@乙"
    assert "不是数字" in str(row["〔原因〕营业收入"])
    assert heads.index("〔原因〕营业收入") == heads.index(REVENUE) + 1
    sheet.cell(2, heads.index(REVENUE) + 1).value = "3"
    book.save(rejects)
    mended = import_rows(empty, "enterprises", rejects)
    assert mended.applied
    assert mended.unused == ()
    assert empty.application.enterprises[0].name == "@乙"


def test_evidence_takes_descriptions_but_no_new_files(here: None, session: Session, tmp_path: Path) -> None:
    make_template(session, "evidence", tmp_path / "e.xlsx")
    book = openpyxl.load_workbook(tmp_path / "e.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("证明事项") + 1).value = "发明专利授权；topic:safety"
    sheet.cell(2, heads.index("证明的项数") + 1).value = 3
    book.save(tmp_path / "e.xlsx")
    assert import_rows(session, "evidence", tmp_path / "e.xlsx").applied
    proof = session.application.evidence[0]
    assert (proof.proves, proof.items) == (("innovation.patents", "topic:safety"), 3)
    sheet.cell(2, heads.index("大小（字节）") + 1).value = 99
    sheet.append(["没有的文件.pdf"])
    book.save(tmp_path / "e.xlsx")
    report = import_rows(session, "evidence", tmp_path / "e.xlsx")
    assert report.rows[0].faults[0].message == "“大小（字节）”由程序得出，不能填写。"
    assert report.rows[-1].faults[0].message == "软件里没有这份材料，不能只填名称。"
    assert report.count(Verdict.REFUSED) == 2


def test_given_indicators_are_found_by_their_name(here: None, empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "通知所列指标,指标名称,单位,25年指标值\n创造税收（亿元）,,,3.20\n,新增就业,人,50\n",
        encoding="gb18030",
    )
    report = import_rows(empty, "targets", path)
    assert [row.verdict for row in report.rows] == [Verdict.CHANGES, Verdict.NEW]
    tax = next(row for row in empty.application.indicators if row.given == "tax")
    assert str(tax.first) == "3.20"


def test_several_lists_come_in_together_or_not_at_all(here: None, session: Session, tmp_path: Path) -> None:
    make_template(session, "all", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    book["企业名单"].append(["新公司"])
    book["重点项目"]["A2"] = "不是类别"
    book.save(tmp_path / "all.xlsx")
    before = state(session)
    report = import_rows(session, "all", tmp_path / "all.xlsx")
    assert report.count(Verdict.NEW) == 1
    assert report.count(Verdict.REFUSED) == 1
    assert state(session) == before


def test_files_without_the_list_or_with_it_twice(here: None, empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cases: tuple[tuple[list[list[object]], str], ...] = (
        ([["物品", "数量"], ["纸", 1]], "exchange.no-list"),
        ([[NAME, REVENUE]], "exchange.no-rows"),
    )
    for rows, code in cases:
        path.write_bytes(books.xlsx(rows))
        with pytest.raises(UserError) as caught:
            import_rows(empty, "enterprises", path)
        assert caught.value.code == code
    book = openpyxl.Workbook()
    for sheet in (book.worksheets[0], book.create_sheet()):
        sheet.append([NAME, REVENUE])
        sheet.append(["甲", 1])
    path.write_bytes(books.saved(book))
    with pytest.raises(UserError) as caught:
        import_rows(empty, "enterprises", path)
    assert caught.value.code == "exchange.two-lists"


def test_an_import_makes_all_rows_or_none(here: None, empty: Session, tmp_path: Path) -> None:
    figures = st.one_of(
        st.integers(0, 10**6),
        st.decimals(0, 1000, places=2).map(str),
        st.sampled_from(["3亿元", "—", "—（新办）", "x"]),
    )
    names = st.text(string.ascii_uppercase, max_size=2)

    @settings(WITHIN, max_examples=25)
    @given(rows=st.lists(st.tuples(names, figures), min_size=1, max_size=6))
    def all_or_none(rows: list[tuple[str, object]]) -> None:
        set_rows(empty, "enterprises", [])
        before = state(empty)
        report = bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE], *(list(row) for row in rows)])
        made = empty.application.enterprises
        if report.refused:
            assert state(empty) == before
        else:
            assert [e.name for e in made] == [name for name, _ in rows]
            assert all(e.revenue is not None for e in made)
            assert [isinstance(e.revenue, NotApplicable) for e in made] == [v == "—（新办）" for _, v in rows]

    all_or_none()


def test_the_preview_shows_no_number_of_a_person_in_full(here: None, empty: Session, tmp_path: Path) -> None:
    identity = "36990019900307441X"
    bring(empty, tmp_path / "a.xlsx", [[NAME, REVENUE, "所在地"], ["甲公司", 1, identity]])
    assert empty.application.enterprises[0].place == identity
    rows = [[NAME, REVENUE, "所在地"], ["甲公司", identity, f"东区{identity}"]]
    report = bring(empty, tmp_path / "b.xlsx", rows, dry_run=True)
    assert report.refused
    assert identity not in repr(report.to_json())
