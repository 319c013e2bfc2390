"""The files at the root of a package: read once, bounded, and judged by those same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import Tree
from jxdesk.package import bag_info, layout, manifest
from jxdesk.package.bag_info import BagInfo, Oxum
from jxdesk.package.inventory import Inventory
from jxdesk.package.manifest import Blocks, Decoded
from jxdesk.package.report import Fault, fault
from jxdesk.signing.cms import MAX_SIGNATURE

_CAPS = {
    layout.BAGIT: 4 * 1024,
    layout.BAG_INFO: layout.MAX_BAG_INFO,
    layout.MANIFEST: layout.MAX_MANIFEST,
    layout.BLOCKS: layout.MAX_BLOCKS_FILE,
    layout.READING_PAGE: layout.MAX_READING_PAGE,
    layout.HOW_TO_VERIFY: layout.MAX_READING_PAGE,
    layout.TAG_MANIFEST: layout.MAX_TAG_MANIFEST,
    layout.SIGNATURE: MAX_SIGNATURE,
}
_LINE_CAPPED = (layout.MANIFEST, layout.BLOCKS)


@dataclass(frozen=True, slots=True)
class Tags:
    """The root files that could be read, and what they say."""

    contents: Mapping[str, bytes]
    manifest: Decoded[str]
    blocks: Decoded[Blocks]
    info: BagInfo | None
    oxum: Oxum | None
    faults: tuple[Fault, ...]


def read(tree: Tree, found: Inventory) -> Tags:
    """Read and judge every root file of the package in ``tree``."""
    faults: list[Fault] = []
    contents: dict[str, bytes] = {}
    for name in sorted(_CAPS):
        data = _read_one(tree, found, name, faults)
        if data is not None:
            contents[name] = data
    faults += _tag_manifest_faults(contents)
    faults += _bagit_faults(contents.get(layout.BAGIT))
    listed = manifest.decode_manifest(contents.get(layout.MANIFEST, b""))
    faults += _list_faults(layout.MANIFEST, listed)
    blocks = manifest.decode_blocks(contents.get(layout.BLOCKS, b""))
    faults += _list_faults(layout.BLOCKS, blocks)
    both = layout.MANIFEST in contents and layout.BLOCKS in contents
    if both and not listed.is_unreadable and not blocks.is_unreadable:
        faults += _coverage_faults(listed, blocks)
    info, oxum = None, None
    if layout.BAG_INFO in contents:
        try:
            info, oxum = bag_info.decode(contents[layout.BAG_INFO])
        except ValueError as error:
            faults.append(fault("info.unreadable", layout.BAG_INFO, "规范的包说明", str(error)))
    faults += _oxum_faults(oxum, listed, blocks)
    return Tags(contents, listed, blocks, info, oxum, tuple(faults))


def read_capped(tree: Tree, path: str, cap: int) -> bytes | None:
    """The file's bytes, or ``None`` when there are more than ``cap``. Raises ``UserError``."""
    with os_errors(path), tree.open(path) as handle:
        data = handle.read(cap + 1)
    return data if len(data) <= cap else None


def _read_one(tree: Tree, found: Inventory, name: str, faults: list[Fault]) -> bytes | None:
    if name not in found.files:
        if name not in found.kinds:
            faults.append(fault("tag.missing", name, "有这个文件", "没有"))
        return None
    cap = _CAPS[name]
    try:
        data = read_capped(tree, name, cap) if found.files[name] <= cap else None
    except UserError as error:
        faults.append(fault("tag.unreadable", name, "可以读出", error.message))
        return None
    if data is None:
        faults.append(fault("tag.too-large", name, f"不超过 {cap} 字节", f"{found.files[name]} 字节"))
    elif name in _LINE_CAPPED and (lines := data.count(b"\n")) > layout.MAX_PAYLOAD_FILES:
        faults.append(fault("tag.too-large", name, f"不超过 {layout.MAX_PAYLOAD_FILES} 行", f"{lines} 行"))
        return None
    return data


def _tag_manifest_faults(contents: Mapping[str, bytes]) -> Iterator[Fault]:
    if layout.TAG_MANIFEST not in contents:
        return
    listed = manifest.decode_manifest(contents[layout.TAG_MANIFEST])
    yield from _list_faults(layout.TAG_MANIFEST, listed)
    if listed.is_unreadable:
        return
    for name in layout.LISTED_TAGS:
        wanted = listed.entries.get(name)
        if wanted is None:
            if name not in listed.unusable:
                yield fault("tagmanifest.omits", name, f"列在 {layout.TAG_MANIFEST} 中", "没有列出")
            continue
        if name in contents:
            digest = hashlib.sha256(contents[name]).hexdigest()
            if digest != wanted:
                yield fault("tag.changed", name, wanted, digest)
    for name in sorted((set(listed.entries) | listed.unusable) - set(layout.LISTED_TAGS)):
        yield fault("tagmanifest.extra", name, f"不列在 {layout.TAG_MANIFEST} 中", "列了")


def _bagit_faults(data: bytes | None) -> Iterator[Fault]:
    if data is None or data == layout.BAGIT_TEXT:
        return
    first, _, rest = data.partition(b"\n")
    wanted, _, wanted_rest = layout.BAGIT_TEXT.partition(b"\n")
    if first != wanted and first.startswith(b"BagIt-Version:"):
        yield fault("bagit.version", layout.BAGIT, wanted.decode(), first.decode("utf-8", "replace"))
        if rest == wanted_rest:
            return
    yield fault("bagit.text", layout.BAGIT, "固定的两行", "其他内容")


def _list_faults(name: str, listed: Decoded[str] | Decoded[Blocks]) -> Iterator[Fault]:
    for each in listed.faults:
        place = f"第 {each.line} 行：" if each.line else ""
        yield fault(each.code, name, manifest.EXPECTED[each.code], f"{place}{each.found}")


def _coverage_faults(listed: Decoded[str], blocks: Decoded[Blocks]) -> Iterator[Fault]:
    wanted = set(listed.entries) | listed.unusable
    covered = set(blocks.entries) | blocks.unusable
    for path in sorted(wanted - covered):
        yield fault("blocks.omits", path, f"列在 {layout.BLOCKS} 中", "没有列出")
    for path in sorted(covered - wanted):
        yield fault("blocks.extra", path, f"不列在 {layout.BLOCKS} 中", "列了")


def _oxum_faults(oxum: Oxum | None, listed: Decoded[str], blocks: Decoded[Blocks]) -> Iterator[Fault]:
    """Held against the lists, not the disk: a file that grew is reported once, as changed."""
    if oxum is None or listed.faults or blocks.faults or set(listed.entries) != set(blocks.entries):
        return
    true = Oxum(sum(each.size for each in blocks.entries.values()), len(blocks.entries))
    if oxum != true:
        yield fault("info.oxum", layout.BAG_INFO, str(true), str(oxum))
