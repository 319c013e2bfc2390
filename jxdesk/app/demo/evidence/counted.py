"""The evidence of parts four and five: whatever is counted there, file by file, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.app.demo.backing import MODEL, PATENT, SOFTWARE, Award, Backing, Centre
from jxdesk.app.demo.evidence import approvals
from jxdesk.app.demo.evidence.item import Item
from jxdesk.app.demo.evidence.papers import Setting
from jxdesk.domain.application import Application
from jxdesk.notice import Notice

_RIGHTS = "innovation.awards_and_rights"
_PROVINCIAL_FILES = 3


def counted(application: Application, notice: Notice, setting: Setting, facts: Backing) -> Iterator[Item]:
    """The files in the order of the form; what they say they prove adds up to the figures."""
    yield from _rights(facts)
    yield from (_award(award) for award in facts.awards)
    yield from _centres(facts)
    yield from _platforms(notice, setting, facts)
    for firm in application.enterprises:
        if firm.listing:
            market = notice.term_label("listings", firm.listing)
            letter = approvals.listing_letter(firm, market, setting)
            yield Item(f"{market}批复-{firm.name}", letter, ("services.listed", f"enterprises:{firm.uid}"), 1)
    yield from _investors(setting, facts)


def _rights(facts: Backing) -> Iterator[Item]:
    """Patents are proved by an office's extract for each firm, the other rights by two lists."""
    for one in facts.bundles:
        if one.kind == PATENT:
            proves = ("innovation.patents", _RIGHTS)
            content = approvals.rights_paper(one)
            yield Item(f"{PATENT}授权证明-{one.firm.name}", content, proves, len(one.rights), one.dated)
    for kind in (MODEL, SOFTWARE):
        bundles = [one for one in facts.bundles if one.kind == kind]
        if bundles:
            count = sum(len(one.rights) for one in bundles)
            dated = max(one.dated for one in bundles)
            yield Item(f"{kind}清单", approvals.rights_list(bundles), (_RIGHTS,), count, dated)


def _award(award: Award) -> Item:
    level = "国家级" if award.national else "省级"
    field = "innovation.national_awards" if award.national else "innovation.provincial_awards"
    title = f"{level}科学技术奖-{award.firm.name}"
    return Item(title, approvals.award_certificate(award), (field, _RIGHTS), 1, award.month)


def _centres(facts: Backing) -> Iterator[Item]:
    """One notice for each national platform, and a few that share the provincial ones."""
    for one in facts.centres:
        if one.national:
            yield _recognised(f"国家级创新平台认定通知-{one.firm.name}", (one,))
    provincial = sorted((one for one in facts.centres if not one.national), key=lambda one: one.month)
    size = -(-len(provincial) // _PROVINCIAL_FILES)
    for number, start in enumerate(range(0, len(provincial), size), start=1):
        title = f"省级创新平台认定通知（第{number}批）"
        yield _recognised(title, tuple(provincial[start : start + size]))


def _recognised(title: str, centres: tuple[Centre, ...]) -> Item:
    level = "national" if centres[0].national else "provincial"
    dated = max(one.month for one in centres)
    content = approvals.centres_notice(centres)
    return Item(title, content, (f"innovation.{level}_platforms",), len(centres), dated)


def _platforms(notice: Notice, setting: Setting, facts: Backing) -> Iterator[Item]:
    for level in ("national", "provincial"):
        rows = [row for row in facts.platforms if row.level == level]
        label = notice.term_label("platform_levels", level)
        proves = ("services.public_platforms", *(f"platforms:{row.uid}" for row in rows))
        content = approvals.platforms_notice(rows, label, setting)
        yield Item(f"{label}公共服务平台名单通知", content, proves, len(rows))


def _investors(setting: Setting, facts: Backing) -> Iterator[Item]:
    fund, *others = facts.investors
    proves = ("services.investors",)
    yield Item("产业引导基金合伙协议（摘要）", approvals.fund_agreement(fund, setting), proves, 1)
    yield Item("投融资机构名单", approvals.investors_list(others, setting), proves, len(others))
