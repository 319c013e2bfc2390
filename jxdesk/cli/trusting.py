"""Commands on the register of certificates: trust list, add, revoke, remove, import, export."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.cli.output import json_result, note, result
from jxdesk.cli.reviewing import add_store, store_path, verified_at
from jxdesk.domain.show import show_digest

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.trusting import Look
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.signing.trust import TrustEntry
    from jxdesk.signing.trust_merge import Incoming

    Commands = _SubParsersAction[ChineseParser]

_FATES = {"added": "新增", "revoked": "吊销", "conflict": "不一致", "same": "相同"}


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    trust = commands.add_parser("trust", help="证书名册：哪个单位用哪张证书")
    actions = trust.add_subparsers(dest="action", required=True, metavar="动作")

    show = actions.add_parser("list", help="列出登记过的证书")
    show.add_argument("--json", action="store_true", help="输出给机器读的结果")
    show.set_defaults(run=_list)

    add = actions.add_parser("add", help="与盖章的交接单核对后，登记申报包的签名证书")
    add.add_argument("package", type=Path, metavar="申报包")
    add.add_argument(
        "--fingerprint", required=True, metavar="指纹", help="从盖章交接单上照抄的证书指纹，至少前 16 位"
    )
    add.add_argument("--source", required=True, metavar="材料", help="核对的是哪份纸质材料")
    add.add_argument("--from", dest="start", type=_day, metavar="日期", help="从哪天起，不写时从今天起")
    add.add_argument("--to", dest="end", type=_day, metavar="日期", help="到哪天止，不写时到证书到期")
    add.set_defaults(run=_add)

    revoke = actions.add_parser("revoke", help="从某天起吊销证书")
    revoke.add_argument("fingerprint", metavar="指纹", help="至少前 16 位")
    revoke.add_argument("--on", type=_day, metavar="日期", help="从哪天起，不写时从今天起")
    revoke.set_defaults(run=_revoke)

    remove = actions.add_parser("remove", help="移去一条登记，这张证书又成为初次见")
    remove.add_argument("fingerprint", metavar="指纹", help="至少前 16 位")
    remove.add_argument("--applicant", required=True, metavar="代码", help="单位的统一社会信用代码")
    remove.set_defaults(run=_remove)

    bring = actions.add_parser("import", help="先看、再并入别处导出的名册")
    bring.add_argument("file", type=Path, metavar="名册文件")
    bring.add_argument("--accept", action="store_true", help="看过以后并入；不写时只看，什么也不改")
    bring.add_argument("--prefer", choices=("mine", "theirs"), help="不一致的用现有的还是用导入的")
    bring.add_argument("--json", action="store_true", help="输出给机器读的结果")
    bring.set_defaults(run=_import)

    export = actions.add_parser("export", help="导出名册，给别的电脑用")
    export.add_argument("out", type=Path, metavar="名册文件")
    export.set_defaults(run=_export)
    for each in (show, add, revoke, remove, bring, export):
        add_store(each)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("日期要写成 2026-03-15 这样") from error


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _list(arguments: Namespace) -> int:
    from jxdesk.app import trusting
    from jxdesk.signing import trust

    entries = trusting.load(store_path(arguments)).entries
    if arguments.json:
        json_result([trust.plain(entry) for entry in entries])
        return EXIT_GOOD
    for entry in entries:
        _show(entry)
    if not entries:
        note("名册是空的。请用 trust add 登记核对过的证书。")
    return EXIT_GOOD


def _show(entry: TrustEntry) -> None:
    end = f"，{entry.revoked_on} 起吊销" if entry.revoked_on else ""
    result(f"{entry.name}（{entry.applicant}）")
    result(f"  指纹  {show_digest(entry.fingerprint)}")
    result(f"  按“{entry.source}”登记，{entry.valid_from} 至 {entry.valid_to}{end}")


def _add(arguments: Namespace) -> int:
    from jxdesk.app import trusting
    from jxdesk.signing.trust import TrustStore

    path = store_path(arguments)
    # A store that is to be begun need not be there yet.
    verified = verified_at(arguments.package, trusting.load(path) if path.exists() else TrustStore())
    if len(verified) != 1:
        raise UserError("trust.which", f"这里有 {len(verified)} 份申报包。", "请指明其中一份申报包的文件夹。")
    report = verified[0].report
    end = report.signer.valid_to.date() if report.signer else _today()
    given = trusting.Given(
        arguments.fingerprint, arguments.source, arguments.start or _today(), arguments.end or end
    )
    entry = trusting.register(path, report, given)
    result("已登记，今后由这张证书签名的申报包都认识：")
    _show(entry)
    return EXIT_GOOD


def _revoke(arguments: Namespace) -> int:
    from jxdesk.app import trusting

    result("已吊销，这一天起收到的、由它签名的申报包一律不可信：")
    for entry in trusting.revoke(store_path(arguments), arguments.fingerprint, arguments.on or _today()):
        _show(entry)
    return EXIT_GOOD


def _remove(arguments: Namespace) -> int:
    from jxdesk.app import trusting

    gone = trusting.remove(store_path(arguments), arguments.applicant, arguments.fingerprint)
    result("已移去，这张证书又成为初次见：")
    _show(gone)
    if gone.revoked_on is not None:
        note("注意：它的吊销记录也一起移去了。")
    return EXIT_GOOD


def _import(arguments: Namespace) -> int:
    from jxdesk.app import trusting
    from jxdesk.signing.trust_merge import Fate, Side

    path = store_path(arguments)
    seen = trusting.look(path, arguments.file)
    _show_look(seen, as_json=arguments.json)
    undecided = bool(seen.of(Fate.CONFLICT)) and arguments.prefer is None
    if not arguments.accept:
        note("只是看一看，什么也没有改。确认无误后加上 --accept 并入。")
        return EXIT_NO if undecided else EXIT_GOOD
    trusting.bring_in(path, seen, Side(arguments.prefer) if arguments.prefer else None)
    note("已并入名册。")
    return EXIT_GOOD


def _show_look(seen: Look, *, as_json: bool) -> None:
    from jxdesk.signing import trust

    if as_json:
        json_result(
            [
                {
                    "fate": item.fate.value,
                    "theirs": trust.plain(item.theirs),
                    "mine": trust.plain(item.mine) if item.mine else None,
                    "rivals": [trust.plain(rival) for rival in item.rivals],
                    "beside": [trust.plain(other) for other in item.beside],
                }
                for item in seen.items
            ]
        )
        return
    for item in seen.items:
        _show_item(item)


def _show_item(item: Incoming) -> None:
    result(f"〔{_FATES[item.fate.value]}〕")
    _show(item.theirs)
    for mine in (*([item.mine] if item.mine and item.fate.value != "same" else []), *item.rivals):
        result("  现有的登记：")
        _show(mine)
    for other in item.beside:
        result("  同一单位，也是要导入的：")
        _show(other)


def _export(arguments: Namespace) -> int:
    from jxdesk.app import trusting

    count = trusting.export(store_path(arguments), arguments.out)
    result(f"已导出 {count} 条：{arguments.out}")
    return EXIT_GOOD
