"""A copy of an attached file without what travels along unseen. The original is only ever read."""

from __future__ import annotations

import shutil
from pathlib import Path

from jxdesk.base import worker
from jxdesk.base.atomic import staged_file
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import open_regular_file
from jxdesk.files.bounds import MEMORY_MB, TIMEOUT_S
from jxdesk.files.cleaning import refusals
from jxdesk.files.cleaning.clean import clean

_TIMEOUT_S = 3 * TIMEOUT_S


def strip(source: Path, target: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Write a copy of ``source`` to ``target`` without names, comments, tracked changes, positions…

    Returns, in Chinese words, what was removed; if that is nothing the copy is the same to the byte.
    Removed is what ``probe`` reports as ``METADATA``, except what is content that a reader could
    show: hidden sheets, rows, columns and slides, and macros stay. Tracked changes count as accepted.
    What is seen on opening stays as it is. Raises ``UserError``: ``strip.unreadable``,
    ``strip.kind``, ``strip.encrypted``, ``strip.signed``, ``strip.portfolio``, ``strip.too-large``,
    ``strip.same`` (``target`` is ``source``), ``path.*``, ``disk.full``; and what ``progress`` raises.
    """
    if target.exists() and target.samefile(source):
        raise UserError("strip.same", "不能覆盖原件。", "请把清除后的副本存到别处。")
    with staged_file(target) as beside:
        with open_regular_file(source) as original, beside.open("wb") as copy:
            shutil.copyfileobj(original, copy)
        return worker.run(
            clean,
            source,
            beside,
            failure=refusals.unreadable(),
            timeout_s=_TIMEOUT_S,
            memory_mb=MEMORY_MB,
            label="正在清除附带信息",
            progress=progress,
        )
