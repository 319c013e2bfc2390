"""A copy of the workspace filled elsewhere comes back: looked at, decided, brought in as one step."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.app import attaching, figures, merging, purging
from jxdesk.app.merge_report import MergeReport
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.finding import Reason
from jxdesk.domain.merging import Side, What
from jxdesk.store import workspace as store
from jxdesk.store.entries import SealRecord
from jxdesk.store.lock import Holder
from tests import papers
from tests.app.conftest import NOW, clock, fill
from tests.strategies import notice

LATER = NOW + dt.timedelta(hours=3)


class Pair:
    """Our workspace and the copy that a colleague took away; each is opened when it is wanted."""

    def __init__(self, sound: Path, folder: Path) -> None:
        self.mine, self.theirs = folder / "某县.jxdesk", folder / "某县-王五.jxdesk"
        shutil.copytree(sound, self.mine)
        self.part()

    def part(self) -> None:
        """The copy as ours is now."""
        shutil.rmtree(self.theirs, ignore_errors=True)
        shutil.copytree(self.mine, self.theirs)

    def there(self) -> Session:
        """The colleague's session, three hours later."""
        holder = Holder("王五", "统计局", 1, LATER)
        opened = store.open_workspace(self.theirs, clock=lambda: LATER, holder=holder)
        return Session(opened, clock=lambda: LATER)

    def here(self) -> Session:
        return Session.open(self.mine, clock=clock)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: the sound application in a workspace."""
    path = tmp_path_factory.mktemp("sound") / "某县.jxdesk"
    with Session.create(path, notice(), clock=clock) as session:
        fill(session)
    return path


@pytest.fixture
def pair(sound: Path, tmp_path: Path) -> Pair:
    return Pair(sound, tmp_path)


def state(session: Session) -> bytes:
    return canonical.encode(session.application)


def titles(report: MergeReport) -> list[str]:
    return [item.title for item in report.taken]


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        call()
    return caught.value.code


def test_what_only_the_copy_changed_is_taken_as_one_step_that_undo_takes_back(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.contact_name", "王五")
        firm = there.application.enterprises[0].uid
        there.set_text("enterprises.place", "西区", firm)
        added = there.add_row("enterprises")
        there.set_text("enterprises.name", "新办公司", added)
    with pair.here() as session:
        session.set_text("basic.contact_phone", "0791-12345678")
        before = state(session)
        look = merging.look(session, pair.theirs)
        assert state(session) == before
        assert (len(look.taken), look.conflicts, look.base_known) == (3, (), True)
        found = merging.bring_in(session, pair.theirs, seen=look)
        assert found.applied
        assert session.value("basic.contact_name") == "王五"
        assert session.value("basic.contact_phone") == "0791-12345678"
        assert session.value("enterprises.place", firm) == "西区"
        assert session.value("enterprises.name", added) == "新办公司"
        assert session.workspace.backups()[0].reason == "合并前"
        assert session.workspace.undo_label == "合并“某县-王五”"
        session.workspace.undo()
        assert state(session) == before


def test_a_conflict_shows_both_values_who_and_when_and_waits_to_be_decided(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.employees", "4100")
    with pair.here() as session:
        base = session.value("basic.employees")
        session.set_text("basic.employees", "3900")
        before = state(session)
        report = merging.look(session, pair.theirs)
        (conflict,) = report.conflicts
        assert (conflict.before, conflict.mine, conflict.theirs) == (str(base), "3900", "4100")
        assert conflict.their_touch is not None
        assert (conflict.their_touch.who, conflict.their_touch.when) == ("王五", LATER)
        assert conflict.my_touch is not None
        assert conflict.my_touch.when == NOW
        assert code_of(lambda: merging.bring_in(session, pair.theirs)) == "merge.undecided"
        assert state(session) == before
        assert not session.workspace.backups()
        merging.bring_in(session, pair.theirs, report.everywhere(Side.MINE))
        assert state(session) == before
        merging.bring_in(session, pair.theirs, report.everywhere(Side.THEIRS))
        assert session.value("basic.employees") == 4100


def test_what_changed_since_it_was_looked_at_is_looked_at_again(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.contact_name", "王五")
    with pair.here() as session:
        seen = merging.look(session, pair.theirs)
        with pair.there() as there:
            there.set_text("basic.contact_name", "赵六")
        assert code_of(lambda: merging.bring_in(session, pair.theirs, seen=seen)) == "merge.changed"


def test_a_firm_that_both_added_is_one_and_what_proves_it_is_linked_to_ours(pair: Pair) -> None:
    code = "91360000MA0000001X"
    with pair.there() as there:
        row = there.add_row("enterprises")
        there.set_text("enterprises.name", "同一公司", row)
        there.set_text("enterprises.uscc", code, row)
        proof = pair.theirs.parent / "合同.pdf"
        proof.write_bytes(papers.pdf("the contract of the firm"))
        attaching.attach(there, [proof], f"enterprises:{row}")
        figures.write_note(there, "enterprises.revenue", row, "审计报告", "统计局")
    with pair.here() as session:
        ours = session.add_row("enterprises")
        session.set_text("enterprises.name", "同一公司", ours)
        session.set_text("enterprises.uscc", code, ours)
        found = merging.bring_in(session, pair.theirs)
        assert [firm.uid for firm in session.application.enterprises].count(row) == 0
        assert session.application.evidence[-1].proves == (f"enterprises:{ours}",)
        assert session.workspace.holds(session.application.evidence[-1].sha256)
        assert found.notes == 1
        (note,) = session.workspace.figure_notes()
        assert (note.row, note.source) == (ours, "审计报告")


def test_a_file_with_a_secrecy_marking_stays_away_and_is_told(pair: Pair) -> None:
    with pair.there() as there:
        for name, data in (("密件.docx", papers.docx("机密★10年")), ("普通.pdf", papers.pdf("plain"))):
            stored = there.workspace.add_bytes(data)
            there.add_row("evidence", {"name": name, "sha256": stored.sha256, "size": stored.size})
        secret = there.application.evidence[-2].sha256
        there.set_text("basic.contact_name", "王五")
    with pair.here() as session:
        found = merging.bring_in(session, pair.theirs)
        assert [row.name for row in session.application.evidence][-1] == "普通.pdf"
        assert "密件.docx" not in {row.name for row in session.application.evidence}
        assert not session.workspace.holds(secret)
        assert len(found.left_out) == 1
        assert "密件.docx" in found.left_out[0]
        assert session.value("basic.contact_name") == "王五"


def test_a_file_that_is_missing_or_another_leaves_its_row_out(pair: Pair) -> None:
    with pair.there() as there:
        for text in ("gone", "changed"):
            stored = there.workspace.add_bytes(papers.pdf(text))
            there.add_row("evidence", {"name": f"{text}.pdf", "sha256": stored.sha256, "size": stored.size})
            path = there.workspace.file(stored.sha256)
            path.unlink() if text == "gone" else path.write_bytes(papers.pdf("something else"))
    with pair.here() as session:
        before = state(session)
        files = sorted(path.name for path in (pair.mine / "files").rglob("*"))
        found = merging.bring_in(session, pair.theirs)
        assert state(session) == before
        assert len(found.left_out) == 2
        assert sorted(path.name for path in (pair.mine / "files").rglob("*")) == files


def test_reasons_and_notes_are_taken_only_where_ours_has_none(pair: Pair) -> None:
    with pair.there() as there:
        figures.write_note(there, "basic.employees", "", "统计年报", "统计局")
        figures.write_note(there, "scale.growth", "", "统计年报", "统计局")
        there.workspace.set_reason(Reason("B01|basic.employees|", "受季节影响", True, "x"))
    with pair.here() as session:
        figures.write_note(session, "basic.employees", "", "人社台账", "人社局")
        look = merging.look(session, pair.theirs)
        assert (look.notes, look.reasons, look.taken) == (1, 1, ())
        assert not look.nothing
        merging.bring_in(session, pair.theirs)
        notes = {note.field: note.bureau for note in session.workspace.figure_notes()}
        assert notes == {"basic.employees": "人社局", "scale.growth": "统计局"}
        assert [reason.text for reason in session.workspace.notes().reasons] == ["受季节影响"]
        assert merging.look(session, pair.theirs).nothing


def test_what_was_undone_on_either_side_is_no_part_of_it(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.contact_name", "写错了")
        there.workspace.undo()
    with pair.here() as session:
        session.set_text("basic.contact_name", "也写错了")
        session.workspace.undo()
        assert merging.look(session, pair.theirs).nothing


def test_what_the_copy_undid_of_what_both_had_is_undone(pair: Pair) -> None:
    with pair.here() as session:
        title = session.value("basic.contact_title")
        session.set_text("basic.contact_name", "李四")
        session.set_text("basic.contact_title", "主任科员")
    pair.part()
    with pair.there() as there:
        there.workspace.undo()
    with pair.here() as session:
        session.set_text("basic.employees", "4100")
        report = merging.look(session, pair.theirs)
        assert (len(report.taken), report.base_known) == (1, True)
        merging.bring_in(session, pair.theirs)
        assert session.value("basic.contact_title") == title
        assert session.value("basic.contact_name") == "李四"
        assert session.value("basic.employees") == 4100


def test_after_a_purge_every_difference_is_decided_by_the_person(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.contact_name", "王五")
        there.add_row("projects", {"name": "新项目"})
    with pair.here() as session:
        purging.purge(session, purging.purgeable(session)[:1])
        report = merging.look(session, pair.theirs)
        assert not report.base_known
        assert report.caution
        assert report.taken == ()
        assert {item.what for item in report.conflicts} == {What.CELL, What.ONLY_THERE}
        before = state(session)
        merging.bring_in(session, pair.theirs, report.everywhere(Side.MINE))
        assert state(session) == before


def test_a_backup_of_the_copy_is_brought_in_with_its_files(pair: Pair) -> None:
    with pair.there() as there:
        stored = there.workspace.add_bytes(papers.pdf("new proof"))
        there.add_row("evidence", {"name": "新.pdf", "sha256": stored.sha256, "size": stored.size})
        backup = there.workspace.backup("给县里")
    with pair.here() as session:
        merging.bring_in(session, backup)
        assert session.application.evidence[-1].name == "新.pdf"
        assert session.workspace.holds(stored.sha256)


def test_numbers_of_persons_are_masked(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.introduction", "联系手机 13812345678 核实。")
    with pair.here() as session:
        (item,) = merging.look(session, pair.theirs).taken
        assert "13812345678" not in item.theirs
        assert item.theirs


def test_other_things_are_refused_calmly(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "空.jxdesk").mkdir()
    Session.create(tmp_path / "别县.jxdesk", notice(), clock=clock).close()
    with pair.here() as session:
        before = state(session)

        def told(path: Path) -> str:
            return code_of(lambda: merging.bring_in(session, path))

        assert told(pair.mine) == "merge.itself"
        assert told(tmp_path / "没有.jxdesk") == "store.missing"
        assert told(tmp_path / "空.jxdesk") == "store.not-workspace"
        assert told(tmp_path / "别县.jxdesk") == "merge.other-application"
        with pair.there():
            assert told(pair.theirs) == "store.locked"
        assert state(session) == before
        assert not session.workspace.backups()


def test_another_edition_of_the_notice_is_refused(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    with pair.here() as session:
        held = session.application
        other = dataclasses.replace(held, notice=dataclasses.replace(held.notice, digest="1" * 64))
        monkeypatch.setattr(type(session.workspace), "application", lambda _: other)
        assert code_of(lambda: merging.look(session, pair.theirs)) == "merge.other-notice"


def test_a_frozen_application_is_not_changed(pair: Pair) -> None:
    with pair.there() as there:
        stored = there.workspace.add_bytes(papers.pdf("late proof"))
        there.add_row("evidence", {"name": "迟.pdf", "sha256": stored.sha256, "size": stored.size})
    with pair.here() as session:
        session.workspace.freeze(session.data_digest, "")
        before = state(session)
        assert code_of(lambda: merging.bring_in(session, pair.theirs)) == "store.frozen"
        assert state(session) == before
        assert not session.workspace.holds(stored.sha256)


def test_the_copy_is_left_as_it_was(pair: Pair) -> None:
    with pair.there() as there:
        there.set_text("basic.contact_name", "王五")
    before = (pair.theirs / "workspace.db").read_bytes()
    names = sorted(path.name for path in pair.theirs.iterdir())
    with pair.here() as session:
        merging.bring_in(session, pair.theirs)
    assert (pair.theirs / "workspace.db").read_bytes() == before
    assert sorted(path.name for path in pair.theirs.iterdir()) == names


def sealed(session: Session, version: int, name: str) -> SealRecord:
    """A sealing on record, as if it had been done there."""
    record = SealRecord(version, hashlib.sha256(name.encode()).hexdigest(), session.clock(), "某县", "f" * 64)
    session.workspace.add_seals([record])
    return record


def test_sealings_of_the_copy_are_gone_on_from(pair: Pair) -> None:
    with pair.here() as session:
        first = sealed(session, 1, "v1")
    pair.part()
    with pair.there() as session:
        second = sealed(session, 2, "v2")
        session.set_text("basic.employees", "6100")
    with pair.here() as session:
        seen = merging.look(session, pair.theirs)
        assert (seen.seals, seen.forked, seen.caution) == (1, False, "")
        assert session.workspace.seals() == (first,)
        merging.bring_in(session, pair.theirs)
        assert session.workspace.seals() == (first, second)
        again = merging.look(session, pair.theirs)
        assert (again.nothing, again.seals) == (True, 0)


def test_an_older_copy_takes_no_sealing_away(pair: Pair) -> None:
    pair.part()
    with pair.here() as session:
        first = sealed(session, 1, "v1")
        merging.bring_in(session, pair.theirs)
        assert session.workspace.seals() == (first,)


def test_two_that_sealed_on_their_own_are_told_so_and_keep_theirs(pair: Pair) -> None:
    with pair.there() as session:
        sealed(session, 1, "theirs")
    with pair.here() as session:
        ours = sealed(session, 1, "ours")
        seen = merging.bring_in(session, pair.theirs)
        assert (seen.seals, seen.forked) == (0, True)
        assert "各自封装过" in seen.caution
        assert session.workspace.seals() == (ours,)
