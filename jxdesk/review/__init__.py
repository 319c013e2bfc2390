"""Received packages: what the library remembers of each, and what the versions say of one another."""
