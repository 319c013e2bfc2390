"""The 送审稿: what it shows of the figures' sources, and that the final documents show nothing of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import pytest

from jxdesk.base.progress import silent
from jxdesk.documents.bundle import render
from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import ListTable, Outline, Section, plain_text
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.figure_notes import takes_note
from jxdesk.domain.work import Draft, FigureNote
from jxdesk.notice import Notice
from tests import second_pack
from tests.documents.conftest import Sample
from tests.documents.reading import page_texts
from tests.documents.sample import sample

NOTES = (
    FigureNote("scale.revenue_total", "", "统计年报第七表", "清溪县统计局"),
    FigureNote("scale.growth", "", "统计年报第七表", "清溪县统计局"),
    FigureNote("enterprises.revenue", "", "企业财务快报", "清溪县工信局"),
    FigureNote("enterprises.revenue", "e000", "审计报告第三页", "清溪县审计局"),
)
WORDS = ("统计年报", "清溪县", "财务快报", "审计报告", "数据来源", "签批", "①", "②", "送审")


@pytest.fixture(scope="module")
def draft(notice: Notice) -> Outline:
    return build_outline(sample(notice, enterprises=12), notice, Draft(NOTES))


def section(outline: Outline, name: str) -> Section:
    return next(each for each in outline.sections if each.id == name)


def notes_of(part: Section) -> list[tuple[str | None, ...]]:
    table = part.blocks[-1]
    assert isinstance(table, ListTable)
    return list(table.rows)


def test_each_figure_has_the_number_of_its_note(draft: Outline) -> None:
    part = section(draft, "scale")
    text = plain_text(Outline("", (part,)))
    assert "128.60①" in text
    assert "6.2②" in text
    rows = notes_of(part)
    assert rows[0][2:] == ("128.60", "统计年报第七表", "清溪县统计局")
    by_label = {row[1]: row for row in rows}
    column = next(row for label, row in by_label.items() if label and label.endswith("营业收入（整列）"))
    assert column[3:] == ("企业财务快报", "清溪县工信局")


def test_a_cell_with_a_note_of_its_own_has_its_own_number(notice: Notice) -> None:
    application = sample(notice, enterprises=12)
    first = application.enterprises[0]
    note = FigureNote("enterprises.revenue", first.uid, "审计报告第三页", "清溪县审计局")
    outline = build_outline(application, notice, Draft((*NOTES[:3], note)))
    above = section(outline, "above-scale")
    own = next(row for row in notes_of(above) if row[3] == "审计报告第三页")
    assert own[1] is not None
    assert own[1].startswith(first.name)
    (table,) = [block for block in above.blocks if isinstance(block, ListTable)][:1]
    marked = next(row for row in table.rows if first.name in row)
    assert str(marked[-1]).endswith(str(own[0]))
    others = {str(row[-1])[-1] for row in table.rows if first.name not in row}
    assert others == {str(row[0]) for row in notes_of(above) if row[3] == "企业财务快报"}


def test_a_figure_without_a_source_leaves_room_to_write_one(draft: Outline) -> None:
    rows = notes_of(section(draft, "innovation"))
    assert [row[0] for row in rows] == list("①②③④⑤")
    assert {row[3:] for row in rows} == {("", "")}


def test_what_is_empty_or_not_applicable_has_no_number(notice: Notice) -> None:
    outline = build_outline(sample(notice), notice, Draft())
    labels = [row[1] for row in notes_of(section(outline, "innovation"))]
    assert not any(label and "省级科学技术奖" in label for label in labels)


def test_the_last_sheet_names_each_bureau_once_with_its_figures(draft: Outline) -> None:
    sheet = draft.sections[-1]
    assert sheet.title == "送审签批单"
    (table,) = [block for block in sheet.blocks if isinstance(block, ListTable)]
    bureaus = {row[1]: row[2] for row in table.rows}
    assert len(bureaus) == len(table.rows)
    assert bureaus["清溪县统计局"] == "营业收入总额；营业收入增速"
    assert "从业人员数" in str(bureaus["（还没有写明）"])
    text = plain_text(Outline("", (sheet,)))
    assert all(who in text for who in ("经办人", "分管领导", "主要领导", "签字"))


def test_nothing_of_the_notes_is_in_the_final_documents(rich: Sample, notice: Notice, tmp_path: Path) -> None:
    made = render(rich.application, notice, tmp_path, silent, Draft(NOTES))
    shown = "".join(page_texts(made.pdf))
    assert all(word in shown for word in WORDS if word != "送审")
    final = "".join(page_texts(rich.rendered.pdf))
    assert not [word for word in WORDS if word in final]
    xml = docx.Document(str(rich.rendered.docx)).element.xml
    assert not [word for word in WORDS if word in xml]


def test_the_same_draft_gives_the_same_bytes(notice: Notice, tmp_path: Path) -> None:
    application = sample(notice, enterprises=3, projects=1)
    first = render(application, notice, tmp_path / "1", silent, Draft(NOTES))
    second = render(application, notice, tmp_path / "2", silent, Draft(NOTES))
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_figures_that_a_notice_adds_have_notes_too() -> None:
    pack = second_pack.pack()
    catalogue = Catalogue(pack)
    records_once = [name for name, record in records().items() if not record.many]
    added = [field for name in records_once for field in catalogue.added(name) if takes_note(field)]
    assert added
    application = second_pack.application()
    filled = [f for f in added if isinstance(f.spec.of(getattr(application, f.spec.record)), int | Decimal)]
    notes = tuple(FigureNote(field.id, "", f"来源之{n}", "县数据局") for n, field in enumerate(filled, 1))
    assert notes
    text = plain_text(build_outline(application, pack, Draft(notes)))
    assert all(f"\t{note.source}\t县数据局" in text for note in notes)
    assert not any(note.source in plain_text(build_outline(application, pack)) for note in notes)
