"""What the store's tests share: a clock that stands still, and change sets that can be made."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from jxdesk.domain.application import Application, Enterprise
from jxdesk.domain.canonical import encode
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.extras import held as held_in
from jxdesk.store.draft import carry_out
from jxdesk.store.lock import Holder
from jxdesk.store.workspace import Workspace, create, open_workspace
from tests.strategies import extra_values, notice, rows, values

NOON = dt.datetime(2026, 3, 1, 4, 0, tzinfo=dt.UTC)
WHO = Holder("王五", "办公室一号机", 4711, NOON)


def clock() -> dt.datetime:
    return NOON


def new(folder: Path, application_id: str = "00aa", *, demo: bool = False) -> Workspace:
    path = folder / "某县.jxdesk"
    return create(path, notice(), application_id=application_id, demo=demo, clock=clock, holder=WHO)


def reopened(workspace: Workspace, *, read_only: bool = False) -> Workspace:
    workspace.close()
    return open_workspace(workspace.path, read_only=read_only, clock=clock, holder=WHO)


def named(name: str, *, before: str = "", label: str = "填写集群名称") -> ChangeSet:
    return ChangeSet(label, (SetValue("basic", "basic", "cluster_name", before, name),))


def many_enterprises(application: Application, count: int) -> Application:
    made = tuple(
        Enterprise(uid=f"{i:016x}", name=f"示例传感器有限公司第{i}号", revenue=Decimal(i) / 10, employees=i)
        for i in range(count)
    )
    return dataclasses.replace(application, enterprises=made)


def canonical(workspace: Workspace) -> bytes:
    """The canonical bytes as somebody else would read them from the disk."""
    with open_workspace(workspace.path, read_only=True, clock=clock) as beside:
        return encode(beside.application())


def row_values(spec: RecordSpec, row: Any) -> dict[str, Any]:
    return spec.values(row)


@st.composite
def change_sets(draw: st.DrawFn, application: Application) -> ChangeSet:
    """One to four changes that can be made on ``application`` one after the other."""
    made: list[Change] = []
    present = application
    for _ in range(draw(st.integers(1, 4))):
        change = draw(_changes(present))
        present = carry_out(present, ChangeSet("", (change,)))
        made.append(change)
    return ChangeSet(draw(st.sampled_from(("改动", "导入", ""))), tuple(made))


@st.composite
def _changes(draw: st.DrawFn, application: Application) -> Change:
    spec = draw(st.sampled_from(list(records().values())))
    held = getattr(application, spec.name)
    kind = draw(st.sampled_from(("set", "insert", "delete"))) if spec.many else "set"
    if spec.many and (kind == "insert" or not held):
        taken = {row.uid for row in held}
        row = draw(rows(spec, notice()).filter(lambda made: made.uid not in taken))
        return InsertRow(spec.name, row.uid, draw(st.integers(0, len(held))), row_values(spec, row))
    position = draw(st.integers(0, len(held) - 1)) if spec.many else 0
    row = held[position] if spec.many else held
    if kind == "delete":
        return DeleteRow(spec.name, row.uid, position, row_values(spec, row))
    uid = row.uid if spec.many else spec.name
    if draw(st.integers(0, 4)) == 0:
        column = draw(st.sampled_from(("x.of_earlier_pack", "x.other")))
        return SetValue(spec.name, uid, column, held_in(row, column), draw(st.none() | extra_values()))
    field = draw(st.sampled_from(spec.fields))
    return SetValue(spec.name, uid, field.name, getattr(row, field.name), draw(values(field, notice())))
