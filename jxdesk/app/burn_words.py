"""What is said about discs: why one will not do, what became of it, what is wrong on it."""

from __future__ import annotations

from jxdesk.app.burn_facts import BurnedDisc, DriveState, Outcome, Plan
from jxdesk.base.errors import EXIT_NO, EXIT_STOPPED, UserError
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.media import KINDS, bytes_words
from jxdesk.disc.medium_check import Compared, Damage

_BLANK = "请换一张空白光盘。"
MOST_NAMED = 20
OUTCOMES = {
    Outcome.BEGUN: "没有记下结果",
    Outcome.GOOD: "完好",
    Outcome.DIFFERENT: "不能用",
    Outcome.UNREAD: "没有核对完",
    Outcome.SPOILED: "作废",
    Outcome.UNFINISHED: "没有写完",
    Outcome.UNTOUCHED: "没有动过",
}
"""What became of a disc, in a word or two."""


def medium_words(state: DriveState) -> str:
    """What lies in a drive, as one phrase without a full stop."""
    if state.medium is None:
        return state.problem.message.rstrip("。") if state.problem else "没有回答"
    medium = state.medium
    kind = medium.kind or "光盘"
    return {
        MediumState.NONE: "没有光盘，或托盘没有关上",
        MediumState.BLANK: f"{kind}，空白，可写 {bytes_words(medium.capacity)}",
        MediumState.USED: f"{kind}，已经写过，不能再写",
        MediumState.REWRITABLE: f"{kind}，上面有内容，可以整盘覆盖，可写 {bytes_words(medium.capacity)}",
        MediumState.UNFIT: f"{kind}，不能写",
    }[medium.state]


def plan_words(plan: Plan) -> str:
    """Which discs to buy, in one sentence."""
    size = bytes_words(plan.size)
    if not plan.kinds:
        largest = KINDS[-1].name
        return f"映像有 {size}，最大的 {largest} 也放不下，请减少佐证材料，或改用 U 盘。"
    larger = "，更大的也可以" if len(plan.kinds) > 1 else ""
    return f"映像有 {size}，每张用 {plan.kinds[0].name} 就够{larger}，共 {plan.copies} 张，内容完全相同。"


def cannot_take(size: int, drive: Drive, medium: Medium, *, overwrite: bool) -> UserError | None:
    """Why the disc in ``drive`` will not take ``size`` bytes; ``None`` when it will."""
    kind = medium.kind or "光盘"
    if not drive.can_write:
        return UserError("burn.reader", f"“{drive.id}”只能读光盘，不能刻录。", "请换一台刻录机。")
    if medium.state is MediumState.NONE:
        return UserError(
            "burn.no-disc", f"“{drive.id}”里没有光盘，或托盘没有关上。", "请放入一张空白光盘，关上托盘。"
        )
    if medium.state is MediumState.USED:
        return UserError("burn.used", f"“{drive.id}”里的 {kind} 已经写过，不能再写。", _BLANK)
    if medium.state is MediumState.UNFIT:
        return UserError("burn.unfit", f"“{drive.id}”里的 {kind} 不能写，或者已经损坏。", _BLANK)
    if size > medium.capacity:
        room = bytes_words(medium.capacity)
        return UserError(
            "burn.too-small",
            f"映像有 {bytes_words(size)}，“{drive.id}”里的 {kind} 只能写 {room}，放不下。",
            "请换一张容量更大的空白光盘。",
        )
    if medium.state is MediumState.REWRITABLE and not overwrite:
        return UserError(
            "burn.holds-data",
            f"“{drive.id}”里的 {kind} 上面已经有内容，刻录会全部覆盖。",
            "请换一张空白光盘；确实不要上面的内容时，允许覆盖后再刻。",
        )
    return None


def same_disc(drive: Drive) -> UserError:
    """The next copy would go over the one that was just burned."""
    return UserError(
        "burn.same-disc",
        f"“{drive.id}”里还是已经刻好的那张光盘。",
        "请取出它，放入下一张。",
    )


def broken_off(medium: Medium, error: UserError | None, *, begun: bool) -> UserError:
    """Writing broke off: why, and what became of the disc. ``error`` is ``None`` when it was stopped."""
    code = error.code if error else "burn.stopped"
    why = error.message if error else "刻录已停止。"
    exit_code = EXIT_STOPPED if error is None else EXIT_NO
    kind = medium.kind or "光盘"
    if not begun:
        why += "" if error else f"这张 {kind} 没有动过。"
        remedy = error.remedy if error else "它还可以用，重新刻录即可。"
        return UserError(code, why, remedy, exit_code=EXIT_STOPPED if error is None else error.exit_code)
    if medium.can_rewrite:
        what = f"这张 {kind} 上的内容不完整，不能交出去。"
        return UserError(code, why + what, "这种光盘可以整盘覆盖，重新刻录即可。", exit_code=exit_code)
    what = f"这张 {kind} 没有写完，已经作废，不能再用。"
    return UserError(code, why + what, "请做上记号，换一张空白光盘重新刻录。", exit_code=exit_code)


def not_read_back(disc: BurnedDisc, error: BaseException) -> UserError:
    """The disc was written, but its reading back came to no end."""
    why = error.message if isinstance(error, UserError) else "读回核对已停止。"
    is_stopped = not isinstance(error, UserError)
    if isinstance(error, UserError) and error.code == "burn.image-changed":
        return error
    return UserError(
        "burn.unread",
        f"第 {disc.number} 张已经刻好，但没有核对完，还不能当作完好：{why}",
        "请把这张光盘放好再核对一次（核验光盘）；核验不过就换一张重新刻录。",
        exit_code=EXIT_STOPPED if is_stopped else EXIT_NO,
    )


def compared_words(compared: Compared) -> str:
    """What is wrong with a disc that was read back, in one sentence."""
    unread = sum(one.sectors for one in compared.damage if one.unreadable)
    wrong = sum(one.sectors for one in compared.damage) - unread
    parts = [f"{wrong} 个扇区与映像不一致"] if wrong else []
    parts += [f"{unread} 个扇区读不出来"] if unread else []
    rest = "" if compared.whole else "，读不出来的太多，后面没有再读"
    return f"这张光盘不能用：{'，'.join(parts)}{rest}。"


def damage_words(one: Damage) -> str:
    """Where one piece of damage lies and of which kind it is."""
    where = f"文件“{one.path}”" if one.path else "目录区"
    what = "读不出来" if one.unreadable else "与映像不一致"
    return f"{where}有 {one.sectors} 个扇区{what}（光盘第 {one.first} 字节起）"


def bad_disc(disc: BurnedDisc) -> UserError:
    """Another disc is wanted in place of this one."""
    return UserError(
        "burn.bad-disc",
        f"第 {disc.number} 张没有通过核对。",
        "请做上记号不要交出去，换一张空白光盘重新刻录。",
        exit_code=EXIT_NO,
    )
