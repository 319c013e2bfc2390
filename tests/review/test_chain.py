"""What the versions of an application say of one another, whatever the order in which they come."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.review.chain import Kind, forked, remarks, standing
from jxdesk.review.received import Received

DAY = dt.datetime(2025, 10, 20, 4, 0, tzinfo=dt.UTC)
COUNTY, OTHER_COUNTY = "11360000MB0000000X", "11360000MB0000000Y"
KEY, NEW_KEY = "1" * 64, "2" * 64


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def package(
    name: str,
    version: int,
    previous: str | None = None,
    *,
    application: str = "a1",
    applicant: str = COUNTY,
    fingerprint: str = KEY,
) -> Received:
    """The package ``name``, which says that it comes after the one called ``previous``."""
    return Received(
        digest=digest(name),
        fingerprint=fingerprint,
        previous=digest(previous) if previous else None,
        application=application,
        version=version,
        applicant=applicant,
        organisation="演示县人民政府",
        cluster="",
        notice="jx-2025",
        sealed_at=DAY,
        received_at=DAY,
    )


ONE, TWO, THREE = package("v1", 1), package("v2", 2, "v1"), package("v3", 3, "v2")
# Two laptops: both go on from the first version.
TWO_B, THREE_B = package("v2b", 2, "v1"), package("v3b", 3, "v2b")


def kinds(one: Received, held: Iterable[Received]) -> list[Kind]:
    return [remark.kind for remark in remarks(one, held)]


def test_a_line_in_good_order_gives_nothing_to_remark() -> None:
    assert kinds(ONE, []) == []
    assert kinds(TWO, [ONE]) == []
    assert kinds(THREE, [ONE, TWO]) == []


def test_rollback_names_the_newest_version() -> None:
    (remark,) = remarks(ONE, [THREE, TWO])
    assert (remark.kind, remark.others) == (Kind.OLDER, (THREE,))
    assert "收到过更新的第 3 版（2025-10-20 收到），这一份是较早的第 1 版" in remark.sentence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TWO, TWO_B),
        (package("x", 5, "v1"), TWO),
        (THREE, TWO_B),
        (package("first", 1), package("also first", 1)),
    ],
    ids=["same version", "same previous", "its previous is another of that version", "two beginnings"],
)
def test_a_fork_is_seen_from_both_sides(one: Received, other: Received) -> None:
    assert forked(one, other)
    assert forked(other, one)
    assert Kind.FORK in kinds(one, [other])
    assert Kind.FORK in kinds(other, [one])


def test_the_same_content_signed_by_another_key_is_told() -> None:
    again = package("v1", 1, fingerprint=NEW_KEY)
    assert kinds(again, [ONE]) == [Kind.SIGNER]
    assert not forked(again, ONE)


def test_a_changed_signer_is_told_against_the_version_before() -> None:
    signed_anew = package("v2", 2, "v1", fingerprint=NEW_KEY)
    assert kinds(signed_anew, [ONE]) == [Kind.SIGNER]
    assert kinds(package("v3", 3, "v2", fingerprint=NEW_KEY), [ONE, signed_anew]) == []
    (remark,) = remarks(signed_anew, [ONE])
    assert "签名证书与第 1 版（2025-10-20 收到）的不同" in remark.sentence


def test_a_gap_is_only_a_hint() -> None:
    (remark,) = remarks(THREE, [ONE])
    assert (remark.kind, remark.kind.is_hint) == (Kind.GAP, True)
    assert "没有收到过它所接的上一版（第 2 版）" in remark.sentence
    assert kinds(THREE, []) == [Kind.GAP]
    assert kinds(package("x", 4), [THREE]) == [Kind.GAP]
    assert kinds(package("x", 1, "v0"), []) == [Kind.GAP]


def test_a_version_number_that_jumps_from_its_own_previous_is_told() -> None:
    assert kinds(package("x", 7, "v2"), [ONE, TWO]) == [Kind.STEP]


def test_another_applicant_under_the_same_application_is_told() -> None:
    stranger = package("v2", 2, "v1", applicant=OTHER_COUNTY)
    assert kinds(stranger, [ONE]) == [Kind.APPLICANT]


def test_a_second_application_of_the_same_applicant_is_a_hint() -> None:
    second = package("w1", 1, application="a2")
    (remark,) = remarks(second, [ONE])
    assert (remark.kind, remark.kind.is_hint) == (Kind.ANOTHER, True)


def test_other_counties_have_nothing_to_do_with_it() -> None:
    other = package("w1", 1, application="a2", applicant=OTHER_COUNTY)
    assert kinds(other, [ONE, TWO, THREE]) == []
    assert kinds(ONE, [other]) == []


@st.composite
def histories(draw: st.DrawFn) -> list[Received]:
    """Packages of a few applications as they may come to be: continued, forked, re-signed, bent."""
    made = [package("0", 1)]
    for number in range(1, draw(st.integers(1, 9))):
        before = draw(st.sampled_from(made))
        made.append(
            Received(
                digest=digest(str(number)),
                fingerprint=draw(st.sampled_from([KEY, KEY, NEW_KEY])),
                previous=draw(st.sampled_from([before.digest, before.digest, digest("lost"), None])),
                application=draw(st.sampled_from([before.application, before.application, "a2"])),
                version=draw(st.sampled_from([before.version + 1, before.version + 1, before.version, 5])),
                applicant=draw(st.sampled_from([COUNTY, COUNTY, OTHER_COUNTY])),
                organisation="演示县人民政府",
                cluster="",
                notice="jx-2025",
                sealed_at=DAY,
                received_at=DAY,
            )
        )
    return made


def told(order: Sequence[Received]) -> set[frozenset[str]]:
    """The pairs of packages of which a fork was told when the later of them came."""
    pairs = set()
    for place, one in enumerate(order):
        for remark in remarks(one, order[:place]):
            if remark.kind is Kind.FORK:
                pairs |= {frozenset({one.digest, other.digest}) for other in remark.others}
    return pairs


@given(histories(), st.integers())
def test_the_final_state_does_not_know_the_order(made: list[Received], seed: int) -> None:
    shuffled = list(made)
    random.Random(seed).shuffle(shuffled)
    assert standing(shuffled) == standing(made)
    assert told(shuffled) == told(made)


@given(histories())
def test_standing_says_of_each_what_remarks_do(made: list[Received]) -> None:
    found = standing(made)
    assert set(found) == {one.key for one in made}
    for one in made:
        assert found[one.key] == remarks(one, made)
        for remark in found[one.key]:
            assert remark.sentence.endswith("。")
            assert "{" not in remark.short
            assert one not in remark.others


@given(st.integers(1, 8), st.integers(0, 8), st.integers(1, 6), st.randoms(use_true_random=False))
def test_two_laptops_are_seen_whatever_comes(
    common: int, here: int, there: int, chance: random.Random
) -> None:
    """Once both lines have a package of the same version, or one beside the other, the fork is told."""
    trunk = [package(f"t{n}", n, f"t{n - 1}" if n > 1 else None) for n in range(1, common + 1)]

    def branch(name: str, length: int) -> list[Received]:
        names = [f"t{common}", *(f"{name}{n}" for n in range(length))]
        return [package(names[n + 1], common + n + 1, names[n]) for n in range(length)]

    left, right = branch("l", here), branch("r", there)
    came = [*trunk, *left, *right]
    chance.shuffle(came)
    pairs = told(came)
    for n in range(min(here, there)):
        assert frozenset({left[n].digest, right[n].digest}) in pairs
    for line in (trunk + left, trunk + right):
        assert not any(Kind.FORK in kinds(one, line) for one in line)
