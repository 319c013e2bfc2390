"""What may be attached as evidence (五（一）), and the words in which a file is turned down.

Asked before a file is copied in and again by the rules: a name can be changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jxdesk.base.names import EXPECTED, name_faults
from jxdesk.domain.facts import FileFacts, FileProblem
from jxdesk.notice import Notice
from jxdesk.notice.faults import malformed

KINDS = "evidence_kinds"
"""The vocabulary of file kinds that may be attached: its ids are endings without the dot."""

# The sentence without the file's name, and how to mend it.
_PROBLEMS: Mapping[FileProblem, tuple[str, str]] = MappingProxyType(
    {
        FileProblem.UNREADABLE: (
            "打不开，文件可能已损坏",
            "请用对应的软件打开核对，另存后再附上；打不开的请重新取得。",
        ),
        FileProblem.ENCRYPTED: ("设有密码，别人打不开", "请去掉密码另存一份，再附上。"),
        FileProblem.EMPTY: ("没有内容", "请核对原件，换成有内容的文件。"),
        FileProblem.NO_PAGES: ("一页也没有", "请核对原件，换成有内容的文件。"),
        FileProblem.TOO_LARGE: ("太大，无法逐页检查", "请降低扫描分辨率，或分成几个文件。"),
        FileProblem.WRONG_KIND: ("的内容与扩展名不符", "请用对应的软件打开核对，另存后再附上。"),
    }
)


def ending(name: str) -> str:
    """The ending of a file's name without its dot, in small letters; ``""`` for none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def allowed_endings(notice: Notice) -> tuple[str, ...]:
    """The endings that the notice takes. Raises ``UserError`` ``notice.malformed`` if it says none."""
    kinds = tuple(term.id for term in notice.vocabularies.get(KINDS, ()))
    if not kinds:
        raise malformed("vocabularies.toml", KINDS, "缺少这个词表")
    return kinds


def is_what_it_says(notice: Notice, name: str, kind: str) -> bool:
    """Whether content of ``kind`` (as in ``FileFacts``) may go by ``name``'s ending.

    Endings with the same word in the notice (jpg, jpeg) mean the same kind.
    """
    return notice.term_label(KINDS, ending(name)) == notice.term_label(KINDS, kind)


def problem_of(notice: Notice, name: str, facts: FileFacts) -> FileProblem:
    """What keeps a file from being used under ``name``; content that isn't what the name says, too."""
    if facts.problem is FileProblem.NONE and not is_what_it_says(notice, name, facts.kind):
        return FileProblem.WRONG_KIND
    return facts.problem


def problem_words(problem: FileProblem, name: str) -> tuple[str, str]:
    """What is wrong with the file called ``name``, and how to mend it, each a whole sentence."""
    what, remedy = _PROBLEMS[problem]
    return f"“{name}”{what}。", remedy


def name_fault(name: str) -> str:
    """What a file's name should be and is not, as a Chinese phrase; ``""`` for a good name.

    How long it is is not asked: a name that is too long for a disc is shortened when it is sealed.
    """
    if "/" in name:
        return EXPECTED["name.character"]
    faults = (fault for fault in name_faults(name) if name and fault != "name.long")
    return next((EXPECTED[fault] for fault in faults), "")
