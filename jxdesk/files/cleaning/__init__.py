"""Copies of attached files without what travels along unseen: one module per kind of file."""
