"""A clerk's typing: page after page of the form, the lists, the evidence, the reasons; by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from jxdesk.app.cell_block import write_block
from jxdesk.app.demo import DemoCounty
from jxdesk.app.linking import targets
from jxdesk.domain.application import Application, Evidence
from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Level
from jxdesk.domain.values import Kind
from tests.ui.walk_by_hand import CONTROL, SHIFT, Hands, Key
from ui.editors import YES, ChoiceEditor, FlagEditor
from ui.field_row import FieldRow, text_of
from ui.findings_model import JUDGED
from ui.main_window import MainWindow
from ui.new_dialog import NewDialog
from ui.pages.block import FormBlock
from ui.pages.evidence.block import EvidenceBlock
from ui.pages.evidence.dialogs import SeenDialog
from ui.pages.evidence.picker import LinkPicker
from ui.pages.lists import ListBlock
from ui.program import Program

NAME = "云澜县数字产业集群"


class Typist:
    """Types the fictional county's application into an empty workspace, until the check has no objections."""

    def __init__(self, hands: Hands, county: DemoCounty) -> None:
        self.hands = hands
        self.county = county
        self.window: MainWindow

    @property
    def mine(self) -> Application:
        return self.window.picture.application

    def idle(self) -> None:
        """Everything asked for has been answered."""
        self.hands.until(lambda: not self.window.desk.worker.busy)

    def sits_at(self, program: Program) -> None:
        self.hands.until(lambda: program.windows)
        (self.window,) = program.windows
        self.hands.until(lambda: QApplication.activeWindow() is self.window)
        self.idle()

    # --- the start page -----------------------------------------------------------------------

    def begins(self, program: Program, folder: Path) -> None:
        hands = self.hands
        hands.key(Key.Key_N, CONTROL)
        dialog = hands.dialog(NewDialog)
        hands.tab_to(dialog.name)
        hands.write(NAME)
        hands.tab_to(dialog.place)
        hands.write_anew(str(folder))
        hands.tab_to(dialog.notice)
        hands.key(Key.Key_Home)
        hands.key(Key.Key_Return)
        self.sits_at(program)

    def leaves(self, program: Program) -> None:
        self.hands.key(Key.Key_Q, CONTROL)
        self.hands.until(lambda: not program.windows)

    def comes_back(self, program: Program) -> None:
        """By the list of recent workspaces."""
        recents = program.start_page.recents
        self.hands.tab_to(recents)
        assert recents.currentIndex().row() == 0
        self.hands.key(Key.Key_Return)
        self.sits_at(program)

    def opens(self, title: str) -> None:
        """Click a stage in the bar."""
        self.hands.click(next(step for step in self.window.stages.steps if step.stage.title == title))

    # --- the form -----------------------------------------------------------------------------

    def fills_in(self, part: str) -> None:
        """Fill in one page from the top down; it is the next one, or is open already."""
        if self.window.page.part.id != part:
            self.hands.key(Key.Key_PageDown, CONTROL)
        assert self.window.page.part.id == part
        while self.hands.keyboard is not self.window.parts:
            self.hands.key(Key.Key_F6)
        self.hands.key(Key.Key_F6)
        for block in self.window.page.blocks:
            if isinstance(block, FormBlock):
                for row in block.rows.values():
                    self._fills(row)
            elif isinstance(block, ListBlock):
                self._pastes(block)
        while self.hands.keyboard is not self.window.parts:
            self.hands.key(Key.Key_F6)
        self.idle()
        assert self.window.page.refused == ()

    def _text(self, row: FieldRow) -> str:
        value = row.field.spec.of(getattr(self.county.application, row.field.spec.record))
        return text_of(row.field, value, self.window.picture.notice)

    def _fills(self, row: FieldRow) -> None:
        text, hands = self._text(row), self.hands
        hands.tab_to(row.editor.target)
        if isinstance(row.editor, FlagEditor):
            hands.key(Key.Key_Space)
            if text != YES:
                hands.key(Key.Key_Right)
        elif isinstance(row.editor, ChoiceEditor):
            hands.key(Key.Key_Down, times=row.editor.combo.findText(text))
        elif row.field.kind is Kind.LONG_TEXT:
            hands.paste(text)
        else:
            hands.write(text)
        assert row.editor.text() == text

    def _pastes(self, block: ListBlock) -> None:
        """Paste the whole list but its last yes/no column, which is ticked with the space bar."""
        hands, record = self.hands, block.record
        rows, fields = getattr(self.county.application, record), block.model.fields
        flags = [field for field in fields if field.kind is Kind.FLAG]
        ticked = flags[-1] if flags else None
        notice = self.window.picture.notice
        hands.tab_to(block.table)
        hands.key(Key.Key_Home, CONTROL)
        hands.paste(
            write_block(
                [
                    [
                        ""
                        if f is ticked
                        else text_of(f, f.spec.of(row), notice) or block.model.shown_text(row, f)
                        for f in fields
                    ]
                    for row in rows
                ]
            )
        )
        hands.until(lambda: len(getattr(self.mine, record)) == len(rows))
        self.idle()
        if ticked is not None:
            hands.key(Key.Key_Home, CONTROL)
            hands.key(Key.Key_Right, times=fields.index(ticked))
            for number, row in enumerate(rows):
                if number:
                    hands.key(Key.Key_Down)
                # Yes first, then no.
                for _ in range(1 if ticked.spec.of(row) else 2):
                    hands.key(Key.Key_Space)
                    self.idle()

    def takes_back_and_does_again(self) -> None:
        """One undo and one redo of the last thing typed."""
        before, label = self.mine, self.window.picture.undo_label
        self.hands.key(Key.Key_Z, CONTROL)
        self.hands.until(lambda: self.window.picture.redo_label == label)
        assert self.mine != before
        self.hands.key(Key.Key_Y, CONTROL)
        self.idle()
        assert self.mine == before

    # --- evidence -----------------------------------------------------------------------------

    def attaches(self, folder: Path) -> None:
        """Drop all files, say what each group of them proves, and fill in how many and of when."""
        hands = self.hands
        if self.window.page.part.id != "evidence":
            hands.key(Key.Key_PageDown, CONTROL)
        (page,) = self.window.page.blocks
        assert isinstance(page, EvidenceBlock)
        groups: dict[tuple[str, ...], list[Evidence]] = {}
        for row in self.county.application.evidence:
            groups.setdefault(row.proves, []).append(row)
        ordered = [row for group in groups.values() for row in group]
        paths = []
        for row in ordered:
            paths.append(folder / row.name)
            paths[-1].write_bytes(self.county.files[row.sha256])
        hands.drop(page.left, paths)
        hands.dialog(LinkPicker)
        hands.key(Key.Key_Escape)
        self.idle()
        assert [row.name for row in self.mine.evidence] == [row.name for row in ordered]
        table, fields = page.list.table, page.list.model.fields
        hands.click(table.viewport())
        hands.key(Key.Key_Home, CONTROL)
        dated = next(number for number, field in enumerate(fields) if field.spec.name == "dated")
        hands.key(Key.Key_Right, times=dated)
        notice = self.window.picture.notice
        hands.paste(
            write_block([[text_of(f, f.spec.of(row), notice) for f in fields[dated:]] for row in ordered])
        )
        self.idle()
        hands.key(Key.Key_Home, CONTROL)
        hands.key(Key.Key_Right)
        for number, (proves, group) in enumerate(groups.items()):
            if number:
                hands.key(Key.Key_Down)
            hands.key(Key.Key_Down, SHIFT, times=len(group) - 1)
            hands.key(Key.Key_Return)
            self._links(proves)
            self.idle()
            hands.until(lambda: hands.keyboard is table)
        self._looks_through(page)

    def _links(self, proves: tuple[str, ...]) -> None:
        hands = self.hands
        picker = hands.dialog(LinkPicker)
        every = targets(self.mine, self.window.picture.catalogue)
        for theirs in proves:
            reference = self._own(theirs)
            target = next(target for target in every if target.reference == reference)
            hands.write_anew(f"{target.label} {target.where}")
            row = next(n for n, t in enumerate(picker.model.shown) if t.reference == reference)
            hands.key(Key.Key_Down, times=row + 1)
            hands.key(Key.Key_Space)
            hands.key(Key.Key_Up, times=row + 1)
            assert hands.keyboard is picker.typed
        hands.key(Key.Key_Return)

    def _own(self, reference: str) -> str:
        """The same reference with the uid of the row that was typed here."""
        record, apart, uid = reference.partition(":")
        if not apart or record not in records():
            return reference
        theirs = [row.uid for row in getattr(self.county.application, record)]
        return f"{record}:{getattr(self.mine, record)[theirs.index(uid)].uid}"

    def _looks_through(self, page: EvidenceBlock) -> None:
        """Somebody looks at what no program can read, and says so."""
        hands = self.hands
        hands.key(Key.Key_Home, CONTROL)
        for number in range(len(self.mine.evidence)):
            if number:
                hands.key(Key.Key_Down)
            if page.panel.confirm.isVisible():
                hands.click(page.panel.confirm)
                hands.dialog(SeenDialog)
                hands.write("王小明")
                hands.key(Key.Key_Return)
                self.idle()
                hands.tab_to(page.list.table)

    # --- findings -----------------------------------------------------------------------------

    def explains(self) -> None:
        """Write the reason for every warning that stands in the way."""
        hands, findings = self.hands, self.window.findings
        self.opens("检查")
        hands.until(lambda: hands.keyboard is findings.list)
        uids = dict(self._uids())
        reasons = {}
        for reason in self.county.reasons:
            rule, field, uid = reason.key.split("|")
            reasons[f"{rule}|{field}|{uids[uid]}"] = reason
        while self.window.picture.report.blocking:
            items = findings.model.items
            row = next(
                n for n, j in enumerate(items) if j.finding.level is Level.WARNING and j.reason is None
            )
            hands.key(Key.Key_Home)
            hands.key(Key.Key_Down, times=row)
            judged = findings.list.currentIndex().data(JUDGED)
            reason = reasons[judged.finding.key]
            hands.tab_to(findings.card.reason)
            hands.write(reason.text)
            if reason.for_reviewer != findings.card.for_reviewer.isChecked():
                hands.tab_to(findings.card.for_reviewer)
                hands.key(Key.Key_Space)
            hands.tab_to(findings.card.keep)
            hands.key(Key.Key_Space)
            self.idle()
            assert findings.card.refusal == ""
            self.opens("检查")

    def _uids(self) -> Iterator[tuple[str, str]]:
        for record in records().values():
            if record.many and record.name != "evidence":
                mine, theirs = (getattr(app, record.name) for app in (self.mine, self.county.application))
                yield from ((a.uid, b.uid) for a, b in zip(theirs, mine, strict=True))
