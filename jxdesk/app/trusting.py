"""The reviewer's trust store: registered by hand after a look at paper, revoked, exchanged.

Every change is read, made and written under a lock, so that a second program loses nothing. A store that
is damaged is never replaced by an empty one: revocations would be forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.paths import user_data
from jxdesk.base.unseen import is_unseen
from jxdesk.domain import typed_digest
from jxdesk.package.report import SOUND, Report
from jxdesk.signing import trust, trust_merge
from jxdesk.signing.trust import TrustEntry, TrustState, TrustStore
from jxdesk.signing.trust_merge import Fate, Incoming, Side

MAX_SOURCE = 200
_SECONDS_TO_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says when registering: the fingerprint as typed from the stamped sheet, which paper
    that is, and the days from and to which it speaks (both count).
    """

    fingerprint: str
    source: str
    valid_from: dt.date
    valid_to: dt.date


@dataclass(frozen=True, slots=True)
class Look:
    """What bringing in another store would do; ``store`` is the one that was looked at."""

    store: TrustStore
    theirs: TrustStore
    items: tuple[Incoming, ...]

    def of(self, fate: Fate) -> tuple[Incoming, ...]:
        """The entries of one fate."""
        return tuple(item for item in self.items if item.fate is fate)


def own_path() -> Path:
    """Where the user's own store lies."""
    return user_data() / "trust.json"


def load(path: Path) -> TrustStore:
    """The store at ``path``; an empty one where the user's own is not there yet.

    Raises ``UserError`` as :func:`jxdesk.signing.trust.read`.
    """
    if path == own_path() and not path.exists():
        return TrustStore()
    return trust.read(path)


def register(path: Path, report: Report, given: Given) -> TrustEntry:
    """Register the certificate of a verified package for its applicant, after a look at paper.

    Raises ``UserError`` (exit 1) ``trust.not-sound``, ``trust.already``, ``trust.is-revoked``,
    ``trust.compare`` when the fingerprint typed is another one; (exit 2) those of
    :func:`jxdesk.domain.typed_digest.read`, ``trust.source``, ``trust.period``, ``trust.full``, and those
    of the store and the disk.
    """
    entry = _entry(report, given)

    def add(store: TrustStore) -> TrustStore:
        # The package may have been judged before it was revoked, or as of an earlier day.
        if any(held.fingerprint == entry.fingerprint and held.revoked_on for held in store.entries):
            raise UserError(
                "trust.is-revoked",
                "这张证书在名册里已经吊销，没有登记。",
                "请向单位要新证书的交接单；吊销错了的，先移去那一条登记。",
                exit_code=EXIT_NO,
            )
        if any(held.applicant == entry.applicant and held.overlaps(entry) for held in store.entries):
            raise UserError(
                "trust.already",
                f"“{entry.name}”已经登记过证书，没有再登记。",
                "单位确实换了证书的，先把旧的吊销，再登记新的。",
                exit_code=EXIT_NO,
            )
        return store.with_entry(entry)

    _change(path, add)
    return entry


def revoke(path: Path, fingerprint: str, day: dt.date) -> tuple[TrustEntry, ...]:
    """Revoke a certificate (its whole fingerprint, or a unique beginning) from ``day`` on, for everyone.

    The entries it concerns, as they are afterwards. An earlier day counts; a later one changes nothing.
    Raises ``UserError`` ``trust.unknown`` (exit 1) and as :func:`register`.
    """
    changed: list[TrustEntry] = []

    def mark(store: TrustStore) -> TrustStore:
        whole = _find(store, fingerprint)
        days = [e.revoked_on for e in store.entries if e.fingerprint == whole and e.revoked_on]
        found = store.with_revoked(whole, min([day, *days]))
        changed.extend(e for e in found.entries if e.fingerprint == whole)
        return found

    _change(path, mark)
    return tuple(changed)


def remove(path: Path, applicant: str, fingerprint: str) -> TrustEntry:
    """Take away an entry, its revocation with it: its certificate is new again. Raises as :func:`revoke`."""
    gone: list[TrustEntry] = []

    def drop(store: TrustStore) -> TrustStore:
        whole = _find(store, fingerprint)
        gone.extend(e for e in store.entries if (e.applicant, e.fingerprint) == (applicant, whole))
        if not gone:
            raise _unknown()
        return store.without(applicant, whole)

    _change(path, drop)
    return gone[0]


def look(path: Path, other: Path) -> Look:
    """What bringing in the store at ``other`` would do; nothing is changed."""
    store, theirs = load(path), trust.read(other)
    return Look(store, theirs, trust_merge.plan(store, theirs))


def bring_in(path: Path, seen: Look, prefer: Side | None = None) -> TrustStore:
    """Bring in what was looked at, all or nothing. Raises ``UserError`` ``trust.undecided`` (exit 1),
    ``trust.changed`` when the store is not any more what was looked at, and those of the disk.
    """

    def merge(store: TrustStore) -> TrustStore:
        if set(store.entries) != set(seen.store.entries):
            raise UserError("trust.changed", "看过以后名册又有变动，没有导入。", "请重新导入，再看一遍。")
        if prefer is None and (open_ones := seen.of(Fate.CONFLICT)):
            raise UserError(
                "trust.undecided",
                f"有 {len(open_ones)} 条与现有登记不一致，还没有决定用哪一边，没有导入。",
                "请先对照盖章的单子，决定用现有的还是用导入的。",
                exit_code=EXIT_NO,
            )
        return trust_merge.merged(store, seen.theirs, prefer)

    return _change(path, merge)


def export(path: Path, out: Path) -> int:
    """Write the store to ``out``, to be brought in elsewhere; the number of entries."""
    store = load(path)
    trust.write(out, store)
    return len(store.entries)


def _entry(report: Report, given: Given) -> TrustEntry:
    signer = report.signer
    if report.verdict != SOUND or signer is None:
        raise UserError(
            "trust.not-sound",
            f"这份申报包不能用来登记：{report.bottom_line}",
            "请用核验通过的申报包登记；单位换了证书的，先把旧的吊销。",
            exit_code=EXIT_NO,
        )
    if signer.trust is TrustState.KNOWN:
        raise UserError("trust.already", "这张证书已经登记过了。", "不用再登记。", exit_code=EXIT_NO)
    found = typed_digest.compare(typed_digest.read(given.fingerprint), signer.fingerprint)
    if not found.agrees:
        raise UserError("trust.compare", found.sentence("证书指纹"), "没有登记。", exit_code=EXIT_NO)
    source = given.source.strip()
    if not source or len(source) > MAX_SOURCE or any(map(is_unseen, source)):
        raise UserError(
            "trust.source",
            "没有写明是和哪份纸质材料核对的，或者写得太长。",
            "例如：随光盘收到的盖章交接单，3月15日。",
        )
    if given.valid_to < given.valid_from:
        raise UserError("trust.period", "有效期的止日早于起日。", "请改正日期。")
    applicant = signer.applicant
    return TrustEntry(
        applicant.uscc, applicant.name, signer.fingerprint, source, given.valid_from, given.valid_to
    )


def _find(store: TrustStore, typed: str) -> str:
    digits = typed_digest.read(typed)
    found = {e.fingerprint for e in store.entries if e.fingerprint.startswith(digits)}
    if len(found) != 1:
        raise _unknown()
    return found.pop()


def _unknown() -> UserError:
    return UserError(
        "trust.unknown", "名册里没有这张证书。", "请查看名册，照上面的指纹输入。", exit_code=EXIT_NO
    )


def _change(path: Path, change: Callable[[TrustStore], TrustStore]) -> TrustStore:
    with os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(path.with_name(f".{path.name}.lock"), timeout=_SECONDS_TO_WAIT):
                found = change(load(path) if path.exists() else TrustStore())
                if len(found.entries) > trust.MAX_ENTRIES:
                    raise UserError(
                        "trust.full", f"名册最多 {trust.MAX_ENTRIES} 条。", "请先移去不用的登记。"
                    )
                trust.write(path, found)
        except Timeout as error:
            raise UserError("trust.busy", "另一个程序正在改动名册。", "请稍后再试。") from error
    return found
