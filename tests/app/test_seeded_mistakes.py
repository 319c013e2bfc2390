"""The demo county with one mistake at a time: exactly what follows from it is found, no more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jxdesk.domain.facts import FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.values import NotApplicable, Product
from tests.app.seeding import Edit, adding, appearing, drop, fact, put, twice

D = Decimal
NONE = NotApplicable("没有")
LONG = "字" * 1001


def seen(kind: SensitiveKind, masked: str) -> dict[str, Any]:
    return {"sensitive": (Sensitive(kind, "第 1 页", masked),)}


# what was done, the edit, what appears
SEEDED: list[tuple[str, Edit, list[str]]] = [
    # cover, pledge, applicants
    ("no month", put("cover.month", ""), ["B01 cover.month"]),
    ("month of another year", put("cover.month", "2024-10"), ["B15 cover.month"]),
    ("not accepted", put("pledge.accepted", False), ["B10 pledge.accepted"]),
    ("accepting forgotten", put("pledge.accepted", None), ["B01 pledge.accepted"]),
    ("an accident", put("pledge.no_accident", False), ["B10 pledge.no_accident"]),
    ("pledge without date", put("pledge.date", ""), ["B01 pledge.date"]),
    ("pledge half a year before", put("pledge.date", "2025-04-20"), ["B15 cover.month"]),
    ("no applicant", drop("members", 0), ["B06 members.name"]),
    ("applicant twice", twice("members", 0, lead=False), ["B06 members.uscc#1"]),
    ("no kind of applicant", put("members.kind#0", ""), ["B01 members.kind#0"]),
    ("a zone by kind, a county by name", put("members.kind#0", "national-zone"), ["B17 members.kind#0"]),
    ("applicant's code wrong", put("members.uscc#0", "11369900002251065X"), ["E01 members.uscc#0"]),
    ("applicant without code", put("members.uscc#0", ""), ["B01 members.uscc#0"]),
    # one
    ("no cluster name", put("basic.cluster_name", ""), ["B01 basic.cluster_name"]),
    (
        "industry nowhere in the name",
        put("basic.dominant_industry", "绿色食品"),
        ["B03 basic.cluster_name", "B13 basic.dominant_industry"],
    ),
    ("no industry", put("basic.dominant_industry", ""), ["B01 basic.dominant_industry"]),
    ("people one too many", put("basic.employees", 120820), ["B08 services.employees"]),
    ("people 0", put("basic.employees", 0), ["B08 services.employees"]),
    ("one enterprise more than listed", put("basic.enterprise_count", 37), ["B09 basic.enterprise_count"]),
    ("one above scale too few", put("basic.above_scale_count", 23), ["B09 basic.above_scale_count"]),
    ("phone too short", put("basic.contact_phone", "0700-888"), ["B04 basic.contact_phone"]),
    ("mobile with a digit missing", put("basic.contact_phone", "1380000000"), ["B04 basic.contact_phone"]),
    ("mail without a place", put("basic.contact_email", "office@"), ["B04 basic.contact_email"]),
    ("nobody to call", put("basic.contact_name", ""), ["B01 basic.contact_name"]),
    ("no address", put("basic.contact_address", ""), ["B01 basic.contact_address"]),
    ("a place kept free in the title", put("basic.contact_title", "XX局副局长"), ["B16 basic.contact_title"]),
    ("no introduction", put("basic.introduction", ""), ["B01 basic.introduction"]),
    ("introduction too long", adding("basic.introduction", LONG), ["B02 basic.introduction"]),
    # two
    ("no total", put("scale.revenue_total", None), ["B01 scale.revenue_total"]),
    ("total in 万元", put("scale.revenue_total", D("960100")), ["S07 scale.revenue_total"]),
    (
        "total below the ten",
        put("scale.revenue_total", D("60.01")),
        ["S04 scale.revenue_total", "T02 indicators.first#1"],
    ),
    ("no growth", put("scale.growth", None), ["B01 scale.growth"]),
    ("growth of another order", put("scale.growth", D("600")), ["S08 scale.growth"]),
    ("growth that nobody has", put("scale.growth", NONE), []),
    ("no words on the scale", put("scale.overview", ""), ["B01 scale.overview"]),
    ("revenue in 万元", put("enterprises.revenue#3", D("73400")), ["S07 enterprises.revenue#3"]),
    ("a figure slipped", put("enterprises.revenue#3", D("7.30")), ["S05 enterprises.growth#3"]),
    ("growth off by two", put("enterprises.growth#3", D("5.5")), ["S05 enterprises.growth#3"]),
    ("growth in the last digit's reach", put("enterprises.growth#3", D("3.6")), []),
    ("sign forgotten", put("enterprises.growth#0", D("4.2")), ["S05 enterprises.growth#0"]),
    ("growth — with both years there", put("enterprises.growth#3", NONE), ["S10 enterprises.growth#3"]),
    ("negative revenue", put("enterprises.revenue#27", D("-0.17")), ["S09 enterprises.revenue#27"]),
    ("revenue forgotten", put("enterprises.revenue#20", None), ["S01 enterprises.revenue#20"]),
    ("revenue — beside sales", put("enterprises.revenue#0", NONE), ["S03 enterprises.revenue#0"]),
    (
        "the proof of several taken out, of which one has no other",
        drop("evidence", 7),
        ["S06 enterprises.revenue#6"],
    ),
    ("proof of the third taken out", drop("evidence", 5), ["S06 enterprises.revenue#5"]),
    ("people 0 with revenue", put("enterprises.employees#20", 0), ["E05 enterprises.employees#20"]),
    # three
    ("the first leader no leader", put("enterprises.chain_role#0", "backbone"), []),
    ("leader without product", put("enterprises.products#0", ()), ["B01 enterprises.products#0"]),
    (
        "leader without share",
        put("enterprises.products#0", (Product("传感器", None),)),
        ["C06 enterprises.products#0"],
    ),
    ("no product of a backbone", put("enterprises.products#3", ()), ["B01 enterprises.products#3"]),
    (
        "leader not of the industry",
        put("enterprises.dominant#0", False),
        ["B09 basic.above_scale_count", "C10 enterprises.dominant#0", "S06 enterprises.revenue#8"],
    ),
    ("sales above revenue", put("enterprises.sales#2", D("5.80")), ["C09 enterprises.sales#2"]),
    ("sales just revenue", put("enterprises.sales#2", D("5.79")), []),
    ("sales forgotten", put("enterprises.sales#2", None), ["B01 enterprises.sales#2"]),
    (
        "supporting firm as large as a large one",
        put("enterprises.employees#8", 5000),
        ["B14 basic.employees"],
    ),
    ("overview too long", adding("chain.overview", LONG), ["C07 chain.overview"]),
    ("no overview", put("chain.overview", ""), ["B01 chain.overview"]),
    # the register
    ("a digit of a code", put("enterprises.uscc#20", "91369900MA00000000"), ["E01 enterprises.uscc#20"]),
    ("code left out", put("enterprises.uscc#20", ""), ["E01 enterprises.uscc"]),
    ("firm without name", put("enterprises.name#35", ""), ["B01 enterprises.name#35"]),
    ("dominant not answered", put("enterprises.dominant#35", None), ["B01 enterprises.dominant#35"]),
    ("above scale not answered", put("enterprises.above_scale#35", None), ["B01 enterprises.above_scale#35"]),
    (
        "industry class not chosen",
        put("enterprises.industry_class#20", ""),
        ["E07 enterprises.industry_class#20"],
    ),
    (
        "above scale at 8 万元",
        put("enterprises.revenue#29", D("0.04")),
        ["S05 enterprises.growth#29"],
    ),
    ("a firm taken out", drop("enterprises", 35), ["B09 basic.enterprise_count"]),
    (
        "a firm listed twice",
        twice("enterprises", 35),
        ["B09 basic.enterprise_count", "B14 basic.employees", "E01 enterprises.uscc#36"],
    ),
    (
        "the same firm written otherwise",
        twice("enterprises", 35, uscc="", name="云澜县泓原地理信息(演示)有限公司"),
        [
            "B09 basic.enterprise_count",
            "B14 basic.employees",
            "E01 enterprises.uscc",
            "E02 enterprises.name#36",
        ],
    ),
    # four
    ("patents forgotten", put("innovation.patents", None), ["B01 innovation.patents"]),
    ("patents one more", put("innovation.patents", 107), ["B20 innovation.patents"]),
    ("patents —", put("innovation.patents", NONE), ["I01 innovation.patents"]),
    ("patents below 0", put("innovation.patents", -1), ["I01 innovation.patents"]),
    ("awards 0 but proved", put("innovation.national_awards", 0), ["I06 innovation.national_awards"]),
    ("no proof of the national award", drop("evidence", 21), ["I02 innovation.national_awards"]),
    ("a right of 2019", put("evidence.dated#19", "2019-05"), ["I04 evidence.dated#19"]),
    ("a right of next year", put("evidence.dated#19", "2026-05"), ["I07 evidence.dated#19"]),
    ("items mistyped", put("evidence.items#26", 2), ["I03 innovation.national_platforms"]),
    (
        "no platform at all",
        put("innovation.national_platforms", 0),
        ["I06 innovation.national_platforms"],
    ),
    # five
    ("people in 万 of another order", put("services.employees", D("12.1")), ["B08 services.employees"]),
    ("people in 万 more exactly", put("services.employees", D("1.2082")), []),
    (
        "platforms one more",
        put("services.public_platforms", 5),
        ["P01 services.public_platforms"],
    ),
    (
        "a provincial platform taken out",
        drop("platforms", 1),
        ["A02 evidence.proves#31", "P01 services.public_platforms"],
    ),
    ("a county platform taken out", drop("platforms", 6), []),
    ("a platform twice", twice("platforms", 6), ["P05 platforms.name#7"]),
    ("platform without builder", put("platforms.builder#0", ""), ["B01 platforms.builder#0"]),
    ("platform without level", put("platforms.level#6", ""), ["B01 platforms.level#6"]),
    ("one listed more", put("services.listed", 4), ["P03 services.listed"]),
    ("a listing not marked", put("enterprises.listing#4", ""), ["P03 services.listed"]),
    (
        "investors without proof",
        put("services.investors", 0),
        ["P04 services.investors"],
    ),
    ("no words on services", put("services.overview", ""), ["B01 services.overview"]),
    # six, cooperation, association
    ("no words on organisation", put("organisation.overview", ""), ["B01 organisation.overview"]),
    (
        "two words on organisation",
        put("organisation.overview", "已有专班和规划。"),
        ["B18 organisation.overview"],
    ),
    ("safety's proof taken out", drop("evidence", 48), ["B12 pledge.no_accident"]),
    ("the association's charter taken out", drop("evidence", 40), ["K02 organisation.overview"]),
    # targets
    ("a year of revenue empty", put("indicators.second#0", None), ["T01 indicators.second#0"]),
    (
        "revenue falls",
        put("indicators.second#0", D("100.00")),
        ["T02 indicators.second#1", "T03 indicators.second#0"],
    ),
    ("growth not that of the revenue", put("indicators.second#1", D("15.0")), ["T02 indicators.second#1"]),
    ("half a firm", put("indicators.first#2", D("8.5")), ["T01 indicators.first#2"]),
    ("platforms below today's", put("indicators.first#4", D("10")), ["T03 indicators.first#4"]),
    ("jobs in 万", put("indicators.first#5", D("0.09")), ["T01 indicators.first#5"]),
    ("jobs fewer than a hundred", put("indicators.first#5", D("86")), ["T06 indicators.first#5"]),
    ("tax of nearly half", put("indicators.first#6", D("45.4")), ["T06 indicators.first#6"]),
    ("own row without unit", put("indicators.unit#7", ""), ["T01 indicators.unit#7"]),
    ("own row without name", put("indicators.name#7", ""), ["T01 indicators.name#7"]),
    ("own row like a given one", put("indicators.name#7", "主导产业营收规模"), ["T07 indicators.name#7"]),
    ("no tasks", put("targets.tasks", ""), ["T04 targets.tasks"]),
    ("no safeguards", put("targets.safeguards", ""), ["T04 targets.safeguards"]),
    # money
    ("more than the cap", put("funds.amount", D("1200")), ["F01 funds.amount"]),
    (
        "less than the projects get",
        put("funds.amount", D("900")),
        ["F03 funds.amount"],
    ),
    ("no amount", put("funds.amount", None), ["B01 funds.amount"]),
    (
        "too much in the first year",
        put("funds.first_year", D("710")),
        ["F02 funds.first_year"],
    ),
    ("just seventy per cent", put("funds.first_year", D("700")), ["F02 funds.second_year"]),
    ("office buildings", adding("targets.fund_use", "部分资金用于办公楼装修。"), ["F06 targets.fund_use"]),
    ("what it is not for", adding("targets.fund_use", "资金不用于偿还债务。"), []),
    # projects
    ("no project name", put("projects.name#6", ""), ["J01 projects.name#6"]),
    ("no category", put("projects.category#6", ""), ["J01 projects.category#6"]),
    ("other without words", put("projects.category_other#13", ""), ["J01 projects.category_other#13"]),
    ("code too short", put("projects.code#6", "2502-369900-04-01"), ["J02 projects.code#6"]),
    ("no code", put("projects.code#6", ""), ["J02 projects.code#6"]),
    ("code of another project", put("projects.code#6", "2507-369900-04-01-852543"), ["J03 projects.code#6"]),
    ("finished before it begins", put("projects.finish#6", "2025-01"), ["J03 projects.start#6"]),
    ("finished before the application", put("projects.finish#6", "2025-09"), ["J07 projects.finish#6"]),
    ("finished at the last moment", put("projects.finish#6", "2027-12"), []),
    ("finished a month too late", put("projects.finish#6", "2028-01"), ["J04 projects.finish#6"]),
    ("code from after the start", put("projects.start#6", "2025-01"), ["J10 projects.code#6"]),
    ("nothing invested", put("projects.investment#6", D("0")), ["J05 projects.investment#6"]),
    ("invested in 亿元", put("projects.investment#6", D("2.715")), ["J05 projects.investment#6"]),
    (
        "supervised by itself",
        put("projects.supervision_unit#6", "云澜县泓域传感科技（演示）股份有限公司"),
        ["J09 projects.supervision_unit#6"],
    ),
    ("nobody in charge", put("projects.person#6", ""), ["J01 projects.person#6"]),
    (
        "the same name again",
        put("projects.name#6", "云澜县（演示）水务与环境行业赋能平台"),
        ["J03 projects.name#6"],
    ),
    # evidence and what is known of it
    ("a file that proves nothing", put("evidence.proves#2", ()), ["A02 evidence.proves#2"]),
    ("the same file again", twice("evidence", 2), ["A02 evidence.name#63"]),
    ("a name Windows can't have", put("evidence.name#2", "统计说明?.pdf"), ["A03 evidence.name#2"]),
    ("a locked file", fact(2, problem=FileProblem.ENCRYPTED), ["A01 evidence.name#2"]),
    ("a broken file", fact(2, problem=FileProblem.UNREADABLE), ["A01 evidence.name#2"]),
    ("no pages", fact(2, problem=FileProblem.NO_PAGES, pages=0), ["A01 evidence.name#2"]),
    (
        "another kind than its name says",
        fact(2, problem=FileProblem.WRONG_KIND, kind="exe"),
        ["A03 evidence.name#2"],
    ),
    ("a secrecy marking", fact(2, **seen(SensitiveKind.SECRECY, "机密★")), ["A04 evidence.name#2"]),
    ("an internal marking", fact(2, **seen(SensitiveKind.INTERNAL, "内部资料")), ["A04 evidence.name#2"]),
    (
        "an identity number",
        fact(2, **seen(SensitiveKind.IDENTITY, "360***********1234")),
        ["A05 evidence.name#2"],
    ),
    ("an author's name", fact(2, **seen(SensitiveKind.METADATA, "王小明")), ["A06 evidence.name#2"]),
    ("a marking in a text", adding("scale.overview", "机密★5年"), ["A04 scale.overview"]),
    ("a mobile in a text", adding("scale.overview", "联系电话13800138000。"), ["A05 scale.overview"]),
]


@pytest.mark.parametrize(("edit", "expected"), [row[1:] for row in SEEDED], ids=[row[0] for row in SEEDED])
def test_exactly_what_follows_from_it_is_found(edit: Edit, expected: list[str]) -> None:
    new, gone = appearing(edit)
    assert (sorted(new), gone) == (sorted(expected), [])


def test_there_are_many_of_all_kinds() -> None:
    assert len({name for name, _, _ in SEEDED}) == len(SEEDED) >= 120
    rules = {finding.split()[0] for _, _, expected in SEEDED for finding in expected}
    assert len(rules) >= 60
