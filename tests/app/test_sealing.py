"""From a checked workspace to a verified image, and every way in which it must not get there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from jxdesk.app import delivery, printing, sealing
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc import image as image_room
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.sources import Source, list_sources
from jxdesk.domain import canonical
from jxdesk.package import seal as seal_room
from jxdesk.signing import keyfile
from jxdesk.signing.signer import Signer
from jxdesk.signing.trust import TrustEntry, TrustStore
from jxdesk.store.entries import SealRecord
from jxdesk.store.workspace import Workspace
from tests.app.conftest import NOW, clock
from tests.app.stamping import stamp

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    path = tmp_path_factory.mktemp("key") / "单位.jxkey"
    keyfile.create(path, organisation="演示县人民政府", name="测试", password=PASSWORD, clock=clock)
    return keyfile.read(path).unlock(PASSWORD)


@pytest.fixture
def printed(session: Session, tmp_path: Path) -> Session:
    """A workspace whose documents are printed, stamped and scanned."""
    printing.render(session, tmp_path / "申报文件", silent)
    stamp(session, tmp_path / "申报文件")
    return session


def test_a_sealed_package_holds_what_was_checked_and_printed(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    data = sealed.path / "data"
    assert canonical.decode((data / "application.json").read_bytes()) == printed.application
    assert (data / "打印版/申报书.pdf").read_bytes() == (tmp_path / "申报文件/申报书.pdf").read_bytes()
    pages = json.loads((data / "pages.json").read_bytes())
    run = printed.workspace.print_run()
    assert run is not None
    assert [page["code"] for page in pages["pages"]] == [page.code for page in run.pages]
    assert json.loads((data / "report.json").read_bytes())["counts"]["error"] == 0
    assert (data / "申报通知/pack.toml").read_bytes() == printed.notice.files["pack.toml"]
    (verified,) = delivery.verify_at(sealed.path, None, NOW.date(), silent)
    assert (verified.report.verdict, verified.report.exit_code) == ("sound", 3)
    assert verified.report.digest == sealed.digest


def test_versions_are_chained_and_a_pinned_signer_is_known(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    first = sealing.seal(printed, signer, tmp_path / "out", silent)
    second = sealing.seal(printed, signer, tmp_path / "out", silent)
    assert second.path.name.endswith("第2版")
    lead = printed.application.lead
    assert lead is not None
    entry = TrustEntry(lead.uscc, lead.name, first.fingerprint, "交接单", NOW.date(), NOW.date())
    both = delivery.verify_at(tmp_path / "out", TrustStore((entry,)), NOW.date(), silent)
    assert delivery.exit_code(both) == 0
    info = both[1].report.info
    assert info is not None
    assert (info.version, info.previous_digest) == (2, first.digest)
    assert [record.digest for record in printed.workspace.seals()] == [first.digest, second.digest]


def test_an_error_or_an_open_warning_refuses_sealing(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    for field, typed in (("basic.contact_name", ""), ("scale.revenue_total", "100")):
        printed.set_text(field, typed)
        with pytest.raises(UserError) as refused:
            sealing.seal(printed, signer, tmp_path / "out", silent)
        assert (refused.value.code, refused.value.exit_code) == ("seal.blocked", 1)
        printed.workspace.undo()
    assert not (tmp_path / "out").exists()


def test_an_edit_after_printing_refuses_sealing_until_printed_again(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    printed.set_text("basic.employees", "6001")
    with pytest.raises(UserError, match=r"第 \d+ 页要重新打印盖章"):
        sealing.seal(printed, signer, tmp_path / "out", silent)
    printing.render(printed, tmp_path / "申报文件", silent)
    with pytest.raises(UserError, match="是旧版，要重印盖章"):
        sealing.seal(printed, signer, tmp_path / "out", silent)
    stamp(printed, tmp_path / "申报文件")
    assert sealing.seal(printed, signer, tmp_path / "out", silent).path.is_dir()


def test_nothing_printed_refuses_sealing(session: Session, signer: Signer, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="还没有生成打印版"):
        sealing.seal(session, signer, tmp_path / "out", silent)


def test_a_draft_is_no_print_run(session: Session, tmp_path: Path) -> None:
    assert printing.render(session, tmp_path / "draft", silent, draft=True).run is None
    assert session.workspace.print_run() is None


def test_rendering_again_gives_the_same_bytes(session: Session, tmp_path: Path) -> None:
    first = printing.render(session, tmp_path / "a", silent)
    second = printing.render(session, tmp_path / "b", silent)
    assert first.run == second.run
    for one, other in zip(first.files, second.files, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_a_lost_evidence_file_stops_sealing_and_leaves_nothing(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    printed.workspace.file(printed.application.evidence[0].sha256).unlink()
    with pytest.raises(UserError):
        sealing.seal(printed, signer, tmp_path / "out", silent)
    assert not (tmp_path / "out").exists()
    assert printed.workspace.seals() == ()


def test_stopping_midway_leaves_nothing(printed: Session, signer: Signer, tmp_path: Path) -> None:
    calls = 0

    def stop(label: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 25:
            raise Cancelled

    with pytest.raises(Cancelled):
        sealing.seal(printed, signer, tmp_path / "out", stop)
    assert not (tmp_path / "out").exists()
    assert printed.workspace.seals() == ()


def _rot(path: Path) -> None:
    """One bit falls over; size and time stay."""
    facts, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_rotten_evidence_is_not_sworn_to_until_attached_again(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    row = printed.application.evidence[0]
    stored = printed.workspace.file(row.sha256)
    genuine = stored.read_bytes()
    _rot(stored)
    with pytest.raises(UserError) as refused:
        sealing.seal(printed, signer, tmp_path / "out", silent)
    assert (refused.value.code, refused.value.exit_code) == ("seal.damaged", 1)
    assert f"佐证材料/001-{row.name}" in refused.value.message
    assert "重新添加" in refused.value.remedy
    assert not (tmp_path / "out").exists()
    assert printed.workspace.seals() == ()
    original = tmp_path / "原件.pdf"
    original.write_bytes(genuine)
    printed.workspace.add_file(original, silent)
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    assert row.sha256 in (sealed.path / "manifest-sha256.txt").read_text(encoding="utf-8")


def test_a_rotten_scan_is_not_sworn_to(printed: Session, signer: Signer, tmp_path: Path) -> None:
    (scan,) = printed.workspace.scans()
    _rot(printed.workspace.file(scan.file.sha256))
    with pytest.raises(UserError, match=r"盖章\.pdf") as refused:
        sealing.seal(printed, signer, tmp_path / "out", silent)
    assert (refused.value.code, refused.value.exit_code) == ("scan.damaged", 1)
    assert not (tmp_path / "out").exists()


def test_without_a_stamped_scan_nothing_is_sealed(session: Session, signer: Signer, tmp_path: Path) -> None:
    printing.render(session, tmp_path / "申报文件", silent)
    with pytest.raises(UserError, match="还没有导入盖章扫描件") as refused:
        sealing.seal(session, signer, tmp_path / "out", silent)
    assert (refused.value.code, refused.value.exit_code) == ("seal.blocked", 1)


def test_the_package_holds_the_scan_in_order_and_says_how_it_was_matched(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    (scan,) = (sealed.path / "data/盖章扫描版").iterdir()
    pages = json.loads((sealed.path / "data/pages.json").read_bytes())
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert pages["scans"] == [{"name": "盖章扫描件.pdf", "sha256": digest}]
    assert [(m["code"], m["scan"], m["page"], m["how"]) for m in pages["matches"]] == [
        (page["code"], digest, page["number"], "code") for page in pages["pages"]
    ]
    assert pages["confirmed"] == []
    again = sealing.seal(printed, signer, tmp_path / "again", silent)
    assert (again.path / "data/盖章扫描版/盖章扫描件.pdf").read_bytes() == scan.read_bytes()


def _stages() -> Callable[[str], str]:
    """Tells from one progress label after the other what sealing is at."""
    seen: list[str] = []

    def stage(label: str) -> str:
        seen.append(label)
        if seal_room.LABEL not in seen:
            return "documents"
        return "copy" if label == seal_room.LABEL else "verify"

    return stage


@pytest.mark.parametrize("at", ["documents", "copy", "verify"])
def test_ctrl_c_while_sealing_leaves_nothing(
    printed: Session, signer: Signer, tmp_path: Path, at: str
) -> None:
    stage = _stages()

    def press(label: str, done: int, total: int) -> None:
        if stage(label) == at:
            raise KeyboardInterrupt

    (tmp_path / "out").mkdir()
    with pytest.raises(KeyboardInterrupt):
        sealing.seal(printed, signer, tmp_path / "out", press)
    assert list((tmp_path / "out").iterdir()) == []
    assert printed.workspace.seals() == ()


def _press_once_it_took_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    settle_seal = Workspace.settle_seal

    def press(workspace: Workspace, version: int, *, stands: bool) -> None:
        if stands:
            raise KeyboardInterrupt
        settle_seal(workspace, version, stands=stands)

    monkeypatch.setattr(Workspace, "settle_seal", press)


def _press_before_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def press(workspace: Workspace, record: SealRecord, place: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "begin_seal", press)


@pytest.mark.parametrize("press", [_press_once_it_took_its_place, _press_before_record])
def test_ctrl_c_before_the_record_takes_the_package_away(
    printed: Session,
    signer: Signer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    press: Callable[[pytest.MonkeyPatch], None],
) -> None:
    with monkeypatch.context() as patched:
        press(patched)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal(printed, signer, tmp_path / "out", silent)
    assert not (tmp_path / "out").exists()
    assert printed.workspace.seals() == ()
    assert sealing.seal(printed, signer, tmp_path / "out", silent).path.name.endswith("第1版")


def test_ctrl_c_after_the_record_leaves_the_recorded_package(
    printed: Session, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_seal = Workspace.settle_seal

    def press(workspace: Workspace, version: int, *, stands: bool) -> None:
        settle_seal(workspace, version, stands=stands)
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "settle_seal", press)
    with pytest.raises(KeyboardInterrupt):
        sealing.seal(printed, signer, tmp_path / "out", silent)
    (verified,) = delivery.verify_at(tmp_path / "out", None, NOW.date(), silent)
    assert verified.report.verdict == "sound"
    assert [record.digest for record in printed.workspace.seals()] == [verified.report.digest]


@pytest.mark.parametrize("stands", [True, False])
def test_a_sealing_that_was_cut_off_is_settled_when_the_workspace_is_opened(
    printed: Session, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands: bool
) -> None:
    def cut_off(workspace: Workspace, version: int, *, stands: bool) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        # A kill leaves the package and the record as they were at that moment: nothing may tidy up.
        patched.setattr(Workspace, "settle_seal", cut_off)
        patched.setattr(sealing, "listing_digest", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal(printed, signer, tmp_path / "out", silent)
    (package,) = (tmp_path / "out").iterdir()
    if not stands:
        package.rename(tmp_path / "elsewhere")
    assert printed.workspace.seals() == ()
    path = printed.workspace.path
    printed.close()
    with Session.open(path) as again:
        assert [record.version for record in again.workspace.seals()] == [1] * stands
        assert again.workspace.unsettled_seals() == ()


def test_a_sealing_cut_off_on_a_stick_that_is_gone_keeps_its_version(
    printed: Session, tmp_path: Path
) -> None:
    record = SealRecord(1, "ab" * 32, NOW, "某县", "cd" * 32)
    printed.workspace.begin_seal(record, tmp_path / "stick" / "包")
    path = printed.workspace.path
    printed.close()
    with Session.open(path) as again:
        assert again.workspace.seals() == (record,)


def test_what_took_the_place_meanwhile_is_refused_and_stays(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    theirs = tmp_path / "out" / f"{printed.application.applicant_name}-第1版" / "tagmanifest-sha256.txt"
    stage = _stages()

    def meddle(label: str, done: int, total: int) -> None:
        if stage(label) == "verify":
            theirs.parent.mkdir(exist_ok=True)
            theirs.write_bytes(b"theirs")

    with pytest.raises(UserError) as refused:
        sealing.seal(printed, signer, tmp_path / "out", meddle)
    assert refused.value.code == "path.exists"
    assert list((tmp_path / "out").rglob("*")) == [theirs.parent, theirs]
    assert printed.workspace.seals() == ()


def test_ctrl_c_while_rendering_leaves_no_scratch_folder(session: Session, tmp_path: Path) -> None:
    calls = 0

    def press(label: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        assert any((tmp_path / "申报文件").iterdir())
        if calls == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        printing.render(session, tmp_path / "申报文件", press)
    assert not (tmp_path / "申报文件").exists()
    assert session.workspace.print_run() is None


def test_the_image_holds_the_package_and_is_the_same_twice(
    printed: Session, signer: Signer, tmp_path: Path
) -> None:
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    one = delivery.image([sealed.path], tmp_path / "一.iso", silent)
    other = delivery.image([tmp_path / "out"], tmp_path / "二.iso", silent)
    assert one.sha256 == other.sha256
    with ImageTree(one.path) as tree, tree.open(f"{sealed.path.name}/data/application.json") as handle:
        assert canonical.decode(handle.read()) == printed.application
    (verified,) = delivery.verify_at(one.path, None, NOW.date(), silent)
    assert (verified.name, verified.report.digest) == (sealed.path.name, sealed.digest)


def test_a_bent_package_gets_no_image(printed: Session, signer: Signer, tmp_path: Path) -> None:
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    (sealed.path / "data/report.json").write_bytes(b"{}")
    with pytest.raises(UserError) as refused:
        delivery.image([sealed.path], tmp_path / "x.iso", silent)
    assert (refused.value.code, refused.value.exit_code) == ("image.not-sound", 1)
    assert not (tmp_path / "x.iso").exists()


@pytest.mark.parametrize("bent", ["data/report.json", "manifest-sha256.txt"])
def test_a_package_bent_between_check_and_image_gets_no_image(
    printed: Session, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bent: str
) -> None:
    sealed = sealing.seal(printed, signer, tmp_path / "out", silent)
    (tmp_path / "x.iso").write_bytes(b"older")

    def meddle(packages: Sequence[Path], extras: Sequence[Path], out: Path) -> list[Source]:
        _rot(sealed.path / bent)
        return list_sources(packages, extras, out)

    monkeypatch.setattr(image_room, "list_sources", meddle)
    with pytest.raises(UserError) as refused:
        delivery.image([sealed.path], tmp_path / "x.iso", silent)
    assert (refused.value.code, refused.value.exit_code) == ("image.not-sound", 1)
    assert sealed.path.name in refused.value.message
    assert (tmp_path / "x.iso").read_bytes() == b"older"
    assert not list(tmp_path.glob(".*"))


def test_a_package_swapped_for_a_sound_one_gets_no_image(
    printed: Session, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sealing.seal(printed, signer, tmp_path / "out", silent)
    second = sealing.seal(printed, signer, tmp_path / "out", silent)

    def meddle(packages: Sequence[Path], extras: Sequence[Path], out: Path) -> list[Source]:
        shutil.rmtree(first.path)
        shutil.copytree(second.path, first.path)
        return list_sources(packages, extras, out)

    monkeypatch.setattr(image_room, "list_sources", meddle)
    with pytest.raises(UserError, match="不是同一份") as refused:
        delivery.image([first.path], tmp_path / "x.iso", silent)
    assert refused.value.code == "image.not-sound"
    assert not (tmp_path / "x.iso").exists()
