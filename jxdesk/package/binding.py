"""What the parts of a package say of each other: they must speak of one and the same application.

Held against the signed lists, not the disk: a file that is changed or missing is reported once,
as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from jxdesk.domain.application import Application
from jxdesk.notice.load import listed_digest
from jxdesk.package import layout
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.contents import Contents, Pages
from jxdesk.package.report import Fault, fault
from jxdesk.package.tag_files import Tags

_NONE = "没有"


def faults(tags: Tags, contents: Contents) -> Iterator[Fault]:
    """Where bag information, application, pages, evidence and notice disagree."""
    application, pages, info = contents.application, contents.pages, tags.info
    if application is not None:
        yield from _lead_faults(application)
        if info is not None:
            yield from _info_faults(info, application)
    if layout.MANIFEST not in tags.contents or tags.manifest.faults:
        return
    if application is not None:
        yield from _evidence_faults(application, tags)
    if pages is not None:
        yield from _pages_faults(pages, tags)
    if application is not None:
        yield from _notice_faults(application.notice.digest, tags)
    elif info is not None:
        yield from _notice_faults(info.notice_digest, tags)


def _lead_faults(application: Application) -> Iterator[Fault]:
    """The lead is who signs and by whose code trust is judged: one, and one only."""
    leads = [member.name for member in application.members if member.lead]
    if len(application.members) != 1 and len(leads) != 1:
        yield fault("application.lead", layout.APPLICATION, "恰好一个牵头单位", "、".join(leads) or _NONE)


def _info_faults(info: BagInfo, application: Application) -> Iterator[Fault]:
    """``bag-info.txt`` must say the same as the application it stands beside."""
    lead = application.lead
    pairs = (
        ("info.application-id", application.id, info.application_id),
        ("info.notice", application.notice.id, info.notice_id),
        ("info.notice", application.notice.digest, info.notice_digest),
        ("info.applicant", lead.uscc if lead else "", info.applicant),
        ("info.organisation", application.applicant_name, info.organisation),
        ("info.cluster-name", application.basic.cluster_name, info.cluster_name or ""),
    )
    for code, inside, claimed in pairs:
        if inside != claimed:
            yield fault(code, layout.BAG_INFO, inside or _NONE, claimed or _NONE)


def _evidence_faults(application: Application, tags: Tags) -> Iterator[Fault]:
    sizes = _sizes(tags, layout.EVIDENCE)
    for row in application.evidence:
        size = sizes.get(row.sha256)
        wanted = f"“{layout.EVIDENCE}”中有“{row.name}”（{row.sha256}）"
        if row.sha256 not in sizes:
            yield fault("evidence.missing", layout.APPLICATION, wanted, _NONE)
        elif isinstance(row.size, int) and size is not None and row.size != size:
            yield fault("evidence.size", layout.APPLICATION, f"“{row.name}”{row.size} 字节", f"{size} 字节")


def _pages_faults(pages: Pages, tags: Tags) -> Iterator[Fault]:
    digest = tags.manifest.entries.get(layout.APPLICATION)
    if digest is not None and pages.data_digest != digest:
        yield fault("pages.data", layout.PAGES, digest, pages.data_digest)
    there = _sizes(tags, layout.SCANS)
    for scan in pages.scans:
        if scan.sha256 not in there:
            wanted = f"“{layout.SCANS}”中有“{scan.name}”（{scan.sha256}）"
            yield fault("scan.missing", layout.PAGES, wanted, _NONE)
    yield from _match_faults(pages)
    yield from _confirmed_faults(pages)


def _match_faults(pages: Pages) -> Iterator[Fault]:
    """A stamped scan answers to every printed page, each of its own pages to one."""
    codes = [page.code for page in pages.pages] if pages.scans else []
    matched = [match.code for match in pages.matches]
    if len(set(codes)) < len(codes) or matched != codes:
        yield fault("pages.matches", layout.PAGES, _listed(codes), _listed(matched))
    there = {scan.sha256 for scan in pages.scans}
    for (scan, page), times in Counter((match.scan, match.page) for match in pages.matches).items():
        if times > 1 or scan not in there or page < 1:
            yield fault("pages.matches", layout.PAGES, "所列扫描件的一页，只用一次", f"{scan} 第 {page} 页")


def _confirmed_faults(pages: Pages) -> Iterator[Fault]:
    """What rests on a person's word says whose word it is."""
    by_eye = [match.code for match in pages.matches if match.how == "eye"]
    told = [confirmed.code for confirmed in pages.confirmed]
    if told != by_eye:
        yield fault("pages.confirmed", layout.PAGES, _listed(by_eye), _listed(told))
    for one in pages.confirmed:
        if not (one.who.strip() and one.why.strip() and _is_moment(one.at)):
            yield fault(
                "pages.confirmed", layout.PAGES, "姓名、理由和时间", f"{one.who}，{one.why}，{one.at}"
            )


def _is_moment(text: str) -> bool:
    """Whether a text is a moment in UTC, as this program writes it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo == UTC and moment.isoformat(timespec="seconds") == text


def _listed(codes: list[str]) -> str:
    return f"{len(codes)} 页：{'、'.join(codes)}" if codes else _NONE


def _notice_faults(wanted: str, tags: Tags) -> Iterator[Fault]:
    folder = f"{layout.PAYLOAD}/{layout.NOTICE}"
    prefix = folder + "/"
    listed = tags.manifest.entries.items()
    pack = {path.removeprefix(prefix): digest for path, digest in listed if path.startswith(prefix)}
    digest = listed_digest(pack) if pack else _NONE
    if digest != wanted:
        yield fault("notice.pack", folder, wanted, digest)


def _sizes(tags: Tags, folder: str) -> dict[str, int | None]:
    """Size by digest of the files listed in ``folder``; ``None`` where no size is listed."""
    prefix = f"{layout.PAYLOAD}/{folder}/"
    found: dict[str, int | None] = {}
    for path, digest in tags.manifest.entries.items():
        if path.startswith(prefix):
            blocks = tags.blocks.entries.get(path)
            found[digest] = None if blocks is None else blocks.size
    return found
