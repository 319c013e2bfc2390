"""Write a value the way the form and the window show it: numbers as typed, words for ids."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import is_date
from jxdesk.domain.values import Kind, NotApplicable, Product, Value
from jxdesk.notice import Notice


def show(field: Field, value: Value, notice: Notice) -> str:
    """The text of ``value`` in documents, tables and messages; empty for an empty field."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, NotApplicable):
        return "—"
    if field.kind is Kind.CHOICE and isinstance(value, str):
        return notice.term_label(field.spec.mark.vocabulary, value)
    if field.kind is Kind.DATE and isinstance(value, str):
        return show_date(value)
    return show_plain(value)


def show_plain(value: Value) -> str:
    """The text of a value that needs no vocabulary."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, NotApplicable):
        return f"—（{value.why}）"
    if isinstance(value, tuple):
        return "；".join(_item(item) for item in value)
    return "" if value is None else str(value)


def edit_text(field: Field, value: Value, notice: Notice) -> str:
    """The text an editor starts from: parsing it again gives the same value."""
    if field.kind is Kind.CHOICE and isinstance(value, str) and value:
        return notice.term_label(field.spec.mark.vocabulary, value)
    return show_plain(value)


def show_date(iso: str) -> str:
    """``2026-03`` → ``2026年3月``, ``2026-03-15`` → ``2026年3月15日``.

    What is no date stays as it is: an earlier pack may have had another kind of field of this name.
    """
    if not is_date(iso):
        return iso
    parts = [int(part) for part in iso.split("-")]
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def show_digest(digest: str) -> str:
    """Hex in groups of four, as it stands on paper."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def show_numbers(numbers: Iterable[int]) -> str:
    """Page or row numbers for a sentence, runs drawn together: ``1–3、7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    joined = {1: "", 2: "、"}
    return "、".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{joined.get(len(run), '–')}{run[-1]}" for run in runs
    )


def _item(item: Product | str) -> str:
    if isinstance(item, str):
        return item
    return item.name if item.share is None else f"{item.name}（{item.share:f}%）"
