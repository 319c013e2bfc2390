"""Text as HTML: what a person typed can neither become markup nor steer how the page reads."""

from __future__ import annotations

import html

from jxdesk.base.unseen import shown


def text(value: str) -> str:
    """``value`` as it may stand between tags and within quotes; unseen characters are written out."""
    return html.escape(shown(value, keep="\n\t"), quote=True)
