"""Version 1: the records of the form and the tables of the workspace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    _cover(op)
    _pledge(op)
    _basic(op)
    _scale(op)
    _chain(op)
    _innovation(op)
    _services(op)
    _organisation(op)
    _targets(op)
    _funds(op)
    _members(op)
    _enterprises(op)
    _platforms(op)
    _indicators(op)
    _projects(op)
    _evidence(op)
    _extensions(op)
    _meta(op)
    _changes(op)
    _reasons(op)
    _figure_notes(op)
    _print_runs(op)
    _seals(op)
    _scans(op)
    _sheet_confirmations(op)
    _freezes(op)
    _file_facts(op)
    _confirmations(op)
    _purges(op)


def _cover(op: Operations) -> None:
    op.create_table(
        "cover",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("month", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _pledge(op: Operations) -> None:
    op.create_table(
        "pledge",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("no_accident", sa.Integer(), nullable=True),
        sa.Column("date", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _basic(op: Operations) -> None:
    op.create_table(
        "basic",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("cluster_name", sa.Text(), nullable=False),
        sa.Column("dominant_industry", sa.Text(), nullable=False),
        sa.Column("employees", sa.Text(), nullable=True),
        sa.Column("enterprise_count", sa.Text(), nullable=True),
        sa.Column("above_scale_count", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_title", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_address", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _scale(op: Operations) -> None:
    op.create_table(
        "scale",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("revenue_total", sa.Text(), nullable=True),
        sa.Column("growth", sa.Text(), nullable=True),
        sa.Column("overview", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _chain(op: Operations) -> None:
    op.create_table(
        "chain",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("overview", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _innovation(op: Operations) -> None:
    op.create_table(
        "innovation",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("awards_and_rights", sa.Text(), nullable=True),
        sa.Column("patents", sa.Text(), nullable=True),
        sa.Column("national_platforms", sa.Text(), nullable=True),
        sa.Column("provincial_platforms", sa.Text(), nullable=True),
        sa.Column("national_awards", sa.Text(), nullable=True),
        sa.Column("provincial_awards", sa.Text(), nullable=True),
        sqlite_strict=True,
    )


def _services(op: Operations) -> None:
    op.create_table(
        "services",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("employees", sa.Text(), nullable=True),
        sa.Column("public_platforms", sa.Text(), nullable=True),
        sa.Column("listed", sa.Text(), nullable=True),
        sa.Column("investors", sa.Text(), nullable=True),
        sa.Column("overview", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _organisation(op: Operations) -> None:
    op.create_table(
        "organisation",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("overview", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _targets(op: Operations) -> None:
    op.create_table(
        "targets",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("significance", sa.Text(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("fund_use", sa.Text(), nullable=False),
        sa.Column("safeguards", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _funds(op: Operations) -> None:
    op.create_table(
        "funds",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("first_year", sa.Text(), nullable=True),
        sa.Column("second_year", sa.Text(), nullable=True),
        sqlite_strict=True,
    )


def _members(op: Operations) -> None:
    op.create_table(
        "members",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=True),
        sqlite_strict=True,
    )


def _enterprises(op: Operations) -> None:
    op.create_table(
        "enterprises",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("industry_class", sa.Text(), nullable=False),
        sa.Column("dominant", sa.Integer(), nullable=True),
        sa.Column("quality_type", sa.Text(), nullable=False),
        sa.Column("chain_role", sa.Text(), nullable=False),
        sa.Column("above_scale", sa.Integer(), nullable=True),
        sa.Column("revenue", sa.Text(), nullable=True),
        sa.Column("previous_revenue", sa.Text(), nullable=True),
        sa.Column("growth", sa.Text(), nullable=True),
        sa.Column("sales", sa.Text(), nullable=True),
        sa.Column("employees", sa.Text(), nullable=True),
        sa.Column("products", sa.Text(), nullable=False),
        sa.Column("listing", sa.Text(), nullable=False),
        sa.Column("honours", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _platforms(op: Operations) -> None:
    op.create_table(
        "platforms",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("builder", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _indicators(op: Operations) -> None:
    op.create_table(
        "indicators",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("second", sa.Text(), nullable=True),
        sa.Column("third", sa.Text(), nullable=True),
        sqlite_strict=True,
    )


def _projects(op: Operations) -> None:
    op.create_table(
        "projects",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_other", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("finish", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("investment", sa.Text(), nullable=True),
        sa.Column("supervision_unit", sa.Text(), nullable=False),
        sa.Column("supervision_person", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.Column("funding_use", sa.Text(), nullable=False),
        sa.Column("other_provincial", sa.Integer(), nullable=True),
        sqlite_strict=True,
    )


def _evidence(op: Operations) -> None:
    op.create_table(
        "evidence",
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=True),
        sa.Column("proves", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=True),
        sa.Column("dated", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _meta(op: Operations) -> None:
    op.create_table(
        "meta",
        sa.Column("application_id", sa.Text(), primary_key=True),
        sa.Column("demo", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=False),
        sa.Column("notice_digest", sa.Text(), nullable=False),
        sa.Column("undo_head", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _extensions(op: Operations) -> None:
    op.create_table(
        "extensions",
        sa.Column("record", sa.Text(), primary_key=True),
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _changes(op: Operations) -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sqlite_strict=True,
    )


def _reasons(op: Operations) -> None:
    op.create_table(
        "reasons",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("seen", sa.Text(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_reviewer", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )


def _figure_notes(op: Operations) -> None:
    op.create_table(
        "figure_notes",
        sa.Column("field", sa.Text(), primary_key=True),
        sa.Column("row", sa.Text(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("bureau", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _print_runs(op: Operations) -> None:
    op.create_table(
        "print_runs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("printed_at", sa.Text(), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("data_digest", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _seals(op: Operations) -> None:
    op.create_table(
        "seals",
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sqlite_strict=True,
    )


def _scans(op: Operations) -> None:
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _sheet_confirmations(op: Operations) -> None:
    op.create_table(
        "sheet_confirmations",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("page", sa.Integer(), primary_key=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _freezes(op: Operations) -> None:
    op.create_table(
        "freezes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("frozen", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data_digest", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _file_facts(op: Operations) -> None:
    op.create_table(
        "file_facts",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("prober", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _confirmations(op: Operations) -> None:
    op.create_table(
        "confirmations",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_strict=True,
    )


def _purges(op: Operations) -> None:
    op.create_table(
        "purges",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("row", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sqlite_strict=True,
    )
