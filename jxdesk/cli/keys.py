"""The office's key: key new, import, show, password, recover."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, UserError
from jxdesk.cli import secrets_read
from jxdesk.cli.output import Bar, json_result, note, refusal, result
from jxdesk.domain.show import show_digest

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.cli.parser import ChineseParser
    from jxdesk.signing.keyfile import KeyInfo, NewKey

    Commands = _SubParsersAction[ChineseParser]

_LINE = "文件，第一行"


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    key = commands.add_parser("key", help="单位的签名密钥")
    actions = key.add_subparsers(dest="action", required=True, metavar="动作")

    new = actions.add_parser("new", help="新建密钥")
    new.add_argument("key", type=Path, metavar="密钥文件")
    new.add_argument("--organisation", required=True, metavar="单位", help="单位全称")
    new.add_argument("--name", default="申报签名", metavar="名称", help="证书名称")
    _add_password(new, "--password-file", "口令")
    _add_sheet(new)
    new.set_defaults(run=_new)

    bring = actions.add_parser("import", help="用已有的证书（.p12、.pfx）制作密钥文件")
    bring.add_argument("source", type=Path, metavar="证书文件")
    bring.add_argument("key", type=Path, metavar="密钥文件")
    _add_password(bring, "--p12-password-file", "证书文件的口令")
    _add_password(bring, "--password-file", "给密钥文件设的口令")
    _add_sheet(bring)
    bring.set_defaults(run=_import)

    show = actions.add_parser("show", help="查看密钥的证书指纹")
    show.add_argument("key", type=Path, metavar="密钥文件")
    show.add_argument("--json", action="store_true", help="输出给机器读的结果")
    show.set_defaults(run=_show)

    password = actions.add_parser("password", help="修改口令")
    password.add_argument("key", type=Path, metavar="密钥文件")
    _add_password(password, "--password-file", "现在的口令")
    _add_password(password, "--new-password-file", "新口令")
    password.add_argument("--new-code", action="store_true", help="同时换恢复码，原来的作废")
    _add_sheet(password)
    password.set_defaults(run=_password)

    recover = actions.add_parser("recover", help="忘记口令时用恢复码设新口令")
    recover.add_argument("key", type=Path, metavar="密钥文件")
    _add_password(recover, "--code-file", "恢复码")
    _add_password(recover, "--new-password-file", "新口令")
    _add_sheet(recover)
    recover.set_defaults(run=_recover)


def _add_password(parser: ChineseParser, option: str, what: str) -> None:
    parser.add_argument(option, type=Path, metavar="文件", help=f"{what}（{_LINE}）；不写则在终端上问")


def _add_sheet(parser: ChineseParser) -> None:
    parser.add_argument(
        "--sheet", type=Path, metavar="文件.pdf", help="恢复码单，打印后删除；不写则把恢复码显示出来"
    )


def _new(arguments: Namespace) -> int:
    from jxdesk.app import keys
    from jxdesk.signing import keyfile

    _refuse_taken(arguments, arguments.key)
    password = secrets_read.password(arguments.password_file, confirm=True)
    new = keyfile.create(
        arguments.key,
        organisation=arguments.organisation,
        name=arguments.name,
        password=password,
        clock=clock.now,
    )
    result(str(arguments.key))
    _show_key(new.info)
    _hand_out(new, arguments.sheet)
    note(f"{keys.PROVES}{keys.SHEET_ADDS}")
    return EXIT_GOOD


def _import(arguments: Namespace) -> int:
    from jxdesk.app import keys

    _refuse_taken(arguments, arguments.key)
    source = secrets_read.password(
        arguments.p12_password_file, what="证书文件的口令", option="--p12-password-file"
    )
    password = secrets_read.password(arguments.password_file, what="给密钥文件设的口令", confirm=True)
    with Bar() as bar:
        brought = keys.bring(arguments.source, source, arguments.key, password, clock.now, bar)
    result(str(arguments.key))
    _show_key(brought.new.info)
    for remark in brought.remarks:
        note(remark)
    _hand_out(brought.new, arguments.sheet)
    return EXIT_GOOD


def _show(arguments: Namespace) -> int:
    from jxdesk.signing import keyfile

    info = keyfile.read(arguments.key).info
    if arguments.json:
        json_result(
            {
                "organisation": info.organisation,
                "name": info.name,
                "fingerprint": info.fingerprint,
                "valid_from": info.valid_from.date().isoformat(),
                "valid_to": info.valid_to.date().isoformat(),
                "recovery_sheet": info.sheet,
            }
        )
    else:
        _show_key(info)
    return EXIT_GOOD


def _password(arguments: Namespace) -> int:
    from jxdesk.app import keys

    if arguments.sheet and not arguments.new_code:
        raise UserError(
            "key.sheet", "只改口令时恢复码不变，没有新的恢复码单。", "要换恢复码，请加上 --new-code。"
        )
    _refuse_taken(arguments)
    old = secrets_read.password(arguments.password_file, what="现在的口令")
    new = secrets_read.password(
        arguments.new_password_file, what="新口令", option="--new-password-file", confirm=True
    )
    if arguments.new_code:
        _hand_out(keys.renew(arguments.key, old, new, clock.now), arguments.sheet)
        note("口令和恢复码都换好了，原来的恢复码单已经作废。")
        return EXIT_GOOD
    info = keys.change_password(arguments.key, old, new, clock.now)
    note(f"口令改好了。恢复码没有变，单号 {info.sheet} 的恢复码单照旧有效。")
    return EXIT_GOOD


def _recover(arguments: Namespace) -> int:
    from jxdesk.app import keys
    from jxdesk.signing import keyfile, recovery_code

    _refuse_taken(arguments)
    info = keyfile.read(arguments.key).info
    if arguments.code_file is None:
        note(f"请照单号 {info.sheet} 的恢复码单输入。")
    code = secrets_read.code(arguments.code_file)
    # A slip is told before a new password is asked for.
    recovery_code.secret(code)
    password = secrets_read.password(
        arguments.new_password_file, what="新口令", option="--new-password-file", confirm=True
    )
    _hand_out(keys.recover(arguments.key, code, password), arguments.sheet)
    note("新口令设好了，恢复码也换成了新的，原来的恢复码单已经作废。")
    return EXIT_GOOD


def _refuse_taken(arguments: Namespace, *made: Path) -> None:
    from jxdesk.app import keys

    keys.refuse_taken(*made, *([arguments.sheet] if arguments.sheet else []))


def _show_key(info: KeyInfo) -> None:
    result(f"单位    {info.organisation}（{info.name}）")
    result(f"指纹    {show_digest(info.fingerprint)}")
    result(f"有效期  {info.valid_from.date()} 至 {info.valid_to.date()}")
    result(f"恢复码单  单号 {info.sheet}")


def _hand_out(new: NewKey, sheet: Path | None) -> None:
    """The recovery code as a sheet; on the screen where none is wanted, or none came about."""
    from jxdesk.app import keys

    if sheet is not None:
        try:
            keys.write_sheet(new, sheet, clock.now())
        except UserError as error:
            # The key is there already, and nobody can show its code again.
            refusal(error)
        else:
            result(f"恢复码单  {sheet}")
            note("请打印恢复码单，装入信封放进保险柜，然后删除这个 PDF 文件。")
            return
    result(f"恢复码  {new.recovery_code}")
    note(f"请把恢复码抄在纸上，放进保险柜。{keys.ONLY_ONCE}")
