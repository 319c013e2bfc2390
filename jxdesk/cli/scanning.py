"""The command on the stamped scan: scan."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.cli.output import Bar, json_result, result

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.scanning import ScanState
    from jxdesk.app.session import Session
    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands) -> None:
    """Add the command to the parser."""
    scan = commands.add_parser("scan", help="导入盖章扫描件，逐页与打印版核对；不写文件则只看结果")
    scan.add_argument("workspace", type=Path, metavar="工作区")
    scan.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="PDF、JPEG、PNG、TIFF，顺序方向不限"
    )
    scan.add_argument("--json", action="store_true", help="输出给机器读的结果")
    scan.add_argument(
        "--confirm-code",
        nargs=2,
        action="append",
        default=[],
        metavar=("扫描页", "校验码"),
        help="读不出码的扫描页：输入纸上印的校验码",
    )
    scan.add_argument(
        "--by-eye",
        nargs=2,
        action="append",
        default=[],
        metavar=("扫描页", "页码"),
        help="没有码的扫描页：由人目视确认是第几页，要写 --who 和 --why",
    )
    scan.add_argument("--who", default="", metavar="姓名", help="目视确认的人，评审看得到")
    scan.add_argument("--why", default="", metavar="理由", help="这一页为什么没有码，评审看得到")
    scan.add_argument(
        "--turn", type=int, metavar="度数", help="确认的页要顺时针转多少度才正：0、90、180、270"
    )
    scan.add_argument(
        "--withdraw", type=int, action="append", default=[], metavar="扫描页", help="收回对这一页的确认"
    )
    scan.add_argument("--remove", action="append", default=[], metavar="文件名", help="不再采用这份扫描件")
    scan.set_defaults(run=_scan)


def _scan(arguments: Namespace) -> int:
    from jxdesk.app import reprinting, scan_report, scanning
    from jxdesk.app.session import Session

    edits = arguments.confirm_code, arguments.by_eye, arguments.withdraw, arguments.remove
    looks_only = not arguments.files and not any(edits)
    with Session.open(arguments.workspace, read_only=looks_only) as session, Bar() as bar:
        if arguments.files:
            scanning.add(session, arguments.files, bar)
        now = _edited(session, arguments)
        reprint = reprinting.reprint_list(session, bar) or ()
    if arguments.json:
        json_result(scan_report.to_json(now, reprint))
    else:
        for line in scan_report.lines(now, reprint):
            result(line)
    return EXIT_GOOD if now.is_good else EXIT_NO


def _edited(session: Session, arguments: Namespace) -> ScanState:
    from jxdesk.app import scanning

    for name in arguments.remove:
        scanning.remove(session, name)
    for page in arguments.withdraw:
        scanning.withdraw(session, page)
    for page, typed in arguments.confirm_code:
        scanning.confirm_code(session, _number(page), typed, arguments.turn)
    for page, printed in arguments.by_eye:
        scanning.confirm_by_eye(
            session, _number(page), _number(printed), arguments.who, arguments.why, arguments.turn
        )
    return scanning.state(session)


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) < 6:
        return int(typed)
    raise UserError("cli.usage", f"命令写得不对：“{typed[:20]}”不是页数。", "请写数字。")
