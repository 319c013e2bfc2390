"""The papers around the form: hand-over sheet, disc label, recommendation letter, evidence book."""
