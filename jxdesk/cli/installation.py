"""Commands of whoever installs and shows the program: demo, self-test."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, UserError
from jxdesk.cli.output import Bar, note, result
from jxdesk.notice import installed, load_installed

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands, window_probe: Callable[[Path], None] | None) -> None:
    """Add these commands to the parser; ``open`` is listed here and handled by the entry."""
    demo = commands.add_parser("demo", help="用虚构的演示县走完全程")
    demo.add_argument("--out", type=Path, required=True, metavar="文件夹")
    demo.set_defaults(run=_demo)

    test = commands.add_parser("self-test", help="检验安装是否完好")
    test.set_defaults(run=lambda arguments: _self_test(arguments, window_probe))

    window = commands.add_parser("open", help="在窗口中打开工作区")
    window.add_argument("workspace", type=Path, metavar="工作区")
    window.set_defaults(run=_open)


def _demo(arguments: Namespace) -> int:
    from jxdesk.app.demo_run import run_demo

    with Bar() as bar:
        run_demo(arguments.out, load_installed(installed()[-1]), clock.now, bar, result)
    return EXIT_GOOD


def _self_test(_: Namespace, window_probe: Callable[[Path], None] | None) -> int:
    from jxdesk.app.selftest import self_test

    with Bar() as bar:
        self_test(load_installed(installed()[-1]), clock.now, bar, result, window_probe)
    note("自检通过。")
    return EXIT_GOOD


def _open(_: Namespace) -> int:
    """Only reached where the program's entry, which owns the window, was gone round."""
    raise UserError("cli.no-window", "这里打不开窗口。", "请用安装好的 jxdesk 命令打开。")
