"""What is known of an attached file once it was opened and screened: facts, no judgement.

Made by ``jxdesk.files`` in a process of its own, kept by the store under the file's digest, handed
to the rules by ``jxdesk.app``. A number that was found is held masked only: the facts themselves
must not become a second place where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SensitiveKind(StrEnum):
    """What kind of thing must not be handed in unnoticed (五（一）); the words of ``jxdesk screen``."""

    SECRECY = "secrecy"
    INTERNAL = "internal"
    IDENTITY = "identity"
    BANK_CARD = "bank-card"
    MOBILE = "mobile"
    METADATA = "metadata"

    @property
    def word(self) -> str:
        """The word the user sees."""
        return _WORDS[self]


_WORDS = {
    SensitiveKind.SECRECY: "涉密标志",
    SensitiveKind.INTERNAL: "内部标志",
    SensitiveKind.IDENTITY: "身份证号",
    SensitiveKind.BANK_CARD: "银行卡号",
    SensitiveKind.MOBILE: "手机号",
    SensitiveKind.METADATA: "文件附带信息",
}


class FileProblem(StrEnum):
    """Why a file can't be used as it is (五（一）)."""

    NONE = ""
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    NO_PAGES = "no-pages"
    WRONG_KIND = "wrong-kind"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True, order=True)
class Sensitive:
    """One thing found by screening.

    ``where`` says in plain words where it stands (“文件名”, “第 3 页”, “工作表“名单”B7”, “批注”);
    ``masked`` is what was seen, numbers with their middle hidden; it never holds the whole number.
    """

    kind: SensitiveKind
    where: str
    masked: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the workspace, by content.

    ``kind`` is what the bytes are (an ending without its dot, ``""`` if unknown), ``pages`` how many
    pages, slides or sheets it has where that can be said. ``image_only``: some of it is pictures
    without text, so nobody but a person can screen it. ``partial``: it was too long to be screened
    to its end.
    """

    sha256: str
    size: int
    kind: str
    problem: FileProblem = FileProblem.NONE
    pages: int | None = None
    image_only: bool = False
    partial: bool = False
    sensitive: tuple[Sensitive, ...] = ()
