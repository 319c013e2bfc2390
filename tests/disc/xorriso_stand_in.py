"""A program that answers as xorriso does, and a machine with one recorder, for what no loop device has.

Discs that can be written once, trays, drives that hang, break off or lie: the program does what
stands in its ``plan.json`` and keeps in ``calls.txt`` what it was asked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jxdesk.disc.xorriso import XorrisoBurner

INFO = """CD-ROM information, Id: cdrom.c 3.20 2003/12/17

drive name:\t\tsr1\tsr0
drive speed:\t\t24\t48
Can write CD-R:\t\t0\t1
Can write DVD-R:\t0\t1
Can write DVD-RAM:\t0\t1
Can read DVD:\t\t1\t1
"""

TOC = """Drive current: -outdev '{drive}'
Drive access : exclusive:unrestricted
Drive type   : vendor 'MADEUP' product 'RECORDER' revision '1.00'
Media current: {kind}
Media status : {status}
Media blocks : {used} readable , {free} writable , {overall} overall
Media summary: 0 sessions, 0 data blocks, 0 data, 4488m free
"""

PROGRAM = r"""#!{python} -S
import json, os, signal, sys
here = os.path.dirname(os.path.abspath(__file__))
plan = json.load(open(os.path.join(here, "plan.json")))
with open(os.path.join(here, "calls.txt"), "a") as calls:
    print(*sys.argv[1:], file=calls)
arguments = sys.argv[1:]
drive = next((a[4:] for a in arguments if a.startswith("dev=")), arguments[-2] if "-toc" in arguments else "")


def say(text):
    print(text, file=sys.stderr, flush=True)


def stopped(number, frame):
    with open(os.path.join(here, "calls.txt"), "a") as calls:
        print("stopped", file=calls)
    say("xorriso : ABORT : Program done.")
    os._exit(1)


def burn():
    how = plan["burn"]
    target = drive.removeprefix("stdio:")
    data = open(arguments[-1], "rb").read()
    say("Beginning to write data track.")
    if how == "refuse":
        say("xorriso : FAILURE : " + plan["words"])
        sys.exit(5)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if how == "deaf" else stopped)
    plan["status"] = "is written , is closed"
    json.dump(plan, open(os.path.join(here, "plan.json"), "w"))
    half = data[: len(data) // 2]
    with open(target, "wb") as disc:
        disc.write(half)
    mib = max(1, len(half) >> 20)
    written = "%4d of %4d MB written (fifo 99%%) [buf 100%%]  8.1xD." % (mib, 2 * mib)
    sys.stderr.write("xorriso : UPDATE : " + written + "\r")
    sys.stderr.flush()
    if how in ("slow", "deaf"):
        while True:
            signal.pause()
    if how == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "breaks":
        say("libburn : FATAL : SCSI error on write(16,16): [3 0C 00] Medium error. Write error")
        say("libburn : FATAL : Burn run failed")
        sys.exit(5)
    with open(target, "wb") as disc:
        disc.write(data)
    say("xorriso : UPDATE : Closing track/session. Working since 3 seconds")
    say("Writing to '%s' completed successfully." % drive)


if "-eject" in arguments:
    say(plan.get("eject", ""))
    sys.exit(5 if plan.get("eject") else 0)
elif "-toc" in arguments:
    if plan.get("toc") is not None:
        print(plan["toc"])
    else:
        print(plan["text"].format(**plan, drive=drive))
    sys.exit(plan.get("code", 0))
else:
    burn()
"""


class StandIn:
    """The made-up machine: ``sr0`` writes, ``sr1`` only reads; ``disc`` is what lies in ``sr0``."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "bin" / "xorriso"
        self.program.parent.mkdir(parents=True)
        self.program.write_text(PROGRAM.replace("{python}", sys.executable), encoding="utf-8")
        self.program.chmod(0o755)
        self.root = folder / "machine"
        info = self.root / "proc/sys/dev/cdrom/info"
        info.parent.mkdir(parents=True)
        info.write_text(INFO, encoding="ascii")
        model = self.root / "sys/class/block/sr0/device"
        model.mkdir(parents=True)
        (model / "vendor").write_text("MADEUP  \n", encoding="ascii")
        (model / "model").write_text("RECORDER 5\n", encoding="ascii")
        self.disc = self.root / "dev/sr0"
        self.disc.parent.mkdir()
        for name in ("sr0", "sr1"):
            (self.root / "dev" / name).write_bytes(b"")
        self.lie(kind="DVD-R sequential recording", status="is blank", free=2_298_496)

    @property
    def burner(self) -> XorrisoBurner:
        """A burner that believes to be on this machine."""
        return XorrisoBurner(str(self.program), self.root)

    def lie(self, *, kind: str, status: str, free: int = 0, used: int = 0, **more: Any) -> None:
        """What the program says of the disc from now on, and what it does (``burn``, ``eject``, ``toc``…)."""
        sizes = {"free": free, "used": used, "overall": free + used}
        plan = {"kind": kind, "status": status, **sizes, "text": TOC, "burn": "good", "words": "", **more}
        (self.program.parent / "plan.json").write_text(json.dumps(plan), encoding="utf-8")

    def blank(self, **more: Any) -> None:
        """A blank DVD-R, and what the program does with it."""
        self.lie(kind="DVD-R sequential recording", status="is blank", free=2_298_496, **more)

    def calls(self) -> list[str]:
        """What the program was asked so far, one line each."""
        log = self.program.parent / "calls.txt"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []
