"""Tracked changes accepted, comments and hidden text taken out of a Word part.

What stays is what a reader sees with all changes accepted (ECMA-376 part 1, 17.13).
"""

from __future__ import annotations

from collections import Counter

from jxdesk.files.cleaning.package_copy import Element, attribute, local, remove, unwrap
from jxdesk.files.reading.office_package import is_on

COMMENTS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
_KEPT = frozenset({"ins", "moveTo"})
_GONE = frozenset({"del", "moveFrom"})
_FORMER = frozenset(
    {
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellMerge",
    }
)
_RANGES = frozenset(
    {
        f"{kind}Range{end}"
        for kind in (
            "moveFrom",
            "moveTo",
            "customXmlIns",
            "customXmlDel",
            "customXmlMoveFrom",
            "customXmlMoveTo",
        )
        for end in ("Start", "End")
    }
)
_PROPERTIES = frozenset({"rPr", "pPr", "trPr", "tcPr", "sectPr"})


def clean(tree: Element) -> Counter[str]:
    """Clean a part in place; how many comments marks, changes and hidden texts there were."""
    done: Counter[str] = Counter()
    for element in list(tree.iter()):
        name = local(element)
        if name in COMMENTS:
            done["comments"] += 1
            _remove_with_run(element)
        elif name in _RANGES:
            remove(element)
        elif name in _FORMER:
            done["changes"] += 1
            remove(element)
        elif name == "cellDel":
            done["changes"] += 1
            _remove_around(element, "tc")
        elif name in _KEPT or name in _GONE:
            done["changes"] += 1
            _accept(element, kept=name in _KEPT)
        elif name == "vanish" and is_on(attribute(element, "val")):
            done["hidden"] += _remove_hidden(element)
    return done


def _accept(element: Element, *, kept: bool) -> None:
    """A tracked run, or the mark of a tracked row or paragraph end within its properties."""
    parent = element.getparent()
    if parent is None:
        return
    if local(parent) not in _PROPERTIES:
        (unwrap if kept else remove)(element)
    elif kept:
        remove(element)
    elif local(parent) == "trPr":
        _remove_row(element)
    else:
        _join_with_next(element)


def _join_with_next(mark: Element) -> None:
    """A deleted paragraph end: what follows in the next paragraph belongs to this one's text."""
    paragraph = _around(mark, "p")
    remove(mark)
    if paragraph is None:
        return
    following = paragraph.getnext()
    while following is not None and local(following) not in ("p", "tbl", "sectPr"):
        following = following.getnext()
    content = [child for child in paragraph if local(child) != "pPr"]
    if following is None or local(following) != "p":
        if not content:
            remove(paragraph)
        return
    place = 1 if len(following) and local(following[0]) == "pPr" else 0
    for child in reversed(content):
        following.insert(place, child)
    remove(paragraph)


def _remove_hidden(vanish: Element) -> bool:
    """Remove the run that a ``vanish`` hides, if it holds text; whether it did."""
    run = _around(vanish, "r")
    if run is None or not any(local(child) in ("t", "delText") for child in run):
        return False
    remove(run)
    return True


def _remove_with_run(element: Element) -> None:
    """Remove an element, and its run if nothing else is in that."""
    run = element.getparent()
    remove(element)
    if (
        run is not None
        and local(run) == "r"
        and all(local(child) in ("rPr", "annotationRef") for child in run)
    ):
        remove(run)


def _remove_row(element: Element) -> None:
    """Remove a row; a table without rows is none."""
    table = _around(element, "tbl")
    _remove_around(element, "tr")
    if table is not None and not any(local(child) == "tr" for child in table):
        remove(table)


def _remove_around(element: Element, name: str) -> None:
    found = _around(element, name)
    if found is not None:
        remove(found)


def _around(element: Element, name: str) -> Element | None:
    parent = element.getparent()
    while parent is not None and local(parent) != name:
        parent = parent.getparent()
    return parent
