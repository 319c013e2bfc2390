"""Rescue: one sound package from whatever damaged copies there are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.package.rescue.outcome import Lost, Rescued, Share
from jxdesk.package.rescue.whole import rescue as rescue_from

__all__ = ["Lost", "Rescued", "Share", "exit_code", "rescue", "to_json"]


def rescue(copies: Sequence[Path], out: Path, progress: Progress) -> tuple[Rescued, ...]:
    """Put together what ``copies`` (folders, images, drives; one or more) hold, as folders in ``out``.

    The copies are only read, so ``out`` must not lie in one of them. The reports come without the
    application. Raises ``UserError`` ``rescue.inside``, and as
    :func:`jxdesk.package.rescue.whole.rescue`.
    """
    for copy in copies:
        if copy.is_dir() and out.resolve().is_relative_to(copy.resolve()):
            raise UserError(
                "rescue.inside",
                f"救出的内容不能存到要抢救的“{copy}”里面。",
                "请换一个位置，最好是本机的硬盘。",
            )
    today = dt.datetime.now().astimezone().date()
    found = rescue_from(_each_once(copies), out, today, progress)
    return tuple(
        dataclasses.replace(one, report=dataclasses.replace(one.report, application=None)) for one in found
    )


def _each_once(copies: Sequence[Path]) -> list[Path]:
    """The same copy named twice is no second copy."""
    return list({copy.resolve(): copy for copy in copies}.values())


def exit_code(rescued: Sequence[Rescued]) -> int:
    """Good only when every package is whole."""
    return EXIT_GOOD if all(one.is_whole for one in rescued) else EXIT_NO


def to_json(rescued: Sequence[Rescued]) -> Any:
    """One package: what came of it. Several: a list."""
    return rescued[0].to_json() if len(rescued) == 1 else [one.to_json() for one in rescued]
