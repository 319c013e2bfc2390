"""Puts ``resources/`` into the wheel, under ``share/jxdesk`` of the environment it is installed in.

An editable install reads the source tree, so it does not carry sixty megabytes of fonts a second time.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Called by hatchling once for every wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """``version`` is ``standard`` or ``editable``."""
        if version == "standard":
            build_data["shared_data"]["resources"] = "share/jxdesk/resources"
