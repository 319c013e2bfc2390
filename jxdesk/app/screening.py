"""Files looked at before they are taken in, and looked through by a named person afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from jxdesk.app import facts
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.application import Evidence
from jxdesk.domain.attachable import problem_of, problem_words
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.limits import MAX_LINE, is_clean_text
from jxdesk.domain.sensitive import find_in_name
from jxdesk.notice import Notice
from jxdesk.rules.screened import needs_eyes
from jxdesk.store.entries import Confirmation

MAX_NAME = 50
_SHOWN = 5
_CODES = {
    FileProblem.UNREADABLE: "attach.unreadable",
    FileProblem.ENCRYPTED: "attach.encrypted",
    FileProblem.EMPTY: "attach.empty",
    FileProblem.NO_PAGES: "attach.empty",
    FileProblem.TOO_LARGE: "attach.too-large",
    FileProblem.WRONG_KIND: "attach.content",
}
_ASK = (
    "请先停下来，问本单位的保密办（保密工作机构）怎样处理这份文件；确认不涉密的，换成没有标志的版本再附上。"
)


@dataclass(frozen=True, slots=True)
class Screened:
    """A file as it was seen where it lies: ``seen`` is what was found in its name and its content."""

    path: Path
    facts: FileFacts
    seen: tuple[Sensitive, ...]
    called: str = ""

    @property
    def name(self) -> str:
        """What the file is called, where it is not kept by digest its name without the folder."""
        return self.called or self.path.name

    def of_kind(self, kind: SensitiveKind) -> tuple[Sensitive, ...]:
        """What was seen of one kind."""
        return tuple(one for one in self.seen if one.kind is kind)


def look_at(files: Sequence[Path], progress: Progress = silent) -> tuple[Screened, ...]:
    """Open and screen files where they lie, in processes of their own; nothing of them is kept.

    Raises ``UserError`` (``path.*``, ``attach.folder``) and what ``progress`` (files done, of all) raises.
    """
    from jxdesk.files.probe import probe_many

    for path in files:
        if path.is_dir():
            raise UserError("attach.folder", f"“{path.name[:80]}”是文件夹。", "请选择其中的文件。")
    probed = probe_many([(path, "") for path in files], progress) if files else []
    return tuple(
        Screened(path, known, in_name(path.name) + known.sensitive)
        for path, known in zip(files, probed, strict=True)
    )


def look_at_stored(files: Sequence[tuple[Path, str]], progress: Progress = silent) -> tuple[Screened, ...]:
    """As :func:`look_at` for files that are kept by digest: each path with the name it goes by."""
    from jxdesk.files.probe import probe_many

    probed = probe_many([(path, "") for path, _ in files], progress) if files else []
    return tuple(
        Screened(path, known, in_name(name) + known.sensitive, name)
        for (path, name), known in zip(files, probed, strict=True)
    )


def in_name(name: str) -> tuple[Sensitive, ...]:
    """What a file's name alone shows."""
    return tuple(Sensitive(hit.kind, "文件名", hit.masked) for hit in find_in_name(name))


def refuse(notice: Notice, screened: Sequence[Screened]) -> None:
    """Raise ``UserError`` ``attach.*`` when one of the files can't be taken in, naming each and why."""
    refusals = [why for each in screened if (why := refusal(notice, each)) is not None]
    if not refusals:
        return
    if len(refusals) == 1:
        raise refusals[0]
    gravest = next((why for why in refusals if why.code == "attach.secrecy"), refusals[0])
    shown = "".join(f"\n  · {why.message}{why.remedy}" for why in refusals[:_SHOWN])
    more = f"\n  …… 共 {len(refusals)} 份" if len(refusals) > _SHOWN else ""
    raise UserError(
        gravest.code,
        f"有 {len(refusals)} 份材料不能附上，一份也没有存入：{shown}{more}",
        "\n请逐份处理，再重新附上。",
    )


def refusal(notice: Notice, screened: Screened) -> UserError | None:
    """Why a file can't be taken in, as a ``UserError`` ``attach.*``; ``None`` when it can."""
    name = screened.name[:80]
    if secret := screened.of_kind(SensitiveKind.SECRECY):
        first = secret[0]
        more = f"等 {len(secret)} 处" if len(secret) > 1 else ""
        return UserError(
            "attach.secrecy",
            f"“{name}”的{first.where}有涉密标志“{first.masked}”{more}，没有存入，也没有留下副本和内容。",
            _ASK,
        )
    problem = problem_of(notice, screened.name, screened.facts)
    if problem is FileProblem.NONE:
        return None
    return UserError(_CODES[problem], *problem_words(problem, name))


def confirm(session: Session, uid: str, who: str, note: str = "") -> Confirmation:
    """Record that ``who`` has looked through the evidence file ``uid``, which no program can screen.

    Raises ``UserError``: ``file.unknown``, ``confirm.who`` (no name), ``confirm.note``,
    ``confirm.not-seen`` (the file was not opened yet), ``confirm.not-needed``, ``store.read-only``.
    """
    row = evidence_row(session, uid)
    who, note = (normalize("NFC", typed).strip() for typed in (who, note))
    if not who or len(who) > MAX_NAME or not is_clean_text(who, lines=False):
        raise UserError("confirm.who", "没有写明是谁看过的。", "请写看过这份文件的人的姓名。")
    if len(note) > MAX_LINE or not is_clean_text(note, lines=True):
        raise UserError("confirm.note", "说明太长，或含有看不见的字符。", f"请写成不超过 {MAX_LINE} 个字。")
    known = facts.known(session).get(row.sha256)
    if known is None:
        raise UserError("confirm.not-seen", f"“{row.name}”还没有打开检查过。", "请先检查这份材料。")
    if not needs_eyes(known):
        raise UserError(
            "confirm.not-needed", f"“{row.name}”里的文字程序都检查过了，不用人工确认。", "请看检查结果。"
        )
    session.workspace.confirm(row.sha256, who, note)
    return next(made for made in session.workspace.confirmations() if made.sha256 == row.sha256)


def withdraw(session: Session, uid: str) -> None:
    """Take back that somebody has looked through the evidence file ``uid``."""
    session.workspace.withdraw_confirmation(evidence_row(session, uid).sha256)


def evidence_row(session: Session, uid: str) -> Evidence:
    """The row of evidence with this uid. Raises ``UserError`` ``file.unknown``."""
    found = next((row for row in session.application.evidence if row.uid == uid and row.sha256), None)
    if found is None:
        raise UserError("file.unknown", "佐证材料里没有这一份。", "请刷新后重试。")
    return found
