"""The official form as an outline: one builder for each part of the template.

A further part is one more module with a builder ``(Form) -> tuple[Section, ...]`` and one line
in ``BUILDERS`` (or in ``ATTACHED``, for lists that follow the form). In which order the parts
stand is said by the notice pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jxdesk.documents.form.annex1 import annex1
from jxdesk.documents.form.annex2 import annex2
from jxdesk.documents.form.contents import with_contents
from jxdesk.documents.form.cover import cover
from jxdesk.documents.form.draft import DraftForm
from jxdesk.documents.form.format import Form
from jxdesk.documents.form.lists import evidence_list, member_list, register_lists
from jxdesk.documents.form.part1 import part1
from jxdesk.documents.form.part2 import part2
from jxdesk.documents.form.part3 import part3
from jxdesk.documents.form.part4 import part4
from jxdesk.documents.form.part5 import part5
from jxdesk.documents.form.part6 import part6
from jxdesk.documents.form.pledge import pledge
from jxdesk.documents.outline import Outline, Section
from jxdesk.domain.application import Application
from jxdesk.domain.work import Draft
from jxdesk.notice import Notice

Builder = Callable[[Form], tuple[Section, ...]]

BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "cover": cover,
        "pledge": pledge,
        "basic": part1,
        "scale": part2,
        "chain": part3,
        "innovation": part4,
        "services": part5,
        "organisation": part6,
        "targets": annex1,
        "projects": annex2,
    }
)
ATTACHED: Mapping[str, Builder] = MappingProxyType(
    {
        "cover": member_list,
        "register": register_lists,
        "evidence": evidence_list,
    }
)
"""What a part has as attached lists (另附): they follow the form itself."""

DRAFT_MARK = "送审稿"
DEMO_MARK = "演示"


def build_outline(application: Application, notice: Notice, draft: Draft | None = None) -> Outline:
    """The document of ``application``: the form's parts in the pack's order, then the lists.

    The table of contents stands before the first numbered part.
    The watermark says 送审稿 for a ``draft``, which also shows where its figures come from and ends
    with the sheet for signatures, and 演示 for the training county. A part that the pack
    names and no builder knows has no page of its own (the fund plan stands in 附1).
    """
    parts = [part.id for part in notice.form.parts]
    builders = [each[part] for each in (BUILDERS, ATTACHED) for part in parts if part in each]
    if draft is None:
        form = Form(application, notice)
        sections = tuple(section for build in builders for section in build(form))
    else:
        form = noted = DraftForm(application, notice, draft)
        sections = tuple(section for build in builders for section in noted.with_notes(build(noted)))
        sections = (*sections, noted.sign_off())
    marks = [DEMO_MARK] * application.demo + [DRAFT_MARK] * (draft is not None)
    return Outline(form.title, with_contents(sections), "·".join(marks))
