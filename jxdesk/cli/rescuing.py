"""The command rescue."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.unseen import shown
from jxdesk.cli.output import Bar, json_result, result

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands) -> None:
    """Add this command to the parser."""
    rescue = commands.add_parser("rescue", help="从几份损坏的副本拼出一份完好的申报包")
    rescue.add_argument("copies", nargs="+", type=Path, metavar="副本", help="文件夹、.iso 或光驱")
    rescue.add_argument("--out", type=Path, required=True, metavar="文件夹", help="存放救出的申报包")
    rescue.add_argument("--json", action="store_true", help="输出给机器读的结果")
    rescue.set_defaults(run=_rescue)


def _rescue(arguments: Namespace) -> int:
    from jxdesk.app import rescuing

    with Bar() as bar:
        rescued = rescuing.rescue(arguments.copies, arguments.out, bar)
    if arguments.json:
        json_result(rescuing.to_json(rescued))
        return rescuing.exit_code(rescued)
    for one in rescued:
        result(one.bottom_line)
        result(str(one.path))
        for line in one.details:
            result(f"  · {line}")
        for lost in one.lost:
            result(shown(f"  · 缺：{lost.sentence}"))
        if not one.is_whole:
            result(f"核验    {one.report.bottom_line}")
    return rescuing.exit_code(rescued)
