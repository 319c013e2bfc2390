"""Burn sealed packages: what lies in the drives, whether it fits, one disc written and read back.

A disc is good when every byte came back from the medium as the image file has it and the packages
on it are sound, read from the disc by our own reader. What the burner says of it counts for nothing.
A window asks for the next disc between two calls of :func:`burn_disc`; :func:`burn_copies` is for
callers that can ask in the middle of the work.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from jxdesk.app import burn_log, delivery
from jxdesk.app.burn_facts import BurnedDisc, BurnImage, DriveState, Order, Outcome, Plan
from jxdesk.app.burn_words import (
    bad_disc,
    broken_off,
    cannot_take,
    compared_words,
    not_read_back,
    same_disc,
)
from jxdesk.base.clock import Clock
from jxdesk.base.errors import EXIT_NO, Cancelled, UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.disc import medium_check
from jxdesk.disc.burner import Burner, Drive, Medium, MediumState
from jxdesk.disc.media import holding

BEGUN_WORDS = "刻录开始了，没有记下结果：正在刻，或者程序中途被结束。"
HASHING = "正在计算映像的摘要"
BURNING = "正在刻录"
_CHUNK = 1 << 20


Asked = Callable[[Drive], bool]
"""Asks a person to do something at a drive; whether it was done."""
AskedForDisc = Callable[[int, Drive, UserError | None], bool]
"""Asks for the disc of this number, with why the one in the drive will not do (``None`` for the next one)."""


def look(burner: Burner) -> tuple[DriveState, ...]:
    """Every drive with what lies in it. Raises what ``burner.drives`` raises (no burning program…)."""
    return tuple(state_of(burner, drive) for drive in burner.drives())


def state_of(burner: Burner, drive: Drive) -> DriveState:
    """What lies in ``drive`` now; a drive that does not answer is told, not raised."""
    try:
        return DriveState(drive, burner.medium(drive))
    except UserError as error:
        return DriveState(drive, None, error)


def examine(image: Path, progress: Progress) -> BurnImage:
    """Verify the packages in the image file and hash it: only what is good is burned.

    Raises ``UserError`` ``burn.not-sound`` (exit 1), ``package.none``, ``image.*``, ``path.*``.
    """
    return examined(image, progress)[0]


def examined(image: Path, progress: Progress) -> tuple[BurnImage, tuple[delivery.Verified, ...]]:
    """As :func:`examine`, with what verification found of each package."""
    if not image.is_file():
        raise UserError(
            "burn.not-image",
            f"“{image}”不是映像文件。",
            "请先用“制作光盘映像”（jxdesk image）做成 .iso 文件再刻录。",
        )
    found = delivery.verify_at(image, None, _today(), progress)
    bad = next((item for item in found if item.report.verdict != "sound"), None)
    if bad is not None:
        raise UserError(
            "burn.not-sound",
            f"“{image}”里的申报包不完好，不能刻盘：{bad.report.bottom_line}",
            "请重新制作映像；仍不行就重新封装。",
            exit_code=EXIT_NO,
        )
    size, sha256 = _hash(image, progress)
    digests = tuple(sorted(item.report.digest for item in found))
    return BurnImage(image.resolve(), size, sha256, digests), found


def plan(size: int, copies: int) -> Plan:
    """Which kinds of disc hold ``size`` bytes, for ``copies`` discs that are all alike."""
    return Plan(size, holding(size), copies)


def refusal(size: int, drive: Drive, medium: Medium, *, overwrite: bool = False) -> UserError | None:
    """Why the disc in the drive will not take ``size`` bytes; ``None`` when it will.

    Codes: ``burn.reader`` (the drive only reads), ``burn.no-disc``, ``burn.used``, ``burn.unfit``,
    ``burn.too-small``, ``burn.holds-data`` (rewritable, and ``overwrite`` was not allowed).
    """
    return cannot_take(size, drive, medium, overwrite=overwrite)


def burn_disc(
    order: Order,
    number: int,
    burner: Burner,
    progress: Progress,
    *,
    clock: Clock,
    push_back: Asked | None = None,
) -> BurnedDisc:
    """Burn disc ``number`` (from 1) of the order, read all of it back, and note it in the log.

    The answer's ``outcome`` is ``GOOD`` or ``DIFFERENT`` (then with ``damage`` or ``faults``). Raises
    ``UserError``: those of :func:`refusal` and ``burn.same-disc`` (a further copy would go over the
    former one), before anything is written; ``burn.failed`` or ``burn.stopped`` when writing broke
    off, with whether the disc is spoiled; ``burn.unread`` when it was written but could not be read
    back (:func:`check_disc` can be tried again). ``push_back``: asks for the tray to be pushed in
    where the drive cannot do it.
    """
    medium = burner.medium(order.drive)
    refused = _refusal_of(order, number, medium, burner)
    if refused is not None:
        raise refused
    progress(BURNING, 0, order.image.size)
    disc = BurnedDisc.begun(order, medium, number, clock())
    burn_log.add(disc.ended(Outcome.BEGUN, BEGUN_WORDS))
    _write(order, disc, medium, burner, progress)
    return _read_back(order, disc, burner, progress, lambda: _reload(burner, order.drive, push_back))


def check_disc(order: Order, number: int, burner: Burner, progress: Progress, *, clock: Clock) -> BurnedDisc:
    """Read back a disc that was burned before (after ``burn.unread``) and note it in the log.

    Answers and raises as the second half of :func:`burn_disc`.
    """
    state = state_of(burner, order.drive)
    # A desktop that shows the disc at once makes the drive busy, not unreadable.
    if state.problem is not None and state.problem.code != "burn.busy":
        raise state.problem
    disc = BurnedDisc.begun(order, state.medium or Medium(MediumState.USED), number, clock())
    return _read_back(order, disc, burner, progress, lambda: None)


def burn_copies(
    order: Order,
    burner: Burner,
    progress: Progress,
    next_disc: AskedForDisc,
    *,
    clock: Clock,
    push_back: Asked | None = None,
) -> Iterator[BurnedDisc]:
    """Burn the order's discs one after another, each given as soon as it was read back.

    Each one is put out afterwards; ``next_disc`` is asked before every disc but the first, whenever the
    one in the drive will not do, and for another one in place of a disc that turned out bad. When it
    says no, the rest is not burned. Raises as :func:`burn_disc`.
    """
    for number in range(1, order.copies + 1):
        if number > 1 and not next_disc(number, order.drive, None):
            return
        is_good = False
        while not is_good:
            _await_fitting_disc(order, number, burner, next_disc)
            disc = burn_disc(order, number, burner, progress, clock=clock, push_back=push_back)
            yield disc
            with suppress(UserError):
                burner.eject(order.drive)
            is_good = disc.outcome is Outcome.GOOD
            if not is_good and not next_disc(number, order.drive, bad_disc(disc)):
                return


def _await_fitting_disc(order: Order, number: int, burner: Burner, next_disc: AskedForDisc) -> None:
    """Ask until the disc in the drive will do. Raises why it will not once nobody changes it."""
    while (refused := _refusal_of(order, number, burner.medium(order.drive), burner)) is not None:
        if not next_disc(number, order.drive, refused):
            raise refused


def _refusal_of(order: Order, number: int, medium: Medium, burner: Burner) -> UserError | None:
    """As :func:`refusal`; of a further copy also that the former one still lies in the drive."""
    refused = refusal(order.image.size, order.drive, medium, overwrite=order.overwrite)
    if refused is not None or number == 1 or medium.state is not MediumState.REWRITABLE:
        return refused
    is_same = medium_check.begins_alike(order.image.path, burner.device(order.drive))
    return same_disc(order.drive) if is_same else None


def _write(order: Order, disc: BurnedDisc, medium: Medium, burner: Burner, progress: Progress) -> None:
    """Have it written; what breaks off is noted and told with what became of the disc."""
    written = 0

    def listen(label: str, done: int, total: int) -> None:
        nonlocal written
        written = max(written, done)
        progress(label, done, total)

    try:
        burner.burn(order.image.path, order.drive, listen)
    except (UserError, Cancelled, KeyboardInterrupt) as error:
        refused = error if isinstance(error, UserError) else None
        begun = written > 0 or not _is_untouched(burner, order.drive, refused)
        told = broken_off(medium, refused, begun=begun)
        burn_log.add(disc.ended(_became(medium, begun=begun), told.message))
        raise told from error


def _is_untouched(burner: Burner, drive: Drive, refused: UserError | None) -> bool:
    """Whether a disc of which no byte was reported written can still be used: the drive is asked."""
    if refused is not None and refused.code != "burn.failed":
        return True
    now = state_of(burner, drive).medium
    return now is not None and now.state is MediumState.BLANK


def _became(medium: Medium, *, begun: bool) -> Outcome:
    if not begun:
        return Outcome.UNTOUCHED
    return Outcome.UNFINISHED if medium.can_rewrite else Outcome.SPOILED


def _read_back(
    order: Order, disc: BurnedDisc, burner: Burner, progress: Progress, first: Callable[[], None]
) -> BurnedDisc:
    """Do ``first``, read the disc back, note what came of it."""
    try:
        first()
        checked = _checked(disc, order.image, burner.device(order.drive), progress)
    except (UserError, Cancelled, KeyboardInterrupt) as error:
        told = not_read_back(disc, error)
        burn_log.add(disc.ended(Outcome.UNREAD, told.message))
        raise told from error
    burn_log.add(checked)
    return checked


def _reload(burner: Burner, drive: Drive, push_back: Asked | None) -> None:
    """Out and in again; where the drive cannot do it, a person does."""
    try:
        burner.reload(drive)
    except UserError as error:
        if error.code != "burn.reload" or push_back is None or not push_back(drive):
            raise


def _checked(disc: BurnedDisc, image: BurnImage, device: Path, progress: Progress) -> BurnedDisc:
    """Every byte against the image, then the packages as whoever gets the disc reads them."""
    compared = medium_check.compare(image.path, device, progress)
    if compared.damage:
        return disc.ended(Outcome.DIFFERENT, compared_words(compared), damage=compared.damage)
    if compared.sha256 != image.sha256:
        raise medium_check.image_changed(image.path)
    found = delivery.verify_at(device, None, _today(), progress)
    faults = tuple(f"{fault.path}：{fault.what}" for item in found for fault in item.report.faults)
    if faults or tuple(sorted(item.report.digest for item in found)) != image.digests:
        return disc.ended(Outcome.DIFFERENT, "从光盘上核验申报包没有通过。", faults=faults)
    return disc.ended(Outcome.GOOD, "每个字节都已从光盘读回，与映像一致；光盘上的申报包核验完好。")


def _hash(image: Path, progress: Progress) -> tuple[int, str]:
    digest = hashlib.sha256()
    done = 0
    with os_errors(image), image.open("rb") as handle:
        total = image.stat().st_size
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            progress(HASHING, done, total)
    return done, digest.hexdigest()


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
