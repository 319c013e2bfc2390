"""However the rows of a list are changed, dropped, added and shuffled at once, the disk follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from jxdesk.domain.application import Application, NoticeRef, Platform
from jxdesk.store import tables
from jxdesk.store.connection import Database, Mode
from jxdesk.store.schema import metadata

EMPTY = Application(id="00aa", notice=NoticeRef("n", "1", "0" * 64))
UIDS = "abcdefghi"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A database with the tables of a workspace, in one transaction."""
    database = Database(tmp_path_factory.mktemp("rows") / "rows.db", Mode.CREATE)
    with database.write() as opened:
        metadata.create_all(opened)
        tables.first_rows(opened)
        yield opened
    database.close()


def follow(connection: Connection, steps: list[str]) -> None:
    """Write one arrangement after the other and read each; capitals are rows written anew."""
    before = EMPTY
    for number, step in enumerate(steps):
        present = {row.uid: row for row in before.platforms}
        rows = tuple(
            present.get(uid) or Platform(uid=uid.lower(), name=f"第{number}次写入的平台") for uid in step
        )
        after = dataclasses.replace(before, platforms=rows)
        tables.write_difference(connection, before, after)
        read = tables.load(connection, EMPTY.id, EMPTY.notice, demo=False)
        assert read == after
        before = after
    tables.write_difference(connection, before, EMPTY)


# Rows in order, of which an edit has exchanged or rewritten a few, and rows in any order.
sorted_rows = st.sets(st.sampled_from(UIDS)).map(lambda uids: "".join(sorted(uids)))
edited_rows = st.builds(
    lambda rows, one, other: rows.translate(str.maketrans({one: other, other: one.upper()})),
    sorted_rows,
    st.sampled_from(UIDS),
    st.sampled_from(UIDS),
)
any_rows = st.permutations(UIDS).flatmap(
    lambda rows: st.integers(0, len(rows)).map(lambda n: "".join(rows[:n]))
)


@given(st.lists(st.one_of(sorted_rows, edited_rows, any_rows), min_size=1, max_size=8))
def test_any_arrangement_of_rows_is_on_the_disk(connection: Connection, steps: list[str]) -> None:
    follow(connection, steps)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abcdef", "abcdef"),
        ("abcdef", "abCdef"),
        ("abcdef", "Abcdef"),
        ("abcdef", "abcdeF"),
        ("abcdef", "abdef"),
        ("abcdef", "abxcdef"),
        ("abcdef", "abdxef"),
        ("abcdef", ""),
        ("", "abcdef"),
        ("abcdef", "fabcde"),
        ("abcdef", "bcdefa"),
        ("abcdef", "fedcba"),
        ("abcdef", "bd"),
        # a and c leap over e, which stays: they all shift by two, yet not as a block.
        ("abcdefg", "xbadecg"),
        ("abcdefg", "xbyaecg"),
    ],
)
def test_rows_before_and_after_one_edit(connection: Connection, before: str, after: str) -> None:
    follow(connection, [before, after, before])
