"""Commands of whoever receives packages: verify, receive, and the register of certificates (trust)."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.base.unseen import shown
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain.show import show_digest

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.delivery import Verified
    from jxdesk.app.receiving import Reception
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.review.chain import Remark
    from jxdesk.review.library import Library
    from jxdesk.signing.trust import TrustStore

    Commands = _SubParsersAction[ChineseParser]

MOST_NAMED = 10


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    verify = commands.add_parser("verify", help="核验申报包（文件夹、.iso 或光驱）")
    verify.add_argument("package", type=Path, metavar="申报包")
    add_store(verify)
    verify.add_argument("--paper", metavar="包摘要", help="盖章交接单上的包摘要，照抄或扫码得到的都可以")
    verify.add_argument("--library", type=Path, metavar="收件库", help="和以前收到的各版对照")
    verify.add_argument("--json", action="store_true", help="输出给机器读的结果")
    verify.set_defaults(run=_verify)

    receive = commands.add_parser("receive", help="核验后收进收件库；不写申报包时列出收件库")
    receive.add_argument("packages", nargs="*", type=Path, metavar="申报包")
    receive.add_argument("--library", type=Path, required=True, metavar="收件库")
    receive.add_argument("--demo", action="store_true", help="新建的收件库只供练习，只收演示用的申报包")
    add_store(receive)
    receive.add_argument("--json", action="store_true", help="输出给机器读的结果")
    receive.set_defaults(run=_receive)


def add_store(parser: ArgumentParser) -> None:
    """The option for another store than the user's own."""
    parser.add_argument("--trust", type=Path, metavar="文件", help="证书名册，不写时用本机的名册")


def store_path(arguments: Namespace) -> Path:
    """The store that is asked for, else the user's own."""
    from jxdesk.app import trusting

    return arguments.trust or trusting.own_path()


def _store(arguments: Namespace) -> TrustStore:
    from jxdesk.app import trusting

    return trusting.load(store_path(arguments))


def verified_at(path: Path, store: TrustStore, library: Library | None = None) -> tuple[Verified, ...]:
    """Verify what lies at ``path`` as of today, with a progress bar; what was left aside is told."""
    from jxdesk.app import delivery

    today = dt.datetime.now().astimezone().date()
    with Bar() as bar:
        verified = delivery.verify_at(path, store, today, bar, library)
    if beside := verified[0].beside:
        first = "、".join(beside[:MOST_NAMED]) + ("等" if len(beside) > MOST_NAMED else "")
        note(shown(f"同一位置还有 {len(beside)} 项不属于申报包，没有核验：{first}。"))
    return verified


def _verify(arguments: Namespace) -> int:
    from jxdesk.app import delivery
    from jxdesk.domain import typed_digest
    from jxdesk.review.library import Library

    if arguments.paper is not None:
        # A code that can't be meant is said before minutes of reading.
        typed_digest.read(arguments.paper)
    library = Library(arguments.library) if arguments.library else None
    if library is not None:
        _tell_unreadable(library.held().unreadable)
    verified = verified_at(arguments.package, _store(arguments), library)
    if arguments.paper is not None:
        verified = delivery.held_against_paper(verified, arguments.paper)
    if arguments.json:
        json_result(delivery.to_json(verified))
    else:
        for item in verified:
            _show(item)
    return delivery.exit_code(verified)


def _show(item: Verified) -> None:
    report = item.report
    if item.name:
        result(f"〔{item.name}〕")
    result(report.bottom_line)
    for fault in report.faults:
        expected = f"，应为 {fault.expected}" if fault.expected else ""
        found = f"，实为 {fault.found}" if fault.found else ""
        result(f"  · {fault.path}：{fault.what}{expected}{found}（{fault.code}）")
    _show_remarks(item.remarks)
    for one in report.by_eye:
        result(f"  · 盖章扫描件第 {one.page} 页没有校验码，由 {one.who} 目视确认：{one.why}（{one.at}）")
    if item.before is not None:
        result(f"收件库    {item.before.day} 收到过这一份")
    if report.digest:
        result(f"包摘要    {show_digest(report.digest)}")
    if report.paper is not None:
        result(f"交接单    {report.paper.sentence}")
    if report.signer:
        applicant = report.signer.applicant
        result(f"申报单位  {applicant.name}（{applicant.uscc}）")
        result(f"签名证书  {report.signer.standing}")
        result(f"证书指纹  {show_digest(report.signer.fingerprint)}")


def _show_remarks(remarks: tuple[Remark, ...]) -> None:
    for remark in remarks:
        result(f"  · {'留意' if remark.kind.is_hint else '注意'}：{remark.sentence}")


def _receive(arguments: Namespace) -> int:
    from jxdesk.app import receiving
    from jxdesk.review.library import Library

    if not arguments.packages:
        return _list(Library(arguments.library), as_json=arguments.json)
    store = _store(arguments)
    library = Library.make(arguments.library, demo=arguments.demo)
    if arguments.demo and not library.demo:
        raise UserError(
            "library.not-demo", "这是正式的收件库，不能用来练习。", "请另建一个：换一个新的文件夹。"
        )
    _tell_unreadable(library.held().unreadable)
    with Bar() as bar:
        received = receiving.receive(arguments.packages, library, store, clock.now, bar)
    if arguments.json:
        json_result([each.to_json() for each in received])
    else:
        for each in received:
            _show_received(each)
    return receiving.exit_code(received)


def _show_received(each: Reception) -> None:
    result(f"〔{each.source / each.name}〕")
    result(each.sentence)
    for fault in each.report.faults:
        result(f"  · {fault.path}：{fault.what}（{fault.code}）")
    _show_remarks(each.remarks)
    if each.record is not None and each.report.signer is not None:
        result(f"  签名证书  {each.report.signer.standing}")


def _tell_unreadable(folders: Sequence[str]) -> None:
    """What they hold takes part in no comparison: an older version would pass unnoticed."""
    for folder in folders:
        note(f"“{shown(folder)}”里没有能读懂的收件记录，没有列出，也没有参与对照。")


def _list(library: Library, *, as_json: bool) -> int:
    """Everything that was received, with what is to be remarked on it now."""
    from jxdesk.app.received_list import contents

    found = contents(library)
    _tell_unreadable(found.unreadable)
    if as_json:
        json_result(
            [
                {
                    "folder": item.folder.name,
                    **item.record.to_json(),
                    "warnings": [remark.to_json() for remark in item.remarks],
                }
                for item in found.items
            ]
        )
    else:
        for item in found.items:
            record = item.record
            result(record.organisation, f"第 {record.version} 版", f"{record.day} 收到", item.folder.name)
            _show_remarks(item.remarks)
    return EXIT_NO if found.unreadable else EXIT_GOOD
