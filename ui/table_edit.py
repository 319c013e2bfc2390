"""Editing in tables as in a spreadsheet: copy, paste, fill, clear, tick, many cells at once.

Whatever is done is one step of undo. Cells are named by row uid and field, never by the number of
a row, so that it does not matter how the view is sorted and what it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QPushButton

from jxdesk.app import cell_edits
from jxdesk.app.cell_edits import Cells
from jxdesk.app.pasted import Pasted, PastedCell, Spot
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind
from ui import flag_cell, table_clipboard
from ui.bulk_dialog import BulkDialog
from ui.context import Context
from ui.editors import YES
from ui.paste_report import PasteReport
from ui.table_actions import TableActions
from ui.table_clipboard import Rows
from ui.table_model import FIELD, UID, RecordTableModel, may_edit
from ui.table_order import TableOrder
from ui.table_selection import Chosen, chosen
from ui.table_view import RecordTable

# Writing out more cells than these takes longer than the window may stand still.
_MOST_AT_ONCE = 4_000


class TableEdit(QObject):
    """The edits of one list. ``inserted`` carries the uid of a row put in, ``remove_wanted`` asks for
    the selected rows to be taken out.
    """

    inserted = Signal(str)
    remove_wanted = Signal()

    def __init__(self, context: Context, table: RecordTable, order: TableOrder, *, grows: bool) -> None:
        """``grows`` says whether rows can be added to the list by typing."""
        super().__init__(table)
        self._context = context
        self._desk = context.desk
        self._table = table
        self._order = order
        self._grows = grows
        self._copying = False
        self.bulk: BulkDialog | None = None
        self.actions = TableActions(self, table, grows=grows)
        self.button = QPushButton("编辑")
        self.button.setObjectName("drop")
        self.button.setToolTip("复制、粘贴、批量填写等，在表格里点右键也有")
        self.button.setMenu(self.actions.menu)

    @property
    def model(self) -> RecordTableModel:
        """The list itself."""
        return self._order.model

    @property
    def locked(self) -> bool:
        """Whether nothing can be changed."""
        return self._desk.picture.locked

    def chosen(self) -> Chosen:
        """What is selected now."""
        return chosen(self._table, self.model.fields, self._order.uids)

    # --- the clipboard ------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        self._copy(self.chosen(), lambda: None)

    def cut(self) -> None:
        """Put the selected cells on the clipboard and empty them."""
        picked = self.chosen()
        if not self.locked:
            self._copy(picked, lambda: self._clear(picked))

    def paste(self) -> None:
        """Put the clipboard's cells from the first selected cell on; all of them or none."""
        if self.locked:
            return
        if self._copying:
            # What was copied last is still being written out; or it was stopped, then not again.
            self._copying = False
            self._desk.when_idle(self.paste)
            return
        text = table_clipboard.text()
        if not text:
            self._desk.told.emit("剪贴板里没有文字，请先在 Excel、WPS 或这里复制。")
            return
        picked = self.chosen()
        rows = self._order.uids[picked.top :]
        names = tuple(field.id for field in picked.shown[picked.left :])
        spot = Spot(self.model.record, rows, names, picked.high, picked.wide, self._grows)

        def step(session: Session) -> Pasted:
            # What understands spreadsheets is loaded when something comes from one.
            from jxdesk.app.pasting import paste

            return paste(session, text, spot)

        self._desk.edit(step, self._pasted)

    # --- many cells at once ---------------------------------------------------------------------

    def clear(self) -> None:
        """Empty the selected cells."""
        if not self.locked:
            self._clear(self.chosen())

    def fill_down(self) -> None:
        """Give the selected cells what the first of their column holds; one row takes after the row above."""
        picked = self.chosen()
        cells: Cells = picked.cells
        if len(picked.uids) == 1 and picked.top > 0:
            above = self._order.uid_at(picked.top - 1)
            cells = {name: (above, *uids) for name, uids in cells.items()}
        self._change(cells, cell_edits.fill_down, "已向下填充 {} 格", "下面各格与上面相同，没有改动。")

    def toggle(self) -> None:
        """Tick the selected yes/no cells, or cross them if the one with the cursor is ticked."""
        current = self._table.currentIndex()
        cells = self._flags(self.chosen())
        if not cells:
            return
        if flag_cell.is_flag(current):
            field, uid = current.data(FIELD).id, str(current.data(UID))
        else:
            name, uids = next(iter(cells.items()))
            field, uid = self._field(name).id, uids[0]

        def step(session: Session, record: str, cells: Cells) -> int:
            # Asked when its turn has come: the press before this one may not be shown yet.
            word = flag_cell.next_word(YES if session.value(field, uid) is True else "")
            return cell_edits.fill(session, record, cells, word)

        self._change(cells, step, "已切换 {} 格" if sum(map(len, cells.values())) > 1 else "")

    def has_flags(self) -> bool:
        """Whether a yes/no cell is selected."""
        return bool(self._flags(self.chosen()))

    def insert(self) -> None:
        """Put an empty row below the one with the cursor."""
        current = self._table.currentIndex()
        if self.locked or not self._grows:
            return
        uid = self._order.uid_at(current.row()) if current.isValid() else ""
        record = self.model.record
        self._desk.edit(lambda session: cell_edits.insert_below(session, record, uid), self.inserted.emit)

    def ask_bulk(self) -> None:
        """Ask what to fill into a column of the selected rows. Does not block."""
        picked = self.chosen()
        if self.locked or not picked.uids:
            return
        fields = [field for field in picked.shown if may_edit(field)]
        first = next((field for field in picked.shown if field.id in picked.cells), fields[0])
        rows = [self._row(uid) for uid in picked.uids]
        dialog = BulkDialog(self._context, fields, rows, first, self._table.window())

        def fill(name: str, typed: str, blanks_only: bool) -> None:
            record, cells = self.model.record, {name: picked.uids}
            self._desk.edit(
                lambda session: cell_edits.fill(session, record, cells, typed, blanks_only=blanks_only),
                lambda count: filled(cells, count),
                refused,
            )

        def filled(cells: Cells, count: int) -> None:
            if self.bulk is dialog:
                dialog.accept()
            self._tell(cells, count, "已填写 {} 行")

        def refused(error: UserError) -> None:
            # Who closed the dialog meanwhile is told over the window.
            (dialog.refuse if self.bulk is dialog else self._desk.refused.emit)(error)

        dialog.wanted.connect(fill)
        dialog.finished.connect(self._forget_bulk)
        self.bulk = dialog
        dialog.open()

    def show_menu(self, at: QPoint) -> None:
        """Show what can be done, at a place of the screen."""
        if not self.actions.menu.isVisible():
            self.actions.menu.popup(at)

    # --- inside ---------------------------------------------------------------------------------

    def _forget_bulk(self) -> None:
        self.bulk = None

    def _row(self, uid: str) -> Any:
        return self.model.rows[self.model.row_of(uid)]

    def _field(self, name: str) -> Field:
        return next(field for field in self.model.fields if field.id == name)

    def _flags(self, picked: Chosen) -> Cells:
        flags = {field.id for field in picked.shown if field.kind is Kind.FLAG and may_edit(field)}
        return {name: uids for name, uids in picked.cells.items() if name in flags}

    def _copy(self, picked: Chosen, then: Callable[[], None]) -> None:
        fields = tuple(field for field in picked.shown if field.id in picked.cells)
        rows = [self._row(uid) for uid in picked.uids]
        held = {name: frozenset(uids) for name, uids in picked.cells.items()}
        if not rows:
            return

        def written() -> tuple[str, str]:
            texts: Rows = [
                tuple(self.model.copied_text(row, f) if row.uid in held[f.id] else "" for f in fields)
                for row in rows
            ]
            return table_clipboard.written(texts, tuple(field.kind for field in fields))

        def done(made: tuple[str, str]) -> None:
            self._copying = False
            table_clipboard.put(*made)
            self._desk.told.emit(f"已复制 {len(rows)} 行 × {len(fields)} 列。")
            then()

        if len(rows) * len(fields) <= _MOST_AT_ONCE:
            done(written())
            return

        self._copying = True
        # Rows never change, and a cell's draft is looked up in one go: the worker may write them out.
        self._desk.ask(lambda _session, _progress: written(), done, title="正在复制")

    def _clear(self, picked: Chosen) -> None:
        self._change(picked.cells, cell_edits.clear, "已清除 {} 格", "所选各格没有可以清除的内容。")

    def _change(
        self, cells: Cells, step: Callable[[Session, str, Cells], int], said: str, nothing: str = ""
    ) -> None:
        """Do ``step`` to ``cells`` and say how many it changed, or that it changed ``nothing``."""
        if cells and not self.locked:
            record = self.model.record
            self._desk.edit(
                lambda session: step(session, record, cells),
                lambda count: self._tell(cells, count, said, nothing),
            )

    def _tell(self, cells: Cells, count: int, said: str, nothing: str = "") -> None:
        for name, uids in cells.items():
            self.model.settle(uids, (self._field(name).spec.name,))
        if count and said:
            self._desk.told.emit(f"{said.format(count)}，按 Ctrl+Z 可以撤销。")
        elif not count and nothing:
            self._desk.told.emit(nothing)

    def _pasted(self, done: Pasted) -> None:
        if not done.refusals:
            self.model.settle(done.uids, done.names)
            self._desk.told.emit(done.sentence)
        if done.refusals or done.conversions or done.besides:
            cells = self._numbered(done.uids, done.refused or done.converted)
            PasteReport(done, cells, self._context.look, self._table.window()).open()

    def _numbered(self, uids: Sequence[str], cells: Sequence[PastedCell]) -> list[tuple[str, ...]]:
        """Cells in words: the row by the number beside it, the column, the text, and what is said of it."""

        def place(row: int) -> str:
            return f"第 {self.model.row_of(uids[row]) + 1} 行" if row < len(uids) else "新的一行"

        return [(cell.place or place(cell.row), cell.heading, cell.text, cell.said) for cell in cells]
