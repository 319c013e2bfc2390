"""What the attached files are said to prove, asked once for many rules."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.domain.application import Application
from jxdesk.domain.extras import held
from jxdesk.domain.finding import Level
from jxdesk.domain.values import Kind
from jxdesk.domain.views import proofs
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.compare import is_above_zero


def proved(application: Application) -> frozenset[str]:
    """Every place that some file proves (field ids, ``record:uid``, ``topic:id``)."""
    return frozenset(place for file in application.evidence for place in file.proves)


def missing_topics(case: Case, context: Context) -> str:
    """The labels of the rule's parameter ``topics`` that no file proves, ``""`` for none."""
    proven = proved(case.application)
    missing = (topic for topic in context.setting.words("topics") if f"topic:{topic}" not in proven)
    return "、".join(f"“{context.notice.term_label('evidence_topics', topic)}”" for topic in missing)


def counts_of(record: str, context: Context) -> tuple[str, ...]:
    """The ids of a record's counts on the notice's form, those that its pack adds included."""
    return tuple(field.id for field in context.catalogue.of_record(record) if field.kind is Kind.COUNT)


def unproved_figures(case: Case, context: Context, fields: tuple[str, ...]) -> Iterator[Found]:
    """A finding for each count above 0 that no file proves.

    An error where the template says 另附证明材料 (flag of the pack), elsewhere a hint.
    """
    proven = proved(case.application)
    for field_id in fields:
        record, _, name = field_id.partition(".")
        value = held(getattr(case.application, record), name)
        if not is_above_zero(value) or field_id in proven:
            continue
        field = context.catalogue.field(field_id)
        yield Found(
            context.place(field_id),
            f"“{field.short}”填写 {value} {field.spec.mark.unit}，还没有附证明材料。",
            (("填写", f"{value} {field.spec.mark.unit}"),),
            level=None if field.text.evidence else Level.HINT,
        )


def proofs_of_nothing(case: Case, context: Context, fields: tuple[str, ...]) -> Iterator[Found]:
    """A finding for each count of 0 that files are said to prove."""
    for field_id in fields:
        record, _, name = field_id.partition(".")
        if held(getattr(case.application, record), name) != 0:
            continue
        files = proofs(case.application, field_id)
        if files:
            field = context.catalogue.field(field_id)
            yield Found(
                context.place(field_id),
                f"“{field.short}”填写 0 {field.spec.mark.unit}，却附了 {len(files)} 份证明材料。",
                (("填写", f"0 {field.spec.mark.unit}"), ("证明材料", "、".join(file.name for file in files))),
                tuple(context.place("evidence.proves", file.uid) for file in files),
            )
