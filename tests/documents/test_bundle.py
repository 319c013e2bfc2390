"""Everything rendered in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.documents.bundle import render
from jxdesk.documents.pdf import LAYOUT_VERSION
from jxdesk.notice import Notice
from tests.documents.conftest import Sample
from tests.documents.sample import sample


def test_it_writes_what_it_says(rich: Sample) -> None:
    rendered = rich.rendered
    assert [path.name for path in rendered.files] == [
        "申报书.pdf",
        "申报书.docx",
        "企业名单.xlsx",
        "重点项目清单.xlsx",
        "公共服务平台清单.xlsx",
        "目标任务指标表.xlsx",
        "佐证材料目录.xlsx",
    ]
    assert sorted(rendered.pdf.parent.iterdir()) == sorted(rendered.files)
    assert rendered.layout == LAYOUT_VERSION
    assert rendered.pages


def test_progress_never_runs_backwards_within_a_step(notice: Notice, tmp_path: Path) -> None:
    seen: dict[str, list[int]] = {}

    def listen(label: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        seen.setdefault(label, []).append(done)

    render(sample(notice, enterprises=2, projects=1), notice, tmp_path / "new" / "folder", listen)
    assert len(seen) == 4
    assert all(steps == sorted(steps) for steps in seen.values())


def test_a_file_in_place_of_the_folder_is_one_sentence(notice: Notice, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UserError):
        render(sample(notice, enterprises=1), notice, tmp_path / "out", silent)
