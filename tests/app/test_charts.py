"""What is drawn are the form's own figures, by the notice's counts and years."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from jxdesk.app.charts import charts
from jxdesk.app.funding import money
from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.values import NotApplicable
from tests import sound
from tests.sound import with_row
from tests.strategies import notice

CATALOGUE = Catalogue(notice())


def drawn(application: Application) -> list[list[tuple[str, str]]]:
    found = charts(application, CATALOGUE, money(application, notice()))
    return [[(f"{bar.group}|{bar.label}", bar.shown) for bar in chart.bars] for chart in found]


def test_the_largest_stand_high_to_low_with_their_figures_as_typed() -> None:
    application = sound.application(notice())
    firms = drawn(application)[0]
    assert len(firms) == notice().head.largest_shown
    assert firms[0] == (f"|{application.enterprises[0].name}", f"{application.enterprises[0].revenue:f} 亿元")


def test_an_enterprise_without_a_figure_is_not_drawn_as_nothing() -> None:
    application = with_row(sound.application(notice()), "enterprises", 0, revenue=NotApplicable("新设"))
    assert application.enterprises[0].name not in {name[1:] for name, _ in drawn(application)[0]}


def test_each_target_has_its_three_years() -> None:
    targets = drawn(sound.application(notice()))[3]
    years = [f"{year} 年" for year in notice().head.target_years]
    assert [name.split("|")[1] for name, _ in targets[:3]] == years
    assert len(targets) == 3 * len(notice().form.indicators)


def test_projects_add_up_by_category_and_none_is_lost() -> None:
    application = sound.application(notice())
    rows = charts(application, CATALOGUE, money(application, notice()))[2].bars
    total = sum((p.investment for p in application.projects if isinstance(p.investment, Decimal)), Decimal(0))
    assert sum((bar.value for bar in rows), Decimal(0)) == total
    bare = with_row(application, "projects", 0, category="")
    assert any("没有选类别" in name for name, _ in drawn(bare)[2])


def test_the_money_is_held_against_the_cap_of_the_applicant() -> None:
    application = sound.application(notice())
    chart = charts(application, CATALOGUE, money(application, notice()))[1]
    assert chart.limit is not None
    assert f"{chart.limit:f}" in chart.limit_said
    nobody = dataclasses.replace(application, members=())
    assert charts(nobody, CATALOGUE, money(nobody, notice()))[1].limit is None


def test_an_empty_application_says_what_is_missing_instead() -> None:
    empty = Application(id="a1", notice=NoticeRef(notice().id, notice().version, notice().digest))
    for chart in charts(empty, CATALOGUE, money(empty, notice())):
        assert not chart.bars
        assert chart.empty.endswith("。")
