"""Which page each stage has. What a page needs is loaded when it is first opened: it is a lot."""

from __future__ import annotations

from collections.abc import Callable

from ui.steps.step import StepPage


def _overview() -> type[StepPage]:
    from ui.steps.overview import Overview

    return Overview


def _draft() -> type[StepPage]:
    from ui.steps.documents import DraftStep

    return DraftStep


def _freeze() -> type[StepPage]:
    from ui.steps.freeze import FreezeStep

    return FreezeStep


def _print() -> type[StepPage]:
    from ui.steps.documents import PrintStep

    return PrintStep


def _scan() -> type[StepPage]:
    from ui.steps.scan import ScanStep

    return ScanStep


def _seal() -> type[StepPage]:
    from ui.steps.seal import SealStep

    return SealStep


def _deliver() -> type[StepPage]:
    from ui.steps.deliver import DeliverStep

    return DeliverStep


STEPS: dict[str, Callable[[], type[StepPage]]] = {
    "填报": _overview,
    "送审稿": _draft,
    "定稿": _freeze,
    "打印盖章": _print,
    "扫描核对": _scan,
    "封装": _seal,
    "交付": _deliver,
}
