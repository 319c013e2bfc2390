"""The DOCX opened by another program: LibreOffice reads all of it, in order, and says nothing against it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from jxdesk.documents.outline import Contents, block_texts
from tests.documents.conftest import Sample
from tests.documents.reading import squeezed

OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_every_text_of_the_docx_in_order(rich: Sample, tmp_path: Path) -> None:
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(rich.rendered.docx)], capture_output=True, text=True, timeout=120, check=True
    )
    assert "rror" not in done.stderr
    read = squeezed((tmp_path / "申报书.txt").read_text(encoding="utf-8-sig"))
    at = 0
    for section in rich.outline.sections:
        for block in section.blocks:
            if isinstance(block, Contents):
                continue
            for text in filter(None, map(squeezed, block_texts(block))):
                found = read.find(text, at)
                assert found >= 0, f"{section.id}: {text}"
                at = found + len(text)
