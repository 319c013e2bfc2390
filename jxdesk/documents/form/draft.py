"""The 送审稿: every figure carries the number of its note, the notes follow each part.

At the end stands the sheet on which bureaus and leaders sign. None of this is in the final
documents: they are made from a plain :class:`Form`, which knows no notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jxdesk.documents.form.format import Form
from jxdesk.documents.outline import (
    Align,
    Cell,
    CellRole,
    Density,
    FormGrid,
    ListColumn,
    ListTable,
    Paragraph,
    Section,
    TextRole,
)
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import records
from jxdesk.domain.figure_notes import FigureNotes, takes_note
from jxdesk.domain.work import Draft
from jxdesk.notice import Notice

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NOTES_TITLE = "数据来源与责任部门（仅送审稿有）"
_SIGN_OFF = "送审签批单"
_UNNAMED_BUREAU = "（还没有写明）"
_LEADERS = ("经办人", "牵头部门负责人", "分管领导", "主要领导")
_SIGNED = "\n\n签字：　　　　　　　　　　　年　　月　　日"
_STAYS = (
    "各数据后面的圈码与各部分末尾的来源表对应。来源、责任部门和这张单子只在送审稿上，正式的申报书没有，"
    "也不随申报包报送；签好后由本单位留存。"
)


@dataclass(slots=True)
class _Marked:
    """A figure, or a list's column, with its number and how often it was printed in this part."""

    number: int
    label: str
    shown: str
    source: str
    bureau: str
    places: set[str] = field(default_factory=set)


class DraftForm(Form):
    """A form whose figures are numbered in the order in which they are printed, part by part."""

    def __init__(self, application: Application, notice: Notice, draft: Draft) -> None:
        super().__init__(application, notice)
        self._notes = FigureNotes(draft.figures)
        self._part: dict[tuple[str, str], _Marked] = {}
        self._all: dict[tuple[str, str], _Marked] = {}

    def marked(self, shown: str, field_id: str, row: Any = None) -> str:
        """``shown`` with the number of its note; what is empty or no figure stays as it is."""
        if shown in ("", "—") or not takes_note(self.catalogue.field(field_id)):
            return shown
        uid = "" if row is None else row.uid
        key = (field_id, uid) if self._notes.own(field_id, uid) else (field_id, "")
        if key not in self._part:
            self._part[key] = self._figure(field_id, row if key[1] else None, shown)
            self._all.setdefault(key, self._part[key])
        self._part[key].places.add(uid)
        return shown + _mark(self._part[key].number)

    def with_notes(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """The sections of one part with the notes of its figures after the last of them."""
        part, self._part = tuple(self._part.values()), {}
        if not part:
            return tuple(sections)
        blocks = (*sections[-1].blocks, Paragraph(_NOTES_TITLE, TextRole.CAPTION), _notes_table(part))
        return (*sections[:-1], replace(sections[-1], blocks=blocks))

    def sign_off(self) -> Section:
        """The sheet for signatures: each bureau with the figures it answers for, then the leaders."""
        head = self.notice.head
        facts = (
            (self.label("basic.cluster_name"), self.value("basic.cluster_name")),
            ("申报单位", self.application.applicant_name),
            ("申报依据", f"{head.title}（{head.document_number}）"),
        )
        grid = FormGrid(
            (2.6, 9.5),
            tuple((Cell(label, CellRole.LABEL), Cell(text, align=Align.LEFT)) for label, text in facts),
        )
        leaders = tuple(
            (Cell(f"{who}\n意见", CellRole.LABEL), Cell(_SIGNED, align=Align.RIGHT)) for who in _LEADERS
        )
        blocks = (
            Paragraph(_SIGN_OFF, TextRole.TITLE),
            grid,
            Paragraph("责任部门审核", TextRole.CAPTION),
            self._bureaus(),
            Paragraph("审批", TextRole.CAPTION),
            FormGrid((2.6, 9.5), leaders),
            Paragraph(_STAYS, TextRole.NOTE),
        )
        return Section("sign-off", _SIGN_OFF, blocks)

    def _figure(self, field_id: str, row: Any, shown: str) -> _Marked:
        found = self.catalogue.field(field_id)
        label, many = found.short, records()[found.spec.record].many
        if many:
            nav = self.notice.part_of(found.spec.record).nav
            label = f"{self.row_name(row)}：{label}" if row is not None else f"{nav}：{label}（整列）"
        note = self._notes.own(field_id, "" if row is None else row.uid)
        return _Marked(
            len(self._part) + 1,
            label,
            "" if many and row is None else shown,
            note.source if note else "",
            note.bureau if note else "",
        )

    def _bureaus(self) -> ListTable:
        """A line for each bureau, in the order of its first figure; last what nobody answers for yet."""
        named: dict[str, list[str]] = {}
        for each in self._all.values():
            named.setdefault(each.bureau, []).append(each.label)
        unnamed = named.pop("", [])
        lines = [*named.items(), *([(_UNNAMED_BUREAU, unnamed)] if unnamed else [])]
        columns = (
            ListColumn("序号", 30),
            ListColumn("责任部门", 92),
            ListColumn("负责的数据", 170, Align.LEFT),
            ListColumn("意见、签字（盖章）", 92),
            ListColumn("日期", 58),
        )
        rows = tuple(
            (str(number), bureau, "；".join(labels), "\n\n", "")
            for number, (bureau, labels) in enumerate(lines, 1)
        )
        return ListTable(columns, rows or (("",) * len(columns),))


def _mark(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"〔{number}〕"


def _notes_table(part: Sequence[_Marked]) -> ListTable:
    columns = (
        ListColumn("注", 26),
        ListColumn("数据", 150, Align.LEFT),
        ListColumn("填报数", 62),
        ListColumn("来源", 118, Align.LEFT),
        ListColumn("责任部门", 86, Align.LEFT),
    )
    rows = (
        (
            _mark(each.number),
            each.label,
            each.shown or f"共 {len(each.places)} 处",
            each.source,
            each.bureau,
        )
        for each in part
    )
    return ListTable(columns, tuple(rows), density=Density.LIST)
