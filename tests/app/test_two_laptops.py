"""Each version names the one before, whatever happens to a workspace; and two laptops that seal apart."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from jxdesk.app import delivery, merging, printing, safekeeping, sealing
from jxdesk.app.receiving import receive
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.seal import Sealed
from jxdesk.review.chain import Kind
from jxdesk.review.library import Library
from tests.app.conftest import NOW, clock, fill
from tests.app.stamping import stamp
from tests.package import kit
from tests.strategies import notice


@pytest.fixture(scope="module")
def sealed_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sealed]:
    """A workspace of which the first version was sealed, with a backup from before; not to be changed."""
    folder = tmp_path_factory.mktemp("sealed")
    with Session.create(folder / "某县.jxdesk", notice(), clock=clock) as session:
        fill(session)
        printing.render(session, folder / "文件", silent)
        stamp(session, folder / "文件")
        session.workspace.backup("封装前")
        first = sealing.seal(session, kit.rsa_signer(), folder / "out", silent)
    return folder / "某县.jxdesk", first


def copy(workspace: Path, to: Path) -> Session:
    return Session.open(Path(shutil.copytree(workspace, to)), clock=clock)


def seal(session: Session, out: Path) -> tuple[Sealed, BagInfo]:
    made = sealing.seal(session, kit.rsa_signer(), out, silent)
    info = delivery.verify_at(made.path, None, NOW.date(), silent)[0].report.info
    assert info is not None
    return made, info


def test_a_backup_from_before_forgets_no_sealing(sealed_once: tuple[Path, Sealed], tmp_path: Path) -> None:
    workspace, first = sealed_once
    with copy(workspace, tmp_path / "某县.jxdesk") as session:
        (backup,) = session.workspace.backups()
        safekeeping.restore(session, backup)
        _, info = seal(session, tmp_path / "out")
    assert (info.version, info.previous_digest) == (2, first.digest)


def test_two_laptops_fork_and_the_library_sees_it(sealed_once: tuple[Path, Sealed], tmp_path: Path) -> None:
    workspace, first = sealed_once
    with copy(workspace, tmp_path / "一.jxdesk") as session:
        here, info = seal(session, tmp_path / "out1")
        assert info.previous_digest == first.digest
    with copy(workspace, tmp_path / "二.jxdesk") as session:
        session.clock = lambda: NOW + dt.timedelta(hours=1)
        there, info = seal(session, tmp_path / "out2")
        assert (info.version, info.previous_digest) == (2, first.digest)
    assert here.digest != there.digest
    library = Library.make(tmp_path / "收件库")
    _, _, last = receive([first.path, here.path, there.path], library, None, clock, silent)
    assert [remark.kind for remark in last.remarks] == [Kind.FORK]
    assert "可能是在两台电脑上分别封装的" in last.remarks[0].sentence


def test_after_merging_the_line_is_gone_on_with(sealed_once: tuple[Path, Sealed], tmp_path: Path) -> None:
    """The second laptop sealed; its copy comes back, and the first laptop seals the version after."""
    workspace, first = sealed_once
    with copy(workspace, tmp_path / "二.jxdesk") as session:
        second, _ = seal(session, tmp_path / "out2")
    with copy(workspace, tmp_path / "一.jxdesk") as session:
        merging.bring_in(session, tmp_path / "二.jxdesk")
        third, info = seal(session, tmp_path / "out1")
    assert (info.version, info.previous_digest) == (3, second.digest)
    library = Library.make(tmp_path / "收件库")
    taken = receive([first.path, second.path, third.path], library, None, clock, silent)
    assert [each.remarks for each in taken] == [(), (), ()]
