"""The use cases: what the window and the command line both do, and nothing else does."""
