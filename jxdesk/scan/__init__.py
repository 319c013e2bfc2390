"""The stamped scan: its pages looked at, their codes read, and put in order as one PDF."""
