"""An Office file taken apart and packed again: parts changed or dropped, all others as they were."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from lxml import etree

from jxdesk.base.zipped import Container
from jxdesk.files.cleaning import refusals
from jxdesk.files.reading.office_package import Parts, Relation, relations_of

Element = etree._Element  # noqa: SLF001 - the library exports its element type under this name only

_TYPES = "[Content_Types].xml"
_DATE = (2000, 1, 1, 0, 0, 0)
_LEVEL = 6
_MAX_TREE = 64 * 1024 * 1024
_PIECE = 1 << 20


class PackageCopy:
    """What is to be different in the copy. Trees are changed in place and then given to ``put``."""

    def __init__(self, container: Container) -> None:
        self.parts = Parts(container)
        self._container = container
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return part in self._container and part not in self._dropped

    def data(self, part: str) -> bytes:
        """A part as it is by now. Raises ``UserError`` ``strip.too-large``."""
        if part in self._changed:
            return self._changed[part]
        if self._container.size(part) > _MAX_TREE:
            raise refusals.too_large()
        return self._container.read(part)

    def tree(self, part: str) -> Element:
        """A part's root element. Raises ``UserError`` ``strip.unreadable``, ``strip.too-large``."""
        return parsed(self.data(part))

    def put(self, part: str, tree: Element) -> None:
        """A changed tree takes the part's place."""
        self._changed[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def put_data(self, part: str, data: bytes) -> None:
        """Changed bytes take the part's place."""
        self._changed[part] = data

    def drop(self, source: str, *kinds: str) -> int:
        """Drop the parts of ``kinds`` that ``source`` points to, and the pointers; how many there were."""
        return self._drop(source, [each for each in self.parts.relations(source) if each.kind in kinds])

    def drop_one(self, source: str, part: str) -> None:
        """Drop ``part``, to which ``source`` points."""
        self._drop(source, [each for each in self.parts.relations(source) if each.target == part])

    def _drop(self, source: str, relations: list[Relation]) -> int:
        if not relations:
            return 0
        for relation in relations:
            if not relation.external:
                self._dropped |= {relation.target, relations_of(relation.target)}
        where = relations_of(source)
        tree = self.tree(where)
        gone = {relation.id for relation in relations}
        for pointer in list(tree):
            if pointer.get("Id") in gone:
                tree.remove(pointer)
        self.put(where, tree)
        return len(relations)

    def write(self, target: BinaryIO) -> None:
        """Pack the copy: entries in their order, without dates. Same changes, same bytes."""
        if self._dropped:
            self._forget_types()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
            for name in self._container.names:
                if name in self._dropped:
                    continue
                info = zipfile.ZipInfo(name, _DATE)
                info.create_system = 0
                info.compress_type = zipfile.ZIP_DEFLATED
                if name in self._changed:
                    packed.writestr(info, self._changed[name], compresslevel=_LEVEL)
                    continue
                info.file_size = self._container.size(name)
                with self._container.stream(name) as source, packed.open(info, "w") as sink:
                    while piece := source.read(_PIECE):
                        sink.write(piece)

    def _forget_types(self) -> None:
        tree = self.tree(_TYPES)
        for entry in list(tree):
            if (entry.get("PartName") or "").lstrip("/") in self._dropped:
                tree.remove(entry)
        self.put(_TYPES, tree)


def parsed(data: bytes) -> Element:
    """The root of an XML part; none that declares a document type. Raises ``UserError``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise refusals.unreadable() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusals.unreadable()
    return root


def local(element: Element) -> str:
    """An element's name without its namespace; ``""`` for a remark in the XML."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute whatever its namespace."""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None
    )


def remove(element: Element) -> None:
    """Take an element out with all that is in it; text that follows it stays."""
    parent = element.getparent()
    if parent is not None:
        _keep_tail(element, parent)
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Take an element out and leave its children in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(place, child)
        remove(element)


def _keep_tail(element: Element, parent: Element) -> None:
    if not element.tail:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + element.tail
    else:
        parent.text = (parent.text or "") + element.tail
