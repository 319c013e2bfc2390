"""``index.html``: all of the application for whoever has no program, and nothing that data can do to it."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import (
    Block,
    Cell,
    CellRole,
    Contents,
    Cover,
    CoverRow,
    Entry,
    FormGrid,
    Heading,
    ListColumn,
    ListTable,
    Outline,
    Paragraph,
    Section,
    SignaturePlace,
    TextRole,
    block_texts,
)
from jxdesk.documents.report.sheet import Entry as Found
from jxdesk.documents.report.sheet import Group, ReportSheet, Why
from jxdesk.domain.finding import Level
from jxdesk.notice import load_installed
from jxdesk.package import layout
from jxdesk.package.reading_page import Reading, reading_page
from jxdesk.package.seal import Item, seal
from tests.documents.sample import sample
from tests.package import kit
from tests.package.browser import Browser, Listener

SIZES = {"data/application.json": 12}


class Seen(HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def everywhere(text: str) -> tuple[Block, ...]:
    """Each kind of block with ``text`` wherever a block takes one."""
    first = Cell(text, CellRole.LABEL), Cell(text)
    grid = FormGrid((1.0, 1.0), (first, (Cell(text, CellRole.PROSE, 1, 2),)))
    listing = ListTable((ListColumn(text, 1.0), ListColumn(text, 1.0)), ((text, text), (None, text)))
    return (
        Cover((text,), (CoverRow(text, text),), text),
        Heading(text),
        Heading(text, 2),
        *(Paragraph(text, role) for role in TextRole),
        grid,
        listing,
        SignaturePlace(text, text),
    )


def sheet(text: str) -> ReportSheet:
    """A report with ``text`` wherever it takes one."""
    line = ((text, text),)
    found = Found(1, Level.WARNING, text, text, text, text, line, (text,), text, text, text, Why(text, text))
    return ReportSheet(text, text, text, line, text, (Group(text, (found,)),))


def page_of(text: str) -> bytes:
    info = dataclasses.replace(kit.INFO, organisation=text or "x", cluster_name=text)
    sizes = {**SIZES, f"data/佐证材料/{text}": 3} if text else SIZES
    reading = Reading(
        ((text, text),), Outline(text, (Section("a", text, everywhere(text)),), text), sheet(text)
    )
    return reading_page(info, sizes, "ab" * 32, reading)


PLAIN = Seen(page_of("某某县"))
HOSTILE = (
    "<script>document.title='bent';fetch('ADDRESS')</script>",
    "</td></table><img src=ADDRESS onerror=\"document.title='bent'\">",
    '" onmouseover="document.title=\'bent\'" x="',
    "' autofocus onfocus='document.title=1",
    "</style><style>body{background:url(ADDRESS)}</style>",
    "--><svg onload=\"document.title='bent'\"><!--",
    "</title><meta http-equiv=refresh content='0;url=ADDRESS'>",
    "<base href='ADDRESS'><iframe src='ADDRESS'></iframe><link rel=stylesheet href='ADDRESS'>",
    "javascript:document.title='bent'",
    "<form action='ADDRESS'><input autofocus onfocus=\"document.title='bent'\"></form>",
    "\u202e<b>gnp.exe\u202c\u2066\u200b",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_becomes_markup(text: str) -> None:
    page = Seen(page_of(text))
    assert page.tags == PLAIN.tags
    assert page.attributes == PLAIN.attributes
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "form", "base", "svg", "object", "embed"})


@given(st.text(min_size=1, max_size=40))
def test_any_text_is_only_text(text: str) -> None:
    page = Seen(page_of(text.encode("utf-8", "replace").decode()))
    assert page.tags <= PLAIN.tags
    assert page.attributes <= PLAIN.attributes


def test_what_nobody_sees_is_written_out() -> None:
    page = page_of("甲\u202e乙\u200b丙").decode("utf-8")
    assert "\u202e" not in page
    assert "\u200b" not in page
    assert "甲\\u202e乙\\u200b丙" in page


def test_every_text_of_the_application_stands_on_the_page() -> None:
    notice = load_installed("jx-2025")
    outline = build_outline(sample(notice), notice)
    page = "".join(Seen(reading_page(kit.INFO, SIZES, "ab" * 32, Reading(outline=outline))).texts)
    shown = re.sub(r"\s", "", page)
    for section in outline.sections:
        for block in section.blocks:
            if isinstance(block, Contents):
                continue
            for text in block_texts(block):
                assert re.sub(r"\s", "", text) in shown


def test_the_page_says_how_to_verify_with_what_windows_and_linux_have() -> None:
    text = "".join(Seen(page_of("某县")).texts)
    for command in ("certutil -hashfile", "SignedCms", "openssl cms -verify", "sha256sum -c --strict"):
        assert command in text


def test_findings_stand_with_their_reasons() -> None:
    page = "".join(Seen(page_of("理由说明")).texts)
    assert "提醒" in page
    assert "检查结果" in page
    empty = ReportSheet("", "", "", (), "检查通过。", ())
    bare = "".join(Seen(reading_page(kit.INFO, SIZES, "ab" * 32, Reading(check=empty))).texts)
    assert "没有发现问题" in bare


def test_a_list_that_would_burst_the_page_shows_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MAX_READING_PAGE", 200_000)
    rows = tuple((f"企业{number}",) for number in range(20_000))
    table = ListTable((ListColumn("名称", 1.0),), rows)
    outline = Outline("", (Section("register", "企业名单", (table,)),))
    page = reading_page(kit.INFO, SIZES, "ab" * 32, Reading(outline=outline))
    assert len(page) <= layout.MAX_READING_PAGE
    text = "".join(Seen(page).texts)
    assert "企业999" in text
    assert "还有 19000 行没有列在本页" in text


def test_the_links_of_the_page_lead_to_its_parts() -> None:
    page = page_of("某县").decode("utf-8")
    wanted = set(re.findall(r'href="#([^"]+)"', page))
    assert wanted <= set(re.findall(r'id="([^"]+)"', page))
    assert {"s1", "check", "files", "verify"} <= wanted
    contents = Outline("", (Section("c", "目录", (Contents("目录", (Entry("一", 1, "c", 0),)),)),))
    assert b'id="s1"' not in reading_page(kit.INFO, SIZES, "ab" * 32, Reading(outline=contents))


def test_no_script_of_a_hostile_application_runs_in_a_browser(
    tmp_path: Path, browser: Browser, listener: Listener
) -> None:
    texts = [text.replace("ADDRESS", listener.address) for text in HOSTILE]
    naive = tmp_path / "naive.html"
    naive.write_text(f"<!DOCTYPE html><title>whole</title>{''.join(texts[:2])}", encoding="utf-8")
    assert "<title>bent</title>" in browser.dom(naive)
    assert listener.heard, "the control page must reach the listener, or silence proves nothing"
    listener.heard.clear()

    blocks = tuple(block for text in texts for block in everywhere(text))
    reading = Reading(
        ((texts[1], texts[0]),), Outline("", (Section("a", texts[0], blocks),)), sheet(texts[1])
    )
    info = dataclasses.replace(kit.INFO, organisation=texts[0], cluster_name=texts[1])
    items = (*kit.ITEMS, Item("佐证材料/a' onclick='b.txt", b"x"))
    sealed = seal(items, info, kit.rsa_signer(), tmp_path / "包", reading=reading)
    dom = browser.dom(sealed.path / layout.READING_PAGE)
    assert "onerror=&quot;" in dom or "onerror=" in "".join(Seen(dom.encode()).texts)
    assert Seen(dom.encode()).tags <= PLAIN.tags | {"tbody"}
    assert not re.search(r"<title>bent", dom)
    assert not listener.heard
