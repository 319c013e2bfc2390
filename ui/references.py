"""Write in words what a file proves: ``members:<uid>``, ``topic:<id>`` and field ids aren't words."""

from __future__ import annotations

from jxdesk.domain.application import Application
from ui.picture import Picture


def words_of(references: tuple[str, ...], picture: Picture) -> str:
    """The names of the rows and fields that are meant, joined by 、."""
    names = _names(picture.application)
    return "、".join(names.get(ref) or _field_name(ref, picture) for ref in references)


def _names(application: Application) -> dict[str, str]:
    found = {}
    for record in ("members", "enterprises", "projects"):
        for row in getattr(application, record):
            found[f"{record}:{row.uid}"] = row.name
    return found


def _field_name(reference: str, picture: Picture) -> str:
    kind, _, topic = reference.partition(":")
    if kind == "topic":
        return picture.notice.term_label("evidence_topics", topic)
    field = picture.catalogue.find(reference)
    if field is None:
        return "（已删除的行）" if ":" in reference else reference
    return field.short
