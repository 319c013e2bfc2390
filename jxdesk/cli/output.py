"""What the command line writes: results on stdout, sentences and progress on stderr.

Names and texts come from files that anybody may have written: no character of theirs steers the
terminal or turns what stands around it. All output of the commands passes through here.
"""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Any, Self

from tqdm import tqdm

from jxdesk.base.errors import UserError
from jxdesk.base.unseen import is_unseen, shown


def use_utf8() -> None:
    """Chinese must survive pipes and old consoles; a character they lack never ends the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")


def result(*cells: str) -> None:
    """One line of the answer, its cells apart by tabs; whatever nobody sees, LF too, is written out."""
    print("\t".join(map(shown, cells)))


def json_result(plain: Any) -> None:
    """The answer for a machine: JSON in which whatever nobody sees is escaped."""
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    unseen = [char for char in set(text) if char != "\n" and is_unseen(char)]
    print(text.translate({ord(char): json.dumps(char)[1:-1] for char in unseen}))


def note(text: str) -> None:
    """A sentence or list to the person at the keyboard. What nobody sees is written out, LF stays."""
    print(shown(text, keep="\n"), file=sys.stderr)


def refusal(error: UserError) -> None:
    """What went wrong and what to do about it, as one sentence."""
    note(f"{error.message}{error.remedy}")


class Bar:
    """A progress bar on a terminal, silent in a pipe. Is a :class:`~jxdesk.base.progress.Progress`."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._label = ""
        self._shown = sys.stderr.isatty()

    def __call__(self, label: str, done: int, total: int) -> None:
        if not self._shown:
            return
        if self._bar is None or label != self._label:
            self.clear()
            self._label = label
            self._bar = tqdm(
                total=total or None,
                desc=shown(label),
                file=sys.stderr,
                leave=False,
                bar_format="{desc} {percentage:3.0f}%|{bar}| 还需 {remaining}",
            )
        self._bar.total = total or None
        self._bar.update(done - self._bar.n)

    def clear(self) -> None:
        """Take the bar away, so that something can be written; the next step draws it again."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()
