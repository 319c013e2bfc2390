"""Bring a copy of the workspace that was filled elsewhere, or a backup, into the open one.

Looked at first, brought in as one undo step with every conflict decided; the copy is never changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jxdesk.app import facts, screening
from jxdesk.app.attaching import kept_or_gone
from jxdesk.app.merge_report import Describer, MergeReport
from jxdesk.app.session import Session
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Reason
from jxdesk.domain.merging import Difference, Merge, Side, merge, renamed, twins
from jxdesk.domain.work import FigureNote
from jxdesk.exchange.kinds import LISTS
from jxdesk.store.ancestry import Ancestry, ancestry
from jxdesk.store.entries import SealRecord
from jxdesk.store.other import OtherCopy, open_other

_KEYS = {kind.record: kind.keys for kind in LISTS.values()}
_LABEL = "正在比较两份内容"
_WHOLE_LOG = 10_000_000
Choices = Mapping[str, Side]
NO_CHOICES: Choices = MappingProxyType({})


def look(session: Session, path: Path, progress: Progress = silent) -> MergeReport:
    """What bringing in the copy at ``path`` (a folder, or a backup ``.db``) would do; nothing is changed.

    Raises ``UserError``: ``merge.itself``, ``merge.other-application``, ``merge.other-notice``,
    ``store.*`` (no workspace, newer, damaged, open elsewhere), ``path.*``.
    """
    progress(_LABEL, 0, 0)
    _must_be_another(session, path)
    with open_other(path, session.application, session.clock) as other:
        both = _Both.of(session, other)
        return both.report(session, both.merged(both.theirs, NO_CHOICES))


def bring_in(
    session: Session,
    path: Path,
    choices: Choices = NO_CHOICES,
    *,
    seen: MergeReport | None = None,
    progress: Progress = silent,
) -> MergeReport:
    """Bring the copy at ``path`` in, as one undo step, with a backup before.

    ``choices`` decides every conflict by its key. ``seen`` is what was decided on: anything else found
    now is refused. Evidence whose file is missing or refused is left out and said. Raises ``UserError`` as
    :func:`look`, and ``merge.undecided`` (exit 1), ``merge.changed``, ``store.frozen``,
    ``store.read-only``, ``store.too-many-rows``, ``disk.full``; then nothing was changed.
    """
    progress(_LABEL, 0, 0)
    _must_be_another(session, path)
    with open_other(path, session.application, session.clock) as other:
        both = _Both.of(session, other)
        found = both.report(session, both.merged(both.theirs, NO_CHOICES))
        if seen is not None and (seen.taken, seen.conflicts) != (found.taken, found.conflicts):
            raise UserError(
                "merge.changed", "看过以后内容又有变动，没有合并。", "请重新打开那一份，再看一遍。"
            )
        _must_be_decided(found, choices)
        return _take_in(session, other, both, choices, progress)


def _must_be_another(session: Session, path: Path) -> None:
    own, there = session.workspace.path.resolve(), path.resolve()
    if there == own:
        raise UserError("merge.itself", "这就是已经打开的这一份。", "请选择别人填写的那一份文件夹。")


def _must_be_decided(found: MergeReport, choices: Choices) -> None:
    open_ones = [item for item in found.conflicts if item.key not in choices]
    if open_ones:
        raise UserError(
            "merge.undecided",
            f"有 {len(open_ones)} 处双方改得不一样，还没有决定用哪一个，没有合并。",
            f"请先逐处决定，例如“{open_ones[0].title}”。",
            exit_code=EXIT_NO,
        )


@dataclass(frozen=True, slots=True)
class _Both:
    """Ours and the other copy, ready to be merged: ``theirs`` bears our ids of rows that both added."""

    mine: Application
    theirs: Application
    other: OtherCopy
    since: Ancestry
    names: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, session: Session, other: OtherCopy) -> _Both:
        mine = session.application
        log = session.workspace.log(_WHOLE_LOG)[::-1]
        since = ancestry(mine, log, other.application, other.log)
        first = merge(since.base, mine, other.application, _KEYS)
        return cls(mine, renamed(other.application, first), other, since, twins(first))

    def merged(self, theirs: Application, choices: Choices) -> Merge:
        """Ours with ``theirs`` brought in. A file's size goes with its content."""
        sizes = {_size_key(key): side for key, side in choices.items() if key.startswith("evidence:")}
        return merge(self.since.base, self.mine, theirs, _KEYS, {**choices, **sizes})

    def report(self, session: Session, found: Merge) -> MergeReport:
        """What was found, in words."""
        versions = [self.mine, self.theirs, *([self.since.base] if self.since.base else [])]
        theirs = {(record, uid): there for (record, there), uid in self.names.items()}
        logs = (self.since.mine, self.since.theirs)
        describe = Describer(session.catalogue, versions, logs, theirs)
        notes, reasons = self.notes(session, found), self.reasons(session)
        seals = self.seals(session)
        return MergeReport(
            self.other.name,
            self.since.base is not None,
            describe.items(_without_sizes(found.taken)),
            describe.items(_without_sizes(found.agreed)),
            describe.items(_without_sizes(found.conflicts)),
            notes=len(notes),
            reasons=len(reasons),
            seals=len(seals or ()),
            forked=seals is None,
        )

    def notes(self, session: Session, found: Merge) -> list[FigureNote]:
        """Their notes on figures where ours has none, of rows that will be there."""
        held = {(note.field, note.row) for note in session.workspace.figure_notes()}
        there = {""} | {
            row.uid
            for name, spec in records().items()
            if spec.many
            for row in getattr(found.application, name)
        }
        ours = (
            dataclasses.replace(note, row=self._our_uid(note.field.partition(".")[0], note.row))
            for note in self.other.notes.figures
        )
        return [note for note in ours if (note.field, note.row) not in held and note.row in there]

    def reasons(self, session: Session) -> list[Reason]:
        """Their reasons for warnings where ours has none for the same values."""
        held = {(reason.key, reason.values) for reason in session.workspace.notes().reasons}
        ours = (dataclasses.replace(r, key=self._our_key(r.key)) for r in self.other.notes.reasons)
        return [reason for reason in ours if (reason.key, reason.values) not in held]

    def seals(self, session: Session) -> tuple[SealRecord, ...] | None:
        """Their sealings after ours; ``None`` where both went on from a common one by themselves.

        Taken over, so that the next sealing goes on from the last one, wherever that was done.
        """
        ours, theirs = session.workspace.seals(), self.other.seals
        if session.workspace.unsettled_seals():
            # Of one of ours it is not known yet whether it counts.
            return ()
        common = min(len(ours), len(theirs))
        if [seal.digest for seal in ours[:common]] != [seal.digest for seal in theirs[:common]]:
            return None
        return theirs[common:]

    def _our_uid(self, record: str, uid: str) -> str:
        return self.names.get((record, uid), uid)

    def _our_key(self, key: str) -> str:
        rule, _, place = key.partition("|")
        field, _, row = place.partition("|")
        return f"{rule}|{field}|{self._our_uid(field.partition('.')[0], row)}"


def _size_key(key: str) -> str:
    return f"{key.removesuffix(':sha256')}:size" if key.endswith(":sha256") else key


def _without_sizes(found: Iterable[Difference]) -> list[Difference]:
    return [each for each in found if (each.record, each.column) != ("evidence", "size")]


def _take_in(
    session: Session, other: OtherCopy, both: _Both, choices: Choices, progress: Progress
) -> MergeReport:
    """Files first, then the data in one step, then what lies beside it."""
    wanted = _wanted(session, both.merged(both.theirs, choices))
    good, refused = _looked_at(session, other, wanted, progress)
    found = both.merged(_without(both, refused), choices)
    report = both.report(session, found)
    notes, reasons = both.notes(session, found), both.reasons(session)
    session.workspace.backup("合并前")
    with kept_or_gone(session) as fresh:
        for number, each in enumerate(good):
            progress("正在存入材料", number, len(good))
            fresh.append(each.facts.sha256)
            session.workspace.add_file(each.path, progress, expected=each.facts.sha256)
        session.workspace.replace_application(found.application, f"合并“{other.name}”")
    facts.keep(session, [each.facts for each in good])
    session.workspace.add_seals(both.seals(session) or ())
    for note in notes:
        session.workspace.set_figure_note(note)
    for reason in reasons:
        session.workspace.set_reason(reason)
    return dataclasses.replace(report, left_out=tuple(refused.values()), applied=True)


def _wanted(session: Session, found: Merge) -> dict[str, str]:
    """The names of the files that have to come from the other copy, by SHA-256."""
    ours = {row.sha256 for row in session.application.evidence}
    return {
        row.sha256: row.name
        for row in found.application.evidence
        if row.sha256 and row.sha256 not in ours and not session.workspace.holds(row.sha256)
    }


def _looked_at(
    session: Session, other: OtherCopy, wanted: Mapping[str, str], progress: Progress
) -> tuple[list[screening.Screened], dict[str, str]]:
    """The files that can be taken in, and for each of the others (by SHA-256) why not."""
    places: dict[str, Path] = {}
    refused: dict[str, str] = {}
    for sha256, name in wanted.items():
        try:
            places[sha256] = other.file(sha256)
        except UserError:
            refused[sha256] = f"“{name[:80]}”的文件不在那一份里，这一条没有取来。"
    screened = screening.look_at_stored([(path, wanted[sha]) for sha, path in places.items()], progress)
    good = []
    for sha256, each in zip(places, screened, strict=True):
        why = screening.refusal(session.notice, each)
        if each.facts.sha256 != sha256:
            refused[sha256] = f"“{each.name[:80]}”的文件与登记的不是同一个，这一条没有取来。"
        elif why is not None:
            refused[sha256] = f"{why.message}这一条没有取来。"
        else:
            good.append(each)
    return good, refused


def _without(both: _Both, refused: Mapping[str, str]) -> Application:
    """The other side without what hangs on files that are not taken: new rows go, others keep our file."""
    if not refused:
        return both.theirs
    ours = {row.uid: row for row in both.mine.evidence}
    kept: list[Any] = []
    for row in both.theirs.evidence:
        if row.sha256 not in refused:
            kept.append(row)
        elif row.uid in ours:
            file = ours[row.uid]
            kept.append(dataclasses.replace(row, sha256=file.sha256, size=file.size))
    return dataclasses.replace(both.theirs, evidence=tuple(kept))
