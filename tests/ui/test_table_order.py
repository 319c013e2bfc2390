"""The proxy of the tables keeps its word while rows come, change, go and come back, however it is sorted.

A small list stands in for the workspace: what is tried is the way from one picture to the next.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from jxdesk.app.checking import CheckReport, Judged
from jxdesk.app.session import Session
from jxdesk.domain.application import Enterprise
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Finding, Level, Place
from jxdesk.domain.values import NotApplicable
from jxdesk.notice import load_installed
from ui.context import Context
from ui.rows import steps
from ui.table_filter import Show, Wanted, plain
from ui.table_model import UID, RecordTableModel
from ui.table_order import TableOrder
from ui.theme import Look

NAMES = ("", "安徽甲", "北京乙", "重庆丙", "第2号", "第10号", "ＡＢＣ")
REVENUES = (None, Decimal(2), Decimal(10), Decimal("0.5"), NotApplicable("新办"))
FLAGS = (None, True, False)
ORDERS = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)


class Bench:
    """A list, its model and its proxy, and how the rows should be shown."""

    def __init__(self, catalogue: Catalogue, empty: Any, look: Look) -> None:
        self._catalogue, self._empty = catalogue, empty
        self.rows: tuple[Enterprise, ...] = ()
        self.found: frozenset[str] = frozenset()
        self._next = 0
        desk: Any = SimpleNamespace(picture=self.picture())
        self.model = RecordTableModel(Context(desk, look), "enterprises")
        self.order = TableOrder(self.model)
        self.view = QTableView()
        self.view.setModel(self.order)
        fatal = QAbstractItemModelTester.FailureReportingMode.Warning
        self.testers = [QAbstractItemModelTester(m, fatal, m) for m in (self.model, self.order)]

    def picture(self) -> Any:
        application = dataclasses.replace(self._empty, enterprises=self.rows)
        places = [Place("register", "enterprises.name", uid) for uid in sorted(self.found)]
        found = (Finding("X", Level.HINT, "一", place, "看一看。", "改一改。") for place in places)
        report = CheckReport(tuple(Judged(finding, None) for finding in found))
        return SimpleNamespace(
            application=application,
            report=report,
            catalogue=self._catalogue,
            notice=self._catalogue.notice,
            locked=False,
        )

    def show(self, rows: tuple[Enterprise, ...]) -> None:
        self.rows = rows
        self.model.show_picture(self.picture())

    def new(self, name: str, revenue: Any, flag: bool | None) -> Enterprise:
        self._next += 1
        return Enterprise(uid=f"u{self._next}", name=name, revenue=revenue, dominant=flag)

    def expected(self) -> tuple[str, ...]:
        """The rows that fulfil the filter, sorted by value, worked out in another way."""
        order, wanted = self.order, self.order.wanted
        rows = [row for row in self.rows if self._fulfils(row, wanted)]
        if order.sorted_by < 0:
            return tuple(row.uid for row in rows)
        name = self.model.fields[order.sorted_by].spec.name
        empty = [r for r in rows if getattr(r, name) in (None, "", ())]
        not_applicable = [r for r in rows if isinstance(getattr(r, name), NotApplicable)]
        valued = [r for r in rows if r not in empty and r not in not_applicable]
        ranks = {
            "name": lambda r: NAMES_IN_ORDER.index(r.name),
            "revenue": lambda r: r.revenue,
            "dominant": lambda r: (True, False).index(r.dominant),
        }
        valued.sort(key=ranks[name], reverse=order.descending)
        return tuple(row.uid for row in (*valued, *not_applicable, *empty))

    def _fulfils(self, row: Enterprise, wanted: Wanted) -> bool:
        if wanted.show is Show.FOUND and row.uid not in self.found:
            return False
        if wanted.show is Show.LACKING and not self.model.is_lacking(row):
            return False
        chosen = wanted.values.get("enterprises.dominant")
        if chosen is not None and row.dominant not in chosen:
            return False
        cells = [plain(self.model.shown_text(row, field)) for field in self.model.fields]
        return all(any(word in cell for cell in cells) for word in wanted.words)


NAMES_IN_ORDER = ("ＡＢＣ", "安徽甲", "北京乙", "第2号", "第10号", "重庆丙")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, Any]:
    """A catalogue and an empty application."""
    path = tmp_path_factory.mktemp("order") / "县.jxdesk"
    with Session.create(path, load_installed("jx-2025"), application_id="c0ffee") as session:
        return session.catalogue, session.application


@pytest.fixture
def bench(ground: tuple[Catalogue, Any], look: Look, qtbot: QtBot) -> Bench:
    made = Bench(*ground, look)
    qtbot.addWidget(made.view)
    return made


def check(bench: Bench) -> None:
    """What must be true at every moment."""
    order, shown = bench.order, bench.order.uids
    assert len(set(shown)) == len(shown) == order.rowCount() == len(shown)
    assert set(shown) <= {row.uid for row in bench.rows}
    for place, uid in enumerate(shown):
        index = order.index(place, 0)
        assert index.data(UID) == uid == order.uid_at(place)
        assert order.place_of(uid) == place
        assert order.mapFromSource(order.mapToSource(index)) == index
        assert order.headerData(place, Qt.Orientation.Vertical) == bench.model.row_of(uid) + 1
    let_through = {uid for uid in shown if uid not in bench.expected()}
    if not order.stale and not let_through:
        assert shown == bench.expected()


values = st.tuples(st.sampled_from(NAMES), st.sampled_from(REVENUES), st.sampled_from(FLAGS))
moves = st.one_of(
    st.tuples(st.just("add"), st.lists(values, min_size=1, max_size=4)),
    st.tuples(st.just("insert"), st.integers(0, 20), values),
    st.tuples(st.just("edit"), st.integers(0, 20), values),
    st.tuples(st.just("edit all"), values),
    st.tuples(st.just("delete"), st.sets(st.integers(0, 20), min_size=1)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("find"), st.sampled_from(["", "安", "甲 2", "ａｂｃ", "10"])),
    st.tuples(st.just("show"), st.sampled_from(list(Show))),
    st.tuples(st.just("value"), st.sampled_from(FLAGS), st.booleans()),
    st.tuples(st.just("sort"), st.sampled_from(["", "name", "revenue", "dominant"]), st.sampled_from(ORDERS)),
    st.tuples(st.just("check"), st.sets(st.integers(0, 20))),
    st.tuples(st.just("open"), st.integers(0, 20)),
    st.tuples(st.just("arrange")),
)


def make(bench: Bench, move: tuple[Any, ...], before: list[tuple[Enterprise, ...]]) -> None:
    """One thing that the user, or another page, does."""
    place = move[1] if len(move) > 1 else None
    if isinstance(place, int) and not isinstance(place, bool) and move[0] != "insert":
        if not bench.rows:
            return
        move = (move[0], place % len(bench.rows), *move[2:])
    if move[0] in ("add", "insert", "edit", "edit all", "delete", "undo"):
        rows = bench.rows
        change(bench, move, before)
        if move[0] != "undo":
            before.append(rows)
    else:
        look_at(bench, move)


def change(bench: Bench, move: tuple[Any, ...], before: list[tuple[Enterprise, ...]]) -> None:
    rows = bench.rows
    match move:
        case "add", new:
            bench.show((*rows, *(bench.new(*cells) for cells in new)))
        case "insert", place, cells:
            bench.show((*rows[:place], bench.new(*cells), *rows[place:]))
        case "edit", at, cells:
            row = dataclasses.replace(rows[at], name=cells[0], revenue=cells[1], dominant=cells[2])
            bench.show((*rows[:at], row, *rows[at + 1 :]))
        case "edit all", cells:
            bench.show(tuple(dataclasses.replace(row, revenue=cells[1]) for row in rows))
        case "delete", places:
            bench.show(tuple(row for place, row in enumerate(rows) if place not in places))
        case ("undo",) if before:
            bench.show(before.pop())


def look_at(bench: Bench, move: tuple[Any, ...]) -> None:
    order, rows = bench.order, bench.rows
    match move:
        case "find", typed:
            order.want(order.wanted.finding(typed))
        case "show", show:
            order.want(order.wanted.showing(show))
        case "value", value, on:
            order.want(order.wanted.with_value("enterprises.dominant", value, on=on))
        case "sort", name, way:
            order.sort(bench.model.column_of(f"enterprises.{name}") if name else -1, way)
        case "check", places:
            bench.found = frozenset(row.uid for place, row in enumerate(rows) if place in places)
            bench.show(rows)
        case "open", at:
            order.let_through(rows[at].uid)
            assert order.place_of(rows[at].uid) >= 0
        case ("arrange",):
            order.arrange()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=st.lists(moves, min_size=3, max_size=14))
def test_what_is_shown_is_what_is_wanted_in_its_order(
    ground: tuple[Catalogue, Any], look: Look, qtbot: QtBot, walk: list[tuple[Any, ...]]
) -> None:
    bench = Bench(*ground, look)
    before: list[tuple[Enterprise, ...]] = []
    make(
        bench,
        ("add", [("安徽甲", Decimal(2), True), ("重庆丙", None, None), ("第2号", Decimal(10), False)]),
        [],
    )
    for move in walk:
        make(bench, move, before)
        check(bench)
    bench.order.arrange()
    assert not bench.order.stale
    assert bench.order.uids == bench.expected()
    bench.view.deleteLater()


def test_selection_and_cursor_go_with_their_rows(bench: Bench) -> None:
    bench.show(tuple(bench.new(name, None, None) for name in ("重庆丙", "安徽甲", "北京乙")))
    held = QPersistentModelIndex(bench.order.index(0, 1))
    bench.view.setCurrentIndex(bench.order.index(0, 0))
    bench.order.sort(0)
    assert [bench.order.index(row, 0).data() for row in range(3)] == ["安徽甲", "北京乙", "重庆丙"]
    assert (held.row(), held.column()) == (2, 1)
    assert bench.view.currentIndex().row() == 2
    bench.show(bench.rows[1:])
    assert not held.isValid()


# More stretches than are told one by one, and fewer.
@pytest.mark.parametrize(("number", "step"), [(124, 2), (40, 9)])
def test_rows_taken_out_all_over_the_list_and_brought_back(bench: Bench, number: int, step: int) -> None:
    bench.show(tuple(bench.new(f"第{n}号", Decimal(n % 7), None) for n in range(number)))
    whole = bench.rows
    bench.order.sort(bench.model.column_of("enterprises.revenue"), ORDERS[1])
    bench.show(tuple(row for place, row in enumerate(whole) if place % step))
    check(bench)
    bench.show(whole)
    check(bench)
    assert bench.order.uids == bench.expected()


def test_a_new_row_stands_last_and_one_that_comes_back_at_its_place(bench: Bench) -> None:
    bench.show(tuple(bench.new(name, None, None) for name in ("重庆丙", "安徽甲")))
    bench.order.sort(0)
    first, second = (row.uid for row in bench.rows)
    before = bench.rows
    third = bench.new("北京乙", None, None)
    bench.show((*before, third))
    assert list(bench.order.uids) == [second, first, third.uid]
    assert bench.order.stale == 1
    bench.show(before[1:])
    bench.show(before)
    assert list(bench.order.uids) == [second, first]


@given(
    st.lists(st.integers(0, 30), unique=True, max_size=12),
    st.lists(st.integers(0, 30), unique=True, max_size=12),
)
def test_steps_turn_the_old_into_the_new(old: list[int], new: list[int]) -> None:
    found = steps(old, new)
    if found is None:
        assert [i for i in old if i in new] != [i for i in new if i in old]
        return
    removed, inserted = found
    now = list(old)
    for first, last in reversed(removed):
        del now[first : last + 1]
    for first, last in inserted:
        now[first:first] = new[first : last + 1]
    assert now == new
