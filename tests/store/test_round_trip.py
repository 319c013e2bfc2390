"""Whatever the form can hold comes back from the disk to the last digit, whichever way it went in."""

from __future__ import annotations

import dataclasses
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.domain.application import Application, Enterprise
from jxdesk.domain.canonical import encode
from jxdesk.domain.values import NotApplicable
from jxdesk.store.difference import difference
from jxdesk.store.draft import carry_out
from jxdesk.store.workspace import create
from tests.store.workspaces import canonical, change_sets, clock, new, reopened
from tests.strategies import applications, notice


@settings(max_examples=15)
@given(applications(notice(), max_rows=3))
def test_any_application_comes_back_from_the_disk(application: Application) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = new(Path(folder), application.id, demo=application.demo)
        workspace.replace_application(application, "装入")
        with reopened(workspace) as again:
            assert encode(again.application()) == encode(application)
            assert again.application() == application


@settings(max_examples=12)
@given(st.data())
def test_undo_to_the_start_and_redo_to_the_end_across_reopening(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = new(Path(folder))
        first = data.draw(applications(notice()))
        start = dataclasses.replace(first, id="00aa", demo=False)
        workspace.replace_application(start, "装入")
        states = [encode(workspace.application())]
        for _ in range(data.draw(st.integers(1, 4), label="change sets")):
            workspace.apply(data.draw(change_sets(workspace.application())))
            states.append(encode(workspace.application()))
        workspace = reopened(workspace)
        assert encode(workspace.application()) == states[-1]
        for state in reversed(states[:-1]):
            assert workspace.undo() is not None
            assert encode(workspace.application()) == state
        workspace = reopened(workspace)
        assert encode(workspace.application()) == states[0]
        for state in states[1:]:
            assert workspace.redo() is not None
            assert encode(workspace.application()) == state
        assert workspace.redo() is None
        assert canonical(workspace) == states[-1]
        workspace.close()


@settings(max_examples=40)
@given(st.data())
def test_the_difference_of_two_applications_leads_from_one_to_the_other(data: st.DataObject) -> None:
    before = data.draw(applications(notice(), max_rows=4))
    after = before
    for _ in range(data.draw(st.integers(0, 3))):
        after = carry_out(after, data.draw(change_sets(after)))
    order = data.draw(st.permutations(after.enterprises))
    after = dataclasses.replace(after, enterprises=tuple(order))
    found = difference(before, after, "合并")
    assert carry_out(before, found) == after
    assert carry_out(after, found.inverse()) == before
    assert not difference(after, after, "").changes


def test_rows_that_keep_their_order_are_not_moved() -> None:
    rows = tuple(Enterprise(uid=f"e{i}") for i in range(6))
    before = Application(id="a", notice=_reference(), enterprises=rows)
    after = dataclasses.replace(before, enterprises=(rows[5], *rows[:5]))
    changes = difference(before, after, "移动").changes
    assert {change.uid for change in changes} == {"e5"}
    assert len(changes) == 2


@pytest.mark.parametrize(
    "figure",
    [
        Decimal("1.0"),
        Decimal("1.00"),
        Decimal("-0"),
        Decimal("0.00000001"),
        Decimal("999999999999999.99999999"),
        NotApplicable("新办企业"),
        NotApplicable("na:"),
        None,
    ],
)
def test_a_figure_keeps_its_precision(tmp_path: Path, figure: Any) -> None:
    with new(tmp_path) as workspace:
        rows = (Enterprise(uid="e1", revenue=figure),)
        workspace.replace_application(dataclasses.replace(workspace.application(), enterprises=rows), "")
        with reopened(workspace) as again:
            assert repr(again.application().enterprises[0].revenue) == repr(figure)


def test_the_notice_travels_with_the_workspace(tmp_path: Path) -> None:
    with new(tmp_path) as workspace:
        assert workspace.notice == notice()
        assert workspace.application().notice.digest == notice().digest
        assert sorted(p.name for p in (workspace.path / "notice").iterdir()) == sorted(notice().files)


def test_a_new_workspace_is_empty_and_knows_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "还没有的文件夹" / "示例 50%#?.jxdesk"
    with create(path, notice(), application_id="00aa", demo=True, clock=clock) as workspace:
        application = workspace.application()
        assert application == Application(id="00aa", notice=_reference(), demo=True)
        assert (workspace.revision, workspace.saved_at, workspace.read_only) == (0, clock(), False)
        assert workspace.application() is application


def _reference() -> Any:
    from jxdesk.domain.application import NoticeRef

    return NoticeRef(notice().id, notice().version, notice().digest)
