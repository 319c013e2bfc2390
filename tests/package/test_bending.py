"""Every kind of bending, one fixture each, named after its defect.

Each says exactly which faults the verifier must name. Some were made without the key (the
lists or the signature give them away), some by the holder of the key, where nothing but the
rule itself stands in the way.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain import canonical, plain_json
from jxdesk.package import layout
from jxdesk.package.contents import Confirmed, Match
from jxdesk.package.manifest import encode_manifest
from tests.package import kit
from tests.package.kit import BIG, LIST, PROOF

Bend = Callable[[Path], None]
Faults = list[tuple[str, str]]
BENDINGS: dict[str, tuple[Bend, Faults]] = {}


ON_WINDOWS = os.name == "nt"


def bent(*faults: tuple[str, str], posix: bool = False) -> Callable[[Bend], Bend]:
    """Register a fixture; ``posix``: what Windows cannot make at all."""

    def register(bend: Bend) -> Bend:
        if not (posix and ON_WINDOWS):
            BENDINGS[bend.__name__] = bend, list(faults)
        return bend

    return register


def put(folder: Path, path: str, data: bytes = b"x") -> Path:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def move(folder: Path, path: str, to: str) -> None:
    (folder / to).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).rename(folder / to)


# --- payload -----------------------------------------------------------------------------------


@bent(("payload.changed", PROOF))
def replaced_file(folder: Path) -> None:
    put(folder, PROOF, b"another proof")


@bent(("payload.changed", BIG))
def one_bit_flipped_beyond_the_first_block(folder: Path) -> None:
    data = bytearray((folder / BIG).read_bytes())
    data[-5] ^= 1
    put(folder, BIG, bytes(data))


@bent(("payload.changed", BIG))
def truncated_file(folder: Path) -> None:
    put(folder, BIG, (folder / BIG).read_bytes()[:-1])


@bent(("payload.changed", PROOF), ("payload.changed", "data/佐证材料/证明 二.pdf"))
def two_files_swapped(folder: Path) -> None:
    move(folder, PROOF, "data/aside")
    move(folder, "data/佐证材料/证明 二.pdf", PROOF)
    move(folder, "data/aside", "data/佐证材料/证明 二.pdf")


@bent(("payload.missing", PROOF))
def missing_file(folder: Path) -> None:
    (folder / PROOF).unlink()


@bent(("payload.renamed", PROOF))
def renamed_file(folder: Path) -> None:
    move(folder, PROOF, "data/佐证材料/证明 三.pdf")


@bent(("payload.extra", "data/佐证材料/多出.pdf"))
def extra_file_in_data(folder: Path) -> None:
    put(folder, "data/佐证材料/多出.pdf")


@bent(("payload.extra", "data/.hidden"))
def extra_hidden_file(folder: Path) -> None:
    put(folder, "data/.hidden")


@bent(("entry.empty-folder", "data/空文件夹"))
def empty_folder(folder: Path) -> None:
    (folder / "data/空文件夹").mkdir()


@bent(("entry.kind", LIST), ("entry.empty-folder", LIST))
def folder_in_place_of_a_file(folder: Path) -> None:
    (folder / LIST).unlink()
    (folder / LIST).mkdir()


@bent(
    ("payload.missing", PROOF),
    ("entry.link", PROOF.rpartition("/")[0]),
    ("payload.missing", "data/佐证材料/证明 二.pdf"),
    posix=True,
)
def symlinked_folder_below_data(folder: Path) -> None:
    outside = folder.parent / "outside"
    shutil.move(folder / "data/佐证材料", outside)
    (folder / "data/佐证材料").symlink_to(outside)


@bent(("entry.link", PROOF), posix=True)
def symlinked_file(folder: Path) -> None:
    shutil.move(folder / PROOF, folder.parent / "outside.pdf")
    (folder / PROOF).symlink_to(folder.parent / "outside.pdf")


@bent(
    *(("payload.missing", f"data/{item.path}") for item in sorted(kit.ITEMS, key=lambda item: item.path)),
    ("entry.link", "data"),
    posix=True,
)
def symlinked_data(folder: Path) -> None:
    shutil.move(folder / "data", folder.parent / "outside")
    (folder / "data").symlink_to(folder.parent / "outside")


@bent(("entry.special", PROOF), posix=True)
def fifo_in_place_of_a_file(folder: Path) -> None:
    (folder / PROOF).unlink()
    os.mkfifo(folder / PROOF)


@bent(("entry.special", "data/pipe"), posix=True)
def extra_fifo(folder: Path) -> None:
    os.mkfifo(folder / "data/pipe")


# --- the root ----------------------------------------------------------------------------------


@bent(("extra.file", "autorun.inf"), ("name.reserved", "autorun.inf"))
def extra_file_at_the_root(folder: Path) -> None:
    put(folder, "autorun.inf")


@bent(("extra.file", "附件/a.pdf"), ("extra.folder", "附件"))
def extra_folder_at_the_root(folder: Path) -> None:
    put(folder, "附件/a.pdf")


@bent(("extra.fetch", "fetch.txt"))
def fetch_file(folder: Path) -> None:
    put(folder, "fetch.txt", b"https://example.invalid/x 1 data/x\n")


@bent(("extra.manifest", "manifest-md5.txt"))
def weaker_manifest_beside(folder: Path) -> None:
    put(folder, "manifest-md5.txt", b"")


@bent(("extra.manifest", "tagmanifest-sha512.txt"))
def further_tag_manifest(folder: Path) -> None:
    put(folder, "tagmanifest-sha512.txt", b"")


@bent(("tag.missing", "index.html"))
def reading_page_missing(folder: Path) -> None:
    (folder / "index.html").unlink()


@bent(("tag.changed", "index.html"))
def reading_page_changed(folder: Path) -> None:
    kit.replace_text(folder / "index.html", "申报包", "假冒包")


@bent(("tag.missing", layout.MANIFEST))
def manifest_missing(folder: Path) -> None:
    (folder / layout.MANIFEST).unlink()


@bent(("tag.missing", layout.TAG_MANIFEST))
def tag_manifest_missing(folder: Path) -> None:
    (folder / layout.TAG_MANIFEST).unlink()


@bent(("entry.link", layout.SIGNATURE), posix=True)
def symlinked_signature(folder: Path) -> None:
    shutil.move(folder / layout.SIGNATURE, folder.parent / "signature")
    (folder / layout.SIGNATURE).symlink_to(folder.parent / "signature")


@bent(("tag.too-large", layout.MANIFEST))
def manifest_over_its_cap(folder: Path) -> None:
    with (folder / layout.MANIFEST).open("r+b") as handle:
        handle.truncate(layout.MAX_MANIFEST + 1)


@bent(("tag.too-large", layout.MANIFEST))
def manifest_with_too_many_lines(folder: Path) -> None:
    put(folder, layout.MANIFEST, b"\n" * (layout.MAX_PAYLOAD_FILES + 1))


# --- versions and facts -------------------------------------------------------------------------


@bent(("bagit.version", "bagit.txt"), ("tag.changed", "bagit.txt"), ("payload.changed", PROOF))
def version_0_96_and_a_replaced_file(folder: Path) -> None:
    """The genuine package that bagit.py and openssl cms both let pass."""
    kit.replace_text(folder / "bagit.txt", "1.0", "0.96")
    put(folder, PROOF, b"another proof")


@bent(("bagit.version", "bagit.txt"))
def version_0_97_signed(folder: Path) -> None:
    kit.replace_text(folder / "bagit.txt", "1.0", "0.97")
    kit.sign_again(folder)


@bent(("bagit.text", "bagit.txt"))
def other_encoding_declared(folder: Path) -> None:
    kit.replace_text(folder / "bagit.txt", "UTF-8", "GBK")
    kit.sign_again(folder)


@bent(("info.oxum", "bag-info.txt"))
def oxum_that_lies(folder: Path) -> None:
    text = (folder / "bag-info.txt").read_text(encoding="utf-8")
    oxum = text.rpartition("Payload-Oxum: ")[2]
    kit.replace_text(folder / "bag-info.txt", oxum, "1.1\n")
    kit.sign_again(folder)


@bent(("info.unreadable", "bag-info.txt"))
def folded_line_in_bag_info(folder: Path) -> None:
    kit.replace_text(folder / "bag-info.txt", "Cluster-Name: ", "Cluster-Name: a\n  ")
    kit.sign_again(folder)


@bent(("info.unreadable", "bag-info.txt"))
def bag_info_with_crlf(folder: Path) -> None:
    place = folder / "bag-info.txt"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    kit.sign_again(folder)


@bent(
    ("info.application-id", "bag-info.txt"),
    ("info.notice", "bag-info.txt"),
    ("info.applicant", "bag-info.txt"),
)
def bag_info_of_another_application(folder: Path) -> None:
    place = folder / "bag-info.txt"
    kit.replace_text(place, kit.APPLICATION.id, "ffeeddccbbaa9988")
    kit.replace_text(place, kit.USCC, "91360000MA0000000A")
    kit.replace_text(place, kit.INFO.notice_digest, "6" * 64)
    kit.sign_again(folder)


@bent(("info.organisation", "bag-info.txt"), ("info.cluster-name", "bag-info.txt"))
def bag_info_with_other_names(folder: Path) -> None:
    info = dataclasses.replace(kit.INFO, organisation="另一个县人民政府", cluster_name=None)
    kit.list_again(folder, info)


# --- lists --------------------------------------------------------------------------------------


def rewrite_manifest(folder: Path, change: Callable[[bytes], bytes]) -> None:
    place = folder / layout.MANIFEST
    place.write_bytes(change(place.read_bytes()))
    kit.sign_again(folder)


@bent(("list.line-end", layout.MANIFEST))
def manifest_with_crlf(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: data.replace(b"\n", b"\r\n"))


@bent(("list.bom", layout.MANIFEST))
def manifest_with_bom(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: b"\xef\xbb\xbf" + data)


@bent(("list.line-end", layout.MANIFEST))
def manifest_without_its_last_line_feed(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: data[:-1])


@bent(("list.upper-hex", layout.MANIFEST))
def upper_case_hex(folder: Path) -> None:
    digest = kit.listed_digests(folder)[PROOF].encode()
    rewrite_manifest(folder, lambda data: data.replace(digest, digest.upper()))


@bent(("list.duplicate", layout.MANIFEST))
def duplicate_entry(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: data + data.splitlines(keepends=True)[-1])


@bent(("list.duplicate", layout.MANIFEST))
def duplicate_entry_with_another_digest(folder: Path) -> None:
    last = b"  " + list(kit.listed_digests(folder))[-1].encode() + b"\n"
    rewrite_manifest(folder, lambda data: data + b"0" * 64 + last)


@bent(("list.order", layout.MANIFEST))
def manifest_out_of_order(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: b"".join(reversed(data.splitlines(keepends=True))))


@bent(("list.line", layout.MANIFEST))
def comment_in_the_manifest(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: b"# note\n" + data)


@bent(("list.encoding", layout.MANIFEST))
def manifest_not_utf_8(folder: Path) -> None:
    rewrite_manifest(folder, lambda data: data.decode().encode("gb18030"))


@bent(("list.algorithm", layout.MANIFEST))
def weaker_hash_in_the_manifest(folder: Path) -> None:
    digest = kit.listed_digests(folder)[PROOF].encode()
    weak = hashlib.md5((folder / PROOF).read_bytes()).hexdigest().encode()
    rewrite_manifest(folder, lambda data: data.replace(digest, weak))


def list_as_well(folder: Path, path: str) -> None:
    digests = kit.listed_digests(folder) | {path: "0" * 64}
    rewrite_manifest(folder, lambda _: encode_manifest(digests))


@bent(("manifest.outside", "/etc/passwd"), ("blocks.omits", "/etc/passwd"), ("name.relative", "/etc/passwd"))
def absolute_path(folder: Path) -> None:
    list_as_well(folder, "/etc/passwd")


@bent(("blocks.omits", "data/../../x.pdf"), ("name.relative", "data/../../x.pdf"))
def path_with_dots(folder: Path) -> None:
    list_as_well(folder, "data/../../x.pdf")


@bent(
    ("manifest.outside", "../申报包-x/a.pdf"),
    ("blocks.omits", "../申报包-x/a.pdf"),
    ("name.relative", "../申报包-x/a.pdf"),
)
def path_to_a_sibling_that_begins_alike(folder: Path) -> None:
    put(folder.parent, "申报包-x/a.pdf")
    list_as_well(folder, "../申报包-x/a.pdf")


@bent(("manifest.outside", "bag-info.txt"), ("blocks.omits", "bag-info.txt"))
def tag_file_listed_as_payload(folder: Path) -> None:
    list_as_well(folder, "bag-info.txt")


@bent(("tagmanifest.omits", "index.html"))
def tag_manifest_that_omits_a_file(folder: Path) -> None:
    names = [name for name in layout.LISTED_TAGS if name != "index.html"]
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    kit.sign_listing(folder, encode_manifest(digests))


@bent(("tagmanifest.extra", "../x"))
def tag_manifest_that_lists_more(folder: Path) -> None:
    digests = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in layout.LISTED_TAGS}
    kit.sign_listing(folder, encode_manifest(digests | {"../x": "0" * 64}))


@bent(("blocks.omits", PROOF))
def block_list_that_omits_a_file(folder: Path) -> None:
    place = folder / layout.BLOCKS
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(b"".join(line for line in lines if PROOF.encode() not in line))
    kit.sign_again(folder)


@bent(("blocks.extra", "data/z"))
def block_list_that_lists_more(folder: Path) -> None:
    place = folder / layout.BLOCKS
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(b"".join(sorted([*lines, b"data/z 0 -\n"])))
    kit.sign_again(folder)


@bent(("info.oxum", "bag-info.txt"), ("blocks.size", PROOF), ("evidence.size", layout.APPLICATION))
def block_list_with_a_false_size(folder: Path) -> None:
    size = (folder / PROOF).stat().st_size
    kit.replace_text(folder / layout.BLOCKS, f"{PROOF} {size} ", f"{PROOF} {size + 1} ")
    kit.sign_again(folder)


# --- names, all of them listed and signed by the holder of the key ------------------------------


def signed_name(folder: Path, path: str) -> None:
    put(folder, path)
    kit.list_again(folder)


NFD = unicodedata.normalize("NFD", "data/é.pdf")


@bent(("name.nfc", NFD), ("name.twin", "data/é.pdf"))
def nfd_twin(folder: Path) -> None:
    put(folder, NFD)
    signed_name(folder, "data/é.pdf")


@bent(("payload.renamed", "data/é.pdf"), ("name.nfc", NFD))
def nfd_rename(folder: Path) -> None:
    signed_name(folder, "data/é.pdf")
    move(folder, "data/é.pdf", NFD)


@bent(("name.case", "data/a.pdf"), posix=True)
def case_collision(folder: Path) -> None:
    put(folder, "data/A.pdf")
    signed_name(folder, "data/a.pdf")


FULL_WIDTH = "data/\uff21.pdf"


@bent(("name.twin", FULL_WIDTH))
def full_width_twin(folder: Path) -> None:
    put(folder, FULL_WIDTH)
    signed_name(folder, "data/a.pdf")


@bent(("name.case", "data/kit"), posix=True)
def case_collision_of_folders(folder: Path) -> None:
    put(folder, "data/Kit/one.pdf")
    signed_name(folder, "data/kit/two.pdf")


BAD_NAMES = {
    "windows_reserved_name": ("data/CON", "name.reserved"),
    "windows_reserved_name_with_extension": ("data/com¹.tar.gz", "name.reserved"),
    "percent_in_a_name": ("data/%41.pdf", "name.character"),
    "bidi_override_in_a_name": ("data/x\u202efdp.exe", "name.character"),
    "zero_width_space_in_a_name": ("data/a\u200bb.pdf", "name.character"),
    "variation_selector_in_a_name": ("data/a\ufe0f.pdf", "name.character"),
    "carriage_return_in_a_name": ("data/a\x0bb.pdf", "name.character"),
    "private_use_character_in_a_name": ("data/a\ue000.pdf", "name.character"),
    "unassigned_character_in_a_name": ("data/a\u0378.pdf", "name.character"),
    "blank_braille_in_a_name": ("data/a\u2800b.pdf", "name.character"),
    "no_break_space_in_a_name": ("data/a\u00a0b.pdf", "name.character"),
    "ideographic_space_in_a_name": ("data/a\u3000b.pdf", "name.character"),
    "folder_settings_of_windows": ("data/Desktop.ini", "name.reserved"),
    "autorun_below_data": ("data/AutoRun.inf", "name.reserved"),
    "thumbnails_of_windows": ("data/佐证材料/Thumbs.db", "name.reserved"),
    "colon_in_a_name": ("data/a:b.pdf", "name.character"),
    "backslash_in_a_name": ("data/a\\b.pdf", "name.character"),
    "trailing_dot": ("data/a.", "name.ending"),
    "trailing_space": ("data/a ", "name.ending"),
    "name_of_61_units": ("data/" + "长" * 61, "name.long"),
    "name_of_31_wide_characters": ("data/" + "𫖯" * 31, "name.long"),
    "path_over_200_units": ("data/" + "/".join(["段" * 50] * 4), "name.long"),
    "too_many_folders": ("data/1/2/3/4/5/6/a", "name.long"),
}


@pytest.mark.parametrize("defect", [] if ON_WINDOWS else BAD_NAMES)
def test_a_bad_name_is_refused_even_when_signed(package: Path, defect: str) -> None:
    path, code = BAD_NAMES[defect]
    signed_name(package, path)
    shown = path.replace("\u202e", "\\u202e").replace("\u200b", "\\u200b")
    shown = shown.replace("\ufe0f", "\\ufe0f").replace("\x0b", "\\u000b")
    assert kit.codes(kit.judge(package)) == [(code, shown)]


@bent(("payload.extra", "data/a\\u000ab.pdf"), ("name.character", "data/a\\u000ab.pdf"), posix=True)
def newline_in_a_name(folder: Path) -> None:
    put(folder, "data/a\nb.pdf")


@bent(("payload.extra", "data/\\udcff.pdf"), ("name.character", "data/\\udcff.pdf"), posix=True)
def name_that_is_not_utf_8(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/data/\xff.pdf")).write_bytes(b"x")


# --- signature ----------------------------------------------------------------------------------


@bent(("tag.missing", layout.SIGNATURE))
def signature_missing(folder: Path) -> None:
    (folder / layout.SIGNATURE).unlink()


@bent(("signature.truncated", layout.SIGNATURE))
def signature_truncated(folder: Path) -> None:
    put(folder, layout.SIGNATURE, (folder / layout.SIGNATURE).read_bytes()[:-1])


@bent(("signature.malformed", layout.SIGNATURE))
def signature_empty(folder: Path) -> None:
    put(folder, layout.SIGNATURE, b"")


@bent(("signature.trailing", layout.SIGNATURE))
def bytes_after_the_signature(folder: Path) -> None:
    put(folder, layout.SIGNATURE, (folder / layout.SIGNATURE).read_bytes() + b"\0")


@bent(("signature.content", layout.SIGNATURE))
def signature_of_another_package(folder: Path) -> None:
    put(folder, layout.SIGNATURE, kit.rsa_signer().sign(b"another list"))


@bent(("tag.too-large", layout.SIGNATURE))
def signature_over_its_cap(folder: Path) -> None:
    put(folder, layout.SIGNATURE, b"\0" * 70_000)


# --- the application ----------------------------------------------------------------------------


def signed_application(folder: Path, data: bytes) -> None:
    put(folder, layout.APPLICATION, data)
    put(folder, layout.PAGES, plain_json.dump(kit.pages_of(data)))
    kit.list_again(folder)


@bent(("application.unreadable", layout.APPLICATION))
def application_that_does_not_decode(folder: Path) -> None:
    signed_application(folder, b"{")


@bent(("application.newer", layout.APPLICATION))
def application_of_a_newer_schema(folder: Path) -> None:
    plain = json.loads((folder / layout.APPLICATION).read_bytes())
    plain["schema"] += 1
    signed_application(folder, json.dumps(plain).encode())


@bent(("application.too-large", layout.APPLICATION))
def application_over_its_cap(folder: Path) -> None:
    signed_application(folder, b"\0" * (layout.MAX_APPLICATION + 1))


@bent(("payload.missing", layout.APPLICATION))
def application_neither_there_nor_listed(folder: Path) -> None:
    (folder / layout.APPLICATION).unlink()
    kit.list_again(folder)


def with_members(folder: Path, *leads: bool | None) -> None:
    members = tuple(
        dataclasses.replace(kit.APPLICATION.members[0], uid=f"m{number}", lead=lead)
        for number, lead in enumerate(leads)
    )
    application = dataclasses.replace(kit.APPLICATION, members=members)
    signed_application(folder, canonical.encode(application))
    kit.list_again(folder, dataclasses.replace(kit.INFO, organisation=application.applicant_name))


@bent(("application.lead", layout.APPLICATION))
def two_leads(folder: Path) -> None:
    with_members(folder, True, True)


@bent(("application.lead", layout.APPLICATION), ("info.applicant", "bag-info.txt"))
def several_members_and_no_lead(folder: Path) -> None:
    with_members(folder, None, False)


# --- what the parts say of each other, all of it listed and signed -------------------------------


@bent(("payload.missing", layout.PAGES), ("payload.missing", layout.REPORT))
def neither_pages_nor_report(folder: Path) -> None:
    (folder / layout.PAGES).unlink()
    (folder / layout.REPORT).unlink()
    kit.list_again(folder)


@bent(("pages.unreadable", layout.PAGES), ("report.unreadable", layout.REPORT))
def pages_and_report_of_another_shape(folder: Path) -> None:
    put(folder, layout.PAGES, b"{}\n")
    put(folder, layout.REPORT, (folder / layout.REPORT).read_bytes().replace(b"{", b'{"more": 1,', 1))
    kit.list_again(folder)


@bent(("pages.unreadable", layout.PAGES))
def pages_with_a_doubled_key(folder: Path) -> None:
    data = (folder / layout.PAGES).read_bytes()
    put(folder, layout.PAGES, data.replace(b'"layout": 1', b'"layout": 9, "layout": 1'))
    kit.list_again(folder)


@bent(("report.unreadable", layout.REPORT))
def report_nested_beyond_measure(folder: Path) -> None:
    put(folder, layout.REPORT, b'{"bottom_line":' + b"[" * 100_000)
    kit.list_again(folder)


@bent(("report.too-large", layout.REPORT))
def report_over_its_cap(folder: Path) -> None:
    put(folder, layout.REPORT, b" " * (layout.MAX_REPORT + 1))
    kit.list_again(folder)


@bent(("pages.data", layout.PAGES))
def pages_printed_from_other_data(folder: Path) -> None:
    put(folder, layout.PAGES, plain_json.dump(kit.pages_of(b"other data")))
    kit.list_again(folder)


def signed_pages(folder: Path, **changes: Any) -> None:
    """Pages with other values, listed and signed."""
    pages = kit.pages_of((folder / layout.APPLICATION).read_bytes())
    put(folder, layout.PAGES, plain_json.dump(msgspec.structs.replace(pages, **changes)))
    kit.list_again(folder)


def matches(*changes: dict[str, Any]) -> list[Match]:
    """The genuine matches, each with its changes."""
    genuine = kit.pages_of(b"").matches
    return [msgspec.structs.replace(one, **more) for one, more in zip(genuine, changes, strict=False)]


@bent(("pages.matches", layout.PAGES))
def page_without_a_scan_page(folder: Path) -> None:
    signed_pages(folder, matches=matches({}, {"how": "eye"}), confirmed=confirmed(1))


@bent(("pages.matches", layout.PAGES))
def scan_page_for_a_page_that_was_not_printed(folder: Path) -> None:
    signed_pages(folder, matches=matches({}, {"code": "ZZZZZZZZZZ"}, {}))


@bent(("pages.matches", layout.PAGES))
def scan_pages_out_of_order(folder: Path) -> None:
    first, second, third = kit.pages_of(b"").matches
    signed_pages(folder, matches=[second, first, third])


@bent(("pages.matches", layout.PAGES))
def one_scan_page_for_two_printed_pages(folder: Path) -> None:
    signed_pages(folder, matches=matches({}, {"page": 1}, {}))


@bent(("pages.matches", layout.PAGES))
def scan_page_before_the_first(folder: Path) -> None:
    signed_pages(folder, matches=matches({"page": 0}, {}, {}))


@bent(("pages.matches", layout.PAGES))
def scan_page_of_a_file_that_is_not_listed(folder: Path) -> None:
    signed_pages(folder, matches=matches({}, {"scan": "0" * 64}, {}))


@bent(("pages.matches", layout.PAGES))
def two_printed_pages_with_one_code(folder: Path) -> None:
    genuine = kit.pages_of(b"").pages
    doubled = [genuine[0], msgspec.structs.replace(genuine[1], code=genuine[0].code), genuine[2]]
    signed_pages(folder, pages=doubled, matches=matches({}, {"code": genuine[0].code}, {}))


@bent(("pages.matches", layout.PAGES), ("pages.matches", layout.PAGES))
def matches_without_a_scan(folder: Path) -> None:
    signed_pages(folder, scans=[], confirmed=confirmed(2), matches=matches({}, {}, {})[2:])


def confirmed(*places: int, **changes: Any) -> list[Confirmed]:
    """Confirmations of the pages at these places (from 0)."""
    (genuine,) = kit.pages_of(b"").confirmed
    return [msgspec.structs.replace(genuine, code=kit.CODES[place], **changes) for place in places]


@bent(("pages.confirmed", layout.PAGES))
def page_by_eye_without_a_name(folder: Path) -> None:
    signed_pages(folder, confirmed=[])


@bent(("pages.confirmed", layout.PAGES))
def page_by_code_with_somebodys_word(folder: Path) -> None:
    signed_pages(folder, confirmed=confirmed(0, 2))


@bent(("pages.confirmed", layout.PAGES))
def nobody_looked(folder: Path) -> None:
    signed_pages(folder, confirmed=confirmed(2, who=" "))


@bent(("pages.confirmed", layout.PAGES))
def no_reason_why_it_has_no_code(folder: Path) -> None:
    signed_pages(folder, confirmed=confirmed(2, why=""))


@bent(("pages.confirmed", layout.PAGES))
def looked_at_no_moment(folder: Path) -> None:
    signed_pages(folder, confirmed=confirmed(2, at="2025-10-20 09:00"))


@bent(("pages.unreadable", layout.PAGES))
def matched_in_a_way_that_is_none(folder: Path) -> None:
    data = (folder / layout.PAGES).read_bytes()
    put(folder, layout.PAGES, data.replace(b'"how": "typed"', b'"how": "guessed"'))
    kit.list_again(folder)


@bent(("evidence.missing", layout.APPLICATION))
def other_evidence_than_the_application_lists(folder: Path) -> None:
    put(folder, PROOF, b"another proof")
    kit.list_again(folder)


@bent(("evidence.missing", layout.APPLICATION))
def evidence_in_the_wrong_folder(folder: Path) -> None:
    move(folder, PROOF, "data/名单与清单/证明.pdf")
    kit.list_again(folder)


@bent(("evidence.size", layout.APPLICATION))
def evidence_whose_size_is_false(folder: Path) -> None:
    first, *others = kit.APPLICATION.evidence
    evidence = (dataclasses.replace(first, size=1), *others)
    signed_application(folder, canonical.encode(dataclasses.replace(kit.APPLICATION, evidence=evidence)))


@bent(("scan.missing", layout.PAGES))
def other_scan_than_the_pages_name(folder: Path) -> None:
    put(folder, BIG, b"another scan")
    kit.list_again(folder)


@bent(("notice.pack", f"data/{layout.NOTICE}"))
def notice_pack_that_is_another(folder: Path) -> None:
    put(folder, f"data/{layout.NOTICE}/rules.toml", b"# nothing is forbidden")
    kit.list_again(folder)


@bent(("notice.pack", f"data/{layout.NOTICE}"))
def notice_pack_left_out(folder: Path) -> None:
    shutil.rmtree(folder / "data" / layout.NOTICE)
    kit.list_again(folder)


# --- the tests ----------------------------------------------------------------------------------


@pytest.mark.parametrize("defect", BENDINGS)
def test_bent_package_is_refused_with_each_fault_named(package: Path, defect: str) -> None:
    bend, expected = BENDINGS[defect]
    bend(package)
    report = kit.judge(package)
    assert sorted(kit.codes(report)) == sorted(expected)
    assert (report.verdict, report.exit_code, report.application) == ("broken", 1, None)
    assert report.bottom_line.startswith("不可信：")
    assert all(fault.what and fault.expected for fault in report.faults)


def test_five_faults_are_named_at_once_in_a_stable_order(package: Path) -> None:
    replaced_file(package)
    extra_file_in_data(package)
    (package / LIST).unlink()
    reading_page_changed(package)
    signature_of_another_package(package)
    store = kit.pinned(kit.rsa_signer("登记的另一张"))
    report = kit.judge(package, store)
    assert kit.codes(report) == [
        ("tag.changed", "index.html"),
        ("signature.content", layout.SIGNATURE),
        ("trust.other", layout.SIGNATURE),
        ("payload.changed", PROOF),
        ("payload.missing", LIST),
        ("payload.extra", "data/佐证材料/多出.pdf"),
        ("entry.empty-folder", LIST.rpartition("/")[0]),
    ]
    changed = next(fault for fault in report.faults if fault.code == "payload.changed")
    assert changed.expected == kit.listed_digests(package)[PROOF]
    assert changed.found == hashlib.sha256(b"another proof").hexdigest()


def test_renamed_file_is_named_with_both_names(package: Path) -> None:
    renamed_file(package)
    (fault,) = kit.judge(package).faults
    assert (fault.expected, fault.found) == (PROOF, "data/佐证材料/证明 三.pdf")


@pytest.mark.parametrize("content", [{}, {"readme.txt": b"hello"}, {"data/application.json": b"{}"}])
def test_what_is_no_package_at_all_is_said_so(tmp_path: Path, content: dict[str, bytes]) -> None:
    for path, data in content.items():
        put(tmp_path, path, data)
    with pytest.raises(UserError) as caught:
        kit.judge(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("package.not-one", 2)
