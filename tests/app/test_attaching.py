"""Evidence in: what is taken, what is refused, what is still missing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from jxdesk.app.attaching import attach, missing
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical

PDF = b"%PDF-1.4\n proof "


def pdf(folder: Path, name: str, more: str = "") -> Path:
    path = folder / name
    path.write_bytes(PDF + more.encode())
    return path


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
        ("甲.pdf", len(PDF) + 1, (reference,)),
        ("乙.pdf", len(PDF) + 1, (reference,)),
    ]
    assert session.workspace.file(added[0].sha256).read_bytes() == PDF + b"1"
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


def test_missing_files_folders_and_giants_are_refused(session: Session, tmp_path: Path) -> None:
    (tmp_path / "夹.pdf").mkdir()
    with (tmp_path / "大.pdf").open("wb") as handle:
        handle.write(PDF)
        handle.truncate(501 * 1024 * 1024)
    for name, code in (
        ("没有.pdf", "path.missing"),
        ("夹.pdf", "attach.kind"),
        ("大.pdf", "attach.too-large"),
    ):
        with pytest.raises(UserError) as caught:
            attach(session, [tmp_path / name], "topic:safety")
        assert caught.value.code == code


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
