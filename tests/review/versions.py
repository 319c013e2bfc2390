"""Small genuine packages of one application in several versions, sealed once for all tests that ask."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from jxdesk.domain import canonical, plain_json
from jxdesk.package.seal import Item, Sealed, seal
from tests.package import kit


def make(
    folder: Path, version: int, previous: Sealed | None = None, *, key: str = "", demo: bool = False
) -> Sealed:
    """Seal version ``version`` of the kit's application as ``folder``, after ``previous``."""
    application = dataclasses.replace(kit.APPLICATION, demo=demo)
    data = canonical.encode(application)
    made = {"application.json": data, "pages.json": plain_json.dump(kit.pages_of(data))}
    items = [Item(item.path, made[item.path]) if item.path in made else item for item in kit.ITEMS]
    info = dataclasses.replace(
        kit.INFO, version=version, previous_digest=previous.digest if previous else None
    )
    # Versions differ in content, as they do in life.
    items.append(Item("附加/说明.txt", f"{folder.name} {version}".encode()))
    return seal(items, info, kit.rsa_signer(key) if key else kit.rsa_signer(), folder)
