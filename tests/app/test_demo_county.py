"""The fictional county: the same for a seed, agreeing in all figures, and plainly fictitious."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import msgspec
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from jxdesk.app.demo import DemoCounty, build
from jxdesk.app.demo.texts import fit
from jxdesk.base.errors import Cancelled
from jxdesk.disc.names import check_path, utf16_units
from jxdesk.documents.fonts import load_fonts
from jxdesk.domain import canonical
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.count import count_chars
from jxdesk.domain.finding import Finding, Level
from jxdesk.domain.values import Kind, NotApplicable
from jxdesk.domain.views import above_scale, dominant, largest
from jxdesk.notice import FieldText, Notice
from jxdesk.rules import Case, Engine
from tests.app.demo_counties import SEED, joint, single
from tests.strategies import notice


@pytest.fixture(scope="module", params=["single", "joint"])
def county(request: pytest.FixtureRequest) -> DemoCounty:
    return single() if request.param == "single" else joint()


def test_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    county = single()
    again = build(notice(), SEED, load_fonts())
    assert canonical.encode(again.application) == canonical.encode(county.application)
    assert again.files == county.files
    assert again.reasons == county.reasons
    other = single(1)
    assert other.application.id != county.application.id
    assert other.application.scale.revenue_total != county.application.scale.revenue_total
    assert not {e.uid for e in other.application.enterprises} & {
        e.uid for e in county.application.enterprises
    }


def test_it_says_that_it_is_a_demonstration(county: DemoCounty) -> None:
    application = county.application
    assert application.demo
    assert "演示" in application.basic.cluster_name
    assert all("演示" in member.name for member in application.members)
    assert all("演示" in firm.name for firm in application.enterprises)
    assert application.basic.contact_email.endswith(".example")
    real = {term.label for term in notice().vocabularies["divisions"]}
    assert not any(place in application.applicant_name for place in real)


def test_it_survives_canonical_json(county: DemoCounty) -> None:
    data = canonical.encode(county.application)
    assert canonical.encode(canonical.decode(data)) == data


@pytest.mark.parametrize("seed", [1, SEED])
def test_the_rules_find_what_is_explained_and_nothing_else(seed: int) -> None:
    made = single(seed)
    assert [f.message for f in _found(made) if f.level is Level.ERROR] == []
    warnings = [f for f in _found(made) if f.level is Level.WARNING]
    assert sorted(f.key for f in warnings) == sorted(reason.key for reason in made.reasons)
    assert Counter(f.rule for f in warnings) == {"S05": 1, "S08": 1, "J03": 1, "J04": 1}
    assert {f.rule for f in _found(made) if f.level is Level.HINT} == {"B05"}


def test_reasons_say_something_and_some_are_for_the_reviewer() -> None:
    reasons = single().reasons
    assert all(40 <= count_chars(reason.text) <= 200 for reason in reasons)
    assert Counter(reason.for_reviewer for reason in reasons) == {True: 2, False: 2}
    names = {f.uid: f.name for f in single().application.enterprises}
    growth = next(reason for reason in reasons if reason.key.startswith("S05"))
    assert names[growth.key.rpartition("|")[2]] in growth.text


def test_the_joint_county_has_nothing_to_explain() -> None:
    assert joint().reasons == ()
    assert [f.message for f in _found(joint()) if f.level is not Level.HINT] == []


def test_counts_and_totals_are_those_of_the_register(county: DemoCounty) -> None:
    application = county.application
    basic, firms = application.basic, application.enterprises
    assert basic.enterprise_count == len(firms) >= 26
    assert basic.above_scale_count == sum(bool(f.above_scale and f.dominant) for f in firms)
    assert basic.above_scale_count == len(above_scale(application))
    assert basic.employees == sum(f.employees for f in firms if isinstance(f.employees, int))
    own = [f.revenue for f in firms if f.dominant]
    assert application.scale.revenue_total == sum(r for r in own if isinstance(r, Decimal))
    assert len(dominant(application)) >= 24
    assert all(re.fullmatch(r"\d+\.\d\d", str(revenue)) for revenue in own)


def test_growth_follows_from_both_revenues(county: DemoCounty) -> None:
    comparable = {reason.key for reason in county.reasons}
    for firm in county.application.enterprises:
        if f"S05|enterprises.growth|{firm.uid}" in comparable:
            continue
        if isinstance(firm.growth, NotApplicable):
            assert isinstance(firm.previous_revenue, NotApplicable)
            assert firm.growth.why
            continue
        assert isinstance(firm.growth, Decimal)
        assert isinstance(firm.revenue, Decimal)
        assert isinstance(firm.previous_revenue, Decimal)
        exact = (firm.revenue - firm.previous_revenue) * 100 / firm.previous_revenue
        assert abs(exact - firm.growth) <= Decimal("0.05")
    rows = [f for f in county.application.enterprises if f.dominant]
    now = sum((f.revenue for f in rows if isinstance(f.revenue, Decimal)), Decimal(0))
    before = sum((f.previous_revenue for f in rows if isinstance(f.previous_revenue, Decimal)), Decimal(0))
    stated = county.application.scale.growth
    assert isinstance(stated, Decimal)
    assert abs((now - before) * 100 / before - stated) <= Decimal("0.05")


def test_the_chain_is_as_the_notice_wants_it(county: DemoCounty) -> None:
    firms = county.application.enterprises
    roles = Counter(f.chain_role for f in firms)
    assert roles["leader"] >= 1
    assert roles["backbone"] >= 3
    assert roles["supporting"] >= 4
    assert sum(bool(f.quality_type) for f in firms) >= 20
    for leader in (f for f in firms if f.chain_role == "leader"):
        shares = [p.share for p in leader.products if p.share is not None]
        assert len(leader.products) >= 3
        assert len(shares) >= 2
        assert all(0 < share < 100 for share in shares)
    for firm in firms:
        if isinstance(firm.sales, Decimal) and isinstance(firm.revenue, Decimal):
            assert firm.sales <= firm.revenue


def test_every_term_is_in_the_notice(county: DemoCounty) -> None:
    for field in Catalogue(notice()):
        if not field.spec.mark.vocabulary:
            continue
        held = getattr(county.application, field.spec.record)
        for row in held if isinstance(held, tuple) else (held,):
            value = getattr(row, field.spec.name)
            assert not value or notice().term(field.spec.mark.vocabulary, value), (field.id, value)


def test_credit_codes_have_both_check_characters_and_no_real_region(county: DemoCounty) -> None:
    application = county.application
    codes = [m.uscc for m in application.members] + [e.uscc for e in application.enterprises]
    assert len(set(codes)) == len(codes)
    divisions = {term.id for term in notice().vocabularies["divisions"]}
    for code in codes:
        assert len(code) == 18
        assert code[2:8] not in divisions
        assert code[8:][:9][8] == _gb_11714(code[8:16]), code
        assert (
            sum(_GB_32100.index(char) * 3**i for i, char in enumerate(code[:17])) % 31
            == (31 - _GB_32100.index(code[17])) % 31
        ), code


def test_projects_lie_within_the_pilot_years_but_for_the_late_one(county: DemoCounty) -> None:
    head = notice().head
    explained = {reason.key for reason in county.reasons}
    projects = county.application.projects
    assert len(projects) >= 8
    assert len({p.name for p in projects}) == len(projects)
    assert len(projects) - len({p.code for p in projects}) == sum(key.startswith("J03") for key in explained)
    for project in projects:
        assert re.fullmatch(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", project.code)
        assert f"{head.batch_year}-01" <= project.start < project.finish
        late = project.finish >= f"{head.batch_year + head.pilot_years}-10"
        assert late == (f"J04|projects.finish|{project.uid}" in explained)
        assert isinstance(project.investment, Decimal)
        assert project.investment > 0


def test_texts_fill_what_the_notice_allows_but_not_more(county: DemoCounty) -> None:
    limit = notice().fields["basic.introduction"].max_chars
    assert limit * 0.93 <= count_chars(county.application.basic.introduction) <= limit
    for field in Catalogue(notice()):
        if field.spec.kind is Kind.LONG_TEXT and field.spec.record != "projects":
            held = getattr(county.application, field.spec.record)
            written = count_chars(getattr(held, field.spec.name))
            assert 600 <= written <= (field.text.max_chars or 1500), field.id


def test_a_tighter_limit_is_kept_too() -> None:
    sentences = (("一二三。", "四五六七。"), ("八九十。",))
    assert fit(sentences, 0) == "一二三。四五六七。\n八九十。"
    assert fit(sentences, 9) == "一二三。\n八九十。"
    assert fit(sentences, 3) == ""
    short = msgspec.structs.replace(notice().fields["basic.introduction"], max_chars=300)
    pack = _with_introduction(short)
    made = build(pack, 2, load_fonts())
    assert 200 < count_chars(made.application.basic.introduction) <= 300


def test_evidence_rows_are_the_files(county: DemoCounty) -> None:
    rows = county.application.evidence
    assert 50 <= len(rows) <= 70
    assert sum(row.size for row in rows if isinstance(row.size, int)) < 8_000_000
    assert {row.sha256 for row in rows} == set(county.files)
    assert len({row.sha256 for row in rows}) == len({row.name for row in rows}) == len(rows)
    for row in rows:
        data = county.files[row.sha256]
        assert hashlib.sha256(data).hexdigest() == row.sha256
        assert row.size == len(data)
        assert row.proves
        assert not row.name[0].isdigit()
        check_path(row.name)
        assert utf16_units(row.name) <= 60


def test_each_of_the_largest_is_proved_and_some_share_a_file(county: DemoCounty) -> None:
    application = county.application
    proofs = [row for row in application.evidence if "营收证明" in row.name]
    proved = Counter(reference for row in proofs for reference in row.proves)
    ranked = largest(application, notice().head.largest_shown)
    assert proved == Counter(f"enterprises:{firm.uid}" for firm in ranked)
    assert len(proofs) < len(ranked)


def test_references_lead_somewhere(county: DemoCounty) -> None:
    application = county.application
    fields = {field.id for field in Catalogue(notice())}
    rows = {f"enterprises:{f.uid}" for f in application.enterprises}
    rows |= {f"projects:{p.uid}" for p in application.projects}
    rows |= {f"platforms:{p.uid}" for p in application.platforms}
    rows |= {f"members:{m.uid}" for m in application.members}
    rows |= {f"topic:{term.id}" for term in notice().vocabularies["evidence_topics"]}
    for item in application.evidence:
        assert set(item.proves) <= fields | rows


def test_every_file_opens_and_says_that_it_is_a_demonstration(county: DemoCounty) -> None:
    kinds: Counter[str] = Counter()
    for row in county.application.evidence:
        suffix = row.name.rpartition(".")[2]
        kinds[suffix] += 1
        _OPENERS[suffix](county.files[row.sha256])
    assert set(kinds) == {"pdf", "jpg", "xlsx"}
    assert min(kinds.values()) >= 3


def test_figures_in_the_lists_are_those_of_the_register(county: DemoCounty) -> None:
    application = county.application
    row = next(e for e in application.evidence if "basic.enterprise_count" in e.proves)
    sheet = openpyxl.load_workbook(BytesIO(county.files[row.sha256])).active
    assert sheet is not None
    listed = {(line[1], line[2]) for line in sheet.iter_rows(min_row=4, values_only=True)}
    assert listed == {(firm.name, firm.uscc) for firm in application.enterprises}


def test_progress_can_stop_the_work() -> None:
    def stop(label: str, done: int, total: int) -> None:
        assert label
        assert done <= total
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        build(notice(), SEED, load_fonts(), stop)


def _found(county: DemoCounty) -> tuple[Finding, ...]:
    signed = dt.date.fromisoformat(county.application.pledge.date)
    return Engine(Catalogue(notice())).check(Case(county.application, signed))


_GB_32100 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _gb_11714(body: str) -> str:
    """GB 11714: 11 minus the weighted sum modulo 11; 10 is X, 11 is 0."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(char, 36) * weight for char, weight in zip(body, weights, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _with_introduction(text: FieldText) -> Notice:
    pack = notice()
    return replace(pack, fields={**pack.fields, "basic.introduction": text})


def _open_pdf(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    assert len(document) >= 1
    for page in document:
        text = page.get_textpage().get_text_bounded()
        assert "演示材料" in text
        assert "虚构" in text
    document.close()


def _open_jpg(data: bytes) -> None:
    with Image.open(BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        picture.load()


def _open_xlsx(data: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book:
        assert "演示" in str(sheet["A1"].value)
        assert not any(cell.data_type == "f" for line in sheet for cell in line)


_OPENERS = {"pdf": _open_pdf, "jpg": _open_jpg, "xlsx": _open_xlsx}
