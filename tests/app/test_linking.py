"""What files prove, linked and unlinked; files handed over in bulk, some of them no good."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.app.attaching import attach_good
from jxdesk.app.dropped import MAX_FILES, files_in
from jxdesk.app.linking import TargetKind, change_links, targets
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.exchange.references import References
from tests import papers

pytestmark = pytest.mark.usefixtures("looked_at_here")


def pdf(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(papers.pdf(f"proof {abs(hash(name))}"))
    return path


def test_everything_that_can_be_proved_is_there_once_and_can_be_found(session: Session) -> None:
    every = targets(session.application, session.catalogue)
    references = [target.reference for target in every]
    assert len(set(references)) == len(references)
    known = References(session.application, session.catalogue)
    assert all(known.find(reference) == reference for reference in references)
    figures = [target for target in every if target.kind is TargetKind.FIGURE]
    assert session.catalogue.field(figures[0].reference).text.evidence
    assert {f"enterprises:{e.uid}" for e in session.application.enterprises} < set(references)
    assert {"services.overview", "pledge.no_accident"} < set(references)
    assert not any(reference.startswith("evidence") for reference in references)


def test_links_are_put_on_and_taken_off_several_files_in_one_step(session: Session) -> None:
    before = session.application.evidence
    first, second = before[0], before[1]
    every = targets(session.application, session.catalogue)
    new = [t.reference for t in every if t.reference not in (*first.proves, *second.proves)][:2]
    changed = change_links(session, [first.uid, second.uid], add=new, remove=first.proves)
    assert changed == 2
    after = session.application.evidence
    assert after[0].proves == tuple(new)
    assert set(after[1].proves) == (set(second.proves) - set(first.proves)) | set(new)
    assert change_links(session, [first.uid], add=new[:1]) == 0
    session.workspace.undo()
    assert session.application.evidence == before


@pytest.mark.parametrize("reference", ["nosuch.field", "enterprises:0000", "topic:nix", "evidence.name", ""])
def test_what_is_not_there_is_not_linked(reference: str, session: Session) -> None:
    before = canonical.encode(session.application)
    with pytest.raises(UserError) as caught:
        change_links(session, [session.application.evidence[0].uid], add=[reference])
    assert caught.value.code == "reference.unknown"
    assert canonical.encode(session.application) == before


def test_a_row_that_is_gone_is_not_linked(session: Session) -> None:
    with pytest.raises(UserError) as caught:
        change_links(session, ["nobody"], add=["topic:safety"])
    assert caught.value.code == "file.unknown"


def test_of_several_files_the_good_ones_are_taken_and_the_others_told(
    session: Session, tmp_path: Path
) -> None:
    secret = tmp_path / "纪要.txt"
    secret.write_text("会议纪要\n机密★五年\n", encoding="utf-8")
    other = tmp_path / "程序.exe"
    other.write_bytes(b"MZ")
    before = session.application.evidence
    done = attach_good(session, [secret, pdf(tmp_path, "好.pdf"), other, pdf(tmp_path, "另.pdf")])
    assert done.added == ("好.pdf", "另.pdf")
    assert [why.code for why in done.left_out] == ["attach.kind", "attach.secrecy"]
    new = session.application.evidence[len(before) :]
    assert tuple(row.uid for row in new) == done.rows
    assert [row.proves for row in new] == [(), ()]
    assert session.workspace.unused_files() == ()
    held = b"".join(p.read_bytes() for p in session.workspace.path.rglob("*") if p.is_file())
    assert "纪要.txt".encode() not in held
    session.workspace.undo()
    assert session.application.evidence == before


def test_files_that_are_there_already_are_unchanged_until_they_prove_more(
    session: Session, tmp_path: Path
) -> None:
    file = pdf(tmp_path, "好.pdf")
    (row,) = attach_good(session, [file]).rows
    assert attach_good(session, [file]).unchanged == ("好.pdf",)
    again = attach_good(session, [file], "topic:safety")
    assert (again.linked, again.rows) == (("好.pdf",), (row,))


def test_nothing_good_changes_nothing(session: Session, tmp_path: Path) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"no pdf at all")
    label = session.workspace.undo_label
    done = attach_good(session, [bad], "topic:safety")
    assert (done.added, done.rows, len(done.left_out)) == ((), (), 1)
    assert session.workspace.undo_label == label


def test_of_folders_come_their_files_without_what_programs_leave_there(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    wanted = [pdf(folder, "a.pdf"), pdf(folder / "b", "c.pdf")]
    for name in (".DS_Store", "Thumbs.db", "~$a.docx"):
        (folder / name).write_bytes(b"x")
    (folder / "loop").symlink_to(folder)
    alone = pdf(tmp_path, "z.pdf")
    assert files_in([folder, alone, alone]) == (*wanted, alone)


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.pdf").touch()
    with pytest.raises(UserError) as caught:
        files_in([tmp_path])
    assert caught.value.code == "attach.too-many"
