"""What is remembered of a package that was received, as a small JSON record beside its copy."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from jxdesk.base.clock import can_be_shown
from jxdesk.domain import plain_json
from jxdesk.package.report import SOUND, Report

FORMAT = 1
MAX_RECORD = 64 * 1024

Hex = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Text = Annotated[str, msgspec.Meta(max_length=400)]
Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
Key = tuple[str, str]
"""Package digest and the signer's fingerprint: what makes a package the same one again."""


class Received(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A package that was sound when it came. Digests are SHA-256 hex; ``applicant`` is a USCC.

    ``sealed_at`` is what the package claims, ``received_at`` our own clock; both are aware.
    ``signer`` is what the trust store said then: ``known``, ``new``, or ``""`` without a store.
    """

    digest: Hex
    fingerprint: Hex
    previous: Hex | None
    application: Text
    version: Annotated[int, msgspec.Meta(ge=1, le=999_999)]
    applicant: Text
    organisation: Text
    cluster: Text
    notice: Text
    sealed_at: Moment
    received_at: Moment
    signer: str = ""

    @property
    def key(self) -> Key:
        """Two packages of one key are the same."""
        return self.digest, self.fingerprint

    @property
    def day(self) -> dt.date:
        """The day it was received, by the local calendar."""
        return self.received_at.astimezone().date()

    def to_json(self) -> dict[str, object]:
        """The record as plain JSON values."""
        found: dict[str, object] = msgspec.to_builtins(self)
        return found


def of(report: Report, received_at: dt.datetime) -> Received:
    """The record of a sound package. Raises ``ValueError`` for any other."""
    info, signer = report.info, report.signer
    if report.verdict != SOUND or info is None or signer is None:
        raise ValueError("only sound packages are remembered")
    return Received(
        digest=report.digest,
        fingerprint=signer.fingerprint,
        previous=info.previous_digest,
        application=info.application_id,
        version=info.version,
        applicant=info.applicant,
        organisation=info.organisation,
        cluster=info.cluster_name or "",
        notice=info.notice_id,
        sealed_at=info.sealed_at,
        received_at=received_at.astimezone(dt.UTC),
        signer=signer.trust.value if signer.trust else "",
    )


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    received: Received


def encode(received: Received) -> bytes:
    """The bytes of the record's file."""
    return plain_json.dump(_File(FORMAT, received))


def decode(data: bytes) -> Received:
    """Read a record. Raises ``ValueError`` when it is damaged or newer than this program."""
    if len(data) > MAX_RECORD:
        raise ValueError("too large")
    try:
        found = msgspec.json.decode(data, type=_File)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if found.format != FORMAT:
        raise ValueError("another format")
    if not (can_be_shown(found.received.received_at) and can_be_shown(found.received.sealed_at)):
        raise ValueError("a moment beyond all calendars")
    return found.received
