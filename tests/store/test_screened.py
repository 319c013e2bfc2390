"""What is known of files is kept by content; a newer prober looks again; who confirmed what is kept."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.store.entries import Confirmation
from jxdesk.store.workspace import open_workspace
from tests.store.workspaces import NOON, clock, named, new, reopened

SEEN = (
    Sensitive(SensitiveKind.IDENTITY, "第 3 页", "3601**********0011"),
    Sensitive(SensitiveKind.METADATA, "批注", "2 处"),
)
FACTS = FileFacts("ab" * 32, 1234, "pdf", FileProblem.NONE, 12, True, False, SEEN)
LOCKED = FileFacts("cd" * 32, 99, "docx", FileProblem.ENCRYPTED)


def test_facts_are_kept_as_they_were_seen(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    assert workspace.file_facts(1) == {}
    workspace.keep_facts([FACTS, LOCKED], 1)
    with reopened(workspace) as again:
        assert again.file_facts(1) == {FACTS.sha256: FACTS, LOCKED.sha256: LOCKED}
        again.keep_facts([dataclasses.replace(LOCKED, problem=FileProblem.NONE)], 1)
        assert again.file_facts(1)[LOCKED.sha256].problem is FileProblem.NONE


def test_facts_of_another_prober_do_not_count_and_are_replaced(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.keep_facts([FACTS], 1)
    assert workspace.file_facts(2) == {}
    workspace.keep_facts([FACTS], 2)
    assert (list(workspace.file_facts(2)), list(workspace.file_facts(1))) == ([FACTS.sha256], [])


def test_facts_stay_the_same_object_while_only_the_form_changes(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.keep_facts([FACTS], 1)
    held = workspace.file_facts(1)
    workspace.apply(named("甲"))
    assert workspace.file_facts(1) is held
    workspace.keep_facts([LOCKED], 1)
    assert set(workspace.file_facts(1)) == {FACTS.sha256, LOCKED.sha256}


def test_a_reader_sees_what_another_has_kept_since(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    with open_workspace(workspace.path, read_only=True, clock=clock) as reader:
        assert reader.file_facts(1) == {}
        workspace.keep_facts([FACTS], 1)
        assert set(reader.file_facts(1)) == {FACTS.sha256}


def test_names_out_of_a_file_are_made_such_as_can_be_shown(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    odd = Sensitive(SensitiveKind.MOBILE, "工作表“名\x1b单”B7", "138****0000")
    workspace.keep_facts([dataclasses.replace(FACTS, sensitive=(odd,))], 1)
    assert reopened(workspace).file_facts(1)[FACTS.sha256].sensitive[0].where == "工作表“名□单”B7"


def test_a_confirmation_says_who_and_when_and_can_be_taken_back(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    stored, other = workspace.add_bytes(b"scanned licence"), workspace.add_bytes(b"photo")
    workspace.confirm(stored.sha256, "李四", "")
    workspace.confirm(stored.sha256, "张三", "逐页看过\n没有涉密内容")
    workspace.confirm(other.sha256, "张三", "")
    workspace.withdraw_confirmation(other.sha256)
    with reopened(workspace) as again:
        assert again.confirmations() == (Confirmation(stored.sha256, "张三", NOON, "逐页看过\n没有涉密内容"),)


def test_only_what_is_there_can_be_confirmed(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    with pytest.raises(UserError) as refused:
        workspace.confirm("ab" * 32, "张三", "")
    assert refused.value.code == "store.file-missing"
    assert workspace.confirmations() == ()


@pytest.mark.parametrize(
    "raw",
    [
        "{}",
        "[]",
        "not json",
        '{"sha256":"%s","size":1,"kind":"pdf"}' % ("cd" * 32),
        '{"sha256":"%s","size":-1,"kind":"pdf"}' % ("ab" * 32),
        '{"sha256":"%s","size":1,"kind":"pdf","pages":-3}' % ("ab" * 32),
        '{"sha256":"%s","size":1,"kind":"p\\u001bdf"}' % ("ab" * 32),
        '{"sha256":"%s","size":1,"kind":"pdf","problem":"moonstruck"}' % ("ab" * 32),
        '{"sha256":"%s","size":1,"kind":"pdf","sensitive":[{"kind":"x","where":"","masked":""}]}'
        % ("ab" * 32),
    ],
)
def test_facts_that_nobody_of_ours_wrote_are_damage(tmp_path: Path, raw: str) -> None:
    with new(tmp_path) as workspace:
        path = workspace.path
    with closing(sqlite3.connect(path / "workspace.db")) as database, database:
        database.execute("INSERT INTO file_facts VALUES (?, 1, ?)", ("ab" * 32, raw))
    with open_workspace(path, clock=clock) as again, pytest.raises(UserError) as refused:
        again.file_facts(1)
    assert refused.value.code == "store.damaged"
