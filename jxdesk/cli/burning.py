"""Commands on discs: drives, burn."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base import clock
from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, UserError
from jxdesk.cli.output import Bar, json_result, note, result

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.app.burn_facts import BurnedDisc, DriveState
    from jxdesk.cli.parser import ChineseParser
    from jxdesk.disc.burner import Drive

    Commands = _SubParsersAction[ChineseParser]

MOST_COPIES = 50
MOST_NAMED = 20


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    drives = commands.add_parser("drives", help="本机的光驱和里面的光盘")
    drives.add_argument("--json", action="store_true", help="输出给机器读的结果")
    drives.set_defaults(run=_drives)

    burn = commands.add_parser("burn", help="刻录光盘映像，逐字节读回核对")
    burn.add_argument("image", nargs="?", type=Path, metavar="文件.iso")
    burn.add_argument("--drive", metavar="光驱", help="用 jxdesk drives 查看")
    burn.add_argument("--copies", type=int, default=1, metavar="张数", help="一张接一张刻")
    burn.add_argument("--overwrite", action="store_true", help="可擦写光盘上原有的内容可以覆盖")
    burn.add_argument("--log", action="store_true", help="列出以前刻过的光盘，不刻录")
    burn.add_argument("--json", action="store_true", help="输出给机器读的结果")
    burn.set_defaults(run=_burn)


def _drives(arguments: Namespace) -> int:
    from jxdesk.app import burning
    from jxdesk.app.burn_words import medium_words
    from jxdesk.disc import backends

    states = burning.look(backends.this_machine())
    if arguments.json:
        json_result([_drive_json(state) for state in states])
    elif not states:
        note("本机没有光驱。可以做成 .iso 映像拿到有刻录机的电脑上刻，或者把申报包复制到 U 盘。")
    else:
        for state in states:
            reading = "" if state.drive.can_write else "（只能读）"
            result(state.drive.id, state.drive.name + reading, medium_words(state))
    return EXIT_GOOD


def _drive_json(state: DriveState) -> dict[str, object]:
    medium = state.medium
    return {
        "id": state.drive.id,
        "name": state.drive.name,
        "can_write": state.drive.can_write,
        "medium": None
        if medium is None
        else {
            "state": medium.state.value,
            "kind": medium.kind,
            "capacity": medium.capacity,
            "can_rewrite": medium.can_rewrite,
        },
        "problem": state.problem.code if state.problem is not None else None,
    }


def _burn(arguments: Namespace) -> int:
    if arguments.log:
        return _log(as_json=arguments.json)
    if arguments.image is None or arguments.drive is None:
        raise UserError(
            "cli.usage", "要写明刻哪个映像、用哪台光驱。", "例如：jxdesk burn 申报包.iso --drive /dev/sr0"
        )
    if not 1 <= arguments.copies <= MOST_COPIES:
        raise UserError("cli.usage", f"--copies 要在 1 到 {MOST_COPIES} 之间。", "请改一下张数。")
    return _burn_copies(arguments)


def _burn_copies(arguments: Namespace) -> int:
    from jxdesk.app import burning
    from jxdesk.app.burn_facts import Order
    from jxdesk.app.burn_words import plan_words
    from jxdesk.disc import backends

    burner = backends.this_machine()
    drive = burner.drive(arguments.drive)
    discs: list[BurnedDisc] = []
    with Bar() as bar:
        image = burning.examine(arguments.image, bar)
        bar.clear()
        note(plan_words(burning.plan(image.size, arguments.copies)))
        order = Order(image, drive, arguments.copies, arguments.overwrite)
        person = _Person(bar)
        for disc in burning.burn_copies(
            order, burner, bar, person.next_disc, clock=clock.now, push_back=person.push_back
        ):
            discs.append(disc)
            bar.clear()
            if not arguments.json:
                _show(disc)
    if arguments.json:
        json_result([_disc_json(disc) for disc in discs])
    return _answer(discs, arguments.copies)


def _answer(discs: list[BurnedDisc], copies: int) -> int:
    from jxdesk.app.burn_facts import Outcome

    good = sum(disc.outcome is Outcome.GOOD for disc in discs)
    if good == copies:
        return EXIT_GOOD
    note(f"要刻 {copies} 张，刻好 {good} 张。")
    return EXIT_NO


def _show(disc: BurnedDisc) -> None:
    from jxdesk.app.burn_words import damage_words

    kind = f"（{disc.kind}）" if disc.kind else ""
    result(f"第 {disc.number} 张，共 {disc.copies} 张{kind}：{disc.words}")
    lines = [*map(damage_words, disc.damage), *disc.faults]
    for line in lines[:MOST_NAMED]:
        result(f"  · {line}")
    if len(lines) > MOST_NAMED:
        result(f"  · 还有 {len(lines) - MOST_NAMED} 处")


def _disc_json(disc: BurnedDisc) -> dict[str, object]:
    from jxdesk.app import burn_log

    damage = [
        {"path": one.path, "first": one.first, "sectors": one.sectors, "unreadable": one.unreadable}
        for one in disc.damage
    ]
    return {**burn_log.to_json(burn_log.line_of(disc)), "damage": damage, "faults": list(disc.faults)}


def _log(*, as_json: bool) -> int:
    from jxdesk.app import burn_log

    lines = burn_log.read()
    if as_json:
        json_result([burn_log.to_json(line) for line in lines])
        return EXIT_GOOD
    for line in lines:
        when = f"{line.at.astimezone():%Y-%m-%d %H:%M}"
        which = f"第 {line.number} 张，共 {line.copies} 张"
        result(when, line.image, line.kind, line.drive, which, line.words)
    if not lines:
        note("还没有在本机刻过光盘。")
    return EXIT_GOOD


class _Person:
    """Whoever sits at the keyboard: asked to do things, with the bar out of the way."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def next_disc(self, number: int, drive: Drive, refused: UserError | None) -> bool:
        """Ask for a disc, and say why the one in the drive will not do."""
        self._bar.clear()
        if refused is not None and sys.stdin.isatty():
            note(f"{refused.message}{refused.remedy}")
        return _asked(f"请在“{drive.id}”放入第 {number} 张空白光盘，按回车继续，输入 q 结束：")

    def push_back(self, drive: Drive) -> bool:
        """Ask for the tray to be pushed in."""
        self._bar.clear()
        return _asked(f"请把“{drive.id}”的托盘推回去，按回车开始核对，输入 q 结束：")


def _asked(question: str) -> bool:
    """An end of input, or ``q``, says no."""
    note(question)
    answer = sys.stdin.readline()
    return bool(answer) and answer.strip().casefold() != "q"
