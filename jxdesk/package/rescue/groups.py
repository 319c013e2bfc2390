"""Which folders in the copies are one and the same package."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jxdesk.base import names
from jxdesk.base.errors import UserError
from jxdesk.package import layout
from jxdesk.package.rescue.copies import Copy
from jxdesk.package.rescue.reading import Source
from jxdesk.signing import cms

SAVED = "救出的内容"
"""What a rescue that came to no end could save lies in a folder of this name."""

_TELLING = layout.ROOT_FILES - {layout.READING_PAGE}
_DATA = layout.PAYLOAD + "/"
_UNNAMED = "申报包"
_MOST_PAIRS = 64
_MOST_STRAYS = 256
"""Of a stick with more packages than that, each still has its own signature looked at."""


@dataclass(frozen=True, slots=True)
class Member:
    """A package in a copy: everything whose path begins with ``prefix``; ``name`` is its folder's."""

    copy: Copy
    prefix: str
    name: str

    def sources(self, path: str) -> list[Source]:
        """Where the file ``path`` of the package may lie in this copy."""
        return self.copy.sources.get(self.prefix + path, [])

    def paths(self) -> list[str]:
        """The files that lie in it, relative to it."""
        return [path[len(self.prefix) :] for path in self.copy.sources if path.startswith(self.prefix)]


@dataclass(frozen=True, slots=True)
class Group:
    """One package: its copies, and the signed list that is proved to be its own (with its signature)."""

    name: str
    members: tuple[Member, ...]
    listing: bytes | None = None
    signature: bytes | None = None

    def sources(self, path: str) -> list[Source]:
        """Where the file ``path`` may lie in any copy."""
        return [source for member in self.members for source in member.sources(path)]


def find_groups(copies: Sequence[Copy]) -> list[Group]:
    """The packages in ``copies``, each with every copy there is of it.

    Copies are of one package when their tag manifests are, which a signature proves. Any other belongs to
    the package with its folder's name; or to the only one there is, unless that lies beside it: two folders
    of one disc are two packages.
    Raises ``UserError`` ``rescue.none`` (exit 2) when there is nothing of a package.
    """
    members = [member for copy in copies for member in _members(copy)]
    proved = _proved(members)
    homes: dict[bytes, list[Member]] = {listing: [] for listing in proved}
    homeless: list[Member] = []
    for member in members:
        listing = next((one for one in _contents(member, layout.TAG_MANIFEST) if one in proved), None)
        (homeless if listing is None else homes[listing]).append(member)
    for member in tuple(homeless):
        wanted = [listing for listing, held in homes.items() if any(one.name == member.name for one in held)]
        if not wanted and len(homes) == 1:
            wanted = [listing for listing, held in homes.items() if not _lies_beside(member, held)]
        if len(wanted) == 1:
            homes[wanted[0]].append(member)
            homeless.remove(member)
    groups = [Group(_name(held), tuple(held), listing, proved[listing]) for listing, held in homes.items()]
    groups += _by_name(homeless)
    if not groups:
        raise UserError(
            "rescue.none",
            "选择的位置里都没有申报包，也找不到它的残片。",
            "请选择申报包的文件夹，或存放它的光盘、U盘、.iso 映像。",
        )
    return groups


def _members(copy: Copy) -> list[Member]:
    tops: dict[str, set[str]] = {}
    for path in copy.sources:
        top, separator, rest = path.partition("/")
        if path in _TELLING or (top == layout.PAYLOAD and separator):
            tops.setdefault("", set()).add(path)
        elif separator and (rest in _TELLING or rest.startswith(_DATA)):
            tops.setdefault(top, set()).add(rest)
    if not tops.get("", set()).isdisjoint(_TELLING):
        return [Member(copy, "", copy.name)]
    # A folder of nothing but ``data`` is common on sticks; beside telling files it may be all that is left.
    return [Member(copy, f"{top}/" if top else "", top or copy.name) for top in sorted(tops)]


def _lies_beside(member: Member, others: Iterable[Member]) -> bool:
    return any(other.copy is member.copy for other in others)


def _proved(members: Sequence[Member]) -> dict[bytes, bytes]:
    """Tag manifests with a signature over each: as a rule the one beside it, else that of another copy."""
    listings: dict[bytes, None] = {}
    signatures: dict[bytes, None] = {}
    proved: dict[bytes, bytes] = {}
    for member in members:
        own = tuple(_contents(member, layout.TAG_MANIFEST)), tuple(_contents(member, layout.SIGNATURE))
        _prove(itertools.product(own[0], own[1]), proved)
        for held, found in zip((listings, signatures), own, strict=True):
            held.update(dict.fromkeys(found[: max(0, _MOST_STRAYS - len(held))]))
    open_ones = (pair for pair in itertools.product(listings, signatures) if pair[0] not in proved)
    _prove(itertools.islice(open_ones, _MOST_PAIRS), proved)
    return proved


def _prove(pairs: Iterable[tuple[bytes, bytes]], proved: dict[bytes, bytes]) -> None:
    for listing, signature in pairs:
        if listing not in proved and is_signed(listing, signature):
            proved[listing] = signature


def is_signed(listing: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is one over ``listing``, whoever signed."""
    try:
        cms.verify(signature, listing)
    except cms.SignatureFault:
        return False
    return True


def _contents(member: Member, name: str) -> Iterable[bytes]:
    """What can be read of a small file without a gap."""
    cap = cms.MAX_SIGNATURE if name == layout.SIGNATURE else layout.MAX_TAG_MANIFEST
    for source in member.sources(name):
        if 0 < source.size <= cap:
            reading = source.read(0, source.size)
            if not reading.lost:
                yield reading.data


def _by_name(members: Sequence[Member]) -> list[Group]:
    """What no signature holds together; fragments of nothing but ``data`` are no package."""
    held: dict[str, list[Member]] = {}
    for member in members:
        held.setdefault(member.name, []).append(member)
    return [
        Group(_name(same), tuple(same))
        for same in held.values()
        if any(not _TELLING.isdisjoint(member.paths()) for member in same)
    ]


def _name(members: Sequence[Member]) -> str:
    """The name most of the copies have, if it can be one."""
    given = [one.name for one in members if one.name not in ("", SAVED) and not names.name_faults(one.name)]
    return max(given, key=given.count) if given else _UNNAMED
