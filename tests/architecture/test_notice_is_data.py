"""What a notice says stands in its pack and nowhere in the code: another notice needs another pack only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jxdesk.notice import Notice
from tests.strategies import notice

ROOT = Path(__file__).parents[2]
# The demo county is made up of the notice it answers.
SHOWN = [path for folder in ("jxdesk", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
CODE = [path for path in SHOWN if not any(part.startswith("demo") for part in path.relative_to(ROOT).parts)]
# Shorter ones are words of everyday office language, which messages use too.
SHORTEST = 9


@cache
def literals(path: Path) -> tuple[object, ...]:
    """The constants of a module, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return tuple(node.value for node in found)


def whole_numbers(path: Path) -> set[int]:
    return {value for value in literals(path) if isinstance(value, int) and not isinstance(value, bool)}


@cache
def words_of() -> frozenset[str]:
    """Labels, titles, texts and names of the pack that are long enough to be its own."""
    pack = notice()
    head = pack.head
    found = {head.title, head.document_number, head.region, *head.issuers}
    found |= {text.label for text in pack.fields.values()} | set(pack.form.texts.values())
    found |= {part.title for part in pack.form.parts} | {target.label for target in pack.form.indicators}
    found |= {term.label for terms in pack.vocabularies.values() for term in terms}
    return frozenset(word for word in found if len(word) >= SHORTEST) | {head.region}


def years_of(pack: Notice) -> set[int]:
    head = pack.head
    return {head.base_year, head.batch_year}


def numbers_in(value: Any) -> Iterator[int]:
    """The whole numbers among a rule's parameters."""
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers_in(item)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and value == int(value):
        yield int(value)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_or_year_of_the_notice_stands_in_the_code(path: Path) -> None:
    texts = [value for value in literals(path) if isinstance(value, str)]
    words = words_of() | {str(year) for year in years_of(notice())}
    assert not [(word, text) for word in words for text in texts if word in text]
    assert not years_of(notice()) & whole_numbers(path)


@pytest.mark.parametrize("path", sorted((ROOT / "jxdesk" / "rules").glob("*.py")), ids=lambda path: path.name)
def test_no_count_or_cap_of_the_notice_stands_in_a_rule(path: Path) -> None:
    pack = notice()
    asked = (pack.rules[rule].params for rule in ("C01", "C02", "C03", "C04", "F01", "F02"))
    counts = {number for params in asked for number in numbers_in(params)}
    counts |= {pack.head.largest_shown, *(text.max_chars for text in pack.fields.values())}
    told = {number for number in counts if number > 4}  # what is less is counted with everywhere
    units = {10_000, 1_000, 100, 10}  # 人 in 万人, a slip of units, per cent, tenths
    assert not (told - units) & whole_numbers(path)


def test_the_words_looked_for_are_those_of_the_pack() -> None:
    words = words_of()
    assert {"江西省", "赣财建〔2025〕25号", "联合申报协议（写明牵头单位）"} < words
