"""Where an application stands on its way from filling in to handing over, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jxdesk.app.reporting import travelling_reasons
from jxdesk.app.scan_sheets import standing
from jxdesk.app.scanning import ScanState
from ui.picture import Picture


class Standing(Enum):
    """How far a stage is; ``UNTRACKED`` is for what this version keeps no record of."""

    DONE = "已完成"
    CURRENT = "现在"
    AHEAD = "未到"
    UNTRACKED = "不作记录"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name on the form's way, where it stands, and what is to be done there."""

    title: str
    standing: Standing
    sentence: str


def stages(picture: Picture) -> tuple[Stage, ...]:
    """The eight stages in order; exactly one is current."""
    filled = sum(part.filled for part in picture.parts)
    wanted = sum(part.wanted for part in picture.parts)
    blocking = len(picture.report.blocking)
    reached = {
        "填报": filled == wanted,
        "检查": not blocking and not picture.report.pending,
        "定稿": picture.frozen is not None or picture.printed is True,
        "打印盖章": picture.printed is True,
        "扫描核对": picture.scan is not None and picture.scan.is_good,
        "封装": picture.sealed_now,
        "交付": False,
    }
    current = next(title for title, done in reached.items() if not done)
    sentences = {
        "填报": f"必填内容已填 {filled} 项，共 {wanted} 项。填写顺序不限，每次改动立即保存。",
        "检查": picture.report.bottom_line,
        "送审稿": "生成带水印的送审稿，交各部门和领导审阅。",
        "定稿": _freezing(picture),
        "打印盖章": _printing(picture.printed),
        "扫描核对": _scanning(picture.scan),
        "封装": _sealing(picture),
        "交付": _handing_over(picture),
    }
    order = list(sentences)
    return tuple(
        Stage(title, _standing(title, reached, current, order), sentence)
        for title, sentence in sentences.items()
    )


def current(found: tuple[Stage, ...]) -> Stage:
    """The stage where the application stands."""
    return next(stage for stage in found if stage.standing is Standing.CURRENT)


def _standing(title: str, reached: dict[str, bool], current: str, order: list[str]) -> Standing:
    if title == current:
        return Standing.CURRENT
    if order.index(title) > order.index(current):
        return Standing.AHEAD
    return Standing.DONE if reached.get(title) else Standing.UNTRACKED


def _freezing(picture: Picture) -> str:
    if picture.frozen is not None:
        moment = f"{picture.frozen.when.astimezone():%Y-%m-%d %H:%M}"
        return f"{moment} 已定稿，数据不再改动；确需修改时写明原因解除。"
    if picture.printed is True:
        return "没有定稿就生成了打印版。现在也可以定稿，防止盖章以后又改了数据。"
    return "领导同意后定稿：数据不再改动，随后打印盖章。"


def _printing(printed: bool | None) -> str:
    if printed is None:
        return "还没有生成打印版。生成后打印、盖章。"
    if printed:
        return "打印版与现在的数据一致，请打印并盖章。"
    return "打印以后数据有改动，打印版已经过时，请重新生成。"


def _scanning(scan: ScanState | None) -> str:
    if scan is None:
        return "生成打印版、打印、盖章以后，在这里核对盖章扫描件。"
    return standing(scan)


def _sealing(picture: Picture) -> str:
    if picture.sealed_now:
        return f"已封装第 {picture.sealed_version} 版，封装后数据没有改动。"
    before = f"上次封装的是第 {picture.sealed_version} 版，此后有改动。" if picture.sealed_version else ""
    reasons = travelling_reasons(picture.report)
    written = "；".join(reasons.counts) + "。" if reasons.travelling or reasons.staying else ""
    how = "检查通过、打印盖章、扫描件齐全以后，用本单位的密钥封装成签名的申报包。"
    return f"{before}{how}{written}"


def _handing_over(picture: Picture) -> str:
    how = "把申报包刻成光盘，或复制到 U 盘；交出去以前都核验一遍。"
    if picture.sealed_version and not picture.sealed_now:
        return f"第 {picture.sealed_version} 版封装以后又有改动，要交现在的内容请先重新封装。{how}"
    return how
