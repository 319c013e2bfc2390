"""The command that brings together what several people filled: merge."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain.merging import Side

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.merge_report import MergeItem, MergeReport, Touch
    from jxdesk.app.session import Session
    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]

ASK = "ask"
_SHOWN = 60
_SHOWN_TAKEN = 20


def add_commands(commands: Commands) -> None:
    """Add this command to the parser."""
    merge = commands.add_parser("merge", help="把别人填写的另一份工作区（或备份）合并进来")
    merge.add_argument("workspace", type=Path, metavar="工作区")
    merge.add_argument("others", type=Path, nargs="+", metavar="另一份", help="文件夹，或 .db 备份")
    add_preference(merge)
    merge.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="序号=mine|theirs",
        help="逐处决定，如 2=theirs；只能用于一份",
    )
    merge.add_argument("--dry-run", action="store_true", help="只比较，不改动")
    merge.add_argument("--json", action="store_true", help="输出给机器读的结果")
    merge.set_defaults(run=_merge)


def add_preference(parser: ChineseParser) -> None:
    """Add the option that says whose version stands where both changed the same place."""
    parser.add_argument(
        "--prefer",
        choices=(Side.MINE.value, Side.THEIRS.value, ASK),
        default=ASK,
        help="双方改得不一样时用哪一个：mine 现有的、theirs 对方的；ask 列出来，不合并（默认）",
    )


def _merge(arguments: Namespace) -> int:
    from jxdesk.app.session import Session

    if arguments.choose and len(arguments.others) > 1:
        raise UserError("merge.choose", "--choose 只能用于一份。", "请一份一份地合并。")
    reports = []
    with Session.open(arguments.workspace, read_only=arguments.dry_run) as session:
        for other in arguments.others:
            report = _one(session, other, arguments)
            reports.append(report)
            if not arguments.json:
                _show(report)
            if _stands(report, arguments):
                break
    if arguments.json:
        json_result([report.to_json() for report in reports])
    return EXIT_NO if any(_stands(report, arguments) for report in reports) else EXIT_GOOD


def _stands(report: MergeReport, arguments: Namespace) -> bool:
    """Whether conflicts keep a copy from being brought in."""
    return (
        bool(report.conflicts) and not report.applied and (arguments.prefer == ASK or not arguments.dry_run)
    )


def _one(session: Session, other: Path, arguments: Namespace) -> MergeReport:
    from jxdesk.app import merging

    with Bar() as bar:
        report = merging.look(session, other, bar)
        choices = _choices(report, arguments)
        if arguments.dry_run or report.nothing or len(choices) < len(report.conflicts):
            return report
        return merging.bring_in(session, other, choices, seen=report, progress=bar)


def _choices(report: MergeReport, arguments: Namespace) -> dict[str, Side]:
    found = {} if arguments.prefer == ASK else report.everywhere(Side(arguments.prefer))
    for text in arguments.choose:
        number, _, side = text.partition("=")
        right = number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= len(report.conflicts)
        if not right or side not in (Side.MINE.value, Side.THEIRS.value):
            raise UserError(
                "merge.choose",
                f"“{text[:40]}”看不懂，或没有这个序号，没有合并。",
                f"请写成 序号=mine 或 序号=theirs，序号从 1 到 {len(report.conflicts)}。",
            )
        found[report.conflicts[int(number) - 1].key] = Side(side)
    return found


def _show(report: MergeReport) -> None:
    if report.caution:
        note(report.caution)
    for item in report.taken[:_SHOWN_TAKEN]:
        result(f"取来  {item.title}：{_short(item.before)} → {_short(item.theirs)}")
    if len(report.taken) > _SHOWN_TAKEN:
        result(f"…… 共取来 {len(report.taken)} 处")
    for number, item in enumerate(report.conflicts, 1):
        _show_conflict(number, item)
    for sentence in report.left_out:
        note(sentence)
    result(report.bottom_line)
    if report.conflicts and not report.applied:
        note("请用 --prefer mine 或 theirs 一起决定，或用 --choose 序号=mine|theirs 逐处决定。")


def _show_conflict(number: int, item: MergeItem) -> None:
    result(f"{number}. {item.title}（原来：{_short(item.before)}）")
    result(f"   现有（mine）：{_short(item.mine)}{_touch(item.my_touch)}")
    result(f"   对方（theirs）：{_short(item.theirs)}{_touch(item.their_touch)}")


def _short(text: str) -> str:
    return text.replace("\n", " ")[:_SHOWN]


def _touch(touch: Touch | None) -> str:
    return "" if touch is None else f"  {touch.who} {touch.when.astimezone():%Y-%m-%d %H:%M}"
