"""Parts four to six and both annexes of the demo counties: complete, and agreeing with their proofs."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from jxdesk.app.demo import DemoCounty
from jxdesk.domain.application import Indicator
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import Count
from tests.app.demo_counties import joint, single
from tests.strategies import notice

COUNTED = {
    "innovation": (
        "awards_and_rights",
        "patents",
        "national_platforms",
        "provincial_platforms",
        "national_awards",
        "provincial_awards",
    ),
    "services": ("public_platforms", "listed", "investors"),
}


@pytest.fixture(scope="module", params=["single", "joint"])
def county(request: pytest.FixtureRequest) -> DemoCounty:
    return single() if request.param == "single" else joint()


def test_every_required_field_is_filled(county: DemoCounty) -> None:
    catalogue = Catalogue(notice())
    for record in records().values():
        held = getattr(county.application, record.name)
        assert held != ()
        for row in held if record.many else (held,):
            for field in catalogue.of_record(record.name):
                if field.text.required:
                    assert getattr(row, field.spec.name) not in (None, "", ()), field.id


@pytest.mark.parametrize(("record", "name"), [(r, n) for r, names in COUNTED.items() for n in names])
def test_the_evidence_adds_up_to_the_figure(county: DemoCounty, record: str, name: str) -> None:
    figure: Count = getattr(getattr(county.application, record), name)
    proofs = [row for row in county.application.evidence if f"{record}.{name}" in row.proves]
    assert sum(row.items for row in proofs if isinstance(row.items, int)) == figure
    assert all(isinstance(row.items, int) and row.items > 0 for row in proofs)


def test_what_is_dated_lies_in_the_last_years_of_the_base_year(county: DemoCounty) -> None:
    base = notice().head.base_year
    dated = [row.dated for row in county.application.evidence if row.dated]
    assert len(dated) >= 10
    assert all(f"{base - 2}-01" <= date <= f"{base}-12" for date in dated)
    added = [row for row in county.application.evidence if "innovation.awards_and_rights" in row.proves]
    assert all(row.dated for row in added)


def test_lists_of_rights_have_a_row_for_each(county: DemoCounty) -> None:
    lists = [
        row
        for row in county.application.evidence
        if row.name in ("实用新型专利清单.xlsx", "软件著作权清单.xlsx")
    ]
    assert len(lists) == 2
    for row in lists:
        sheet = openpyxl.load_workbook(BytesIO(county.files[row.sha256])).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        assert len(rows) == row.items
        assert len({line[2] for line in rows}) >= len(rows) * 0.9
        years = (f"{notice().head.base_year - 1}年", f"{notice().head.base_year}年")
        assert all(str(line[4]).startswith(years) for line in rows)


def test_part_five_agrees_with_part_one_and_the_lists(county: DemoCounty) -> None:
    application = county.application
    employees, stated = application.basic.employees, application.services.employees
    assert isinstance(employees, int)
    assert isinstance(stated, Decimal)
    assert abs(Decimal(employees) / 10000 - stated) <= Decimal("0.005")
    levels = [row.level for row in application.platforms]
    assert application.services.public_platforms == levels.count("national") + levels.count("provincial")
    assert len(levels) > levels.count("national") + levels.count("provincial")
    assert application.services.listed == sum(bool(firm.listing) for firm in application.enterprises)
    builders = {row.builder for row in application.platforms}
    assert len(builders & {firm.name for firm in application.enterprises}) >= 3


def test_the_indicator_table_has_all_rows_and_agrees_with_itself(county: DemoCounty) -> None:
    rows = {row.given: row for row in county.application.indicators if row.given}
    assert list(rows) == [target.id for target in notice().form.indicators]
    assert all(row.uid == row.given and not row.name and not row.unit for row in rows.values())
    added = [row for row in county.application.indicators if not row.given]
    assert len(added) == 2
    assert all(row.name and row.unit for row in added)
    before = county.application.scale.revenue_total
    for revenue, growth, tax in zip(
        *(_years(rows[key]) for key in ("revenue", "growth", "tax")), strict=True
    ):
        assert isinstance(before, Decimal)
        assert abs((revenue / before - 1) * 100 - growth) <= Decimal("0.05")
        assert revenue * Decimal("0.01") < tax < revenue * Decimal("0.3")
        before = revenue


def test_stocks_do_not_fall_and_jobs_are_counted_in_persons(county: DemoCounty) -> None:
    application = county.application
    for target in notice().form.indicators:
        row = next(row for row in application.indicators if row.given == target.id)
        if target.stock:
            today = sum(_number(application, field) for field in target.today)
            assert today <= _years(row)[0] <= _years(row)[1] <= _years(row)[2]
        if target.whole:
            assert all(value == int(value) for value in _years(row))
        if target.role == "jobs":
            assert min(_years(row)) >= 100


def test_the_money_is_spent_on_projects_as_the_notice_allows(county: DemoCounty) -> None:
    application = county.application
    funds = application.funds
    funded = [project for project in application.projects if project.funding is not None]
    assert sum(project.funding for project in funded if isinstance(project.funding, Decimal)) == funds.amount
    assert isinstance(funds.amount, Decimal)
    assert isinstance(funds.first_year, Decimal)
    assert isinstance(funds.second_year, Decimal)
    assert funds.first_year + funds.second_year == funds.amount
    assert funds.first_year <= funds.amount * Decimal("0.7")
    for project in funded:
        use = notice().term("fund_uses", project.funding_use)
        assert use is not None
        assert use.group != "forbidden"
        assert project.direction
        assert project.category != "city-transformation"
        assert project.other_provincial is False
        assert project.unit.endswith("公司")
        assert isinstance(project.funding, Decimal)
        assert isinstance(project.investment, Decimal)
        assert project.funding < project.investment


def test_the_texts_name_the_figures_of_the_tables(county: DemoCounty) -> None:
    application = county.application
    for row in application.indicators:
        assert all(str(value) in application.targets.guidance for value in _years(row))
    assert f"拟申请省级资金{application.funds.amount}万元" in application.targets.fund_use
    for project in application.projects:
        if project.funding is not None:
            name = project.name.partition("（演示）")[2]
            assert f"{name}{project.funding}万元" in application.targets.fund_use
    assert f"获得发明专利授权{application.innovation.patents}件" in application.services.overview


def test_every_topic_that_concerns_the_county_is_proved(county: DemoCounty) -> None:
    proved = {place for row in county.application.evidence for place in row.proves}
    topics = {term.id for term in notice().vocabularies["evidence_topics"]}
    if len(county.application.members) == 1:
        topics.remove("joint-agreement")
    assert {f"topic:{topic}" for topic in topics} <= proved


def test_the_joint_county_has_two_members_one_lead_and_the_joint_cap() -> None:
    application = joint().application
    assert [member.lead for member in application.members] == [True, False]
    assert [member.kind for member in application.members] == ["county", "provincial-zone"]
    assert len({member.uscc for member in application.members}) == 2
    caps = notice().rules["F01"].params
    assert isinstance(application.funds.amount, Decimal)
    assert caps["caps"]["county"] < application.funds.amount <= caps["joint_cap"]
    proved = {place for row in application.evidence for place in row.proves}
    assert {f"members:{member.uid}" for member in application.members} <= proved
    zone = application.members[1].name.removesuffix("管理委员会")
    assert any(firm.place == zone for firm in application.enterprises)
    assert application.members[0].name in _text(joint(), "联合申报协议.pdf")


def test_the_counties_share_no_firm_and_no_name() -> None:
    ours, theirs = single().application, joint().application
    assert ours.id != theirs.id
    assert not {f.name for f in ours.enterprises} & {f.name for f in theirs.enterprises}
    assert not {f.uscc for f in ours.enterprises} & {f.uscc for f in theirs.enterprises}
    texts = (theirs.basic.introduction, theirs.organisation.overview, theirs.targets.tasks)
    assert not any("云澜" in text for text in texts)


def _years(row: Indicator) -> tuple[Decimal, Decimal, Decimal]:
    first, second, third = row.first, row.second, row.third
    assert isinstance(first, Decimal)
    assert isinstance(second, Decimal)
    assert isinstance(third, Decimal)
    return first, second, third


def _number(application: object, field_id: str) -> Decimal:
    record, _, name = field_id.partition(".")
    return Decimal(getattr(getattr(application, record), name))


def _text(county: DemoCounty, name: str) -> str:
    row = next(row for row in county.application.evidence if row.name == name)
    document = pypdfium2.PdfDocument(county.files[row.sha256])
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    finally:
        document.close()
