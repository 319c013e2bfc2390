"""How large the disc will be, while evidence is still collected: against the disc that was chosen.

Evidence is counted, the rest is estimated until it is there: documents by the size of the data, the
stamped scan by its pages, recovery data as it will be made. The estimates are on the high side: a
package that turns out smaller is no trouble, one that does not fit is.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.app.session import Session
from jxdesk.base import own_file
from jxdesk.base.errors import UserError
from jxdesk.base.unseen import shown
from jxdesk.disc.media import KINDS, DiscKind, bytes_words, holding, kind_by_id
from jxdesk.domain import canonical
from jxdesk.package.parity import making

_FILE = "disc"
_DEFAULT = KINDS[1]
_SCAN_RULE = "D02"
# Fonts and fixed text of the documents, and what each byte of data comes to in all of them together
# (print PDF, DOCX, lists, reading page, check): 1.15 MB for the 86 KB of a county of 36 enterprises.
_DOCUMENTS = 600_000
_DOCUMENTS_PER_BYTE = 8
# Data of one printed page, and the least a form has: 40 pages for those 86 KB.
_BYTES_PER_PAGE = 2_200
_LEAST_PAGES = 40
# A colour page at 200 to 300 dpi as scanners pack it.
_SCANNED_PAGE = 700_000
_SORTED_PAGE = 300_000
# A directory record in two trees, signed lists, and half a sector lost at its end.
_BESIDE_EACH_FILE = 3_000
_IMAGE = 300_000
_OTHER_FILES = 25
_RECOVERY_LISTS = 1.3


@dataclass(frozen=True, slots=True)
class Share:
    """One part of what goes on the disc, in bytes; ``is_estimate`` until it is there."""

    name: str
    size: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """What the disc will hold, held against one disc of ``kind``. Sizes in bytes."""

    kind: DiscKind
    shares: tuple[Share, ...]

    @property
    def size(self) -> int:
        """All of it."""
        return sum(share.size for share in self.shares)

    @property
    def room(self) -> int:
        """What is left on the disc; negative by how much it is too small."""
        return self.kind.capacity - self.size

    @property
    def fits(self) -> bool:
        """Whether one disc holds it."""
        return self.room >= 0

    @property
    def words(self) -> str:
        """One sentence that stands alone."""
        return self._said(f" {self.kind.name}")

    @property
    def beside_kind(self) -> str:
        """The sentence where the kind of disc stands beside it."""
        return self._said("")

    def _said(self, disc: str) -> str:
        about = f"估计共 {bytes_words(self.size)}，一张{disc}"
        if self.fits:
            return f"{about}放得下，还余约 {bytes_words(self.room)}。"
        larger = holding(self.size)
        other = f"改用 {larger[0].name}，或者" if larger else "请"
        return f"{about}放不下，超出约 {bytes_words(-self.room)}。{other}减少、压缩佐证材料。"


def chosen_kind() -> DiscKind:
    """The kind of disc that this user's office burns; DVD until another was chosen."""
    return own_file.load(_FILE, _understood, _DEFAULT)


def named_kind(name: str) -> DiscKind:
    """The kind with this id. Raises ``UserError`` ``disc.kind``."""
    kind = kind_by_id(name)
    if kind is None:
        known = "、".join(kind.id for kind in KINDS)
        raise UserError("disc.kind", f"没有“{shown(name[:20])}”这种光盘。", f"可以写 {known}。")
    return kind


def choose_kind(kind: DiscKind) -> None:
    """Keep another kind. Raises ``UserError`` (disk, rights)."""
    own_file.save(_FILE, {"kind": kind.id})


def budget(session: Session, kind: DiscKind | None = None) -> Budget:
    """What the disc of this workspace will hold, against ``kind`` or the one that was chosen."""
    evidence = [row.size for row in session.application.evidence if isinstance(row.size, int)]
    data = len(canonical.encode(session.application))
    documents = _DOCUMENTS + _DOCUMENTS_PER_BYTE * data
    scan = _scan(session, data)
    files = [*evidence, documents, scan.size]
    beside = _IMAGE + _BESIDE_EACH_FILE * (len(evidence) + _OTHER_FILES)
    shares = (
        Share("佐证材料", sum(evidence), is_estimate=False),
        Share("申报文件", documents, is_estimate=True),
        scan,
        Share("恢复数据", _recovery(files), is_estimate=True),
        Share("清单和目录", beside, is_estimate=True),
    )
    return Budget(kind or chosen_kind(), shares)


def _scan(session: Session, data: int) -> Share:
    """The scan that is there, and what its missing pages will come to where the notice wants one."""
    run = session.workspace.print_run()
    wanted = len(run.pages) if run is not None else max(_LEAST_PAGES, data // _BYTES_PER_PAGE)
    if _SCAN_RULE not in session.notice.rules:
        wanted = 0
    files = session.workspace.scans()
    size = sum(each.file.size for each in files)
    pages = sum(len(each.pages) for each in files)
    missing = max(0, wanted - pages)
    per_page = size // pages if pages else _SCANNED_PAGE
    # Pages that share fonts or pictures in the file that came no longer do once they are sorted.
    there = max(size, pages * _SORTED_PAGE)
    return Share("盖章扫描件", there + missing * per_page, is_estimate=missing > 0 or there > size)


def _recovery(files: list[int]) -> int:
    plan = making.plan(files)
    return int(plan.recovery * plan.slice_size * _RECOVERY_LISTS)


def _understood(plain: object) -> DiscKind:
    if not isinstance(plain, dict):
        raise TypeError("no table")
    kind = kind_by_id(plain["kind"])
    if kind is None:
        raise ValueError("no such kind of disc")
    return kind
