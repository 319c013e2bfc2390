"""Workspaces on disk: a folder with a database, attached files, backups and a lock.

Import from :mod:`jxdesk.store.workspace`. This package imports nothing by itself, because the
database library is wanted only once a workspace is opened, after the window has been painted.
"""
