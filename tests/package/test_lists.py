"""The lists of a package and its names: what is written is read back, and nothing else is taken."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jxdesk.base import names
from jxdesk.base.unseen import is_unseen, shown
from jxdesk.package import bag_info
from jxdesk.package.bag_info import BagInfo, Oxum
from jxdesk.package.layout import BLOCK
from jxdesk.package.manifest import (
    Blocks,
    decode_blocks,
    decode_manifest,
    encode_blocks,
    encode_manifest,
)
from tests.package import kit

segments = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
paths = (
    st.lists(segments, min_size=1, max_size=4)
    .map(lambda parts: unicodedata.normalize("NFC", "data/" + "/".join(parts)))
    .filter(lambda path: not names.name_faults(path))
)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


def sized_blocks(size: int, source: str) -> Blocks:
    return Blocks(size, (source * -(-size // BLOCK))[: 8 * -(-size // BLOCK)])


blocks = st.builds(
    sized_blocks,
    st.integers(0, 5 * BLOCK),
    st.binary(min_size=4, max_size=4).map(bytes.hex),
)


@given(st.dictionaries(paths, digests, max_size=8))
def test_manifest_round_trip(entries: dict[str, str]) -> None:
    decoded = decode_manifest(encode_manifest(entries))
    assert (dict(decoded.entries), decoded.faults, decoded.unusable) == (entries, (), frozenset())


@given(st.dictionaries(paths, blocks, max_size=8))
def test_block_list_round_trip(entries: dict[str, Blocks]) -> None:
    decoded = decode_blocks(encode_blocks(entries))
    assert (dict(decoded.entries), decoded.faults, decoded.unusable) == (entries, (), frozenset())


@given(st.binary(max_size=400))
def test_any_bytes_decode_to_entries_or_faults_that_explain_them(data: bytes) -> None:
    digests = decode_manifest(data)
    assert digests.faults or encode_manifest(digests.entries) == data
    sizes = decode_blocks(data)
    assert sizes.faults or encode_blocks(sizes.entries) == data


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"data/a 5 0123456G\n", "list.line"),
        (b"data/a 5 01234567 \n", "list.line"),
        (b"data/a 05 01234567\n", "list.line"),
        (b"data/a 5 0123456701234567\n", "list.line"),
        (b"data/a 40000 01234567\n", "list.line"),
        (b"data/a 0 \n", "list.line"),
        (b"data/a 5 -\n", "list.line"),
        (b"data/a 9999999999999999 -\n", "list.line"),
        (b"data/a 5 ABCDEF01\n", "list.line"),
        (b"data/a\n", "list.line"),
        (b"\n", "list.line"),
    ],
)
def test_block_line_that_is_not_exact_is_refused(line: bytes, code: str) -> None:
    assert [fault.code for fault in decode_blocks(line).faults] == [code]


infos = st.builds(
    BagInfo,
    organisation=segments.filter(lambda text: text == text.strip()),
    application_id=st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    applicant=st.from_regex(r"[0-9A-Z]{18}", fullmatch=True),
    version=st.integers(1, 999_999),
    previous_digest=st.none() | digests,
    notice_id=st.just("jx-2025"),
    notice_digest=digests,
    sealed_at=st.integers(0, 7_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)),
    cluster_name=st.none() | segments.filter(lambda text: text == text.strip()),
)


@given(infos, st.integers(0, 10**12), st.integers(1, 20_000))
def test_bag_info_round_trip(info: BagInfo, octets: int, files: int) -> None:
    assume(not any(is_unseen(char) for char in info.organisation + (info.cluster_name or "")))
    oxum = Oxum(octets, files)
    assert bag_info.decode(bag_info.encode(info, oxum)) == (info, oxum)


@given(st.binary(max_size=300))
def test_bag_info_of_any_bytes_is_refused_calmly(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"UTF-8|一行|不合规范|缺少"):
        bag_info.decode(data)


@pytest.mark.parametrize(
    "path",
    [
        "data/a",
        "data/佐证材料/1. 证明（一）.pdf",
        "data/塅圳.xlsx",
        "data/a b",
        "data/CONSOLE",
        "data/.x",
        "核验说明.txt",
    ],
)
def test_ordinary_names_pass(path: str) -> None:
    assert names.name_faults(path) == ()


@given(st.text(max_size=80))
def test_shown_text_has_nothing_unseen(text: str) -> None:
    assert not any(is_unseen(char) for char in shown(text))


def test_collisions_name_each_pair_once() -> None:
    nfd = unicodedata.normalize("NFD", "é")
    assert list(names.collisions(["a/①", "a/1"])) == [("name.twin", "a/①", "a/1")]
    found = list(names.collisions(["data/A/x", "data/a/y", "data/é", f"data/{nfd}", "data/é2"]))
    assert found == [("name.case", "data/a", "data/A"), ("name.twin", "data/é", f"data/{nfd}")]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_time_that_no_local_clock_can_show_is_refused(moment: str) -> None:
    data = bag_info.encode(kit.INFO, Oxum(5, 1))
    sealed = b"2025-10-20T01:30:00Z"
    assert bag_info.decode(data)[0] == kit.INFO
    assert data.count(sealed) == 1
    bent = data.replace(sealed, moment.encode()).replace(
        b"Bagging-Date: 2025-10-20", b"Bagging-Date: %b" % moment[:10].encode()
    )
    with pytest.raises(ValueError, match="Sealed-At-Claimed"):
        bag_info.decode(bent)
