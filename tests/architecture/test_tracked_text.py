"""What must not stand in the project's own files: addresses to download from, one machine's paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SKIPPED = {".git", ".venv", "out", "dist", "work", "__pycache__"}
LARGEST_TEXT = 4 * 1024 * 1024

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a registry's or archive's host": r"\b(?:pypi|pythonhosted|npmjs|debian|githubusercontent|nodejs|conda)"
    r"\." + r"(?:org|com|net|io)\b",
    "an address to download from": "https" + r"?://[^\s\"'<>)]+\.(?:whl|tgz|tar\.gz|deb|zip|exe|ttf|otf)\b",
    "a path of one machine": r"(?<![\w.])/(?:root|home/\w+|opt/\w+|work" + r"/(?:main|shared))\b",
    "a path of one machine under Windows": r"\b[C-Z]:\\" + r"Users\\",
}


def project_files() -> Iterator[Path]:
    """Everything that is committed, or would be: the ignored folders are left out."""
    todo = [ROOT]
    while todo:
        for path in sorted(todo.pop().iterdir()):
            if path.name in SKIPPED or path.name.endswith("_cache") or path.name == ".hypothesis":
                continue
            if path.is_dir():
                todo.append(path)
            elif path.suffix not in {".ttf", ".otf"} and not is_font_licence(path):
                yield path


def is_font_licence(path: Path) -> bool:
    """The licences that come with the fonts are theirs, word for word, and are not committed."""
    return path.parent == ROOT / "resources" / "fonts" and path.suffix == ".txt"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_of_the_kind_in_the_project(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in project_files():
        data = path.read_bytes()
        if len(data) > LARGEST_TEXT or b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not found


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a registry's or archive's host", "see py" + "pi.org"),
        ("an address to download from", "http" + "s://example.invalid/a/font" + ".ttf"),
        ("a path of one machine", "cd /wo" + "rk/main"),
        ("a path of one machine under Windows", "C:" + "\\Users\\someone"),
    ],
)
def test_the_patterns_do_find(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_build_is_no_package() -> None:
    assert not (ROOT / "build" / "__init__.py").exists(), "it would shadow the build backend of the same name"
