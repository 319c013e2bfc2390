"""How a workspace of an earlier version becomes one of this version, step by step.

Alembic's operations carry the steps out; its own bookkeeping is not used, because SQLite's
``user_version`` says where a workspace stands before any library is loaded. The steps are
plain modules, listed in :mod:`jxdesk.store.migrations.steps`, so that they are found when the
program is frozen too.
"""
