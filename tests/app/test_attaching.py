"""Evidence in: what is taken, what is refused, what is still missing."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from jxdesk.app import checking, facts, screening
from jxdesk.app.attaching import attach, missing
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress
from jxdesk.domain import canonical
from tests import papers

pytestmark = pytest.mark.usefixtures("looked_at_here")
IDENTITY = "36990019900307441X"


def pdf(folder: Path, name: str, more: str = "") -> Path:
    path = folder / name
    path.write_bytes(papers.pdf(f"proof {more}"))
    return path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def traces(session: Session, *words: str | bytes) -> set[str]:
    """Where in the workspace one of the words stands, in a name or in any byte."""
    wanted = [word.encode() if isinstance(word, str) else word for word in words]
    found = set()
    for place in session.workspace.path.rglob("*"):
        shown = place.relative_to(session.workspace.path).as_posix()
        held = place.read_bytes() if place.is_file() else b""
        if any(word in shown.encode() or word in held for word in wanted):
            found.add(shown)
    return found


def test_files_are_linked_to_what_they_prove_with_one_undo_step(session: Session, tmp_path: Path) -> None:
    before = session.application
    files = [pdf(tmp_path, "甲.pdf", "1"), pdf(tmp_path, "乙.pdf", "2")]
    done = attach(session, files, "enterprises[1]")
    reference = f"enterprises:{before.enterprises[0].uid}"
    assert (done.reference, done.added, done.linked, done.unchanged) == (
        reference,
        ("甲.pdf", "乙.pdf"),
        (),
        (),
    )
    added = session.application.evidence[len(before.evidence) :]
    assert [(e.name, e.size, e.proves) for e in added] == [
        ("甲.pdf", files[0].stat().st_size, (reference,)),
        ("乙.pdf", files[1].stat().st_size, (reference,)),
    ]
    assert session.workspace.file(added[0].sha256).read_bytes() == files[0].read_bytes()
    assert (done.seen, done.by_eye, facts.lacking(session)) == ((), (), ())
    session.workspace.undo()
    assert session.application.evidence == before.evidence


def test_the_same_content_is_kept_once_and_gets_the_link(session: Session, tmp_path: Path) -> None:
    first = attach(session, [pdf(tmp_path, "甲.pdf"), pdf(tmp_path, "同.pdf")], "innovation.patents")
    assert (first.added, first.unchanged) == (("甲.pdf",), ("同.pdf",))
    count = len(session.application.evidence)
    second = attach(session, [tmp_path / "同.pdf"], "topic:safety")
    third = attach(session, [tmp_path / "同.pdf"], "topic:safety")
    assert (second.linked, third.unchanged) == (("甲.pdf",), ("同.pdf",))
    assert len(session.application.evidence) == count
    assert session.application.evidence[-1].proves == ("innovation.patents", "topic:safety")


@pytest.mark.parametrize(
    "reference",
    ["nosuch.field", "enterprises[999999]", "enterprises:0000", "topic:nix", "", "members[0]", "evidence[1]"],
)
def test_what_is_not_there_cannot_be_proved(reference: str, session: Session, tmp_path: Path) -> None:
    before = canonical.encode(session.application)
    with pytest.raises(UserError) as caught:
        attach(session, [pdf(tmp_path, "甲.pdf")], reference)
    assert caught.value.code.startswith(("reference.", "attach.itself"))
    assert canonical.encode(session.application) == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "attach.empty"),
        ("program.exe", b"MZ", "attach.kind"),
        ("no-ending", b"x", "attach.kind"),
        ("renamed_program.pdf", b"MZ\x90\0" * 99, "attach.content"),
        ("renamed_program.jpg", b"MZ\x90\0" * 99, "attach.content"),
        ("renamed_program.txt", b"MZ\x90\0" * 99, "attach.content"),
    ],
)
def test_what_can_be_no_proof_is_refused_and_nothing_is_kept(
    name: str, content: bytes, code: str, session: Session, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    before = canonical.encode(session.application)
    with pytest.raises(UserError) as caught:
        attach(session, [pdf(tmp_path, "好.pdf"), tmp_path / name], "topic:safety")
    assert caught.value.code == code
    assert caught.value.remedy.endswith("。")
    assert canonical.encode(session.application) == before


def test_missing_files_and_folders_are_refused(session: Session, tmp_path: Path) -> None:
    (tmp_path / "夹.pdf").mkdir()
    for name, code in (("没有.pdf", "path.missing"), ("夹.pdf", "attach.folder")):
        with pytest.raises(UserError) as caught:
            attach(session, [pdf(tmp_path, "好.pdf"), tmp_path / name], "topic:safety")
        assert caught.value.code == code
    assert session.workspace.unused_files() == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("会议纪要.txt", "演示县传感产业会议纪要\n机密★五年\n各单位要抓紧落实。"),
        ("绝密_方案.txt", "各单位要抓紧落实。"),
    ],
)
def test_of_a_file_with_a_secrecy_marking_nothing_is_kept(
    name: str, text: str, session: Session, tmp_path: Path
) -> None:
    secret = written(tmp_path, name, text)
    before = canonical.encode(session.application)
    with pytest.raises(UserError) as caught:
        attach(session, [pdf(tmp_path, "好.pdf"), secret], "topic:safety")
    assert caught.value.code == "attach.secrecy"
    assert name in caught.value.message
    assert "保密办" in caught.value.remedy
    assert canonical.encode(session.application) == before
    digest = hashlib.sha256(secret.read_bytes()).hexdigest()
    assert traces(session, name, digest, "抓紧落实", "传感产业会议", "机密★五年", "好.pdf") == set()
    assert session.workspace.unused_files() == ()
    assert secret.read_text(encoding="utf-8") == text


def test_a_refusal_says_what_was_seen_and_where(session: Session, tmp_path: Path) -> None:
    secret = written(tmp_path, "纪要.txt", "演示县会议纪要\n机密★五年\n")
    with pytest.raises(UserError) as caught:
        attach(session, [secret], "topic:safety")
    assert caught.value.message == (
        "“纪要.txt”的第 2 行有涉密标志“机密★五年”，没有存入，也没有留下副本和内容。"
    )


def test_several_that_cannot_be_taken_are_all_named_and_secrecy_counts_most(
    session: Session, tmp_path: Path
) -> None:
    files = [
        written(tmp_path, "坏.pdf", "no pdf at all"),
        written(tmp_path, "纪要.txt", "机密★五年\n"),
        pdf(tmp_path, "好.pdf"),
    ]
    with pytest.raises(UserError) as caught:
        attach(session, files, "topic:safety")
    assert caught.value.code == "attach.secrecy"
    assert "坏.pdf" in caught.value.message
    assert "纪要.txt" in caught.value.message
    assert "好.pdf" not in caught.value.message


def test_what_else_is_seen_is_told_and_becomes_a_finding(session: Session, tmp_path: Path) -> None:
    listed = written(tmp_path, "名单.txt", f"演示甲，身份证号{IDENTITY}\n演示乙，手机13800009999\n")
    word = tmp_path / "方案.docx"
    word.write_bytes(papers.docx("演示县传感产业发展方案。", author="演示丁"))
    done = attach(session, [listed, word], "topic:safety")
    assert [(s.name, s.kind.value, s.count, s.where) for s in done.seen] == [
        ("名单.txt", "identity", 1, "第 1 行"),
        ("名单.txt", "mobile", 1, "第 2 行"),
        ("方案.docx", "metadata", 1, "文件属性：作者"),
    ]
    assert IDENTITY not in repr(done)
    rows = {row.uid: row.name for row in session.application.evidence}
    found = [j.finding for j in checking.check(session).judged if j.finding.rule.startswith("A0")]
    assert [(f.rule, rows[f.place.row]) for f in found] == [
        ("A05", "名单.txt"),
        ("A05", "名单.txt"),
        ("A06", "方案.docx"),
    ]
    assert traces(session, f"身份证号{IDENTITY}") == {
        place.relative_to(session.workspace.path).as_posix()
        for place in [session.workspace.file(session.application.evidence[-2].sha256)]
    }


def test_a_file_that_changes_between_look_and_copy_is_not_kept(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, changing = pdf(tmp_path, "好.pdf"), written(tmp_path, "变.txt", "公开内容")
    look = screening.look_at

    def look_and_change(files: Sequence[Path], progress: Progress) -> tuple[screening.Screened, ...]:
        seen = look(files, progress)
        changing.write_text("机密★五年", encoding="utf-8")
        return seen

    monkeypatch.setattr(screening, "look_at", look_and_change)
    with pytest.raises(UserError) as caught:
        attach(session, [good, changing], "topic:safety")
    assert caught.value.code == "store.other-content"
    assert traces(session, "机密★五年") == set()
    assert session.workspace.unused_files() == ()


def test_frozen_data_takes_no_file_and_keeps_none(session: Session, tmp_path: Path) -> None:
    session.workspace.freeze(session.data_digest, "")
    with pytest.raises(UserError) as caught:
        attach(session, [pdf(tmp_path, "好.pdf")], "topic:safety")
    assert caught.value.code == "store.frozen"
    assert session.workspace.unused_files() == ()


def test_stopping_keeps_nothing(session: Session, tmp_path: Path) -> None:
    def stop(label: str, done: int, total: int) -> None:
        if label == "正在存入材料" and done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        attach(session, [pdf(tmp_path, "甲.pdf", "1"), pdf(tmp_path, "乙.pdf", "2")], "topic:safety", stop)
    assert session.workspace.unused_files() == ()


def test_a_name_that_no_disc_takes_is_made_one_that_it_does(session: Session, tmp_path: Path) -> None:
    done = attach(session, [pdf(tmp_path, "长" * 70 + "100%\u200b.pdf")], "topic:safety")
    assert done.added == ("长" * 56 + ".pdf",)


def test_what_is_missing_shrinks_with_what_is_attached(session: Session, tmp_path: Path) -> None:
    session.delete_rows("evidence", tuple(e.uid for e in session.application.evidence))
    session.set_text("innovation.patents", "12")
    lacking = {item.reference: item for item in missing(session)}
    assert lacking["innovation.patents"].value == "12件"
    assert "topic:safety" in lacking
    assert "topic:joint-agreement" not in lacking
    for number, reference in enumerate(lacking):
        attach(session, [pdf(tmp_path, f"{number}.pdf", str(number))], reference)
    assert missing(session) == ()
    session.set_text("innovation.national_awards", "0")
    assert missing(session) == ()


def test_the_joint_agreement_is_wanted_of_joint_applicants_only(session: Session) -> None:
    held = session.application
    other = dataclasses.replace(held.members[0], uid="0000000000000abc", name="某开发区", lead=False)
    session.workspace.replace_application(
        dataclasses.replace(held, members=(*held.members, other)), "联合申报"
    )
    assert "topic:joint-agreement" in {item.reference for item in missing(session)}
