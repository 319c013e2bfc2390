"""Disc images: written through pycdlib, read and judged by a reader of our own."""
