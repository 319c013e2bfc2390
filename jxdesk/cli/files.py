"""Commands on the files of a workspace: attach, evidence, confirm, strip, purge."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jxdesk.base.errors import EXIT_GOOD, UserError
from jxdesk.cli.output import Bar, json_result, note, result

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.session import Session
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.domain.application import Evidence

    Commands = _SubParsersAction[ChineseParser]

_FILE = "文件名，或 evidence --json 里的编号"


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    attach = commands.add_parser("attach", help="附上佐证材料（先筛查，再存入）")
    attach.add_argument("workspace", type=Path, metavar="工作区")
    attach.add_argument("files", nargs="+", type=Path, metavar="文件")
    attach.add_argument(
        "--to",
        required=True,
        metavar="证明事项",
        help="如 innovation.patents、enterprises[3]、topic:safety",
    )
    attach.set_defaults(run=_attach)

    evidence = commands.add_parser("evidence", help="列出佐证材料和还缺哪些")
    evidence.add_argument("workspace", type=Path, metavar="工作区")
    evidence.add_argument("--json", action="store_true", help="输出给机器读的结果")
    kinds = "cd、dvd、dvd-dl、bd、bd-dl"
    evidence.add_argument("--disc", metavar="光盘", help=f"以后按这种光盘估计放不放得下：{kinds}")
    evidence.set_defaults(run=_evidence)

    confirm = commands.add_parser("confirm", help="记下谁逐页看过一份程序不能筛查的材料")
    confirm.add_argument("workspace", type=Path, metavar="工作区")
    confirm.add_argument("file", metavar="文件", help=_FILE)
    confirm.add_argument("--who", required=True, metavar="姓名", help="看过的人")
    confirm.add_argument("--note", default="", metavar="说明")
    confirm.set_defaults(run=_confirm)

    strip = commands.add_parser("strip", help="清除工作区中一份材料的附带信息（原件不动）")
    strip.add_argument("workspace", type=Path, metavar="工作区")
    strip.add_argument("file", metavar="文件", help=_FILE)
    strip.add_argument("--purge-former", action="store_true", help="同时彻底清除处理前的那一份，不能撤销")
    strip.set_defaults(run=_strip)

    purge = commands.add_parser("purge", help="彻底清除文件：连同撤销记录和备份，不能恢复")
    purge.add_argument("workspace", type=Path, metavar="工作区")
    purge.add_argument("files", nargs="*", metavar="文件", help=_FILE)
    purge.add_argument("--unused", action="store_true", help="清除已不在材料清单里的文件")
    purge.add_argument("--json", action="store_true", help="输出给机器读的结果")
    purge.set_defaults(run=_purge)


def _attach(arguments: Namespace) -> int:
    from jxdesk.app.attaching import attach
    from jxdesk.app.session import Session

    with Session.open(arguments.workspace) as session, Bar() as bar:
        attached = attach(session, arguments.files, arguments.to, bar)
    for word, names in (
        ("新附上", attached.added),
        ("内容已有，加上证明事项", attached.linked),
        ("早已附上", attached.unchanged),
    ):
        for name in names:
            result(f"{word}  {name}")
    for seen in attached.seen:
        result(f"注意  {seen.name}：{seen.kind.word} {seen.count} 处，首处在{seen.where}（{seen.masked}）")
    for name in attached.by_eye:
        result(f"注意  {name}：有程序不能筛查的内容，请逐页看过后用 confirm 记下")
    return EXIT_GOOD


def _evidence(arguments: Namespace) -> int:
    from jxdesk.app.attaching import missing
    from jxdesk.app.disc_budget import budget, choose_kind, named_kind
    from jxdesk.app.session import Session
    from jxdesk.exchange.references import References

    if arguments.disc is not None:
        choose_kind(named_kind(arguments.disc))
    with Session.open(arguments.workspace, read_only=True) as session:
        disc = budget(session)
        files, lacking = session.application.evidence, missing(session)
        references = References(session.application, session.catalogue)
        if arguments.json:
            json_result(
                {
                    "files": [_plain(session, file) for file in files],
                    "missing": [
                        {"kind": m.kind, "reference": m.reference, "label": m.label, "value": m.value}
                        for m in lacking
                    ],
                    "disc": {
                        "kind": disc.kind.id,
                        "capacity": disc.kind.capacity,
                        "size": disc.size,
                        "fits": disc.fits,
                    },
                }
            )
            return EXIT_GOOD
        for number, file in enumerate(files, 1):
            words = "；".join(references.plain_word(place) for place in file.proves)
            result(f"{number}. {file.name}  证明：{words or '（未写明）'}")
        for item in lacking:
            value = f"（{item.value}）" if item.value else ""
            result(f"还缺  {item.label}{value}  附上时写 --to {item.reference}")
        result(f"已附 {len(files)} 份材料，还缺 {len(lacking)} 项证明。")
        result(f"光盘：{disc.words}")
    return EXIT_GOOD


def _plain(session: Session, file: Evidence) -> dict[str, Any]:
    """A file of the list, with what was seen in it; ``facts`` is null while nobody has looked."""
    from jxdesk.app import facts

    known = facts.known(session).get(file.sha256)
    confirmed = {made.sha256: made.who for made in session.workspace.confirmations()}
    return {
        "uid": file.uid,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "proves": list(file.proves),
        "facts": None
        if known is None
        else {
            "kind": known.kind,
            "pages": known.pages,
            "problem": known.problem.value,
            "image_only": known.image_only,
            "partial": known.partial,
            "seen": [{"kind": s.kind.value, "where": s.where, "masked": s.masked} for s in known.sensitive],
        },
        "confirmed_by": confirmed.get(file.sha256),
    }


def _confirm(arguments: Namespace) -> int:
    from jxdesk.app import screening
    from jxdesk.app.session import Session

    with Session.open(arguments.workspace) as session:
        row = _rows(session, arguments.file)[0]
        made = screening.confirm(session, row, arguments.who, arguments.note)
        moment = made.when.astimezone().strftime("%Y-%m-%d %H:%M")
        note(f"已记下：{made.who}于 {moment} 看过“{screening.evidence_row(session, row).name}”。")
    return EXIT_GOOD


def _strip(arguments: Namespace) -> int:
    from jxdesk.app import purging
    from jxdesk.app.session import Session
    from jxdesk.app.stripping import strip_copy

    with Session.open(arguments.workspace) as session, Bar() as bar:
        done = [strip_copy(session, row, bar) for row in _rows(session, arguments.file)]
        former = {each.former for each in done if each.removed}
        if arguments.purge_former and former:
            purging.purge(session, [f for f in purging.unused(session) if f.sha256 in former], bar)
    for removed in dict.fromkeys(word for each in done for word in each.removed):
        result(f"已清除  {removed}")
    if not former:
        note("没有可以清除的附带信息，材料没有改动。")
    elif not arguments.purge_former:
        note("处理前的那一份还留在工作区里，以便撤销；不再需要时用 purge --unused 彻底清除。")
    return EXIT_GOOD


def _purge(arguments: Namespace) -> int:
    from jxdesk.app import purging
    from jxdesk.app.session import Session

    if bool(arguments.files) == arguments.unused:
        raise UserError(
            "purge.what",
            "没有写明要清除什么，或者写了两样。",
            "请写文件名，或者用 --unused 清除已不在清单里的文件。",
        )
    with Session.open(arguments.workspace) as session, Bar() as bar:
        unused = purging.unused(session) if arguments.unused else ()
        chosen = unused or [purging.find(session, word) for word in dict.fromkeys(arguments.files)]
        purging.purge(session, chosen, bar)
        left = len(purging.unused(session))
    if arguments.json:
        json_result([{"name": file.label, "sha256": file.sha256, "size": file.size} for file in chosen])
        return EXIT_GOOD
    for file in chosen:
        result(f"已彻底清除  {file.label}")
    note(
        f"清除了 {len(chosen)} 份文件，撤销记录已清空，备份已改写。"
        "已生成的申报文件、申报包和别处的副本不在其内，请自行处理；固态硬盘上可能还有残留。"
    )
    if left:
        note(f"工作区里还有 {left} 份文件已不在材料清单里，可以用 purge --unused 清除。")
    return EXIT_GOOD


def _rows(session: Session, word: str) -> tuple[str, ...]:
    """The uids of the rows of evidence that have the file meant. Raises ``UserError`` ``file.*``."""
    from jxdesk.app import purging

    rows = purging.find(session, word).rows
    if not rows:
        raise UserError("file.unknown", f"“{word[:80]}”不是佐证材料。", "请用 evidence 命令查看名称。")
    return rows
