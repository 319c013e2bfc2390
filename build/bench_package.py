"""Seal and verify: 1 GB in 500 files, ours beside bagit-python (SHA-256, one process).

Sealing copies the sources and hashes them, so the peer is ``copytree`` + ``make_bag``; verifying
is held against ``Bag.validate``. Ours also checksums every block, signs, and looks at far more;
neither waits for the disk. Each run is a process of its own that times the work without
its imports; ours and the peer take turns.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench_rows import Row, median

NAME = "package"
FILES = 500
FILE_BYTES = 2_000_000
ROUNDS = 5
PEER = "bagit-python"
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    megabytes: float


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty; needs 3 GB). Packages are removed between runs."""
    source, ours, theirs = folder / "source", folder / "ours", folder / "theirs"
    make_source(source)
    runs: dict[str, list[_Run]] = {task: [] for task in _TASKS}
    for _ in range(ROUNDS):
        for task in ("seal", "make_bag", "verify", "validate"):
            target = ours if task in ("seal", "verify") else theirs
            runs[task].append(_measure(task, source, target))
        shutil.rmtree(ours)
        shutil.rmtree(theirs)
    return _rows(runs)


def _rows(runs: dict[str, list[_Run]]) -> list[Row]:
    seconds = {task: median([one.seconds for one in found]) for task, found in runs.items()}
    memory = {task: max(one.megabytes for one in found) for task, found in runs.items()}
    ours, theirs = seconds["seal"] + seconds["verify"], seconds["make_bag"] + seconds["validate"]
    peak, peer_peak = (
        max(memory["seal"], memory["verify"]),
        max(memory["make_bag"], memory["validate"]),
    )
    return [
        Row("封装（1 GB，500 个文件）", seconds["seal"], "s", PEER, seconds["make_bag"]),
        Row("核验", seconds["verify"], "s", PEER, seconds["validate"]),
        Row("封装 + 核验", ours, "s", PEER, theirs, "快一倍以上", theirs >= 2 * ours),
        Row("封装、核验的内存峰值", peak, "MB", PEER, peer_peak, "< 200", peak < 200),
    ]


def make_source(source: Path) -> None:
    """Random bytes, the same every time."""
    generator = random.Random(1)
    for number in range(FILES):
        part = source / f"佐证材料/第{number % 10}项"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"文件{number:03}.bin").write_bytes(generator.randbytes(FILE_BYTES))


def _measure(task: str, source: Path, target: Path) -> _Run:
    os.sync()  # what the run before left to be written must not be paid by this one
    command = [sys.executable, str(Path(__file__).resolve()), task, str(source), str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = (float(value) for value in done.stdout.split())
    return _Run(seconds, megabytes)


def _seal(source: Path, target: Path) -> Callable[[], None]:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding

    from jxdesk.domain import canonical, plain_json
    from jxdesk.domain.application import Application, Member, NoticeRef
    from jxdesk.notice import load_installed
    from jxdesk.package.bag_info import BagInfo
    from jxdesk.package.contents import CheckResult, Counts, Pages
    from jxdesk.package.seal import Item, seal
    from jxdesk.signing.certificate import self_issued
    from jxdesk.signing.signer import KeySigner

    moment = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    signer = KeySigner(self_issued(key, "测速", "测速", moment).public_bytes(Encoding.DER), key)
    uscc, notice = "11360000MB0000000X", load_installed("jx-2025")
    member = Member(uid="m1", name="测速", uscc=uscc, lead=True)
    reference = NoticeRef(notice.id, notice.version, notice.digest)
    application = Application(id="0" * 16, notice=reference, members=(member,))
    data = canonical.encode(application)
    printed = hashlib.sha256(data).hexdigest()
    pages = Pages(layout=1, data_digest=printed, pages=[], scans=[], matches=[], confirmed=[])
    checked = CheckResult(bottom_line="测速", counts=Counts(error=0, warning=0, hint=0), findings=[])
    info = BagInfo(
        organisation="测速",
        application_id=application.id,
        applicant=uscc,
        version=1,
        previous_digest=None,
        notice_id=notice.id,
        notice_digest=notice.digest,
        sealed_at=moment,
    )
    files = (path for path in source.rglob("*") if path.is_file())
    items = [Item(path.relative_to(source).as_posix(), path) for path in sorted(files)]
    items.append(Item("application.json", data))
    items.append(Item("pages.json", plain_json.dump(pages)))
    items.append(Item("report.json", plain_json.dump(checked)))
    items += [Item(f"申报通知/{name}", content) for name, content in notice.files.items()]

    def work() -> None:
        seal(items, info, signer, target)

    return work


def _verify(_source: Path, target: Path) -> Callable[[], None]:
    from jxdesk.base.tree import FolderTree
    from jxdesk.package.verify import verify

    def work() -> None:
        report = verify(FolderTree(target), trust=None, received_on=dt.date(2025, 1, 1))
        if report.faults:
            raise AssertionError(report.bottom_line)

    return work


def _make_bag(source: Path, target: Path) -> Callable[[], None]:
    import bagit

    def work() -> None:
        shutil.copytree(source, target)
        bagit.make_bag(str(target), checksums=["sha256"], processes=1)

    return work


def _validate(_source: Path, target: Path) -> Callable[[], None]:
    import bagit

    def work() -> None:
        bagit.Bag(str(target)).validate(processes=1)

    return work


_TASKS = {"seal": _seal, "make_bag": _make_bag, "verify": _verify, "validate": _validate}


def _child(task: str, source: Path, target: Path) -> None:
    work = _TASKS[task](source, target)
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    _child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
