"""Group A: that each attached file is there, opens, may be handed in, and is linked to something."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.application import Evidence
from jxdesk.domain.attachable import allowed_endings, ending, name_fault, problem_of, problem_words
from jxdesk.domain.facts import FileFacts, FileProblem
from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import rule


def each_file(case: Case) -> Iterator[tuple[Evidence, FileFacts | None]]:
    """Every file once, under the first row that has it, with what is known of it."""
    rows: dict[str, Evidence] = {}
    for row in case.application.evidence:
        if row.sha256:
            rows.setdefault(row.sha256, row)
    return ((row, case.files.get(sha256)) for sha256, row in rows.items())


@rule(
    "A01",
    Level.ERROR,
    reads=("evidence.name", "evidence.sha256", "case.files", "case.sealing"),
)
def a01(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: every file is there, opens without a password, and holds something.

    A file that was not looked at yet is a fault only when it is to be sealed.
    """
    for row in case.application.evidence:
        if not row.sha256:
            yield Found(context.place("evidence.name", row.uid), f"“{row.name}”只有名称，没有文件。")
    for row, facts in each_file(case):
        place = context.place("evidence.name", row.uid)
        if facts is None:
            if case.sealing:
                yield Found(
                    place,
                    f"“{row.name}”还没有打开检查过，或者文件已不在工作区里。",
                    remedy="请在“佐证材料”里重新检查；文件不在了的，重新附上。",
                )
        elif facts.problem not in (FileProblem.NONE, FileProblem.WRONG_KIND):
            message, remedy = problem_words(facts.problem, row.name)
            yield Found(place, message, remedy=remedy)


_LINKED = ("members", "enterprises", "platforms", "projects")


@rule("A02", Level.WARNING, reads=("evidence.*", *(f"{record}.uid" for record in _LINKED)))
def a02(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: no file twice; each says what it proves, and that is still there."""
    seen: dict[str, Evidence] = {}
    rows = {f"{name}:{row.uid}" for name in _LINKED for row in getattr(case.application, name)}
    for row in case.application.evidence:
        first = seen.setdefault(row.sha256, row)
        place = context.place("evidence.proves", row.uid)
        gone = [ref for ref in row.proves if ref.partition(":")[0] in _LINKED and ref not in rows]
        if row.sha256 and first is not row:
            yield Found(
                context.place("evidence.name", row.uid),
                f"“{row.name}”与“{first.name}”是同一个文件。",
                (("这一份", row.name), ("另一份", first.name)),
                (context.place("evidence.name", first.uid),),
            )
        elif not row.proves:
            yield Found(place, f"“{row.name}”还没有说明它证明什么。")
        elif gone:
            yield Found(
                place,
                f"“{row.name}”关联的企业、项目等有 {len(gone)} 项已经从表中删去。",
                (("关联", f"{len(row.proves)} 项"), ("已删去", f"{len(gone)} 项")),
            )


@rule("A03", Level.ERROR, reads=("evidence.name", "evidence.sha256", "case.files"))
def a03(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: each file is of a kind that is taken and is what its name says; the name fits a disc."""
    notice = context.notice
    for row in case.application.evidence:
        if not row.name:
            continue
        place = context.place("evidence.name", row.uid)
        facts = case.files.get(row.sha256)
        if ending(row.name) not in allowed_endings(notice):
            kinds = "、".join(allowed_endings(notice))
            yield Found(
                place,
                f"“{row.name}”这种文件不能作为佐证材料。",
                (("扩展名", ending(row.name) or "没有"), ("可以是", kinds)),
            )
        elif facts is not None and problem_of(notice, row.name, facts) is FileProblem.WRONG_KIND:
            message, remedy = problem_words(FileProblem.WRONG_KIND, row.name)
            values = (("扩展名", ending(row.name)), ("内容", facts.kind or "认不出"))
            yield Found(place, message, values, remedy=remedy)
        if fault := name_fault(row.name):
            yield Found(
                place,
                f"“{row.name}”在有的电脑和光盘上不能用作文件名。",
                (("名称应", fault),),
                remedy="请改一个名称，只用文字、数字和短横线。",
            )
