"""What was typed becomes a value, or a sentence that says why not; nothing is guessed."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, Field, FieldSpec, specs
from jxdesk.domain.limits import MAX_LINE, MAX_LIST, MAX_TEXT, is_clean_text
from jxdesk.domain.parse import are_plain, parse
from jxdesk.domain.show import edit_text, show, show_date, show_plain
from jxdesk.domain.values import Kind, NotApplicable, Product, Value
from tests import strategies
from tests.strategies import notice, same

COUNT = "basic.employees"
DECIMAL = "scale.revenue_total"
PERCENT = "scale.growth"
LINE = "basic.cluster_name"
LONG = "basic.introduction"
FLAG = "pledge.accepted"
DATE = "cover.month"
CHOICE = "projects.category"
PRODUCTS = "enterprises.products"
REFERENCES = "evidence.proves"
DIGEST = "evidence.sha256"


@cache
def field(field_id: str) -> Field:
    return Catalogue(notice()).field(field_id)


def typed(field_id: str, text: str) -> Value:
    return parse(field(field_id), text, notice())


def refusal(field_id: str, text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        typed(field_id, text)
    error = caught.value
    assert error.code.startswith("value.")
    assert field(field_id).short in error.message
    assert error.remedy.endswith("。")
    assert len(error.message) + len(error.remedy) < 400
    assert is_clean_text(error.message + error.remedy, lines=False), "the sentence must be safe to show"
    return error


@pytest.mark.parametrize("spec", tuple(specs()), ids=lambda spec: spec.id)
@settings(max_examples=20)
@given(data=st.data())
def test_what_an_editor_shows_parses_to_the_same_value(spec: FieldSpec, data: st.DataObject) -> None:
    here = field(spec.id)
    value = data.draw(strategies.values(spec, notice()))
    if isinstance(value, NotApplicable) and not here.text.may_be_na:
        assert refusal(spec.id, edit_text(here, value, notice())).code == "value.na"
        return
    again = parse(here, edit_text(here, value, notice()), notice())
    assert same(value, again), (value, edit_text(here, value, notice()), again)


@pytest.mark.parametrize("kind", Kind)
@given(
    text=st.one_of(st.text(max_size=60), st.text("0123456789.,，-—+%（()）年月/ 万e²½①；;\n\t\ud800\u202e"))
)
def test_any_text_is_a_storable_value_or_one_refusal(kind: Kind, text: str) -> None:
    spec = next(spec for spec in specs() if spec.kind is kind)
    try:
        value = typed(spec.id, text)
    except UserError:
        refusal(spec.id, text)
        return
    again = parse(field(spec.id), edit_text(field(spec.id), value, notice()), notice())
    assert same(value, again)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,234,567", 1_234_567),
        ("1，234", 1_234),
        ("1 234", 1_234),
        ("+5", 5),
        ("007", 7),
        ("-0", 0),
        ("0", 0),
        ("　12　", 12),
        ("999999999999999", 999_999_999_999_999),
        ("", None),
        ("  ", None),
    ],
)
def test_whole_numbers(text: str, value: int | None) -> None:
    assert same(typed(COUNT, text), value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12人", "value.number"),
        ("1.2万人", "value.number"),
        ("约12", "value.number"),
        ("十二", "value.number"),
        ("12.5", "value.whole"),
        ("12.", "value.whole"),
        ("-3", "value.negative"),
        ("－３", "value.negative"),
        ("\u22123", "value.negative"),
        ("1e3", "value.number"),
        ("0x10", "value.number"),
        ("5²", "value.number"),
        ("①", "value.number"),
        ("٣", "value.number"),
        ("1_000", "value.number"),
        ("1,23", "value.number"),
        ("12,34,567", "value.number"),
        ("1 2", "value.number"),
        (",123", "value.number"),
        ("+-5", "value.number"),
        ("--5", "value.number"),
        (".", "value.number"),
        ("+", "value.number"),
        ("1234567890123456", "value.digits"),
        ("—", "value.na"),
        ("12\x00", "value.number"),
        ("12\n13", "value.number"),
        ("\ud800", "value.number"),
    ],
)
def test_what_is_no_whole_number(text: str, code: str) -> None:
    assert refusal(COUNT, text).code == code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12.50", "12.50"),
        ("12.5", "12.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-3.20", "-3.20"),
        ("1,234.5", "1234.5"),
        ("１２．５", "12.5"),
        ("0.00000001", "0.00000001"),
        ("00.10", "0.10"),
    ],
)
def test_exact_numbers_keep_the_precision_typed(text: str, written: str) -> None:
    value = typed(DECIMAL, text)
    assert isinstance(value, Decimal)
    assert format(value, "f") == written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12亿元", "value.number"),
        ("12.5亿", "value.number"),
        ("125000万元", "value.number"),
        ("12.5%", "value.number"),
        ("1e999", "value.number"),
        ("1E5", "value.number"),
        ("NaN", "value.number"),
        ("Infinity", "value.number"),
        ("12,5", "value.number"),
        ("1.2.3", "value.number"),
        ("1½", "value.number"),
        ("0.123456789", "value.digits"),
        ("9" * 16, "value.digits"),
        ("9" * 1_000_000, "value.too-long"),
        ("9" * MAX_LINE + "x", "value.too-long"),
        ("9" * (MAX_LINE - 1) + "x", "value.number"),
        ("—（不适用）", "value.na"),
    ],
)
def test_what_is_no_exact_number(text: str, code: str) -> None:
    assert refusal(DECIMAL, text).code == code


def test_a_refused_unit_names_the_unit_that_is_wanted() -> None:
    assert "亿元" in refusal(DECIMAL, "125000万元").remedy
    assert "人" in refusal(COUNT, "1.2万人").remedy


@pytest.mark.parametrize("text", ["6.2%", "6.2％", "6.2 %", "６．２％", "6.2"])
def test_a_percent_sign_is_understood_where_percent_is_wanted(text: str) -> None:
    assert same(typed(PERCENT, text), Decimal("6.2"))


@pytest.mark.parametrize("dash", ["—", "——", "-", "－", "–"])
@pytest.mark.parametrize("brackets", ["（{}）", "({})", " （ {} ） "])
def test_not_applicable_wants_a_word_why(dash: str, brackets: str) -> None:
    assert typed(PERCENT, dash + brackets.format("新办企业")) == NotApplicable("新办企业")
    assert refusal(PERCENT, dash).code == "value.na-why"
    assert refusal(PERCENT, dash + brackets.format(" ")).code == "value.na-why"


@pytest.mark.parametrize("why", ["新办（2024年）", "a) b", "（", "）", "—", "见(注)"])
def test_brackets_in_the_reason_stay(why: str) -> None:
    assert typed(PERCENT, f"—（{why}）") == NotApplicable(why)
    assert typed(PERCENT, edit_text(field(PERCENT), NotApplicable(why), notice())) == NotApplicable(why)


def test_a_dash_with_anything_else_is_no_number() -> None:
    assert refusal(PERCENT, "—新办企业").code == "value.number"
    assert refusal(PERCENT, "—（新办企业").code == "value.number"
    assert refusal(PERCENT, "—（换\x07行）").code == "value.character"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03", "2026-03"),
        ("2026-3", "2026-03"),
        ("2026年3月", "2026-03"),
        ("２０２６年３月", "2026-03"),
        ("2026/3/5", "2026-03-05"),
        ("2026.03.15", "2026-03-15"),
        ("2026年3月15日", "2026-03-15"),
        ("2024-02-29", "2024-02-29"),
        ("", ""),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert typed(DATE, text) == value


@pytest.mark.parametrize(
    "text",
    ["20255", "20255年3月", "2025", "2025-13", "2025-00", "2025-02-29", "2025-3-32", "1899-12", "2201-01",
     "26-3", "3月", "2025年3月x", "٢٠٢٥-03", "2025-٣", "明年三月", "2025-03-15 00:00:00", "2025--3",
     "-2025-03"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert refusal(DATE, text).code == "value.date"


@pytest.mark.parametrize("text", ["是", "√", "Yes", "Ｙ", "1", "有", " 是 "])
def test_yes(text: str) -> None:
    assert typed(FLAG, text) is True


@pytest.mark.parametrize("text", ["否", "×", "no", "0", "无"])
def test_no(text: str) -> None:
    assert typed(FLAG, text) is False


@pytest.mark.parametrize("text", ["也许", "2", "是否", "是\n否"])
def test_neither_yes_nor_no(text: str) -> None:
    assert refusal(FLAG, text).code == "value.flag"


def test_choices_by_label_or_id() -> None:
    for term in notice().vocabularies[field(CHOICE).spec.mark.vocabulary]:
        assert typed(CHOICE, term.label) == term.id
        assert typed(CHOICE, f" {term.id} ") == term.id
        assert typed(CHOICE, unicodedata.normalize("NFD", term.label)) == term.id
    assert typed(CHOICE, "") == ""
    error = refusal(CHOICE, "没有这一类")
    assert error.code == "value.choice"
    assert notice().vocabularies["project_categories"][0].label in error.remedy


def test_texts_are_tidied_but_not_changed() -> None:
    assert typed(LINE, "  云岭\t集群  ") == "云岭 集群"
    assert typed(LINE, "e\u0301") == "\u00e9"
    assert typed(LONG, "一\r\n二\r三\n") == "一\n二\n三"
    assert typed(LINE, "数字😀产业") == "数字😀产业"
    assert typed(LINE, "李𫖯") == "李𫖯"
    assert typed(LINE, "＝ＳＵＭ（Ａ１）") == "＝ＳＵＭ（Ａ１）"
    assert typed(LINE, "=cmd|' /C calc'!A0") == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一\n二", "value.lines"),
        ("一\r二", "value.lines"),
        ("一\x00二", "value.character"),
        ("一\x1b[31m二", "value.character"),
        ("一\u202e二", "value.character"),
        ("一\u2028二", "value.character"),
        ("一\ufffe二", "value.character"),
        ("一\ud800二", "value.character"),
        ("一" * (MAX_LINE + 1), "value.too-long"),
        ("一" * 1_000_000, "value.too-long"),
        (" " * 1_000_000, "value.too-long"),
    ],
)
def test_what_no_line_may_hold(text: str, code: str) -> None:
    assert refusal(LINE, text).code == code


def test_long_texts_are_bounded_too() -> None:
    assert typed(LONG, "一" * MAX_TEXT) == "一" * MAX_TEXT
    assert refusal(LONG, "一" * (MAX_TEXT + 1)).code == "value.too-long"
    assert refusal(LONG, "一\x0b二").code == "value.character"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ()),
        ("；；", ()),
        ("器件", (Product("器件"),)),
        ("器件（12.5%）；模组", (Product("器件", Decimal("12.5")), Product("模组"))),
        ("器件(１２．５％);模组\n网关", (Product("器件", Decimal("12.5")), Product("模组"), Product("网关"))),
        ("器件 （ 3 % ）", (Product("器件", Decimal(3)),)),
        ("器件（甲型）（3%）", (Product("器件（甲型）", Decimal(3)),)),
        ("器件（甲型）", (Product("器件（甲型）"),)),
        ("器件（约3%）", (Product("器件（约3%）"),)),
        ("（3%）", (Product("（3%）"),)),
    ],
)
def test_products_with_their_shares(text: str, value: tuple[Product, ...]) -> None:
    assert same(typed(PRODUCTS, text), value)


@pytest.mark.parametrize("share", [".", "1.2.3", "1." + "2" * 9, "9" * 16])
def test_a_share_that_is_no_number(share: str) -> None:
    assert refusal(PRODUCTS, f"器件（{share}%）").code == "value.number"


def test_products_without_end() -> None:
    held = typed(PRODUCTS, "器；" * MAX_LIST)
    assert isinstance(held, tuple)
    assert len(held) == MAX_LIST
    assert refusal(PRODUCTS, "器；" * (MAX_LIST + 1)).code == "value.too-many"


def test_a_product_too_long_or_unprintable() -> None:
    assert refusal(PRODUCTS, "器" * (MAX_LINE + 1)).code == "value.too-long"
    assert refusal(PRODUCTS, "器" + " " * 90_000 + "件").code == "value.too-long"
    assert refusal(PRODUCTS, "器\x00件").code == "value.character"


def test_references_are_split_at_every_usual_mark() -> None:
    assert typed(REFERENCES, "a, b；c、d\ne  f") == ("a", "b", "c", "d", "e", "f")
    assert typed(REFERENCES, " ，") == ()
    assert refusal(REFERENCES, "a\x00").code == "value.character"


def test_digests() -> None:
    assert typed(DIGEST, "a" * 64) == "a" * 64
    assert typed(DIGEST, "") == ""
    assert refusal(DIGEST, "A" * 64).code == "value.digest"
    assert refusal(DIGEST, "a" * 63).code == "value.digest"


def test_what_the_form_shows() -> None:
    pack = notice()
    assert show(field(DATE), "2026-03", pack) == "2026年3月"
    assert show_date("2026-03-05") == "2026年3月5日"
    assert show(field(PERCENT), NotApplicable("新办"), pack) == "—"
    assert show(field(DECIMAL), Decimal("1E+3"), pack) == "1000"
    assert show(field(CHOICE), "other", pack) == "其他"
    assert show(field(CHOICE), "no-such-term", pack) == "no-such-term"
    assert show(field(FLAG), False, pack) == "否"
    assert (
        show(field(PRODUCTS), (Product("器件", Decimal("3.0")), Product("模组")), pack)
        == "器件（3.0%）；模组"
    )
    assert show_plain(NotApplicable("新办")) == "—（新办）"
    assert [show(field(i), None, pack) for i in (COUNT, DECIMAL, FLAG)] == ["", "", ""]
    assert show(field(COUNT), 0, pack) == "0"


@given(
    st.lists(
        st.text(st.one_of(st.characters(), st.sampled_from(" e\u0301\u0958甲\n")), max_size=12), max_size=4
    )
)
def test_plain_texts_are_taken_as_they_are(texts: list[str]) -> None:
    name = Catalogue(notice()).field("enterprises.name")
    if are_plain(texts):
        assert [parse(name, text, notice()) for text in texts] == [text.strip() for text in texts]


def test_most_texts_are_plain() -> None:
    assert are_plain(["", "甲公司（南昌）", " Café 12.5% "])
    assert not are_plain(["甲", "Cafe\u0301"])
    assert not are_plain(["甲\n乙"])
    assert not are_plain(["甲" * (MAX_LINE + 1)])
