"""The stamped scan in a workspace: added, matched, confirmed, withdrawn, and what an edit changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from jxdesk.app import checking, printing, reprinting, scan_report, scanning
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.domain.page_code import document_code, printed_code
from jxdesk.domain.scan import MATCH_MEANS, How, Ink, ScanPage, Stray
from jxdesk.domain.work import PrintRun
from tests.app.conftest import clock, fill
from tests.app.stamping import SCAN_NAME, stamp
from tests.strategies import notice

UNREAD = 2
"""Number of the scan page without a code, behind the blank one that was scanned first."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace and its printed documents, made once."""
    folder = tmp_path_factory.mktemp("made")
    with Session.create(folder / "某县.jxdesk", notice(), clock=clock) as session:
        fill(session)
        printing.render(session, folder / "申报文件", silent)
    return folder


@pytest.fixture
def printed(made: Path, tmp_path: Path) -> Iterator[Session]:
    """A workspace of its own whose documents are printed."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with Session.open(tmp_path / "某县.jxdesk", clock=clock) as session:
        yield session


@pytest.fixture
def lacking(printed: Session, tmp_path: Path) -> Session:
    """A scan whose second page has lost its code, behind a file with a blank page."""
    blank = printed.workspace.add_bytes(b"%PDF-1.4 blank\n")
    printed.workspace.add_scan(
        blank,
        "空白.pdf",
        [
            ScanPage(blank.sha256, 1, "", 0, 300, True, Ink.NONE),
            ScanPage(blank.sha256, 2, "", 90, 300, False, Ink.RED),
        ],
    )
    stored = stamp(printed, tmp_path / "申报文件")
    (scan,) = (scan for scan in printed.workspace.scans() if scan.file == stored)
    pages = [p for p in scan.pages if p.page != 2]
    renumbered = [
        ScanPage(p.sha256, number, p.mark, p.turn, p.dpi, p.blank, p.ink) for number, p in enumerate(pages, 1)
    ]
    printed.workspace.add_scan(stored, SCAN_NAME, renumbered)
    return printed


def run_of(session: Session) -> PrintRun:
    run = session.workspace.print_run()
    assert run is not None
    return run


def code_of(session: Session, number: int) -> str:
    return run_of(session).pages[number - 1].code


def missing(session: Session) -> list[int]:
    return [page.number for page in scanning.state(session).found.missing]


def found_by(session: Session) -> list[tuple[str, str]]:
    """Rule and message of group D."""
    judged = checking.check(session).judged
    return [(j.finding.rule, j.finding.message) for j in judged if j.finding.rule.startswith("D")]


def scan_of(session: Session, documents: Path, *numbers: int) -> Path:
    """A scanner's PDF of these pages, gray and coarse, the last one first and upside down."""
    document: Any = pypdfium2.PdfDocument(documents / "申报书.pdf")
    pictures: list[Image.Image] = []
    for number in reversed(numbers):
        page: Image.Image = document[number - 1].render(scale=100 / 72).to_pil().convert("L")
        pictures.append(page.transpose(Image.Transpose.ROTATE_180))
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=100)
    path = documents / "扫描.pdf"
    path.write_bytes(buffer.getvalue())
    return path


def test_nothing_can_be_scanned_before_it_was_printed(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        scanning.state(session)
    assert (refused.value.code, refused.value.exit_code) == ("scan.not-printed", 1)
    with pytest.raises(UserError) as refused:
        scanning.add(session, [tmp_path / "扫描.pdf"], silent)
    assert refused.value.code == "scan.not-printed"
    assert scanning.matched(session) is None


def test_real_pages_find_their_places_and_what_was_seen_is_kept(printed: Session, tmp_path: Path) -> None:
    path = scan_of(printed, tmp_path / "申报文件", 1, 2, 4)
    now = scanning.add(printed, [path], silent)
    assert [page.mark.split(".")[2] for page in printed.workspace.scans()[0].pages] == ["004", "002", "001"]
    sheets = {s.printed.number: s for s in now.found.sheets if s.scan is not None}
    assert list(sheets) == [1, 2, 4]
    assert {(s.turn, s.scan.dpi if s.scan else 0) for s in sheets.values()} == {(180, 100)}
    messages = dict(found_by(printed))
    assert "盖章扫描件缺第 3" in messages["D02"]
    warnings = [message for rule, message in found_by(printed) if rule == "D03"]
    assert [message for message in warnings if "没有颜色" in message]
    assert [message for message in warnings if "第 1、2、4 页的扫描分辨率不到 150 dpi" in message]
    assert [message for message in warnings if "第 1、2、4 页扫描时放倒了" in message]


def test_each_page_is_told_as_soon_as_it_was_read(printed: Session, tmp_path: Path) -> None:
    told: list[ScanPage] = []
    now = scanning.add(printed, [scan_of(printed, tmp_path / "申报文件", 1, 2)], silent, seen=told.append)
    assert sorted(told, key=lambda page: page.page) == [each.page for each in now.pages]


def test_what_was_matched_is_kept_over_edits_and_not_over_what_changes_it(
    printed: Session, tmp_path: Path
) -> None:
    before = scanning.state(printed)
    printed.set_text("basic.employees", "4321")
    edited = scanning.state(printed)
    assert edited.found is before.found
    assert (before.is_stale, edited.is_stale) == (False, True)
    stored = stamp(printed, tmp_path / "申报文件")
    assert scanning.state(printed).found.is_complete
    printed.workspace.drop_scan(stored.sha256)
    assert missing(printed) == [page.number for page in before.run.pages]


def test_files_of_one_name_are_told_apart_and_one_content_is_kept_once(
    printed: Session, tmp_path: Path
) -> None:
    first = scan_of(printed, tmp_path / "申报文件", 1)
    same = Path(shutil.copy(first, tmp_path / "又一份.pdf"))
    scanning.add(printed, [first, same], silent)
    assert [scan.name for scan in printed.workspace.scans()] == ["又一份.pdf"]
    (tmp_path / "别处").mkdir()
    other = scan_of(printed, tmp_path / "申报文件", 2).rename(tmp_path / "别处" / "又一份.pdf")
    scanning.add(printed, [other], silent)
    assert [scan.name for scan in printed.workspace.scans()] == ["又一份.pdf", "又一份-2.pdf"]
    assert len(scanning.remove(printed, "又一份-2.pdf").pages) == 1


def test_what_cannot_be_read_leaves_nothing(printed: Session, tmp_path: Path) -> None:
    good = scan_of(printed, tmp_path / "申报文件", 1)
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(good.read_bytes()[:900])

    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(UserError, match="坏"):
        scanning.add(printed, [good, bad], silent)
    with pytest.raises(Cancelled):
        scanning.add(printed, [good], stop)
    assert printed.workspace.scans() == ()
    assert printed.workspace.unused_files() == ()


def test_left_over_pages_are_named_and_a_file_can_be_taken_off(lacking: Session) -> None:
    now = scanning.state(lacking)
    assert missing(lacking) == [2]
    assert [(now.number_of(left.scan).number, left.why) for left in now.found.left_over] == [
        (1, Stray.BLANK),
        (2, Stray.UNREADABLE),
    ]
    assert [each.number for each in now.pages] == list(range(1, len(now.pages) + 1))
    after = scanning.remove(lacking, "空白.pdf")
    assert after.found.left_over == ()
    with pytest.raises(UserError) as refused:
        scanning.remove(lacking, "空白.pdf")
    assert refused.value.code == "scan.file"


@pytest.mark.parametrize(
    "written", ["{code}", "{printed}", "{doc} {printed}", "{lower}", "{wide}", "{dashed}", "{misread}"]
)
def test_a_typed_code_is_understood_however_it_is_written(lacking: Session, written: str) -> None:
    code = code_of(lacking, 2)
    typed = written.format(
        code=code,
        printed=printed_code(code),
        doc=document_code(lacking.application.id),
        lower=f" {code.lower()} ",
        wide="".join(chr(ord(char) + 0xFEE0) for char in code),
        dashed="—".join(code),
        misread=code.replace("O", "0").replace("I", "1").replace("B", "8"),
    )
    now = scanning.confirm_code(lacking, UNREAD, typed)
    sheet = now.found.sheets[1]
    assert (sheet.how, sheet.turn, now.is_good) == (How.TYPED, 90, True)
    assert found_by(lacking)[0][0] == "D03"  # the blank page is told


def test_a_typed_code_of_another_version_or_application_is_refused(lacking: Session, tmp_path: Path) -> None:
    code, document = code_of(lacking, 1), document_code(lacking.application.id)
    lacking.set_text("basic.contact_phone", "0791-88889999")
    printing.render(lacking, tmp_path / "申报文件", silent)
    assert code != code_of(lacking, 1)
    foreign = "AAAA" if document != "AAAA" else "BBBB"
    for typed, words in (
        (code, "旧版第 1 页"),
        ("ABCDEFGHIJ", "没有这个校验码"),
        (f"{foreign} {code}", "别的申报"),
        ("ABCDE", "输入的有 5 个"),
        ("", "输入的有 0 个"),
    ):
        with pytest.raises(UserError, match=words) as refused:
            scanning.confirm_code(lacking, UNREAD, typed)
        assert refused.value.code == "scan.code"
    assert lacking.workspace.sheet_confirmations() == ()


def test_a_page_without_a_code_is_confirmed_by_a_named_person(lacking: Session) -> None:
    now = scanning.confirm_by_eye(lacking, UNREAD, 2, " 张三 ", "领导改过的文档打印", 270)
    (sheet,) = now.found.by_eye
    assert sheet.confirmation is not None
    assert (sheet.confirmation.who, sheet.confirmation.why) == ("张三", "领导改过的文档打印")
    assert (sheet.turn, sheet.confirmation.made_at) == (270, lacking.clock())
    assert now.is_good
    assert scanning.withdraw(lacking, UNREAD).found.missing
    assert missing(lacking) == [2]


@pytest.mark.parametrize(
    ("number", "page", "who", "why", "turn", "code"),
    [
        (1, 2, "张三", "改过的文档打印", None, "scan.blank"),
        (3, 2, "张三", "改过的文档打印", None, "scan.has-code"),
        (0, 2, "张三", "改过的文档打印", None, "scan.page"),
        (99, 2, "张三", "改过的文档打印", None, "scan.page"),
        (2, 99, "张三", "改过的文档打印", None, "scan.printed"),
        (2, 1, "张三", "改过的文档打印", None, "scan.printed"),
        (2, 2, "", "改过的文档打印", None, "scan.who"),
        (2, 2, "张三", "改过", None, "scan.why"),
        (2, 2, "张三", "改过的\n文档打印", None, "scan.why"),
        (2, 2, "张三", "改过的文档打印", 45, "scan.turn"),
        (2, 2, "张三", "经办人 11010519491231002X 打印", None, "reason.sensitive"),
    ],
)
def test_nobodys_word_is_taken_for_more_than_it_is(
    lacking: Session, number: int, page: int, who: str, why: str, turn: int | None, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        scanning.confirm_by_eye(lacking, number, page, who, why, turn)
    assert refused.value.code == code
    assert lacking.workspace.sheet_confirmations() == ()


def test_an_edit_names_the_pages_to_print_again_and_only_those(printed: Session, tmp_path: Path) -> None:
    stamp(printed, tmp_path / "申报文件")
    assert reprinting.reprint_list(printed, silent) == ()
    assert found_by(printed) == []
    printed.set_text("basic.contact_phone", "0791-88889999")
    assert "打印版已不是现在的数据" in dict(found_by(printed))["D01"]
    changed = reprinting.reprint_list(printed, silent)
    assert changed is not None
    assert 1 in changed
    assert len(changed) < len(run_of(printed).pages)
    assert "要重新打印盖章" in dict(found_by(printed))["D01"]
    again = printing.render(printed, tmp_path / "申报文件", silent)
    assert again.changed == changed
    assert missing(printed) == list(changed)
    ((rule, message),) = found_by(printed)
    assert rule == "D02"
    assert "是旧版，要重印盖章" in message


def test_a_change_that_no_page_shows_asks_for_no_paper(printed: Session, tmp_path: Path) -> None:
    stamp(printed, tmp_path / "申报文件")
    printed.set_text("pledge.no_accident", "否")
    assert reprinting.reprint_list(printed, silent) == ()
    assert "各页的内容没有变化" in dict(found_by(printed))["D01"]
    assert printing.render(printed, tmp_path / "申报文件", silent).changed == ()
    assert scanning.state(printed).is_good


def test_the_answer_is_remembered_until_something_changes(printed: Session) -> None:
    printed.set_text("basic.contact_phone", "0791-88889999")
    first = reprinting.reprint_list(printed, silent)
    steps: list[str] = []
    assert reprinting.reprint_list(printed, lambda label, _, __: steps.append(label)) == first
    assert steps == []
    printed.workspace.undo()
    assert reprinting.reprint_list(printed, silent) == ()


def test_undoing_makes_the_stamped_sheets_good_again(printed: Session, tmp_path: Path) -> None:
    stamp(printed, tmp_path / "申报文件")
    printed.set_text("basic.contact_phone", "0791-88889999")
    printing.render(printed, tmp_path / "申报文件", silent)
    printed.workspace.undo()
    printing.render(printed, tmp_path / "申报文件", silent)
    assert scanning.state(printed).is_good


def test_the_result_is_told_page_by_page_with_what_it_means(lacking: Session) -> None:
    lines = scan_report.lines(scanning.state(lacking))
    assert lines[1] == "第 2 页  缺"
    assert "扫描第 2 页（“空白.pdf”第 2 页）读不出校验码" in "\n".join(lines)
    assert lines[-2].startswith("盖章扫描件还不齐，缺第 2 页")
    assert lines[-1] == MATCH_MEANS
    scanning.confirm_by_eye(lacking, UNREAD, 2, "张三", "领导改过的文档打印", 180)
    now = scanning.state(lacking)
    assert "由人目视确认（张三：领导改过的文档打印）" in scan_report.lines(now)[1]
    assert "已转正" in scan_report.lines(now)[1]
    assert "其中 1 页由人目视确认" in scan_report.bottom_line(now)
    plain = scan_report.to_json(now, (3,))
    assert (plain["complete"], plain["missing"], plain["reprint"]) == (True, [], [3])
    assert plain["pages"][1] == {
        "page": 2,
        "section": run_of(lacking).pages[1].section,
        "code": printed_code(code_of(lacking, 2)),
        "how": "eye",
        "scan": {"number": 2, "file": "空白.pdf", "page": 2, "dpi": 300, "red_seal": True},
        "turned": 180,
        "who": "张三",
        "why": "领导改过的文档打印",
    }


def test_every_stray_has_its_sentence(lacking: Session, tmp_path: Path) -> None:
    stamp(lacking, tmp_path / "申报文件")
    before = scanning.state(lacking)
    lacking.set_text("basic.contact_phone", "0791-88889999")
    printing.render(lacking, tmp_path / "申报文件", silent)
    now = scanning.state(lacking)
    assert before.found.is_complete
    sentences = [scan_report.stray_sentence(left) for left in now.found.left_over]
    assert "是旧版打印的第 1 页，请重印现在的第 1 页并盖章。" in sentences
    assert all(sentence.endswith("。") for sentence in sentences)
    assert now.is_stale is False
