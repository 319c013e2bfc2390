"""Strict verification of a sealed package: everything that is wrong, at once.

The stock tools are the second opinion, not the judge: ``bagit.py`` together with
``openssl cms`` lets bent packages pass (a version 0.96 bag with a replaced file, for one).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import Tree
from jxdesk.domain.application import Application
from jxdesk.package import binding, contents, inventory, layout, payload, tag_files
from jxdesk.package.report import Applicant, ByEye, Fault, Report, SignerFacts, fault, in_order
from jxdesk.package.tag_files import Tags
from jxdesk.signing import cms
from jxdesk.signing.certificate import CertificateFacts
from jxdesk.signing.trust import TrustState, TrustStore

__all__ = ["Fault", "Report", "SignerFacts", "verify"]

_NONE: Mapping[tuple[str, str], date] = MappingProxyType({})


def verify(
    tree: Tree,
    *,
    trust: TrustStore | None,
    received_on: date,
    progress: Progress = silent,
    is_claimed: bool = False,
    received_before: Mapping[tuple[str, str], date] = _NONE,
) -> Report:
    """Judge the package at the root of ``tree``.

    ``trust`` is the reviewer's store, asked as of ``received_on``, or as of the day in
    ``received_before`` for a package (digest, fingerprint) that was received earlier. Raises ``UserError``
    ``package.not-one`` (exit 2) when it is no package at all, and what ``tree`` raises when it
    cannot be walked; everything else that is wrong is a fault in the report. ``is_claimed``: it
    lies where packages lie and looks like one, so that even missing marks are faults.
    """
    found = inventory.take(tree)
    if not is_claimed and found.kinds.keys().isdisjoint(layout.MARKS):
        raise UserError(
            "package.not-one",
            f"“{tree.label}”不是申报包：里面既没有 {layout.BAGIT}，也没有 {layout.TAG_MANIFEST}。",
            "请选择封装后得到的文件夹、光盘或 .iso 映像。",
        )
    tags = tag_files.read(tree, found)
    faults = [*inventory.faults(found), *tags.faults]
    inside = contents.read(tree, found)
    faults += inside.faults
    faults += payload.faults(tree, found, tags, inside.digests, progress)
    faults += binding.faults(tags, inside)
    application = inside.application
    listing = tags.contents.get(layout.TAG_MANIFEST)
    digest = "" if listing is None else hashlib.sha256(listing).hexdigest()

    def day(fingerprint: str) -> date:
        return received_before.get((digest, fingerprint), received_on)

    signer = _judge_signer(tags, application, trust, day, faults)
    ordered = in_order(faults)
    return Report(
        digest=digest,
        signer=signer,
        faults=ordered,
        info=tags.info,
        application=None if ordered else application,
        by_eye=() if ordered else _by_eye(inside.pages),
    )


def _by_eye(pages: contents.Pages | None) -> tuple[ByEye, ...]:
    """What the reviewer is to know of the stamped scan."""
    if pages is None:
        return ()
    numbers = {page.code: page.number for page in pages.pages}
    return tuple(ByEye(numbers[one.code], one.who, one.why, one.at) for one in pages.confirmed)


def _judge_signer(
    tags: Tags,
    application: Application | None,
    trust: TrustStore | None,
    day: Callable[[str], date],
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
    applicant, name = _applicant(tags, application)
    signer = SignerFacts.of(facts, signing_time, None, Applicant(applicant, name, ""), None)
    if trust is None:
        return signer
    received_on = day(facts.fingerprint)
    judged = _judged(signer, trust, received_on)
    faults += _trust_faults(judged, trust, received_on)
    return judged


def with_trust(report: Report, trust: TrustStore, received_on: date) -> Report:
    """A report whose signer was not known, judged by what the store says now; nothing is read again."""
    if report.signer is None:
        return report
    signer = _judged(report.signer, trust, received_on)
    return replace(report, signer=signer).with_faults(_trust_faults(signer, trust, received_on))


def _judged(signer: SignerFacts, trust: TrustStore, received_on: date) -> SignerFacts:
    applicant = signer.applicant
    state = trust.judge(applicant.uscc, signer.fingerprint, received_on)
    entry = trust.grounds(applicant.uscc, signer.fingerprint, received_on)
    registered = entry.name if entry is not None and state is TrustState.KNOWN else ""
    return replace(signer, trust=state, entry=entry, applicant=replace(applicant, registered=registered))


def _applicant(tags: Tags, application: Application | None) -> tuple[str, str]:
    """Code and name that the signer is judged by."""
    if application is not None and application.lead is not None:
        return application.lead.uscc, application.lead.name
    return (tags.info.applicant, tags.info.organisation) if tags.info is not None else ("", "")


def _trust_faults(signer: SignerFacts, trust: TrustStore, received_on: date) -> Iterator[Fault]:
    if signer.trust is TrustState.REVOKED:
        yield fault("trust.revoked", layout.SIGNATURE, "没有吊销的证书", signer.fingerprint)
    elif signer.trust is TrustState.OTHER:
        pinned = "、".join(trust.pinned(signer.applicant.uscc, received_on))
        yield fault("trust.other", layout.SIGNATURE, pinned, signer.fingerprint)
