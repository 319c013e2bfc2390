"""The stamped scan: files added, pages held against the print run, pages confirmed by a person."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from jxdesk.app import reasons
from jxdesk.app.naming import file_name
from jxdesk.app.session import Papers, Session
from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.names import MAX_SEGMENT
from jxdesk.base.progress import Progress
from jxdesk.domain.limits import MAX_LINE, is_clean_text
from jxdesk.domain.page_code import document_code, parse_qr
from jxdesk.domain.scan import (
    QUARTER_TURNS,
    How,
    ScanMatch,
    ScanPage,
    SheetConfirmation,
    match,
)
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.scan.kinds import kind_of
from jxdesk.scan.reading import Source, read
from jxdesk.store.entries import ScanFile

LEAST_WHY = 4
_APART = re.compile(r"[\s\u00ad\u2010-\u2015\u2212-]+")
# Digits that no page code has, and the letters they are taken for.
_MISREAD = str.maketrans("018", "OIB")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A scan page with its number among all pages of all files, by which a person refers to it."""

    number: int
    file: ScanFile
    page: ScanPage


@dataclass(frozen=True, slots=True)
class ScanState:
    """The scan as it stands. ``is_stale``: the data were changed after the printing ``run``."""

    run: PrintRun
    is_stale: bool
    pages: tuple[Numbered, ...]
    found: ScanMatch

    @property
    def is_good(self) -> bool:
        """Whether every page of the present data is there."""
        return self.found.is_complete and not self.is_stale

    def number_of(self, page: ScanPage) -> Numbered:
        """A scan page with its number."""
        return next(each for each in self.pages if each.page == page)


def state(session: Session) -> ScanState:
    """The scan held against the last printing.

    Raises ``UserError`` ``scan.not-printed`` (exit 1) before anything was printed.
    """
    found = state_if_printed(session)
    if found is None:
        raise _not_printed()
    return found


def state_if_printed(session: Session) -> ScanState | None:
    """As :func:`state`; ``None`` before anything was printed. Quick after an edit of data."""
    papers = _papers(session)
    if papers.run is None or papers.found is None:
        return None
    pages = ((scan, page) for scan in papers.scans for page in scan.pages)
    return ScanState(
        papers.run,
        session.data_digest != papers.run.data_digest,
        tuple(Numbered(number, scan, page) for number, (scan, page) in enumerate(pages, start=1)),
        papers.found,
    )


def matched(session: Session) -> ScanMatch | None:
    """The scan held against the last printing, ``None`` without one of the two."""
    papers = _papers(session)
    return papers.found if papers.scans else None


def add(
    session: Session,
    files: Sequence[Path],
    progress: Progress,
    *,
    seen: Callable[[ScanPage], None] = lambda _: None,
) -> ScanState:
    """Read scan ``files``, whatever their order and turn, and keep them, all or none.

    ``seen`` is told of each page as soon as it has been read, in whatever order. A file that is
    there already is read anew. Raises ``UserError`` ``scan.*`` (not printed yet, no
    scan, encrypted, damaged, too large), ``store.other-content`` for a file that was changed
    meanwhile, and what ``progress`` raises.
    """
    _run(session)
    sources = _sources(session, files)
    read_pages = read(sources, progress, seen)
    stored = [session.workspace.add_file(s.path, progress, expected=s.sha256) for s in sources]
    for source, file, pages in zip(sources, stored, read_pages, strict=True):
        session.workspace.add_scan(file, source.name, pages)
    return state(session)


def remove(session: Session, name: str) -> ScanState:
    """Take the scan file of this name off the list. Raises ``UserError`` ``scan.file``."""
    gone = next((scan for scan in session.workspace.scans() if scan.name == name), None)
    if gone is None:
        raise UserError("scan.file", f"没有导入过叫“{name}”的扫描件。", "请核对文件名。")
    session.workspace.drop_scan(gone.file.sha256)
    return state(session)


def stored_paths(session: Session) -> dict[str, Path]:
    """Where the scan files lie, by SHA-256 (hex); those that are lacking are left out."""
    found = {}
    for scan in _papers(session).scans:
        with suppress(UserError):
            found[scan.file.sha256] = session.workspace.file(scan.file.sha256)
    return found


def confirm_code(session: Session, number: int, typed: str, turn: int | None = None) -> ScanState:
    """Say by its printed code, as typed, which page the scan page ``number`` is.

    ``turn`` (degrees clockwise that make it upright) where it does not lie upright. Raises
    ``UserError`` ``scan.page``, ``scan.has-code``, ``scan.blank``, ``scan.code``, ``scan.turn``.
    """
    now = state(session)
    page = _unread(now, number)
    code = _plain_code(session, typed)
    if all(printed.code != code for printed in now.run.pages):
        older = next((p for run in _earlier(session) for p in run.pages if p.code == code), None)
        what = f"这是旧版第 {older.number} 页的校验码" if older else "现在的打印版里没有这个校验码"
        raise UserError("scan.code", f"{what}。", "请逐字核对；是旧版的，请重印这一页并盖章。")
    return _confirm(session, page, code, How.TYPED, turn)


def confirm_by_eye(
    session: Session, number: int, printed: int, who: str, why: str, turn: int | None = None
) -> ScanState:
    """Record that ``who`` has compared the scan page ``number`` with page ``printed`` by eye, and why.

    Name and reason are shown to the reviewer. Raises ``UserError`` ``scan.page``, ``scan.has-code``,
    ``scan.blank``, ``scan.printed``, ``scan.who``, ``scan.why``, ``scan.turn``, ``reason.sensitive``.
    """
    now = state(session)
    page = _unread(now, number)
    name, reason = _line("scan.who", "姓名", who, 2), _line("scan.why", "理由", why, LEAST_WHY)
    reasons.refuse_numbers(f"{name}\n{reason}")
    sheet = next((sheet for sheet in now.found.sheets if sheet.printed.number == printed), None)
    if sheet is None:
        total = len(now.run.pages)
        raise UserError("scan.printed", f"打印版没有第 {printed} 页，共 {total} 页。", "请核对页码。")
    if sheet.how in (How.CODE, How.TYPED):
        raise UserError("scan.printed", f"第 {printed} 页已经按校验码对上了，不用目视确认。", "请核对页码。")
    return _confirm(session, page, sheet.printed.code, How.EYE, turn, name, reason)


def withdraw(session: Session, number: int) -> ScanState:
    """Take back what was said of the scan page ``number``. Raises ``UserError`` ``scan.page``."""
    page = _page(state(session), number).page
    session.workspace.withdraw_sheet(page.sha256, page.page)
    return state(session)


def write_sorted(session: Session, found: ScanMatch, out: Path, progress: Progress) -> None:
    """Write the matched pages to ``out`` as one PDF: in order, upright, pictures as they were.

    Raises ``UserError`` ``scan.damaged`` (exit 1) for a stored file that is not what was stored,
    ``store.file-missing``, ``scan.*``, and what ``progress`` raises.
    """
    from jxdesk.scan.sorted_pdf import Part, sorted_pdf

    files = _stored_files(session, found)
    parts = [
        Part(files[sheet.scan.sha256], sheet.scan.page, sheet.turn, sheet.scan.dpi)
        for sheet in found.sheets
        if sheet.scan is not None
    ]
    sorted_pdf(parts, out, progress)


def _stored_files(session: Session, found: ScanMatch) -> dict[str, Source]:
    """The stored files that hold the matched pages, by digest, each still what was stored."""
    names = {scan.file.sha256: scan.name for scan in session.workspace.scans()}
    used = {sheet.scan.sha256 for sheet in found.sheets if sheet.scan is not None}
    files = {}
    for sha256 in sorted(used):
        path = session.workspace.file(sha256)
        with os_errors(path), path.open("rb") as handle:
            same = hashlib.file_digest(handle, "sha256").hexdigest() == sha256
        if not same:
            raise UserError(
                "scan.damaged",
                f"工作区里保存的扫描件“{names[sha256]}”已经损坏，与导入时不是同样的内容。",
                "请重新导入这份扫描件（会修复已有的，不会重复）。",
                exit_code=EXIT_NO,
            )
        files[sha256] = Source(path, names[sha256], sha256)
    return files


def _run(session: Session) -> PrintRun:
    run = session.workspace.print_run()
    if run is None:
        raise _not_printed()
    return run


def _not_printed() -> UserError:
    return UserError(
        "scan.not-printed",
        "还没有生成打印版，扫描件没有可以核对的页面。",
        "请先生成打印版，打印、盖章、扫描后再导入。",
        exit_code=EXIT_NO,
    )


def _papers(session: Session) -> Papers:
    """The same object until a printing, a scan or a confirmation comes or goes."""
    workspace = session.workspace
    stamp = workspace.papers_stamp
    if session.papers is None or session.papers.stamp != stamp:
        run, scans = workspace.print_run(), workspace.scans()
        found = _match(session, run, scans) if run is not None else None
        session.papers = Papers(stamp, run, scans, found)
    return session.papers


def _match(session: Session, run: PrintRun, scans: Sequence[ScanFile]) -> ScanMatch:
    return match(
        run,
        _earlier(session),
        document_code(session.application.id),
        [page for scan in scans for page in scan.pages],
        session.workspace.sheet_confirmations(),
    )


def _earlier(session: Session) -> Iterator[PrintRun]:
    """Read only when asked for: most scans hold no older page."""
    yield from session.workspace.earlier_print_runs()


def _sources(session: Session, files: Sequence[Path]) -> tuple[Source, ...]:
    """The files with their digests, each content once, under names that no other scan has."""
    names = {scan.name: scan.file.sha256 for scan in session.workspace.scans()}
    sources: dict[str, Source] = {}
    for path in files:
        kind_of(path)  # a pipe, an empty or a foreign file is refused before anything is read
        with os_errors(path), path.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        wanted = Path(file_name(path.name, longest=MAX_SEGMENT - len("-9999")))
        numbered = (f"{wanted.stem}-{number}{wanted.suffix}" for number in count(2))
        name = next(n for n in chain([wanted.name], numbered) if names.get(n, sha256) == sha256)
        names[name] = sha256
        sources[sha256] = Source(path, name, sha256)
    return tuple(sources.values())


def _page(now: ScanState, number: int) -> Numbered:
    if not 1 <= number <= len(now.pages):
        raise UserError(
            "scan.page", f"扫描件没有第 {number} 页，共 {len(now.pages)} 页。", "请看核对结果里的扫描页序号。"
        )
    return now.pages[number - 1]


def _unread(now: ScanState, number: int) -> ScanPage:
    """A scan page of which something may be said: it is not blank, and no code was read on it."""
    page = _page(now, number).page
    if page.blank:
        raise UserError("scan.blank", f"扫描的第 {number} 页是空白的，不能确认。", "请重新扫描这一页。")
    mark = parse_qr(page.mark)
    if mark is None:
        return page
    mine = _of_code(now.run.pages, mark.code)
    what = f"它就是第 {mine.number} 页" if mine is not None else "它不是现在这一版的页面，要重印并盖章"
    raise UserError("scan.has-code", f"扫描的第 {number} 页能读出校验码，{what}。", "不用也不能另行确认。")


def _of_code(pages: Sequence[PrintedPage], code: str) -> PrintedPage | None:
    return next((page for page in pages if page.code == code), None)


def _plain_code(session: Session, typed: str) -> str:
    """The ten characters of a code as it was typed, with or without the four of the application."""
    code = _APART.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_MISREAD)
    document = document_code(session.application.id)
    if len(code) == len(document) + 10:
        if not code.startswith(document):
            raise UserError("scan.code", "这是别的申报的校验码。", "请核对这张纸是不是本申报的。")
        code = code.removeprefix(document)
    if len(code) != 10:
        raise UserError(
            "scan.code",
            f"校验码有 10 个字符，输入的有 {len(code)} 个。",
            "请按纸上二维码左边印的输入，如 ABCDE-FGHIJ，横线可以不写。",
        )
    return code


def _line(code: str, what: str, typed: str, least: int) -> str:
    """One clean line of at least so many characters. Raises ``UserError``."""
    text = unicodedata.normalize("NFC", typed).strip()
    if least <= len(text) <= MAX_LINE and is_clean_text(text, lines=False):
        return text
    raise UserError(code, f"{what}太短、太长，或含有换行。", f"请用一行写明{what}，评审看得到。")


def _confirm(
    session: Session,
    page: ScanPage,
    code: str,
    how: How,
    turn: int | None,
    who: str = "",
    why: str = "",
) -> ScanState:
    if turn is not None and turn not in QUARTER_TURNS:
        raise UserError("scan.turn", f"不能转 {turn} 度。", "请写 0、90、180 或 270（顺时针）。")
    upright = page.turn if turn is None else turn
    made = SheetConfirmation(page.sha256, page.page, code, how, upright, who, why, session.clock())
    session.workspace.confirm_sheet(made)
    return state(session)
