"""Strict verification of a sealed package: everything that is wrong, at once.

The stock tools are the second opinion, not the judge: ``bagit.py`` together with
``openssl cms`` lets bent packages pass (a version 0.96 bag with a replaced file, for one).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import Tree
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.package import inventory, layout, payload, tag_files
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.inventory import Inventory
from jxdesk.package.report import Fault, Report, SignerFacts, fault, in_order
from jxdesk.package.tag_files import Tags
from jxdesk.signing import cms
from jxdesk.signing.certificate import CertificateFacts
from jxdesk.signing.trust import TrustState, TrustStore

__all__ = ["Fault", "Report", "SignerFacts", "verify"]


def verify(tree: Tree, *, trust: TrustStore | None, received_on: date, progress: Progress = silent) -> Report:
    """Judge the package at the root of ``tree``.

    ``trust`` is the reviewer's store, asked as of ``received_on``. Raises ``UserError``
    ``package.not-one`` (exit 2) when it is no package at all, and what ``tree`` raises when it
    cannot be walked; everything else that is wrong is a fault in the report.
    """
    found = inventory.take(tree)
    if found.kinds.keys().isdisjoint({layout.BAGIT, layout.TAG_MANIFEST}):
        raise UserError(
            "package.not-one",
            f"“{tree.label}”不是申报包：里面既没有 {layout.BAGIT}，也没有 {layout.TAG_MANIFEST}。",
            "请选择封装后得到的文件夹、光盘或 .iso 映像。",
        )
    tags = tag_files.read(tree, found)
    faults = [*inventory.faults(found), *tags.faults]
    known: dict[str, str | None] = {}
    data = _read_application(tree, found, known, faults)
    faults += payload.faults(tree, found, tags, known, progress)
    application = _decode(data, faults)
    if tags.info is not None and application is not None:
        faults += _agreement_faults(tags.info, application)
    signer = _judge_signer(tags, application, trust, received_on, faults)
    ordered = in_order(faults)
    listing = tags.contents.get(layout.TAG_MANIFEST)
    return Report(
        digest="" if listing is None else hashlib.sha256(listing).hexdigest(),
        signer=signer,
        faults=ordered,
        info=tags.info,
        application=None if ordered else application,
    )


def _read_application(
    tree: Tree, found: Inventory, known: dict[str, str | None], faults: list[Fault]
) -> bytes | None:
    """Read once: the bytes that are hashed are the bytes that are decoded."""
    path = layout.APPLICATION
    if path not in found.files:
        return None
    try:
        data = tag_files.read_capped(tree, path, layout.MAX_APPLICATION)
    except UserError as error:
        faults.append(fault("payload.unreadable", path, "可以读出", error.message))
        known[path] = None
        return None
    if data is None:
        wanted, size = f"不超过 {layout.MAX_APPLICATION} 字节", f"{found.files[path]} 字节"
        faults.append(fault("application.too-large", path, wanted, size))
        return None
    known[path] = hashlib.sha256(data).hexdigest()
    return data


def _decode(data: bytes | None, faults: list[Fault]) -> Application | None:
    if data is None:
        return None
    try:
        return canonical.decode(data)
    except UserError as error:
        newer = error.code == "json.newer"
        code = "application.newer" if newer else "application.unreadable"
        wanted = "本程序能读的版本" if newer else "规范的申报数据"
        faults.append(fault(code, layout.APPLICATION, wanted, error.message))
        return None


def _agreement_faults(info: BagInfo, application: Application) -> Iterator[Fault]:
    """``bag-info.txt`` must say the same as the application it stands beside."""
    lead = application.lead
    pairs = (
        ("info.application-id", application.id, info.application_id),
        ("info.notice", application.notice.id, info.notice_id),
        ("info.notice", application.notice.digest, info.notice_digest),
        ("info.applicant", lead.uscc if lead else "", info.applicant),
    )
    for code, inside, claimed in pairs:
        if inside != claimed:
            yield fault(code, layout.BAG_INFO, inside, claimed)


def _judge_signer(
    tags: Tags,
    application: Application | None,
    trust: TrustStore | None,
    received_on: date,
    faults: list[Fault],
) -> SignerFacts | None:
    signature = tags.contents.get(layout.SIGNATURE)
    listing = tags.contents.get(layout.TAG_MANIFEST)
    if signature is None or listing is None:
        return None
    facts: CertificateFacts | None
    signing_time: datetime | None = None
    try:
        seen = cms.verify(signature, listing)
        facts, signing_time = seen.certificate, seen.signing_time
    except cms.SignatureFault as error:
        faults.append(fault(error.code, layout.SIGNATURE, error.expected, error.found))
        facts = error.certificate
    if facts is None:
        return None
    state = None
    if trust is not None:
        applicant = _applicant(tags, application)
        state = trust.judge(applicant, facts.fingerprint, received_on)
        faults += _trust_faults(state, trust, applicant, facts.fingerprint, received_on)
    return SignerFacts.of(facts, signing_time, state)


def _applicant(tags: Tags, application: Application | None) -> str:
    if application is not None and application.lead is not None:
        return application.lead.uscc
    return tags.info.applicant if tags.info is not None else ""


def _trust_faults(
    state: TrustState, trust: TrustStore, applicant: str, fingerprint: str, received_on: date
) -> Iterator[Fault]:
    if state is TrustState.REVOKED:
        yield fault("trust.revoked", layout.SIGNATURE, "没有吊销的证书", fingerprint)
    elif state is TrustState.OTHER:
        pinned = "、".join(trust.pinned(applicant, received_on))
        yield fault("trust.other", layout.SIGNATURE, pinned, fingerprint)
