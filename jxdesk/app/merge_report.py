"""What bringing another copy in means, in the form's words: what is taken, agreed, or to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jxdesk.app.form_words import FormWords, is_empty, row_names
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.changes import SetValue
from jxdesk.domain.finding import Place
from jxdesk.domain.masking import masked
from jxdesk.domain.merging import Difference, Side, What
from jxdesk.store.entries import LoggedChange

_NONE = "（没有这一行）"
_REMOVED = "（已删除）"
_EMPTY = "（空）"
_SHOWN_FIELDS = 8
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class Touch:
    """Who changed a place last, and when (UTC)."""

    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class MergeItem:
    """One place where the other copy is not what it was, as a person reads it.

    ``row`` is ``""`` for what stands once, ``field`` for a whole row. ``before``, ``mine`` and
    ``theirs`` are never empty; ``their_touch`` comes from the other's log, ``my_touch`` from ours.
    """

    key: str
    what: What
    place: Place
    part: str
    row: str
    field: str
    before: str
    mine: str
    theirs: str
    my_touch: Touch | None
    their_touch: Touch | None

    @property
    def title(self) -> str:
        """The place in words."""
        return " · ".join(word for word in (self.part, self.row, self.field) if word)


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What was found, or with ``applied`` what was done.

    ``base_known``: the logs tell what both had. ``left_out`` are sentences on rows whose file could not
    be taken; ``notes`` and ``reasons`` count what ours had none of, ``seals`` the sealings done there
    after ours. ``forked``: both were sealed on their own since they parted.
    """

    other: str
    base_known: bool
    taken: tuple[MergeItem, ...]
    agreed: tuple[MergeItem, ...]
    conflicts: tuple[MergeItem, ...]
    left_out: tuple[str, ...] = ()
    notes: int = 0
    reasons: int = 0
    seals: int = 0
    forked: bool = False
    applied: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the other copy has nothing that ours has not."""
        return not (self.taken or self.conflicts or self.notes or self.reasons or self.seals)

    def everywhere(self, side: Side) -> dict[str, Side]:
        """The choice of one side for all conflicts."""
        return {item.key: side for item in self.conflicts}

    @property
    def bottom_line(self) -> str:
        """The one sentence on top."""
        beside = "".join(
            f"，{word} {count} 条"
            for word, count in (("数据来源", self.notes), ("理由", self.reasons), ("封装记录", self.seals))
            if count
        )
        if self.applied:
            decided = f"，{len(self.conflicts)} 处按您的选择" if self.conflicts else ""
            return f"已合并“{self.other}”：取来 {len(self.taken)} 处{decided}{beside}。"
        if self.nothing:
            return f"“{self.other}”里没有这里还没有的内容，不用合并。"
        agreed = f"，{len(self.agreed)} 处双方改得一样" if self.agreed else ""
        clash = f"，{len(self.conflicts)} 处要您决定" if self.conflicts else "，没有冲突"
        return f"“{self.other}”：可以取来 {len(self.taken)} 处{agreed}{clash}{beside}。"

    @property
    def caution(self) -> str:
        """What has to be said before anything is decided, ``""`` for nothing."""
        said = ""
        if self.forked:
            said = "两份分开以后各自封装过，两边的版本会互相冲突，报送前请商定以哪一份为准。"
        if not self.base_known:
            said += "修改记录里已经看不出两份从哪里分开（例如清除过材料），所以凡是不同的地方都要您逐处决定。"
        return said

    def to_json(self) -> dict[str, Any]:
        """The shape of ``jxdesk merge --json``."""
        return {
            "other": self.other,
            "bottom_line": self.bottom_line,
            "applied": self.applied,
            "base_known": self.base_known,
            "counts": {
                "taken": len(self.taken),
                "agreed": len(self.agreed),
                "conflicts": len(self.conflicts),
                "notes": self.notes,
                "reasons": self.reasons,
            },
            "seals": self.seals,
            "forked": self.forked,
            "taken": [_item(item) for item in self.taken],
            "agreed": [_item(item) for item in self.agreed],
            "conflicts": [_item(item) for item in self.conflicts],
            "left_out": list(self.left_out),
        }


def _item(item: MergeItem) -> dict[str, Any]:
    return {
        "key": item.key,
        "what": item.what.value,
        "place": {"part": item.place.part, "field": item.place.field, "row": item.place.row},
        "title": item.title,
        "before": item.before,
        "mine": item.mine,
        "theirs": item.theirs,
        "my_change": _touch(item.my_touch),
        "their_change": _touch(item.their_touch),
    }


def _touch(touch: Touch | None) -> dict[str, str] | None:
    return None if touch is None else {"who": touch.who, "when": touch.when.isoformat(timespec="seconds")}


class Describer:
    """Puts the differences of one merge into words."""

    def __init__(
        self,
        catalogue: Catalogue,
        versions: Sequence[Application],
        logs: tuple[Sequence[LoggedChange], Sequence[LoggedChange]],
        their_uids: Mapping[tuple[str, str], str],
    ) -> None:
        """``versions`` name the rows, the first that has one first. ``logs`` are ours and theirs.

        ``their_uids`` gives the other side's id of rows that bear ours now, by record and our id.
        """
        self._catalogue = catalogue
        names: dict[tuple[str, str], str] = {}
        for version in reversed(versions):
            names |= row_names(catalogue, version)
        self._words = FormWords(catalogue, names)
        self._mine, self._theirs = (_touches(log) for log in logs)
        self._their_uids = their_uids

    def items(self, differences: Sequence[Difference]) -> tuple[MergeItem, ...]:
        """The differences as they are shown."""
        return tuple(self._item(difference) for difference in differences)

    def _item(self, difference: Difference) -> MergeItem:
        record, uid, column = difference.record, difference.uid, difference.column
        part = self._catalogue.notice.part_of(record)
        many = records()[record].many
        field = f"{record}.{column}"
        theirs = self._their_uids.get((record, uid), uid)
        return MergeItem(
            difference.key,
            difference.what,
            Place(part.id, field, uid if many else ""),
            part.nav,
            self._words.row(record, uid) if many else "",
            self._words.field(field) if column else "",
            *self._texts(difference, field),
            self._mine.get((record, uid, column)) or self._mine.get((record, uid, "")),
            self._theirs.get((record, theirs, column)) or self._theirs.get((record, theirs, "")),
        )

    def _texts(self, difference: Difference, field: str) -> tuple[str, str, str]:
        values = (difference.base, difference.mine, difference.theirs)
        if difference.column:
            before, mine, theirs = (self._words.value(field, value) or _EMPTY for value in values)
            if mine == theirs and difference.mine != difference.theirs:
                # Another file, or a number that is shown masked: what differs is not shown.
                theirs = f"{theirs}（与现有的不同）"
            return before, mine, theirs
        before, mine, theirs = (self._row(difference.record, value, difference.base) for value in values)
        gone = _REMOVED if difference.base is not None else _NONE
        return before, mine if difference.mine else gone, theirs if difference.theirs else gone

    def _row(self, record: str, row: Any, base: Any) -> str:
        """A whole row: what was changed in it, else what is filled in."""
        if row is None:
            return _NONE
        spec = records()[record]
        was = spec.values(base) if base is not None and base is not row else {}
        held = spec.values(row)
        changed = [name for name in held if held[name] != was.get(name)] if was else []
        texts = list(self._cells(record, {name: held[name] for name in changed or held}))
        more = "；……" if len(texts) > _SHOWN_FIELDS else ""
        return "；".join(texts[:_SHOWN_FIELDS]) + more or _EMPTY

    def _cells(self, record: str, values: Mapping[str, Any]) -> Iterator[str]:
        for name, value in values.items():
            field = f"{record}.{name}"
            if not is_empty(value) and self._catalogue.shows(field) and name != "sha256":
                yield f"{self._words.field(field)}：{self._words.value(field, value)[:_SHOWN_CHARS]}"


def _touches(log: Sequence[LoggedChange]) -> dict[tuple[str, str, str], Touch]:
    """The last change of each cell and row, by record, uid and column (``""`` for the row)."""
    found: dict[tuple[str, str, str], Touch] = {}
    for entry in log:
        touch = Touch(masked(entry.who), entry.when)
        for change in entry.change_set.changes if entry.change_set else ():
            if isinstance(change, SetValue):
                found[change.record, change.uid, change.column] = touch
            found[change.record, change.uid, ""] = touch
    return found
