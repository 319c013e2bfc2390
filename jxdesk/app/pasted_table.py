"""A pasted block that brings its own headings and names its rows: it goes the way of an import.

Rows are found by code and name wherever they stand, for a table copied elsewhere has an order of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from jxdesk.app.cell_block import Block
from jxdesk.app.import_report import ImportReport, RowVerdict, Verdict
from jxdesk.app.importing import Plan, make_plan
from jxdesk.app.judging import Basis
from jxdesk.app.pasted import Pasted, PastedCell, Spot, Told
from jxdesk.app.session import Session
from jxdesk.domain.changes import ChangeSet
from jxdesk.exchange.headings import Headings, ListAnswers
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.pasted import as_cell
from jxdesk.exchange.workbook import Sheet

SHEET = "粘贴的内容"
_SHOWN = 60
_NAMED = 8


def paste_table(
    session: Session, block: Block, kind: ListKind, headings: Headings, spot: Spot, answers: ListAnswers
) -> Pasted:
    """Bring the block in, whose ``headings`` were found: all of it or nothing, as one undo step.

    Raises ``UserError`` as :func:`jxdesk.app.importing.make_plan` and the store do.
    """
    basis = Basis(session.application, session.catalogue, session.tokens)
    plan = make_plan((_typed(session, block, kind, headings),), kind.name, basis, answers)
    found = _Found(session, block, headings, spot, plan)
    if not found.refused.count and plan.changes:
        session.workspace.apply(ChangeSet(f"粘贴 {len(plan.report.rows)} 行", plan.changes))
    return found.outcome()


def _typed(session: Session, block: Block, kind: ListKind, headings: Headings) -> Sheet:
    """The block as a sheet, what only looks like text being what it was in the spreadsheet."""
    fields = {field.spec.name: field for field in session.catalogue.of_record(kind.record)}
    columns = {column: fields[name] for name, column in headings.columns.items()}
    below = (
        tuple(as_cell(columns[n], text) if n in columns else text for n, text in enumerate(line))
        for line in block[headings.row + 1 :]
    )
    return Sheet(SHEET, (*block[: headings.row + 1], *below))


class _Found:
    """What was found, told cell by cell."""

    def __init__(self, session: Session, block: Block, headings: Headings, spot: Spot, plan: Plan) -> None:
        self._session = session
        self._record = spot.record
        self._block = block
        self._headings = headings
        self._report: ImportReport = plan.report
        self.refused, self.converted = Told(), Told()
        for row in plan.report.rows:
            for fault in row.faults:
                self.refused.add(self._cell(row, fault.field, f"{fault.message}{fault.remedy}"))
            if row.verdict is Verdict.NEW and not spot.grows:
                self.refused.add(self._cell(row, "", "这张表里没有这一行，也不能在这里新增。"))
            for remark in row.remarks:
                self.converted.add(self._cell(row, remark.field, remark.said))

    def outcome(self) -> Pasted:
        """What was done, or why nothing was."""
        high, wide = len(self._block) - self._headings.row - 1, len(self._headings.columns)
        if self.refused.count:
            refused = tuple(self.refused.first)
            return Pasted(high, wide, refused=refused, refusals=self.refused.count, headings=True)
        rows = self._report.rows
        return Pasted(
            high,
            wide,
            self._report.count(Verdict.CHANGES),
            self._report.count(Verdict.NEW),
            converted=tuple(self.converted.first),
            conversions=self.converted.count,
            headings=True,
            table=True,
            besides=_besides(self._report),
            uids=tuple(row.uid for row in rows if row.uid),
            names=tuple(self._headings.columns),
        )

    def _cell(self, row: RowVerdict, field_id: str, said: str) -> PastedCell:
        name = field_id.partition(".")[2]
        column = self._headings.columns.get(name, -1)
        line = self._block[row.number - 1]
        text = line[column] if 0 <= column < len(line) else row.name
        heading = self._session.catalogue.field(field_id).short if field_id else "整行"
        number = row.number - self._headings.row - 2
        called = f"，{row.name}" if row.name else ""
        why = said.removeprefix(f"“{heading}”没有改动：")
        return PastedCell(number, field_id, heading, text[:_SHOWN], why, f"复制的第 {row.number} 行{called}")


def _besides(report: ImportReport) -> tuple[str, ...]:
    """What was left aside."""
    found = []
    if report.unused:
        found.append(f"这些列没有用到：{_named([heading for _, heading in report.unused])}。")
    if report.skipped:
        found.append(f"不是名单内容，没有粘贴：{_named([said for _, _, said in report.skipped])}。")
    return tuple(found)


def _named(texts: Sequence[str]) -> str:
    more = f"等 {len(texts)} 处" if len(texts) > _NAMED else ""
    return "、".join(texts[:_NAMED]) + more
