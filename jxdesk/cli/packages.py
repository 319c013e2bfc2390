"""Commands on keys, packages and images: key, seal, image."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, UserError, os_errors
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain.show import show_digest

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.reporting import Reasons
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.signing.keyfile import KeyInfo

    Commands = _SubParsersAction[ChineseParser]

MAX_PASSWORD_FILE = 4096


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    key = commands.add_parser("key", help="单位的签名密钥")
    actions = key.add_subparsers(dest="action", required=True, metavar="动作")
    new = actions.add_parser("new", help="新建密钥")
    new.add_argument("key", type=Path, metavar="密钥文件")
    new.add_argument("--organisation", required=True, metavar="单位", help="单位全称")
    new.add_argument("--name", default="申报签名", metavar="名称", help="证书名称")
    new.add_argument("--password-file", type=Path, metavar="文件", help="口令文件（第一行）")
    new.set_defaults(run=_key_new)
    show = actions.add_parser("show", help="查看密钥的证书指纹")
    show.add_argument("key", type=Path, metavar="密钥文件")
    show.add_argument("--json", action="store_true", help="输出给机器读的结果")
    show.set_defaults(run=_key_show)

    seal = commands.add_parser("seal", help="封装成签名的申报包")
    seal.add_argument("workspace", type=Path, metavar="工作区")
    seal.add_argument("--key", type=Path, required=True, metavar="密钥文件")
    seal.add_argument("--password-file", type=Path, metavar="文件", help="口令文件（第一行）")
    seal.add_argument("--out", type=Path, required=True, metavar="文件夹")
    seal.set_defaults(run=_seal)

    image = commands.add_parser("image", help="制作光盘映像并读回核对")
    image.add_argument("packages", nargs="+", type=Path, metavar="申报包")
    image.add_argument("--out", type=Path, required=True, metavar="文件.iso")
    image.add_argument("--no-recovery", action="store_true", help="不加恢复数据（par2）")
    image.set_defaults(run=_image)


def _key_new(arguments: Namespace) -> int:
    from jxdesk.signing import keyfile

    password = _password(arguments.password_file, confirm=True)
    info = keyfile.create(
        arguments.key,
        organisation=arguments.organisation,
        name=arguments.name,
        password=password,
        clock=clock.now,
    )
    result(str(arguments.key))
    _show_key(info)
    note("自制证书只能证明前后一致；请把指纹印在盖章的交接单上，由纸面证明是谁。")
    return EXIT_GOOD


def _key_show(arguments: Namespace) -> int:
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
            }
        )
    else:
        _show_key(info)
    return EXIT_GOOD


def _show_key(info: KeyInfo) -> None:
    result(f"单位    {info.organisation}（{info.name}）")
    result(f"指纹    {show_digest(info.fingerprint)}")
    result(f"有效期  {info.valid_from.date()} 至 {info.valid_to.date()}")


def _seal(arguments: Namespace) -> int:
    from jxdesk.app import sealing
    from jxdesk.app.reporting import travelling_reasons
    from jxdesk.app.session import Session
    from jxdesk.signing import keyfile

    locked = keyfile.read(arguments.key)
    with Session.open(arguments.workspace) as session:
        reasons = travelling_reasons(sealing.ready(session))
        # A wrong password file is one sentence; who is asked for the password has seen the reasons.
        file = arguments.password_file
        signer = locked.unlock(_password(file)) if file is not None else None
        _show_reasons(reasons)
        with Bar() as bar:
            unlocked = signer or locked.unlock(_password(None))
            sealed = sealing.seal(session, unlocked, arguments.out, bar)
    result(str(sealed.path))
    result(f"包摘要    {show_digest(sealed.digest)}")
    result(f"证书指纹  {show_digest(sealed.fingerprint)}")
    return EXIT_GOOD


def _show_reasons(reasons: Reasons) -> None:
    """Which reasons go into the package and which stay."""
    for count, items in zip(reasons.counts, (reasons.travelling, reasons.staying), strict=True):
        note(f"{count}{'：' if items else '。'}")
        for item in items:
            note(f"  · {item.finding.rule}  {item.finding.message}\n    理由：{item.reason_shown}")


def _image(arguments: Namespace) -> int:
    from jxdesk.app import delivery

    with Bar() as bar:
        facts = delivery.image(arguments.packages, arguments.out, bar, recovery=not arguments.no_recovery)
    result(str(facts.path))
    result(f"大小 {facts.size} 字节，SHA-256 {facts.sha256}，已逐字节读回核对")
    if facts.recovery.sentence:
        note(facts.recovery.sentence)
    return EXIT_GOOD


def _password(path: Path | None, *, confirm: bool = False) -> str:
    """The first line of the password file, or what is typed on a terminal."""
    if path is not None:
        with os_errors(path), path.open("rb") as handle:
            data = handle.read(MAX_PASSWORD_FILE)
        try:
            return data.decode("utf-8-sig").split("\n")[0].rstrip("\r")
        except UnicodeDecodeError as error:
            raise UserError(
                "key.password-file", "口令文件不是 UTF-8 文本。", "请用记事本另存为 UTF-8 编码。"
            ) from error
    if not sys.stdin.isatty():
        raise UserError("key.no-password", "没有给出口令。", "请加上 --password-file 文件。")
    password = getpass.getpass("口令：")
    if confirm and getpass.getpass("再输一次：") != password:
        raise UserError("key.mismatch", "两次输入的口令不一样。", "请重新运行这个命令。")
    return password
