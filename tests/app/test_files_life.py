"""A file in a workspace: looked at, confirmed by a person, freed of metadata, purged."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from jxdesk.app import checking, facts, purging, screening, stripping
from jxdesk.app.attaching import attach
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.facts import FileFacts
from jxdesk.files import PROBER
from tests import papers
from tests.app.test_attaching import traces

pytestmark = pytest.mark.usefixtures("looked_at_here")


def rules(session: Session) -> list[str]:
    """The rules of group A that have a finding."""
    found = checking.check(session).judged
    return [item.finding.rule for item in found if item.finding.rule.startswith("A0")]


def attached(session: Session, folder: Path, name: str, data: bytes) -> str:
    """Attach a file; the uid of its row."""
    (folder / name).write_bytes(data)
    attach(session, [folder / name], "topic:policy")
    return session.application.evidence[-1].uid


def known_as(session: Session, uid: str, **changes: object) -> None:
    """Let the file of a row be known otherwise than it was seen."""
    sha256 = screening.evidence_row(session, uid).sha256
    held: FileFacts = facts.known(session)[sha256]
    session.workspace.keep_facts([dataclasses.replace(held, **changes)], PROBER)  # type: ignore[arg-type]


# --- looked at --------------------------------------------------------------------------------


def test_files_that_came_without_being_looked_at_are_looked_at_once(session: Session) -> None:
    stored = session.workspace.add_bytes(papers.pdf("from elsewhere"))
    uid = session.application.evidence[0].uid
    session.workspace.apply(_other_bytes(session, uid, stored.sha256))
    assert facts.lacking(session) == (stored.sha256,)
    assert checking.check(session).bottom_line.endswith("还有 1 份材料没有打开检查过。")
    assert facts.refresh(session) == facts.Refreshed(1, ())
    assert facts.known(session)[stored.sha256].kind == "pdf"
    assert facts.refresh(session) == facts.Refreshed(0, ())
    assert "没有打开检查过" not in checking.check(session).bottom_line


def test_a_reader_looks_too_but_keeps_it_to_itself(session: Session) -> None:
    stored = session.workspace.add_bytes(b"no pdf at all")
    session.workspace.apply(_other_bytes(session, session.application.evidence[0].uid, stored.sha256))
    with Session.open(session.workspace.path, read_only=True, clock=session.clock) as reader:
        assert facts.refresh(reader).looked == 1
        assert rules(reader) == ["A03"]
        assert facts.lacking(reader) == ()
    assert facts.lacking(session) == (stored.sha256,)


def test_files_that_are_gone_or_changed_are_named_and_not_known(session: Session) -> None:
    gone, changed = (session.workspace.add_bytes(papers.pdf(word)) for word in ("gone", "changed"))
    for row, stored in zip(session.application.evidence, (gone, changed), strict=True):
        session.workspace.apply(_other_bytes(session, row.uid, stored.sha256))
    names = tuple(row.name for row in session.application.evidence)
    session.workspace.file(gone.sha256).unlink()
    session.workspace.file(changed.sha256).write_bytes(papers.pdf("by somebody else"))
    assert facts.refresh(session) == facts.Refreshed(0, names)
    assert set(facts.lacking(session)) == {gone.sha256, changed.sha256}


def _other_bytes(session: Session, uid: str, sha256: str) -> ChangeSet:
    change = session.cell_change("evidence.sha256", uid, sha256)
    assert change is not None
    return ChangeSet("换", (change,))


# --- confirmed --------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["image_only", "partial"])
def test_a_named_person_confirms_what_no_program_can_screen(
    what: str, session: Session, tmp_path: Path
) -> None:
    uid = attached(session, tmp_path, "奖状.pdf", papers.pdf("award"))
    known_as(session, uid, **{what: True})
    assert rules(session) == ["A07"]
    made = screening.confirm(session, uid, " 张三 ", "逐页看过")
    assert (made.who, made.note, made.when) == ("张三", "逐页看过", session.clock())
    assert rules(session) == []
    screening.withdraw(session, uid)
    assert rules(session) == ["A07"]


@pytest.mark.parametrize(
    ("who", "note", "code"),
    [
        ("  ", "", "confirm.who"),
        ("张\x1b三", "", "confirm.who"),
        ("长" * 51, "", "confirm.who"),
        ("张三", "\x07", "confirm.note"),
    ],
)
def test_who_confirms_must_be_named(who: str, note: str, code: str, session: Session) -> None:
    uid = session.application.evidence[0].uid
    known_as(session, uid, image_only=True)
    with pytest.raises(UserError) as refused:
        screening.confirm(session, uid, who, note)
    assert refused.value.code == code
    assert session.workspace.confirmations() == ()


def test_only_what_a_person_has_to_see_is_confirmed(session: Session) -> None:
    for uid, code in ((session.application.evidence[0].uid, "confirm.not-needed"), ("00", "file.unknown")):
        with pytest.raises(UserError) as refused:
            screening.confirm(session, uid, "张三")
        assert refused.value.code == code
    stored = session.workspace.add_bytes(papers.pdf("unseen"))
    uid = session.application.evidence[0].uid
    session.workspace.apply(_other_bytes(session, uid, stored.sha256))
    with pytest.raises(UserError) as refused:
        screening.confirm(session, uid, "张三")
    assert refused.value.code == "confirm.not-seen"


# --- stripped ---------------------------------------------------------------------------------


@pytest.fixture
def stripped_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata is taken out in this process: the killable one is tested with the stripper."""
    monkeypatch.setattr("jxdesk.base.worker.run", lambda function, *args, **_: function(*args))


@pytest.mark.usefixtures("stripped_here")
def test_the_copy_loses_its_metadata_the_original_stays_and_it_can_be_undone(
    session: Session, tmp_path: Path
) -> None:
    original = papers.docx("演示县传感产业发展方案。", author="演示丁")
    uid = attached(session, tmp_path, "方案.docx", original)
    before = screening.evidence_row(session, uid)
    assert rules(session) == ["A06"]
    done = stripping.strip_copy(session, uid)
    after = screening.evidence_row(session, uid)
    assert (done.name, done.former) == ("方案.docx", before.sha256)
    assert done.removed
    assert after.sha256 != before.sha256
    assert after.size == session.workspace.file(after.sha256).stat().st_size
    assert rules(session) == []
    assert (tmp_path / "方案.docx").read_bytes() == original
    session.workspace.undo()
    assert screening.evidence_row(session, uid) == before
    assert session.workspace.file(before.sha256).read_bytes() == original
    assert rules(session) == ["A06"]
    session.workspace.redo()
    assert [file.sha256 for file in purging.unused(session)] == [before.sha256]
    purging.purge(session, purging.unused(session))
    assert purging.unused(session) == ()
    assert screening.evidence_row(session, uid) == after
    assert rules(session) == []
    assert session.workspace.undo_label is None


@pytest.mark.usefixtures("stripped_here")
def test_purging_a_row_takes_the_copy_along_that_was_there_before(session: Session, tmp_path: Path) -> None:
    uid = attached(session, tmp_path, "方案.docx", papers.docx("公开的方案。", author="演示丁"))
    former = stripping.strip_copy(session, uid).former
    purging.purge(session, [purging.find(session, uid)])
    assert session.workspace.unused_files() == ()
    assert traces(session, former) == set()


@pytest.mark.usefixtures("stripped_here")
def test_where_there_is_nothing_to_take_out_nothing_changes(session: Session, tmp_path: Path) -> None:
    uid = attached(session, tmp_path, "方案.docx", papers.docx("公开的方案。"))
    row, label = screening.evidence_row(session, uid), session.workspace.undo_label
    assert stripping.strip_copy(session, uid).removed == ()
    assert (screening.evidence_row(session, uid), session.workspace.undo_label) == (row, label)
    assert session.workspace.unused_files() == ()


@pytest.mark.usefixtures("stripped_here")
def test_a_frozen_copy_is_not_changed(session: Session, tmp_path: Path) -> None:
    uid = attached(session, tmp_path, "方案.docx", papers.docx("方案。", author="演示丁"))
    session.workspace.freeze(session.data_digest, "")
    with pytest.raises(UserError) as refused:
        stripping.strip_copy(session, uid)
    assert refused.value.code == "store.frozen"
    assert session.workspace.unused_files() == ()


# --- purged -----------------------------------------------------------------------------------


def test_a_purged_file_is_gone_with_all_that_was_said_of_it(session: Session, tmp_path: Path) -> None:
    number = "13800009999"
    uid = attached(session, tmp_path, "联系名单.txt", f"演示甲，手机{number}".encode())
    sha256 = screening.evidence_row(session, uid).sha256
    report = checking.check(session)
    (mobile,) = (item.finding for item in report.judged if item.finding.rule == "A05")
    checking.write_reason(session, mobile, "联系人的手机号已在政府网站公开，本人同意。", for_reviewer=False)
    session.workspace.backup("手动")
    session.workspace.add_scan(session.workspace.add_bytes(b"scan"), "盖章扫描件.pdf")
    target = purging.find(session, "联系名单.txt")
    assert (target.sha256, target.rows, target.scan, target.label) == (sha256, (uid,), False, "联系名单.txt")
    assert purging.find(session, uid) == purging.find(session, sha256) == target
    purging.purge(session, [target])
    assert traces(session, "联系名单", sha256, number) == set()
    assert rules(session) == []
    assert facts.lacking(session) == ()
    assert session.workspace.notes().reasons == ()
    assert [scan.name for scan in session.workspace.scans()] == ["盖章扫描件.pdf"]
    assert not purging.finish(session)
    with pytest.raises(UserError) as refused:
        purging.find(session, "联系名单.txt")
    assert refused.value.code == "file.unknown"


def test_a_scan_and_what_is_left_over_can_be_purged(session: Session, tmp_path: Path) -> None:
    scan = session.workspace.add_bytes(b"stamped")
    session.workspace.add_scan(scan, "盖章扫描件.pdf")
    uid = attached(session, tmp_path, "多余.pdf", papers.pdf("left over"))
    left = screening.evidence_row(session, uid).sha256
    session.delete_rows("evidence", (uid,))
    assert [(file.sha256, file.label) for file in purging.unused(session)] == [
        (left, "没有列在任何地方的文件")
    ]
    meant = purging.find(session, "盖章扫描件.pdf")
    assert (meant.sha256, meant.scan, meant.rows) == (scan.sha256, True, ())
    purging.purge(session, [meant, *purging.unused(session)])
    assert session.workspace.scans() == ()
    assert traces(session, scan.sha256, left, "多余.pdf", "盖章扫描件.pdf", b"left over", b"stamped") == set()


def test_a_name_that_two_files_have_names_neither(session: Session, tmp_path: Path) -> None:
    uids = [attached(session, tmp_path, "证明.pdf", papers.pdf(word)) for word in ("one", "two")]
    with pytest.raises(UserError) as refused:
        purging.find(session, "证明.pdf")
    assert refused.value.code == "file.ambiguous"
    assert all(uid in refused.value.remedy for uid in uids)


def test_the_same_bytes_under_two_names_go_together(session: Session, tmp_path: Path) -> None:
    uid = attached(session, tmp_path, "甲.pdf", papers.pdf("same"))
    sha256 = screening.evidence_row(session, uid).sha256
    session.workspace.add_scan(session.workspace.add_bytes(papers.pdf("same")), "乙.pdf")
    meant = purging.find(session, "乙.pdf")
    assert (meant.names, meant.scan) == (("甲.pdf", "乙.pdf"), True)
    purging.purge(session, [meant])
    assert traces(session, sha256, "甲.pdf", "乙.pdf") == set()


def test_a_purge_that_something_is_in_the_way_of_is_said_and_finished_later(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = attached(session, tmp_path, "多余.pdf", papers.pdf("left over"))
    sha256 = screening.evidence_row(session, uid).sha256
    with monkeypatch.context() as blocked:
        blocked.setattr("jxdesk.store.files.FileStore.discard", _denied)
        with pytest.raises(UserError) as refused:
            purging.purge(session, [purging.find(session, uid)])
    assert refused.value.code == "purge.unfinished"
    assert uid not in {row.uid for row in session.application.evidence}
    assert purging.finish(session)
    assert traces(session, sha256, "多余.pdf") == set()


def _denied(*_: object) -> None:
    raise UserError("path.denied", "文件正被另一个程序占用。", "请关闭它。")
