"""推荐函: the city's letter of recommendation, in the plain form of an official letter (GB/T 9704—2012)."""

from __future__ import annotations

from collections.abc import Sequence

from jxdesk.documents.outline import (
    Align,
    ListColumn,
    ListTable,
    Outline,
    Paragraph,
    Section,
    SignaturePlace,
    TextRole,
)
from jxdesk.documents.papers.package_facts import PackageFacts, groups
from jxdesk.documents.papers.plain import DEMO_MARK
from jxdesk.notice import Notice

_BLANK = "＿＿＿＿"
_DATE = "　　　　年　　月　　日"
_FEW_GROUPS = 4


def letter(notice: Notice, recommended: Sequence[PackageFacts], city: str) -> Outline:
    """The letter that recommends these applications to whoever issued the notice.

    ``city`` is the city's name (``""`` leaves room for it); which of its departments seal the letter
    the pack says (``letter_departments``, a line each). What is recommended stands in a table with the
    first groups of each package's digest, so that letter and packages belong together.
    """
    head = notice.head
    title = f"关于推荐申报{head.title}的函"
    count = len(recommended)
    body = (
        f"根据{'、'.join(head.issuers)}有关通知（{head.document_number}）要求，我市组织开展了申报工作。"
        f"经审核，现推荐以下{count}个集群申报{head.title}，申报材料（光盘和纸质件）随函报送，请予审核。"
    )
    departments = notice.form.texts.get("letter_departments", _BLANK).split("\n")
    signed = "\n".join(f"{city or _BLANK}{each}" for each in departments)
    blocks = (
        Paragraph(title, TextRole.TITLE),
        Paragraph(f"{'、'.join(head.issuers)}：", TextRole.ADDRESS),
        Paragraph(body),
        _table(recommended),
        Paragraph(f"（联系人：{_BLANK}，联系电话：{_BLANK}＿＿）"),
        SignaturePlace(signed, _DATE),
    )
    mark = DEMO_MARK if any(each.demo for each in recommended) else ""
    return Outline(title, (Section("letter", title, blocks),), mark)


def _table(recommended: Sequence[PackageFacts]) -> ListTable:
    columns = (
        ListColumn("序号", 34),
        ListColumn("集群名称", 150, Align.LEFT),
        ListColumn("申报单位", 130, Align.LEFT),
        ListColumn("申报包版本和摘要（前16位）", 128),
    )
    rows = tuple(
        (
            str(number),
            each.cluster,
            each.applicant,
            f"第{each.version}版\n{groups(each.digest, _FEW_GROUPS)}",
        )
        for number, each in enumerate(recommended, 1)
    )
    return ListTable(columns, rows or (("",) * len(columns),))
