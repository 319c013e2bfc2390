"""Handing lists out from the window: choose what and to whom, then where to; written in another process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from jxdesk.app.form_words import row_name
from jxdesk.app.handout import askable, bureaus, columns_of, title_of, write_handouts
from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.kinds import LISTS
from jxdesk.exchange.written import sheet_title
from ui.handout_columns import Offer
from ui.handout_dialog import Handing, HandoutDialog
from ui.jobs import aside_told

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_WORKBOOK = "Excel 工作簿 (*.xlsx)"
_FIRST = "enterprises"
_TITLE = "正在生成表格"


class HandoutHere(QObject):
    """``dialog`` is what is open, ``kept`` what was written last."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: HandoutDialog | None = None
        self.kept: tuple[Path, ...] = ()

    def open(self) -> None:
        """Ask what is to be handed out. Does not block."""

        def question(session: Session, _: Progress) -> tuple[tuple[Offer, ...], tuple[str, ...]]:
            known = bureaus(session)
            return tuple(_offer(session, name, known) for name in LISTS), known

        self._window.take_in()
        self._window.desk.ask(question, self._show)

    def write(self, handing: Handing, out: Path) -> None:
        """Write the workbook to ``out``, or several into the folder ``out``."""
        desk = self._window.desk

        def work(session: Session, progress: Progress) -> tuple[Path, ...]:
            given = (
                handing.askings,
                out,
                session.notice,
                session.application,
                session.clock(),
                handing.into_folder,
            )
            return aside_told(progress, write_handouts, *given)

        def done(made: tuple[Path, ...]) -> None:
            self.kept = made
            if self.dialog is not None:
                self.dialog.close()
            many = f"{len(made)} 个表格已存入“{out}”。"
            desk.told.emit(many if handing.into_folder else f"表格已存为“{out}”。")

        desk.ask(work, done, title=_TITLE)

    def _show(self, found: tuple[tuple[Offer, ...], tuple[str, ...]]) -> None:
        if self.dialog is not None:
            return
        offers, known = found
        shown = self._window.page.part.records
        first = next((name for name, kind in LISTS.items() if kind.record in shown), _FIRST)
        dialog = HandoutDialog(offers, known, self._window.look, self._window, first)
        dialog.wanted.connect(self._choose_place)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _choose_place(self, handing: Handing) -> None:
        folder = str(self._window.path.parent)
        if handing.into_folder:
            dialog = QFileDialog(self.dialog, "存到哪个文件夹", folder)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog = QFileDialog(self.dialog, "发给部门或企业填写", folder, _WORKBOOK)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(".xlsx")
            (asking,) = handing.askings
            title = title_of(asking.kind, Catalogue(self._window.picture.notice))
            dialog.selectFile(file_name(f"{title}-{asking.to}"))
        dialog.fileSelected.connect(lambda name: self.write(handing, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None


def _offer(session: Session, name: str, known: tuple[str, ...]) -> Offer:
    record, catalogue = LISTS[name].record, session.catalogue
    rows = getattr(session.application, record)
    return Offer(
        name,
        sheet_title(LISTS[name], catalogue),
        tuple((field.id, field.short) for field in askable(catalogue, name)),
        tuple((row.uid, row_name(catalogue, row.name, getattr(row, "given", ""))) for row in rows),
        {bureau: columns_of(session, name, bureau) for bureau in known},
    )
