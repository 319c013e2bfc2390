"""What is written is there whole or not at all, whatever happens in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jxdesk.base.atomic import staged_file, staged_folder, write_bytes
from jxdesk.base.errors import Cancelled, UserError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def half_a_file(path: Path, failure: type[BaseException]) -> None:
    with staged_file(path) as beside:
        beside.write_bytes(b"half")
        raise failure


def half_a_folder(path: Path, failure: type[BaseException]) -> None:
    with staged_folder(path) as beside:
        (beside / "data").mkdir()
        (beside / "data" / "x").write_bytes(b"1")
        raise failure


def many_files(path: Path) -> None:
    with staged_folder(path) as beside:
        for number in range(100):
            (beside / str(number)).write_bytes(b"n" * 10_000)


def test_a_file_takes_its_place_and_makes_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "申报书.pdf"
    write_bytes(path, b"one")
    assert path.read_bytes() == b"one"
    write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["申报书.pdf"]


@pytest.mark.parametrize("failure", [Cancelled, OSError, ValueError, KeyboardInterrupt])
def test_a_failed_file_leaves_what_was_there(tmp_path: Path, failure: type[BaseException]) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    with pytest.raises(UserError if failure is OSError else failure):
        half_a_file(path, failure)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x.json"]


def test_nothing_is_replaced_unless_meant(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    with pytest.raises(UserError) as caught, staged_file(path, replace=False):
        raise AssertionError("must not be entered")
    assert caught.value.code == "path.exists"
    assert path.read_bytes() == b"old"


def test_a_dangling_link_stands_in_the_way_too(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.symlink_to(tmp_path / "nowhere")
    for stage in (staged_folder(path), staged_file(path, replace=False)):
        with pytest.raises(UserError) as caught, stage:
            raise AssertionError("must not be entered")
        assert caught.value.code == "path.exists"


def test_a_folder_takes_its_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "包"
    with staged_folder(path) as beside:
        (beside / "data").mkdir()
        (beside / "data" / "x").write_bytes(b"1")
        assert not path.exists()
    assert (path / "data" / "x").read_bytes() == b"1"
    assert names(path.parent) == ["包"]


@pytest.mark.parametrize("failure", [Cancelled, OSError, ValueError, KeyboardInterrupt])
def test_a_failed_folder_leaves_nothing(tmp_path: Path, failure: type[BaseException]) -> None:
    path = tmp_path / "包"
    with pytest.raises(UserError if failure is OSError else failure):
        half_a_folder(path, failure)
    assert names(tmp_path) == []


def test_a_folder_that_came_meanwhile_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "包"
    with pytest.raises(UserError) as caught, staged_folder(path):
        write_bytes(path / "theirs", b"1")
    assert caught.value.code == "path.exists"
    assert [names(tmp_path), names(path)] == [["包"], ["theirs"]]


def test_errors_name_the_place_the_user_knows(tmp_path: Path) -> None:
    path = tmp_path / "包"
    with pytest.raises(UserError) as caught, staged_folder(path) as beside:
        (beside / "missing" / "x").write_bytes(b"1")
    assert str(path / "missing" / "x") in caught.value.message
    assert ".part" not in caught.value.message
    with pytest.raises(UserError) as caught, staged_file(tmp_path / "x.json"):
        """Nothing is written: the caller forgot to."""
    assert str(tmp_path / "x.json") in caught.value.message
    assert ".part" not in caught.value.message


def test_a_file_in_place_of_a_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        write_bytes(tmp_path / "a" / "x", b"1")
    assert caught.value.code in {"path.kind", "path.exists"}


def test_a_name_too_long_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_bytes(tmp_path / ("申" * 100), b"1")
    assert caught.value.code == "path.too-long"
    assert names(tmp_path) == []


def test_a_longer_name_than_the_staged_one_may_have_works(tmp_path: Path) -> None:
    path = tmp_path / ("申" * 80 + ".pdf")
    write_bytes(path, b"1")
    assert path.read_bytes() == b"1"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB, where the tests may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount")
    command = [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_so_and_the_old_file_stays(small_disk: Path) -> None:
    path = small_disk / "x.bin"
    write_bytes(path, b"old" * 1000)
    with pytest.raises(UserError) as caught:
        write_bytes(path, b"n" * 400_000)
    assert caught.value.code == "disk.full"
    assert str(path) in caught.value.message
    assert path.read_bytes() == b"old" * 1000
    assert names(small_disk) == ["x.bin"]


def test_a_full_disk_leaves_no_half_folder(small_disk: Path) -> None:
    with pytest.raises(UserError) as caught:
        many_files(small_disk / "包")
    assert caught.value.code == "disk.full"
    assert names(small_disk) == []
    write_bytes(small_disk / "fits", b"n" * 200_000)


LIMITED = """
import sys
from pathlib import Path
from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
try:
    write_bytes(Path(sys.argv[1]), b"n" * 400_000)
except UserError as error:
    print(error.code)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_file_bigger_than_allowed_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"old")

    def limit() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, str(path)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout.strip(), done.stderr) == ("disk.file-too-big", "")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x.bin"]
