"""The list of migrations and the one function that runs those still due."""

from __future__ import annotations

from collections.abc import Callable

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from jxdesk.store.migrations.versions import v0001_first_tables

# Step number n makes a database of version n - 1 one of version n.
STEPS: tuple[Callable[[Operations], None], ...] = (v0001_first_tables.upgrade,)


def run_due(connection: Connection, standing_at: int) -> int:
    """Run every step after version ``standing_at`` in the present transaction; the new version.

    ``user_version`` is set in the same transaction, so a step that fails leaves nothing.
    """
    operations = Operations(MigrationContext.configure(connection))
    for step in STEPS[standing_at:]:
        step(operations)
    connection.exec_driver_sql(f"PRAGMA user_version={len(STEPS)}")
    return len(STEPS)
