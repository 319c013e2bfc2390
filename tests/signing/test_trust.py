"""The reviewer's trust store: how it judges and how it is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.signing import trust
from jxdesk.signing.trust import TrustEntry, TrustState, TrustStore

COUNTY, OTHER_COUNTY = "11360000MB0000000X", "11360000MB0000000Y"
ONE, TWO = "1" * 64, "2" * 64
ENTRY = TrustEntry(COUNTY, "演示县", ONE, "2025年交接单", dt.date(2025, 1, 1), dt.date(2026, 12, 31))
STORE = TrustStore((ENTRY,))
DAY = dt.date(2025, 10, 27)


def test_nothing_is_trusted_by_itself() -> None:
    assert TrustStore().judge(COUNTY, ONE, DAY) is TrustState.NEW


@pytest.mark.parametrize(
    ("applicant", "fingerprint", "day", "state"),
    [
        (COUNTY, ONE, DAY, TrustState.KNOWN),
        (COUNTY, ONE, dt.date(2025, 1, 1), TrustState.KNOWN),
        (COUNTY, ONE, dt.date(2026, 12, 31), TrustState.KNOWN),
        (COUNTY, ONE, dt.date(2024, 12, 31), TrustState.NEW),
        (COUNTY, ONE, dt.date(2027, 1, 1), TrustState.NEW),
        (COUNTY, TWO, DAY, TrustState.OTHER),
        (COUNTY, TWO, dt.date(2027, 1, 1), TrustState.NEW),
        (OTHER_COUNTY, ONE, DAY, TrustState.NEW),
    ],
)
def test_judgement(applicant: str, fingerprint: str, day: dt.date, state: TrustState) -> None:
    assert STORE.judge(applicant, fingerprint, day) is state


def test_revoked_from_the_day_on_for_everyone() -> None:
    store = STORE.with_revoked(ONE, DAY)
    assert store.judge(COUNTY, ONE, DAY) is TrustState.REVOKED
    assert store.judge(OTHER_COUNTY, ONE, DAY) is TrustState.REVOKED
    assert store.judge(COUNTY, ONE, DAY - dt.timedelta(days=1)) is TrustState.KNOWN


def test_after_revocation_a_new_certificate_is_new_not_other() -> None:
    assert STORE.with_revoked(ONE, DAY).judge(COUNTY, TWO, DAY) is TrustState.NEW


def test_entry_of_the_same_pair_is_replaced() -> None:
    longer = dataclasses.replace(ENTRY, valid_to=dt.date(2030, 1, 1))
    assert STORE.with_entry(longer).entries == (longer,)


def test_impossible_entries_are_refused() -> None:
    for fingerprint in ("1" * 63, "G" * 64):
        with pytest.raises(ValueError, match="fingerprint"):
            dataclasses.replace(ENTRY, fingerprint=fingerprint)
    with pytest.raises(ValueError, match="without applicant"):
        dataclasses.replace(ENTRY, applicant="")
    with pytest.raises(ValueError, match="reversed"):
        dataclasses.replace(ENTRY, valid_to=dt.date(2024, 1, 1))
    with pytest.raises(ValueError, match="twice"):
        TrustStore((ENTRY, ENTRY))


days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
entries = st.builds(
    lambda applicant, fingerprint, period, revoked_on: TrustEntry(
        applicant, "县", fingerprint, "交接单 “一”", min(period), max(period), revoked_on
    ),
    st.sampled_from([COUNTY, OTHER_COUNTY]),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.tuples(days, days),
    st.none() | days,
)


@given(st.lists(entries, max_size=5, unique_by=lambda entry: (entry.applicant, entry.fingerprint)))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, listed: list[TrustEntry]) -> None:
    path = tmp_path_factory.mktemp("trust") / "trust.json"
    trust.write(path, TrustStore(tuple(listed)))
    assert set(trust.read(path).entries) == set(listed)


def written(tmp_path: Path) -> tuple[Path, dict[str, object]]:
    path = tmp_path / "trust.json"
    trust.write(path, STORE)
    record: dict[str, object] = json.loads(path.read_bytes())
    return path, record


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 0},
        {"entries": {}},
        {"entries": [{}]},
        {"entries": [None]},
        {"extra": 1},
    ],
)
def test_damaged_store_is_said_so(tmp_path: Path, change: dict[str, object]) -> None:
    path, record = written(tmp_path)
    path.write_text(json.dumps(record | change), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        trust.read(path)
    assert caught.value.code == "trust.damaged"


@pytest.mark.parametrize(
    ("key", "value"), [("from", "20250101"), ("to", "2024-01-01"), ("revoked_on", ""), ("source", 1)]
)
def test_damaged_entry_is_said_so(tmp_path: Path, key: str, value: object) -> None:
    path, record = written(tmp_path)
    entries = record["entries"]
    assert isinstance(entries, list)
    entries[0][key] = value
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        trust.read(path)
    assert caught.value.code == "trust.damaged"


def test_newer_store_and_too_large_store(tmp_path: Path) -> None:
    path, record = written(tmp_path)
    path.write_text(json.dumps(record | {"version": 2}), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        trust.read(path)
    assert caught.value.code == "trust.newer"
    path.write_bytes(b" " * (trust.MAX_FILE + 1))
    with pytest.raises(UserError) as caught:
        trust.read(path)
    assert caught.value.code == "trust.damaged"


@pytest.mark.parametrize("bent", ["half a pair", "too long", "too many"])
def test_a_store_that_could_not_be_written_again_is_refused(tmp_path: Path, bent: str) -> None:
    path = tmp_path / "名册.json"
    trust.write(path, STORE)
    record = json.loads(path.read_text(encoding="utf-8"))
    if bent == "half a pair":
        record["entries"][0]["name"] = "\ud800"
    elif bent == "too long":
        record["entries"][0]["source"] = "长" * 5_000
    else:
        record["entries"] = [
            record["entries"][0] | {"fingerprint": f"{number:064x}"}
            for number in range(trust.MAX_ENTRIES + 1)
        ]
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        trust.read(path)
    assert refused.value.code == "trust.damaged"
