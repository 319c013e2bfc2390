"""Commands that make packages and images: seal, image."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD
from jxdesk.cli import secrets_read
from jxdesk.cli.output import Bar, note, result
from jxdesk.domain.show import show_digest

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.reporting import Reasons
    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
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


def _seal(arguments: Namespace) -> int:
    from jxdesk.app import keys, sealing
    from jxdesk.app.reporting import travelling_reasons
    from jxdesk.app.session import Session
    from jxdesk.signing import keyfile

    locked = keyfile.read(arguments.key)
    with Session.open(arguments.workspace) as session:
        reasons = travelling_reasons(sealing.ready(session))
        # A wrong password file is one sentence; who is asked for the password has seen the reasons.
        file = arguments.password_file
        signer = keys.unlock(locked, secrets_read.password(file), clock.now) if file is not None else None
        _show_reasons(reasons)
        with Bar() as bar:
            unlocked = signer or keys.unlock(locked, secrets_read.password(None), clock.now)
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
