"""The parts of an Office file (ECMA-376 part 2, “OPC”) and how they point to each other."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, join, normpath, split

from jxdesk.base.zipped import Container
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk


@dataclass(frozen=True, slots=True)
class Relation:
    """One part pointing to another: ``kind`` is the last word of its type, ``target`` the part's name."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """The parts of an opened Office file, by name and by relation."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def relations(self, part: str = "") -> tuple[Relation, ...]:
        """What ``part`` points to (``""``: the package itself). Raises ``Damaged``."""
        if part not in self._relations:
            source = relations_of(part)
            reader = _Relations(dirname(part))
            if source in self.container:
                walk(self.container, source, reader)
            self._relations[part] = tuple(reader.found)
        return self._relations[part]

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts of ``kind`` that ``part`` points to and that are there."""
        return tuple(
            relation.target
            for relation in self.relations(part)
            if relation.kind == kind and not relation.external and relation.target in self.container
        )

    def main(self) -> str | None:
        """The part that holds the document itself."""
        return next(iter(self.related("", "officeDocument")), None)

    def below(self, folder: str) -> tuple[str, ...]:
        """The parts in ``folder``, as they stand in the container."""
        return tuple(name for name in self.container.names if name.startswith(f"{folder}/"))


def relations_of(part: str) -> str:
    """The part that says what ``part`` points to."""
    folder, name = split(part)
    return join(folder, "_rels", f"{name}.rels")


class _Relations(Ignore):
    def __init__(self, folder: str) -> None:
        self.found: list[Relation] = []
        self._folder = folder

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name != "Relationship":
            return
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else normpath(join(self._folder, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, target, external))


def is_on(value: str | None) -> bool:
    """An on/off value (ST_OnOff): an attribute that is not written out is on."""
    return value not in ("0", "false", "off")
