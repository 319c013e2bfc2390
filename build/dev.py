"""The project's own commands, for any bare Python from 3.11 to 3.13: ``python3 build/dev.py COMMAND``.

setup   everything the others need: system libraries (as root), ``.venv/``, fonts
demo    the main job on a fictional county, then its window if there is a screen
test    all tests; further arguments go to pytest
check   lint, format, types, import contracts
bench   the measurements
fuzz    feed bent bytes to whatever reads bytes from outside (Linux)
lock    write the requirement files anew from their ``.in``
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
DEMO = Path("out/demo")


def setup() -> int:
    """Make the machine and the clone ready; quick when they are."""
    import environment
    import system_packages

    try:
        system_packages.ensure()
        environment.ensure()
    except (environment.SetupFailed, system_packages.SystemIncomplete) as problem:
        print(problem, file=sys.stderr)
        return 1
    return _fonts()


def _fonts() -> int:
    import environment
    import fonts

    table = environment.digest_of([fonts.TABLE])
    done = environment.read_stamp(environment.STAMP)
    absent = fonts.lacking(fonts.read_table(), fonts.FOLDER)
    # An optional font that this machine could not have is not asked for again and again.
    if not absent or (done.get("fonts") == table and not any(font.required for font in absent)):
        return 0
    code = _python("build/fonts.py")
    if code == 0:
        environment.write_stamp(environment.STAMP, done | {"fonts": table})
    return code


def demo() -> int:
    """Run the demo; open what it made if there is a screen to open it on."""
    import environment

    jxdesk = str(environment.program("jxdesk"))
    folder = unused(environment.ROOT / DEMO)
    shown = folder.relative_to(environment.ROOT)
    code = subprocess.run([jxdesk, "demo", "--out", str(shown)], cwd=environment.ROOT, check=False).returncode
    if code or not has_screen(os.environ):
        return code
    made = sorted(folder.glob("*.jxdesk"))
    return subprocess.run([jxdesk, "open", *map(str, made[:1])], cwd=environment.ROOT, check=False).returncode


def unused(folder: Path) -> Path:
    """``folder``, or ``folder-2`` and so on: what someone tried out in an earlier demo stays theirs."""
    candidate, number = folder, 1
    while candidate.exists():
        number += 1
        candidate = folder.with_name(f"{folder.name}-{number}")
    return candidate


def has_screen(variables: Mapping[str, str]) -> bool:
    """Whether a window could be seen."""
    return os.name == "nt" or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def test(arguments: Sequence[str]) -> int:
    """All tests, two at a time; the last line is pytest's own."""
    return _python("-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments)


def check() -> int:
    """Every check, even after one has failed."""
    steps = {
        "ruff check": ("-m", "ruff", "check"),
        "ruff format": ("-m", "ruff", "format", "--check"),
        "mypy": ("-m", "mypy"),
        "import-linter": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    }
    failed = []
    for name, arguments in steps.items():
        print(f"== {name}", flush=True)
        if _python(*arguments):
            failed.append(name)
    print("check: " + ("failed: " + ", ".join(failed) if failed else "all good"), flush=True)
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """The measurements."""
    return _python("build/bench.py", *arguments)


def fuzz(arguments: Sequence[str]) -> int:
    """Coverage-led fuzzing, a minute for each target unless told otherwise."""
    import environment

    try:
        environment.ensure_fuzzer()
    except environment.SetupFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return _python("build/fuzz.py", *arguments)


def lock() -> int:
    """Write the lock files anew."""
    import environment

    try:
        environment.lock()
    except environment.SetupFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _python(*arguments: str) -> int:
    import environment

    command = [str(environment.program("python")), *arguments]
    return subprocess.run(command, cwd=environment.ROOT, check=False).returncode


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code is ours."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("setup", "demo", "test", "check", "bench", "fuzz", "lock"))
    known, rest = parser.parse_known_args(arguments)
    takes_more = known.command in ("test", "bench", "fuzz")
    if rest and not takes_more:
        parser.error(f"unrecognised: {' '.join(rest)}")
    if code := setup():
        return code
    commands: dict[str, Callable[[], int]] = {
        "setup": lambda: 0,
        "demo": demo,
        "test": lambda: test(rest),
        "check": check,
        "bench": lambda: bench(rest),
        "fuzz": lambda: fuzz(rest),
        "lock": lock,
    }
    return commands[known.command]()


def _with_a_python_that_fits() -> int:
    """Start again with a Python that PySide6 has wheels for, if there is one."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return subprocess.run([found, *sys.argv], check=False).returncode
    print("需要 Python 3.11、3.12 或 3.13，这台机器上没有找到。", file=sys.stderr)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese gets question marks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(main(sys.argv[1:]))
    sys.exit(_with_a_python_that_fits())
