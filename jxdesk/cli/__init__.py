"""The command line: the same use cases as the window, with no logic of its own.

Exit codes: 0 done and good, 1 done and the answer is no, 2 wrong use or unreadable input,
3 sound but the signer is not known yet (``verify``), 70 a bug, 130 stopped by the user.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from jxdesk.base.errors import EXIT_STOPPED, Cancelled, UserError
from jxdesk.base.log import write_crash_report
from jxdesk.cli import output

WindowProbe = Callable[[Path], None]
EXIT_BUG = 70


def main(argv: Sequence[str] | None = None, *, window_probe: WindowProbe | None = None) -> int:
    """Run one command; the exit code. ``window_probe`` opens the window for ``self-test``."""
    output.use_utf8()
    try:
        return _run(argv, window_probe)
    except UserError as error:
        output.refusal(error)
        return error.exit_code
    except (KeyboardInterrupt, Cancelled):
        output.note("已停止，没有留下半成品。")
        return EXIT_STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_STOPPED
    except Exception:  # noqa: BLE001 - the outermost door: whatever is left is a bug
        where = write_crash_report(traceback.format_exc())
        output.note(f"程序出错了，您的数据没有丢失。错误报告已存到“{where}”，请交给技术支持人员。")
        return EXIT_BUG


def _run(argv: Sequence[str] | None, window_probe: WindowProbe | None) -> int:
    from jxdesk.cli import (
        burning,
        exchanging,
        files,
        installation,
        keys,
        merging,
        packages,
        papers,
        rescuing,
        reviewing,
        scanning,
        screening,
        trusting,
        workspaces,
    )
    from jxdesk.cli.parser import new_parser

    parser = new_parser()
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    workspaces.add_commands(commands)
    exchanging.add_commands(commands)
    merging.add_commands(commands)
    files.add_commands(commands)
    screening.add_commands(commands)
    scanning.add_commands(commands)
    keys.add_commands(commands)
    packages.add_commands(commands)
    rescuing.add_commands(commands)
    reviewing.add_commands(commands)
    trusting.add_commands(commands)
    burning.add_commands(commands)
    papers.add_commands(commands)
    installation.add_commands(commands, window_probe)
    arguments = parser.parse_args(argv)
    code: int = arguments.run(arguments)
    return code
