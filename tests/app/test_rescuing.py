"""From a disc image with recovery data, through damage, to a sound package again."""

from __future__ import annotations

import pickle
import random
import shutil
from pathlib import Path

import pytest

from jxdesk.app import delivery, rescuing
from jxdesk.app.copying import copy_to
from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.package.parity import program
from tests.package import damage, kit

PARITY = f"{damage.NAME}.par2"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package; not to be written to."""
    return damage.make_large(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def image(sealed: Path) -> Path:
    """It and its recovery data as a disc image; not to be written to."""
    return delivery.image([sealed], sealed.with_name("盘.iso"), silent).path


def test_the_image_carries_recovery_data_and_is_the_same_each_time(
    sealed: Path, image: Path, tmp_path: Path
) -> None:
    again = delivery.image([sealed], tmp_path / "out/又.iso", silent)
    assert again.path.read_bytes() == image.read_bytes()
    assert again.recovery.size > 8 * damage.BLOCK
    assert "另有恢复数据" in again.recovery.sentence
    (found,) = delivery.verify_at(image, None, kit.TODAY, silent)
    assert (found.report.verdict, found.beside) == ("sound", ())
    assert [path.name for path in again.path.parent.iterdir()] == ["又.iso"]
    without = delivery.image([sealed], tmp_path / "无.iso", silent, recovery=False)
    assert without.size < again.size
    assert (without.recovery.size, without.recovery.sentence) == (0, "")


def test_without_the_program_all_else_works(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "find", lambda: None)
    made = delivery.image([sealed], tmp_path / "盘.iso", silent)
    assert "没有 par2 程序" in made.recovery.sentence
    assert delivery.verify_at(made.path, None, kit.TODAY, silent)[0].report.verdict == "sound"
    copied = copy_to(sealed, tmp_path / "U盘", silent)
    assert copied.recovery.is_lacking
    assert [path.name for path in (tmp_path / "U盘").iterdir()] == [damage.NAME]
    (found,) = rescuing.rescue([made.path], tmp_path / "out", silent)
    assert found.is_whole


def test_recovery_data_lies_beside_the_copy_on_a_stick(sealed: Path, tmp_path: Path) -> None:
    copied = copy_to(sealed, tmp_path, silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == [damage.NAME, PARITY]
    assert copied.recovery.size == sum(path.stat().st_size for path in (tmp_path / PARITY).iterdir())
    (found,) = delivery.verify_at(tmp_path, None, kit.TODAY, silent)
    assert (found.name, found.report.verdict, found.beside) == (damage.NAME, "sound", ())
    shutil.rmtree(copied.path)
    with pytest.raises(UserError, match=r"par2.*已经存在"):
        copy_to(sealed, tmp_path, silent)
    assert [path.name for path in tmp_path.iterdir()] == [PARITY]


@pytest.mark.parametrize(("unit", "share"), [(damage.BLOCK, 0.05), (damage.SECTOR, 0.01)])
def test_two_discs_with_losses_all_over_give_one_sound_package(
    sealed: Path, image: Path, tmp_path: Path, unit: int, share: float
) -> None:
    discs = []
    for seed in (5, 6):
        chance, data = random.Random(seed), bytearray(image.read_bytes())
        for place in range(0, len(data), unit):
            if chance.random() < share:
                data[place : place + unit] = bytes(len(data[place : place + unit]))
        discs.append(tmp_path / f"{seed}.iso")
        discs[-1].write_bytes(data)
    (found,) = rescuing.rescue(discs, tmp_path / "out", silent)
    assert found.is_whole
    assert damage.contents(found.path) == damage.contents(sealed)
    assert rescuing.exit_code([found]) == 0
    assert pickle.loads(pickle.dumps(found)) == found


def test_copies_are_only_read(sealed: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sealed, tmp_path / damage.NAME))
    for out in (copy, copy / "data", tmp_path / "x/.." / damage.NAME):
        with pytest.raises(UserError) as refused:
            rescuing.rescue([copy], out, silent)
        assert refused.value.code == "rescue.inside"
    assert damage.contents(copy) == damage.contents(sealed)


def test_one_copy_named_twice_is_one(sealed: Path, tmp_path: Path) -> None:
    (found,) = rescuing.rescue([sealed, sealed / ".." / sealed.name], tmp_path / "out", silent)
    assert len(found.shares) == 1
