"""The size budget: what the disc will hold, against the disc that was chosen."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from jxdesk.app import delivery, disc_budget, printing, sealing
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.disc.media import KINDS, DiscKind, kind_by_id
from jxdesk.domain.scan import Ink, ScanPage
from tests.app.stamping import stamp
from tests.package import kit


def shares(session: Session) -> dict[str, disc_budget.Share]:
    return {share.name: share for share in disc_budget.budget(session).shares}


def test_evidence_is_counted_and_the_rest_estimated(session: Session) -> None:
    known = sum(row.size for row in session.application.evidence if isinstance(row.size, int))
    found = shares(session)
    assert found["佐证材料"] == disc_budget.Share("佐证材料", known, is_estimate=False)
    assert found["盖章扫描件"].is_estimate
    assert found["盖章扫描件"].size > 10_000_000


def test_a_scan_that_is_there_is_counted(session: Session) -> None:
    before = shares(session)["盖章扫描件"]
    stored = session.workspace.add_bytes(bytes(20_000_000))
    pages = [
        ScanPage(stored.sha256, number, mark="", turn=0, dpi=300, blank=False, ink=Ink.RED)
        for number in range(1, 61)
    ]
    session.workspace.add_scan(stored, "扫描.pdf", pages)
    assert shares(session)["盖章扫描件"] == disc_budget.Share("盖章扫描件", stored.size, is_estimate=False)
    assert before.is_estimate


def test_the_image_in_the_end_is_not_larger_than_was_said(session: Session, tmp_path: Path) -> None:
    early = disc_budget.budget(session)
    printing.render(session, tmp_path / "文件", silent)
    stamp(session, tmp_path / "文件")
    late = disc_budget.budget(session)
    sealed = sealing.seal(session, kit.rsa_signer(), tmp_path / "包", silent)
    image = delivery.image([sealed.path], tmp_path / "盘.iso", silent)
    assert image.size <= late.size <= early.size


def test_what_does_not_fit_says_which_disc_would(session: Session) -> None:
    found = disc_budget.budget(session)
    assert found.fits
    assert "放得下" in found.words
    small = dataclasses.replace(found, kind=DiscKind("small", "小盘", found.size - 1))
    assert (small.fits, small.room) == (False, -1)
    assert f"改用 {KINDS[0].name}" in small.words
    exact = dataclasses.replace(found, kind=DiscKind("exact", "正好", found.size))
    assert exact.fits


def test_the_kind_of_disc_is_kept_for_this_user(own_home: Path) -> None:
    assert disc_budget.chosen_kind().id == "dvd"
    disc_budget.choose_kind(KINDS[3])
    assert disc_budget.chosen_kind() == KINDS[3]


@pytest.mark.parametrize("text", ['{"kind": "floppy"}', "[]", '{"kind": [1]}', "{"])
def test_a_damaged_choice_counts_as_none(own_home: Path, text: str) -> None:
    (own_home / "disc.json").write_text(text, encoding="utf-8")
    assert disc_budget.chosen_kind() == kind_by_id("dvd")
