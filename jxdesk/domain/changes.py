"""A change set: the one way anything in a workspace is changed.

Each change names a row and a column with the value before and after, so that it can be
applied, refused when the row has changed meanwhile, undone, redone and kept as history.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jxdesk.domain.values import Value


@dataclass(frozen=True, slots=True)
class SetValue:
    """One cell: ``record`` and row ``uid`` (the record's name for single records)."""

    record: str
    uid: str
    column: str
    before: Value
    after: Value

    def inverse(self) -> SetValue:
        """The change that takes this one back."""
        return SetValue(self.record, self.uid, self.column, self.after, self.before)


@dataclass(frozen=True, slots=True)
class InsertRow:
    """A new row at ``position`` (0-based) of a list, with all its values."""

    record: str
    uid: str
    position: int
    values: dict[str, Value] = field(hash=False)

    def inverse(self) -> DeleteRow:
        """The change that takes this one back."""
        return DeleteRow(self.record, self.uid, self.position, self.values)


@dataclass(frozen=True, slots=True)
class DeleteRow:
    """A row taken out, with all the values it had."""

    record: str
    uid: str
    position: int
    values: dict[str, Value] = field(hash=False)

    def inverse(self) -> InsertRow:
        """The change that takes this one back."""
        return InsertRow(self.record, self.uid, self.position, self.values)


Change = SetValue | InsertRow | DeleteRow


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that are made and undone together. ``label`` is shown beside 撤销, in Chinese."""

    label: str
    changes: tuple[Change, ...]

    def inverse(self) -> ChangeSet:
        """The change set that takes this one back, in reverse order."""
        return ChangeSet(self.label, tuple(c.inverse() for c in reversed(self.changes)))
