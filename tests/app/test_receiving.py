"""Packages are received: verified, held against what came before, copied untouched or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from jxdesk.app import delivery, receiving
from jxdesk.app.receiving import Outcome, Reception, receive
from jxdesk.base import tree_copy
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc.image import make_image
from jxdesk.package import layout
from jxdesk.package.seal import Sealed
from jxdesk.review.chain import Kind
from jxdesk.review.library import MARK, Library
from tests.package import kit
from tests.review import versions

NOW = dt.datetime(2025, 10, 27, 4, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sealed]:
    """Two laptops: ``v1``–``v2``–``v3`` on one, ``v2b`` after the same first version on the other."""
    folder = tmp_path_factory.mktemp("sealed")
    v1 = versions.make(folder / "v1", 1)
    v2 = versions.make(folder / "v2", 2, v1)
    v3 = versions.make(folder / "v3", 3, v2)
    v2b = versions.make(folder / "v2b", 2, v1)
    other_key = versions.make(folder / "v3k", 3, v2, key="换了的")
    demo = versions.make(folder / "demo", 1, demo=True)
    return {"v1": v1, "v2": v2, "v3": v3, "v2b": v2b, "v3k": other_key, "demo": demo}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.make(tmp_path / "收件库")


def take(library: Library, *packages: Sealed | Path) -> tuple[Reception, ...]:
    paths = [each.path if isinstance(each, Sealed) else each for each in packages]
    return receive(paths, library, None, lambda: NOW, silent)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_sound_package_is_copied_untouched_and_remembered(
    library: Library, sealed: Mapping[str, Sealed]
) -> None:
    (one,) = take(library, sealed["v1"])
    assert (one.outcome, one.remarks) == (Outcome.TAKEN, ())
    assert one.folder is not None
    assert contents(one.folder / receiving.PACKAGE) == contents(sealed["v1"].path)
    (record,) = library.held().records.values()
    assert (record.digest, record.fingerprint) == (sealed["v1"].digest, sealed["v1"].fingerprint)
    assert (record.version, record.previous, record.applicant) == (1, None, kit.USCC)
    assert (record.application, record.received_at) == (kit.INFO.application_id, NOW)
    assert receiving.exit_code([one]) == 0
    (again,) = delivery.verify_at(one.folder, None, NOW.date(), silent)
    assert again.report.digest == sealed["v1"].digest


def test_the_same_package_again_is_said_and_not_doubled(
    library: Library, sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    take(library, sealed["v1"])
    before = contents(library.path)
    renamed = shutil.copytree(sealed["v1"].path, tmp_path / "换个名字")
    (again,) = take(library, Path(renamed))
    assert again.outcome is Outcome.ALREADY
    assert "2025-10-27 已经收过“演示县人民政府”第 1 版，是同一份" in again.sentence
    assert contents(library.path) == before


def test_rollback_fork_gap_and_a_changed_signer_are_told_and_taken(
    library: Library, sealed: Mapping[str, Sealed]
) -> None:
    told = {}
    for name in ("v3", "v1", "v2", "v2b", "v3k"):
        (one,) = take(library, sealed[name])
        assert one.outcome is Outcome.TAKEN
        told[name] = [remark.kind for remark in one.remarks]
    assert told == {
        "v3": [Kind.GAP],
        "v1": [Kind.OLDER],
        "v2": [Kind.OLDER],
        "v2b": [Kind.FORK, Kind.OLDER],
        "v3k": [Kind.FORK, Kind.SIGNER],
    }
    assert len(library.held().records) == 5


def test_a_broken_package_is_not_taken_in(
    library: Library, sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    bent = Path(shutil.copytree(sealed["v1"].path, tmp_path / "坏的"))
    (bent / kit.PROOF).write_bytes(b"something else")
    one, other = take(library, bent, sealed["v2"])
    assert (one.outcome, one.folder) == (Outcome.REFUSED, None)
    assert "没有收：不可信" in one.sentence
    assert other.outcome is Outcome.TAKEN
    assert receiving.exit_code([one, other]) == 1
    assert [record.digest for record in library.held().records.values()] == [sealed["v2"].digest]


def test_revoked_and_other_signers_are_not_taken_in(library: Library, sealed: Mapping[str, Sealed]) -> None:
    for store in (
        kit.pinned(kit.rsa_signer("换了的")),
        kit.pinned().with_revoked(sealed["v1"].fingerprint, NOW.date()),
    ):
        (one,) = receive([sealed["v1"].path], library, store, lambda: NOW, silent)
        assert one.outcome is Outcome.REFUSED
    assert library.held().records == {}
    (known,) = receive([sealed["v1"].path], library, kit.pinned(), lambda: NOW, silent)
    assert known.record is not None
    assert known.record.signer == "known"


def test_from_an_image_of_several_each_is_taken(
    library: Library, sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    disc = tmp_path / "光盘.iso"
    make_image([sealed["v1"].path, sealed["v2"].path], disc, volume="X", when=NOW, progress=silent)
    taken = take(library, disc)
    assert [(each.name, each.outcome) for each in taken] == [("v1", Outcome.TAKEN), ("v2", Outcome.TAKEN)]
    folder = taken[1].folder
    assert folder is not None
    assert contents(folder / receiving.PACKAGE) == contents(sealed["v2"].path)


def test_of_several_only_the_one_that_is_asked_for(
    library: Library, sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    for name in ("v1", "v2"):
        shutil.copytree(sealed[name].path, tmp_path / "光盘" / name)
    (one,) = receive([tmp_path / "光盘"], library, None, lambda: NOW, silent, only="v2")
    assert (one.name, one.outcome) == ("v2", Outcome.TAKEN)
    assert len(library.held().records) == 1


def test_practice_and_earnest_are_kept_apart(
    library: Library, sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    (one,) = take(library, sealed["demo"])
    assert one.sentence == "没有收：这是演示用的申报包，不能收进正式的收件库。"
    practice = Library.make(tmp_path / "练习", demo=True)
    assert take(practice, sealed["demo"])[0].outcome is Outcome.TAKEN
    assert take(practice, sealed["v1"])[0].outcome is Outcome.REFUSED


def test_stopping_midway_leaves_nothing(library: Library, sealed: Mapping[str, Sealed]) -> None:
    def stop(label: str, done: int, total: int) -> None:
        if label == tree_copy.LABEL and done:
            raise Cancelled

    with pytest.raises(Cancelled):
        receive([sealed["v1"].path], library, None, lambda: NOW, stop)
    assert [path.name for path in library.path.iterdir()] == [MARK]


def test_what_the_disk_did_not_keep_is_not_taken(
    library: Library, sealed: Mapping[str, Sealed], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(tree: object, entries: object, target: Path, progress: object) -> int:
        shutil.copytree(sealed["v1"].path, target, dirs_exist_ok=True)
        (target / kit.PROOF).write_bytes(b"something else")
        return 0

    monkeypatch.setattr(receiving, "copy_tree", spoilt)
    with pytest.raises(UserError) as refused:
        take(library, sealed["v1"])
    assert (refused.value.code, refused.value.exit_code) == ("receive.changed", 1)
    assert [path.name for path in library.path.iterdir()] == [MARK]


def test_a_medium_that_gives_another_signature_the_second_time_is_not_taken(
    library: Library, sealed: Mapping[str, Sealed], monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(tree: object, entries: object, target: Path, progress: object) -> int:
        shutil.copytree(sealed["v1"].path, target, dirs_exist_ok=True)
        kit.sign_again(target, kit.rsa_signer("另一把"))
        return 0

    monkeypatch.setattr(receiving, "copy_tree", other)
    with pytest.raises(UserError) as refused:
        take(library, sealed["v1"])
    assert refused.value.code == "receive.changed"
    assert [path.name for path in library.path.iterdir()] == [MARK]


def test_a_library_inside_the_package_is_refused(sealed: Mapping[str, Sealed], tmp_path: Path) -> None:
    package = Path(shutil.copytree(sealed["v1"].path, tmp_path / "包"))
    with pytest.raises(UserError) as refused:
        take(Library.make(package / "data" / "收件库"), package)
    assert refused.value.code == "receive.inside"


def test_verification_remembers_what_was_received(library: Library, sealed: Mapping[str, Sealed]) -> None:
    take(library, sealed["v3"])
    (one,) = delivery.verify_at(sealed["v1"].path, None, NOW.date(), silent, library)
    assert one.before is None
    assert one.sentence.endswith("注意：收到过更新的第 3 版。")
    assert one.to_json()["warnings"]
    (other,) = delivery.verify_at(sealed["v3"].path, None, NOW.date(), silent, library)
    assert other.before is not None
    # Its gap is a hint: nothing for the one sentence.
    assert other.sentence == other.report.bottom_line
    (plain,) = delivery.verify_at(sealed["v1"].path, None, NOW.date(), silent)
    assert (plain.before, plain.remarks) == (None, ())


def test_what_was_received_before_a_revocation_stays_good(
    library: Library, sealed: Mapping[str, Sealed]
) -> None:
    take(library, sealed["v1"])
    later = NOW.date() + dt.timedelta(days=30)
    store = kit.pinned().with_revoked(sealed["v1"].fingerprint, NOW.date() + dt.timedelta(days=5))
    (known,) = delivery.verify_at(sealed["v1"].path, store, later, silent, library)
    assert known.report.exit_code == 0
    (late,) = delivery.verify_at(sealed["v2"].path, store, later, silent, library)
    assert [fault.code for fault in late.report.faults] == ["trust.revoked"]


def test_of_several_packages_the_sheet_speaks_for_one(sealed: Mapping[str, Sealed], tmp_path: Path) -> None:
    for name in ("v1", "v2"):
        shutil.copytree(sealed[name].path, tmp_path / name)
    both = delivery.verify_at(tmp_path, None, NOW.date(), silent)
    first, second = delivery.held_against_paper(both, sealed["v2"].digest.upper())
    assert first.report.paper is None
    assert second.report.paper is not None
    assert delivery.exit_code([first, second]) == 3
    none = delivery.held_against_paper(both, sealed["v3"].digest)
    assert [fault.code for each in none for fault in each.report.faults] == ["paper.differs"] * 2
    assert delivery.exit_code(none) == 1


def test_the_fingerprint_is_not_taken_for_the_digest(sealed: Mapping[str, Sealed]) -> None:
    found = delivery.verify_at(sealed["v1"].path, None, NOW.date(), silent)
    with pytest.raises(UserError) as refused:
        delivery.held_against_paper(found, sealed["v1"].fingerprint)
    assert (refused.value.code, refused.value.exit_code) == ("digest.fingerprint", 2)


def test_a_package_without_its_list_has_no_digest_to_compare(
    sealed: Mapping[str, Sealed], tmp_path: Path
) -> None:
    package = Path(shutil.copytree(sealed["v1"].path, tmp_path / "包"))
    (package / layout.TAG_MANIFEST).unlink()
    found = delivery.verify_at(package, None, NOW.date(), silent)
    (one,) = delivery.held_against_paper(found, sealed["v1"].digest)
    assert one.report.paper is None
    assert one.report.exit_code == 1
