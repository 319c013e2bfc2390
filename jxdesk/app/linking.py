"""What attached files prove: everything that can be proved, and the links to it made and taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.changes import ChangeSet, SetValue
from jxdesk.domain.show import show
from jxdesk.domain.values import Kind
from jxdesk.exchange.references import TOPIC, TOPICS, References

_NOT_PROVED = ("evidence", "indicators")


class TargetKind(StrEnum):
    """What kind of thing is proved."""

    FIGURE = "figure"
    TOPIC = "topic"
    ROW = "row"
    STATEMENT = "statement"

    @property
    def word(self) -> str:
        """The word the user sees."""
        return _WORDS[self]


_WORDS = {
    TargetKind.FIGURE: "数据",
    TargetKind.TOPIC: "事项",
    TargetKind.ROW: "名单",
    TargetKind.STATEMENT: "说明",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something a file can prove. ``where`` is the part of the form or list in which it stands, ``value``
    the figure that is claimed.
    """

    kind: TargetKind
    reference: str
    label: str
    where: str
    value: str = ""


def targets(application: Application, catalogue: Catalogue) -> tuple[Target, ...]:
    """Everything that a file can prove: figures that want proof, other figures, topics, rows of lists,
    and what is said in whole paragraphs or by yes and no.
    """
    figures, rows = _figures(application, catalogue), _rows(application, catalogue)
    return (*figures, *_topics(catalogue), *rows, *_statements(catalogue))


def _figures(application: Application, catalogue: Catalogue) -> Iterator[Target]:
    single = [f for f in catalogue if not records()[f.spec.record].many and catalogue.shows(f.id)]
    figures = [f for f in single if f.kind in (Kind.COUNT, Kind.DECIMAL)]
    for field in sorted(figures, key=lambda field: not field.text.evidence):
        value = field.spec.of(getattr(application, field.spec.record))
        shown = show(field, value, catalogue.notice)
        unit = field.spec.mark.unit
        where = catalogue.notice.part_of(field.spec.record).nav
        said = f"{shown}{unit}" if shown and not shown.endswith(unit) else shown
        yield Target(TargetKind.FIGURE, field.id, field.short, where, said)


def _topics(catalogue: Catalogue) -> Iterator[Target]:
    for term in catalogue.notice.vocabularies.get(TOPICS, ()):
        yield Target(TargetKind.TOPIC, f"{TOPIC}:{term.id}", term.label, "通知要求说明的事项")


def _statements(catalogue: Catalogue) -> Iterator[Target]:
    single = (f for f in catalogue if not records()[f.spec.record].many and catalogue.shows(f.id))
    for field in single:
        if field.kind in (Kind.LONG_TEXT, Kind.FLAG):
            where = catalogue.notice.part_of(field.spec.record).nav
            yield Target(TargetKind.STATEMENT, field.id, field.short, where)


def _rows(application: Application, catalogue: Catalogue) -> Iterator[Target]:
    for record in records().values():
        if record.many and record.name not in _NOT_PROVED:
            where = catalogue.notice.part_of(record.name).nav
            for row in getattr(application, record.name):
                if row.name:
                    yield Target(TargetKind.ROW, f"{record.name}:{row.uid}", row.name, where)


def change_links(
    session: Session, uids: Collection[str], *, add: Collection[str] = (), remove: Collection[str] = ()
) -> int:
    """Link the evidence rows ``uids`` to what ``add`` names, take the links to ``remove`` off: one undo step.

    Both hold references as they are stored (a field id, ``record:uid``, ``topic:id``). How many rows were
    changed. Raises ``UserError``: ``file.unknown``, ``reference.unknown``, ``store.frozen``,
    ``store.read-only``.
    """
    known = References(session.application, session.catalogue)
    for reference in add:
        if reference.startswith("evidence") or known.find(reference) != reference:
            raise UserError("reference.unknown", "表里没有要关联的这一项。", "请刷新后重选。")
    rows = {row.uid: row for row in session.application.evidence}
    changes = []
    for uid in uids:
        if uid not in rows:
            raise UserError("file.unknown", "佐证材料里没有这一份。", "请刷新后重试。")
        before = rows[uid].proves
        kept = tuple(reference for reference in before if reference not in remove)
        after = tuple(dict.fromkeys((*kept, *add)))
        if after != before:
            changes.append(SetValue("evidence", uid, "proves", before, after))
    if changes:
        session.workspace.apply(ChangeSet(f"修改 {len(changes)} 份材料证明的事项", tuple(changes)))
    return len(changes)
