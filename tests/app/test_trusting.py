"""The register: nothing comes in without a look at paper, revocations stay, merges are looked at first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from pathlib import Path

import pytest

from jxdesk.app import trusting
from jxdesk.app.trusting import Given
from jxdesk.base.errors import UserError
from jxdesk.domain.show import show_digest
from jxdesk.package.report import Report
from jxdesk.signing import trust
from jxdesk.signing.trust import TrustEntry, TrustState, TrustStore
from jxdesk.signing.trust_merge import Fate, Side
from tests.package import kit

TODAY = kit.TODAY


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What verification says of a genuine package of a signer not known yet."""
    folder = tmp_path_factory.mktemp("genuine") / "申报包"
    kit.make(folder)
    return kit.judge(folder, TrustStore())


@pytest.fixture
def path() -> Path:
    return trusting.own_path()


def fingerprint(report: Report) -> str:
    assert report.signer is not None
    return report.signer.fingerprint


def given(report: Report, **changes: object) -> Given:
    typed = show_digest(fingerprint(report)).upper()
    made = Given(typed, "2025年10月20日盖章的交接单", TODAY, dt.date(2030, 1, 1))
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def code(call: object, *arguments: object) -> tuple[str, int]:
    assert callable(call)
    with pytest.raises(UserError) as refused:
        call(*arguments)
    return refused.value.code, refused.value.exit_code


def test_without_a_file_the_own_store_is_empty_and_any_other_is_missing(path: Path, tmp_path: Path) -> None:
    assert trusting.load(path) == TrustStore()
    assert code(trusting.load, tmp_path / "none.json") == ("path.missing", 2)


def test_what_was_compared_with_paper_is_known_from_then_on(path: Path, report: Report) -> None:
    entry = trusting.register(path, report, given(report))
    assert (entry.applicant, entry.name) == (kit.USCC, "演示县人民政府")
    assert entry.source == "2025年10月20日盖章的交接单"
    store = trusting.load(path)
    assert store.judge(kit.USCC, fingerprint(report), TODAY) is TrustState.KNOWN
    assert code(trusting.register, path, report, given(report)) == ("trust.already", 1)


def test_the_beginning_of_the_fingerprint_will_do_but_no_less(path: Path, report: Report) -> None:
    beginning = fingerprint(report)[:16]
    assert code(trusting.register, path, report, given(report, fingerprint=beginning[:15])) == (
        "digest.short",
        2,
    )
    trusting.register(path, report, given(report, fingerprint=beginning))
    assert len(trusting.load(path).entries) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"fingerprint": "0" * 64}, ("trust.compare", 1)),
        ({"fingerprint": ""}, ("digest.short", 2)),
        ({"source": "  "}, ("trust.source", 2)),
        ({"source": "单" * 201}, ("trust.source", 2)),
        ({"source": "单\u202e子"}, ("trust.source", 2)),
        ({"valid_to": dt.date(2020, 1, 1)}, ("trust.period", 2)),
    ],
)
def test_nothing_is_registered_otherwise(
    path: Path, report: Report, changes: dict[str, object], expected: tuple[str, int]
) -> None:
    assert code(trusting.register, path, report, given(report, **changes)) == expected
    assert not path.exists()


def test_the_digest_of_the_package_is_not_its_signers_fingerprint(path: Path, report: Report) -> None:
    assert (
        code(trusting.register, path, report, given(report, fingerprint=report.digest))[0] == "trust.compare"
    )


def test_a_broken_package_registers_nobody(path: Path, report: Report) -> None:
    broken = report.with_paper("0" * 64)
    assert code(trusting.register, path, broken, given(report)) == ("trust.not-sound", 1)


def test_a_second_certificate_wants_the_first_to_be_revoked(path: Path, report: Report) -> None:
    other = TrustEntry(kit.USCC, "演示县人民政府", "0" * 64, "旧单子", TODAY, dt.date(2030, 1, 1))
    trust.write(path, TrustStore((other,)))
    assert code(trusting.register, path, report, given(report)) == ("trust.already", 1)
    trusting.revoke(path, "0" * 64, TODAY)
    trusting.register(path, report, given(report))
    assert trusting.load(path).judge(kit.USCC, fingerprint(report), TODAY) is TrustState.KNOWN


def test_revoking_takes_the_earlier_day(path: Path, report: Report) -> None:
    trusting.register(path, report, given(report))
    for day, expected in ((10, 10), (20, 10), (5, 5)):
        (entry,) = trusting.revoke(path, fingerprint(report)[:20], dt.date(2025, 11, day))
        assert entry.revoked_on == dt.date(2025, 11, expected)
    assert code(trusting.revoke, path, "0" * 64, TODAY) == ("trust.unknown", 1)


def test_removing_makes_it_new_again(path: Path, report: Report) -> None:
    trusting.register(path, report, given(report))
    assert code(trusting.remove, path, "11360000MB0000000Y", fingerprint(report)) == ("trust.unknown", 1)
    trusting.remove(path, kit.USCC, fingerprint(report))
    assert trusting.load(path).judge(kit.USCC, fingerprint(report), TODAY) is TrustState.NEW


def test_a_damaged_store_is_never_replaced_by_an_empty_one(path: Path, report: Report) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"{")
    assert code(trusting.register, path, report, given(report))[0] == "trust.damaged"
    assert code(trusting.load, path)[0] == "trust.damaged"
    assert path.read_bytes() == b"{"


def test_a_store_goes_to_another_computer(path: Path, report: Report, tmp_path: Path) -> None:
    trusting.register(path, report, given(report))
    assert trusting.export(path, tmp_path / "名册.json") == 1
    there = tmp_path / "那边.json"
    trust.write(there, TrustStore())
    seen = trusting.look(there, tmp_path / "名册.json")
    assert [item.fate for item in seen.items] == [Fate.ADDED]
    assert trusting.load(there) == TrustStore()
    trusting.bring_in(there, seen)
    assert set(trusting.load(there).entries) == set(trusting.load(path).entries)


def test_a_conflict_is_decided_or_nothing_is_brought_in(path: Path, report: Report, tmp_path: Path) -> None:
    entry = trusting.register(path, report, given(report))
    other = dataclasses.replace(entry, source="另一份单子")
    more = dataclasses.replace(entry, applicant="11360000MB0000000Y")
    trust.write(tmp_path / "other.json", TrustStore((other, more)))
    seen = trusting.look(path, tmp_path / "other.json")
    assert code(trusting.bring_in, path, seen) == ("trust.undecided", 1)
    assert trusting.load(path).entries == (entry,)
    trusting.bring_in(path, seen, Side.MINE)
    assert set(trusting.load(path).entries) == {entry, more}


def test_what_was_looked_at_is_what_is_brought_in(path: Path, report: Report, tmp_path: Path) -> None:
    trust.write(tmp_path / "other.json", TrustStore())
    seen = trusting.look(path, tmp_path / "other.json")
    trusting.register(path, report, given(report))
    assert code(trusting.bring_in, path, seen) == ("trust.changed", 2)


def test_changes_made_at_once_are_all_kept(path: Path) -> None:
    prints = [f"{number:064x}" for number in range(1, 5)]
    entries = [TrustEntry(f"C{p}", "县", p, "单子", TODAY, TODAY) for p in prints]
    trust.write(path, TrustStore(tuple(entries)))
    threads = [threading.Thread(target=trusting.revoke, args=(path, p, TODAY)) for p in prints]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.revoked_on for entry in trusting.load(path).entries] == [TODAY] * 4


def test_what_was_revoked_meanwhile_is_not_registered_over(path: Path, report: Report) -> None:
    trusting.register(path, report, given(report))
    trusting.revoke(path, fingerprint(report), TODAY)
    assert code(trusting.register, path, report, given(report)) == ("trust.is-revoked", 1)
    assert trusting.load(path).judge(kit.USCC, fingerprint(report), TODAY) is TrustState.REVOKED


def test_a_second_certificate_is_refused_for_any_day_that_both_would_share(
    path: Path, report: Report
) -> None:
    later = TODAY + dt.timedelta(days=30)
    held = TrustEntry(kit.USCC, "演示县", "1" * 64, "交接单", later, dt.date(2031, 1, 1))
    trust.write(path, TrustStore((held,)))
    assert code(trusting.register, path, report, given(report)) == ("trust.already", 1)
    trusting.register(path, report, given(report, valid_to=later - dt.timedelta(days=1)))
