"""``bag-info.txt``: who seals what, written one way and read strictly.

``Label: value`` lines in a settled order, LF, no folded lines. The sealing time is the
laptop's clock: a claim, shown as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from jxdesk.base.clock import can_be_shown
from jxdesk.base.unseen import is_unseen

MAX_VALUE = 400
_DIGEST = r"[0-9a-f]{64}"
_PATTERNS = {
    "External-Identifier": r"[0-9a-z][0-9a-z-]{0,39}",
    "Applicant-USCC": r"[0-9A-Z]{18}",
    "Package-Version": r"[1-9][0-9]{0,5}",
    "Previous-Package-Digest": _DIGEST,
    "Notice-Digest": _DIGEST,
    "Bagging-Date": r"\d{4}-\d{2}-\d{2}",
    "Sealed-At-Claimed": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
    "Payload-Oxum": r"(?:0|[1-9][0-9]{0,15})\.[1-9][0-9]{0,5}",
}
_LABELS = (
    "Source-Organization",
    "External-Identifier",
    "Applicant-USCC",
    "Cluster-Name",
    "Package-Version",
    "Previous-Package-Digest",
    "Notice-Id",
    "Notice-Digest",
    "Bagging-Date",
    "Sealed-At-Claimed",
    "Payload-Oxum",
)
_OPTIONAL = frozenset({"Cluster-Name", "Previous-Package-Digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BagInfo:
    """The facts of a package. ``applicant`` is the lead's USCC; digests are SHA-256 hex.

    ``sealed_at`` is aware and counted in whole seconds; ``version`` starts at 1.
    """

    organisation: str
    application_id: str
    applicant: str
    version: int
    previous_digest: str | None
    notice_id: str
    notice_digest: str
    sealed_at: datetime
    cluster_name: str | None = None


@dataclass(frozen=True, slots=True)
class Oxum:
    """The payload's size: ``octets`` in bytes, ``files`` a count (RFC 8493, 2.2.2)."""

    octets: int
    files: int

    def __str__(self) -> str:
        return f"{self.octets}.{self.files}"


def encode(info: BagInfo, oxum: Oxum) -> bytes:
    """The bytes of ``bag-info.txt``. Raises ``ValueError`` naming the label of a bad value."""
    moment = info.sealed_at.astimezone(UTC)
    values = {
        "Source-Organization": info.organisation,
        "External-Identifier": info.application_id,
        "Applicant-USCC": info.applicant,
        "Cluster-Name": info.cluster_name or None,
        "Package-Version": str(info.version),
        "Previous-Package-Digest": info.previous_digest,
        "Notice-Id": info.notice_id,
        "Notice-Digest": info.notice_digest,
        "Bagging-Date": moment.strftime("%Y-%m-%d"),
        "Sealed-At-Claimed": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Payload-Oxum": str(oxum),
    }
    lines = []
    for label in _LABELS:
        value = values[label]
        if value is None:
            continue
        if not _is_valid(label, value):
            raise ValueError(label)
        lines.append(f"{label}: {value}\n")
    return "".join(lines).encode("utf-8")


def decode(data: bytes) -> tuple[BagInfo, Oxum]:
    """Read ``bag-info.txt``. Raises ``ValueError`` with a Chinese phrase that says what is wrong.

    Only what :func:`encode` writes is accepted.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("不是 UTF-8") from error
    values: dict[str, str] = {}
    for line in text.split("\n")[:-1]:
        label, separator, value = line.partition(": ")
        if not separator or label not in _LABELS or label in values:
            raise ValueError(f"不认识或重复的一行“{line[:80]}”")
        if not _is_valid(label, value):
            raise ValueError(f"{label} 的值不合规范")
        values[label] = value
    missing = [label for label in _LABELS if label not in values and label not in _OPTIONAL]
    if missing:
        raise ValueError(f"缺少 {missing[0]}")
    info, oxum = _build(values)
    if encode(info, oxum) != data:
        raise ValueError("顺序、日期或行尾不合规范")
    return info, oxum


def _build(values: dict[str, str]) -> tuple[BagInfo, Oxum]:
    octets, files = values["Payload-Oxum"].split(".")
    try:
        sealed_at = datetime.strptime(values["Sealed-At-Claimed"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError("Sealed-At-Claimed 不是真实的时间") from error
    if not can_be_shown(sealed_at):
        raise ValueError("Sealed-At-Claimed 不是真实的时间")
    info = BagInfo(
        organisation=values["Source-Organization"],
        application_id=values["External-Identifier"],
        applicant=values["Applicant-USCC"],
        version=int(values["Package-Version"]),
        previous_digest=values.get("Previous-Package-Digest"),
        notice_id=values["Notice-Id"],
        notice_digest=values["Notice-Digest"],
        sealed_at=sealed_at,
        cluster_name=values.get("Cluster-Name"),
    )
    return info, Oxum(int(octets), int(files))


def _is_valid(label: str, value: str) -> bool:
    if not value or value != value.strip() or len(value) > MAX_VALUE or any(map(is_unseen, value)):
        return False
    pattern = _PATTERNS.get(label)
    return pattern is None or re.fullmatch(pattern, value, re.ASCII) is not None
