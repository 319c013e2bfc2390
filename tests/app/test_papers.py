"""Papers of a sealed package, and that internal notes are in none of what is sealed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document

from jxdesk.app import burning, delivery, evidence_book, figures, papers, printing, sealing
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.cli import main
from jxdesk.disc import media
from jxdesk.disc.reader import ImageTree
from jxdesk.documents.papers.package_facts import groups
from jxdesk.domain.figure_notes import FigureNotes
from jxdesk.package.seal import Sealed
from jxdesk.signing import keyfile
from tests.app.conftest import clock
from tests.app.stamping import stamp
from tests.package import kit

WORDS = ("统计年报第七表", "县统计局二科")


@pytest.fixture
def sealed(session: Session, tmp_path: Path) -> Sealed:
    """A package of a workspace in which every figure of part 二 has a note."""
    for field in ("scale.revenue_total", "scale.growth", "enterprises.revenue"):
        figures.write_note(session, field, "", *WORDS)
    printing.render(session, tmp_path / "申报文件", silent)
    stamp(session, tmp_path / "申报文件")
    keyfile.create(
        tmp_path / "k.jxkey", organisation="某县人民政府", name="测", password="口令口令一二三四", clock=clock
    )
    signer = keyfile.read(tmp_path / "k.jxkey").unlock("口令口令一二三四")
    return sealing.seal(session, signer, tmp_path / "out", silent)


def text_of(pdf: Path) -> str:
    with pdfium.PdfDocument(pdf) as pages:
        found = "".join(page.get_textpage().get_text_range() for page in pages)
    return "".join(found.split())


def test_notes_of_figures_are_in_no_file_of_the_package_and_its_papers_tell_its_digest(
    sealed: Sealed, session: Session, tmp_path: Path
) -> None:
    for path in (path for path in sealed.path.rglob("*") if path.is_file()):
        held = path.read_bytes()
        if path.suffix == ".pdf":
            held += text_of(path).encode()
        elif path.suffix == ".docx":
            held += Document(str(path)).element.xml.encode()
        assert not [word for word in WORDS if word.encode() in held], path.name
    facts = papers.package_facts(sealed.path, silent)
    assert facts.digest == sealed.digest
    assert facts.fingerprint == sealed.fingerprint
    files = [path for path in sealed.path.rglob("*") if path.is_file()]
    assert sum(each.files for each in facts.contents) == len(files)
    assert sum(each.size for each in facts.contents) == sum(path.stat().st_size for path in files)
    assert [each.name for each in facts.contents][-2:] == ["申报数据和检查结果", "签名、清单和阅读页"]
    sheet, label, letter = (tmp_path / name for name in ("交接单.pdf", "标签.pdf", "推荐函.docx"))
    package = str(sealed.path)
    assert main(["papers", "hand-over", package, "--out", str(sheet), "--copies", "2"]) == 0
    assert main(["papers", "label", package, "--out", str(label)]) == 0
    assert main(["papers", "letter", package, "--out", str(letter), "--city", "云岭市"]) == 0
    assert groups(sealed.digest).replace(" ", "") in text_of(sheet)
    assert groups(sealed.digest, 4).replace(" ", "") in text_of(label)
    assert "云岭市" in Document(str(letter)).element.xml
    assert main(["papers", "letter", package, "--out", str(tmp_path / "函.txt")]) == 2
    (sealed.path / "data" / "application.json").write_bytes(b"{}")
    with pytest.raises(UserError) as caught:
        papers.write_hand_over(sealed.path, tmp_path / "2.pdf", silent)
    assert caught.value.code == "papers.not-sound"
    assert not (tmp_path / "2.pdf").exists()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of a genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("image")
    kit.make(folder / "某县-第1版")
    return delivery.image([folder / "某县-第1版"], folder / "某县.iso", silent).path


def test_the_burn_form_tells_the_image_and_its_package(image: Path, tmp_path: Path) -> None:
    form = tmp_path / "委托单.pdf"
    assert main(["papers", "burn-form", str(image), "--out", str(form), "--copies", "3"]) == 0
    text = text_of(form)
    found = burning.examine(image, silent)
    for digest in (found.sha256, *found.digests):
        assert groups(digest).replace(" ", "") in text
    assert f"{found.size:,}字节" in text
    assert "某县.iso" in text
    smallest = burning.plan(found.size, 3).kinds[0].name
    assert f"空白的{''.join(smallest.split())}或更大的，刻3张" in text


def test_no_burn_form_is_written_for_what_should_not_be_burned(image: Path, tmp_path: Path) -> None:
    bent, form = tmp_path / "坏.iso", tmp_path / "委托单.pdf"
    held = image.read_bytes()
    with ImageTree(image) as tree:
        name = next(entry.path for entry in tree.entries() if entry.path.endswith("application.json"))
        place = tree.extent(name).start * 2048
    bent.write_bytes(held[:place] + bytes(8) + held[place + 8 :])
    with pytest.raises(UserError) as caught:
        papers.write_burn_form(bent, form, silent)
    assert caught.value.code == "burn.not-sound"
    for copies in (0, -1, papers.MOST_COPIES + 1):
        with pytest.raises(UserError) as caught:
            papers.write_burn_form(image, form, silent, copies=copies)
        assert caught.value.code == "papers.copies"
    assert not form.exists()


def test_an_image_larger_than_any_disc_has_no_burn_form(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "KINDS", ())
    with pytest.raises(UserError) as caught:
        papers.write_burn_form(image, tmp_path / "委托单.pdf", silent)
    assert caught.value.code == "papers.no-disc"


def test_the_evidence_book_names_what_each_file_proves(session: Session, tmp_path: Path) -> None:
    out = tmp_path / evidence_book.BOOK_NAME
    items = evidence_book.items_of(session)
    made = evidence_book.write_evidence_book(session, out, silent)
    assert made.apart == ()
    assert made.pages == len(items) * 2 + 1
    shown = text_of(out)
    assert all("".join(item.proves.split()) in shown for item in items)
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_files_there_is_no_book(session: Session, tmp_path: Path) -> None:
    session.delete_rows("evidence", tuple(row.uid for row in session.application.evidence))
    with pytest.raises(UserError) as caught:
        evidence_book.write_evidence_book(session, tmp_path / "book.pdf", silent)
    assert caught.value.code == "book.empty"


def test_a_note_of_a_column_speaks_for_its_cells(session: Session) -> None:
    def left() -> dict[str, int]:
        notes = FigureNotes(session.workspace.figure_notes())
        found = figures.unsourced(session.application, session.catalogue, notes)
        return {each.place.field: each.count for each in found}

    rows = [row.uid for row in session.application.enterprises if row.revenue is not None]
    assert left()["enterprises.revenue"] == len(rows)
    figures.write_note(session, "enterprises.revenue", rows[0], "审计报告", "")
    assert left()["enterprises.revenue"] == len(rows) - 1
    figures.write_note(session, "enterprises.revenue", "", "", "县统计局")
    assert left()["enterprises.revenue"] == len(rows) - 1
    figures.write_note(session, "enterprises.revenue", "", "年报", "县统计局")
    assert "enterprises.revenue" not in left()
    assert "evidence.items" not in left()


@pytest.mark.parametrize(
    ("field", "row", "source", "code"),
    [
        ("basic.contact_name", "", "年报", "note.field"),
        ("evidence.items", "", "年报", "note.field"),
        ("enterprises.revenue", "no-such-row", "年报", "field.row"),
        ("scale.growth", "", "一\n二", "note.text"),
        ("scale.growth", "", "长" * 10_000, "note.text"),
        ("scale.no_such", "", "年报", "field.unknown"),
    ],
)
def test_a_note_that_is_none_is_refused(
    session: Session, field: str, row: str, source: str, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        figures.write_note(session, field, row, source, "")
    assert caught.value.code == code
    assert session.workspace.figure_notes() == ()
