"""Word documents (WordprocessingML, ECMA-376 part 1, 17)."""

from __future__ import annotations

from jxdesk.files.bounds import Damaged
from jxdesk.files.reading import embedded, office_properties
from jxdesk.files.reading.authors import people
from jxdesk.files.reading.office_package import Parts
from jxdesk.files.reading.office_text import OfficeText
from jxdesk.files.reading.xml_walk import Attributes, walk
from jxdesk.files.screening import Record

_AROUND = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "glossaryDocument": "构建基块",
    "diagramData": "图示",
    "chart": "图表",
}


def read(parts: Parts, record: Record) -> None:
    """Screen everything a Word document says, shown or not. Raises ``Damaged``, ``Enough``."""
    main = parts.main()
    if main is None:
        raise Damaged
    body = OfficeText(record, "正文", counted=True)
    walk(parts.container, main, body)
    texts = [body]
    for relation in parts.relations(main):
        if relation.kind in _AROUND and not relation.external and relation.target in parts.container:
            around = OfficeText(record, _AROUND[relation.kind])
            walk(parts.container, relation.target, around)
            texts.append(around)
    _read_comments(parts, main, record)
    tell_unseen(texts, record)
    office_properties.read(parts, record)
    embedded.read_parts(parts, "word", record)


def _read_comments(parts: Parts, main: str, record: Record) -> None:
    for part in parts.related(main, "comments"):
        comments = _Comments(record)
        walk(parts.container, part, comments)
        tell_comments(comments.count, comments.authors, record)


def tell_comments(count: int, authors: dict[str, None], record: Record) -> None:
    """Note that there are comments, and by whom."""
    if count:
        who = people(authors)
        record.note("批注", f"共 {count} 条" + (f"，作者：{who}" if who else ""))


def tell_unseen(texts: list[OfficeText], record: Record) -> None:
    """Note tracked changes and hidden text; screen the texts that do not show. Raises ``Enough``."""
    if changes := sum(text.changes for text in texts):
        who = people(name for text in texts for name in text.authors)
        record.note("修订", f"共 {changes} 处修订未接受" + (f"，作者：{who}" if who else ""))
    if hidden := sum(text.hidden for text in texts):
        record.note("隐藏文字", f"共 {hidden} 处")
    for text in texts:
        record.text("域代码", "".join(text.fields), only_new=True)
        for before in text.before:
            record.text("修订（已删除的文字）", before, only_new=True)


class _Comments(OfficeText):
    """The comments part: each comment is a place of its own."""

    def __init__(self, record: Record) -> None:
        super().__init__(record, "批注")
        self.count = 0

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "comment":
            self.count += 1
            self._where = f"批注（第 {self.count} 条）"
            if author := attributes.get("author"):
                self.authors[author] = None
        else:
            super().start(name, attributes)
