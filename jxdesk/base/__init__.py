"""Ground floor: errors, paths, safe writing, progress and the log. Imports nothing above it."""
