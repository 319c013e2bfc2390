"""The county's evidence files: real PDF, JPEG and XLSX, every page of them marked 演示."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from jxdesk.app.demo.backing import Backing
from jxdesk.app.demo.evidence.contents import contents
from jxdesk.app.demo.scheme import Scheme
from jxdesk.base.clock import TokenSource
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import FontSet
from jxdesk.domain.application import Application, Evidence
from jxdesk.notice import Notice

__all__ = ["Attached", "attach"]


@dataclass(frozen=True, slots=True)
class Attached:
    """Rows of the evidence list, and the bytes by SHA-256 (hex)."""

    evidence: tuple[Evidence, ...]
    files: dict[str, bytes]


def attach(
    application: Application,
    notice: Notice,
    scheme: Scheme,
    facts: Backing,
    fonts: FontSet,
    source: random.Random,
    tokens: TokenSource,
    progress: Progress,
) -> Attached:
    """Make every file of the plan and say what it proves. Raises what ``progress`` raises."""
    items = contents(application, notice, scheme, facts, source)
    rows: list[Evidence] = []
    files: dict[str, bytes] = {}
    for number, item in enumerate(items):
        progress("正在生成演示材料", number, len(items))
        data = item.content.make(fonts)
        sha256 = hashlib.sha256(data).hexdigest()
        files[sha256] = data
        rows.append(
            Evidence(
                uid=tokens(),
                name=f"{item.title}.{item.content.suffix}",
                sha256=sha256,
                size=len(data),
                proves=item.proves,
                items=item.items,
                dated=item.dated,
            )
        )
    progress("正在生成演示材料", len(items), len(items))
    return Attached(tuple(rows), files)
