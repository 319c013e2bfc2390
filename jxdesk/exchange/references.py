"""What a file proves, in words that stand in a spreadsheet, and back."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.exchange.normal import normal

TOPIC = "topic"
TOPICS = "evidence_topics"


class References:
    """The places of one application that a file can prove: figures, rows and topics."""

    def __init__(self, application: Application, catalogue: Catalogue) -> None:
        self._application = application
        self._catalogue = catalogue

    def word(self, reference: str) -> str:
        """The word for ``reference``; the reference itself where no word means just that."""
        word = self._words.get(reference, "")
        return word if self._meant.get(normal(word)) == {reference} else reference

    def plain_word(self, reference: str) -> str:
        """How printed lists call it, whether or not that could be told back."""
        return self._words.get(reference, "已删除的条目")

    def find(self, typed: str) -> str:
        """The reference meant by a word, a ``record:uid``, ``record[number]``, field id or ``topic:id``.

        Raises ``UserError`` ``reference.unknown`` or ``reference.ambiguous``.
        """
        text = typed.strip()
        if text in self._words:
            return text
        if found := self._by_number(text):
            return found
        meant = self._meant.get(normal(text), set())
        if len(meant) > 1:
            raise UserError(
                "reference.ambiguous",
                f"“{_shown(text)}”可以指 {len(meant)} 处。",
                f"请写成下面之一：{'、'.join(sorted(meant)[:3])}。",
            )
        if not meant:
            raise UserError(
                "reference.unknown",
                f"表里没有“{_shown(text)}”这一项、这一家或这一类。",
                "请写字段名（如 innovation.patents）、企业或项目的名称、enterprises[3]，"
                "或 topic:safety 这样的材料类别。",
            )
        return next(iter(meant))

    def _by_number(self, text: str) -> str:
        record, bracket, number = text.removesuffix("]").partition("[")
        if not bracket or not text.endswith("]") or not (number.isascii() and number.isdecimal()):
            return ""
        if len(number) > 6 or record not in records() or not records()[record].many:
            return ""
        rows = getattr(self._application, record)
        if not 1 <= int(number) <= len(rows):
            raise UserError(
                "reference.unknown", f"“{record}”没有第 {number} 行，共有 {len(rows)} 行。", "请核对行号。"
            )
        return f"{record}:{rows[int(number) - 1].uid}"

    @cached_property
    def _words(self) -> dict[str, str]:
        """Every place there is, with its word."""
        words = {field.id: field.short for field in self._catalogue}
        for record in records().values():
            if record.many:
                rows = getattr(self._application, record.name)
                words |= {f"{record.name}:{row.uid}": self._name(record.name, row) for row in rows}
        topics = self._catalogue.notice.vocabularies.get(TOPICS, ())
        return words | {f"{TOPIC}:{term.id}": term.label for term in topics}

    @cached_property
    def _meant(self) -> dict[str, set[str]]:
        meant: dict[str, set[str]] = defaultdict(set)
        for reference, word in self._words.items():
            if normal(word) and not set(word) & set(";；\n"):
                meant[normal(word)].add(reference)
        return meant

    def _name(self, record: str, row: Any) -> str:
        name: str = row.name
        if record == "indicators" and row.given:
            return self._catalogue.notice.term_label("indicators", row.given)
        return name


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "□" for char in text[:30])
