"""One open workspace with its notice, its catalogue and its rules: where every edit goes through."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jxdesk.app.settling import settle
from jxdesk.app.single_changes import new_row, refuse_computed, value_change
from jxdesk.base import clock as real_clock
from jxdesk.base.clock import Clock, TokenSource
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, Indicator
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.digest import RunningDigest
from jxdesk.domain.extras import held
from jxdesk.domain.facts import FileFacts
from jxdesk.domain.parse import parse
from jxdesk.domain.scan import ScanMatch
from jxdesk.domain.values import Value
from jxdesk.domain.work import PrintRun
from jxdesk.notice import Notice
from jxdesk.rules import Engine
from jxdesk.store import workspace as store
from jxdesk.store.entries import ScanFile


@dataclass(frozen=True, slots=True)
class Reprint:
    """The numbers of the ``pages`` that the data with digest ``data`` print otherwise than ``printed``."""

    printed: str
    data: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """What was printed and what came back of it, as of the workspace's ``stamp``.

    ``found`` is ``None`` before anything was printed.
    """

    stamp: int
    run: PrintRun | None
    scans: tuple[ScanFile, ...]
    found: ScanMatch | None


class Session:
    """An open workspace. ``clock`` and ``tokens`` (row ids) are inputs; close it when done."""

    def __init__(
        self,
        workspace: store.Workspace,
        *,
        clock: Clock = real_clock.now,
        tokens: TokenSource = real_clock.random_token,
    ) -> None:
        self.workspace = workspace
        self.clock = clock
        self.tokens = tokens
        self.catalogue = Catalogue(workspace.notice)
        self.engine = Engine(self.catalogue)
        self._digest = RunningDigest()
        # What was seen in files while nothing can be kept in the workspace, by SHA-256 (hex).
        self.seen_here: dict[str, FileFacts] = {}
        # Which pages other data than those of the last printing would change: what is asked of
        # after every edit takes too long to be worked out then. See :mod:`jxdesk.app.reprinting`.
        self.reprint: Reprint | None = None
        # The scan held against the printing: asked for after every edit, changed by few.
        self.papers: Papers | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        notice: Notice,
        *,
        application_id: str | None = None,
        demo: bool = False,
        clock: Clock = real_clock.now,
    ) -> Self:
        """Make an empty workspace at ``path`` (``<name>.jxdesk``). Raises ``UserError``."""
        Catalogue(notice)
        made = store.create(
            path, notice, application_id=application_id or uuid.uuid4().hex, demo=demo, clock=clock
        )
        session = cls(made, clock=clock)
        session._lay_out_indicators()
        return session

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, clock: Clock = real_clock.now) -> Self:
        """Open the workspace at ``path``. Raises ``UserError`` ``store.*``."""
        workspace = store.open_workspace(path, read_only=read_only, clock=clock)
        if not read_only:
            settle(workspace)
        return cls(workspace, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the workspace and its lock."""
        self.workspace.close()

    @property
    def notice(self) -> Notice:
        """The notice that the workspace was made with."""
        return self.workspace.notice

    @property
    def application(self) -> Application:
        """The application as it stands."""
        return self.workspace.application()

    @property
    def data_digest(self) -> str:
        """SHA-256 (hex) of the canonical JSON of the application as it stands."""
        return self._digest.of(self.application)

    def value(self, field_id: str, row: str = "") -> Value:
        """The value of a field, of row ``row`` in a list."""
        record, _, name = field_id.partition(".")
        return held(self._row(record, row), name)

    def parse(self, field_id: str, typed: str) -> Value:
        """The value that ``typed`` means for a field. Raises ``UserError`` ``value.*``, ``field.*``."""
        field = self.catalogue.field(field_id)
        self.refuse_computed(field_id)
        return parse(field, typed, self.notice)

    def refuse_computed(self, field_id: str) -> None:
        """Raise ``UserError`` ``field.computed`` for a field that the program works out itself."""
        refuse_computed(self.catalogue.field(field_id))

    def set_text(self, field_id: str, typed: str, row: str = "") -> bool:
        """Set a field to what was typed; whether that changed anything.

        Raises ``UserError`` ``value.*`` or ``field.*``; then what was there stays.
        """
        change = self.cell_change(field_id, row, self.parse(field_id, typed))
        if change is None:
            return False
        label = f"修改{self.catalogue.field(field_id).short}"
        self.workspace.apply(ChangeSet(label, (change,)))
        return True

    def cell_change(self, field_id: str, row: str, after: Value) -> SetValue | None:
        """The change that gives a cell the value ``after``; ``None`` if it has it already."""
        spec = self.catalogue.field(field_id).spec
        return value_change(spec, self._row(spec.record, row), row or spec.record, after)

    def new_row(self, record: str, position: int, values: dict[str, Value]) -> InsertRow:
        """The change that adds a row with ``values`` (the rest empty) and a fresh uid."""
        return new_row(record, position, values, self.tokens)

    def add_row(self, record: str, values: dict[str, Value] | None = None) -> str:
        """Append a row to a list; its uid."""
        change = self.new_row(record, len(getattr(self.application, record)), values or {})
        title = self.notice.part_of(record).nav
        self.workspace.apply(ChangeSet(f"在“{title}”中新增一行", (change,)))
        return change.uid

    def delete_rows(self, record: str, uids: tuple[str, ...]) -> None:
        """Take rows out of a list, with one undo step.

        Raises ``UserError`` ``field.given`` for an indicator that the notice itself gives.
        """
        rows = getattr(self.application, record)
        if record == "indicators" and any(row.given for row in rows if row.uid in uids):
            raise UserError("field.given", "通知列出的指标不能删除。", "不适用的年份可以填“—（原因）”。")
        changes: list[Change] = [
            DeleteRow(record, row.uid, position, records()[record].values(row))
            for position, row in reversed(list(enumerate(rows)))
            if row.uid in uids
        ]
        if changes:
            title = self.notice.part_of(record).nav
            self.workspace.apply(ChangeSet(f"在“{title}”中删除 {len(changes)} 行", tuple(changes)))

    def _lay_out_indicators(self) -> None:
        """Give a new workspace one row for each indicator that the notice gives; uid is its id."""
        given = self.notice.form.indicators
        spec = records()["indicators"]
        rows = (spec.values(Indicator(uid=target.id, given=target.id)) for target in given)
        changes = (
            InsertRow("indicators", target.id, i, row)
            for i, (target, row) in enumerate(zip(given, rows, strict=True))
        )
        if given:
            self.workspace.apply(ChangeSet("列出通知所列指标", tuple(changes)))

    def _row(self, record: str, uid: str) -> Any:
        rows = getattr(self.application, record)
        if not records()[record].many:
            return rows
        found = next((row for row in rows if row.uid == uid), None)
        if found is None:
            title = self.notice.part_of(record).nav
            raise UserError("field.row", f"“{title}”里没有这一行。", "请刷新后重试。")
        return found
