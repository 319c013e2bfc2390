"""Attached files: opened, probed and screened in a process that may be ended; freed of metadata."""

PROBER = 1
"""Raised whenever the prober sees more or otherwise: what an earlier one saw is then looked at again."""
