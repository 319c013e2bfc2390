"""Group A: each rule is broken by one file or one word, at its border too, and nothing else appears."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import records
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.finding import Finding, Level
from jxdesk.domain.values import Kind, NotApplicable, Product
from jxdesk.rules import Case
from tests import sound
from tests.rules.breaking import ENGINE, SOUND, Broken, findings, with_file
from tests.sound import edited, with_row
from tests.strategies import notice

# Numbers that are right by their check digits and belong to nobody: no such division, no such issuer's
# customer.
IDENTITY, CARD, MOBILE = "36990019900307441X", "6222021502012345678", "13807910000"
NAME = "evidence.name"
PROOFS = SOUND.evidence
SHA = PROOFS[0].sha256


def facts(*sensitive: Sensitive, **changes: Any) -> FileFacts:
    """What is known of a good PDF of three pages, or of one that isn't."""
    values: dict[str, Any] = {"sha256": SHA, "size": 1000, "kind": "pdf", "pages": 3} | changes
    return FileFacts(**values, sensitive=sensitive)


def seen(kind: SensitiveKind, where: str = "第 2 页", masked: str = "…") -> Sensitive:
    return Sensitive(kind, where, masked)


def judged(known: FileFacts, app: Application = SOUND, **more: Any) -> tuple[Finding, ...]:
    """The findings where one file is as ``known`` and the other is good."""
    files = {PROOFS[1].sha256: facts(sha256=PROOFS[1].sha256), known.sha256: known}
    return ENGINE.check(Case(application=app, today=sound.TODAY, files=files, **more))


def told(known: FileFacts, app: Application = SOUND, **more: Any) -> list[tuple[str, str, str]]:
    return [(f.rule, f.place.field, f.place.row) for f in judged(known, app, **more)]


# What the application alone shows.
BROKEN: list[Broken] = [
    ("A01-no-file", with_file(SOUND, "topic:policy", sha256=""), [("A01", NAME, "v50")]),
    ("A03-program", with_row(SOUND, "evidence", 0, name="营收证明.exe"), [("A03", NAME, "v1")]),
    ("A03-no-ending", with_row(SOUND, "evidence", 0, name="营收证明"), [("A03", NAME, "v1")]),
    ("A03-only-an-ending", with_row(SOUND, "evidence", 0, name=".pdf"), [("A03", NAME, "v1")]),
    ("A03-device", with_row(SOUND, "evidence", 0, name="CON.pdf"), [("A03", NAME, "v1")]),
    ("A03-folder", with_row(SOUND, "evidence", 0, name="2024/营收.pdf"), [("A03", NAME, "v1")]),
    ("A03-colon", with_row(SOUND, "evidence", 0, name="营收:证明.pdf"), [("A03", NAME, "v1")]),
    ("A04-name", with_row(SOUND, "evidence", 0, name="机密_营收证明.pdf"), [("A04", NAME, "v1")]),
    (
        "A04-text",
        edited(SOUND, organisation={"overview": f"{SOUND.organisation.overview}\n机密★5年"}),
        [("A04", "organisation.overview", "")],
    ),
    (
        "A04-content",
        with_row(SOUND, "projects", 0, content="建设数据集平台。\n内部资料 注意保存"),
        [("A04", "projects.content", "p1")],
    ),
    (
        "A05-identity",
        with_row(SOUND, "projects", 1, person=f"演示甲（身份证号{IDENTITY}）"),
        [("A05", "projects.person", "p2")],
    ),
    (
        "A05-card",
        edited(SOUND, targets={"fund_use": f"{SOUND.targets.fund_use}收款账号{CARD}。"}),
        [("A05", "targets.fund_use", "")],
    ),
    (
        "A05-mobile",
        edited(SOUND, services={"overview": f"{SOUND.services.overview}咨询电话{MOBILE}。"}),
        [("A05", "services.overview", "")],
    ),
    ("A05-name", with_row(SOUND, "evidence", 0, name=f"{MOBILE}营收证明.pdf"), [("A05", NAME, "v1")]),
]


@pytest.mark.parametrize(("app", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_one_edit_one_finding(app: Application, expected: list[tuple[str, str, str]]) -> None:
    assert findings(app) == expected


# What is known of a file → what is found of it.
BY_FACTS: list[tuple[str, FileFacts, list[str]]] = [
    ("good", facts(), []),
    ("A01-unreadable", facts(kind="", problem=FileProblem.UNREADABLE), ["A01"]),
    ("A01-encrypted", facts(problem=FileProblem.ENCRYPTED), ["A01"]),
    ("A01-empty", facts(problem=FileProblem.EMPTY, size=0, kind=""), ["A01"]),
    ("A01-no-pages", facts(problem=FileProblem.NO_PAGES, pages=0), ["A01"]),
    ("A01-too-large", facts(problem=FileProblem.TOO_LARGE), ["A01"]),
    ("A03-other-content", facts(kind="docx"), ["A03"]),
    ("A03-unknown-content", facts(kind=""), ["A03"]),
    ("A04-secrecy", facts(seen(SensitiveKind.SECRECY)), ["A04"]),
    ("A04-internal", facts(seen(SensitiveKind.INTERNAL)), ["A04"]),
    ("A05-identity", facts(seen(SensitiveKind.IDENTITY)), ["A05"]),
    ("A05-card", facts(seen(SensitiveKind.BANK_CARD)), ["A05"]),
    ("A05-mobile", facts(seen(SensitiveKind.MOBILE)), ["A05"]),
    ("A06-metadata", facts(seen(SensitiveKind.METADATA, "批注")), ["A06"]),
    ("A07-image", facts(image_only=True), ["A07"]),
    ("A07-too-long-to-screen", facts(partial=True), ["A07"]),
    # Companions and followers.
    ("internal-and-mobile", facts(seen(SensitiveKind.INTERNAL), seen(SensitiveKind.MOBILE)), ["A04", "A05"]),
    ("secret-and-mobile", facts(seen(SensitiveKind.SECRECY), seen(SensitiveKind.MOBILE)), ["A04"]),
    ("secret-image", facts(seen(SensitiveKind.SECRECY), image_only=True), ["A04"]),
    ("secret-and-comments", facts(seen(SensitiveKind.SECRECY), seen(SensitiveKind.METADATA)), ["A04"]),
    ("image-with-author", facts(seen(SensitiveKind.METADATA), image_only=True), ["A06", "A07"]),
    (
        "unreadable-with-author",
        facts(seen(SensitiveKind.METADATA), problem=FileProblem.UNREADABLE, image_only=True),
        ["A01"],
    ),
    (
        "unreadable-but-secret",
        facts(seen(SensitiveKind.SECRECY), problem=FileProblem.UNREADABLE),
        ["A01", "A04"],
    ),
]


@pytest.mark.parametrize(("known", "rules"), [b[1:] for b in BY_FACTS], ids=[b[0] for b in BY_FACTS])
def test_what_is_known_of_a_file(known: FileFacts, rules: list[str]) -> None:
    assert told(known) == [(rule, NAME, "v1") for rule in rules]


def test_levels_are_those_of_the_catalogue() -> None:
    levels = {name: judged(known)[0].level for name, known, rules in BY_FACTS if rules}
    assert {name for name, level in levels.items() if level is Level.ERROR} == {
        "A01-unreadable",
        "A01-encrypted",
        "A01-empty",
        "A01-no-pages",
        "A01-too-large",
        "A03-other-content",
        "A03-unknown-content",
        "A04-secrecy",
        "secret-and-mobile",
        "secret-image",
        "secret-and-comments",
        "unreadable-with-author",
        "unreadable-but-secret",
    }
    assert {name for name, level in levels.items() if level is Level.HINT} == {
        "A07-image",
        "A07-too-long-to-screen",
    }


def test_each_kind_of_number_is_a_finding_of_its_own_with_how_many_and_where_the_first_are() -> None:
    places = [f"第 {page} 页" for page in (1, 1, 2, 5, 9)]
    hits = [seen(SensitiveKind.MOBILE, place, f"138****000{n}") for n, place in enumerate(places)]
    found = judged(facts(*hits, seen(SensitiveKind.BANK_CARD, "第 3 页", "622****78")))
    assert [f.rule for f in found] == ["A05", "A05"]
    card, mobile = sorted(found, key=lambda f: "手机号" in f.message)
    assert mobile.message == "“营收证明.pdf”里有 5 处手机号，在第 1 页、第 2 页、第 5 页等处。"
    assert mobile.values == (
        ("第 1 页", "138****0000"),
        ("第 1 页", "138****0001"),
        ("第 2 页", "138****0002"),
        ("一共", "5 处"),
    )
    assert card.message == "“营收证明.pdf”里有 1 处银行卡号，在第 3 页。"
    assert card.values == (("第 3 页", "622****78"),)


def test_what_the_name_and_the_content_show_is_told_together() -> None:
    app = with_row(SOUND, "evidence", 0, name="机密_营收证明.pdf")
    (found,) = judged(facts(seen(SensitiveKind.SECRECY, "第 1 页", "机密★")), app)
    assert found.message == "“机密_营收证明.pdf”里有 2 处涉密标志，在文件名、第 1 页。"
    assert "保密办" in found.remedy


def test_a_file_that_is_attached_twice_is_told_of_once() -> None:
    twice = dataclasses.replace(SOUND, evidence=(*PROOFS, dataclasses.replace(PROOFS[0], uid="v90")))
    assert told(facts(problem=FileProblem.ENCRYPTED), twice) == [("A01", NAME, "v1"), ("A02", NAME, "v90")]


def test_two_rows_without_a_file_are_not_the_same_file() -> None:
    app = with_file(SOUND, "topic:policy", sha256="", uid="v51")
    app = with_file(app, "topic:policy", sha256="", uid="v52")
    assert findings(app) == [("A01", NAME, "v51"), ("A01", NAME, "v52")]


def test_a_file_that_nobody_has_looked_at_is_in_the_way_of_sealing_only() -> None:
    assert findings(SOUND, files={}) == []
    found = findings(SOUND, files={}, sealing=True)
    assert [f for f in found if f[0] == "A01"] == [("A01", NAME, "v1"), ("A01", NAME, "v2")]
    assert [f for f in told(facts(), sealing=True) if f[0] == "A01"] == []


def test_a_person_may_look_at_what_the_program_cannot_screen() -> None:
    picture = facts(image_only=True)
    assert told(picture, screened_by_eye=frozenset({SHA})) == []
    assert told(picture, screened_by_eye=frozenset({PROOFS[1].sha256})) == [("A07", NAME, "v1")]
    # Confirmed is what could not be screened, not what was found.
    known = facts(seen(SensitiveKind.IDENTITY), image_only=True)
    assert told(known, screened_by_eye=frozenset({SHA})) == [("A05", NAME, "v1")]


@pytest.mark.parametrize("name", ["甲.jpg", "甲.jpeg", "甲.JPG"])
def test_two_endings_of_one_kind_are_the_same(name: str) -> None:
    assert told(facts(kind="jpg"), with_row(SOUND, "evidence", 0, name=name)) == []


def test_a_name_that_is_only_too_long_is_shortened_when_it_is_sealed() -> None:
    assert findings(with_row(SOUND, "evidence", 0, name="长" * 80 + ".pdf")) == []


@pytest.mark.parametrize(
    ("field", "rules"),
    [("basic.contact_phone", []), ("basic.contact_name", []), ("basic.introduction", ["A05"])],
)
def test_a_mobile_number_may_stand_where_it_is_asked_for(field: str, rules: list[str]) -> None:
    record, _, name = field.partition(".")
    text = MOBILE if name == "contact_phone" else f"{getattr(SOUND.basic, name)}，手机{MOBILE}"
    assert [f[0] for f in findings(edited(SOUND, **{record: {name: text}}))] == rules


@pytest.mark.parametrize(
    "text", ["我县没有发生泄露国家秘密的事件。", "建成商业秘密保护示范点。", "内部管理规范。"]
)
def test_an_ordinary_sentence_is_no_marking(text: str) -> None:
    assert findings(edited(SOUND, organisation={"overview": f"{SOUND.organisation.overview}{text}"})) == []


def test_words_are_looked_for_wherever_somebody_can_write_some() -> None:
    words = f"手机{MOBILE}"
    app = edited(SOUND, scale={"growth": NotApplicable(words)})
    assert findings(app) == [("A05", "scale.growth", "")]
    app = with_row(SOUND, "enterprises", 19, products=(Product(words, None),))
    assert findings(app) == [("A05", "enterprises.products", "e20")]


def texts() -> list[tuple[str, str]]:
    """Every text field of the form: record and name."""
    return [
        (spec.record, spec.name)
        for record in records().values()
        for spec in record.fields
        if spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and spec.id != NAME
    ]


@pytest.mark.parametrize(("record", "name"), texts())
def test_every_text_of_the_form_is_screened_and_what_is_shown_is_masked(record: str, name: str) -> None:
    text = f"身份证号{IDENTITY}"
    if records()[record].many:
        app = with_row(SOUND, record, 0, **{name: text})
    else:
        app = edited(SOUND, **{record: {name: text}})
    found = ENGINE.check(Case(application=app, today=sound.TODAY))
    assert ("A05", f"{record}.{name}") in [(f.rule, f.place.field) for f in found]
    assert IDENTITY not in repr(found)


@given(
    st.sampled_from((IDENTITY, CARD, MOBILE)), st.text("，。：abc 有", max_size=6), st.sampled_from(texts())
)
def test_no_finding_shows_a_number_in_full(number: str, around: str, field: tuple[str, str]) -> None:
    record, name = field
    text = f"{around} {number} {around}".strip()
    if records()[record].many:
        app = with_row(SOUND, record, 0, **{name: text})
    else:
        app = edited(SOUND, **{record: {name: text}})
    assert number not in repr(ENGINE.check(Case(application=app, today=sound.TODAY)))


def test_the_notice_says_which_fields_are_for_contacts() -> None:
    assert {name for name, text in notice().fields.items() if text.contact} >= {"basic.contact_phone"}
