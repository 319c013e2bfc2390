"""Headings in doubt are asked for with examples, and the answers are remembered per user."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from jxdesk.app import headings
from jxdesk.app.importing import import_rows
from jxdesk.app.session import Session
from jxdesk.base.paths import user_data
from jxdesk.cli import main
from jxdesk.exchange.headings import Meaning, Sense
from tests.exchange import books
from tests.strategies import notice

ROWS: list[list[object]] = [
    ["企业名称", "所在地", "去年进账", "营业收入", "备用"],
    ["甲", "东区", 8000, 1, "x"],
    ["乙", "西区", 9, 2, None],
]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session.create(tmp_path / "空县.jxdesk", notice())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "上报表.xlsx"
    path.write_bytes(books.xlsx(ROWS))
    return path


def test_doubtful_columns_come_with_examples_and_what_they_could_mean(session: Session, table: Path) -> None:
    found = headings.doubts(session, "enterprises", table, {})
    assert [(each.heading, each.sense) for each in found] == [
        ("去年进账", Sense.UNKNOWN),
        ("营业收入", Sense.NO_UNIT),
        ("备用", Sense.UNKNOWN),
    ]
    assert found[0].samples == ("8000", "9")
    assert found[1].field == "revenue"
    names = {field.spec.name for field in found[0].candidates}
    assert "uscc" in names
    assert "name" not in names
    session.close()


def test_answers_are_remembered_and_taken(session: Session, table: Path) -> None:
    headings.remember(
        "enterprises", {"营业收入": Meaning("revenue", "亿元"), "去年 进账": Meaning("sales", "万元")}
    )
    headings.remember("enterprises", {"备用": Meaning("")})
    answers = headings.remembered("enterprises")
    assert not headings.doubts(session, "enterprises", table, answers)
    report = import_rows(session, "enterprises", table, answers=answers)
    assert report.applied
    first = session.application.enterprises[0]
    assert (first.revenue, first.sales) == (Decimal(1), Decimal("0.8"))
    assert [remark.said for remark in report.rows[0].remarks] == ["8000 万元 → 0.8 亿元"]
    assert headings.remembered("projects") == {}
    session.close()


def test_an_answer_holds_for_the_list_it_was_given_for_and_no_other(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "两张表.xlsx"
    firms: list[list[object]] = [["企业名称", "所在地", "上年数"], ["甲", "东区", 8000]]
    plans: list[list[object]] = [["项目名称", "建设地点", "上年数"], ["一期", "东区", 60]]
    book = openpyxl.load_workbook(BytesIO(books.xlsx(firms)))
    other = book.create_sheet("重点项目")
    for row in plans:
        other.append(row)
    book.save(path)
    headings.remember("enterprises", {"上年数": Meaning("sales", "万元")})
    open_ones = headings.doubts(session, "all", path, headings.remembered("all"))
    assert [(each.record, each.heading) for each in open_ones] == [("projects", "上年数")]
    headings.remember("projects", {"上年数": Meaning("investment", "亿元")})
    assert import_rows(session, "all", path, answers=headings.remembered("all")).applied
    assert session.application.enterprises[0].sales == Decimal("0.8")
    assert session.application.projects[0].investment == Decimal(600000)
    assert headings.remembered("platforms") == {}
    session.close()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"enterprises": 3}', b'{"enterprises": {"a": {}}}', b"[" * 5000]
)
def test_a_damaged_memory_is_an_empty_one(content: bytes) -> None:
    user_data().mkdir(parents=True, exist_ok=True)
    (user_data() / "headings.json").write_bytes(content)
    assert headings.remembered("enterprises") == {}
    headings.remember("enterprises", {"甲": Meaning("name")})
    assert headings.remembered("enterprises") == {"enterprises": {"甲": Meaning("name")}}


def test_from_the_command_line(session: Session, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(session.workspace.path)
    session.close()
    base = ["import", path, "enterprises", str(table)]
    assert main(base) == 2
    assert "没有写明单位" in capsys.readouterr().err
    assert main([*base, "--column", "营业收入=nothing"]) == 2
    assert "看不懂" in capsys.readouterr().err
    told = ["--column", "营业收入=revenue:亿元", "--column", "去年进账=sales:万元", "--column", "备用="]
    assert main([*base, *told]) == 0
    shown = capsys.readouterr()
    assert "8000 万元 → 0.8 亿元" in shown.out
    assert "没有用到" not in shown.err
    assert main([*base, "--dry-run"]) == 0, "it is remembered"
