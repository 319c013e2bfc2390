"""Flushing along the way loses nothing and hides no failure of the disk."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from jxdesk.disc.flushing import EarlyFlush

CHUNK = bytes(range(256)) * (8 << 12)


def test_what_is_flushed_along_the_way_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "image"
    with path.open("wb") as handle, EarlyFlush(handle) as flush:
        for number in range(20):
            handle.write(CHUNK)
            flush.reached((number + 1) * len(CHUNK))
    assert path.read_bytes() == CHUNK * 20


def test_a_flush_that_fails_is_not_kept_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with (tmp_path / "image").open("wb") as handle:
        flush = EarlyFlush(handle)
        with pytest.raises(OSError, match="no space"):
            _reach(flush, 1 << 30)


def test_a_failure_of_the_writing_itself_comes_first() -> None:
    with pytest.raises(TypeError):
        _reach(EarlyFlush(io.BytesIO()), None)


def _reach(flush: EarlyFlush, done: Any) -> None:
    with flush:
        flush.reached(done)
