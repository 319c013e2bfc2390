"""Deeds that a fault is to interrupt, and what must hold whatever interrupted them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from jxdesk.app import burn_log, burning, copying, delivery, sealing
from jxdesk.app.burn_facts import Order, Outcome
from jxdesk.app.demo_run import DemoRun, run_demo
from jxdesk.app.session import Session
from jxdesk.base import clock
from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.disc.xorriso import XorrisoBurner
from jxdesk.notice import load_installed
from jxdesk.signing.certificate import self_issued
from jxdesk.signing.signer import KeySigner

HOME = "JXDESK_HOME"
_OF_THE_FILE_SYSTEM = "lost+found"


@dataclass(frozen=True, slots=True)
class Stage:
    """What every deed begins with: a finished demo run, a signer, and the image's SHA-256."""

    demo: DemoRun
    signer: KeySigner
    image_sha256: str


@dataclass(frozen=True, slots=True)
class Deed:
    """``do(stage, folder)`` makes something in ``folder``; ``check`` says what is wrong with what is there.

    ``prepare`` fills the folder before. A ``check`` gives ``""`` where all is well: nothing that was there is
    lost, and nothing half-made passes for a result.
    """

    what: str
    prepare: Callable[[Stage, Path], None]
    do: Callable[[Stage, Path], None]
    check: Callable[[Stage, Path], str]


def set_the_stage(folder: Path) -> Stage:
    """Run the demo once in ``folder``."""
    os.environ[HOME] = str(folder / "home")
    demo = run_demo(folder / "demo", load_installed("jx-2025"), clock.now, silent, lambda _: None)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer = KeySigner(self_issued(key, "演示", "演示", clock.now()).public_bytes(Encoding.DER), key)
    return Stage(demo, signer, _sha256(demo.image))


def _nothing(_stage: Stage, _folder: Path) -> None:
    """An empty folder will do."""


def _with_workspace(stage: Stage, folder: Path) -> None:
    shutil.copytree(stage.demo.workspace, folder / stage.demo.workspace.name)


def _seal(stage: Stage, folder: Path) -> None:
    with Session.open(folder / stage.demo.workspace.name) as session:
        sealing.seal(session, stage.signer, folder / "out", silent)


def _check_seal(stage: Stage, folder: Path) -> str:
    """The workspace opens with all it had; what is on record stands and is sound, and nothing else does."""
    with Session.open(stage.demo.workspace, read_only=True) as before:
        digest, sealed = before.data_digest, {record.digest for record in before.workspace.seals()}
    with Session.open(folder / stage.demo.workspace.name) as session:
        if session.data_digest != digest:
            return "the workspace holds other data"
        recorded = {record.digest for record in session.workspace.seals()} - sealed
    standing = _packages(folder / "out")
    return "" if standing == recorded else f"on record {recorded}, standing {standing}"


def _image(stage: Stage, folder: Path) -> None:
    delivery.image([stage.demo.package], folder / "光盘.iso", silent)


def _check_image(stage: Stage, folder: Path) -> str:
    """There is no image, or the one that the same package always gives."""
    out = folder / "光盘.iso"
    return "" if not out.exists() or _sha256(out) == stage.image_sha256 else "half an image has the name"


def _copy(stage: Stage, folder: Path) -> None:
    copying.copy_to(stage.demo.package, folder, silent)


def _check_copy(stage: Stage, folder: Path) -> str:
    """There is no copy, or a sound one."""
    standing = _packages(folder)
    return "" if standing in (set(), {stage.demo.digest}) else f"standing {standing}"


def _disc(folder: Path) -> Path:
    return folder / "disc.img"


def _blank_disc(stage: Stage, folder: Path) -> None:
    with _disc(folder).open("wb") as disc:
        disc.truncate(stage.demo.image.stat().st_size)


def _burn(stage: Stage, folder: Path) -> None:
    os.environ[HOME] = str(folder / "home")
    burner = XorrisoBurner()
    order = Order(
        burning.examine(stage.demo.image, silent), burner.drive(f"stdio:{_disc(folder)}"), overwrite=True
    )
    burning.burn_disc(order, 1, burner, silent, clock=clock.now)


def _check_burn(stage: Stage, folder: Path) -> str:
    """The image is untouched, and a disc that the log calls good holds every byte of it."""
    if _sha256(stage.demo.image) != stage.image_sha256:
        return "the image itself was changed"
    home, os.environ[HOME] = os.environ[HOME], str(folder / "home")
    try:
        is_good = any(line.outcome is Outcome.GOOD for line in burn_log.read())
    finally:
        os.environ[HOME] = home
    return (
        "" if not is_good or _sha256(_disc(folder), stage.demo.image) == stage.image_sha256 else "called good"
    )


DEEDS = (
    Deed("封装", _with_workspace, _seal, _check_seal),
    Deed("制作映像", _nothing, _image, _check_image),
    Deed("刻盘", _blank_disc, _burn, _check_burn),
    Deed("复制到 U 盘", _nothing, _copy, _check_copy),
)


def leftovers(folder: Path) -> list[str]:
    """Half-made things below ``folder``, whatever they are called."""
    return [path.name for path in folder.rglob("*") if path.name.endswith((".part", ".part.lock"))]


def _packages(folder: Path) -> set[str]:
    """The digests of what stands in ``folder`` for whoever looks; ``"broken"`` for what is not sound."""
    if not folder.is_dir():
        return set()
    folders = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return {_digest(path) for path in folders if path.suffix != ".par2" and path.name != _OF_THE_FILE_SYSTEM}


def _digest(package: Path) -> str:
    try:
        (found,) = delivery.verify_at(package, None, dt.date(2025, 1, 1), silent)
    except UserError as error:
        return f"broken: {error.code}"
    return found.report.digest if found.report.verdict == "sound" else "broken"


def _sha256(path: Path, as_long_as: Path | None = None) -> str:
    """Of the whole file, or of as many bytes as the other one has."""
    left = (as_long_as or path).stat().st_size
    hashed = hashlib.sha256()
    with path.open("rb") as handle:
        while left and (chunk := handle.read(min(left, 1 << 20))):
            hashed.update(chunk)
            left -= len(chunk)
    return hashed.hexdigest()
