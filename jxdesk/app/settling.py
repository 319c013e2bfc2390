"""What became of a sealing that was cut off: the machine lost power, the program was killed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jxdesk.base.errors import UserError
from jxdesk.base.tree import open_regular_file
from jxdesk.package import layout
from jxdesk.store.workspace import Workspace


def settle(workspace: Workspace) -> None:
    """Keep a cut-off sealing whose package did take its place, forget one whose package did not.

    Where the place itself is out of reach (a stick that was pulled out), the sealing is kept: a version
    that nobody has is a gap that can be explained, two packages of one version are not.
    """
    for record, place in workspace.unsettled_seals():
        stands = not _can_look(place.parent) or listing_digest(place) == record.digest
        workspace.settle_seal(record.version, stands=stands)


def listing_digest(package: Path) -> str | None:
    """The digest (SHA-256 hex) of the package in this folder; ``None`` where no such listing can be read."""
    try:
        with open_regular_file(package / layout.TAG_MANIFEST) as handle:
            listing = handle.read(layout.MAX_TAG_MANIFEST + 1)
    except (OSError, UserError):
        return None
    return hashlib.sha256(listing).hexdigest()


def _can_look(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False
