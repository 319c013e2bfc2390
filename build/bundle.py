"""The bundle: the program with its interpreter and fonts in one folder, for machines without Python.

``python build/bundle.py [FOLDER]`` (with the environment's interpreter) leaves ``FOLDER/jxdesk/``, by
default under ``dist/``; everything else that PyInstaller writes goes to a scratch folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNTIME = ROOT / "build" / "requirements" / "runtime.txt"
QT = "pyside6-essentials"
LICENCES = ROOT / "build" / "licences"
"""What wheels leave out: the texts of the LGPL, under which Qt for Python is taken, and in folders of the
packages' names what else has to be said."""
LICENCE_NAMES = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


class BundleFailed(Exception):
    """PyInstaller did not succeed; the message is the end of what it said."""


def build(target: Path) -> Path:
    """Build into ``target``; returns the program's folder. Raises ``BundleFailed``."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jxdesk-bundle-") as scratch:
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
        command += ["--workpath", scratch, "--distpath", str(target), str(ROOT / "installer.spec")]
        environment = dict(os.environ, PYINSTALLER_CONFIG_DIR=scratch)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleFailed("\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    folder = target / "jxdesk"
    copy_licences(folder / "licences")
    return folder


def copy_licences(folder: Path) -> None:
    """The licences of every package that the bundle carries, one folder each."""
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", RUNTIME.read_text(encoding="utf-8"), re.MULTILINE):
        try:
            files = distribution(name).files or []
        except ModuleNotFoundError:
            continue  # locked for another platform
        for file in files:
            if ".dist-info" in file.parts[0] and LICENCE_NAMES.search(file.name):
                (folder / name).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(str(file.locate())), folder / name / file.name)
    for path in LICENCES.iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name, dirs_exist_ok=True)
        else:
            (folder / QT).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / QT / path.name)


def program(folder: Path) -> Path:
    """The executable inside the bundle."""
    return folder / ("jxdesk.exe" if os.name == "nt" else "jxdesk")


def size_of(folder: Path) -> int:
    """Bytes of all files under ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main(arguments: list[str]) -> int:
    """Build and say where it lies."""
    try:
        folder = build(Path(arguments[0]) if arguments else ROOT / "dist")
    except BundleFailed as problem:
        print(f"打包没有成功：\n{problem}", file=sys.stderr)
        return 1
    print(f"{program(folder)}（整个文件夹 {size_of(folder) / 1e6:.0f} MB）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
