"""Attached files opened and screened, each in a process that may be ended. Their facts, no judgement."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import open_regular_file
from jxdesk.domain.facts import FileFacts, FileProblem
from jxdesk.files.bounds import MEMORY_MB, TIMEOUT_S, TIMEOUT_S_PER_MIB
from jxdesk.files.reading.examine import digest, examine

_MAX_CHILDREN = 4
_MIB = 1024 * 1024


def probe(path: Path, *, name: str = "", progress: Progress = silent) -> FileFacts:
    """What the file at ``path`` is and what is in it that must not be handed in unnoticed.

    ``name`` is what the file is called where ``path`` does not say it (files kept by digest); it is
    screened too, and its ending must fit the content; ``""``: the name is not judged. Never
    raises for a bad file: one that crashes, hangs or overfills its reader is ``UNREADABLE``. Raises
    ``UserError`` (``path.*``, ``files.not-file``) and what ``progress`` raises.
    """
    return probe_many([(path, name)], progress)[0]


def probe_many(files: Sequence[tuple[Path, str]], progress: Progress = silent) -> list[FileFacts]:
    """The facts of each (path, name), as :func:`probe` says; a few processes share the files.

    ``progress``: files done of all.
    """
    sizes = [_size(path) for path, _ in files]
    answers = worker.run_each(
        examine,
        files,
        timeouts_s=[TIMEOUT_S + TIMEOUT_S_PER_MIB * size / _MIB for size in sizes],
        memory_mb=MEMORY_MB,
        children=max(1, min(_MAX_CHILDREN, (os.cpu_count() or 2) - 1, len(files))),
        label="正在查看文件",
        progress=progress,
    )
    return [
        answer if answer is not None else _unreadable(path)
        for answer, (path, _) in zip(answers, files, strict=True)
    ]


def _size(path: Path) -> int:
    """The file's size in bytes; it can be opened. Raises ``UserError``."""
    try:
        with open_regular_file(path) as stream:
            return os.fstat(stream.fileno()).st_size
    except UserError as error:
        if error.code != "tree.not-file":
            raise
        what = "是文件夹" if path.is_dir() else "不是普通文件"
        raise UserError(
            "files.not-file", f"“{path.name[:80]}”{what}。", "请选择要查看的文件本身。"
        ) from error


def _unreadable(path: Path) -> FileFacts:
    """What can still be said of a file that ended its reader."""
    with open_regular_file(path) as stream:
        return FileFacts(digest(stream), stream.tell(), "", FileProblem.UNREADABLE)
