"""Opening: what is missing, foreign, damaged, newer, locked or tampered with is said and left alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.store.lock import HOLDER_NAME
from jxdesk.store.workspace import create, open_workspace
from tests.store.workspaces import clock, many_enterprises, named, new
from tests.strategies import notice

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with new(tmp_path_factory.mktemp("sound")) as workspace:
        workspace.replace_application(many_enterprises(workspace.application(), 300), "导入企业")
        return workspace.path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / sound.name))


def _refusal(path: Path, *, read_only: bool = False) -> UserError:
    with pytest.raises(UserError) as refused:
        open_workspace(path, read_only=read_only, clock=clock)
    assert refused.value.message.endswith("。")
    assert refused.value.remedy.endswith("。")
    assert not (path / HOLDER_NAME).exists() or not path.is_dir()
    return refused.value


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path / "workspace.db", isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize("name", ["某县", "某县.jxdesk.bak", ".jxdesk", "某县.JXDESK.zip"])
def test_the_name_says_what_it_is(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as refused:
        create(tmp_path / name, notice(), application_id="00aa", demo=False, clock=clock)
    assert refused.value.code == "store.name"
    assert list(tmp_path.iterdir()) == []


def test_what_stands_there_is_not_overwritten(path: Path, tmp_path: Path) -> None:
    (tmp_path / "文件.jxdesk").write_text("x")
    for taken in (path, tmp_path / "文件.jxdesk"):
        with pytest.raises(UserError) as refused:
            create(taken, notice(), application_id="00bb", demo=False, clock=clock)
        assert refused.value.code == "path.exists"
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.application().id == "00aa"


def test_an_application_id_is_a_token(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="application id"):
        create(tmp_path / "某县.jxdesk", notice(), application_id="A B", demo=False, clock=clock)


def test_missing_or_something_else(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "没有.jxdesk").code == "store.missing"
    (tmp_path / "空.jxdesk").mkdir()
    assert _refusal(tmp_path / "空.jxdesk").code == "store.not-workspace"
    (tmp_path / "文件.jxdesk").write_text("x")
    assert _refusal(tmp_path / "文件.jxdesk").code == "store.not-workspace"


def test_a_database_of_another_program(path: Path) -> None:
    _execute(path, "PRAGMA application_id=7")
    assert _refusal(path).code == "store.not-workspace"


def _empty(database: Path) -> None:
    database.write_bytes(b"")


def _not_a_database(database: Path) -> None:
    database.write_bytes(b"PK\x03\x04" + database.read_bytes()[4:])


def _cut_short(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def _cut_in_the_first_page(database: Path) -> None:
    os.truncate(database, 700)


def _page_of_zeros(database: Path) -> None:
    with database.open("r+b") as handle:
        handle.seek(4096 * 12)
        handle.write(bytes(4096 * 20))


def _row_lost(database: Path) -> None:
    _execute(database.parent, "DELETE FROM basic")


def _description_lost(database: Path) -> None:
    _execute(database.parent, "DELETE FROM meta")


def _table_lost(database: Path) -> None:
    _execute(database.parent, "DROP TABLE seals")


def _column_lost(database: Path) -> None:
    _execute(database.parent, "ALTER TABLE basic DROP COLUMN introduction")


def _trigger_added(database: Path) -> None:
    _execute(
        database.parent,
        "CREATE TRIGGER t AFTER UPDATE ON basic BEGIN UPDATE scale SET overview = 'x'; END",
    )


def _number_of_letters(database: Path) -> None:
    _execute(database.parent, "UPDATE enterprises SET revenue = 'many' WHERE position = 7")


def _list_of_nonsense(database: Path) -> None:
    _execute(database.parent, """UPDATE enterprises SET products = '{"a"' WHERE position = 7""")


def _list_of_another_shape(database: Path) -> None:
    _execute(database.parent, """UPDATE enterprises SET products = '[{"name": 1}]' WHERE position = 7""")


DAMAGES = [
    _empty,
    _not_a_database,
    _cut_short,
    _cut_in_the_first_page,
    _page_of_zeros,
    _row_lost,
    _description_lost,
    _table_lost,
    _column_lost,
    _trigger_added,
    _number_of_letters,
    _list_of_nonsense,
    _list_of_another_shape,
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_damage_is_told_with_the_way_back(path: Path, damage: object, read_only: bool) -> None:
    assert callable(damage)
    damage(path / "workspace.db")
    with (
        pytest.raises(UserError) as refused,
        open_workspace(path, read_only=read_only, clock=clock) as workspace,
    ):
        workspace.application()
    assert refused.value.code == "store.damaged"
    assert "backups" in refused.value.remedy
    assert not (path / HOLDER_NAME).exists()


@pytest.mark.parametrize(
    "payload", ["{", "[[]]", '[["set","basic","basic","nickname","","x"]]', "[[1,2,3,4,5]]"]
)
def test_a_damaged_history_is_told_and_the_data_stays(path: Path, payload: str) -> None:
    _execute(path, f"UPDATE changes SET payload = '{payload}'")
    with open_workspace(path, clock=clock) as workspace:
        with pytest.raises(UserError) as refused:
            workspace.undo()
        assert refused.value.code == "store.damaged"
        assert len(workspace.application().enterprises) == 300


@pytest.mark.parametrize("read_only", [False, True])
def test_a_workspace_of_a_newer_program_is_left_untouched(path: Path, read_only: bool) -> None:
    _execute(path, "PRAGMA user_version=9")
    before = (path / "workspace.db").read_bytes()
    refusal = _refusal(path, read_only=read_only)
    assert refusal.code == "store.newer"
    assert "升级" in refusal.remedy
    assert (path / "workspace.db").read_bytes() == before


def test_a_second_opening_names_the_holder(tmp_path: Path) -> None:
    with new(tmp_path) as workspace:
        with pytest.raises(UserError) as refused:
            open_workspace(workspace.path, clock=clock)
        assert refused.value.code == "store.locked"
        for part in ("王五", "办公室一号机", "4711", "2026-03-01"):
            assert part in refused.value.message
        (workspace.path / HOLDER_NAME).write_text("[]")
        with pytest.raises(UserError) as refused:
            open_workspace(workspace.path, clock=clock)
        assert refused.value.code == "store.locked"
        workspace.apply(named("甲"))
    open_workspace(tmp_path / "某县.jxdesk", clock=clock).close()


def test_a_changed_notice_is_not_trusted(path: Path) -> None:
    with (path / "notice" / "clauses.toml").open("a") as handle:
        handle.write("\n# 改动\n")
    assert _refusal(path).code == "store.notice-changed"
    shutil.rmtree(path / "notice")
    assert _refusal(path).code == "notice.malformed"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are something else there")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_workspace_without_rights(path: Path) -> None:
    path.chmod(0)
    try:
        with pytest.raises(UserError) as refused:
            open_workspace(path, clock=clock)
        assert refused.value.code == "path.denied"
    finally:
        path.chmod(0o700)


LIGHT = """
import sys
import jxdesk.store
assert "sqlalchemy" not in sys.modules
from pathlib import Path
from jxdesk.base.clock import now
from jxdesk.store.workspace import open_workspace
open_workspace(Path(sys.argv[1]), clock=now).close()
assert "sqlalchemy" in sys.modules
assert "alembic" not in sys.modules
"""


def test_heavy_libraries_are_loaded_only_when_wanted(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
