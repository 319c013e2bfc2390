"""What the versions of an application say of one another: rollback, forks, gaps, changed signers.

Pure: a function of the *set* of packages, so that the order in which they came changes nothing of the
final state. Each package names its version and the digest of the one before it; both are claims of
whoever holds the key, and this is where contradictions between them come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from jxdesk.review.received import Key, Received


class Kind(Enum):
    """What is remarkable, the gravest first."""

    FORK = "fork"
    OLDER = "older"
    SIGNER = "signer"
    APPLICANT = "applicant"
    STEP = "step"
    GAP = "gap"
    ANOTHER = "another"

    @property
    def is_hint(self) -> bool:
        """Whether it happens in good order too, and only wants to be known."""
        return self in (Kind.GAP, Kind.ANOTHER)


_GRAVITY = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a package in the light of ``others``, which are sorted."""

    kind: Kind
    about: Received
    others: tuple[Received, ...] = ()

    @property
    def sentence(self) -> str:
        """The remark in one Chinese sentence."""
        return _SENTENCES[self.kind](self)

    @property
    def short(self) -> str:
        """The same in a few words, for a sentence that says more; versions without their days."""
        return _SHORT[self.kind].format("、".join(f"第 {one.version} 版" for one in self.others))

    def to_json(self) -> dict[str, object]:
        """The remark as plain JSON values."""
        others = [{"digest": other.digest, "version": other.version} for other in self.others]
        return {
            "kind": self.kind.value,
            "level": "hint" if self.kind.is_hint else "warning",
            "sentence": self.sentence,
            "others": others,
        }


def remarks(about: Received, held: Iterable[Received]) -> tuple[Remark, ...]:
    """Everything to be remarked on one package in the light of those ``held``, the gravest first."""
    others = [other for other in held if other.key != about.key]
    same = [other for other in others if other.application == about.application]
    found = {
        Kind.FORK: [other for other in same if forked(about, other)],
        Kind.OLDER: _newest(other for other in same if other.version > about.version),
        Kind.SIGNER: _other_signers(about, same),
        Kind.APPLICANT: [other for other in same if other.applicant != about.applicant],
        Kind.STEP: [o for o in same if o.digest == about.previous and o.version != about.version - 1],
        Kind.ANOTHER: _newest(o for o in others if _another_application(about, o)),
    }
    made = [Remark(kind, about, _in_order(group)) for kind, group in found.items() if group]
    if _is_gap(about, same):
        made.append(Remark(Kind.GAP, about))
    return tuple(sorted(made, key=lambda remark: _GRAVITY[remark.kind]))


def standing(held: Iterable[Received]) -> Mapping[Key, tuple[Remark, ...]]:
    """The remarks on each of the packages held."""
    everything = tuple(held)
    families: dict[str, list[Received]] = {}
    for one in everything:
        for name in {one.application, f"{one.applicant} {one.notice}"}:
            families.setdefault(name, []).append(one)
    return {
        one.key: remarks(one, {*families[one.application], *families[f"{one.applicant} {one.notice}"]})
        for one in everything
    }


def forked(one: Received, other: Received) -> bool:
    """Whether two packages of an application cannot stand in one line.

    They have the same version or the same one before them, or the later names as the one before it
    another package of the earlier's version.
    """
    if one.digest == other.digest:
        return False
    if one.version == other.version or (one.previous is not None and one.previous == other.previous):
        return True
    early, late = sorted((one, other), key=lambda each: each.version)
    return late.version == early.version + 1 and late.previous not in (None, early.digest)


def _other_signers(about: Received, same: list[Received]) -> list[Received]:
    """The nearest version before it (or of the same number), where nobody of it signed this one."""
    nearest = _newest(other for other in same if other.version <= about.version)
    return [] if about.fingerprint in {other.fingerprint for other in nearest} else nearest


def _is_gap(about: Received, same: list[Received]) -> bool:
    if about.previous is None:
        return about.version > 1
    return about.previous not in {other.digest for other in same}


def _another_application(about: Received, other: Received) -> bool:
    return (
        other.application != about.application
        and other.applicant == about.applicant
        and other.notice == about.notice
    )


def _newest(group: Iterable[Received]) -> list[Received]:
    held = list(group)
    last = max((one.version for one in held), default=0)
    return [one for one in held if one.version == last]


def _in_order(group: Iterable[Received]) -> tuple[Received, ...]:
    return tuple(sorted(group, key=lambda one: (one.version, one.digest, one.fingerprint)))


def _named(group: Iterable[Received]) -> str:
    return "、".join(f"第 {one.version} 版（{one.day} 收到）" for one in group)


def _fork(remark: Remark) -> str:
    return (
        f"与{_named(remark.others)}不在一条线上：版本号或所接的上一版互相冲突，可能是在两台电脑上分别封装的。"
        "请向单位问明以哪一份为准。"
    )


def _older(remark: Remark) -> str:
    version = remark.about.version
    return f"收到过更新的{_named(remark.others)}，这一份是较早的第 {version} 版，不要当作最新的。"


def _signer(remark: Remark) -> str:
    return f"签名证书与{_named(remark.others)}的不同，请查明单位是否换了证书。"


def _applicant(remark: Remark) -> str:
    names = "、".join(sorted({f"“{one.organisation}”（{one.applicant}）" for one in remark.others}))
    return f"同一份申报以前收到的版本，申报单位是{names}。请查明是谁的申报。"


def _step(remark: Remark) -> str:
    return f"说是接着{_named(remark.others)}封装的，自己却是第 {remark.about.version} 版，版本号对不上。"


def _gap(remark: Remark) -> str:
    if remark.about.previous is None:
        return f"这是第 {remark.about.version} 版，却没有写明上一版是哪一份。"
    if remark.about.version == 1:
        return "这是第 1 版，却写着还有上一版，上一版没有收到过。"
    return f"没有收到过它所接的上一版（第 {remark.about.version - 1} 版），中间可能有没交来的版本。"


def _another(remark: Remark) -> str:
    return f"同一单位还交来过另一份申报（{_named(remark.others)}），申报编号不同，请问明以哪一份为准。"


_SHORT = {
    Kind.FORK: "与收到过的{}互相冲突",
    Kind.OLDER: "收到过更新的{}",
    Kind.SIGNER: "签名证书与收到过的{}不同",
    Kind.APPLICANT: "申报单位与收到过的{}不同",
    Kind.STEP: "版本号接不上收到过的{}",
    Kind.GAP: "没有收到过上一版",
    Kind.ANOTHER: "同一单位还交来过另一份申报",
}
_SENTENCES = {
    Kind.FORK: _fork,
    Kind.OLDER: _older,
    Kind.SIGNER: _signer,
    Kind.APPLICANT: _applicant,
    Kind.STEP: _step,
    Kind.GAP: _gap,
    Kind.ANOTHER: _another,
}
