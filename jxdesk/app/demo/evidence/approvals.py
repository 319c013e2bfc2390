"""Approvals and lists that prove the counts of parts four and five."""

from __future__ import annotations

from collections.abc import Sequence

from jxdesk.app.demo.backing import Award, Bundle, Centre, Investor
from jxdesk.app.demo.evidence.paper import Paper
from jxdesk.app.demo.evidence.papers import Setting, paper
from jxdesk.app.demo.evidence.picture import Certificate
from jxdesk.app.demo.evidence.sheet import Sheet, SheetValue
from jxdesk.app.demo.names import MARK
from jxdesk.documents.outline import Align, Density, ListColumn, ListTable
from jxdesk.domain.application import Enterprise, Platform
from jxdesk.domain.show import show_date

_NARROW = 4


def rights_list(bundles: Sequence[Bundle]) -> Sheet:
    """The rights of one kind of several firms, one a row."""
    kind = bundles[0].kind
    named = [(bundle.firm.name, right) for bundle in bundles for right in bundle.rights]
    rows: list[tuple[SheetValue, ...]] = [
        (number, firm, right.title, right.number, show_date(right.month))
        for number, (firm, right) in enumerate(named, start=1)
    ]
    columns = ("序号", "权利人", "名称", "编号（虚构）", "授权（登记）时间")
    return Sheet(f"规模以上企业近三年新获{kind}清单", columns, (6, 44, 52, 24, 18), tuple(rows))


def rights_paper(bundle: Bundle) -> Paper:
    """The same as an extract that the invented office of rights made out."""
    table = ListTable(
        (
            ListColumn("序号", 2),
            ListColumn("名称", 12, Align.LEFT),
            ListColumn("编号（虚构）", 6),
            ListColumn("授权时间", 4),
        ),
        tuple(
            (str(number), right.title, right.number, show_date(right.month))
            for number, right in enumerate(bundle.rights, start=1)
        ),
        density=Density.LIST,
    )
    body = (
        f"经查询，截至出具之日，{bundle.firm.name}近三年获得授权的{bundle.kind}共{len(bundle.rights)}件，"
        "均处于有效状态，明细如下。"
    )
    return paper(
        f"{bundle.kind}授权证明（摘录）",
        body,
        table,
        signed=f"虚构知识产权服务机构（{MARK}）",
        date=show_date(bundle.dated),
    )


def award_certificate(award: Award) -> Certificate:
    """The certificate of a science award."""
    level = "国家级" if award.national else "省级"
    text = f"你单位完成的“{award.title}”项目获{level}科学技术奖。本证书由演示程序生成，不具有任何效力。"
    issuer = f"虚构科学技术奖励机构（{MARK}）"
    return Certificate(award.firm.name, text, issuer, show_date(award.month), "科 学 技 术 奖 证 书")


def centres_notice(centres: Sequence[Centre]) -> Paper:
    """The notice that recognises innovation platforms of one level."""
    level = "国家级" if centres[0].national else "省级"
    table = _table(
        ("序号", "创新平台名称", "依托单位", "认定时间"),
        (2, 8, 10, 4),
        [(one.name, one.firm.name, show_date(one.month)) for one in centres],
    )
    body = (
        f"经企业申请、专家评审和现场核查，现认定下列{len(centres)}家单位的平台为{level}创新平台。"
        "请依托单位加强条件建设和开放共享，按期提交年度报告；评价不合格的，将按规定撤销。"
    )
    return paper(
        f"关于认定{level}创新平台的通知（摘录）",
        body,
        table,
        signed=f"虚构{level}主管部门（{MARK}）",
        date=show_date(max(one.month for one in centres)),
    )


def platforms_notice(platforms: Sequence[Platform], level: str, setting: Setting) -> Paper:
    """The notice that names public service platforms of one level."""
    table = _table(
        ("序号", "平台名称", "建设单位", "服务内容或方向"),
        (2, 8, 8, 8),
        [(one.name, one.builder, one.service) for one in platforms],
    )
    body = (
        f"根据服务能力、服务业绩和用户评价，现公布{level}公共服务平台名单，本县入选{len(platforms)}个，有效期三年。"
        "入选平台应当公开服务目录、收费标准和办理时限，每年报送服务情况。"
    )
    return paper(
        f"关于公布{level}公共服务平台名单的通知（摘录）",
        body,
        table,
        signed=f"虚构{level}主管部门（{MARK}）",
        date=f"{setting.year}年10月15日",
    )


def listing_letter(firm: Enterprise, market: str, setting: Setting) -> Paper:
    """The letter that admits a firm to a market."""
    body = (
        f"{firm.name}：\n经审查，你公司符合{market}的条件，同意你公司股票（股份）挂牌，证券代码为演示用途，不对应任何真实证券。\n"
        "请你公司按照规则履行信息披露义务，规范公司治理，接受持续督导。"
    )
    return paper(f"同意{market}的函", body, signed=f"虚构交易场所（{MARK}）", date=f"{setting.year}年6月28日")


def fund_agreement(investor: Investor, setting: Setting) -> Paper:
    """A summary of the agreement by which a fund was set up."""
    body = (
        f"{investor.name}（{investor.capital}）由县国有投资平台、社会投资机构和领军企业共同发起设立。\n"
        "一、投资范围。投向智能传感、物联网和数据服务领域的企业，其中投向本集群的比例不低于百分之六十。\n"
        "二、投资阶段。以初创期和成长期企业为主，单个项目的投资不超过基金规模的百分之十五。\n"
        "三、管理方式。委托专业机构管理，设投资决策委员会，政府出资人不干预市场化决策。\n"
        "四、退出和收益。通过股权转让、回购和上市退出，收益按出资比例分配。\n"
        "五、信息披露。每半年向出资人报告投资和估值情况，每年接受审计。"
    )
    signed = setting.region.operator
    return paper("产业引导基金合伙协议（摘要）", body, signed=signed, date=f"{setting.year}年3月11日")


def investors_list(investors: Sequence[Investor], setting: Setting) -> Sheet:
    """The other institutions, one a row."""
    rows: list[tuple[SheetValue, ...]] = [
        (number, one.name, one.kind, one.capital) for number, one in enumerate(investors, start=1)
    ]
    columns = ("序号", "机构名称", "机构类别", "规模")
    return Sheet(f"{setting.region.cluster}投融资机构名单", columns, (6, 46, 20, 20), tuple(rows))


def _table(heads: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[str, ...]]) -> ListTable:
    """Numbered rows; narrow columns are centred, the others run from the left."""
    columns = tuple(
        ListColumn(head, width, Align.CENTRE if width <= _NARROW else Align.LEFT)
        for head, width in zip(heads, widths, strict=True)
    )
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    return ListTable(columns, numbered, density=Density.LIST)
