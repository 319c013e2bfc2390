"""What the package benchmarks measure: each task in a process of its own, timed without its imports.

``python build/package_tasks.py TASK SOURCE TARGET`` prints the seconds and the process's peak in MB.
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
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CHUNK = 1 << 20
_ROOT = Path(__file__).resolve().parent.parent


def make_source(source: Path, files: int, each: int) -> None:
    """So many files of ``each`` random bytes, the same every time."""
    generator = random.Random(1)
    for number in range(files):
        part = source / f"佐证材料/第{number % 10}项"
        part.mkdir(parents=True, exist_ok=True)
        with (part / f"文件{number:03}.bin").open("wb") as out:
            for place in range(0, each, CHUNK):
                out.write(generator.randbytes(min(CHUNK, each - place)))


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
    items = [Item(path.relative_to(source).as_posix(), path) for path in _files(source)]
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


def _sha256sum(_source: Path, target: Path) -> Callable[[], None]:
    command = ["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt"]

    def work() -> None:
        subprocess.run(command, cwd=target, check=True)

    return work


def _hash(source: Path, _target: Path) -> Callable[[], None]:
    """As many bytes as the sources have, hashed in memory: nothing is read, nothing written."""
    total = sum(path.stat().st_size for path in _files(source))
    chunk = random.Random(2).randbytes(CHUNK)

    def hash_one(_: int) -> None:
        hashed = hashlib.sha256()
        for _ in range(-(-total // _cores() // CHUNK)):
            hashed.update(chunk)

    return lambda: _on_every_core(hash_one, range(_cores()))


def _read(_source: Path, target: Path) -> Callable[[], None]:
    """The package's payload read and hashed."""
    waiting = _files(target / "data")
    return lambda: _on_every_core(lambda path: _stream(path, None), waiting)


def _copy(source: Path, target: Path) -> Callable[[], None]:
    """The sources copied and hashed."""
    waiting = [(path, target / str(number)) for number, path in enumerate(_files(source))]
    target.mkdir()
    return lambda: _on_every_core(lambda pair: _stream(*pair), waiting)


def _stream(path: Path, copy: Path | None) -> None:
    """Read and hash a file, and write it to ``copy``: chunk by chunk, nothing else."""
    hashed, buffer = hashlib.sha256(), memoryview(bytearray(CHUNK))
    with path.open("rb", buffering=0) as source, (copy or Path(os.devnull)).open("wb", buffering=0) as out:
        while got := source.readinto(buffer):
            hashed.update(buffer[:got])
            if copy is not None:
                out.write(buffer[:got])


def _on_every_core(work: Callable[[T], None], waiting: Iterable[T]) -> None:
    """``work`` on each of ``waiting``, by as many threads as there are cores."""
    lock, left = threading.Lock(), iter(waiting)

    def taken() -> Iterator[T]:
        while True:
            with lock:
                one = next(left, None)
            if one is None:
                return
            yield one

    def share() -> None:
        for one in taken():
            work(one)

    threads = [threading.Thread(target=share) for _ in range(_cores())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _cores() -> int:
    return os.cpu_count() or 1


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


TASKS = {
    "hash": _hash,
    "copy": _copy,
    "seal": _seal,
    "make_bag": _make_bag,
    "read": _read,
    "verify": _verify,
    "validate": _validate,
    "sha256sum": _sha256sum,
}
"""In the order in which a round goes through them: what makes a package stands before what reads it."""


def main(task: str, source: Path, target: Path) -> None:
    """Do one task and print what it took."""
    work = TASKS[task](source, target)
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
