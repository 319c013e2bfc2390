"""The contract of rescue: outputs and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from jxdesk.cli import main
from tests.package import damage, kit


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package; not to be written to."""
    return damage.make_large(tmp_path_factory.mktemp("sealed"))


def test_two_damaged_copies_give_one_sound_package(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = [Path(shutil.copytree(sealed, tmp_path / name / damage.NAME)) for name in ("一", "二")]
    (copies[0] / kit.PROOF).unlink()
    damage.overwrite(copies[1] / damage.LARGE, 0, bytes(damage.BLOCK))
    assert main(["rescue", *map(str, copies), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"救出来了：“{damage.NAME}”完整")
    assert "取了" in said.out
    assert kit.judge(tmp_path / "out" / damage.NAME).verdict == "sound"


def test_what_is_lost_is_named_and_the_answer_is_no(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(sealed, tmp_path / damage.NAME))
    damage.overwrite(copy / damage.LARGE, damage.BLOCK, bytes(damage.BLOCK))
    arguments = ["rescue", str(copy), "--out"]
    assert main([*arguments, str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert said.startswith("没有救全")
    assert f"缺：{damage.LARGE}（共 {damage.SIZE} 字节）：第 32768–65535 字节" in said
    assert main([*arguments, str(tmp_path / "又"), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["whole"], answer["verification"]["verdict"]) == (False, "broken")
    assert answer["lost"] == [{"path": damage.LARGE, "size": damage.SIZE, "ranges": [[32768, 65536]]}]


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空的").mkdir()
    for copy in ("空的", "没有的"):
        assert main(["rescue", str(tmp_path / copy), "--out", str(tmp_path / "out")]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "Traceback" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["空的"]


def test_an_image_goes_without_recovery_data_when_told_so(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = []
    for more in ([], ["--no-recovery"]):
        out = tmp_path / f"{len(more)}.iso"
        assert main(["image", str(sealed), "--out", str(out), *more]) == 0
        assert ("恢复数据" in capsys.readouterr().err) is not bool(more)
        sizes.append(out.stat().st_size)
    assert sizes[0] > sizes[1]
