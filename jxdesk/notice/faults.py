"""How a malformed pack is refused."""

from __future__ import annotations

from jxdesk.base.errors import UserError


def malformed(file: str, place: str, reason: str) -> UserError:
    """The refusal of a pack: which file, where in it, what is wrong, whom to ask."""
    where = f"，位置 {place}" if place else ""
    return UserError(
        "notice.malformed",
        f"申报通知包的文件 {file}{where}：{reason}。",
        "请向发放通知包的单位重新索取，不要手工改动其中的文件。",
    )
