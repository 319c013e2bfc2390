"""What is known of the attached files, by content, and who has looked through which of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, delete, insert, select

from jxdesk.domain.facts import FileFacts
from jxdesk.store.entries import Confirmation
from jxdesk.store.reading import digest, number, text
from jxdesk.store.schema import CONFIRMATIONS, FILE_FACTS
from jxdesk.store.tidy import tidy

_FACTS = msgspec.json.Decoder(FileFacts)


def read_facts(connection: Connection, prober: int) -> dict[str, FileFacts]:
    """The facts that this version of the prober has gathered, by SHA-256 (hex)."""
    query = select(FILE_FACTS.c.sha256, FILE_FACTS.c.facts).where(FILE_FACTS.c.prober == prober)
    return {digest(row.sha256): _decode(row.sha256, row.facts) for row in connection.execute(query)}


def keep_facts(connection: Connection, facts: Iterable[FileFacts], prober: int) -> None:
    """Keep facts over those of the same files, whichever prober gathered them."""
    for each in facts:
        connection.execute(delete(FILE_FACTS).where(FILE_FACTS.c.sha256 == each.sha256))
        raw = msgspec.json.encode(_tidied(each)).decode()
        connection.execute(insert(FILE_FACTS).values(sha256=each.sha256, prober=prober, facts=raw))


def read_confirmations(connection: Connection) -> tuple[Confirmation, ...]:
    """All confirmations, in the order they were made."""
    ordered = select(CONFIRMATIONS).order_by(CONFIRMATIONS.c.made_at, CONFIRMATIONS.c.sha256)
    return tuple(
        Confirmation(digest(row.sha256), text(row.who), row.made_at, text(row.note, lines=True))
        for row in connection.execute(ordered)
    )


def confirm(connection: Connection, made: Confirmation) -> None:
    """Keep a confirmation over the one of the same file."""
    withdraw(connection, made.sha256)
    values = {
        "sha256": made.sha256,
        "who": tidy(made.who),
        "made_at": made.when,
        "note": tidy(made.note, lines=True),
    }
    connection.execute(insert(CONFIRMATIONS).values(values))


def withdraw(connection: Connection, sha256: str) -> None:
    """Take a confirmation back, if there is one."""
    connection.execute(delete(CONFIRMATIONS).where(CONFIRMATIONS.c.sha256 == sha256))


def _decode(sha256: str, raw: str) -> FileFacts:
    facts = _FACTS.decode(raw)
    if facts.sha256 != sha256:
        raise ValueError("the facts are of another file")
    number(facts.size, 0)
    number(facts.pages or 0, 0)
    for words in (facts.kind, *(w for seen in facts.sensitive for w in (seen.where, seen.masked))):
        text(words)
    return facts


def _tidied(facts: FileFacts) -> FileFacts:
    """Names of sheets and the like come from the file itself."""
    seen = tuple(replace(one, where=tidy(one.where), masked=tidy(one.masked)) for one in facts.sensitive)
    return replace(facts, sensitive=seen)
