"""Spreadsheets that people hand in and get: read in safety, written as templates."""
