"""Copies of Word, Excel and PowerPoint files without names, comments, tracked changes and positions."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import BinaryIO

from lxml import etree

from jxdesk.base.zipped import Refused, opened
from jxdesk.files.bounds import MAX_EMBEDDED, OFFICE, Damaged
from jxdesk.files.cleaning import pictures, refusals, word_marks
from jxdesk.files.cleaning.package_copy import PackageCopy, local, parsed, remove
from jxdesk.files.reading import office_properties as properties
from jxdesk.files.reading.authors import OWN_NAME
from jxdesk.files.reading.kind import kind_of
from jxdesk.files.reading.office_paths import user_of

_COMMENTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_SHEET_COMMENTS = ("comments", "threadedComment")
_REVISIONS = ("revisionHeaders", "usernames")
_LEGACY_DRAWING = re.compile(rb"<(?:\w{1,20}:)?legacyDrawing\s[^<>]{0,200}/>")
_SIGNATURES = "_xmlsignatures/"
_NOTE = "Note"
WORDS = {
    "people": "文件属性中的人名",
    "comments": "批注",
    "changes": "修订记录（按接受修订处理）",
    "hidden": "隐藏的文字",
    "pictures": "图片中的拍摄位置、作者等信息",
    "path": "保存位置中的用户名",
}


def clean(stream: BinaryIO, kind: str, target: BinaryIO) -> tuple[str, ...]:
    """Write the copy to ``target`` unless there is nothing to remove; words for what was.

    Raises ``UserError`` (``strip.*``), ``Damaged``.
    """
    try:
        with opened(stream, OFFICE) as container:
            if any(name.startswith(_SIGNATURES) for name in container.names):
                raise refusals.signed()
            copy = PackageCopy(container)
            main = copy.parts.main()
            if main is None:
                raise Damaged
            done = _properties(copy)
            done += {"docx": _word, "xlsx": _workbook, "pptx": _slides}[kind](copy, main)
            done += _pictures(copy)
            removed = tuple(word for key, word in WORDS.items() if done[key])
            if removed:
                copy.write(target)
                target.truncate()
            return removed
    except Refused as refused:
        raise Damaged from refused


def _properties(copy: PackageCopy) -> Counter[str]:
    done: Counter[str] = Counter()
    for kind in properties.PROPERTY_PARTS:
        for part in copy.parts.related("", kind):
            tree = copy.tree(part)
            custom = kind == "custom-properties"
            telling = [entry for entry in tree if _tells(entry, custom=custom)]
            for entry in telling:
                remove(entry)
            if telling:
                copy.put(part, tree)
                done["people"] += 1
    return done


def _tells(entry: etree._Element, *, custom: bool) -> bool:
    name = (entry.get("name") or "") if custom else local(entry)
    value = " ".join("".join(map(str, entry.itertext())).split())
    return properties.is_telling(name, value, custom=custom)


def _word(copy: PackageCopy, main: str) -> Counter[str]:
    done: Counter[str] = Counter()
    counted = len(copy.parts.related(main, "comments"))
    for part in (main, *(each.target for each in copy.parts.relations(main) if not each.external)):
        if part in copy and part.endswith(".xml"):
            tree = copy.tree(part)
            if part in copy.parts.related(main, "comments"):
                counted = sum(local(each) == "comment" for each in tree)
                continue
            here = word_marks.clean(tree)
            if local(tree) == "settings":
                here["changes"] += _stop_tracking(tree)
            if here.total():
                copy.put(part, tree)
            done += here
    if counted or done["comments"]:
        copy.drop(main, *_COMMENTS)
        done["comments"] = max(1, counted)
    return done


def _stop_tracking(settings: etree._Element) -> int:
    found = [each for each in settings if local(each) == "trackRevisions"]
    for each in found:
        remove(each)
    return len(found)


def _workbook(copy: PackageCopy, main: str) -> Counter[str]:
    done: Counter[str] = Counter()
    sheets = copy.parts.related(main, "worksheet")
    if any(_tells_comments(copy, sheet) for sheet in sheets):
        for sheet in sheets:
            done["comments"] += copy.drop(sheet, *_SHEET_COMMENTS)
            _drop_notes(copy, sheet)
        copy.drop(main, "person")
    done["changes"] += copy.drop(main, *_REVISIONS)
    done["path"] += _drop_path(copy, main)
    return done


def _tells_comments(copy: PackageCopy, sheet: str) -> bool:
    """Whether there are comments beyond the remarks that this program writes on headings."""
    if copy.parts.related(sheet, "threadedComment"):
        return True
    for part in copy.parts.related(sheet, "comments"):
        tree = copy.tree(part)
        authors = ["".join(map(str, each.itertext())) for each in tree.iter() if local(each) == "author"]
        used = {int(each.get("authorId") or 0) for each in tree.iter() if local(each) == "comment"}
        if any(number >= len(authors) or authors[number] != OWN_NAME for number in used):
            return True
    return False


def _drop_notes(copy: PackageCopy, sheet: str) -> None:
    """The boxes in which old programs show comments; other shapes of the same drawing stay."""
    for part in copy.parts.related(sheet, "vmlDrawing"):
        if part not in copy:
            continue
        tree = parsed(copy.data(part))
        shapes = [each for each in tree.iter() if local(each) == "shape"]
        notes = [
            shape
            for shape in shapes
            if any(local(each) == "ClientData" and each.get("ObjectType") == _NOTE for each in shape.iter())
        ]
        if len(notes) < len(shapes):
            for note in notes:
                remove(note)
            copy.put(part, tree)
        elif notes:
            copy.drop_one(sheet, part)
            copy.put_data(sheet, _LEGACY_DRAWING.sub(b"", copy.data(sheet)))


def _drop_path(copy: PackageCopy, main: str) -> int:
    """The folder the workbook was last saved in, where that names a user."""
    tree = copy.tree(main)
    found = [each for each in tree.iter() if local(each) == "absPath" and user_of(each.get("url") or "")]
    for each in found:
        remove(each)
    if found:
        copy.put(main, tree)
    return len(found)


def _slides(copy: PackageCopy, main: str) -> Counter[str]:
    done: Counter[str] = Counter()
    for slide in copy.parts.related(main, "slide"):
        done["comments"] += copy.drop(slide, "comments")
    done["comments"] += copy.drop(main, "commentAuthors", "authors")
    return done


def _pictures(copy: PackageCopy) -> Counter[str]:
    done: Counter[str] = Counter()
    for name in copy.parts.container.names:
        if "/media/" not in name or copy.parts.container.size(name) > MAX_EMBEDDED:
            continue
        data = copy.data(name)
        kind = kind_of(BytesIO(data))
        if kind in pictures.KINDS and pictures.tells(data):
            copy.put_data(name, pictures.cleaned(data, kind))
            done["pictures"] += 1
    return done
