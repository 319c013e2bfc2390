"""The digest kept from edit to edit is that of the canonical bytes, whatever was edited."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application, Enterprise, NoticeRef, Platform
from jxdesk.domain.canonical import encode
from jxdesk.domain.catalogue import records
from jxdesk.domain.digest import RunningDigest
from tests.strategies import applications, notice, rows

EMPTY = Application(id="00aa", notice=NoticeRef("n", "1", "0" * 64))


def whole(application: Application) -> str:
    return hashlib.sha256(encode(application)).hexdigest()


@given(applications(notice(), max_rows=3), st.data())
def test_after_each_edit_it_is_that_of_the_canonical_bytes(
    application: Application, data: st.DataObject
) -> None:
    digest = RunningDigest()
    assert digest.of(application) == whole(application)
    for _ in range(3):
        spec = data.draw(st.sampled_from(list(records().values())))
        held = getattr(application, spec.name)
        row = data.draw(rows(spec, notice()))
        kept = data.draw(st.permutations([*held, row])) if spec.many else None
        changed: dict[str, Any] = {spec.name: tuple(kept[: data.draw(st.integers(0, 4))]) if kept else row}
        application = dataclasses.replace(application, **changed)
        assert digest.of(application) == whole(application)


def test_an_empty_application_one_row_and_many() -> None:
    digest = RunningDigest()
    for count in (0, 1, 2, 0, 30):
        app = dataclasses.replace(EMPTY, platforms=tuple(Platform(uid=f"p{i}") for i in range(count)))
        assert digest.of(app) == whole(app)


def test_rows_at_the_addresses_of_others_that_are_gone_are_other_rows() -> None:
    digest = RunningDigest()
    for people in range(9):
        firms = tuple(Enterprise(uid=f"e{i}", employees=people) for i in range(100))
        app = dataclasses.replace(EMPTY, enterprises=firms)
        assert digest.of(app) == whole(app)


def test_another_application_with_the_same_rows_has_another_digest() -> None:
    digest = RunningDigest()
    for app in (EMPTY, dataclasses.replace(EMPTY, id="00bb"), dataclasses.replace(EMPTY, demo=True), EMPTY):
        assert digest.of(app) == whole(app)
