"""Commands on a workspace: new, show, set, check, rules, reason, undo, render."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.app import assign, checking, facts, overview, reprinting
from jxdesk.app.rulebook import as_markdown, rulebook
from jxdesk.app.session import Session
from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain import canonical
from jxdesk.domain.show import show_numbers
from jxdesk.notice import Notice, installed, load_installed

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.checking import CheckReport
    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    new = commands.add_parser("new", help="新建工作区")
    new.add_argument("workspace", type=Path, metavar="工作区", help="以 .jxdesk 结尾的文件夹")
    new.add_argument("--notice", metavar="编号", help="申报通知包，默认用自带的最新一个")
    demo = new.add_mutually_exclusive_group()
    demo.add_argument("--demo", action="store_const", const="single", help="装入虚构的演示县")
    demo.add_argument(
        "--joint-demo", action="store_const", const="joint", dest="demo", help="装入虚构的联合申报演示"
    )
    new.set_defaults(run=_new)

    show = commands.add_parser("show", help="查看工作区里有什么")
    show.add_argument("workspace", type=Path, metavar="工作区")
    how = show.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="输出规范的申报数据")
    how.add_argument("--fields", action="store_true", help="列出可填写的字段名")
    show.set_defaults(run=_show)

    put = commands.add_parser("set", help="填写字段")
    put.add_argument("workspace", type=Path, metavar="工作区")
    put.add_argument("assignments", nargs="+", metavar="字段=内容", help="如 basic.employees=1200")
    put.set_defaults(run=_set)

    check = commands.add_parser("check", help="对照通知检查")
    check.add_argument("workspace", type=Path, metavar="工作区")
    check.add_argument("--json", action="store_true", help="输出给机器读的结果")
    check.add_argument("--out", type=Path, metavar="文件", help="另存为 .html、.pdf、.xlsx 或 .json 报告")
    check.add_argument("--for-reviewer", action="store_true", help="不含只供内部留存的理由")
    check.set_defaults(run=_check)

    reason = commands.add_parser("reason", help="为一处提醒写明理由")
    reason.add_argument("workspace", type=Path, metavar="工作区")
    reason.add_argument("number", type=int, metavar="序号", help="check 结果里的序号")
    reason.add_argument("text", metavar="理由")
    reason.add_argument("--internal", action="store_true", help="仅内部留存，不随申报包报送")
    reason.set_defaults(run=_reason)

    rules = commands.add_parser("rules", help="列出全部检查规则")
    rules.add_argument("--notice", metavar="编号")
    shape = rules.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出给机器读的结果")
    shape.add_argument("--markdown", action="store_true", help="输出成一页文档（docs/rules.md）")
    rules.set_defaults(run=_rules)

    render = commands.add_parser("render", help="生成申报文件（DOCX、打印版 PDF、XLSX）")
    render.add_argument("workspace", type=Path, metavar="工作区")
    render.add_argument("--out", type=Path, required=True, metavar="文件夹")
    render.add_argument("--draft", action="store_true", help="带水印的送审稿")
    render.set_defaults(run=_render)


def _notice(notice_id: str | None) -> Notice:
    return load_installed(notice_id or installed()[-1])


def _new(arguments: Namespace) -> int:
    notice = _notice(arguments.notice)
    if arguments.demo:
        from jxdesk.app.demo_run import new_demo_workspace

        with Bar() as bar:
            new_demo_workspace(arguments.workspace, notice, clock.now, bar, kind=arguments.demo).close()
    else:
        Session.create(arguments.workspace, notice).close()
    result(str(arguments.workspace))
    return EXIT_GOOD


def _show(arguments: Namespace) -> int:
    with Session.open(arguments.workspace, read_only=True) as session:
        if arguments.json:
            json_result(json.loads(canonical.encode(session.application)))
            return EXIT_GOOD
        if arguments.fields:
            for field in session.catalogue:
                unit = f"（{field.spec.mark.unit}）" if field.spec.mark.unit else ""
                result(field.id, f"{field.short}{unit}")
            return EXIT_GOOD
        report = checking.check(session)
        facts = overview.summary(session, report)
        result(f"集群名称  {facts['cluster'] or '（未填）'}")
        result(f"申报单位  {facts['applicant'] or '（未填）'}")
        result(f"申报通知  {facts['notice']}")
        for part in overview.parts(session, report):
            done = "✓" if part.complete else " "
            found = f"{part.errors} 处错误、{part.warnings} 处提醒" if part.errors + part.warnings else ""
            result(f"[{done}] {part.title}  已填 {part.filled}/{part.wanted}  {found}".rstrip())
        versions = "、".join(f"第 {v} 版" for v in facts["sealed_versions"]) or "还没有"
        result(f"已封装  {versions}")
        result(facts["bottom_line"])
    return EXIT_GOOD


def _set(arguments: Namespace) -> int:
    with Session.open(arguments.workspace) as session:
        changed = assign.assign(session, arguments.assignments)
    note(f"已保存，改动 {changed} 处。")
    return EXIT_GOOD


def _check(arguments: Namespace) -> int:
    from jxdesk.app import reporting

    if arguments.out is not None:
        reporting.refuse_ending(arguments.out)
    inside = not arguments.for_reviewer
    with Session.open(arguments.workspace, read_only=True) as session, Bar() as bar:
        facts.refresh(session, bar)
        reprinting.reprint_list(session, bar)
        report = checking.check(session)
        if arguments.out is not None:
            reporting.save_report(session, report, arguments.out, bar, for_reviewer=not inside)
    if arguments.json:
        json_result(report.to_json(for_reviewer=not inside))
    else:
        _show_check(report, inside=inside)
    if arguments.out is not None:
        note(f"检查报告已存为“{arguments.out}”。")
    return EXIT_NO if report.has_errors else EXIT_GOOD


def _show_check(report: CheckReport, *, inside: bool) -> None:
    for number, item in enumerate(report.judged, 1):
        finding, reason = item.finding, item.reason
        result(f"{number}. [{finding.level.word}] {finding.rule}（{finding.clause}） {finding.message}")
        result(f"   怎么改：{finding.remedy}")
        if reason is not None and (inside or reason.for_reviewer):
            result(f"   理由（{reason.mark}）：{item.reason_shown}".replace("\n", " "))
    result(report.bottom_line)


def _reason(arguments: Namespace) -> int:
    with Session.open(arguments.workspace) as session, Bar() as bar:
        facts.refresh(session, bar)
        judged = checking.check(session).judged
        if not 1 <= arguments.number <= len(judged):
            raise UserError(
                "reason.number", f"检查结果里没有第 {arguments.number} 条。", "请先运行 check 查看序号。"
            )
        finding = judged[arguments.number - 1].finding
        checking.write_reason(session, finding, arguments.text, for_reviewer=not arguments.internal)
    note("理由已记下，只供内部留存。" if arguments.internal else "理由已记下，随申报包给评审看。")
    return EXIT_GOOD


def _rules(arguments: Namespace) -> int:
    notice = _notice(arguments.notice)
    if arguments.markdown:
        for line in as_markdown(notice).splitlines():
            result(line)
        return EXIT_GOOD
    entries = rulebook(notice)
    if arguments.json:
        json_result([entry.to_json() for entry in entries])
    else:
        for entry in entries:
            levels = "／".join(level.word for level in entry.levels)
            result(f"{entry.id} [{levels}] {entry.clause}  {entry.setting.title}")
    return EXIT_GOOD


def _render(arguments: Namespace) -> int:
    from jxdesk.app import printing

    with Session.open(arguments.workspace, read_only=arguments.draft) as session, Bar() as bar:
        printed = printing.render(session, arguments.out, bar, draft=arguments.draft)
    for path in printed.files:
        result(str(path))
    if printed.run is not None:
        note(f"打印版共 {len(printed.run.pages)} 页。{_what_to_print(printed.changed)}")
    return EXIT_GOOD


def _what_to_print(changed: tuple[int, ...] | None) -> str:
    """Which pages have to be printed and stamped, where an earlier printing was stamped already."""
    if changed is None:
        return ""
    if not changed:
        return "各页与上次打印的一样，不用重印。"
    return f"与上次打印的相比，只有第 {show_numbers(changed)} 页变了，只需重印这几页并盖章。"
