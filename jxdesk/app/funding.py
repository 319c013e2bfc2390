"""What the page on the provincial money says beside its fields: the cap, and what the projects take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jxdesk.domain.application import Application, Project
from jxdesk.notice import Notice
from jxdesk.rules.funds import cap_of

_CAP_RULE = "F01"
_SHARE_RULE = "F02"


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts are in 万元. ``cap`` is ``None`` where the notice or the applicants don't tell it.

    ``cap_reason`` says whose cap it is; ``first_year_share`` is the
    part of the amount, in per cent, that may be used in the first year. ``projects`` are those that
    are given money, in the order of 附2, and ``given`` is their sum.
    """

    cap: Decimal | None
    cap_reason: str
    first_year_share: Decimal | None
    projects: tuple[Project, ...]
    given: Decimal


def money(application: Application, notice: Notice) -> Money:
    """The read model of the page. Raises ``UserError`` ``notice.malformed`` for a pack that doesn't fit."""
    caps, share = notice.rules.get(_CAP_RULE), notice.rules.get(_SHARE_RULE)
    projects = tuple(row for row in application.projects if isinstance(row.funding, Decimal))
    return Money(
        cap=cap_of(application, caps) if caps else None,
        cap_reason=_reason(application, notice) if caps else "",
        first_year_share=share.number("most_in_first_year") if share else None,
        projects=projects,
        given=sum((row.funding for row in projects if isinstance(row.funding, Decimal)), Decimal(0)),
    )


def _reason(application: Application, notice: Notice) -> str:
    if len(application.members) > 1:
        return "联合申报"
    lead = application.lead
    label = notice.term_label("applicant_kinds", lead.kind) if lead and lead.kind else ""
    return f"申报主体类别为“{label}”" if label else ""
