"""The contract of scan: what it prints, how it ends, and that nobody's word goes unrecorded."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from jxdesk.app.session import Session
from jxdesk.cli import main
from tests.app.conftest import fill
from tests.strategies import notice

LOST = 3
"""The page that is scanned without its upper part, where the code stands."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A printed workspace, and its pages as a scanner gave them: one file, one page without code."""
    folder = tmp_path_factory.mktemp("made")
    with Session.create(folder / "某县.jxdesk", notice()) as session:
        fill(session)
    assert main(["render", str(folder / "某县.jxdesk"), "--out", str(folder / "文件")]) == 0
    document: Any = pypdfium2.PdfDocument(folder / "文件" / "申报书.pdf")
    pages = []
    for number in range(len(document)):
        page = document[number].render(scale=100 / 72).to_pil().convert("L")
        if number == LOST - 1:
            page.paste(255, (0, 0, page.width, 170))
        pages.append(page)
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    (folder / "扫描.pdf").write_bytes(buffer.getvalue())
    return folder


def ran(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["scan", *argv])
    return code, capsys.readouterr().out


def test_a_scan_is_added_confirmed_and_whole(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = str(made / "某县.jxdesk")
    code, shown = ran(capsys, workspace)
    assert (code, "还没有导入盖章扫描件" in shown) == (1, True)
    code, shown = ran(capsys, workspace, str(made / "扫描.pdf"), "--json")
    plain = json.loads(shown)
    assert (code, plain["complete"], plain["missing"]) == (1, False, [LOST])
    (left,) = plain["left_over"]
    assert (left["why"], left["scan"]["number"], left["scan"]["file"]) == ("unreadable", LOST, "扫描.pdf")
    by_eye = ["--by-eye", str(LOST), str(LOST), "--who", "张三", "--why", "领导改过的文档打印"]
    code, shown = ran(capsys, workspace, *by_eye)
    assert code == 0
    assert "由人目视确认（张三：领导改过的文档打印）" in shown
    assert shown.rstrip().endswith("不说明纸上没有另外写过字。")
    code, shown = ran(capsys, workspace, "--withdraw", str(LOST), "--json")
    assert (code, json.loads(shown)["missing"]) == (1, [LOST])
    page = json.loads(shown)["pages"][LOST - 1]
    code, shown = ran(capsys, workspace, "--confirm-code", str(LOST), page["code"], "--json")
    assert (code, json.loads(shown)["pages"][LOST - 1]["how"]) == (0, "typed")
    assert main(["set", workspace, "basic.contact_phone=0791-88889999"]) == 0
    code, shown = ran(capsys, workspace, "--json")
    plain = json.loads(shown)
    assert (code, plain["complete"], plain["stale"]) == (1, False, True)
    assert 1 in plain["reprint"]
    assert f"第 {plain['reprint'][0]}" in ran(capsys, workspace)[1]
    code, shown = ran(capsys, workspace, "--remove", "扫描.pdf", "--json")
    assert len(json.loads(shown)["missing"]) == len(plain["pages"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--by-eye", "1", "x", "--who", "张三", "--why", "改过的文档打印"], "“x”不是页数"),
        (["--by-eye", "99", "1", "--who", "张三", "--why", "改过的文档打印"], "没有第 99 页"),
        (["--confirm-code", "1"], "命令写得不对"),
        (["--turn", "up"], "不对"),
        (["--remove", "没有.pdf"], "没有导入过"),
        (["没有.pdf"], "找不到"),
    ],
)
def test_wrong_use_is_one_sentence(
    made: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    capsys.readouterr()
    assert main(["scan", str(made / "某县.jxdesk"), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err


def test_before_printing_there_is_nothing_to_hold_it_against(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Session.create(tmp_path / "空.jxdesk", notice()).close()
    capsys.readouterr()
    assert main(["scan", str(tmp_path / "空.jxdesk")]) == 1
    assert "还没有生成打印版" in capsys.readouterr().err
