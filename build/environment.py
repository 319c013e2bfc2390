"""The virtual environment at the root of the project, kept in step with the lock files.

What was done is written down in a stamp inside the environment (the digests of the files that decided
it), so that a second ``setup`` has nothing to do and says nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "build" / "requirements"
STAMP = VENV / "jxdesk-setup.json"

LOCKED = ("runtime", "dev", "source", "npm", "lock", "fuzz")
"""The requirement files: ``.in`` is written by hand, ``.txt`` by ``lock``."""


class SetupFailed(Exception):
    """A step did not succeed; the message says which, in Chinese. Its own output is above."""


def program(name: str) -> Path:
    """An executable of the environment, ``python`` or ``jxdesk``, present or not."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def digest_of(paths: Iterable[Path]) -> str:
    """One SHA-256 over the contents of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """What was done before; empty if there is no stamp or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def write_stamp(path: Path, steps: Mapping[str, str]) -> None:
    """Write the stamp whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(steps, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(beside, path)


def ensure() -> None:
    """Create or complete the environment. Raises ``SetupFailed``."""
    done = read_stamp(STAMP) if program("python").exists() else {}
    wheels, sources = REQUIREMENTS / "dev.txt", REQUIREMENTS / "source.txt"
    here = f"{ROOT} {sys.version_info.major}.{sys.version_info.minor}"
    packages = digest_of([wheels, sources])
    project = digest_of([ROOT / "pyproject.toml", wheels, sources])
    if not program("python").exists():
        print("建立 Python 环境……", flush=True)
        run("建立 Python 环境", [sys.executable, "-m", "venv", str(VENV)])
    if done.get("packages") != packages:
        print("安装依赖（按锁定的版本和校验值）……", flush=True)
        pip("安装依赖", "--require-hashes", "--only-binary", ":all:", "-r", str(wheels))
        pip("安装依赖", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(sources))
        done["packages"] = packages
        write_stamp(STAMP, done)
    if done.get("project") != project or done.get("here") != here:
        pip("安装本程序", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        done |= {"project": project, "here": here}
        write_stamp(STAMP, done)


def ensure_fuzzer() -> None:
    """Add what fuzzing needs to the environment. Raises ``SetupFailed``."""
    wheels = str(REQUIREMENTS / "fuzz.txt")
    pip("安装模糊测试工具", "--require-hashes", "--only-binary", ":all:", "-r", wheels)


def pip(step: str, *arguments: str) -> None:
    """``pip install`` in the environment; its own settings (mirror, certificates) apply."""
    command = [str(program("python")), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(step, [*command, *arguments])


def lock() -> None:
    """Write the requirement files from their ``.in``, with hashes, for every platform, without addresses."""
    with tempfile.TemporaryDirectory(prefix="jxdesk-lock-") as name:
        pip("取锁定工具", "--require-hashes", "--target", name, "-r", str(REQUIREMENTS / "lock.txt"))
        environment = dict(os.environ, PYTHONPATH=name)
        for stem in LOCKED:
            command = [str(program("python")), "-m", "uv", "pip", "compile", "-q", "--universal"]
            command += ["--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
            command += ["--no-emit-index-url", "--no-emit-find-links", "-o", f"{stem}.txt", f"{stem}.in"]
            run(f"锁定 {stem}", command, cwd=REQUIREMENTS, environment=environment)


def run(
    step: str, command: Sequence[str], *, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> None:
    """Run to success. Raises ``SetupFailed`` naming ``step``."""
    if subprocess.run(command, cwd=cwd, env=environment, check=False).returncode:
        raise SetupFailed(f"“{step}”没有成功，原因见上面的输出。")
