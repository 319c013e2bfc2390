"""What a Debian or Ubuntu machine must have before anything else can be set up.

Qt comes as a wheel but links to the system's libraries. Other systems (Windows, Fedora, …)
are left as they are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence

Alternatives = tuple[str, ...]
"""Names of one package on different releases; any of them will do."""

MINOR = sys.version_info.minor

DEBIAN_PYTHON: tuple[Alternatives, ...] = (
    (f"python3.{MINOR}-venv", "python3-venv"),
    # PyInstaller bundles the interpreter as a library.
    (f"libpython3.{MINOR}t64", f"libpython3.{MINOR}"),
)
"""What Debian splits off its own Python; any other Python brings it along."""

LIBRARIES: tuple[Alternatives, ...] = (
    # Qt, even without a screen.
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libgl1",),
    ("libegl1",),
    ("libxkbcommon0",),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    # Qt's window under X.
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-image0",),
    ("libxcb-keysyms1",),
    ("libxcb-randr0",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-xinerama0",),
    ("libxcb-xkb1",),
    ("libxkbcommon-x11-0",),
    # The second opinion on our disc images, in tests and in the benchmark.
    ("xorriso",),
    # A screen without a screen, for the tests that want a real window system.
    ("xvfb",),
    # PyInstaller looks into libraries with these.
    ("binutils",),
)


class SystemIncomplete(Exception):
    """Packages are missing and could not be installed; the message says what to run, in Chinese."""


def ensure() -> None:
    """Install what is missing if we are root; otherwise raise ``SystemIncomplete`` with the command."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    missing = missing_of(needed(), installed(needed()))
    if not missing:
        return
    if os.geteuid() != 0:
        names = " ".join(chosen(missing, known_to_apt(missing)))
        raise SystemIncomplete(f"这台机器缺少几个系统软件包。请运行：sudo apt-get install -y {names}")
    print("安装系统软件包……", flush=True)
    _apt("update")
    names_for_root = chosen(missing, known_to_apt(missing))
    _apt("install", "-y", "--no-install-recommends", *names_for_root)


def needed() -> tuple[Alternatives, ...]:
    """Every package, as alternatives."""
    return (*DEBIAN_PYTHON, *LIBRARIES) if sys.base_prefix == "/usr" else LIBRARIES


def missing_of(wanted: Sequence[Alternatives], present: Collection[str]) -> tuple[Alternatives, ...]:
    """Those of which no alternative is ``present``."""
    return tuple(names for names in wanted if not set(names) & set(present))


def chosen(missing: Sequence[Alternatives], known: Collection[str]) -> tuple[str, ...]:
    """One name for each: the first that apt knows, else the oldest one, for apt to complain about."""
    return tuple(next((name for name in names if name in known), names[-1]) for names in missing)


def installed(wanted: Sequence[Alternatives]) -> frozenset[str]:
    """The names that dpkg has installed."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *_names(wanted)]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    rows = (line.split() for line in done.stdout.splitlines())
    return frozenset(row[1] for row in rows if len(row) == 2 and row[0] == "installed")


def known_to_apt(wanted: Sequence[Alternatives]) -> frozenset[str]:
    """The names for which apt has a package of its own."""
    query = ["apt-cache", "--no-all-versions", "show", *_names(wanted)]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    head = "Package: "
    return frozenset(line[len(head) :] for line in done.stdout.splitlines() if line.startswith(head))


def _names(wanted: Sequence[Alternatives]) -> list[str]:
    return [name for names in wanted for name in names]


def _apt(*arguments: str) -> None:
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(
        ["apt-get", "-q", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-5:])
        raise SystemIncomplete(f"apt-get {arguments[0]} 没有成功：\n{tail}")
