"""Commands that bring things in and hand them out: import, template, note."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError, os_errors
from jxdesk.cli.merging import ASK, add_preference
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain.catalogue import records
from jxdesk.domain.merging import Side
from jxdesk.exchange.kinds import KINDS
from jxdesk.notice import installed, load_installed

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.handout import Asking
    from jxdesk.app.import_report import ImportReport, RowVerdict
    from jxdesk.app.session import Session
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.exchange.headings import ListAnswers

    Commands = _SubParsersAction[ChineseParser]

_SHOWN_CELLS = 6
_ROW, _BUREAU = "row", "bureau"


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    bring = commands.add_parser("import", help="从 Excel、WPS 表格或 CSV 导入一张表")
    bring.add_argument("workspace", type=Path, metavar="工作区")
    bring.add_argument("kind", metavar="表", help=f"{'、'.join(KINDS)}；几张表用逗号隔开")
    bring.add_argument("file", type=Path, metavar="文件", help=".xlsx、.xls、.ods 或 .csv")
    bring.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="列名=字段",
        help="认不出的列是什么，如 去年收入=revenue:万元；不要的列写 列名=；会记住",
    )
    add_preference(bring)
    bring.add_argument(
        "--cleared",
        choices=("keep", "empty"),
        default="keep",
        help="发出时有内容、交回时清空的格：keep 保留原有内容（默认），empty 照着清空",
    )
    bring.add_argument("--dry-run", action="store_true", help="只核对，不改动")
    bring.add_argument("--json", action="store_true", help="输出给机器读的结果")
    bring.add_argument("--rejects", type=Path, metavar="文件.xlsx", help="不能导入的行另存，逐格写明原因")
    bring.set_defaults(run=_import)

    template = commands.add_parser("template", help="生成供填写的 Excel 模板")
    template.add_argument("kind", metavar="表", help=f"{'、'.join(KINDS)}；几张表用逗号隔开")
    template.add_argument(
        "out", type=Path, metavar="文件.xlsx", help="已有内容也可存为 .csv；用 --each 时是文件夹"
    )
    template.add_argument("--workspace", type=Path, metavar="工作区", help="填入这个工作区已有的内容")
    template.add_argument("--notice", metavar="编号", help="申报通知包，默认用自带的最新一个")
    asked = template.add_argument_group("发给部门或企业填写")
    asked.add_argument("--to", default="", metavar="部门", help="发给谁；只放开要填的列，其余锁定")
    asked.add_argument("--columns", metavar="字段,字段", help="要填的列，默认是这个部门负责的数据")
    asked.add_argument(
        "--each",
        choices=(_ROW, _BUREAU),
        help="一次生成几个文件，存到文件夹：row 每行一个，如每家企业；bureau 每个部门一个，填各自负责的",
    )
    asked.add_argument("--rows", metavar="行号,行号", help="只发第几行，默认全部")
    template.set_defaults(run=_template)

    remark = commands.add_parser("note", help="记下数据的来源和责任部门（仅内部留存）")
    remark.add_argument("workspace", type=Path, metavar="工作区")
    remark.add_argument("field", metavar="字段", help="如 scale.revenue_total")
    remark.add_argument("--source", default="", metavar="来源", help="两项都不写则删去")
    remark.add_argument("--bureau", default="", metavar="部门")
    remark.add_argument("--row", type=int, metavar="行号", help="名单和清单里的第几行，不写指整列")
    remark.set_defaults(run=_note)


def _import(arguments: Namespace) -> int:
    from jxdesk.app.importing import import_rows
    from jxdesk.app.session import Session

    with Session.open(arguments.workspace, read_only=arguments.dry_run) as session, Bar() as bar:
        answers = _answers(session, arguments.kind, arguments.column)
        report = import_rows(
            session,
            arguments.kind,
            arguments.file,
            dry_run=arguments.dry_run,
            rejects=arguments.rejects,
            answers=answers,
            otherwise=None if arguments.prefer == ASK else Side(arguments.prefer),
            clear=arguments.cleared == "empty",
            progress=bar,
        )
    if arguments.json:
        json_result(report.to_json())
    else:
        _show_import(report)
    if report.refused and arguments.rejects is not None:
        note(f"不能导入的行已另存到“{arguments.rejects}”。")
    return EXIT_NO if report.refused or report.undecided else EXIT_GOOD


def _answers(session: Session, kind: str, said: list[str]) -> ListAnswers:
    """What is remembered of each list's headings, and what is said now, which is remembered too."""
    from jxdesk.app import headings
    from jxdesk.exchange.headings import Meaning
    from jxdesk.exchange.kinds import lists_of
    from jxdesk.exchange.normal import normal

    told: dict[str, dict[str, Meaning]] = {}
    for text in said:
        heading, equals, meaning = text.partition("=")
        field, _, unit = meaning.partition(":")
        record, _, name = field.rpartition(".")
        owners = [
            each.record
            for each in lists_of(kind)
            if (not record or record == each.record) and (not name or name in _names(session, each.record))
        ]
        if not equals or not normal(heading) or not owners:
            raise UserError(
                "import.column",
                f"“{text[:60]}”看不懂：没有这个字段，或少了等号。",
                "请写成 列名=字段，如 去年收入=revenue:万元；不要的列写 列名=。",
            )
        if name and len(owners) > 1:
            raise UserError(
                "import.column",
                f"“{text[:60]}”没有写明是哪张表的字段。",
                f"请写成 {heading[:30]}={owners[0]}.{name}。",
            )
        for owner in owners:
            told.setdefault(owner, {})[normal(heading)] = Meaning(name, unit)
    for owner, answers in told.items():
        headings.remember(owner, answers)
    return headings.remembered(kind)


def _names(session: Session, record: str) -> set[str]:
    return {field.spec.name for field in session.catalogue.of_record(record)}


def _show_row(row: RowVerdict, sheet: str) -> None:
    result(f"{sheet}第 {row.number} 行  {row.verdict.word}  {row.name}".rstrip())
    for fault in row.faults:
        result(f"  {fault.address}：{fault.message}{fault.remedy}")
    for clash in row.conflicts:
        mine, theirs = (text[:30] or "（空）" for text in (clash.mine, clash.theirs))
        result(f"  {clash.address}：{clash.label}  现有 {mine}，表里 {theirs}".replace("\n", " "))
    for remark in row.remarks[:_SHOWN_CELLS]:
        result(f"  {remark.address}：{remark.label}  {remark.said}")
    for change in row.changes[:_SHOWN_CELLS]:
        before, after = (text[:30] or "（空）" for text in (change.before, change.after))
        result(f"  {change.address}：{change.label}  {before} → {after}".replace("\n", " "))
    if len(row.changes) > _SHOWN_CELLS:
        result(f"  …… 共 {len(row.changes)} 格")
    for cell in row.kept:
        result(f"  {cell.address}：{cell.label}  交回时清空，保留 {cell.mine[:30]}".replace("\n", " "))


def _show_import(report: ImportReport) -> None:
    several = len({row.sheet for row in report.rows}) > 1
    for row in report.rows:
        _show_row(row, f"“{row.sheet}”" if several else "")
    for sheet, heading in report.unused:
        note(f"“{sheet}”表的“{heading}”列没有用到。")
    for sheet, number, said in report.skipped:
        note(f"“{sheet}”表第 {number} 行（{said}）不是名单内容，没有导入。")
    if report.handed is not None and report.handed.missing:
        names = "、".join(report.handed.missing[:_SHOWN_CELLS])
        note(f"发出的 {len(report.handed.missing)} 行没有交回，没有改动：{names}。")
    result(report.bottom_line)
    if report.undecided:
        note("用 --prefer mine 保留现有的，用 --prefer theirs 取表里的。")
    if report.kept:
        note("确实要清空的，用 --cleared empty 照着清空，或在软件里逐处决定。")


def _template(arguments: Namespace) -> int:
    from jxdesk.app.handout import hand_out
    from jxdesk.app.importing import make_template
    from jxdesk.app.session import Session
    from jxdesk.domain.catalogue import Catalogue
    from jxdesk.exchange.template import write_template

    asked = bool(arguments.to or arguments.columns or arguments.rows or arguments.each)
    suffix = ".xlsx" if arguments.each else arguments.out.suffix.lower()
    made: tuple[Path, ...] = (arguments.out,)
    if suffix != ".xlsx" and (suffix != ".csv" or asked or arguments.workspace is None):
        raise UserError(
            "template.out",
            "模板只能存为 .xlsx 文件。",
            "请把文件名改为 .xlsx 结尾；已有内容（--workspace）还可以导出为 .csv。",
        )
    if asked and arguments.workspace is None:
        raise UserError("template.workspace", "没有写明从哪个工作区发出。", "请加上 --workspace 工作区。")
    if arguments.workspace is not None:
        with Session.open(arguments.workspace, read_only=True) as session:
            if asked:
                askings, many = _askings(session, arguments), bool(arguments.each)
                made = hand_out(session, askings, _place(arguments), into_folder=many)
            else:
                make_template(session, arguments.kind, arguments.out)
    else:
        notice = load_installed(arguments.notice or installed()[-1])
        write_template(arguments.kind, arguments.out, Catalogue(notice))
    for path in made:
        result(str(path))
    return EXIT_GOOD


def _place(arguments: Namespace) -> Path:
    """Where it goes; a folder is made where there are to be several files."""
    out: Path = arguments.out
    if arguments.each:
        with os_errors(out):
            out.mkdir(parents=True, exist_ok=True)
    return out


def _askings(session: Session, arguments: Namespace) -> tuple[Asking, ...]:
    """What is asked of whom."""
    from jxdesk.app.handout import Asking, columns_of, for_bureaus
    from jxdesk.exchange.kinds import lists_of

    if arguments.each == _BUREAU:
        return for_bureaus(session, arguments.kind)

    kind, rows = arguments.kind, None
    lists = lists_of(kind)
    if arguments.columns is None:
        columns = columns_of(session, kind, arguments.to.strip())
    else:
        words = [word.strip() for word in arguments.columns.split(",") if word.strip()]
        columns = frozenset(word if "." in word else f"{lists[0].record}.{word}" for word in words)
    if arguments.rows is not None:
        if len(lists) > 1:
            raise UserError("template.rows", "几张表一起发时不能选行。", "请去掉 --rows，或只发一张表。")
        numbers = arguments.rows.split(",")
        rows = frozenset(_row(session, lists[0].record, _whole(number)) for number in numbers)
    return (Asking(kind, arguments.to, columns, rows, each=arguments.each == _ROW),)


def _whole(typed: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise UserError("template.rows", f"“{typed[:20]}”不是行号。", "请写成 --rows 1,3,7。")
    return int(text)


def _note(arguments: Namespace) -> int:
    from jxdesk.app.figures import write_note
    from jxdesk.app.session import Session

    with Session.open(arguments.workspace) as session:
        field = session.catalogue.field(arguments.field)
        row = _row(session, field.spec.record, arguments.row)
        kept = write_note(session, field.id, row, arguments.source, arguments.bureau)
    note("已记下。" if kept.source or kept.bureau else "已删去。")
    return EXIT_GOOD


def _row(session: Session, record: str, number: int | None) -> str:
    """The uid of the row meant, ``""`` for a whole column or a record that stands once."""
    if number is None:
        return ""
    if not records()[record].many:
        raise UserError("note.row", f"“{record}”不是表，不用写行号。", "请去掉 --row。")
    rows = getattr(session.application, record)
    if not 1 <= number <= len(rows):
        raise UserError("note.row", f"“{record}”有 {len(rows)} 行。", "请用 --row 写明第几行。")
    uid: str = rows[number - 1].uid
    return uid
