"""A small genuine package, and the means to bend one with or without the signing key."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from jxdesk.base.progress import silent
from jxdesk.base.tree import FolderTree
from jxdesk.domain import canonical, plain_json
from jxdesk.domain.application import Application, Basic, Evidence, Member, NoticeRef
from jxdesk.notice.load import pack_digest
from jxdesk.package import bag_info, layout
from jxdesk.package.bag_info import BagInfo, Oxum
from jxdesk.package.contents import CheckResult, Confirmed, Counts, Match, Page, Pages, Scan
from jxdesk.package.manifest import Blocks, decode_manifest, encode_blocks, encode_manifest
from jxdesk.package.report import Report
from jxdesk.package.seal import Item, Sealed, seal
from jxdesk.package.verify import verify
from jxdesk.signing import certificate
from jxdesk.signing.signer import KeySigner
from jxdesk.signing.trust import TrustEntry, TrustStore

MOMENT = dt.datetime(2025, 10, 20, 1, 30, tzinfo=dt.UTC)
TODAY = dt.date(2025, 10, 27)
USCC = "11360000MB0000000X"
PROOF = "data/佐证材料/证明 一.pdf"
LIST = "data/名单与清单/企业名单.xlsx"
BIG = "data/盖章扫描版/扫描.pdf"

PROOFS = {
    "证明 一.pdf": b"%PDF-1.7 proof one\n" * 40,
    "证明 二.pdf": b"%PDF-1.7 proof two\n" * 40,
}
SCAN = bytes(range(256)) * 300
PACK = {"pack.toml": b"format = 1\n", "rules.toml": b""}

APPLICATION = Application(
    id="00112233aabbccdd",
    notice=NoticeRef("jx-2025", "1", pack_digest(PACK)),
    demo=True,
    basic=Basic(cluster_name="演示县数字零件产业集群"),
    members=(Member(uid="m1", name="演示县人民政府", uscc=USCC, lead=True),),
    evidence=tuple(
        Evidence(uid=f"v{number}", name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        for number, (name, data) in enumerate(PROOFS.items())
    ),
)
INFO = BagInfo(
    organisation="演示县人民政府",
    application_id=APPLICATION.id,
    applicant=USCC,
    version=1,
    previous_digest=None,
    notice_id="jx-2025",
    notice_digest=APPLICATION.notice.digest,
    sealed_at=MOMENT,
    cluster_name="演示县数字零件产业集群",
)


CODES = ("ABCDEFGHIJ", "ABCDEFGHI2", "ABCDEFGHI3")


def pages_of(application: bytes) -> Pages:
    """The page codes and the scan of what was printed from ``application.json``; one page by eye."""
    scan = hashlib.sha256(SCAN).hexdigest()
    hows: tuple[Literal["code", "typed", "eye"], ...] = ("code", "typed", "eye")
    return Pages(
        layout=1,
        data_digest=hashlib.sha256(application).hexdigest(),
        pages=[
            Page(section="申报书", page=number, pages=3, number=number, code=code)
            for number, code in enumerate(CODES, start=1)
        ],
        scans=[Scan(name="扫描.pdf", sha256=scan)],
        matches=[
            Match(code=code, scan=scan, page=page, how=how)
            for page, (code, how) in enumerate(zip(CODES, hows, strict=True), start=1)
        ],
        confirmed=[
            Confirmed(code=CODES[2], who="张三", why="改过的文档打印", at="2025-10-20T01:00:00+00:00")
        ],
    )


CHECKED = CheckResult(
    bottom_line="检查通过，没有错误和提醒。", counts=Counts(error=0, warning=0, hint=0), findings=[]
)
ITEMS = (
    Item("application.json", canonical.encode(APPLICATION)),
    Item("pages.json", plain_json.dump(pages_of(canonical.encode(APPLICATION)))),
    Item("report.json", plain_json.dump(CHECKED)),
    *(Item(f"佐证材料/{name}", data) for name, data in PROOFS.items()),
    Item("名单与清单/企业名单.xlsx", b"PK list"),
    Item("盖章扫描版/扫描.pdf", SCAN),
    Item("可编辑版/空.txt", b""),
    *(Item(f"申报通知/{name}", data) for name, data in PACK.items()),
)


@cache
def rsa_signer(name: str = "封装专用", bits: int = 2048) -> KeySigner:
    """A signer with a self-issued certificate; one for each ``name``."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    made = certificate.self_issued(key, "演示县人民政府", name, MOMENT)
    return KeySigner(made.public_bytes(serialization.Encoding.DER), key)


@cache
def issued_signer() -> KeySigner:
    """A P-256 signer whose certificate comes from an authority, as bought ones do."""
    authority = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "买来的证书")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "认证机构")]))
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(MOMENT)
        .not_valid_after(MOMENT + dt.timedelta(days=365))
        .sign(authority, hashes.SHA256())
    )
    return KeySigner(made.public_bytes(serialization.Encoding.DER), key)


def load_certificate(signer: KeySigner) -> asn1_x509.Certificate:
    """The signer's certificate for building CMS by hand."""
    return asn1_x509.Certificate.load(signer.certificate_der)


def make(folder: Path, items: Sequence[Item] = ITEMS, info: BagInfo = INFO) -> Sealed:
    """Seal a genuine package as ``folder``."""
    return seal(items, info, rsa_signer(), folder)


def pinned(signer: KeySigner | None = None, applicant: str = USCC) -> TrustStore:
    """A store that knows one certificate for one applicant."""
    fingerprint = certificate.fingerprint((signer or rsa_signer()).certificate_der)
    entry = TrustEntry(
        applicant, "演示县人民政府", fingerprint, "交接单", dt.date(2025, 1, 1), dt.date(2030, 1, 1)
    )
    return TrustStore((entry,))


def judge(folder: Path, trust: TrustStore | None = None) -> Report:
    """Verify a package folder as of ``TODAY``."""
    return verify(FolderTree(folder), trust=trust, received_on=TODAY, progress=silent)


def codes(report: Report) -> list[tuple[str, str]]:
    """The faults as (code, path), in the report's order."""
    return [(fault.code, fault.path) for fault in report.faults]


def replace_text(path: Path, old: str, new: str) -> None:
    """Change a text file byte for byte; ``old`` must be there."""
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def sign_again(folder: Path, signer: KeySigner | None = None) -> None:
    """Bring tag manifest and signature up to date, as only the holder of the key can."""
    listed = {name: (folder / name).read_bytes() for name in layout.LISTED_TAGS if (folder / name).is_file()}
    listing = encode_manifest({name: hashlib.sha256(data).hexdigest() for name, data in listed.items()})
    sign_listing(folder, listing, signer)


def sign_listing(folder: Path, listing: bytes, signer: KeySigner | None = None) -> None:
    """Write ``listing`` as the tag manifest and sign it."""
    (folder / layout.TAG_MANIFEST).write_bytes(listing)
    (folder / layout.SIGNATURE).write_bytes((signer or rsa_signer()).sign(listing))


def list_again(folder: Path, info: BagInfo = INFO) -> None:
    """Bring every list up to date with what stands in ``data/``, then sign."""
    paths = {p.relative_to(folder).as_posix(): p for p in (folder / "data").rglob("*") if p.is_file()}
    contents = {path: place.read_bytes() for path, place in paths.items()}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in contents.items()}
    # Block checksums are not compared with the files, so zeroes do.
    blocks = {
        path: Blocks(len(data), "0" * 8 * -(-len(data) // layout.BLOCK)) for path, data in contents.items()
    }
    oxum = Oxum(sum(map(len, contents.values())), len(contents))
    (folder / layout.MANIFEST).write_bytes(encode_manifest(digests))
    (folder / layout.BLOCKS).write_bytes(encode_blocks(blocks))
    (folder / layout.BAG_INFO).write_bytes(bag_info.encode(info, oxum))
    sign_again(folder)


def listed_digests(folder: Path) -> dict[str, str]:
    """The payload manifest of a package."""
    return dict(decode_manifest((folder / layout.MANIFEST).read_bytes()).entries)
