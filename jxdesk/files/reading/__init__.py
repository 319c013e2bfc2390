"""What happens inside the process that may be ended: one module per kind of file."""
