"""What a package says of its stamped scan: on the reading page, and to whoever verifies it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from jxdesk.domain import canonical, plain_json
from jxdesk.domain.scan import MATCH_MEANS
from jxdesk.package import layout
from jxdesk.package.contents import Pages
from jxdesk.package.report import ByEye
from jxdesk.package.seal import Item
from tests.package import kit


def with_pages(pages: Pages) -> list[Item]:
    """The items of the kit with other pages."""
    data = plain_json.dump(pages)
    return [dataclasses.replace(i, source=data) if i.path == "pages.json" else i for i in kit.ITEMS]


def page(folder: Path, pages: Pages) -> str:
    """The reading page of a package with these pages."""
    sealed = kit.make(folder, with_pages(pages))
    return (sealed.path / layout.READING_PAGE).read_text(encoding="utf-8")


GENUINE = kit.pages_of(canonical.encode(kit.APPLICATION))


def test_who_confirmed_which_page_stands_on_the_reading_page(tmp_path: Path) -> None:
    shown = page(tmp_path / "申报包", GENUINE)
    assert '<h2 id="scan">盖章扫描件</h2>' in shown
    assert "<th>按校验码核对</th><td>2 页</td>" in shown
    assert "<th>第 3 页</th><td>张三：改过的文档打印（2025-10-20 09:00）</td>" in shown
    assert MATCH_MEANS in shown


def test_a_reason_is_text_on_the_reading_page(tmp_path: Path) -> None:
    (one,) = GENUINE.confirmed
    bent = msgspec.structs.replace(one, why="<script>alert(1)</script>")
    shown = page(tmp_path / "申报包", msgspec.structs.replace(GENUINE, confirmed=[bent]))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_package_without_a_scan_says_nothing_of_one_and_is_sound(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(GENUINE, scans=[], matches=[], confirmed=[])
    assert '<h2 id="scan">盖章扫描件</h2>' not in page(tmp_path / "申报包", bare)
    report = kit.judge(tmp_path / "申报包")
    assert (report.verdict, report.by_eye) == ("sound", ())


def test_whoever_verifies_is_told_what_rests_on_a_word(tmp_path: Path) -> None:
    sealed = kit.make(tmp_path / "申报包")
    report = kit.judge(sealed.path)
    assert report.by_eye == (ByEye(3, "张三", "改过的文档打印", "2025-10-20T01:00:00+00:00"),)
    (sealed.path / kit.PROOF).write_bytes(b"another")
    assert kit.judge(sealed.path).by_eye == ()
