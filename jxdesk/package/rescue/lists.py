"""Which lists of a package are true: the signed tag manifest says so by their hashes.

Where a list is lost in every copy, what still can be read of it serves as a hint, and is never believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from jxdesk.base import names
from jxdesk.package import layout, manifest
from jxdesk.package.manifest import Blocks
from jxdesk.package.rescue.groups import Group, is_signed
from jxdesk.package.rescue.mending import Budget, IsTrue, combine, guess
from jxdesk.package.rescue.reading import Source
from jxdesk.signing.cms import MAX_SIGNATURE

_CAPS = {
    layout.MANIFEST: layout.MAX_MANIFEST,
    layout.BLOCKS: layout.MAX_BLOCKS_FILE,
    layout.BAG_INFO: layout.MAX_BAG_INFO,
    layout.BAGIT: layout.MAX_BAG_INFO,
    layout.TAG_MANIFEST: layout.MAX_TAG_MANIFEST,
    layout.SIGNATURE: MAX_SIGNATURE,
}
_MAX_TRIED_SIGNATURES = 16 << 20
"""Bytes of signatures tried: some ten thousand, each of which takes a thousand times as long as a sum."""
_PREFIX = layout.PAYLOAD + "/"


@dataclass(frozen=True, slots=True)
class Lists:
    """``tags`` are the tag files found true, ``lost`` the others with the best guess at each.

    ``sizes`` are the payload files (bytes), ``digests`` (SHA-256 hex) and ``blocks`` what is said of them;
    ``is_sure``: the blocks are of the signed list, not a hint.
    """

    tags: Mapping[str, bytes]
    lost: Mapping[str, bytes]
    sizes: Mapping[str, int]
    digests: Mapping[str, str]
    blocks: Mapping[str, Blocks]
    is_sure: bool


def settle(group: Group, budget: Budget) -> Lists:
    """Find out what the package holds."""
    tags: dict[str, bytes] = {}
    lost: dict[str, bytes] = {}
    if group.listing is not None and group.signature is not None:
        tags |= {layout.TAG_MANIFEST: group.listing, layout.SIGNATURE: group.signature}
    else:
        tags |= _unproved(group)
    listed = manifest.decode_manifest(tags.get(layout.TAG_MANIFEST, b"")).entries
    for name in sorted(layout.ROOT_FILES - tags.keys()):
        data = _true_tag(group, name, listed.get(name), budget)
        if data is not None:
            tags[name] = data
        else:
            lost[name] = _guess(group.sources(name), _cap(name))
    return _of(group, tags, lost)


def _unproved(group: Group) -> dict[str, bytes]:
    """A tag manifest and signature that fit, pieced together; else a manifest that reads like one."""
    budget = Budget(_MAX_TRIED_SIGNATURES)
    sources = group.sources(layout.SIGNATURE)
    listings = _whole(group.sources(layout.TAG_MANIFEST), layout.MAX_TAG_MANIFEST)
    for listing in listings:
        signature = _combined(sources, MAX_SIGNATURE, partial(is_signed, listing), budget)
        if signature is not None:
            return {layout.TAG_MANIFEST: listing, layout.SIGNATURE: signature}
    for listing in listings:
        read = manifest.decode_manifest(listing)
        if not read.faults and set(read.entries) == set(layout.LISTED_TAGS):
            return {layout.TAG_MANIFEST: listing}
    return {}


def _true_tag(group: Group, name: str, wanted: str | None, budget: Budget) -> bytes | None:
    if wanted is None:
        return None
    if _sha256(layout.BAGIT_TEXT) == wanted:
        return layout.BAGIT_TEXT
    return _combined(group.sources(name), _cap(name), lambda data: _sha256(data) == wanted, budget)


def _combined(sources: Sequence[Source], cap: int, is_true: IsTrue, budget: Budget) -> bytes | None:
    """The true content of a small file, put together from its copies; each size that one has is tried."""
    for size in sorted({source.size for source in sources if 0 < source.size <= cap}, reverse=True):
        mended = combine([source.read(0, size) for source in sources], is_true, budget)
        if mended is not None:
            return mended.data
    return None


def _whole(sources: Sequence[Source], cap: int) -> list[bytes]:
    readings = [source.read(0, source.size) for source in sources if 0 < source.size <= cap]
    return list({reading.data: None for reading in readings if not reading.lost})


def _guess(sources: Sequence[Source], cap: int) -> bytes:
    size = max((source.size for source in sources if source.size <= cap), default=0)
    return guess([source.read(0, size) for source in sources], size) if size else b""


def _of(group: Group, tags: Mapping[str, bytes], lost: Mapping[str, bytes]) -> Lists:
    digests = dict(manifest.decode_manifest(tags.get(layout.MANIFEST, b"")).entries)
    digests = digests or dict(manifest.decode_manifest(_sound_lines(lost.get(layout.MANIFEST, b""))).entries)
    blocks = dict(manifest.decode_blocks(tags.get(layout.BLOCKS, b"")).entries)
    hints = manifest.decode_blocks(_sound_lines(lost.get(layout.BLOCKS, b""))).entries
    paths = {*digests, *blocks, *hints}
    if not tags.get(layout.MANIFEST) and not tags.get(layout.BLOCKS):
        # Nothing is sure: what lies in the copies is all that is known.
        paths |= {path for member in group.members for path in member.paths()}
    known = blocks or hints
    sizes: dict[str, int] = {}
    for path in _storable(paths):
        there = max((source.size for source in group.sources(path)), default=0)
        sizes[path] = known[path].size if path in known else there
    return Lists(tags, lost, sizes, digests, known, is_sure=bool(blocks))


def _sound_lines(data: bytes) -> bytes:
    """The lines of a damaged list that are text at all."""
    lines = data.split(b"\n")[: layout.MAX_PAYLOAD_FILES]
    return b"".join(line + b"\n" for line in lines if line and b"\0" not in line and _is_text(line))


def _is_text(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _storable(paths: set[str]) -> list[str]:
    """The paths that a package can hold: below ``data``, with good names, none the folder of another."""
    good = {path for path in paths if path.startswith(_PREFIX) and not names.name_faults(path)}
    folders = {path[:end] for path in good for end, letter in enumerate(path) if letter == "/"}
    return sorted(good - folders)[: layout.MAX_PAYLOAD_FILES]


def _cap(name: str) -> int:
    return _CAPS.get(name, layout.MAX_READING_PAGE)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
