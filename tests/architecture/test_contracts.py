"""The import contracts of ``pyproject.toml`` hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def contracts() -> list[str]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in table["tool"]["importlinter"]["contracts"]]


@pytest.mark.parametrize("contract", contracts())
def test_contract_is_kept(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(
        config_filename=str(ROOT / "pyproject.toml"), limit_to_contracts=(contract,), no_cache=True
    )
    assert code == 0, "the contract's report is in the captured output"


def test_every_room_stands_on_a_floor() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c for c in table["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    named = {name.strip(" ()") for layer in floors["layers"] for name in layer.split("|")}
    rooms = {f"jxdesk.{path.parent.name}" for path in (ROOT / "jxdesk").glob("*/__init__.py")}
    assert rooms <= named, "a new package must be given its floor in pyproject.toml"
    assert {path.name for path in (ROOT / "jxdesk").glob("*.py")} <= {"__init__.py", "__main__.py"}
