"""Text as it is looked for: width and case make no difference, and every character keeps its place."""

from __future__ import annotations

import unicodedata


class _Folds(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = unicodedata.normalize("NFKC", char).casefold()
        # ㎡ would become two; then what is found would no longer be where it is marked.
        self[code] = found if len(found) == 1 else char
        return self[code]


_FOLDS = _Folds()


def folded(text: str) -> str:
    """``text`` in one width and one case, as long as it was: ``ＡＢ１２（甲）`` → ``ab12(甲)``."""
    return text.translate(_FOLDS)
