"""Commands for the papers around the form: hand-over sheet, disc label, burn form, letter, evidence book."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD
from jxdesk.cli.output import Bar, note, result

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    papers = commands.add_parser("papers", help="生成交接单、光盘标签、刻录委托单、推荐函、佐证材料汇编")
    kinds = papers.add_subparsers(dest="paper", required=True, metavar="哪一种")

    sheet = kinds.add_parser("hand-over", help="交接单：包摘要、证书指纹、内容和签章处")
    sheet.add_argument("package", type=Path, metavar="申报包")
    sheet.add_argument("--out", type=Path, required=True, metavar="文件.pdf")
    sheet.add_argument("--copies", type=int, metavar="份数", help="光盘或 U 盘的份数，不写则留空")
    sheet.set_defaults(run=_hand_over)

    label = kinds.add_parser("label", help="光盘标签（120 毫米圆标）和纸袋")
    label.add_argument("package", type=Path, metavar="申报包")
    label.add_argument("--out", type=Path, required=True, metavar="文件.pdf")
    label.add_argument("--disc", type=int, metavar="第几张")
    label.add_argument("--discs", type=int, metavar="共几张")
    label.set_defaults(run=_label)

    form = kinds.add_parser("burn-form", help="刻录委托单：请别的电脑刻盘时用，写着映像摘要和步骤")
    form.add_argument("image", type=Path, metavar="映像.iso")
    form.add_argument("--out", type=Path, required=True, metavar="文件.pdf")
    form.add_argument("--copies", type=int, metavar="张数", help="刻几张，不写则留空")
    form.set_defaults(run=_burn_form)

    letter = kinds.add_parser("letter", help="设区市的推荐函")
    letter.add_argument("packages", nargs="+", type=Path, metavar="申报包")
    letter.add_argument("--city", default="", metavar="市名", help="如 某某市，不写则留空")
    letter.add_argument("--out", type=Path, required=True, metavar="文件", help=".pdf 或 .docx")
    letter.set_defaults(run=_letter)

    book = kinds.add_parser("book", help="佐证材料汇编：一份带书签和连续页码的 PDF")
    book.add_argument("workspace", type=Path, metavar="工作区")
    book.add_argument("--out", type=Path, required=True, metavar="文件.pdf")
    book.set_defaults(run=_book)


def _hand_over(arguments: Namespace) -> int:
    from jxdesk.app.papers import write_hand_over

    with Bar() as bar:
        write_hand_over(arguments.package, arguments.out, bar, copies=arguments.copies)
    result(str(arguments.out))
    return EXIT_GOOD


def _label(arguments: Namespace) -> int:
    from jxdesk.app.papers import write_disc_label

    with Bar() as bar:
        write_disc_label(arguments.package, arguments.out, bar, disc=arguments.disc, discs=arguments.discs)
    result(str(arguments.out))
    return EXIT_GOOD


def _burn_form(arguments: Namespace) -> int:
    from jxdesk.app.papers import write_burn_form

    with Bar() as bar:
        write_burn_form(arguments.image, arguments.out, bar, copies=arguments.copies)
    result(str(arguments.out))
    return EXIT_GOOD


def _letter(arguments: Namespace) -> int:
    from jxdesk.app.papers import write_letter

    with Bar() as bar:
        write_letter(arguments.packages, arguments.city, arguments.out, bar)
    result(str(arguments.out))
    return EXIT_GOOD


def _book(arguments: Namespace) -> int:
    from jxdesk.app.evidence_book import write_evidence_book
    from jxdesk.app.session import Session

    with Session.open(arguments.workspace, read_only=True) as session, Bar() as bar:
        made = write_evidence_book(session, arguments.out, bar)
    result(str(arguments.out))
    note(f"共 {made.pages} 页。")
    if made.apart:
        note(f"下列 {len(made.apart)} 份不能装订成页，另见单个文件：{'、'.join(made.apart)}。")
    return EXIT_GOOD
