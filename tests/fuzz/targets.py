"""What reads bytes from outside, each with genuine bytes to begin from and what must hold for any others.

A target takes bytes and raises ``AssertionError`` when something that was bent passes; whatever else comes
out of it but the errors it declares is a fault too. Hypothesis drives them in the tests, atheris in
``build/fuzz.py`` for as long as one likes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.base.tree import EntryKind
from jxdesk.disc.image import make_image
from jxdesk.disc.reader import ImageTree
from jxdesk.domain import canonical, plain_json
from jxdesk.package import bag_info, layout
from jxdesk.package.contents import decode_pages
from jxdesk.package.manifest import decode_blocks, decode_manifest, encode_blocks, encode_manifest
from jxdesk.package.verify import verify
from jxdesk.signing import cms, trust
from jxdesk.signing.pkcs12 import open_bytes
from tests.fuzz.memory_tree import MemoryTree, read_folder
from tests.package import kit
from tests.signing import kit as signing_kit
from tests.signing import p12

_MEMORY = Path("/dev/shm")
_IN_MEMORY = _MEMORY if _MEMORY.is_dir() else None


@dataclass(frozen=True, slots=True)
class Target:
    """``seeds`` gives genuine bytes, ``feed`` takes any."""

    seeds: Callable[[], tuple[bytes, ...]]
    feed: Callable[[bytes], None]


@cache
def genuine() -> Mapping[str, bytes]:
    """The files of a genuine package."""
    folder = Path(tempfile.mkdtemp(prefix="jxdesk-fuzz-"))
    try:
        kit.make(folder / "包")
        return MappingProxyType(read_folder(folder / "包"))
    finally:
        shutil.rmtree(folder)


@cache
def image() -> bytes:
    """An image of the genuine package."""
    folder = Path(tempfile.mkdtemp(prefix="jxdesk-fuzz-"))
    try:
        kit.make(folder / "包")
        out = folder / "盘.iso"
        make_image([folder / "包"], out, volume="FUZZ", when=kit.MOMENT, progress=silent)
        return out.read_bytes()
    finally:
        shutil.rmtree(folder)


def _manifest(data: bytes) -> None:
    """Lines without a fault say exactly what they are written as."""
    listed = decode_manifest(data)
    if not listed.faults and not listed.is_unreadable:
        assert encode_manifest(listed.entries) == data


def _blocks(data: bytes) -> None:
    listed = decode_blocks(data)
    if not listed.faults and not listed.is_unreadable:
        assert encode_blocks(listed.entries) == data


def _bag_info(data: bytes) -> None:
    try:
        info, oxum = bag_info.decode(data)
    except ValueError:
        return
    assert bag_info.encode(info, oxum) == data


def _cms(data: bytes) -> None:
    """No other bytes than the genuine ones are a signature over the genuine list."""
    try:
        cms.verify(data, genuine()[layout.TAG_MANIFEST])
    except cms.SignatureFault:
        return
    assert data == genuine()[layout.SIGNATURE]


def _signed(data: bytes) -> None:
    """The genuine signature holds for no other list."""
    try:
        cms.verify(genuine()[layout.SIGNATURE], data)
    except cms.SignatureFault:
        return
    assert data == genuine()[layout.TAG_MANIFEST]


def _application(data: bytes) -> None:
    try:
        application = canonical.decode(data)
    except UserError:
        return
    assert canonical.encode(application) == data


def _plain_json(data: bytes) -> None:
    try:
        plain_json.load(data)
    except UserError:
        return


def _pages(data: bytes) -> None:
    pages = decode_pages(data)
    assert pages is None or plain_json.dump(pages) == data


def _trust(data: bytes) -> None:
    with _as_file(data) as path:
        try:
            trust.read(path)
        except UserError:
            return


def _pkcs12(data: bytes) -> None:
    try:
        open_bytes(data, p12.PASSWORD, "x.p12")
    except UserError:
        return


def _image(data: bytes) -> None:
    """An image that is taken says of every file where it lies, and gives as many bytes as it says."""
    with _as_file(data) as path:
        try:
            with ImageTree(path) as tree:
                for entry in tree.entries():
                    if entry.kind is EntryKind.FILE:
                        with tree.open(entry.path) as handle:
                            assert len(handle.read(entry.size + 1)) == entry.size
        except UserError:
            return


def _package(data: bytes) -> None:
    """The first byte chooses a file of the package, the rest is what it holds: sound only as it was."""
    if not data:
        return
    names = sorted(genuine())
    name = names[data[0] % len(names)]
    bent = {**genuine(), name: data[1:]}
    report = verify(MemoryTree(bent), trust=None, received_on=kit.TODAY, progress=silent)
    assert (report.verdict == "sound") == (bent[name] == genuine()[name])


def _package_seeds() -> tuple[bytes, ...]:
    return tuple(bytes([place]) + genuine()[name] for place, name in enumerate(sorted(genuine())))


def _of(path: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: (genuine()[path],)


def _trust_seeds() -> tuple[bytes, ...]:
    folder = Path(tempfile.mkdtemp(prefix="jxdesk-fuzz-"))
    try:
        trust.write(folder / "x", kit.pinned())
        return ((folder / "x").read_bytes(),)
    finally:
        shutil.rmtree(folder)


def _pkcs12_seeds() -> tuple[bytes, ...]:
    own = p12.certificate(signing_kit.key())
    return tuple(p12.made(signing_kit.key(), own, cipher=cipher) for cipher in p12.PBES)


class _as_file:  # noqa: N801 (used as a function)
    """A file with these bytes while the block runs; in memory where the system has that."""

    def __init__(self, data: bytes) -> None:
        self._handle = tempfile.NamedTemporaryFile(dir=_IN_MEMORY)  # noqa: SIM115 (closed in __exit__)
        self._handle.write(data)
        self._handle.flush()

    def __enter__(self) -> Path:
        return Path(self._handle.name)

    def __exit__(self, *_: object) -> None:
        self._handle.close()


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "manifest": Target(_of(layout.MANIFEST), _manifest),
        "blocks": Target(_of(layout.BLOCKS), _blocks),
        "bag-info": Target(_of(layout.BAG_INFO), _bag_info),
        "cms": Target(_of(layout.SIGNATURE), _cms),
        "signed": Target(_of(layout.TAG_MANIFEST), _signed),
        "application": Target(_of(layout.APPLICATION), _application),
        "plain-json": Target(_of(layout.REPORT), _plain_json),
        "pages": Target(_of(layout.PAGES), _pages),
        "trust": Target(_trust_seeds, _trust),
        "pkcs12": Target(_pkcs12_seeds, _pkcs12),
        "image": Target(lambda: (image(),), _image),
        "package": Target(_package_seeds, _package),
    }
)
