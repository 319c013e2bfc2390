"""Attached files: opened, probed and screened in a process that may be ended; freed of metadata."""
