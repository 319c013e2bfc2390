"""One image written to one disc: prepared, erased if need be, written, stopped if that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.errors import UserError
from jxdesk.disc.burner import Medium, MediumState
from jxdesk.disc.imapi.deed import Courier
from jxdesk.disc.imapi.looking import described
from jxdesk.disc.imapi.meanings import LABELS, MediaState, WriteAction
from jxdesk.disc.imapi.parts import DataFormat, Eraser, Recorder, Update, owner_of
from jxdesk.disc.imapi.seam import ComFailure, ComSystem
from jxdesk.disc.imapi.troubles import told_of_burn
from jxdesk.disc.media import bytes_words

_ERASING = "正在擦除光盘"


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: a Chinese ``label`` and the bytes ``written``."""

    label: str
    written: int


class Writing:
    """The write of ``image`` (``size`` bytes), once."""

    def __init__(self, system: ComSystem, image: Path, size: int) -> None:
        self._system = system
        self._image = image
        self._size = size
        self._reached: WriteAction | None = None
        self._written = 0

    def run(self, drive: str, find: Callable[[], str], courier: Courier[Step]) -> None:
        """Write it in ``drive``, whose unique id ``find`` gives. Raises as :meth:`ImapiBurner.burn` says."""
        recorder: Recorder | None = None
        courier.tell(Step(LABELS[WriteAction.VALIDATING_MEDIA], 0))
        try:
            recorder = Recorder(self._system, find())
            self._write(drive, recorder, courier)
        except ComFailure as error:
            owner = owner_of(recorder, error)
            raise told_of_burn(error, drive, reached=self._reached, owner=owner) from error

    def _write(self, drive: str, recorder: Recorder, courier: Courier[Step]) -> None:
        data = DataFormat(self._system)
        data.use(recorder)
        if courier.is_stopped():
            return
        if described(data).state is MediumState.REWRITABLE and _must_be_erased(data.status()):
            self._erase(recorder, courier)
        overwrite = bool(data.status() & MediaState.OVERWRITE_ONLY)
        self._refuse(drive, described(data))
        if not data.can_write_on_disc_in(recorder):
            raise _will_not_do(drive)
        if courier.is_stopped():
            return

        def hear(update: Update) -> None:
            self._hear(update, data, courier)

        data.write(self._image, overwrite=overwrite, listener=hear)

    def _erase(self, recorder: Recorder, courier: Courier[Step]) -> None:
        eraser = Eraser(self._system, recorder)
        self._reached = WriteAction.FORMATTING_MEDIA
        courier.tell(Step(_ERASING, 0))
        eraser.erase()

    def _refuse(self, drive: str, medium: Medium) -> None:
        if not medium.takes_data:
            raise _will_not_do(drive)
        # A capacity of 0 is one that the disc does not tell: the drive refuses what is too much then.
        if medium.capacity and self._size > medium.capacity:
            raise UserError(
                "burn.medium",
                f"映像有 {bytes_words(self._size)}，光驱“{drive}”里的 {medium.kind} "
                f"只能写 {bytes_words(medium.capacity)}，放不下。",
                "请换一张容量更大的空白光盘。",
            )

    def _hear(self, update: Update, data: DataFormat, courier: Courier[Step]) -> None:
        """Runs inside ``Write``, the only place from which a write can be stopped."""
        self._reached = update.action if update.action is not None else self._reached
        if update.action is WriteAction.WRITING_DATA:
            self._written = max(self._written, min(update.written, self._size))
        elif update.action in (WriteAction.FINALIZATION, WriteAction.COMPLETED):
            self._written = self._size
        if self._reached is not None:
            courier.tell(Step(LABELS[self._reached], self._written))
        if courier.is_stopped():
            # Between two steps there may be nothing to stop: the next update tries again.
            with suppress(ComFailure):
                data.cancel()


def _must_be_erased(status: int) -> bool:
    """Discs of which any part can be written again need it only after a write that broke off."""
    return not status & MediaState.OVERWRITE_ONLY or bool(
        status & (MediaState.DAMAGED | MediaState.ERASE_REQUIRED)
    )


def _will_not_do(drive: str) -> UserError:
    return UserError("burn.medium", f"光驱“{drive}”里的光盘不能写。", "请换一张空白光盘。")
