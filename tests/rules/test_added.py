"""The checks that the program adds: contradictions of two places, each broken by one edit."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Finding, Level
from jxdesk.domain.values import NotApplicable, Product
from jxdesk.rules import Case, Engine, registry
from jxdesk.rules.suppression import EXPLAINS
from tests import sound
from tests.rules.breaking import ENGINE, FIRST, SECOND, SOUND, Broken, findings, joint, target, with_file
from tests.rules.edits import added_row, at_home, firm, given_to
from tests.sound import edited, with_row
from tests.strategies import notice

NEW = NotApplicable("新办")
EMPTY = dataclasses.replace(SOUND, enterprises=(), evidence=SOUND.evidence[1:])
SAME_CONTENT = (
    "建设面向传感器企业的研发协同、设备联网、能耗管理和质量追溯应用，提供轻量化工具包和现场诊断服务。"
)


def narrated(words: str, record: str = "scale") -> Application:
    """``words`` added to a running text."""
    return edited(SOUND, **{record: {"overview": getattr(SOUND, record).overview + words}})


def found(app: Application) -> tuple[Finding, ...]:
    return ENGINE.check(Case(application=app, today=sound.TODAY))


def not_dominant(index: int, role: str) -> Application:
    """An enterprise that is not among the largest, in this role but of another industry."""
    app = firm(index, chain_role=role, dominant=False)
    return edited(app, basic={"above_scale_count": sound.FIRMS - 1})


BROKEN: list[Broken] = [
    ("B01-no-register", EMPTY, [("B01", "enterprises.name", "")]),
    ("B01-dash-for-a-count", edited(SOUND, basic={"employees": NEW}), [("B01", "basic.employees", "")]),
    (
        "B01-growth-of-the-largest",
        firm(8, growth=None, previous_revenue=None),
        [("B01", "enterprises.growth", "e9")],
    ),
    ("B01-products-of-the-largest", firm(9, products=()), [("B01", "enterprises.products", "e10")]),
    ("B01-both-tables-once", firm(3, products=()), [("B01", "enterprises.products", "e4")]),
    ("B01-file-without-name", with_row(SOUND, "evidence", 0, name=""), [("B01", "evidence.name", "v1")]),
    ("B01-sales-in-the-chain", firm(5, sales=None), [("B01", "enterprises.sales", "e6")]),
    (
        "B09-more-above-scale",
        edited(EMPTY, basic={"enterprise_count": 19}),
        [
            ("B09", "basic.above_scale_count", ""),
            ("B01", "enterprises.name", ""),
        ],
    ),
    (
        "B06-same-name-and-code",
        joint(FIRST, dataclasses.replace(SECOND, uscc=FIRST.uscc, name=FIRST.name)),
        [("B06", "members.uscc", "m2")],
    ),
    (
        "A02-firm-deleted",
        with_file(SOUND, "enterprises:gone", "innovation.patents"),
        [("A02", "evidence.proves", "v50")],
    ),
    ("B14-fewer-than-listed", firm(0, employees=1251), [("B14", "basic.employees", "")]),
    ("B15-other-month", edited(SOUND, pledge={"date": "2025-08-31"}), [("B15", "cover.month", "")]),
    (
        "B15-other-year",
        edited(SOUND, pledge={"date": "2024-09-01"}, cover={"month": "2024-09"}),
        [("B15", "cover.month", "")],
    ),
    (
        "B16-crosses",
        edited(SOUND, basic={"contact_address": "演示县××路1号"}),
        [("B16", "basic.contact_address", "")],
    ),
    ("B16-to-be-filled", narrated("共有平台（待补）个。", "services"), [("B16", "services.overview", "")]),
    ("B16-a-stroke", given_to(0, scale="/"), [("B16", "projects.scale", "p1")]),
    ("B16-in-a-row", firm(4, name="演示某某有限公司"), [("B16", "enterprises.name", "e5")]),
    (
        "B17-zone-as-county",
        with_row(SOUND, "members", 0, name="演示高新区管理委员会"),
        [("B17", "members.kind", "m1")],
    ),
    (
        "B17-county-as-zone",
        with_row(SOUND, "members", 0, kind="provincial-zone"),
        [("B17", "members.kind", "m1")],
    ),
    (
        "B17-other-county",
        with_row(SOUND, "members", 0, division="360722"),
        [("B17", "members.division", "m1")],
    ),
    ("B18-short", edited(SOUND, targets={"tasks": "补链强链。"}), [("B18", "targets.tasks", "")]),
    (
        "B18-says-nothing-of-money",
        edited(SOUND, services={"overview": SOUND.services.overview.replace("金融", "其他")}),
        [("B18", "services.overview", "")],
    ),
    ("B19-copied", narrated("\n" + SOUND.chain.overview), [("B19", "chain.overview", "")]),
    (
        "B19-copied-in-the-list",
        with_row(given_to(0, content=SAME_CONTENT), "projects", 1, content=SAME_CONTENT),
        [("B19", "projects.content", "p2")],
    ),
    ("B20-count", narrated("集群共有企业21家。"), [("B20", "basic.enterprise_count", "")]),
    ("B20-revenue", narrated("主导产业实现营业收入210亿元。"), [("B20", "scale.revenue_total", "")]),
    ("B20-role", narrated("现有领军企业2家。", "chain"), [("B20", "enterprises.chain_role", "")]),
    (
        "B20-target",
        narrated("到2027年主导产业营收规模达到300亿元。"),
        [("B20", "indicators.third", "revenue")],
    ),
    ("B21-older-name", narrated("演示县智能传感器产业集群建成。"), [("B21", "scale.overview", "")]),
    ("S09-sales", firm(19, sales=Decimal("-8.00")), [("S09", "enterprises.sales", "e20")]),
    (
        "S09-total",
        edited(SOUND, scale={"revenue_total": Decimal(-200)}),
        [("S09", "scale.revenue_total", "")],
    ),
    ("S10-dash", firm(11, growth=NEW), [("S10", "enterprises.growth", "e12")]),
    (
        "S11-too-few-people",
        edited(
            dataclasses.replace(
                SOUND, enterprises=tuple(dataclasses.replace(e, employees=None) for e in SOUND.enterprises)
            ),
            basic={"employees": 60},
            services={"employees": Decimal("0.006")},
        ),
        [("S11", "scale.revenue_total", "")],
    ),
    ("C10-backbone", not_dominant(11, "backbone"), [("C10", "enterprises.dominant", "e12")]),
    ("C11-small-leader", firm(12, chain_role="leader"), [("C11", "enterprises.chain_role", "e13")]),
    (
        "C12-more-than-all",
        with_row(
            firm(18, products=(Product("芯片", Decimal(60)),)),
            "enterprises",
            19,
            products=(Product("芯片", Decimal(50)),),
        ),
        [("C12", "enterprises.products", "e19")],
    ),
    (
        "I06-zero",
        edited(SOUND, innovation={"provincial_awards": 0}),
        [("I06", "innovation.provincial_awards", "")],
    ),
    (
        "I07-not-yet",
        with_file(SOUND, "innovation.awards_and_rights", dated="2025-10"),
        [("I07", "evidence.dated", "v50")],
    ),
    ("P04-zero", edited(SOUND, services={"investors": 0}), [("P04", "services.investors", "")]),
    (
        "P05-twice",
        with_row(SOUND, "platforms", 1, name="演示检测平台"),
        [("P05", "platforms.name", "s2")],
    ),
    ("T07-given", added_row(name="带动就业人数", unit="人"), [("T07", "indicators.name", "i1")]),
    (
        "J08-other-direction",
        given_to(0, direction="core-technology"),
        [("J08", "projects.direction", "p1")],
    ),
    (
        "J09-own-supervisor",
        given_to(0, supervision_unit="演示数据有限公司"),
        [("J09", "projects.supervision_unit", "p1")],
    ),
    (
        "J09-same-person",
        given_to(0, supervision_person="演示甲"),
        [("J09", "projects.supervision_person", "p1")],
    ),
    (
        "J10-code-after-start",
        given_to(0, code="2512-369900-04-01-000001"),
        [("J10", "projects.code", "p1")],
    ),
    ("E05-nobody", firm(11, employees=0), [("E05", "enterprises.employees", "e12")]),
    (
        "E06-unmarked",
        edited(firm(19, above_scale=False), basic={"above_scale_count": 19}),
        [("E06", "enterprises.above_scale", "e20")],
    ),
    ("E07-no-class", firm(19, industry_class=""), [("E07", "enterprises.industry_class", "e20")]),
]


@pytest.mark.parametrize(("app", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_one_edit_one_finding(app: Application, expected: list[tuple[str, str, str]]) -> None:
    assert findings(app) == expected


STATED = [
    "2024年，集群共有企业20家，从业人员6000人，主导产业实现营业收入200亿元，比上年增长9.5%。",
    "截至2024年底，集群从业人员约0.6万人。",
    "现有领军企业1家、骨干企业3家、重点配套中小企业4家。",
    "集群现有国家级创新平台1家、省级创新平台4家，累计获得发明专利授权30件。",
    "省级以上公共服务平台1个，上市和挂牌企业1家，各类投融资机构3家。",
    "拟申请省级资金1,000万元。谋划重点项目2个，总投资0.64亿元。",
    "到2027年，主导产业营业收入力争达到266.2亿元。2026年国家级和省级创新平台达到6个。",
]
# Not of the cluster, not of the base year, or not meant as its figure: a person would have to judge.
LEFT_ALONE = [
    "演示传感公司2024年营业收入27亿元，从业人员3273人。",
    "全县规模以上企业120家，从业人员8万人。",
    "2023年，集群共有企业18家，主导产业实现营业收入182亿元。",
    "2025年1—9月，主导产业营业收入达到150亿元。",
    "2025、2026、2027年，主导产业营业收入分别达到220亿元、242亿元、266.2亿元。",
    "集群计划新增企业10家，力争从业人员达到1万人。",
    "其中研发人员300人，技术骨干企业家5人，企业员工培训2000人次。",
    "主导产业营业收入比上年增长9.5亿元，占比60%。",
    "集群企业中有高新技术企业8家，专精特新企业5家。",
    "职业学校与十二家企业合办订单班，接入企业达到120家。",
    "到2027年，带动上下游企业75家，形成数据产品60个。",
    "单个项目的总投资5000万元以上，省级创新平台再建3家。",
    "集群企业18家入选省级专精特新名单，集群从业人员3000人持证上岗。",
    "2024年获得发明专利授权12件，近三年获得发明专利授权25件。",
    "演示传感作为领军企业，拥有国家级创新平台2家、省级创新平台2家。",
    "集群企业数量从2020年的120家增长到2024年的300家。",
    "培育领军企业3家、引进骨干企业8家，建成投融资机构对接站2个。",
    "2024年，集群共有企业20家，其中主导产业企业18家、规模以上企业19家，主导产业从业人员5000人。",
    "集群实现营业收入260亿元，比上年增长10%。",
    "园区总投资5亿元，重点企业15家，骨干企业带动配套企业40家。",
]


@pytest.mark.parametrize("words", [*STATED, *LEFT_ALONE])
def test_what_a_text_states_rightly_or_of_something_else_is_left_alone(words: str) -> None:
    assert findings(narrated(words)) == []


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("2024年，集群共有企业30家，从业人员7000人。", ["basic.employees", "basic.enterprise_count"]),
        ("截至2024年底，集群从业人员约0.9万人。", ["basic.employees"]),
        ("现有领军企业2家、骨干企业3家、重点配套中小企业10家。", ["enterprises.chain_role"]),
        ("集群现有国家级创新平台2家。", ["innovation.national_platforms"]),
        ("拟申请省级资金1500万元。", ["funds.amount"]),
        ("谋划重点项目3个，总投资0.7亿元。", ["projects.name", "projects.investment"]),
        ("2026年国家级和省级创新平台达到9个。", ["indicators.second"]),
    ],
)
def test_what_a_text_states_otherwise_is_found_at_the_figure(words: str, fields: list[str]) -> None:
    places = [(rule, field) for rule, field, _ in findings(narrated(words))]
    assert places == [("B20", field) for field in fields]


def test_one_figure_that_several_texts_state_otherwise_is_one_finding_with_all_places() -> None:
    words = "集群共有企业21家。"
    app = edited(
        narrated(words), organisation={"overview": f"{SOUND.organisation.overview}集群共有企业22家。"}
    )
    (finding,) = found(app)
    assert [place.field for place in finding.also] == ["scale.overview", "organisation.overview"]
    assert finding.values[0] == ("表中“集群企业总数”", "20 家")
    assert [value for _, value in finding.values[1:]] == ["集群共有企业21家", "集群共有企业22家"]


def test_the_field_that_is_wrong_elsewhere_too_is_one_finding() -> None:
    """The employees are mistyped: parts 一 and 五, the list and the text contradict them, B08 says it."""
    app = edited(narrated("集群从业人员6000人。"), basic={"employees": 600})
    assert findings(app) == [("B08", "services.employees", "")]


def test_another_county_than_the_applicants_explains_that_everything_lies_outside() -> None:
    app = at_home(firm(3, place="于都县工业园"))
    assert findings(app) == [("E04", "enterprises.place", "e4")]
    app = with_row(firm(3, place="于都县工业园"), "members", 0, division="360722")
    assert findings(app) == [("B17", "members.division", "m1")]


def test_levels_of_what_is_added_never_block() -> None:
    added = {rule_id for rule_id, setting in notice().rules.items() if setting.added}
    assert {rule_id for rule_id, _, _ in (b for name, app, _ in BROKEN for b in findings(app))} >= added
    for _, app, _ in BROKEN:
        assert all(f.level is not Level.ERROR for f in found(app) if f.rule in added)


def test_levels_within_one_rule() -> None:
    def level(app: Application) -> Level:
        (finding,) = found(app)
        return finding.level

    assert level(given_to(0, supervision_unit="演示数据有限公司")) is Level.WARNING
    assert level(given_to(0, supervision_person="演示甲")) is Level.HINT


def test_a_pilot_is_known_by_its_place_whatever_body_applies() -> None:
    def found_with(*pilots: str) -> list[tuple[str, str]]:
        head = notice().head
        values = {name: getattr(head, name) for name in head.__struct_fields__}
        pack = dataclasses.replace(notice(), head=type(head)(**values | {"existing_pilots": pilots}))
        case = Case(application=SOUND, today=sound.TODAY)
        return [(f.rule, f.place.row) for f in Engine(Catalogue(pack)).check(case)]

    assert found_with("演示县") == found_with("演示县人民政府") == [("B07", "m1")]
    assert found_with("演示县经济开发区", "演示") == found_with() == []


def test_a_stand_in_explains_what_its_text_then_lacks() -> None:
    assert findings(edited(SOUND, organisation={"overview": "略"})) == [("B16", "organisation.overview", "")]
    app = edited(SOUND, basic={"cluster_name": "××产业集群"})
    assert findings(app) == [("B16", "basic.cluster_name", "")]


def test_dominant_industry_unanswered_is_asked_for_once() -> None:
    firms = tuple(dataclasses.replace(row, dominant=None) for row in SOUND.enterprises)
    app = edited(dataclasses.replace(SOUND, enterprises=firms), basic={"above_scale_count": None})
    assert {rule for rule, _, _ in findings(app)} == {"B01"}


def test_no_error_is_explained_away_by_what_may_stand_with_a_reason() -> None:
    """Two pairs never meet at an error: S07 sees a figure where S03 sees “—”, C05 no applicant."""

    def levels(rule_id: str) -> list[Level]:
        return [level for rule in registry()[rule_id] for level in rule.levels]

    hiding = {
        (cause, follower)
        for cause, followers in EXPLAINS.items()
        for follower in followers
        if Level.ERROR in levels(follower) and max(levels(cause)) is not Level.ERROR
    }
    assert hiding == {("S07", "S03"), ("C05", "E01")}


def test_what_is_not_answered_yet_is_asked_for_and_not_counted() -> None:
    """One open answer is one finding, whatever counts and ranks hang on it."""
    assert findings(firm(0, dominant=None)) == [("B01", "enterprises.dominant", "e1")]
    assert findings(firm(0, above_scale=None)) == [("B01", "enterprises.above_scale", "e1")]
    assert findings(firm(0, revenue=None, growth=None)) == [("S01", "enterprises.revenue", "e1")]
    app = with_row(SOUND, "platforms", 0, level="")
    assert findings(app) == [("B01", "platforms.level", "s1")]
    app = edited(firm(0, dominant=None, above_scale=False), basic={"above_scale_count": 19})
    assert [rule for rule, _, _ in findings(app)] == ["B01", "E06"]


def test_all_projects_finished_before_the_application_is_one_finding() -> None:
    app = edited(SOUND, cover={"month": "2027-09"}, pledge={"date": "2027-09-01"})
    assert findings(app) == [("J07", "cover.month", ""), ("B15", "cover.month", "")]


def test_one_revenue_between_two_growths_is_one_finding() -> None:
    assert findings(target("revenue", second="244.00")) == [("T02", "indicators.second", "growth")]
    assert findings(target("growth", first="12.0", third="12.0")) == [
        ("T02", "indicators.first", "growth"),
        ("T02", "indicators.third", "growth"),
    ]


def test_an_amount_that_nothing_adds_up_to_is_one_finding() -> None:
    assert findings(edited(SOUND, funds={"amount": Decimal(900)})) == [("F03", "funds.amount", "")]
    assert findings(given_to(0, funding=Decimal(-1))) == [("F03", "projects.funding", "p1")]
    assert findings(given_to(0, funding=Decimal(4000))) == [("F03", "projects.funding", "p1")]
    app = edited(SOUND, funds={"first_year": Decimal(-1)})
    assert findings(app) == [("F02", "funds.first_year", "")]
