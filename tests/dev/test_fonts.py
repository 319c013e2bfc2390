"""The font table and the checks that stand between a package and ``resources/fonts``."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tarfile
from pathlib import Path

import pytest

import font_sources
import fonts
from fonts import Font, FontRefused, Piece, Source

OUTLINES = b"outlines"
LICENCE = b"licence text"


def font(*, outlines: bytes = OUTLINES, result: bytes = OUTLINES, required: bool = True) -> Font:
    return Font(
        role="song",
        required=required,
        convert="",
        source=Source("npm", "some-font", "1.0"),
        outlines=Piece("package/a.ttf", fonts.digest(outlines), "A.ttf", fonts.digest(result)),
        licence=Piece("package/COPYING.gz", "", "A-COPYING.txt", fonts.digest(LICENCE)),
    )


def members(outlines: bytes = OUTLINES, licence: bytes = LICENCE) -> dict[str, bytes]:
    return {"package/a.ttf": outlines, "package/COPYING.gz": gzip.compress(licence)}


def test_the_right_files_are_placed_with_their_licence(tmp_path: Path) -> None:
    fonts.install(font(), members(), tmp_path, tmp_path)
    assert (tmp_path / "A.ttf").read_bytes() == OUTLINES
    assert (tmp_path / "A-COPYING.txt").read_bytes() == LICENCE
    assert fonts.lacking([font()], tmp_path) == ()
    assert {path.name for path in tmp_path.iterdir()} == {"A.ttf", "A-COPYING.txt"}


@pytest.mark.parametrize(
    ("described", "found"),
    [
        (font(), members(outlines=b"tampered with")),
        (font(), members(licence=b"another licence")),
        (font(result=b"what conversion should give"), members()),
    ],
    ids=["source-digest", "licence-digest", "result-digest"],
)
def test_another_digest_is_refused_and_nothing_is_placed(
    described: Font, found: dict[str, bytes], tmp_path: Path
) -> None:
    with pytest.raises(FontRefused, match="校验值"):
        fonts.install(described, found, tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_font_counts_as_lacking(tmp_path: Path) -> None:
    fonts.install(font(), members(), tmp_path, tmp_path)
    (tmp_path / "A.ttf").write_bytes(OUTLINES + b"!")
    assert fonts.lacking([font()], tmp_path) == (font(),)


def test_a_font_without_its_licence_counts_as_lacking(tmp_path: Path) -> None:
    fonts.install(font(), members(), tmp_path, tmp_path)
    (tmp_path / "A-COPYING.txt").unlink()
    assert fonts.lacking([font()], tmp_path) == (font(),)


def test_a_given_folder_is_used_where_its_digests_are_right(tmp_path: Path) -> None:
    given, folder = tmp_path / "given", tmp_path / "folder"
    fonts.install(font(), members(), given, tmp_path)
    fonts.copy_given([font(), font(result=b"a newer one")], given, folder)
    assert fonts.lacking([font()], folder) == ()
    assert fonts.lacking([font(result=b"a newer one")], folder) != ()


def test_a_package_that_cannot_be_had_names_every_font_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> dict[str, bytes]:
        raise font_sources.SourceUnavailable("这台机器取不到。")

    monkeypatch.setitem(fonts.TAKERS, "npm", unavailable)
    failed = fonts.fetch([font(), font(required=False)], tmp_path)
    assert set(failed.values()) == {"这台机器取不到。"}
    assert len(failed) == 2


@pytest.mark.parametrize(("required", "code"), [(True, 1), (False, 0)])
def test_only_a_required_font_stops_the_setup(
    required: bool,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    monkeypatch.setattr(fonts, "read_table", lambda: (font(required=required),))
    monkeypatch.delenv(fonts.GIVEN_VARIABLE, raising=False)
    monkeypatch.setitem(fonts.TAKERS, "npm", lambda *_: members(outlines=b"tampered with"))
    assert fonts.main() == code
    said = capsys.readouterr()
    assert "A.ttf" in said.out + said.err


def archive(*entries: tuple[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, data in entries:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    stream.seek(0)
    return stream


def test_npm_takes_only_the_members_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "npm-tool"
    tool.write_text('#!/bin/sh\ncp "$PACKED" ./some-font-1.0.tgz\n', encoding="utf-8")
    tool.chmod(0o755)
    packed = tmp_path / "packed"
    packed.write_bytes(archive(("package/a.ttf", b"a"), ("package/b.ttf", b"b")).getvalue())
    monkeypatch.setenv("PACKED", str(packed))
    monkeypatch.setattr(shutil, "which", lambda name: str(tool) if name == "npm" else None)
    taken = font_sources.take_from_npm("some-font", "1.0", ["package/a.ttf"], tmp_path)
    assert taken == {"package/a.ttf": b"a"}
    with pytest.raises(font_sources.SourceUnavailable, match=r"package/c\.ttf"):
        font_sources.take_from_npm("some-font", "1.0", ["package/c.ttf"], tmp_path)


def test_without_apt_the_reason_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(font_sources.SourceUnavailable, match="不是 Debian 系统"):
        font_sources.take_from_deb("some-font", "1.0", ["a.ttf"], tmp_path)


def test_the_table_is_whole() -> None:
    table = fonts.read_table()
    roles = [row.role for row in table]
    assert len(roles) == len(set(roles))
    assert {"fang", "song", "song-bold", "hei", "kai"} <= set(roles)
    for row in table:
        assert row.source.kind in fonts.TAKERS
        assert row.outlines.file.endswith(".ttf")
        for value in (row.outlines.sha256, row.outlines.member_sha256, row.licence.sha256):
            assert re.fullmatch("[0-9a-f]{64}", value)
        if not row.convert:
            assert row.outlines.sha256 == row.outlines.member_sha256
    # A machine without apt must still be able to print.
    assert all(row.source.kind == "npm" for row in table if row.required)


def test_the_fonts_here_are_those_of_the_table() -> None:
    absent = fonts.lacking(fonts.read_table(), fonts.FOLDER)
    assert not any(row.required for row in absent)
