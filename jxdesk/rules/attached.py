"""Group A: the attached files, as far as the application itself tells."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import rule


@rule("A02", Level.WARNING, reads=("evidence.*",))
def a02(case: Case, context: Context) -> Iterator[Found]:
    """五（一）: no file twice, and each says what it proves."""
    seen: dict[str, str] = {}
    for row in case.application.evidence:
        if row.sha256 in seen:
            yield Found(
                context.place("evidence.name", row.uid),
                f"“{row.name}”与另一份佐证材料是同一个文件。",
                (("SHA-256", row.sha256),),
                (context.place("evidence.name", seen[row.sha256]),),
            )
        elif not row.proves:
            yield Found(context.place("evidence.proves", row.uid), f"“{row.name}”还没有说明它证明什么。")
        seen.setdefault(row.sha256, row.uid)
