"""What the rules look at: the application and the few facts that lie outside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.facts import FileFacts
from jxdesk.domain.finding import Level, Place
from jxdesk.domain.masking import masked
from jxdesk.domain.scan import ScanMatch
from jxdesk.domain.work import PrintRun
from jxdesk.notice import Notice, RuleSetting


@dataclass(frozen=True, slots=True)
class Case:
    """One application to be judged on ``today``.

    ``data_digest`` is the SHA-256 (hex) of its canonical JSON; ``print_run`` the last printing;
    ``sealing`` is true when the question is whether it may be sealed now. ``files`` is what is
    known of the attached files, by SHA-256 (hex); a file that is not in it was not looked at yet.
    ``screened_by_eye`` are the digests of those that a named person has looked through.
    ``scan`` is the stamped scan held against the print run, ``None`` before one was added;
    ``changed_pages`` the numbers of the pages that the present data would print otherwise,
    ``None`` while nobody has worked that out.
    """

    application: Application
    today: dt.date
    data_digest: str = ""
    print_run: PrintRun | None = None
    sealing: bool = False
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    screened_by_eye: frozenset[str] = frozenset()
    scan: ScanMatch | None = None
    changed_pages: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What every rule may use besides the case: the notice and this rule's setting in it.

    ``record`` is the name of the record that a row rule's row is of, ``""`` for a case rule.
    """

    catalogue: Catalogue
    setting: RuleSetting
    record: str = ""

    @property
    def notice(self) -> Notice:
        """The notice that the application was made with."""
        return self.catalogue.notice

    def place(self, field_id: str, row: str = "") -> Place:
        """The place of a field (``basic.employees``) or, with ``row``, of one cell."""
        record = field_id.partition(".")[0]
        return Place(self.notice.part_of(record).id, field_id, row)

    def short(self, field_id: str) -> str:
        """A field's short label for a sentence."""
        return self.catalogue.field(field_id).short


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule saw at one place; the engine makes a finding of it.

    Numbers of persons in ``message`` and ``values`` are masked here, so that no rule can show one.
    ``level``, ``remedy`` and ``clause`` (an id of the notice) are given only where they differ from
    the rule's own.
    """

    place: Place
    message: str
    values: tuple[tuple[str, str], ...] = ()
    also: tuple[Place, ...] = ()
    level: Level | None = None
    remedy: str = ""
    clause: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", masked(self.message))
        object.__setattr__(self, "values", tuple((name, masked(value)) for name, value in self.values))
