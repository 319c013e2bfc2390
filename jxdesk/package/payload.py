"""The payload against its lists: changed, missing, renamed, extra, unreadable."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from jxdesk.base import names
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.base.tree import EntryKind, Tree
from jxdesk.package import layout, streaming
from jxdesk.package.inventory import Inventory
from jxdesk.package.report import Fault, fault
from jxdesk.package.tag_files import Tags

LABEL = "核对文件摘要"
_PREFIX = layout.PAYLOAD + "/"


def faults(
    tree: Tree, found: Inventory, tags: Tags, known: Mapping[str, str | None], progress: Progress
) -> Iterator[Fault]:
    """Hash every listed file and compare.

    ``known``: digests of files already read (path → hex), ``None`` for one that could not be read
    and was reported. Without a manifest that can be read there is nothing to compare with.
    """
    if layout.MANIFEST not in tags.contents or tags.manifest.is_unreadable:
        return
    wanted, payload = tags.manifest.entries, found.payload()
    listed = set(wanted) | tags.manifest.unusable
    yield from _path_faults(listed, found)
    is_usable = {path for path in listed if path.startswith(_PREFIX) and not names.name_faults(path)}
    missing = sorted(is_usable.union(layout.REQUIRED) - set(found.kinds))
    extra = sorted(payload - listed)
    to_hash = [path for path in wanted if path in payload and path not in known]
    # A missing file may stand there under another name: then its bytes tell.
    candidates = extra if missing else []
    digests, unreadable = _hash(tree, found, [*to_hash, *candidates], progress)
    digests |= {path: digest for path, digest in known.items() if digest is not None}
    for path, reason in unreadable.items():
        yield fault("payload.unreadable", path, wanted.get(path, ""), reason)
    yield from _content_faults(found, tags, digests)
    yield from _placement_faults(found, missing, extra, wanted, digests)


def _path_faults(listed: Iterable[str], found: Inventory) -> Iterator[Fault]:
    """Listed paths that no package can hold; names that do stand there were judged with the rest."""
    for path in sorted(listed):
        if not path.startswith(_PREFIX):
            yield fault("manifest.outside", path, f"{_PREFIX} 之下的路径", path)
        if path not in found.kinds:
            for code in names.name_faults(path):
                yield fault(code, path, names.EXPECTED[code], path)
        elif found.kinds[path] is EntryKind.FOLDER:
            yield fault("entry.kind", path, "文件", "文件夹")


def _content_faults(found: Inventory, tags: Tags, digests: Mapping[str, str]) -> Iterator[Fault]:
    for path, wanted in tags.manifest.entries.items():
        digest = digests.get(path)
        if digest is None:
            continue
        blocks = tags.blocks.entries.get(path)
        if digest != wanted:
            yield fault("payload.changed", path, wanted, digest)
        elif blocks is not None and blocks.size != found.files[path]:
            yield fault("blocks.size", path, str(found.files[path]), str(blocks.size))


def _placement_faults(
    found: Inventory,
    missing: Iterable[str],
    extra: Iterable[str],
    wanted: Mapping[str, str],
    digests: Mapping[str, str],
) -> Iterator[Fault]:
    by_digest: dict[str, list[str]] = defaultdict(list)
    for path in extra:
        if path in digests:
            by_digest[digests[path]].append(path)
    moved: set[str] = set()
    for path in missing:
        elsewhere = by_digest.get(wanted.get(path, ""), [])
        if elsewhere:
            moved.add(elsewhere[0])
            yield fault("payload.renamed", path, path, elsewhere.pop(0))
        else:
            yield fault("payload.missing", path, wanted.get(path, "有这个文件"), "没有")
    for path in extra:
        if path not in moved:
            yield fault("payload.extra", path, "没有这个文件", f"{found.files[path]} 字节")


def _hash(
    tree: Tree, found: Inventory, paths: Iterable[str], progress: Progress
) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-256 by path, and the reason by path for those that could not be read."""
    chosen = set(paths)
    in_tree_order = [path for path in found.files if path in chosen]
    sinks = {path: _HashSink() for path in in_tree_order}
    unreadable: dict[str, str] = {}

    def note(job: streaming.Job, error: UserError) -> None:
        unreadable[job.name] = error.message

    streaming.run(
        [streaming.Job(path, found.files[path], partial(tree.open, path), sinks[path]) for path in sinks],
        label=LABEL,
        progress=progress,
        on_unreadable=note,
    )
    return {path: s.digest for path, s in sinks.items() if path not in unreadable}, unreadable


class _HashSink:
    """``digest`` is there once the file was read to its end."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self.digest = ""

    def feed(self, chunk: memoryview) -> None:
        self._sha256.update(chunk)

    def finish(self) -> None:
        self.digest = self._sha256.hexdigest()

    def close(self) -> None:
        """Nothing is held open."""
