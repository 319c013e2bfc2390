"""What is done to attached files from their page; all of it without a dialog, for whoever has the answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from jxdesk.app import facts, purging, screening
from jxdesk.app.attaching import Attached, Missing, attach_good
from jxdesk.app.dropped import files_in
from jxdesk.app.linking import Target, change_links, targets
from jxdesk.app.purging import Purgeable
from jxdesk.app.session import Session
from jxdesk.app.stripping import Stripped, strip_copy
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Evidence
from jxdesk.domain.attachable import allowed_endings
from ui.context import Context
from ui.pages.evidence.copies import Copies, open_with_system
from ui.pages.evidence.dialogs import PurgeDialog, SeenDialog
from ui.pages.evidence.picker import LinkPicker
from ui.pages.evidence.report import lines_of
from ui.pages.evidence.words import Mark

if TYPE_CHECKING:
    from ui.pages.evidence.block import EvidenceBlock


class Deeds(QObject):
    """The actions of the page ``block``, on the files that are chosen there."""

    def __init__(self, context: Context, block: EvidenceBlock) -> None:
        super().__init__(block)
        self._desk = context.desk
        self._block = block
        self._copies = Copies()
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.destroyed.connect(lambda _=None, copies=self._copies: copies.forget())

    @property
    def chosen(self) -> tuple[Evidence, ...]:
        """The rows that are chosen, or the one that is shown."""
        uids = self._block.list.chosen_uids or (self._block.list.current_uid,)
        found = (self._block.list.model.row(uid) for uid in uids)
        return tuple(row for row in found if row is not None)

    # --- taking in ---------------------------------------------------------------------------

    def choose_files(self, missing: Missing | None = None) -> QFileDialog:
        """Ask which files to add, for ``missing`` if that is given."""
        kinds = " ".join(f"*.{kind}" for kind in allowed_endings(self._desk.picture.notice))
        title = f"为“{missing.label}”添加佐证" if missing is not None else "添加佐证材料"
        dialog = QFileDialog(self._block, title, self._folder, f"可以附上的文件 ({kinds});;所有文件 (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda chosen: self._chosen(chosen, missing))
        dialog.open()
        return dialog

    def add_for(self, paths: Sequence[Path], missing: Missing) -> None:
        """Add files for something that has no proof yet; without any, ask for them."""
        if paths:
            self.add_files(paths, missing)
        else:
            self.choose_files(missing)

    def add_files(self, paths: Sequence[Path], missing: Missing | None = None) -> None:
        """Look into files and folders and take in what can be taken; say what came of each."""
        if not paths or self._desk.picture.locked:
            return
        reference = missing.reference if missing is not None else ""

        def work(session: Session, progress: Progress) -> Attached | None:
            try:
                return attach_good(session, files_in(paths, progress), reference, progress)
            except Cancelled:
                return None

        def done(found: Attached | None) -> None:
            if found is None:
                self._block.report.say((Mark("hint", "已停下，一份也没有加入，也没有留下内容。"),))
                return
            self._block.choose(found.rows)
            unsaid = self._without_proof(found.rows)
            said = lines_of(found, missing.label if missing is not None else "")
            if not unsaid:
                self._block.report.say(said)
                return
            self._block.report.say(said, "说明证明什么…", lambda: self.pick_links(unsaid))
            if not found.left_out:
                self.pick_links(unsaid)

        self._desk.act(work, done, title="正在检查材料")

    # --- linking -----------------------------------------------------------------------------

    def ask_links(self) -> None:
        """Ask what the chosen files prove."""
        self.pick_links(tuple(row.uid for row in self.chosen))

    def pick_links(self, uids: tuple[str, ...]) -> None:
        """Ask what these files prove."""

        def pick(every: tuple[Target, ...]) -> None:
            model = self._block.list.model
            rows = tuple(row for uid in uids if (row := model.row(uid)) is not None)
            if not rows or self._desk.picture.locked:
                return
            dialog = LinkPicker(every, rows, self._block)
            dialog.chosen.connect(lambda add, remove: self.link(uids, add, remove))
            _open(dialog)

        if uids and not self._desk.picture.locked:
            self._desk.ask(lambda session, _: targets(session.application, session.catalogue), pick)

    def link(self, uids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Put links on and take links off, as one step that can be undone."""

        def done(count: int) -> None:
            if count:
                self._desk.told.emit(f"已修改 {count} 份材料证明的事项，按 Ctrl+Z 可以撤销。")

        self._desk.edit(lambda session: change_links(session, uids, add=add, remove=remove), done)

    def unlink(self, reference: str) -> None:
        """Take one link off the file that is shown."""
        row = self._block.panel.row
        if row is not None:
            self.link((row.uid,), remove=(reference,))

    # --- looking through ---------------------------------------------------------------------

    def ask_seen(self) -> None:
        """Ask who has looked through the file that is shown."""
        row = self._block.panel.row
        if row is None:
            return
        dialog = SeenDialog(row.name, self._block)
        dialog.given.connect(lambda who, note: self.confirm(row.uid, who, note))
        _open(dialog)

    def confirm(self, uid: str, who: str, note: str = "") -> None:
        """Keep that somebody has looked through a file."""
        self._desk.edit(
            lambda session: screening.confirm(session, uid, who, note),
            lambda made: self._desk.told.emit(f"已记下：{made.who}看过。"),
        )

    def withdraw(self) -> None:
        """Take back that somebody has looked through the file that is shown."""
        row = self._block.panel.row
        if row is not None:
            uid = row.uid
            self._desk.edit(
                lambda session: screening.withdraw(session, uid),
                lambda _: self._desk.told.emit("已收回“看过”。"),
            )

    def look_into(self) -> None:
        """Open and screen every file that was not looked into yet."""

        def done(found: facts.Refreshed) -> None:
            self._desk.told.emit(f"检查了 {found.looked} 份材料。")

        self._desk.act(facts.refresh, done, title="正在检查材料")

    def open_file(self) -> None:
        """Open a copy of the file that is shown with the program that this machine has for it."""
        row = self._block.panel.row
        place = self._block.holdings.places.get(row.sha256) if row is not None else None
        if row is None or place is None:
            return
        sha256, name, copies = row.sha256, row.name, self._copies

        def done(copy: Path) -> None:
            said = f"已用本机的程序打开“{name}”的副本，在那里改动不会影响申报材料。"
            self._desk.told.emit(said if open_with_system(copy) else f"本机没有能打开“{name}”的程序。")

        self._desk.ask(lambda *_: copies.make(place, sha256, name), done, title="正在取出材料")

    # --- taking out --------------------------------------------------------------------------

    def strip(self) -> None:
        """Take out what travels unseen in the file that is shown; say what that was."""
        row = self._block.panel.row
        if row is None:
            return
        uid = row.uid

        def done(found: Stripped) -> None:
            if found.removed:
                what = "、".join(found.removed)
                self._block.report.say(
                    (
                        Mark(
                            "done",
                            f"已从“{found.name}”的副本中清除：{what}。您的原件没有改动；按 Ctrl+Z 可以撤销。",
                        ),
                        Mark("hint", "清除前的副本还留着，供撤销用；不要了可以在页面下方彻底清除。"),
                    )
                )
            else:
                self._block.report.say((Mark("hint", f"“{found.name}”里没有能清除的附带信息。"),))

        def refused(error: UserError) -> None:
            self._block.report.say((Mark("warning", f"{error.message}{error.remedy}"),))

        self._desk.act(
            lambda session, progress: strip_copy(session, uid, progress),
            done,
            title="正在清除附带信息",
            refused=refused,
        )

    def remove(self) -> None:
        """Take the chosen files off the list."""
        uids = tuple(row.uid for row in self.chosen)
        if not uids or self._desk.picture.locked:
            return
        told = f"已从清单去掉 {len(uids)} 份，文件还留着；按 Ctrl+Z 可以撤销。"
        self._desk.edit(lambda s: s.delete_rows("evidence", uids), lambda _: self._desk.told.emit(told))

    def ask_purge(self) -> None:
        """Ask whether the chosen files are to be gone for good."""
        uids = {row.uid for row in self.chosen}
        self._desk.ask(
            lambda session, _: tuple(f for f in purging.purgeable(session) if uids.intersection(f.rows)),
            self.ask_purge_of,
        )

    def ask_purge_of(self, files: Sequence[Purgeable]) -> None:
        """Ask whether these files are to be gone for good."""
        if self._desk.picture.locked:
            return
        if not files:
            self._desk.told.emit("这一行没有文件可以清除，可以从清单去掉。")
            return
        dialog = PurgeDialog(files, self._block)
        dialog.confirmed.connect(lambda: self.purge(files))
        _open(dialog)

    def purge(self, files: Sequence[Purgeable]) -> None:
        """Remove files for good; without any, bring an unfinished purge to its end."""

        def work(session: Session, progress: Progress) -> str:
            try:
                purging.purge(session, files, progress)
            except Cancelled:
                # Rows may be gone already, so the pages need the new picture all the same.
                return "stopped" if session.workspace.purge_pending else "before"
            except UserError as error:
                if error.code != "purge.unfinished":
                    raise
                return f"{error.message}{error.remedy}"
            return ""

        def done(trouble: str) -> None:
            if trouble == "before":
                mark = Mark("hint", "已停下，什么也没有清除。")
            elif trouble == "stopped":
                mark = Mark("warning", "已停下，还没有清除干净。请点“继续清除”把它做完。")
            elif trouble:
                mark = Mark("warning", trouble)
            else:
                mark = Mark("done", "已彻底清除，撤销记录也已清空。生成过的文件和别处的副本请另行处理。")
            self._copies.forget()
            self._block.report.say((mark,))

        self._desk.act(work, done, title="正在彻底清除")

    # --- inside ------------------------------------------------------------------------------

    def _chosen(self, chosen: Sequence[str], missing: Missing | None) -> None:
        paths = tuple(Path(each) for each in chosen)
        if paths:
            self._folder = str(paths[0].parent)
        self.add_files(paths, missing)

    def _without_proof(self, uids: tuple[str, ...]) -> tuple[str, ...]:
        model = self._block.list.model
        rows = (model.row(uid) for uid in uids)
        return tuple(row.uid for row in rows if row is not None and not row.proves)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
