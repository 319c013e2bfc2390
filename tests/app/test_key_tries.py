"""Wrong passwords: counted by key over restarts, a wait that grows, forgotten when one was right."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from jxdesk.app import key_tries
from jxdesk.base.errors import UserError
from jxdesk.base.paths import user_data

KEY, OTHER = "ab" * 32, "cd" * 32
START = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXDESK_HOME", str(tmp_path / "home"))


def left(time: Time, key: str = KEY) -> str:
    with pytest.raises(UserError) as caught:
        key_tries.begin(key, time)
    assert caught.value.code == "key.wait"
    return caught.value.message


def test_three_are_free_and_then_each_costs_twice_as_much(time: Time) -> None:
    assert [key_tries.begin(KEY, time) for _ in range(3)] == [1, 2, 3]
    waits = []
    for number in range(3, 12):
        wait = key_tries.wait_after(number).total_seconds()
        time.pass_(wait - 1)
        assert f"连续 {number} 次不对，还要等 1 秒" in left(time)
        time.pass_(1)
        assert key_tries.begin(KEY, time) == number + 1
        waits.append(wait)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_waiting_is_no_try_and_another_key_is_free(time: Time) -> None:
    for _ in range(3):
        key_tries.begin(KEY, time)
    time.pass_(10)
    assert {left(time) for _ in range(5)} == {"口令已经连续 3 次不对，还要等 20 秒才能再试。"}
    assert key_tries.begin(OTHER, time) == 1


def test_the_right_password_forgets_all(time: Time) -> None:
    for _ in range(3):
        key_tries.begin(KEY, time)
    key_tries.forget(KEY)
    assert [key_tries.begin(KEY, time) for _ in range(3)] == [1, 2, 3]


def test_setting_the_clock_back_costs_one_wait_and_not_a_year(time: Time) -> None:
    for _ in range(4):
        time.pass_(100)
        key_tries.begin(KEY, time)
    time.now = START - dt.timedelta(days=365)
    assert "1 分钟" in left(time)
    time.pass_(30)
    assert "30 秒" in left(time)
    time.pass_(30)
    assert key_tries.begin(KEY, time) == 5


def test_a_zone_is_no_way_round(time: Time) -> None:
    for _ in range(3):
        key_tries.begin(KEY, time)
    east = time.now.astimezone(dt.timezone(dt.timedelta(hours=8)))
    with pytest.raises(UserError):
        key_tries.begin(KEY, lambda: east)


@pytest.mark.parametrize(
    "plain",
    [
        "x",
        [],
        {"k": {"wrong": 0, "last": "2026-01-05T01:00:00+00:00"}},
        {"k": {"wrong": 10**9, "last": "2026-01-05T01:00:00+00:00"}},
        {"k": {"wrong": 4.5, "last": "2026-01-05T01:00:00+00:00"}},
        {"k": {"wrong": "3", "last": "2026-01-05T01:00:00+00:00"}},
        {"k": {"wrong": 3, "last": "2026-01-05T01:00:00"}},
        {"k": {"wrong": 3, "last": "gestern"}},
        {"k": {"wrong": 3}},
        {"k": 3},
    ],
)
def test_a_damaged_count_is_set_aside(time: Time, plain: object) -> None:
    user_data().mkdir(parents=True)
    (user_data() / "key-tries.json").write_text(json.dumps(plain), encoding="utf-8")
    assert key_tries.begin(KEY, time) == 1
    assert (user_data() / "key-tries.damaged.json").exists()


def test_only_so_many_keys_are_remembered(time: Time) -> None:
    for number in range(60):
        key_tries.begin(f"{number:064x}", time)
    known = json.loads((user_data() / "key-tries.json").read_text(encoding="utf-8"))
    assert len(known) == 40
    assert f"{59:064x}" in known


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 秒"), (59.2, "1 分钟"), (60, "1 分钟"), (90, "1 分 30 秒"), (900, "15 分钟")],
)
def test_spans_in_words(seconds: float, words: str) -> None:
    assert key_tries.in_words(dt.timedelta(seconds=seconds)) == words
