"""The tables: one per record of the catalogue, and those of the workspace itself.

A record that stands once is a table of one row whose ``uid`` is the record's name. The tables
of migrations are written out by hand; a test proves that both ways give the same database.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Column, Integer, MetaData, Table, Text

from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.store.columns import FlagInteger, Moment, column_type, may_be_null

# "jxdW" in the file header: tells our databases from any other SQLite file.
APPLICATION_ID = 0x6A786457
# The last migration that the tables below stand for, kept as the database's user_version.
VERSION = 1

metadata = MetaData()


def _record_table(spec: RecordSpec) -> Table:
    position = [Column("position", Integer, nullable=False)] if spec.many else []
    return Table(
        spec.name,
        metadata,
        Column("uid", Text, primary_key=True),
        *position,
        *(Column(f.name, column_type(f), nullable=may_be_null(f)) for f in spec.fields),
        sqlite_strict=True,
    )


RECORDS: Mapping[str, Table] = MappingProxyType(
    {name: _record_table(spec) for name, spec in records().items()}
)

# What only notice packs know: a row for each of their fields that is filled. ``uid`` is that of the
# row of ``record``, or the record's name where it stands once; ``value`` is canonical JSON.
EXTENSIONS = Table(
    "extensions",
    metadata,
    Column("record", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

# One row. ``undo_head`` is the id of the last change set that stands, 0 for none; ``revision``
# grows with every write.
META = Table(
    "meta",
    metadata,
    Column("application_id", Text, primary_key=True),
    Column("demo", FlagInteger, nullable=False),
    Column("notice_id", Text, nullable=False),
    Column("notice_version", Text, nullable=False),
    Column("notice_digest", Text, nullable=False),
    Column("undo_head", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
    sqlite_strict=True,
)

# Change sets in the order they were made. ``payload`` is NULL where undoing has become
# impossible: after a migration, and after something was purged.
CHANGES = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("payload", Text, nullable=True),
    sqlite_strict=True,
)

# ``seen`` is what the finding had seen: one place may have several, each with its own reason.
REASONS = Table(
    "reasons",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("for_reviewer", FlagInteger, nullable=False),
    sqlite_strict=True,
)

FIGURE_NOTES = Table(
    "figure_notes",
    metadata,
    Column("field", Text, primary_key=True),
    Column("row", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("bureau", Text, nullable=False),
    sqlite_strict=True,
)

# Printings in order; the last one counts. ``pages`` is a JSON list of
# ``[section, page, pages, number, code]``.
PRINT_RUNS = Table(
    "print_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("printed_at", Moment, nullable=False),
    Column("layout", Integer, nullable=False),
    Column("data_digest", Text, nullable=False),
    Column("pages", Text, nullable=False),
    sqlite_strict=True,
)

# ``place``: where a package was about to stand while it is not known whether it came there; else null.
SEALS = Table(
    "seals",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("sealed_at", Moment, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("place", Text),
    sqlite_strict=True,
)

# ``pages`` is a JSON list of ``[page, mark, turn, dpi, blank, ink]``: what was seen of each page.
SCANS = Table(
    "scans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("pages", Text, nullable=False),
    sqlite_strict=True,
)

# Who has said which printed page (by its code) a scan page without a readable code is.
SHEET_CONFIRMATIONS = Table(
    "sheet_confirmations",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    sqlite_strict=True,
)

# Each freezing (定稿) and thawing in order; the last one says how it stands. ``data_digest`` is
# the application's when it was frozen, empty for a thawing.
FREEZES = Table(
    "freezes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("frozen", FlagInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("data_digest", Text, nullable=False),
    sqlite_strict=True,
)

# What was seen in attached files, by content. ``prober`` is the version of the code that looked: a
# newer one looks again. ``facts`` is JSON; numbers in it are masked.
FILE_FACTS = Table(
    "file_facts",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("prober", Integer, nullable=False),
    Column("facts", Text, nullable=False),
    sqlite_strict=True,
)

# Who has looked through a file that no program can screen.
CONFIRMATIONS = Table(
    "confirmations",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("who", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_strict=True,
)

# A purge that was begun and is not through: the files, the uids of their rows (``""`` for none) and
# their names. Empty otherwise.
PURGES = Table(
    "purges",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("row", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    sqlite_strict=True,
)
