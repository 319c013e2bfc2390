"""Read, understand and judge a spreadsheet in one process of its own: what an import by the window needs.

Reading and judging thousands of rows keeps an interpreter busy; here it is another one than the window's.
"""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jxdesk.app.headings import Understanding, understand
from jxdesk.app.import_report import RowVerdict
from jxdesk.app.importing import Plan, make_plan
from jxdesk.app.judging import Basis
from jxdesk.base.clock import random_token
from jxdesk.base.parcels import Parcel
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.changes import Change
from jxdesk.domain.merging import Side
from jxdesk.exchange.headings import ListAnswers
from jxdesk.exchange.workbook import Sheet, in_reader, read_bytes
from jxdesk.notice import Notice


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a spreadsheet: as which ``kind`` of list, with which ``answers``.

    ``ask`` leaves the rows alone as long as a heading is in doubt; ``rejects`` is where refused rows go.
    ``choices`` decide what changed here and in a handed-out workbook.
    """

    kind: str
    answers: ListAnswers
    ask: bool = False
    rejects: Path | None = None
    choices: Mapping[str, Side] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """How the headings are understood, and the plan; ``None`` while a heading is in doubt."""

    lists: tuple[Understanding, ...]
    plan: Plan | None


def look_into(
    path: Path, question: Question, notice: Notice, application: Application, progress: Progress = silent
) -> Looked:
    """What importing the spreadsheet at ``path`` would do to ``application``; nothing is changed.

    Raises ``UserError`` as :func:`jxdesk.app.importing.import_rows` does.
    """
    plain = {record: dict(said) for record, said in question.answers.items()}
    asked = dataclasses.replace(question, answers=plain)
    sent = in_reader(_packed, path, asked, notice, application, progress=progress)
    plan = sent.looked.plan
    if plan is None:
        return sent.looked
    report = dataclasses.replace(plan.report, rows=sent.rows.unpacked())
    changes = sent.changes.unpacked()
    return Looked(sent.looked.lists, dataclasses.replace(plan, report=report, changes=changes))


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the process sends: the plan without its rows and changes, and these in pieces."""

    looked: Looked
    rows: Parcel[RowVerdict]
    changes: Parcel[Change]


def _packed(data: bytes, suffix: str, question: Question, notice: Notice, application: Application) -> _Sent:
    looked = judge_bytes(data, suffix, question, notice, application)
    plan = looked.plan
    if plan is None:
        return _Sent(looked, Parcel(()), Parcel(()))
    rest = dataclasses.replace(plan, report=dataclasses.replace(plan.report, rows=()), changes=())
    return _Sent(Looked(looked.lists, rest), Parcel.of(plan.report.rows), Parcel.of(plan.changes))


def judge_bytes(
    data: bytes, suffix: str, question: Question, notice: Notice, application: Application
) -> Looked:
    """The work of the process: from a spreadsheet's bytes to a verdict on each row. Raises ``UserError``."""
    # Nothing here goes in circles, and to look through all the cells again and again takes half the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _judged(read_bytes(data, suffix), question, Catalogue(notice), application)
    finally:
        if collecting:
            gc.enable()


def _judged(
    sheets: tuple[Sheet, ...], question: Question, catalogue: Catalogue, application: Application
) -> Looked:
    lists = understand(sheets, question.kind, catalogue, question.answers)
    if question.ask and any(each.doubts for each in lists):
        return Looked(lists, None)
    basis = Basis(application, catalogue, random_token, question.choices)
    return Looked(lists, make_plan(sheets, question.kind, basis, question.answers, rejects=question.rejects))
