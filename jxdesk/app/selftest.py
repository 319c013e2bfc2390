"""Prove an installation: do the main job on the fictional county, and see that a bent package is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from jxdesk.app import delivery
from jxdesk.app.demo_run import DemoRun, run_demo
from jxdesk.base.clock import Clock
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.notice import Notice

Say = Callable[[str], None]


def self_test(
    notice: Notice,
    clock: Clock,
    progress: Progress,
    say: Say,
    window_probe: Callable[[Path], None] | None,
) -> None:
    """Create, check, render, seal, image, verify, refuse, open a window; say each step.

    Works in a temporary folder that is removed. Raises ``UserError`` (exit 1) on a wrong answer.
    """
    with tempfile.TemporaryDirectory(prefix="jxdesk-self-test-") as folder:
        made = run_demo(Path(folder), notice, clock, progress, say)
        _must_refuse_bent(made, clock, progress)
        say("改动一个字节后核验不通过：正确")
        if window_probe is not None:
            window_probe(made.workspace)
            say("窗口可以打开工作区")


def _must_refuse_bent(made: DemoRun, clock: Clock, progress: Progress) -> None:
    victim = made.package / "data" / "report.json"
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(bytes(data))
    report = delivery.verify_at(made.package, None, clock().date(), progress)[0].report
    if report.verdict == "sound" or not any(f.path == "data/report.json" for f in report.faults):
        raise UserError(
            "self-test.bent",
            "自检没有通过：改动过的申报包没有被认出来。",
            "请重新安装本程序。",
            exit_code=EXIT_NO,
        )
