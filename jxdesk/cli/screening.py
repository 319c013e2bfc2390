"""The command that looks at files without a workspace: screen."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO
from jxdesk.cli.output import Bar, json_result, note, result
from jxdesk.domain.attachable import problem_words
from jxdesk.domain.facts import FileFacts, FileProblem

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from jxdesk.cli.parser import ChineseParser

    Commands = _SubParsersAction[ChineseParser]

UNREADABLE = "unreadable"
"""The word for a file that can't be used at all, beside the kinds of what is found in one."""


def add_commands(commands: Commands) -> None:
    """Add these commands to the parser."""
    screen = commands.add_parser("screen", help="筛查文件中的涉密标志、个人信息和附带信息")
    screen.add_argument("files", nargs="+", type=Path, metavar="文件")
    screen.add_argument("--json", action="store_true", help="输出给机器读的结果")
    screen.set_defaults(run=_screen)


def _screen(arguments: Namespace) -> int:
    from jxdesk.files.probe import probe_many

    paths: list[Path] = arguments.files
    with Bar() as bar:
        probed = probe_many([(path, path.name) for path in paths], bar)
    rows = [row for path, facts in zip(paths, probed, strict=True) for row in _rows(path, facts)]
    if arguments.json:
        json_result([dict(zip(("file", "kind", "where", "masked"), row[:4], strict=True)) for row in rows])
    else:
        for file, _, where, masked, word in rows:
            result(file, word, where, masked)
    for path, facts in zip(paths, probed, strict=True):
        if facts.image_only:
            note(f"“{path.name}”里有图片，图片中的文字没有筛查，请人工看一遍。")
        if facts.partial:
            note(f"“{path.name}”里有一部分没有筛查到，请人工看一遍。")
    if not arguments.json:
        note(f"查看了 {len(paths)} 个文件，发现 {len(rows)} 处。")
    return EXIT_NO if rows else EXIT_GOOD


def _rows(path: Path, facts: FileFacts) -> list[tuple[str, str, str, str, str]]:
    """File, kind, where, masked, and the word for the kind; a file that can't be used comes first."""
    file = str(path)
    rows = [(file, each.kind.value, each.where, each.masked, each.kind.word) for each in facts.sensitive]
    if facts.problem is not FileProblem.NONE:
        what, _ = problem_words(facts.problem, path.name)
        rows.insert(0, (file, UNREADABLE, "整个文件", what, "不能使用"))
    return rows
