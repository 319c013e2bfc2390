"""Writing: the same bytes, every name, and refusals in words."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycdlib import PyCdlib
from pycdlib.pycdlibexception import PyCdlibInvalidInput

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc import sources, writer
from jxdesk.disc.image import make_image
from jxdesk.disc.mastering import Mastering, frozen
from jxdesk.disc.names import MAX_PATH, ShortNames, check_path
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.writer import write_image
from tests.disc.images import GOOD, WHEN, good_image, make_package

ON_DEBIAN = shutil.which("apt-get") is not None


def content(path: Path) -> dict[str, bytes | None]:
    with ImageTree(path) as tree:
        found: dict[str, bytes | None] = {}
        for entry in tree.entries():
            found[entry.path] = tree.open(entry.path).read() if entry.kind.value == "file" else None
        return found


def on_disk(*roots: Path) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for root in roots:
        for path in [root, *root.rglob("*")]:
            name = path.relative_to(root.parent).as_posix()
            found[name] = path.read_bytes() if path.is_file() else None
    return found


def refusal(*packages: Path, out: Path, extras: tuple[Path, ...] = ()) -> str:
    with pytest.raises(UserError) as caught:
        write_image(packages, out, volume="JX", when=WHEN, progress=silent, extras=extras)
    assert not out.exists()
    return caught.value.code


def test_content_comes_back(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    out = tmp_path / "out.iso"
    facts = make_image([package], out, volume="JX_2025", when=WHEN, progress=silent)
    assert content(out) == on_disk(package)
    assert (facts.path, facts.size, facts.volume) == (out, out.stat().st_size, "JX_2025")
    with ImageTree(out) as tree:
        assert (tree.volume, tree.size) == ("JX_2025", facts.size)


def test_same_bytes_whatever_times_rights_and_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = make_package(tmp_path)
    first = make_image([package], tmp_path / "1.iso", volume="JX", when=WHEN, progress=silent)
    for path in package.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
    second = make_image([package], tmp_path / "2.iso", volume="JX", when=WHEN, progress=silent)
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
    assert first.sha256 == second.sha256
    assert (tmp_path / "1.iso").read_bytes() == (tmp_path / "2.iso").read_bytes()


def test_another_moment_gives_other_bytes(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    later = WHEN.replace(year=2026)
    first = make_image([package], tmp_path / "1.iso", volume="JX", when=WHEN, progress=silent)
    second = make_image([package], tmp_path / "2.iso", volume="JX", when=later, progress=silent)
    assert first.sha256 != second.sha256
    assert b"2026102008300000" in (tmp_path / "2.iso").read_bytes()


def test_the_clock_is_frozen_for_this_thread_only(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    images: list[bytes] = []

    def elsewhere() -> None:
        with frozen(WHEN.replace(year=2031)):
            write_image([package], tmp_path / "other.iso", volume="JX", when=WHEN, progress=silent)
        images.append((tmp_path / "other.iso").read_bytes())

    with frozen(WHEN.replace(year=2030)):
        other = Thread(target=elsewhere)
        other.start()
        other.join()
    write_image([package], tmp_path / "one.iso", volume="JX", when=WHEN, progress=silent)
    assert images == [(tmp_path / "one.iso").read_bytes()]


def test_a_naive_moment_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"), frozen(datetime(2025, 1, 1)):  # noqa: DTZ001
        pass


def test_pycdlib_still_counts_utf8_bytes() -> None:
    """When this fails, pycdlib has been mended and the override in mastering can go."""
    image = PyCdlib()
    image.new(interchange_level=3, joliet=3, rock_ridge="1.09")
    with pytest.raises(PyCdlibInvalidInput, match="64 characters"):
        image.add_directory("/LONG", "汉" * 22, "/" + "汉" * 22)
    image.close()


@pytest.mark.parametrize(("name", "fits"), [("汉" * 64, True), ("汉" * 65, False), ("𬱟" * 33, False)])
def test_joliet_names_are_counted_in_utf16_units(name: str, fits: bool) -> None:
    image = Mastering()
    image.new(interchange_level=3, joliet=3, rock_ridge="1.09")
    if fits:
        image.add_directory("/LONG", name, "/" + name)
    else:
        with pytest.raises(PyCdlibInvalidInput, match="64 characters"):
            image.add_directory("/LONG", name, "/" + name)
    image.close()


def test_long_names_that_differ_late(tmp_path: Path) -> None:
    package = tmp_path / ("县" * 60)
    package.mkdir()
    for number in range(120):
        (package / f"{'企' * 53}{number:03}.pdf").write_bytes(b"%d" % number)
    (package / ("𬱟" * 30)).write_bytes(b"beyond the basic plane")
    out = tmp_path / "long.iso"
    make_image([package], out, volume="JX", when=WHEN, progress=silent)
    assert content(out) == on_disk(package)


def test_many_folders_need_more_than_one_sector_of_path_table(tmp_path: Path) -> None:
    package = tmp_path / "many"
    for number in range(150):
        (package / f"{'文件夹' * 8}{number}").mkdir(parents=True)
    out = tmp_path / "many.iso"
    make_image([package], out, volume="JX", when=WHEN, progress=silent)
    assert content(out) == on_disk(package)


def test_packages_and_extras_stand_side_by_side(tmp_path: Path) -> None:
    one, two = make_package(tmp_path, "甲县"), make_package(tmp_path, "乙县")
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "甲县.par2").mkdir()
    (tmp_path / "甲县.par2/a.par2").write_bytes(b"PAR2")
    out = tmp_path / "city.iso"
    extras = (tmp_path / "index.html", tmp_path / "甲县.par2")
    make_image([one, two], out, volume="JX", when=WHEN, progress=silent, extras=extras)
    assert content(out) == on_disk(one, two, *extras)


@pytest.mark.skipif(not ON_DEBIAN and not shutil.which("xorriso"), reason="no xorriso for this system")
def test_xorriso_extracts_the_same_bytes(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    out = tmp_path / "x.iso"
    write_image([package], out, volume="JX", when=WHEN, progress=silent)
    command = ["xorriso", "-osirrox", "on", "-indev", "x.iso", "-extract", "/", "extracted"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert on_disk(tmp_path / "extracted/演示县_申报包") == on_disk(package)


@pytest.mark.skipif(not ON_DEBIAN and not shutil.which("xorriso"), reason="no xorriso for this system")
def test_an_image_made_by_xorriso_reads_the_same(tmp_path: Path) -> None:
    package = make_package(tmp_path / "src")
    options = [
        "-as",
        "mkisofs",
        "-iso-level",
        "3",
        "-J",
        "-joliet-long",
        "-r",
        "-V",
        "VOL",
        "-o",
        "x.iso",
        "src",
    ]
    subprocess.run(["xorriso", *options], cwd=tmp_path, check=True, capture_output=True)
    assert content(tmp_path / "x.iso") == on_disk(package)


@pytest.mark.parametrize(
    "name", ["字" * 61, "a" * 61, "𬱟" * 31, "a:b", "a\\b", "a?", "a*", "tab\t", "point.", "space ", "\udcff"]
)
def test_names_a_disc_cannot_hold(name: str) -> None:
    with pytest.raises(UserError) as caught:
        check_path("甲县/" + name)
    assert caught.value.code == "image.name"
    assert caught.value.message.encode("utf-8")


def test_path_and_depth_are_capped() -> None:
    segment = "字" * 40
    check_path("/".join([segment] * 4))
    for path in ["/".join([segment] * 5), "/".join("abcdefghi"), "x" * (MAX_PATH + 1)]:
        with pytest.raises(UserError):
            check_path(path)
    check_path("/".join("abcdefgh"))


def test_seven_folder_levels_come_back(tmp_path: Path) -> None:
    package = tmp_path / "1"
    (package / "2/3/4/5/6/7").mkdir(parents=True)
    (package / "2/3/4/5/6/7/深.txt").write_bytes(b"deep")
    make_image([package], tmp_path / "d.iso", volume="JX", when=WHEN, progress=silent)
    assert content(tmp_path / "d.iso") == on_disk(package)


def test_a_file_of_four_gibibytes_is_refused(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    with (package / "huge.bin").open("wb") as handle:
        handle.truncate(sources.MAX_FILE_BYTES + 1)
    assert refusal(package, out=tmp_path / "o.iso") == "image.too-large"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights that Windows users lack")
def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    linked, piped = make_package(tmp_path, "linked"), make_package(tmp_path, "piped")
    (linked / "link").symlink_to("bagit.txt")
    os.mkfifo(piped / "pipe")
    assert refusal(linked, out=tmp_path / "o.iso") == "image.kind"
    assert refusal(piped, out=tmp_path / "o.iso") == "image.kind"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    (tmp_path / "other").mkdir()
    twin = make_package(tmp_path / "other")
    assert refusal(out=tmp_path / "o.iso") == "image.empty"
    assert refusal(tmp_path / "no", out=tmp_path / "o.iso") == "path.missing"
    assert refusal(package, twin, out=tmp_path / "o.iso") == "image.twice"
    assert refusal(package, out=package / "o.iso") == "image.inside"
    (tmp_path / "A").mkdir()
    (tmp_path / "A/x").touch()
    (tmp_path / "b").mkdir()
    (tmp_path / "b/a").touch()
    assert refusal(tmp_path / "A", out=tmp_path / "o.iso", extras=(tmp_path / "b/a",)) == "image.twice"


@pytest.mark.parametrize("volume", ["", "x", "江西", "A" * 17, "A B"])
def test_disc_names(tmp_path: Path, volume: str) -> None:
    with pytest.raises(UserError) as caught:
        write_image([make_package(tmp_path)], tmp_path / "o.iso", volume=volume, when=WHEN, progress=silent)
    assert caught.value.code == "image.volume"


def test_a_full_disk_leaves_the_older_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = good_image(tmp_path).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Mastering, "write_fp", full)
    with pytest.raises(UserError) as caught:
        make_image(
            [tmp_path / "演示县_申报包"], tmp_path / "good.iso", volume="JX", when=WHEN, progress=silent
        )
    assert caught.value.code == "disk.full"
    assert (tmp_path / "good.iso").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.iso", "演示县_申报包"]


@pytest.mark.parametrize("at", [0, 1, 8, 12])
def test_cancelling_leaves_nothing(tmp_path: Path, at: int) -> None:
    package = make_package(tmp_path / "src")
    calls: list[tuple[str, int, int]] = []

    def stop(label: str, done: int, total: int) -> None:
        calls.append((label, done, total))
        if len(calls) > at:
            raise Cancelled

    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        make_image([package], tmp_path / "out/c.iso", volume="JX", when=WHEN, progress=stop)
    assert not list((tmp_path / "out").iterdir())


def test_progress_runs_once_from_end_to_end(tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    facts = make_image(
        [make_package(tmp_path)],
        tmp_path / "p.iso",
        volume="JX",
        when=WHEN,
        progress=lambda label, done, total: calls.append((label, done, total)),
    )
    done = [call[1] for call in calls]
    assert done == sorted(done)
    assert {call[2] for call in calls} == {2 * facts.size}
    assert done[-1] == 2 * facts.size


@pytest.mark.parametrize("now", [GOOD[:-1], GOOD + b"x", b"x" + GOOD[1:], GOOD[:2048], b""])
def test_a_source_that_changes_meanwhile_is_noticed(tmp_path: Path, now: bytes) -> None:
    package = make_package(tmp_path)

    def meddle(label: str, done: int, total: int) -> None:
        if label == writer.LABEL and done == total // 2:
            (package / "data/good.bin").write_bytes(now)

    with pytest.raises(UserError) as caught:
        make_image([package], tmp_path / "m.iso", volume="JX", when=WHEN, progress=meddle)
    assert (caught.value.code, caught.value.exit_code) == ("image.readback", 1)
    assert "good.bin" in caught.value.message
    assert not (tmp_path / "m.iso").exists()


def test_an_image_that_its_judge_refuses_takes_no_place(tmp_path: Path) -> None:
    out = tmp_path / "out/j.iso"
    shown: list[bytes] = []

    def judge(written: Path) -> None:
        assert written.parent == out.parent
        shown.append(written.read_bytes())
        if len(shown) == 2:
            raise KeyboardInterrupt

    package = make_package(tmp_path / "src")
    make_image([package], out, volume="JX", when=WHEN, progress=silent, judge=judge)
    assert out.read_bytes() == shown[0]
    out.write_bytes(b"older")
    with pytest.raises(KeyboardInterrupt):
        make_image([package], out, volume="JX", when=WHEN, progress=silent, judge=judge)
    assert out.read_bytes() == b"older"
    assert list(out.parent.iterdir()) == [out]


def test_a_source_that_vanishes_meanwhile(tmp_path: Path) -> None:
    package = make_package(tmp_path)

    def meddle(label: str, done: int, total: int) -> None:
        (package / "data/good.bin").unlink(missing_ok=True)

    with pytest.raises(UserError) as caught:
        make_image([package], tmp_path / "m.iso", volume="JX", when=WHEN, progress=meddle)
    assert caught.value.code == "path.missing"


@given(st.lists(st.text("aA.é汉_-", min_size=1, max_size=40), unique=True, max_size=60))
def test_short_names_are_legal_and_all_different(names: list[str]) -> None:
    def given_to(order: list[str]) -> list[str]:
        short = ShortNames()
        return [short.file(name) if number % 3 else short.folder(name) for number, name in enumerate(order)]

    found = given_to(names)
    assert found == given_to(names)
    assert len(set(found)) == len(names)
    for name in found:
        bare = name.removesuffix(";1")
        assert len(bare) <= 31
        assert bare.replace(".", "", 1).replace("_", "A").isalnum()
        assert bare.isascii()
        assert bare == bare.upper()
