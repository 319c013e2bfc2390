"""Seal: copy, hash and checksum the payload in one pass, list it, sign the list.

Everything is written into a folder beside its place and renamed at the end, so that a package
is there whole or not at all. Same items and facts give the same bytes, the signature of an
RSA key included.

The files are not flushed to the disk one by one: that would wait for the disk as long as all the
rest takes. If the power fails within those seconds, the package shows as broken and is sealed
again; nothing is lost, the sources are untouched.
"""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from zlib_ng.zlib_ng import crc32

from jxdesk.base import names
from jxdesk.base.atomic import staged_folder
from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import EntryKind, FolderTree, open_regular_file
from jxdesk.base.unseen import shown
from jxdesk.package import bag_info, layout, streaming
from jxdesk.package.bag_info import BagInfo, Oxum
from jxdesk.package.contents import Pages, decode_pages
from jxdesk.package.how_to_verify import how_to_verify
from jxdesk.package.manifest import Blocks, encode_blocks, encode_manifest
from jxdesk.package.reading_page import Reading, reading_page
from jxdesk.signing import cms
from jxdesk.signing.certificate import facts
from jxdesk.signing.signer import Signer

LABEL = "复制并计算摘要"
MOST_NAMED = 3
NOTHING_MORE = Reading()


@dataclass(frozen=True, slots=True)
class Item:
    """One payload file: ``path`` below ``data/`` with ``/``, its bytes or the file to copy.

    ``sha256`` (lower-case hex) is what is on record of it, if anything: other bytes are refused.
    """

    path: str
    source: Path | bytes
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The finished package: its folder, its digest and the signer's fingerprint (SHA-256 hex)."""

    path: Path
    digest: str
    fingerprint: str


def seal(
    items: Sequence[Item],
    info: BagInfo,
    signer: Signer,
    out: Path,
    progress: Progress = silent,
    *,
    reading: Reading = NOTHING_MORE,
    judge: Callable[[Sealed], None] | None = None,
) -> Sealed:
    """Write the package of ``items`` as the folder ``out``, which must not exist yet.

    ``reading`` is what the reading page shows of the application. What was written is
    read back before the folder takes its place: the tag files whole, the payload by size.
    ``judge`` is then shown the whole package, still under its passing name; whatever it raises
    leaves nothing behind. Raises ``UserError`` ``seal.*`` for names, facts, a source that changed
    or is not what is on record, a write that did not hold, and those of the disk.
    """
    _check_names(items, out)
    sources = [_Source(item) for item in items]
    with staged_folder(out, flush=False) as folder:
        blocks, digests = _copy_payload(sources, folder, progress)
        _check_record(items, digests)
        tags = _tags(info, blocks, digests, signer, reading, _pages(items))
        listing = encode_manifest({name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
        tags[layout.TAG_MANIFEST] = listing
        tags[layout.SIGNATURE] = signer.sign(listing)
        for name, data in tags.items():
            (folder / name).write_bytes(data)
        _read_back(folder, tags, blocks, signer)
        fingerprint = facts(signer.certificate_der).fingerprint
        made = Sealed(folder, hashlib.sha256(listing).hexdigest(), fingerprint)
        if judge is not None:
            judge(made)
    return replace(made, path=out)


def _pages(items: Sequence[Item]) -> Pages | None:
    """What is sealed about the printed pages and their scan, for the reading page."""
    path = layout.PAGES.removeprefix(f"{layout.PAYLOAD}/")
    written = next((item.source for item in items if item.path == path), None)
    return decode_pages(written) if isinstance(written, bytes) else None


def _check_names(items: Sequence[Item], out: Path) -> None:
    paths = [f"{layout.PAYLOAD}/{item.path}" for item in items]
    if not paths or len(paths) > layout.MAX_PAYLOAD_FILES:
        raise UserError(
            "seal.count",
            f"申报包应有 1 至 {layout.MAX_PAYLOAD_FILES} 个文件，现有 {len(paths)} 个。",
            "请增减附件后重试。",
        )
    if lacking := set(layout.REQUIRED).difference(paths):
        raise ValueError(f"no package without {min(lacking)}")
    for path in paths:
        # On a disc the package's own folder stands before the path and counts too.
        codes = names.name_faults(f"{unicodedata.normalize('NFC', out.name)}/{path}")
        if codes:
            raise _bad_name(path, names.EXPECTED[codes[0]])
    if len(set(paths)) != len(paths):
        raise _bad_name(next(path for path in paths if paths.count(path) > 1), "每个文件一个名称")
    for code, path, other in names.collisions(paths):
        raise _bad_name(path, f"{names.EXPECTED[code]}（“{shown(other)}”）")


def _bad_name(path: str, wanted: str) -> UserError:
    return UserError("seal.name", f"“{shown(path)}”不能作为申报包中的名称。", f"请改名，要求：{wanted}。")


def _copy_payload(
    sources: Sequence[_Source], folder: Path, progress: Progress
) -> tuple[dict[str, Blocks], dict[str, str]]:
    jobs, sinks = [], {}
    for source in sources:
        target = folder / source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        sinks[source.path] = sink = _CopySink(target)
        jobs.append(streaming.Job(source.path, source.size, source.open, sink, source.check))
    streaming.run(jobs, label=LABEL, progress=progress)
    blocks = {path: Blocks(sink.size, sink.crcs()) for path, sink in sinks.items()}
    return blocks, {path: sink.digest for path, sink in sinks.items()}


def _check_record(items: Sequence[Item], digests: Mapping[str, str]) -> None:
    """The signature vouches for files that the application names by digest: it must be those."""
    damaged = [i for i in items if i.sha256 not in (None, digests[f"{layout.PAYLOAD}/{i.path}"])]
    if not damaged:
        return
    first = "、".join(f"“{shown(item.path)}”" for item in damaged[:MOST_NAMED])
    more = f"等 {len(damaged)} 个文件" if len(damaged) > MOST_NAMED else ""
    raise UserError(
        "seal.damaged",
        f"工作区里保存的{first}{more}已经损坏，与存入时不是同样的内容，没有封装。",
        "请从原件重新添加这些文件（会修复已有的，不会重复），或从备份的工作区文件夹把 files 文件夹复制回来，"
        "然后重新封装。",
        exit_code=EXIT_NO,
    )


class _Source:
    """An item's bytes, and whether its file stayed the same from the first look to the last byte."""

    def __init__(self, item: Item) -> None:
        self.path = f"{layout.PAYLOAD}/{item.path}"
        self._source = item.source
        self._before = self._look()
        self.size = self._before[0]

    def open(self) -> BinaryIO:
        if isinstance(self._source, bytes):
            return io.BytesIO(self._source)
        return open_regular_file(self._source)

    def check(self, count: int) -> None:
        if self._look() != self._before or count != self.size:
            raise UserError(
                "seal.source-changed",
                f"封装时“{self._source!s}”被改动了。",
                "请关闭正在编辑它的程序，然后重新封装；没有留下半成品。",
            )

    def _look(self) -> tuple[int, int]:
        """Size in bytes and time of the last change."""
        if isinstance(self._source, bytes):
            return len(self._source), 0
        with os_errors(self._source):
            facts = self._source.stat()
        return facts.st_size, facts.st_mtime_ns


class _CopySink:
    """Writes one file; ``size``, ``digest`` and ``crcs()`` are there once it is finished."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._handle: BinaryIO | None = None
        self._sha256 = hashlib.sha256()
        self.size = 0
        self.digest = ""
        self._crcs: list[int] = []

    def crcs(self) -> str:
        """The CRC-32 of each block, eight hex digits each, run together."""
        return struct.pack(f">{len(self._crcs)}I", *self._crcs).hex()

    def _out(self) -> BinaryIO:
        if self._handle is None:
            self._handle = self._target.open("xb", buffering=0)
        return self._handle

    def feed(self, chunk: memoryview) -> None:
        self._sha256.update(chunk)
        for start in range(0, len(chunk), layout.BLOCK):
            self._crcs.append(crc32(chunk[start : start + layout.BLOCK]))
        with os_errors(self._target):
            _write_all(self._out(), chunk)
        self.size += len(chunk)

    def finish(self) -> None:
        with os_errors(self._target):
            self._out()  # a file of no bytes is there too
        self.digest = self._sha256.hexdigest()

    def close(self) -> None:
        if self._handle is not None:
            self._handle.close()


def _write_all(handle: BinaryIO, view: memoryview) -> None:
    while view:
        view = view[handle.write(view) :]


def _tags(
    info: BagInfo,
    blocks: Mapping[str, Blocks],
    digests: Mapping[str, str],
    signer: Signer,
    reading: Reading,
    pages: Pages | None,
) -> dict[str, bytes]:
    sizes = {path: each.size for path, each in blocks.items()}
    fingerprint = facts(signer.certificate_der).fingerprint
    try:
        written = bag_info.encode(info, Oxum(sum(sizes.values()), len(sizes)))
    except ValueError as error:
        raise UserError(
            "seal.info", f"申报包说明中的“{error}”一项缺少或不合规范。", "请补全申报单位等基本信息后再封装。"
        ) from error
    tags = {
        layout.BAGIT: layout.BAGIT_TEXT,
        layout.BAG_INFO: written,
        layout.MANIFEST: encode_manifest(digests),
        layout.BLOCKS: encode_blocks(blocks),
        layout.READING_PAGE: reading_page(info, sizes, fingerprint, reading, pages),
        layout.HOW_TO_VERIFY: how_to_verify(info),
    }
    caps = {
        layout.MANIFEST: layout.MAX_MANIFEST,
        layout.BLOCKS: layout.MAX_BLOCKS_FILE,
        layout.READING_PAGE: layout.MAX_READING_PAGE,
    }
    for name, cap in caps.items():
        if len(tags[name]) > cap:
            raise UserError("seal.too-large", "附件太多或太大，清单放不下。", "请减少附件后重试。")
    return tags


def _read_back(folder: Path, tags: Mapping[str, bytes], blocks: Mapping[str, Blocks], signer: Signer) -> None:
    """What stands on the disk is what was meant: tag files by content, payload by size."""
    tree = FolderTree(folder)
    found = {entry.path: entry.size for entry in tree.entries() if entry.kind is EntryKind.FILE}
    wanted = {name: len(data) for name, data in tags.items()}
    wanted |= {path: each.size for path, each in blocks.items()}
    same = found == wanted
    for name, data in tags.items():
        with tree.open(name) as handle:
            same = same and handle.read(len(data) + 1) == data
    try:
        seen = cms.verify(tags[layout.SIGNATURE], tags[layout.TAG_MANIFEST])
        same = same and seen.certificate.fingerprint == facts(signer.certificate_der).fingerprint
    except cms.SignatureFault:
        same = False
    if not same:
        raise UserError(
            "seal.read-back",
            "写入后读回的内容与写入的不一致，没有生成申报包。",
            "请检查磁盘是否完好，换一个位置后重试。",
        )
