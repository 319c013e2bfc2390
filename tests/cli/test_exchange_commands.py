"""The contract of import, template, note, and of ``set`` for every field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jxdesk.app.session import Session
from jxdesk.cli import main
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.parse import parse
from jxdesk.domain.values import Kind
from jxdesk.domain.work import FigureNote
from tests import papers
from tests.exchange import books
from tests.strategies import notice


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    path = str(tmp_path / "某县.jxdesk")
    assert main(["new", path]) == 0
    return path


def out_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_import_says_each_row_and_ends_with_no_when_one_is_refused(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, rejects = tmp_path / "企业.xlsx", tmp_path / "退回.xlsx"
    file.write_bytes(books.xlsx([["企业名称", "所在地"], ["甲公司", "东区"], ["乙公司", "西区"]]))
    capsys.readouterr()
    assert main(["import", workspace, "enterprises", str(file), "--dry-run", "--json"]) == 0
    report = out_json(capsys)
    assert (report["counts"]["new"], report["applied"], report["dry_run"]) == (2, False, True)
    assert main(["import", workspace, "enterprises", str(file)]) == 0
    assert "已导入：新增 2 行。" in capsys.readouterr().out
    file.write_bytes(books.xlsx([["企业名称", "从业人员数"], ["甲公司", "约300人"], ["丙公司", 5]]))
    assert main(["import", workspace, "enterprises", str(file), "--rejects", str(rejects)]) == 1
    captured = capsys.readouterr()
    assert "B2：" in captured.out
    assert "没有导入" in captured.out
    assert str(rejects) in captured.err
    assert openpyxl.load_workbook(rejects).worksheets[0].max_row == 2
    with Session.open(Path(workspace), read_only=True) as session:
        assert [e.name for e in session.application.enterprises] == ["甲公司", "乙公司"]


def test_wrong_use_of_import_and_template_is_one_sentence(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    for argv in (
        ["import", workspace, "firms", str(tmp_path / "a.xlsx")],
        ["import", workspace, "projects", str(tmp_path / "没有.xlsx")],
        ["import", workspace, "projects", str(tmp_path / "a.docx")],
        ["template", "firms", str(tmp_path / "t.xlsx")],
        ["template", "projects", str(tmp_path / "t.doc")],
        ["note", workspace, "enterprises.revenue", "--source", "年报", "--row", "1"],
        ["note", workspace, "basic.contact_name", "--source", "年报"],
        ["note", workspace, "basic.employees", "--source", "年报", "--row", "1"],
        ["note", workspace, "basic.employees", "--source", "一\n二"],
    ):
        capsys.readouterr()
        assert main(argv) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.strip().endswith("。")
        assert "Traceback" not in captured.err
    assert not (tmp_path / "t.xlsx").exists()


def test_a_template_can_be_had_blank_and_with_what_is_known(workspace: str, tmp_path: Path) -> None:
    main(["set", workspace, "enterprises[1].name=甲公司"])
    assert main(["template", "enterprises", str(tmp_path / "空.xlsx")]) == 0
    assert main(["template", "enterprises", str(tmp_path / "已填.xlsx"), "--workspace", workspace]) == 0
    blank = openpyxl.load_workbook(tmp_path / "空.xlsx")["企业名单"]
    assert blank.max_row == 2
    assert str(blank["A2"].value).startswith("示例：")
    assert openpyxl.load_workbook(tmp_path / "已填.xlsx")["企业名单"].max_row == 2
    assert openpyxl.load_workbook(tmp_path / "已填.xlsx")["企业名单"]["A2"].value == "甲公司"


def test_note_keeps_where_a_figure_comes_from(workspace: str) -> None:
    argv = ["note", workspace, "scale.revenue_total", "--source", "统计年报", "--bureau", "统计局"]
    assert main(argv) == 0
    with Session.open(Path(workspace), read_only=True) as session:
        (kept,) = session.workspace.notes().figures
    assert (kept.field, kept.row, kept.source, kept.bureau) == (
        "scale.revenue_total",
        "",
        "统计年报",
        "统计局",
    )
    assert main(["note", workspace, "scale.revenue_total"]) == 0
    assert main(["note", workspace, "enterprises.revenue", "--source", "企业年报"]) == 0
    with Session.open(Path(workspace), read_only=True) as session:
        assert session.workspace.notes().figures == (FigureNote("enterprises.revenue", "", "企业年报", ""),)


TYPED = {
    Kind.TEXT: "甲",
    Kind.LONG_TEXT: "第一段\n第二段",
    Kind.COUNT: "１,200",
    Kind.DECIMAL: "12.50",
    Kind.FLAG: "是",
    Kind.DATE: "2026年3月",
    Kind.PRODUCTS: "传感器（12.5%）；芯片",
    Kind.REFERENCES: "innovation.patents",
}


def test_every_field_of_the_form_can_be_set(workspace: str) -> None:
    catalogue = Catalogue(notice())
    wanted, argv = {}, []
    for field in catalogue:
        record = records()[field.spec.record]
        if record.name == "evidence":
            continue
        if field.kind is Kind.CHOICE:
            typed = notice().vocabularies[field.spec.mark.vocabulary][-1].label
        else:
            typed = TYPED[field.kind]
        place = f"{record.name}[1]" if record.many else record.name
        argv.append(f"{place}.{field.spec.name}={typed}")
        wanted[field.id] = parse(field, typed, notice())
    assert main(["set", workspace, *argv]) == 0
    with Session.open(Path(workspace), read_only=True) as session:
        for field_id, value in wanted.items():
            name, _, attribute = field_id.partition(".")
            held = getattr(session.application, name)
            assert getattr(held[0] if records()[name].many else held, attribute) == value, field_id


def test_the_fields_of_evidence_can_be_set_and_what_is_computed_can_not(
    workspace: str, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(papers.pdf("proof"))
    main(["attach", workspace, str(tmp_path / "a.pdf"), "--to", "topic:safety"])
    for field in Catalogue(notice()).of_record("evidence"):
        computed = field.spec.name in ("sha256", "size")
        assignment = f"evidence[1].{field.spec.name}={TYPED.get(field.kind, 'x')}"
        assert main(["set", workspace, assignment]) == (2 if computed else 0)


def test_a_handed_out_workbook_comes_back_and_clashes_are_named(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "企业.xlsx", tmp_path / "发出.xlsx"
    table.write_bytes(books.xlsx([["企业名称", "所在地"], ["甲公司", "东区"], ["乙公司", "西区"]]))
    assert main(["import", workspace, "enterprises", str(table)]) == 0
    handing = ["template", "enterprises", str(out), "--workspace", workspace, "--to", "甲公司"]
    assert main([*handing, "--columns", "place", "--rows", "1"]) == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    (place,) = (cell for cell in sheet[2] if not cell.protection.locked)
    place.value = "南区"
    book.save(out)
    table.write_bytes(books.xlsx([["企业名称", "所在地"], ["甲公司", "北区"]]))
    assert main(["import", workspace, "enterprises", str(table)]) == 0
    capsys.readouterr()
    assert main(["import", workspace, "enterprises", str(out)]) == 1
    said = capsys.readouterr().out
    assert "现有 北区，表里 南区" in said
    assert main(["import", workspace, "enterprises", str(out), "--prefer", "theirs"]) == 0
    with Session.open(Path(workspace), read_only=True) as session:
        assert [firm.place for firm in session.application.enterprises] == ["南区", "西区"]
    capsys.readouterr()
    for argv in (
        ["template", "enterprises", str(out), "--to", "统计局"],
        [*handing, "--columns", "nothing"],
        [*handing, "--columns", "place", "--rows", "x"],
        [*handing, "--columns", "place", "--rows", "9"],
        handing,
    ):
        assert main(argv) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_what_came_back_empty_is_kept_and_told_or_emptied_where_that_is_said(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "企业.xlsx", tmp_path / "发出.xlsx"
    table.write_bytes(books.xlsx([["企业名称", "所在地"], ["甲公司", "东区"], ["乙公司", "西区"]]))
    assert main(["import", workspace, "enterprises", str(table)]) == 0
    handing = ["template", "enterprises", str(out), "--workspace", workspace, "--to", "甲公司"]
    assert main([*handing, "--columns", "place"]) == 0
    book = openpyxl.load_workbook(out)
    for cell in book.worksheets[0][2]:
        cell.value = None if cell.value == "东区" else cell.value
    book.save(out)
    capsys.readouterr()
    assert main(["import", workspace, "enterprises", str(out), "--prefer", "theirs"]) == 0
    shown = capsys.readouterr()
    assert "交回时清空，保留 东区" in shown.out
    assert "--cleared empty" in shown.err
    assert main(["import", workspace, "enterprises", str(out), "--cleared", "empty"]) == 0
    assert "东区 → （空）" in capsys.readouterr().out
    with Session.open(Path(workspace), read_only=True) as session:
        assert [firm.place for firm in session.application.enterprises] == ["", "西区"]
